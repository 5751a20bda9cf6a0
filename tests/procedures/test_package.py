"""Invariants of the package procedure, from a dossier to its outcomes."""

from __future__ import annotations

import copy
import json
import os
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.dossier.inputs import inputs
from summitry.draws import Draws
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Ending
from summitry.procedures.package import Form, negotiate
from tests.strategies import dossiers

DRAWS = 60
SOLUTIONS = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


def run(data, draws=DRAWS, seed=3, fixed=None, solution="nash", inner=1, h=0.125):
    dossier = sm.build(copy.deepcopy(data))
    made = Draws(dossier, draws, seed, inner=inner, fixed=fixed or {})
    return negotiate(Games(Layout(dossier), made), Form(solution, h))


def same(first, second):
    np.testing.assert_array_equal(first.ending, second.ending)
    np.testing.assert_array_equal(first.gains, second.gains)
    np.testing.assert_array_equal(first.levels, second.levels)
    assert why(first) == why(second)


def why(outcomes):
    return [outcomes.causes[number] if number >= 0 else None for number in outcomes.cause]


def shuffled(node, source):
    """The same data with every mapping in another order."""
    if isinstance(node, dict):
        keys = list(node)
        source.shuffle(keys)
        return {key: shuffled(node[key], source) for key in keys}
    if isinstance(node, list):
        return [shuffled(one, source) for one in node]
    return node


