"""What an assessment must say so that the dossier becomes what is wanted: always just that."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.dossier.editing import same
from summitry.dossier.model import Dossier
from summitry.dossier.otherwise import differing, lean, said_otherwise, with_own_reasons
from summitry.dossier.patching import FIXED, OPEN, PatchError, patched
from tests.dossier.test_renaming import DATA

STARTER = DATA["starter"]
PARTIES, ISSUES = list(STARTER["parties"]), list(STARTER["issues"])
LEVELS = {name: one["levels"] for name, one in STARTER["issues"].items()}
NUMBERS = st.sampled_from([0.1, 0.5, [0.1, 0.2, 0.4], {"value": 0.3, "note": "x"}])
VALUES = {
    "number": NUMBERS,
    "ask": st.builds(lambda at, chance: {"issue": "water", "at_least": at, "likelihood": chance},
                     st.sampled_from(LEVELS["water"]), NUMBERS),
    "line": st.builds(lambda side, at, chance: {side: at, "likelihood": chance},
                      st.sampled_from(["above", "below"]), st.sampled_from(LEVELS["water"]),
                      NUMBERS),
    "cover": st.builds(lambda a, b, share: {"from": a, "to": b, "on": ["water"], "strength": share},
                       st.sampled_from(PARTIES), st.sampled_from(PARTIES), NUMBERS),
}  # fmt: skip


def unlike(every, key):
    """A list in which no two have the same name."""
    return list({key(one): one for one in every}.values())


@st.composite
def worlds(draw, base=STARTER):
    """A dossier's data with much of what a school may say drawn anew."""
    data = copy.deepcopy(base)
    lines = st.lists(VALUES["line"], max_size=3).map(
        lambda every: unlike(every, lambda one: sorted(map(str, one.items()))[0])
    )
    for party in draw(st.lists(st.sampled_from(PARTIES), max_size=3)):
        stance = {"ideal": draw(NUMBERS), "salience": draw(NUMBERS)}
        line = draw(lines)
        if line:
            stance["red_line"] = line[0] if len(line) == 1 and draw(st.booleans()) else line
        data["stances"].setdefault(party, {})["water"] = stance
    for party in draw(st.lists(st.sampled_from(PARTIES), max_size=2)):
        data["stances"].get(party, {}).pop("water", None)
    asks = draw(st.dictionaries(st.sampled_from(PARTIES), VALUES["ask"], max_size=3))
    data["process"] = {**data.get("process", {}), "big_ask": asks}
    if draw(st.booleans()):
        data["process"]["rapport"] = draw(NUMBERS)
    own = st.dictionaries(st.sampled_from(["pride", "loan"]), NUMBERS, max_size=2)
    data["stakes"] = draw(st.dictionaries(st.sampled_from(PARTIES), own, max_size=3))
    data["cover"] = unlike(
        draw(st.lists(VALUES["cover"], max_size=3)), lambda one: (one["from"], one["to"])
    )
    data["clauses"] = draw(st.lists(st.sampled_from(STARTER["clauses"]), unique=True))
    if draw(st.booleans()):
        data["issues"]["water"]["no_deal"] = {"more": draw(NUMBERS)}
    if draw(st.booleans()):
        data["curve"] = draw(NUMBERS)
    if draw(st.booleans()):
        data["tracks"] = {"slow": {"baskets": [["water"], ["rest"]]}}
    return data


def bracketed(node):
    """Data in which a single red line stands in a list, as it may."""
    if not isinstance(node, dict):
        return node
    return {key: [one] if key == "red_line" and isinstance(one, dict) else bracketed(one)
            for key, one in node.items()}  # fmt: skip


def alike(one, other):
    """Whether two dossiers say the same."""
    return same(bracketed(lean(one)), bracketed(lean(other)))


@settings(max_examples=60, deadline=None)
@given(worlds(), worlds(), worlds())
def test_what_is_said_makes_what_is_wanted(base, first, second):
    own = said_otherwise(base, {}, first)
    assert alike(patched(base, own), first)
    changed = said_otherwise(base, own, second)
    assert alike(patched(base, changed), second)
    assert said_otherwise(base, changed, second) == changed
    assert said_otherwise(base, changed, base) == {}


