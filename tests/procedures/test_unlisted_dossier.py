"""A dossier whose packages nobody lists: forecast, prices, tracks, road maps."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pytest
import yaml

import summitry as sm
from summitry.draws import Draws
from summitry.games.packages.space import package_space
from summitry.procedures.agenda import agendas
from summitry.procedures.baskets import negotiate_track
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Outcomes
from summitry.procedures.package import SOLUTIONS, Form, negotiate
from summitry.sensitivity.prices import near

LARGE = Path(__file__).parents[1] / "oracles" / "large.yaml"


def part(issues: int) -> sm.Dossier:
    """The first issues of the large dossier, and the clauses about them alone."""
    data = copy.deepcopy(yaml.safe_load(LARGE.read_text()))
    kept = list(data["issues"])[:issues]
    gone = list(data["issues"])[issues:]
    data["issues"] = {key: data["issues"][key] for key in kept}
    data["stances"] = {
        party: {key: one for key, one in own.items() if key in kept}
        for party, own in data["stances"].items()
    }
    data["clauses"] = [one for one in data["clauses"] if not any(key in one for key in gone)]
    for cover in data["cover"]:
        cover["on"] = [key for key in cover["on"] if key in kept]
    return sm.build(data)


def both(dossier: sm.Dossier) -> list[Games]:
    """The same games with packages listed, and searched."""
    found = []
    for cap in (10**6, -1):
        layout = Layout(dossier)
        space = package_space(layout.sizes, layout.status_quo, layout.rules, cap=cap)
        layout.__dict__["space"] = space
        found.append(Games(layout, Draws(dossier, 400, 3)))
    return found


def equal(one: Outcomes, other: Outcomes) -> None:
    np.testing.assert_array_equal(one.ending, other.ending)
    np.testing.assert_array_equal(one.signed, other.signed)
    np.testing.assert_array_equal(one.levels, other.levels)
    np.testing.assert_array_equal(one.gains, other.gains)
    np.testing.assert_array_equal(one.cause, other.cause)


@pytest.mark.parametrize("solution", list(SOLUTIONS))
def test_a_search_ends_every_draw_as_a_list_does(solution):
    listed, searched = both(part(6))
    equal(negotiate(listed, Form(solution)), negotiate(searched, Form(solution)))


def test_tracks_end_alike_too():
    listed, searched = both(part(5))
    for one, other in zip(agendas(listed.layout), agendas(searched.layout), strict=True):
        equal(negotiate_track(listed, one), negotiate_track(searched, other))


def test_a_forecast_of_a_hundred_million_packages():
    made = sm.forecast(sm.load(LARGE), draws=400)
    assert not Layout(sm.load(LARGE)).space.listed
    assert made.provenance.packages_exact
    assert made.provenance.packages == brute()
    assert sum(one.share for one in made.packages) <= made.probability("agreed") + 1e-9


def brute() -> int:
    """Legal packages: those of the issues that a clause links are counted by hand."""
    step = range(5)
    pairs = sum(not (x >= 2 and y < 1) for x in step for y in step)
    asked = sum(not (x >= 3 and y < 2) for x in step for y in step)
    apart = sum(not (x >= 4 and y >= 4) for x in step for y in step)
    three = sum(not (x >= 1 and y >= 2 and z < 1) for x in step for y in step for z in step)
    return pairs * asked * apart * three * 5**3 - 1


def test_prices_try_what_is_near_where_not_all_is_listed():
    layout = Layout(sm.load(LARGE))
    package = np.asarray(layout.status_quo) + 1
    tried, within = near(layout.space, package)
    changed = (tried != package).sum(axis=1)
    assert within == changed.max() == 3
    assert layout.space.legal(tried[1:]).all()
    assert len(np.unique(tried, axis=0)) == len(tried)
    listed, searched = both(part(5))
    quo = np.asarray(listed.layout.status_quo)
    every, none = near(listed.layout.space, quo + 1)
    own, within = near(searched.layout.space, quo + 1)
    assert none is None
    assert within == 5
    assert {tuple(one) for one in own.tolist()} == {tuple(one) for one in every.tolist()}
