"""Views of every kind of result: all in them is for the audience, and all that is for it."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.dossier.audience import AudienceError, audience
from summitry.dossier.excerpt import excerpt
from summitry.dossier.mentions import DOSSIER
from summitry.dossier.references import RULES
from summitry.dossier.renaming import renamed, things
from summitry.forecasts.audience import view
from summitry.forecasts.audiences.lens import through
from summitry.forecasts.efficient import efficient_of_dossier
from summitry.sensitivity.answers import answers
from tests.audiences.canary import dossier, found

pytest.importorskip("fastapi", reason="the marks that a form offers need the web extra")

from summitry.workbench import marks

DRAWS = 200
EVERYTHING = {root: "anyone" for root in RULES if root != "summitry"}
SPOKEN_OF = ("party", "issue", "source", "event")
KINDS = ("compare", "forecast", "tracks", "roads", "holding", "named", "pressure", "flips",
         "explanation", "why", "frontier", "answers")  # fmt: skip


def marked(audiences):
    """The canary with other marks: results do not hang on them."""
    data = {key: one for key, one in dossier()._tree.items() if key != "audiences"}
    return sm.build({**data, "audiences": audiences})


@cache
def worked_out():
    """A result of every kind, of the canary."""
    case = dossier()
    first, second = case.assessments
    assert sm.assess(case, first).assessment == first
    return {
        "compare": sm.compare(case, draws=DRAWS),
        "forecast": sm.forecast(case, first, draws=DRAWS),
        "tracks": sm.tracks(case, draws=DRAWS),
        "roads": sm.roadmap(case, draws=DRAWS),
        "holding": sm.hold(case, draws=DRAWS),
        "named": sm.hold(case, package="water = more, payments = some", draws=DRAWS),
        "pressure": sm.pressure(case, draws=DRAWS, models=["mean", "procedural", "exchange"]),
        "flips": sm.flip(case, event="more water", threshold=0.05, draws=DRAWS),
        "explanation": sm.explain(case, event="more water", draws=DRAWS, universes=True),
        "why": sm.why(case, first, second, event="more water", draws=DRAWS),
        "frontier": efficient_of_dossier(case),
        "answers": answers(case, {"water": "more", "payments": "some"}, draws=DRAWS),
    }


@pytest.fixture(scope="module")
def results():
    return worked_out()


def plain(made):
    return json.loads(made.to_json())


def alike(team, shown, where=""):
    """Every place at which two results differ by more than rounding, seed and fingerprint."""
    if isinstance(team, dict) and isinstance(shown, dict):
        for key in {**team, **shown}:
            yield from alike(team.get(key), shown.get(key), f"{where}/{key}")
    elif isinstance(team, list) and isinstance(shown, list):
        if len(team) != len(shown):
            yield where
        for number, (one, other) in enumerate(zip(team, shown, strict=False)):
            yield from alike(one, other, f"{where}/{number}")
    elif isinstance(team, float) and isinstance(shown, float | int):
        if abs(team - shown) > max(0.0051, 0.051 * abs(team)):
            yield where
    elif team != shown:
        yield where


APART = re.compile(
    r"/(seed|dossier|dossiers/\d|audience|packages|packages_exact|summary|text|verdict|move|floor)$"
    r"|/(reasons|universes|drivers|leanings|levers|facts)/"
)
"""What a view never tells, tells in rounded words, or puts into the order of rounded figures."""


@pytest.mark.parametrize("kind", KINDS)
def test_with_everything_for_anyone_anyone_sees_what_the_team_sees(results, kind):
    made = results[kind]
    shown = view(made, marked(EVERYTHING), "anyone")
    assert [one for one in alike(plain(made), plain(shown)) if not APART.search(one)] == []
    for one in ("reasons", "universes", "drivers", "leanings", "levers", "facts"):
        counts = [str(plain(each)).count(f"'{one}': [") for each in (made, shown)]
        assert counts[0] == counts[1]
        assert _sizes(plain(made), one) == _sizes(plain(shown), one)
    assert found(made.to_json()) or kind == "answers"
    tables = [len(each.tables()) for each in (made, shown)]
    assert tables[0] == tables[1] or kind == "flips"  # it has no table that says "none"


def _sizes(node, key):
    """How long the lists of a name are, in order."""
    if isinstance(node, dict):
        own = [len(node[key])] if isinstance(node.get(key), list) else []
        return own + [size for one in node.values() for size in _sizes(one, key)]
    return [size for one in node for size in _sizes(one, key)] if isinstance(node, list) else []


@pytest.mark.parametrize("kind", KINDS)
def test_with_nothing_marked_nothing_is_shown(results, kind):
    with pytest.raises(AudienceError):
        view(results[kind], marked({"title": "team"}), "anyone")


PATHS = sorted({one.path for one in marks.items(dossier())} - {"title"})
LEAST = {"title": "anyone", "events.agreed": "anyone", "events.exchange": "anyone",
         "events.more water": "anyone", "issues.water": "anyone", "parties.upper": "anyone",
         "assessments.hopeful": "anyone"}  # fmt: skip


@settings(max_examples=40, deadline=None, report_multiple_bugs=False)
@given(hidden=st.lists(st.sampled_from(PATHS), max_size=8), whole=st.booleans(),
       shown=st.lists(st.sampled_from(PATHS), max_size=12))  # fmt: skip
def test_whatever_is_marked_a_view_names_only_what_the_excerpt_has(hidden, shown, whole):
    given_ = {**(EVERYTHING if whole else LEAST), **dict.fromkeys(shown, "anyone"),
              **dict.fromkeys(hidden, "team")}  # fmt: skip
    case = marked(given_)
    who = audience(case, "anyone")
    trees = [excerpt(case, who)._tree]
    trees += [excerpt(case, who, one)._tree for one in excerpt(case, who).assessments]
    known = set(found(json.dumps(trees, default=str)))
    for kind, made in worked_out().items():
        try:
            cut = view(made, case, "anyone")
        except AudienceError:
            continue
        text = cut.to_json() + repr(cut.tables()) + repr(cut)
        words = {one for one in found(text) if not one.isdecimal()}
        assert words <= known, (kind, words - known)
        for number in _numbers(plain(cut)):
            assert who.sees(number.partition("#")[0].split("/")), (kind, number)


def _numbers(node, key=""):
    """Names of all numbers of the dossier in a result, wherever they stand."""
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from _numbers(inner, name)
    elif isinstance(node, list):
        for inner in node:
            yield from _numbers(inner, key)
    elif isinstance(node, str) and key in ("name", "exact", "unread") and "/" in node:
        yield node


def test_a_party_that_sees_its_own_numbers_sees_its_own_slack_share_and_answer(results):
    own = {"curve": "anyone", "parties.lower": "lower", "stances.lower": "lower",
           "stakes.lower": "lower", "loss_aversion": "lower", "process.hidden": "lower",
           "process.trust.lower": "lower", "time.patience": "lower", "time.yearly": "lower",
           "process.big_ask.lower": "lower", "parties": "lower", "issues": "lower",
           "cover": "lower", "road_maps": "lower"}  # fmt: skip
    case = marked({**LEAST, **{key: ["upper", "lower"] if key == "parties" else one
                               for key, one in own.items()}})  # fmt: skip
    (lens,) = through(case, audience(case, "lower"), ["hopeful"]).values()
    assert lens.knows("lower")
    assert not lens.knows("upper")
    roads = view(results["roads"], case, "lower")["hopeful"]
    assert {part.party for one in roads.maps for part in one.parties} == {"lower"}
    assert not any(one.everybody for one in roads.maps)
    held = view(results["named"], case, "lower")["hopeful"]
    assert {party for one in held.concepts for party in one.parties} == {"lower"}
    assert {one.party for one in view(results["answers"], case, "lower").answers} == {"lower"}


def test_an_exit_goes_with_its_answer_and_its_commitments(results):
    made = results["named"]
    every = {one.party for one in made["hopeful"].exits}
    assert every
    marks_ = {**EVERYTHING, "issues.payments.reversible": "team"}
    held = view(made, marked(marks_), "anyone")["hopeful"]
    assert [one.issue for one in held.commitments] == ["water"]
    for one in held.exits:
        assert set(one.back) <= {0}
    assert held.states == ()
    marks_ = {**EVERYTHING, "process.trust.upper": "team"}
    held = view(made, marked(marks_), "anyone")["hopeful"]
    assert "upper" in every
    assert "upper" not in {one.party for one in held.exits}
    assert "upper" not in {one.answer.party for one in held.exits if one.answer}


def test_a_lever_that_is_hidden_makes_no_fact_of_its_number(results):
    marks_ = {**EVERYTHING, "levers.stances.lower.water.salience": "team"}
    flips = view(results["flips"], marked(marks_), "anyone")["hopeful"]
    name = "stances/lower/water/salience"
    assert name in [one.name for one in results["flips"]["hopeful"].levers]
    assert name not in [one.name for one in (*flips.levers, *flips.facts)]


def test_what_is_not_shown_of_a_difference_is_one_sum(results):
    made = results["why"]
    marks_ = {**EVERYTHING, "assessments.hopeful.set.stances.upper.water.salience": "team"}
    shown = view(made, marked(marks_), "anyone")
    assert shown.parts[-1].name == "changes that are not shown" or any(
        one.name == "changes that are not shown" for one in shown.parts
    )
    assert sum(one.share for one in shown.parts) == pytest.approx(
        made.after - made.before, abs=0.005 * len(shown.parts) + 1e-9
    )


def test_a_road_map_with_a_hidden_step_is_left_out_as_a_whole(results):
    names = [one.name for one in results["roads"]["hopeful"].maps]
    assert {"zqcanary45", "water first"} <= set(names)
    marks_ = {**EVERYTHING, "issues.zqcanary18": "team"}
    shown = view(results["roads"], marked(marks_), "anyone")["hopeful"]
    assert [one.name for one in shown.maps if one.written] == ["water first"]


@pytest.mark.parametrize("kind", ["tracks", "roads", "named", "pressure", "flips", "explanation"])
def test_figures_are_coarse_and_the_seed_is_not_told(results, kind):
    shown = view(results[kind], marked({**EVERYTHING, "note": "team"}), "anyone")
    data = plain(shown)
    assert data["seed"] is None
    for fingerprint in ("dossier",):
        assert data[fingerprint] != plain(results[kind])[fingerprint]
    for key, value in _shares(data):
        assert round(value, 2) == value, key


def _shares(node, key=""):
    """Every probability in a result, by its name."""
    named = ("probability", "share", "critical", "pays", "taken", "proposed", "alone", "density",
             "only_first", "regional", "coverage", "at_least", "at_greatest")  # fmt: skip
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from _shares(inner, name)
    elif isinstance(node, list):
        for inner in node:
            yield from _shares(inner, key)
    elif isinstance(node, float) and key in named:
        yield key, node


@pytest.mark.parametrize("who", ["anyone", "upper", "lower"])
def test_no_place_where_a_name_can_stand_speaks_of_what_is_hidden(who):
    """The account of what is hidden, against the account of where names stand."""
    whole = dossier()
    data = excerpt(whole, audience(whole, who))._tree
    shown = set(things(data))
    hidden = [one for one in things(whole._tree) if one not in shown and one.kind in SPOKEN_OF]
    assert {one.kind for one in hidden} == set(SPOKEN_OF)
    for one in hidden:
        assert renamed(data, one, "another name") == data, one
        assert renamed(whole._tree, one, "another name") != whole._tree


def test_every_part_in_which_names_stand_has_a_rule_of_what_is_hidden():
    assert set(DOSSIER.fields) - {"audiences"} <= set(RULES)