@settings(max_examples=40, deadline=None)
@given(worlds(), worlds(), st.sampled_from([0.7, [0.1, 0.3, 0.6]]))
def test_what_does_not_change_stays_as_it_was_said(base, first, number):
    own = said_otherwise(base, {}, first)
    wanted = copy.deepcopy(patched(base, own))
    wanted["loss_aversion"] = number
    changed = said_otherwise(base, own, wanted)
    assert {path: one for path, one in changed.items() if path != "loss_aversion"} == own
    assert changed["loss_aversion"] == number


@pytest.mark.parametrize(("path", "value"), [
    ("process.big_ask.upper", {"issue": "water", "at_least": "more", "likelihood": 0.5}),
    ("stances.coast.dam", {"ideal": "built", "salience": 10}),
    ("stances.upper.dam.red_line", {"above": "smaller", "likelihood": 0.5}),
    ("stances.lower.inspection.red_line.below allowed", {"likelihood": 0.2}),
    ("stances.lower.inspection.red_line.above refused.likelihood", 0.9),
    ("stances.lower.inspection.red_line", None),
    ("stakes.coast.pride", [-0.1, -0.05, 0]),
    ("cover.coast>farmers.strength", 0.9),
    ("cover.coast>farmers", None),
    ("cover.lower>farmers", {"on": ["dam"], "strength": 0.2}),
    ("process.solution", "kalai-smorodinsky"),
    ("law", "pert"),
    ("clauses", ["dam = given up requires payments >= some"]),
    ("issues.water.levels", ["as now", "more", "most", "all"]),
    ("tracks.slow", {"baskets": [["water"], ["rest"]]}),
])  # fmt: skip
def test_a_path_is_found_again_as_it_would_be_written(path, value):
    assert said_otherwise(STARTER, {}, patched(STARTER, {path: value})) == {path: value}


def test_a_change_goes_into_the_change_around_it():
    ask = {"issue": "water", "at_least": "more", "likelihood": 0.5}
    own = {"process.big_ask.upper": ask, "process.rapport": 0.1}
    wanted = patched(STARTER, {**own, "process.big_ask.upper.likelihood": 0.7})
    found = said_otherwise(STARTER, own, wanted)
    assert found == {"process.big_ask.upper": {**ask, "likelihood": 0.7}, "process.rapport": 0.1}


def test_what_assessments_share_cannot_be_said_otherwise():
    with pytest.raises(LookupError, match="share"):
        said_otherwise(STARTER, {}, {**STARTER, "title": "x"})


def test_a_number_of_ones_own_has_no_reason_of_the_dossiers():
    path = "stakes.upper.loan"
    old = STARTER["stakes"]["upper"]["loan"]
    made = patched(STARTER, {path: {**old, "value": -0.2}})
    assert dict(differing(STARTER, with_own_reasons(STARTER, STARTER, made))) == {path: -0.2}
    noted = patched(STARTER, {path: {**old, "value": -0.2, "note": "theirs", "confidence": "high"}})
    found = dict(differing(STARTER, with_own_reasons(STARTER, STARTER, noted)))
    assert found == {path: {"value": -0.2, "note": "theirs", "confidence": "high"}}
    same_ = patched(STARTER, {path: {**old, "note": "another"}})
    assert with_own_reasons(STARTER, STARTER, same_) == same_


def test_every_part_of_a_dossier_is_open_to_assessments_or_shared_by_them():
    assert sorted((*OPEN, *FIXED)) == sorted(Dossier.model_fields)


@settings(max_examples=40, deadline=None)
@given(worlds(), st.sampled_from(PARTIES), st.sampled_from(PARTIES), st.booleans())
def test_items_are_added_and_taken_out_by_name(base, giver, critic, line):
    name = "above more" if line else f"{giver}>{critic}"
    lines = base["stances"].get("lower", {}).get("water", {}).get("red_line", [])
    base["stances"]["upper"]["water"] = {"ideal": 0, "salience": 1, "red_line": lines}
    path = f"stances.upper.water.red_line.{name}" if line else f"cover.{name}"
    value = {"likelihood": 0.3} if line else {"on": ["dam"], "strength": 0.4}
    there = patched(base, {path: value})
    assert patched(there, {f"{path}.{list(value)[-1]}": 0.9}) != there
    gone = patched(there, {path: None})
    try:
        assert alike(gone, patched(base, {path: None}))
    except PatchError:
        assert alike(gone, base)
