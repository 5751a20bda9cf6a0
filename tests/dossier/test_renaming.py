"""Renaming and removing: everywhere at once, there and back to the byte, nothing dangling."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry import forecast
from summitry.dossier.editing import rewritten, same
from summitry.dossier.inputs import inputs
from summitry.dossier.loading import build, examine_text
from summitry.dossier.logic import KEYWORDS
from summitry.dossier.reading import read_tree
from summitry.dossier.renaming import (
    HeldError,
    NameTakenError,
    Thing,
    removed,
    renamed,
    taken_out,
    things,
)
from summitry.dossier.starter import starter
from summitry.dossier.writeback import ConflictError, opened, write_back

ROOT = Path(__file__).parents[2]
CASES = {one.name: one for one in (ROOT / "cases").iterdir()}
TEXTS = {
    "starter": starter("a case"),
    **{name: (one / "dossier.yaml").read_text() for name, one in CASES.items()},
}
DATA = {name: read_tree(text).data for name, text in TEXTS.items()}
NAMES = st.sampled_from(
    ["zeta", "two words of it", "l'état", "état-major", "\u05d0\u05d1\u05d2", "\u0627\u0644",
     "x2", "no", "A", "rest of it", "a-b", "null", "n" * 60]
) | st.from_regex(r"[a-zé][a-z0-9é -]{0,20}[a-z0-9]", fullmatch=True).map(
    lambda one: "q" + " ".join(one.split())
).filter(lambda one: not set(one.split()) & set(KEYWORDS))  # fmt: skip


def of(name, at):
    every = [one for one in things(DATA[name]) if one.kind != "ask"]
    return every[at % len(every)]


def errors(text, name):
    folders = [CASES[name]] if name in CASES else []
    return [one for one in examine_text(text, "x", folders)[1] if one.severity == "error"]


def comments(text):
    return [line[line.index("#") :] for line in text.splitlines() if line.strip().startswith("#")]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 9999), NAMES)
def test_there_and_back_to_the_byte(name, at, new):
    one, text, data = of(name, at), TEXTS[name], DATA[name]
    there = rewritten(text, renamed(data, one, new))
    assert errors(there, name) == []
    assert comments(there) == comments(text)
    assert there.count("\n") == text.count("\n")
    back = rewritten(there, renamed(read_tree(there).data, Thing(one.kind, new, one.of), one.name))
    assert back == text


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 9999))
def test_numbers_stay_and_only_their_names_change(name, at):
    one, new = of(name, at), "zeta"
    before, after = build(DATA[name]), build(renamed(DATA[name], one, new))
    old, now = inputs(before), inputs(after)
    ranges = [sorted((one.range.low, one.range.mode, one.range.high) for one in every.values())
              for every in (old, now)]  # fmt: skip
    assert ranges[0] == ranges[1]
    assert all(one.name in name_ for name_ in old.keys() - now.keys())
    assert all(new in name_ for name_ in now.keys() - old.keys())


def probabilities(data):
    found = forecast(build(data), draws=4_000, seed=3).events
    return [one.probability for one in found]


@pytest.mark.parametrize("one", [
    Thing("party", "upper"), Thing("party", "farmers"), Thing("issue", "dam"),
    Thing("level", "as now", "water"), Thing("event", next(iter(DATA["starter"]["events"]))),
    Thing("assessment", "doubtful"),
])  # fmt: skip
def test_the_forecast_is_the_same_but_for_chance(one):
    data = DATA["starter"]
    if one not in set(things(data)):
        pytest.skip("the starter has none of that name")
    before, after = probabilities(data), probabilities(renamed(data, one, "zeta"))
    if one.kind in ("event", "assessment"):
        assert before == after
    for old, now in zip(before, after, strict=True):
        # Draws are named by what they are of: another name, other draws. Five standard errors.
        assert abs(old - now) <= 5 * (2 * 0.25 / 4_000) ** 0.5


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 9999))
def test_what_is_removed_is_spoken_of_nowhere(name, at):
    one, text, data = of(name, at), TEXTS[name], DATA[name]
    try:
        wanted = removed(data, one)
    except HeldError:
        issues = data["issues"].values()
        assert any(one.name in (own["performed_by"], own["status_quo"]) for own in issues)
        return
    assert one not in set(things(wanted))
    after = rewritten(text, wanted)
    assert comments(after) == comments(text) or len(comments(after)) < len(comments(text))
    # Only what makes too little of it left is told: no name that leads nowhere.
    assert {found.code for found in errors(after, name)} <= {"S203", "S307", "S315", "S317", "S402",
                                                             "S404", "S309"}  # fmt: skip
    assert one.name not in {found.name for found in things(wanted) if found == one}


def test_a_level_gives_way_to_another():
    data = DATA["starter"]
    issue = data["issues"]["water"]
    assert "as now" in issue["levels"]
    gone = [one for one in issue["levels"] if one != issue["status_quo"]][-1]
    wanted = removed(data, Thing("level", gone, "water"), instead=issue["status_quo"])
    assert gone not in wanted["issues"]["water"]["levels"]
    stances = [own["water"]["ideal"] for own in wanted["stances"].values() if "water" in own]
    assert gone not in str(stances)
    assert len(stances) == len([1 for own in data["stances"].values() if "water" in own])


def test_positions_go_with_their_level():
    data = {**DATA["starter"]}
    data["issues"] = {
        **data["issues"],
        "water": {
            **data["issues"]["water"],
            "levels": ["as now", "more", "much more"],
            "at": [0, 0.2, 1],
        },
    }
    wanted = removed(data, Thing("level", "more", "water"), instead="as now")
    assert wanted["issues"]["water"]["at"] == [0, 1]


def test_removing_goes_as_far_as_it_must():
    wanted = removed(DATA["starter"], Thing("party", "farmers"))
    assert "farmers" not in wanted["parties"]
    assert "farmers" not in wanted["stances"]
    assert "farmers" not in str(wanted.get("cover"))
    paths = [path for one in wanted["assessments"].values() for path in one.get("set", {})]
    assert not any("farmers" in path for path in paths)


def test_a_name_that_is_taken_or_none():
    data = DATA["starter"]
    for new in ("lower", "", " upper", "a  b"):
        with pytest.raises(NameTakenError):
            renamed(data, Thing("party", "upper"), new)
    same_ = renamed(data, Thing("party", "upper"), "upper")
    assert same(same_, data)


def test_a_part_without_a_name_takes_paths_to_it_along():
    data = DATA["hanoi-2019"]
    wanted = taken_out(data, ("cover", 0))
    assert len(wanted["cover"]) == len(data["cover"]) - 1
    paths = [path for one in wanted["assessments"].values() for path in one.get("set", {})]
    assert not any(path.startswith("cover.rok>hawks") for path in paths)
    assert any(path.startswith("cover.rok>public") for path in paths)


def test_a_renaming_merges_with_what_others_changed(tmp_path):
    file = tmp_path / "dossier.yaml"
    file.write_text(TEXTS["starter"])
    mine, theirs = opened(file), opened(file)
    write_back(theirs, {**theirs.data, "title": "Theirs"})
    wanted = renamed(mine.data, Thing("party", "farmers"), "growers")
    with pytest.raises(ConflictError) as told:
        write_back(mine, wanted)
    assert told.value.mergeable
    write_back(mine, wanted, merge=True)
    text = file.read_text()
    assert comments(text) == comments(TEXTS["starter"])
    assert text.count("\n") == TEXTS["starter"].count("\n")
    assert "Theirs" in text
    assert "growers" in text


def test_a_statement_keeps_its_blanks_and_brackets():
    data = {**DATA["starter"], "events": {"x": "not (water>=more  or dam = built) and agreed"}}
    found = renamed(data, Thing("issue", "water"), "the river")["events"]["x"]
    assert found == "not (the river>=more  or dam = built) and agreed"
    found = renamed(data, Thing("level", "more", "water"), "a lot")["events"]["x"]
    assert found == "not (water>=a lot  or dam = built) and agreed"


def test_the_file_is_changed_word_by_word():
    text = (
        "a:\n  when: >-\n    water >= more\n    and dam = built  # no\nb: 'it''s'\n\"c\": \"x y\"\n"
    )
    data = read_tree(text).data
    wanted = {**data, "a": {"when": data["a"]["when"].replace("water", "the river")}, "c": "x z"}
    assert rewritten(text, wanted) == text.replace("water", "the river").replace("x y", "x z")


EVERYWHERE = {
    **DATA["starter"],
    "relations": [{"between": ["upper", "lower"], "events": [{"on": "2023-05-01", "weight": 0.1}]}],
    "influence": {"ideals": {"upper": {"upper": 0.9, "lower": 0.1},
                             "lower": {"lower": 0.8, "upper": 0.2}}},
    "levers": {"process.trust.upper": {"by": ["lower"]},
               "stances.upper.water.salience": {"by": []}},
    "reveals": {"process.trust.upper": "a payment"},
    "tracks": {"by water": {"baskets": [["water"], {"on": ["rest"], "consent": ["farmers"]}]}},
    "road_maps": {"slow": {"steps": [{"water": "more"}, {"water": "most"}]}},
    "time": {"patience": {"upper": 0.9}, "dates": {"a vote": {"on": "2031-01-01", "chance": 0.1}}},
    "audiences": {
        "title": "anyone", "parties.upper": ["upper", "lower"], "stances.upper.water": "upper",
        "events.more water": "upper", "assessments.doubtful": "lower", "sources.gazette": "anyone",
        "tracks.by water": "upper", "cover.coast>farmers": "upper",
    },
}  # fmt: skip
EVERYWHERE["assessments"] = {
    **EVERYWHERE["assessments"],
    "doubtful": {
        **EVERYWHERE["assessments"]["doubtful"],
        "wants": "more water",
        "groups": {"one": ["process.rapport"], "two": ["cover.coast>farmers.strength"]},
    },
}
EVERYWHERE["stances"] = {
    **EVERYWHERE["stances"],
    "coast": {"water": {"ideal": {"coders": [
        {"coder": "A", "value": "most", "cite": {"gazette": "a b"}},
        {"coder": "B", "value": ["as now", 0.5, "most"], "cite": [{"source": "gazette"}]},
    ]}, "salience": 5}},
}  # fmt: skip


def words(node):
    """Every key and every text of some data."""
    if isinstance(node, dict):
        for key, one in node.items():
            yield key
            yield from words(one)
    elif isinstance(node, list):
        for one in node:
            yield from words(one)
    elif isinstance(node, str):
        yield node


OWN = {
    "process.big_ask.lower": {"issue": "water", "at_least": "most", "likelihood": 0.2},
    "process.big_ask.upper": None,
    "stances.upper.water.red_line": {"above": "most", "likelihood": 0.2},
    "stances.upper.water.red_line.above more": {"likelihood": 0.3},
    "stances.farmers.inspection": {"ideal": "allowed", "salience": 3,
                                   "red_line": [{"below": "refused"}]},
    "stakes.lower.pride": {"value": -0.1, "from": ["coast"]},
    "cover.lower>farmers": {"on": ["water", "payments"], "strength": 0.1},
    "cover.coast>farmers": None,
    "clauses": ["water = most requires payments >= some"],
    "issues.water.no_deal": {"most": 0.1},
    "issues.payments.consent": ["coast", "farmers"],
    "tracks.slow": {"baskets": [["water"], {"on": ["rest"], "consent": ["farmers"]}]},
    "road_maps.quick": {"steps": [{"water": "more"}]},
    "time.patience.lower": 0.7,
}  # fmt: skip
"""What a school may say besides numbers."""
OWN_ASK = {"process.big_ask.lower.issue": "water", "process.big_ask.lower.at_least": "most",
           "process.big_ask.lower.likelihood": 0.2}  # fmt: skip
WITH_OWN = copy.deepcopy(DATA["starter"])
WITH_OWN["process"]["big_ask"] = {
    "upper": {"issue": "dam", "at_most": "smaller", "likelihood": 0.1}
}
WITH_OWN["assessments"] = {"school": {"set": OWN, "groups": {"asks": ["process.big_ask.upper"]}},
                           "other": {"set": OWN_ASK}}  # fmt: skip


@pytest.mark.parametrize("one", [
    Thing("party", "lower"), Thing("party", "farmers"), Thing("party", "coast"),
    Thing("issue", "water"), Thing("issue", "payments"), Thing("level", "most", "water"),
    Thing("level", "more", "water"), Thing("level", "allowed", "inspection"),
], ids=lambda one: one.name)  # fmt: skip
def test_what_a_school_brings_in_follows_its_names(one):
    assert build(WITH_OWN)
    found = renamed(WITH_OWN, one, "zeta")
    assert build(found)
    said = list(words(found["assessments"]))
    assert not [text for text in said if re.search(rf"(?<![\w ]){one.name}(?![\w ])", text)]
    assert same(renamed(found, Thing(one.kind, "zeta", one.of), one.name), WITH_OWN)


@pytest.mark.parametrize(("one", "gone"), [
    (Thing("party", "coast"), {"cover.coast>farmers", "stakes.lower.pride"}),
    (Thing("level", "most", "water"),
     {"process.big_ask.lower", "stances.upper.water.red_line"}),
    (Thing("issue", "water"),
     {"process.big_ask.lower", "stances.upper.water.red_line", "issues.water.no_deal",
      "stances.upper.water.red_line.above more", "road_maps.quick", "cover.coast>farmers"}),
    (Thing("ask", "upper"), {"process.big_ask.upper"}),
], ids=lambda one: one.name if isinstance(one, Thing) else "")  # fmt: skip
def test_what_a_school_brings_in_goes_with_what_it_speaks_of(one, gone):
    found = removed({**WITH_OWN, "assessments": {"school": WITH_OWN["assessments"]["school"]}}, one)
    left = found["assessments"]["school"]["set"]
    assert OWN.keys() - left.keys() == gone
    assert not any(one.name in str(value) for value in left.values())
    assert build(found)


NAMES_OF_OTHERS = {"more water", "by water", "events.more water", "tracks.by water"}


@pytest.mark.parametrize("one", [
    Thing("party", "upper"), Thing("party", "farmers"), Thing("issue", "water"),
    Thing("level", "most", "water"), Thing("source", "gazette"), Thing("event", "more water"),
    Thing("assessment", "doubtful"), Thing("track", "by water"), Thing("road map", "slow"),
    Thing("date", "a vote"), Thing("stake", "loan", "upper"),
])  # fmt: skip
def test_no_mention_is_left_behind(one):
    found = renamed(EVERYWHERE, one, "zeta")
    assert build(found)
    spoken = [text for text in words(found) if not text.endswith((".", "?")) and text[:1].islower()]
    left = {text for text in spoken if one.name in text}
    assert left <= (NAMES_OF_OTHERS if one.name == "water" else set())
    assert same(renamed(found, Thing(one.kind, "zeta", one.of), one.name), EVERYWHERE)


@pytest.mark.parametrize("one", [x for x in things(EVERYWHERE) if x.kind != "level"], ids=str)
def test_what_cannot_be_without_a_thing_goes_with_it(one):
    try:
        found = removed(EVERYWHERE, one)
    except HeldError:
        assert one.name in ("upper", "lower")
        return
    assert build(found)