@given(dossiers(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_reordering_the_file_changes_nothing_to_the_bit(data, source):
    other = shuffled(data, source)
    source.shuffle(other["cover"])
    same(run(data), run(other))


@given(dossiers())
@settings(max_examples=30, deadline=None)
def test_renaming_labels_changes_nothing_to_the_bit(data):
    other = copy.deepcopy(data)
    for number, party in enumerate(other["parties"].values()):
        party["name"] = f"Anybody {number}"
    for number, issue in enumerate(other["issues"].values()):
        issue["name"] = f"Anything {number}"
    same(run(data), run(other))


@given(dossiers())
@settings(max_examples=30, deadline=None)
def test_a_red_line_of_likelihood_nothing_changes_nothing_to_the_bit(data):
    other = copy.deepcopy(data)
    for issue, stance in other["stances"]["p0"].items():
        first = other["issues"][issue]["levels"][0]
        stance["red_line"] = {"above": first, "likelihood": 0}
    bare = copy.deepcopy(data)
    for stance in bare["stances"]["p0"].values():
        stance.pop("red_line", None)
    same(run(bare), run(other))


@given(dossiers())
@settings(max_examples=40, deadline=None)
def test_a_certain_red_line_is_never_crossed(data):
    other = copy.deepcopy(data)
    issue, stance = next(iter(other["stances"]["p0"].items()))
    levels = other["issues"][issue]["levels"]
    stance["red_line"] = {"above": levels[0], "likelihood": 1}
    outcomes = run(other)
    number = outcomes.layout.issues.index(issue)
    assert (outcomes.levels[outcomes.agreed, number] == 0).all()


def points(node):
    """Every range shrunk to its mode."""
    if isinstance(node, dict):
        return {key: points(value) for key, value in node.items()}
    if isinstance(node, list) and len(node) == 3 and all(isinstance(x, int | float) for x in node):
        return node[1]
    return node


@given(dossiers())
@settings(max_examples=40, deadline=None)
def test_ranges_shrunk_to_points_give_the_points_answer(data):
    """Three equal numbers, and the number itself, are one answer in every draw."""
    data = copy.deepcopy(data)
    data.pop("confidence")
    data["curve"], data["loss_aversion"] = 1.5, 1.25
    for party in data["parties"].values():
        if isinstance(party.get("leverage"), str):
            party["leverage"] = 0.7
    exact = points(data)

    def triple(node):
        if isinstance(node, dict):
            return {key: triple(value) for key, value in node.items()}
        return [node] * 3 if isinstance(node, float) else node

    ranged = triple(exact)
    same(run(exact), run(ranged))
    dossier = sm.build(copy.deepcopy(exact))
    drawn = Draws(dossier, 5, 1)
    for name, one in inputs(dossier).items():
        if one.range.exact:
            assert set(drawn.value(name)) == {one.range.mode}


@given(dossiers())
@settings(max_examples=40, deadline=None)
def test_the_solution_never_changes_whether_they_strike(data):
    endings = [run(data, solution=one).ending for one in SOLUTIONS]
    for ending in endings[1:]:
        np.testing.assert_array_equal(ending, endings[0])


@given(dossiers(), st.floats(0.05, 0.95))
@settings(max_examples=60, deadline=None)
def test_any_deal_never_falls_as_cover_rises(data, share):
    if not data["cover"]:
        return
    names = [f"cover/{one['from']}>{one['to']}/strength" for one in data["cover"]]
    less = run(data, fixed=dict.fromkeys(names, share * 0.5))
    more = run(data, fixed=dict.fromkeys(names, share))
    assert (less.struck >= 0).sum() <= (more.struck >= 0).sum()
    assert ((more.struck >= 0) | (less.struck < 0)).all()


@given(dossiers(), st.floats(0.1, 1.5))
@settings(max_examples=60, deadline=None)
def test_the_zone_never_grows_with_leverage(data, less):
    critics = [key for key, party in data["parties"].items() if party["role"] == "ratifier"]
    names = [f"parties/{key}/leverage" for key in critics]
    soft = run(data, fixed=dict.fromkeys(names, less))
    hard = run(data, fixed=dict.fromkeys(names, less + 0.7))
    closed = (soft.struck < 0) & (soft.ending == Ending.NO_OVERLAP)
    assert (hard.ending[closed] == Ending.NO_OVERLAP).all()


def biting():
    """A dossier in which cover and leverage decide many draws."""
    return {
        "summitry": 1,
        "title": "biting",
        "as_of": "2020-01-01",
        "parties": {
            "a": {"role": "principal"},
            "b": {"role": "principal"},
            "ally": {"role": "third"},
            "hawks": {"role": "ratifier", "of": "a", "leverage": [0.2, 1, 2], "slack": 0.0},
        },
        "issues": {
            "troops": {"levels": ["stay", "go"], "status_quo": "stay", "performed_by": "a"},
            "arms": {"levels": ["keep", "scrap"], "status_quo": "keep", "performed_by": "b"},
        },
        "stances": {
            "a": {
                "troops": {"ideal": "stay", "salience": 35},
                "arms": {"ideal": "scrap", "salience": [50, 65, 80]},
            },
            "b": {
                "troops": {"ideal": "go", "salience": 70},
                "arms": {"ideal": "keep", "salience": 30},
            },
            "hawks": {
                "troops": {"ideal": "stay", "salience": 90},
                "arms": {"ideal": "scrap", "salience": 30},
            },
            "ally": {"troops": {"ideal": "go", "salience": 50}},
        },
        "cover": [{"from": "ally", "to": "hawks", "on": ["troops"], "strength": 0.5}],
        "loss_aversion": 1,
        "curve": 1,
    }


def test_cover_and_leverage_bite_where_they_should():
    """Otherwise the two properties above would hold of a program that ignores both."""
    bare = run(biting(), 400, fixed={"cover/ally>hawks/strength": 0.0})
    full = run(biting(), 400, fixed={"cover/ally>hawks/strength": 1.0})
    assert full.agreed.mean() > bare.agreed.mean() + 0.2
    hard = run(biting(), 400, fixed={"parties/hawks/leverage": 3.0})
    soft = run(biting(), 400, fixed={"parties/hawks/leverage": 0.0})
    assert soft.agreed.mean() > hard.agreed.mean() + 0.2
    assert {hard.causes[one].kind for one in set(hard.cause.tolist()) - {-1}} == {"critic"}


def test_cover_covers_only_moves_that_its_giver_wants():
    data = biting()
    data["stances"]["ally"]["troops"]["ideal"] = "stay"
    bare = run(data, 400, fixed={"cover/ally>hawks/strength": 0.0})
    same(bare, run(data, 400, fixed={"cover/ally>hawks/strength": 1.0}))


def test_a_consenter_blocks_what_it_loses_by_and_nothing_else():
    data = biting()
    data["issues"]["troops"]["consent"] = ["ally"]
    data["parties"]["hawks"]["leverage"] = 0
    assert run(data).agreed.mean() > 0.9
    data["stances"]["ally"]["troops"]["ideal"] = "stay"
    blocked = run(data, 100)
    assert not blocked.agreed.any()
    assert {blocked.causes[one].kind for one in set(blocked.cause.tolist())} == {"consent"}


def test_distrust_and_a_critics_own_trust():
    data = biting()
    data["parties"]["hawks"]["leverage"] = 0
    data["process"] = {"trust": {"a": 1.0}}
    assert run(data, 200).agreed.mean() > 0.9
    data["process"]["trust"]["a"] = 0.1
    assert not run(data, 200).agreed.any()
    data["process"]["trust"]["a"] = 1.0
    data["parties"]["hawks"] |= {"leverage": 3.0, "slack": 0.0}
    data["stances"]["hawks"] = {
        "troops": {"ideal": "stay", "salience": 40},
        "arms": {"ideal": "scrap", "salience": 60},
    }
    believing = run(data, 200).agreed.mean()
    data["parties"]["hawks"]["trust"] = 0.1
    assert run(data, 200).agreed.mean() < believing - 0.3


def test_an_unmet_ask_kills_every_package_and_is_named():
    data = biting()
    data["parties"]["hawks"]["leverage"] = 0
    data["stances"]["b"]["arms"]["red_line"] = {"above": "keep", "likelihood": 1}
    data["issues"]["fish"] = {"levels": ["no", "yes"], "status_quo": "no", "performed_by": "b"}
    data["stances"]["a"]["fish"] = {"ideal": "yes", "salience": 90}
    data["stances"]["b"]["fish"] = {"ideal": "yes", "salience": 10}
    assert run(data, 200).agreed.mean() > 0.8
    ask = {"issue": "arms", "at_least": "scrap", "likelihood": 1}
    data["process"] = {"big_ask": {"a": ask}}
    outcomes = run(data, 200)
    assert not outcomes.agreed.any()
    assert {outcomes.causes[one].kind for one in set(outcomes.cause.tolist())} == {"ask"}


def test_a_ratifier_whom_they_misjudge_may_refuse_what_was_signed():
    data = biting()
    data["parties"]["hawks"] |= {"leverage": "veto", "slack": 0.5}
    sure = run(data, 300)
    data["parties"]["hawks"]["opacity"] = 0.5
    misjudged = run(data, 300)
    np.testing.assert_array_equal(sure.struck, misjudged.struck)
    refused = misjudged.ending == Ending.NOT_RATIFIED
    assert 0.05 < refused.mean() < 0.5


def test_the_no_deal_outlook_happens_without_a_deal():
    data = biting()
    data["parties"]["hawks"]["leverage"] = "veto"
    data["issues"]["arms"]["no_deal"] = {"scrap": 0.3}
    outcomes = run(data, 4_000, fixed={"cover/ally>hawks/strength": 0.0})
    number = outcomes.layout.issues.index("arms")
    failed = ~outcomes.agreed
    assert failed.mean() > 0.5
    assert outcomes.levels[failed, number].mean() == pytest.approx(0.3, abs=0.03)


def test_an_exchange_is_a_level_that_would_otherwise_not_be():
    data = biting()
    data["parties"]["hawks"]["leverage"] = 0
    data["stances"]["b"]["arms"]["red_line"] = {"above": "keep", "likelihood": 1}
    data["stances"]["a"]["troops"]["salience"] = 0.0
    data["stances"]["a"]["arms"]["salience"] = 80
    data["stakes"] = {"a": {"victory": -0.2}}
    alone = run(data, 300)
    assert alone.agreed.mean() > 0.8
    assert not alone.exchanged.any()
    # Without a deal b's arms would be built up half of the time; to hold them counts.
    data["issues"]["arms"] = {
        "levels": ["build up", "keep", "scrap"],
        "status_quo": "keep",
        "performed_by": "b",
        "no_deal": {"build up": 0.5},
    }
    held = run(data, 2_000)
    assert not held.moved_by_all.any()
    assert held.exchanged.sum() / held.agreed.sum() == pytest.approx(0.5, abs=0.05)


def test_one_core_or_two_the_same_bytes(monkeypatch):
    two = run(biting(), 5_000)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    same(two, run(biting(), 5_000))


def test_worlds_of_a_row_share_its_numbers():
    nested = run(biting(), 50, inner=16)
    assert len(nested.ending) == 800
    assert nested.by_row(nested.agreed).shape == (50,)


def test_three_principals_value_tables_and_json_agree():
    """The data may come from JSON as well as YAML."""
    random.seed(1)
    data = biting()
    data["parties"]["c"] = {"role": "principal"}
    data["stances"]["c"] = {"arms": {"values": {"keep": 0.2, "scrap": 0.9}, "salience": 50}}
    same(run(data), run(json.loads(json.dumps(data))))


def test_variants_that_share_tables_are_what_they_would_be_alone():
    """For every input: fixing it in games made already, or from the start, is the same."""
    data = biting()
    data["parties"]["hawks"]["trust"] = [0.2, 0.5, 0.9]
    data["issues"]["arms"]["no_deal"] = {"scrap": [0.0, 0.1, 0.3]}
    data["stakes"] = {"a": {"victory": [-0.1, -0.05, 0]}, "b": {"outside": [0, 0.05, 0.1]}}
    data["stances"]["b"]["arms"] = {"values": {"keep": [0.6, 0.8, 1], "scrap": 0.1}, "salience": 30}
    data["stances"]["b"]["troops"]["red_line"] = {"below": "go", "likelihood": [0, 0.1, 0.2]}
    data["process"] = {
        "rapport": [0, 0.3, 0.6],
        "trust": {"a": [0.3, 0.6, 0.9], "b": [0.5, 0.7, 0.9]},
        "big_ask": {"a": {"issue": "arms", "at_least": "scrap", "likelihood": [0, 0.2, 0.4]}},
    }
    data["curve"], data["loss_aversion"] = [1, 1.5, 2], [1, 1.5, 2]
    dossier = sm.build(data)
    layout, draws = Layout(dossier), Draws(dossier, 300, 3)
    made = Games(layout, draws)
    base = negotiate(made)
    bites = set()
    for name, one in inputs(dossier).items():
        for value in {one.range.low, one.range.high, 0.0, 1.0}:
            alone = negotiate(Games(layout, Draws(dossier, 300, 3, fixed={name: value})))
            same(negotiate(made.fix({name: value})), alone)
            if (alone.gains != base.gains).any() or (alone.ending != base.ending).any():
                bites.add(name)
    for name in ("process/trust/a", "parties/hawks/trust", "curve", "cover/ally>hawks/strength"):
        assert name in bites


@given(dossiers(), st.data())
@settings(max_examples=60, deadline=None)
def test_tables_of_changed_inputs_are_those_made_afresh(data, source):
    """Only the tables of parties that an input is of are made again; the figures must not tell."""
    dossier = sm.build(data)
    layout = Layout(dossier)
    draws = Draws(dossier, 40, 1)
    games = Games(layout, draws)
    negotiate(games, reasons=False)
    names = [
        name for name, one in draws.inputs.items()
        if one.estimate.quantity.high <= 100 and not one.estimate.quantity.exclusive
    ]  # fmt: skip
    chosen = source.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    fixed = {}
    for name in chosen:
        kind = draws.inputs[name].estimate.quantity
        fixed[name] = source.draw(st.floats(kind.low, kind.high))
    changed = games.fix(fixed)
    afresh = Games(layout, Draws(dossier, 40, 1, fixed=fixed))
    np.testing.assert_array_equal(changed.tables.scores(0, 40), afresh.tables.scores(0, 40))
    ours, theirs = negotiate(changed, reasons=False), negotiate(afresh, reasons=False)
    np.testing.assert_array_equal(ours.ending, theirs.ending)
    np.testing.assert_array_equal(ours.struck, theirs.struck)
    again = changed.fix({"curve": 1.3})  # and once more, from those
    afresh = Games(layout, Draws(dossier, 40, 1, fixed={**fixed, "curve": 1.3}))
    np.testing.assert_array_equal(again.tables.scores(0, 40), afresh.tables.scores(0, 40))
    back = changed.fix({chosen[0]: fixed[chosen[0]]})
    np.testing.assert_array_equal(back.tables.scores(0, 40), changed.tables.scores(0, 40))
