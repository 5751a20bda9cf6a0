"""Few draws steadied by many: nothing jumps at the start, shares stay shares, less error."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.forecasts.glance import Sight
from summitry.forecasts.steadied import steadied
from tests.procedures.test_variants import DATA
from tests.strategies import dossiers

ALSO = ("packages", "mechanisms", "grid")


def assert_alike(first, second):
    for own, other in zip(first.forecasts, second.forecasts, strict=True):
        assert {one.name: one.probability for one in own.events} == pytest.approx(
            {one.name: one.probability for one in other.events}, abs=1e-12
        )
        shares = [
            {(one.kind, one.text): one.share for one in each.reasons} for each in (own, other)
        ]
        assert shares[0] == pytest.approx(shares[1], abs=1e-12)
        for issue, levels in own.levels.items():
            assert levels == pytest.approx(other.levels[issue], abs=1e-12)
        for one, two in zip(own.effects, other.effects, strict=True):
            assert one.without == pytest.approx(two.without, abs=1e-12)
            assert one.change == pytest.approx(two.change, abs=1e-12)
        for name, rows in own.grid.cells.items():
            np.testing.assert_allclose(rows, other.grid.cells[name], atol=1e-12)


@given(dossiers(), st.floats(0, 1))
@settings(max_examples=25, deadline=None)
def test_it_begins_at_what_is_known_and_ends_at_the_moved(data, slip):
    dossier = sm.build(data)
    few, many = (Sight(dossier, draws=count, seed=2) for count in (30, 120))
    path = {"process.slip": slip}
    short, full = (one.look({"process.slip": _slip(data)}, also=ALSO) for one in (few, many))
    assert_alike(steadied(short, short, full), full)  # not moved: what is known on many draws
    moved = many.look(path, also=ALSO)
    assert_alike(steadied(moved, full, full), moved)  # on all draws: what they say


def _slip(data):
    return copy.deepcopy(data["process"].get("slip", 0.05))


@given(dossiers(), st.data())
@settings(max_examples=25, deadline=None)
def test_shares_stay_shares(data, draw):
    dossier = sm.build(data)
    few, many = (Sight(dossier, draws=count, seed=2) for count in (20, 80))
    name = next(iter(dossier.principals))
    path = {f"process.trust.{name}": draw.draw(st.floats(0, 1))}
    made = steadied(few.look(path, also=ALSO), few.look(), many.look())
    for one in made.forecasts:
        agreed = one.probability("agreed")
        assert all(0 <= each.probability <= 1 for each in one.events)
        assert all(0 <= each.share <= 1 for each in one.reasons)
        total = sum(each.share for each in one.reasons)
        assert total == pytest.approx(1 - agreed, abs=1e-9) or not one.reasons
        for levels in one.levels.values():
            assume(levels)
            assert sum(levels.values()) == pytest.approx(1)
            assert min(levels.values()) >= 0


def test_its_error_is_that_of_the_change_alone():
    dossier = sm.load("cases/hanoi-2019")
    path = {"process.slip": 0.15}
    errors: dict[str, list[float]] = {"plain": [], "steadied": []}
    for seed in range(1, 13):
        few, many = (Sight(dossier, draws=count, seed=seed) for count in (100, 2_000))
        moved, truth = few.look(path), many.look(path)
        made = steadied(moved, few.look(), many.look())
        for kind, one in (("plain", moved), ("steadied", made)):
            errors[kind] += [
                abs(each.probability("agreed") - true.probability("agreed"))
                for each, true in zip(one.forecasts, truth.forecasts, strict=True)
            ]
    assert np.mean(errors["steadied"]) < 0.5 * np.mean(errors["plain"])


def test_an_exchange_is_never_likelier_than_a_deal():
    """Carried by itself, an exchange that few draws had missed would pass the deal."""
    sight = Sight(sm.build(DATA), draws=100)
    rest = sight.look()

    def given_as(agreed, exchange):
        share = {"agreed": agreed, "exchange": exchange}
        return replace(
            rest,
            forecasts=tuple(
                replace(
                    one,
                    events=tuple(
                        replace(each, probability=share.get(each.name, each.probability))
                        for each in one.events
                    ),
                )
                for one in rest.forecasts
            ),
        )

    made = steadied(given_as(0.5, 0.5), given_as(0.5, 0.4), given_as(0.5, 0.5))
    for one in made.forecasts:
        assert one.probability("exchange") == pytest.approx(one.probability("agreed"))
