"""Properties over random dossiers: questions are answered, whatever the numbers."""

from __future__ import annotations

import copy

import pytest
from hypothesis import Phase, given, settings

import summitry as sm
from summitry.draws import Draws
from tests.strategies import dossiers

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Each example is a study of its own: to shrink one would take minutes."""


def exact(data):
    """The same with every range shrunk to its middle."""
    if isinstance(data, dict):
        return {key: exact(value) for key, value in data.items()}
    if isinstance(data, list) and len(data) == 3 and all(isinstance(x, float) for x in data):
        return data[1]
    return [exact(one) for one in data] if isinstance(data, list) else data


@given(dossiers())
@settings(max_examples=3, deadline=None, phases=QUICK)
def test_flips_lie_within_bounds_and_chances_are_chances(data):
    (study,) = sm.flip(sm.build(data), event="agreed", draws=150, seed=2).studies
    for one in (*study.levers, *study.facts, *study.form):
        assert one.value is None or one.least <= one.value <= one.greatest
        assert 0 <= one.at_least <= 1
        assert 0 <= one.at_greatest <= 1
    names = [one.name for one in (*study.levers, *study.facts, *study.form)]
    assert len(names) == len(set(names))
    for one in study.choices:
        assert 0 <= one.probability <= 1
    for bridge in study.bridges.found:
        assert 0 < len(bridge.levers) <= 3
        assert bridge.cost > 0
    for price in study.prices:
        assert 0 <= price.before <= 1
        assert price.change is None or price.after >= min(price.before, 0.5)


@given(dossiers())
@settings(max_examples=6, deadline=None, phases=QUICK)
def test_ranges_shrunk_to_points_leave_the_worlds_chances_alone(data):
    points = exact(copy.deepcopy(data))
    points["confidence"] = {}
    points["curve"], points["loss_aversion"] = 1.5, 1.5
    for party in points["parties"].values():
        if party["role"] == "ratifier":
            party["leverage"], party["slack"] = 0.5, 0.02
    dossier = sm.build(points)
    drawn = {name for name, one in Draws(dossier, 1, 1).inputs.items() if not one.range.exact}
    made = sm.explain(dossier, event="agreed", draws=150, seed=2)
    (study,) = made.studies
    assert {one.name for one in study.drivers if not one.chance} <= drawn
    assert study.probability == sm.forecast(dossier, draws=150, seed=2).probability("agreed")


@given(dossiers(), dossiers())
@settings(max_examples=4, deadline=None, phases=QUICK)
def test_what_edits_did_adds_up_whatever_they_were(old, new):
    """Two dossiers that have little in common but their parts' names."""
    new = copy.deepcopy(new)
    made = sm.diff(sm.build(old), sm.build(new), event="agreed", draws=150, seed=2)
    assert sum(one.share for one in made.parts) == pytest.approx(made.after - made.before, abs=1e-9)
