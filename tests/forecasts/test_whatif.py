"""What if: numbers set over everybody's, the change shown, and kept as an assessment."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.dossier.reading import read_tree
from summitry.dossier.saving import SaveError, with_assessment
from summitry.forecasts.whatif import change_table
from tests.forecasts.test_forecast import case

CHANGE = {"parties.hawks.leverage": [1, 2, 3]}


def test_it_holds_over_what_an_assessment_sets():
    dossier = sm.build(case())
    changed = sm.what_if(dossier, CHANGE)
    for name in (None, "doves", "hawks"):
        own = changed if name is None else sm.assess(changed, name)
        span = own.parties["hawks"].leverage.range()
        assert (span.low, span.mode, span.high) == (1, 2, 3)
    assert dossier.parties["hawks"].leverage.range().mode == 1  # the base stays as it is
    assert sm.assess(changed, "hawks").process.big_ask  # what it does not touch stays too
    whole = sm.what_if(dossier, {"process": {"slip": 0.5}})
    assert not sm.assess(whole, "hawks").process.big_ask  # a whole part takes its place


def test_it_is_what_a_dossier_so_written_says():
    data = case()
    data["parties"]["hawks"]["leverage"] = CHANGE["parties.hawks.leverage"]
    written = sm.forecast(sm.build(data), "hawks", draws=400).to_dict()["events"]
    assert (
        sm.forecast(sm.what_if(sm.build(case()), CHANGE), "hawks", draws=400).to_dict()["events"]
        == written
    )


def test_it_keeps_whose_numbers_are_shown():
    own = sm.assess(sm.build(case()), "hawks")
    assert sm.what_if(own, CHANGE).assessment == "hawks"


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"parties.hawks.levrage": 1}, "leverage"), ({"parties.hawks.leverage": -1}, "bounds"),
     ({"title": "x"}, "share its title"), ({"nonsense": 1}, "no 'nonsense'")],
)  # fmt: skip
def test_what_cannot_be_set_is_told(changes, told):
    with pytest.raises(sm.DossierError, match=told):
        sm.what_if(sm.build(case()), changes)


@pytest.mark.parametrize("kind", ["forecast", "compare", "tracks", "roadmap", "explain", "flip"])
def test_every_result_has_its_change_shown(kind):
    base = sm.build(case())
    call = getattr(sm, kind)
    first, second = (call(one, draws=200) for one in (base, sm.what_if(base, CHANGE)))
    table = change_table(first, second, CHANGE)
    assert table.title.startswith("What if: parties.hawks.leverage = [1, 2, 3]")
    assert len(table.rows) == len(second.figures()) > 0
    same = change_table(first, first, {})
    assert {row[-1] for row in same.rows} == {"–"}


LAYOUTS = [
    "title: x\nassessments:\n  one:\n    set: {a: 1}  # mine\n\n# the end\n",
    "title: x\nassessments:\n    one:\n        note: >-\n          long\n\nevents: {}\n",
    "title: x\nassessments: {}  # none yet\nevents:\n  e: agreed\n",
    "title: x",
    "assessments:\n  one: {set: {}}\ntitle: x # last\n",
]


@pytest.mark.parametrize("text", LAYOUTS)
def test_an_assessment_is_put_in_and_every_line_stays(text):
    school = {"note": "why", "set": {"process.trust.us": [0.1, 0.2, 0.3], "curve": "likely"}}
    found = with_assessment(text, "two", school)
    data = read_tree(text).data
    known = data.get("assessments") or {}
    assert read_tree(found).data == {**data, "assessments": {**known, "two": school}}
    left = found.splitlines()
    for line in text.splitlines():
        if line.startswith("assessments: {}"):
            line = "assessments:  # none yet"
        assert line in left
    assert [one for one in left if one.strip().startswith("#")] == [
        one for one in text.splitlines() if one.strip().startswith("#")
    ]


@given(st.text(min_size=1, max_size=12).filter(str.strip), st.sampled_from(LAYOUTS))
@settings(max_examples=60, deadline=None)
def test_any_name_is_put_in_whole_or_not_at_all(name, text):
    try:
        found = with_assessment(text, name, {"set": {"curve": 1}})
    except SaveError:
        return
    assert read_tree(found).data["assessments"][name] == {"set": {"curve": 1}}


def test_what_cannot_be_put_in_is_printed_for_the_hand():
    for text in ('{"title": "x", "assessments": {}}', "assessments: {one: {set: {}}}\n"):
        with pytest.raises(SaveError, match="put this under 'assessments'"):
            with_assessment(text, "two", {"set": {"curve": 1}})
    with pytest.raises(SaveError, match="already"):
        with_assessment(LAYOUTS[0], "one", {"set": {}})
