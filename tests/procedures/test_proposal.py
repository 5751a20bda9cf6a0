"""A proposal from outside: the nearest legal package, and the principals' answer to it."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.draws import Draws
from summitry.games.packages.space import package_space
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Ending
from summitry.procedures.package import Form, negotiate
from summitry.procedures.proposal import Proposed, nearest, put
from tests.strategies import dossiers

OPEN = (Ending.NO_OVERLAP, Ending.BREAKDOWN)


def games_of(data, draws=40, seed=2, inner=1):
    dossier = sm.build(copy.deepcopy(data))
    return Games(Layout(dossier), Draws(dossier, draws, seed, inner=inner))


def brute_force(layout, point):
    """Every legal package and the status quo, nearest first; fewer moves, then earlier levels."""
    places = [list(layout.dossier.issues[key].positions().values()) for key in layout.issues]
    quo = tuple(layout.status_quo)
    every = [quo, *map(tuple, layout.space.packages.tolist())]

    def key(levels):
        away = sum(abs(places[issue][level] - point[issue]) for issue, level in enumerate(levels))
        moved = sum(one != stands for one, stands in zip(levels, quo, strict=True))
        return round(away, 9), moved, levels

    return min(every, key=key), key


@given(dossiers(), st.data())
@settings(max_examples=60, deadline=None)
def test_the_nearest_legal_package_by_brute_force(data, source):
    layout = Layout(sm.build(data))
    floats = st.floats(0, 1).map(lambda one: round(one, 2))
    points = np.array(
        source.draw(st.lists(st.lists(floats, min_size=len(layout.issues),
                                      max_size=len(layout.issues)), min_size=1, max_size=5))
    )  # fmt: skip
    found = nearest(layout, points)
    for row, point in enumerate(points):
        best, key = brute_force(layout, point)
        levels = tuple(found.levels[row].tolist())
        assert key(levels)[:2] == key(best)[:2]
        assert found.made[row] == (levels != tuple(layout.status_quo))
        if found.made[row]:
            assert layout.space.legal(found.levels[[row]])[0]


@given(dossiers(), st.sampled_from([1, 3]))
@settings(max_examples=40, deadline=None)
def test_what_the_bargaining_strikes_is_accepted_and_where_it_fails_nothing_is(data, inner):
    games = games_of(data, inner=inner)
    struck = negotiate(games, Form(), reasons=False)
    layout = games.layout
    rows = struck.ending.reshape(-1, inner)
    signed = struck.signed.reshape(-1, inner, len(layout.issues))
    made = struck.struck.reshape(-1, inner)[:, 0] >= 0
    levels = np.where(made[:, None], signed[:, 0], layout.status_quo).astype(np.int16)
    answer = put(games, Proposed(levels, made, np.zeros(len(made), dtype=bool)), Form())
    accepted = answer.accepted.reshape(-1, inner)
    ended = rows[:, 0] == Ending.TALKS_ENDED
    assert (accepted[made & ~ended, 0]).all()
    hopeless = np.isin(struck.ending, OPEN)
    assert not answer.accepted[hopeless].any()
    if inner == 1:
        same = made & ~ended
        np.testing.assert_allclose(answer.outcomes.gains[same], struck.gains[same], atol=1e-12)
        np.testing.assert_array_equal(answer.outcomes.ending[same], struck.ending[same])
        np.testing.assert_array_equal(answer.outcomes.levels[same], struck.levels[same])


@given(dossiers())
@settings(max_examples=30, deadline=None)
def test_with_a_single_package_the_answer_is_the_bargainings(data):
    for key in list(data["issues"])[1:]:
        del data["issues"][key]
    key, issue = next(iter(data["issues"].items()))
    quo = issue["status_quo"]
    other = next(one for one in issue["levels"] if one != quo)
    kept = [one for one in issue["levels"] if one in (quo, other)]
    data["clauses"], data["events"], data["assessments"] = [], {}, {}
    data["stances"] = {
        party: {key: {"ideal": [0.1, 0.4, 0.9], "salience": 50}} for party in data["stances"]
    }
    data["process"].pop("big_ask", None)
    issue["levels"], issue["no_deal"] = kept, {}
    for one in data["cover"]:
        one["on"] = [key]
    games = games_of(data, draws=80)
    struck = negotiate(games, Form(), reasons=False)
    level = np.array([[kept.index(other)]], dtype=np.int16)
    rows = games.draws.rows
    everywhere = Proposed(np.tile(level, (rows, 1)), np.ones(rows, bool), np.zeros(rows, bool))
    answer = put(games, everywhere, Form())
    np.testing.assert_array_equal(answer.outcomes.ending, struck.ending)
    refused = np.isin(struck.ending, OPEN)
    np.testing.assert_array_equal(
        answer.short.any(axis=1) | answer.unconsented, refused | ~answer.accepted
    )


CASE = {
    "summitry": 1,
    "title": "two",
    "as_of": "2020-01-01",
    "parties": {"a": {"role": "principal"}, "b": {"role": "principal"}},
    "issues": {
        "land": {"levels": ["none", "half", "all"], "status_quo": "none", "performed_by": "a"},
        "money": {"levels": ["nil", "some"], "status_quo": "nil", "performed_by": "b"},
    },
    "stances": {
        "a": {"land": {"ideal": "none", "salience": 5}, "money": {"ideal": "some", "salience": 5}},
        "b": {"land": {"ideal": "all", "salience": 5}, "money": {"ideal": "nil", "salience": 5}},
    },
}  # fmt: skip


def test_clauses_bend_a_proposal_and_no_change_is_no_proposal():
    data = {**CASE, "clauses": ["land >= half requires money = some"]}
    layout = Layout(sm.build(data))
    found = nearest(layout, [[0.5, 0.4], [0.5, 0.9], [0.1, 0.2], [0.4, 0.0], [np.nan, np.nan]])
    assert found.levels.tolist() == [[1, 1], [1, 1], [0, 0], [0, 0], [0, 0]]
    assert found.made.tolist() == [True, True, False, False, False]
    assert found.bent.tolist() == [True, False, False, True, False]


def test_an_issue_nobody_speaks_of_stays_as_it_is():
    layout = Layout(sm.build(CASE))
    assert nearest(layout, [[np.nan, 0.8]]).levels.tolist() == [[0, 1]]


def test_too_many_packages_to_list_are_searched():
    data = copy.deepcopy(CASE)
    data["clauses"] = ["land >= half requires money = some"]
    layout, other = Layout(sm.build(data)), Layout(sm.build(data))
    other.__dict__["space"] = package_space(other.sizes, other.status_quo, other.rules, cap=0)
    assert not other.space.listed
    points = np.random.default_rng(0).random((200, 2))
    one, two = nearest(layout, points), nearest(other, points)
    np.testing.assert_array_equal(one.levels, two.levels)
    np.testing.assert_array_equal(one.made, two.made)


@pytest.mark.parametrize("holding_back", [0.0, 0.5, 1.0])
def test_holding_back_makes_acceptance_rarer_and_never_helps(holding_back):
    data = copy.deepcopy(CASE)
    data["process"] = {"hidden": {"a": 0.4, "b": 0.4}, "slip": 0}
    games = games_of(data, draws=400)
    levels = np.tile(np.array([[1, 1]], np.int16), (400, 1))
    proposed = Proposed(levels, np.ones(400, bool), np.zeros(400, bool))
    free = put(games, proposed, Form("nash", 0.0)).accepted
    held = put(games, proposed, Form("nash", holding_back)).accepted
    assert not (held & ~free).any()
    assert held.sum() <= free.sum()
