"""Assessments and patches: where paths lead, and that they do not pile up."""

from __future__ import annotations

from pathlib import Path

import pytest

import summitry as sm
from summitry.dossier.assessment import moved_in, patch
from summitry.dossier.digest import digest
from summitry.dossier.inputs import inputs
from summitry.dossier.reading import read_tree
from summitry.forecasts.whatif import what_if
from tests.dossier.test_codes import BASE

ROOT = Path(__file__).parents[2]
LINE = "red_line: {above: half, likelihood: 0.4}"
LINES = "red_line: [{below: half, likelihood: 0.4}, {above: half, likelihood: 0.6}]"


def dossier(text=BASE):
    return sm.build(read_tree(text).data)


def with_line(line):
    return dossier(BASE.replace("ideal: full, salience: 70", f"ideal: full, salience: 70, {line}"))


@pytest.mark.parametrize(
    ("line", "step", "name"),
    [
        (LINE, "red_line.likelihood", "above half"),
        (LINE, "red_line.above half.likelihood", "above half"),
        (LINE.replace("{", "[{").replace("}", "}]"), "red_line.likelihood", "above half"),
        (
            LINE.replace("{", "[{").replace("}", "}]"),
            "red_line.above half.likelihood",
            "above half",
        ),
        (LINES, "red_line.below half.likelihood", "below half"),
        (LINES, "red_line.above half.likelihood", "above half"),
    ],
)
def test_red_lines_by_name(line, step, name):
    base = with_line(line)
    changed = inputs(patch(base, {f"stances.lower.water.{step}": 0.9}))
    differing = {key for key, one in inputs(base).items() if changed[key].range != one.range}
    assert differing == {f"stances/lower/water/red_line/{name}/likelihood"}


@pytest.mark.parametrize(
    ("path", "code", "right"),
    [
        ("stances.lower.water.red_line.likelihood", "S314", "below half"),
        ("parties.millrs.leverage", "S314", "did you mean 'millers'?"),
        ("stances.lower.tol.salience", "S314", "did you mean 'toll'?"),
        ("issues.watr.reversible", "S314", "did you mean 'water'?"),
        ("stakes.upeer.honour", "S314", "did you mean 'upper'?"),
        ("cover.abby>millers.strength", "S314", "did you mean 'abbey>millers'?"),
        ("process.trust.millers", "S305", "upper"),
        ("stances.lower.toll.salience.mode", "S314", "set the whole of it"),
        ("stances.lower.toll.salence", "S201", "did you mean 'salience'?"),
        ("curv", "S314", "did you mean 'curve'?"),
        ("events.enough water", "S314", "change one of"),
        ("influence.model", "S314", "change one of"),
        ("cover.lower>millers", "S314", "a mapping"),
        ("stances.lower.water.red_line.above none", "S314", "a mapping"),
        ("", "S314", "one of"),
        (".", "S314", "one of"),
    ],
)
def test_paths_that_lead_nowhere(path, code, right):
    with pytest.raises(sm.DossierError) as caught:
        patch(with_line(LINES), {path: 0.5})
    (problem,) = caught.value.problems
    assert problem.code == code
    assert right in problem.right


def test_a_path_that_leads_nowhere_hides_no_other_fault(tmp_path):
    file = tmp_path / "dossier.yaml"
    wrong = ("curv: 1", "parties.upper: null", "process.slip: 3", "process.trust.millers: 0.5")
    changes = "\n".join(f"      {one}" for one in wrong)
    base = BASE[: BASE.index("assessments:")].rstrip()
    file.write_text(f"{base}\nassessments:\n  hope:\n    set:\n{changes}\n")
    last = len(file.read_text().splitlines())
    faults = [(one.code, last - one.line) for one in sm.check(file) if one.severity == "error"]
    assert faults == [("S314", 3), ("S314", 2), ("S204", 1), ("S305", 0)]


@pytest.mark.parametrize("path", [
    "process.big_ask.upper", "cover.abbey>miller", "stances.lower.water.red_line.above full",
    "parties.upper", "issues", "stakes.lower.honour", "tracks.slow",
])  # fmt: skip
def test_what_is_not_there_cannot_be_taken_out(path):
    with pytest.raises(sm.DossierError) as caught:
        patch(with_line(LINES), {path: None})
    assert [one.code for one in caught.value.problems] == ["S314"]


@pytest.mark.parametrize(("path", "value", "lost", "new"), [
    ("cover.lower>millers", {"on": ["toll"], "strength": 0.5}, set(),
     {"cover/lower>millers/strength"}),
    ("cover.abbey>millers", None, {"cover/abbey>millers/strength"}, set()),
    ("stances.lower.water.red_line.above half", None,
     {"stances/lower/water/red_line/above half/likelihood"}, set()),
    ("stances.lower.water.red_line.above full", {"likelihood": 0.2}, set(),
     {"stances/lower/water/red_line/above full/likelihood"}),
    ("stances.upper.water.red_line.above none", {"likelihood": 0.2}, set(),
     {"stances/upper/water/red_line/above none/likelihood"}),
    ("stances.lower.water.red_line", None,
     {f"stances/lower/water/red_line/{one} half/likelihood" for one in ("above", "below")}, set()),
])  # fmt: skip
def test_items_are_added_and_taken_out_by_path(path, value, lost, new):
    base = with_line(LINES)
    changed = patch(base, {path: value})
    before, after = inputs(base).keys(), inputs(changed).keys()
    assert before - after == lost
    assert after - before == new


def test_the_example_of_the_reference_is_one():
    text = (ROOT / "docs/reference/dossier.md").read_text()
    block = text.split("```yaml\nset: ", 1)[1].split("```", 1)[0]
    example = read_tree(f"set: {block}").data["set"]
    assert len(example) == 8
    hanoi = sm.load(ROOT / "cases/hanoi-2019")
    changed = patch(hanoi, example)
    assert "us" not in changed.process.big_ask
    assert [one.key for one in changed.cover] == ["rok>public", "china>hawks"]


def test_a_new_item_is_what_it_is_called():
    with pytest.raises(sm.DossierError) as caught:
        patch(dossier(), {"cover.lower>millers": {"from": "upper", "to": "millers", "on": ["toll"],
                                                  "strength": 1}})  # fmt: skip
    assert caught.value.problems[0].code == "S314"


def test_a_number_of_what_a_school_takes_out_moves_nothing_there():
    text = BASE.replace("{set: {process.rapport: 0.1}}", "{set: {cover.abbey>millers: null}}")
    base = dossier(text)
    moved = {"cover.abbey>millers.strength": 0.9, "process.slip": 0.2}
    school = moved_in(sm.assess(base, "grim"), moved)
    assert "cover/abbey>millers/strength" not in inputs(school)
    assert inputs(school)["process/slip"].range.mode == 0.2
    assert inputs(moved_in(base, moved))["cover/abbey>millers/strength"].range.mode == 0.9
    asked = what_if(base, moved)
    assert inputs(asked)["cover/abbey>millers/strength"].range.mode == 0.9
    assert "cover/abbey>millers/strength" not in inputs(sm.assess(asked, "grim"))


def test_every_wrong_path_is_told_at_once():
    with pytest.raises(sm.DossierError) as caught:
        patch(dossier(), {"curv": 1, "title": "x", "process.rapport": 0.3})
    assert [one.code for one in caught.value.problems] == ["S314", "S314"]


def test_what_is_patched_stays_as_it_was():
    base = dossier()
    before = digest(base)
    value = {"value": [0.1, 0.2, 0.3], "note": "x"}
    changed = patch(base, {"process.rapport": value, "process.trust.upper": 0.5})
    value["value"][0] = 0.0
    assert digest(base) == before != digest(changed)
    assert changed.process.rapport.given == (0.1, 0.2, 0.3)
    assert digest(patch(base, {})) == before


TWO = BASE.replace("  grim:", "  glad: {set: {process.slip: 0.01}}\n  grim:")


def test_assessments_do_not_pile_up():
    base = dossier(TWO)
    glad = sm.assess(base, "glad")
    over = sm.assess(sm.assess(base, "grim"), "glad")
    assert digest(over) == digest(glad)
    assert over.assessment == "glad"
    assert over.process.rapport == base.process.rapport


def test_a_patch_outlasts_a_change_of_assessment():
    changed = patch(sm.assess(dossier(TWO), "grim"), {"curve": 3})
    assert changed.assessment == "grim"
    other = sm.assess(changed, "glad")
    assert other.curve.given == (3,)
    assert other.process.slip.given == (0.01,)
    assert digest(other) == digest(patch(sm.assess(dossier(TWO), "glad"), {"curve": 3}))


def test_a_patch_is_judged_as_a_file_is():
    for path, value, code in (
        ("process.rapport", 2, "S204"),
        ("stances.upper.toll.ideal", "lo", "S303"),
        ("issues.water.levels", ["none", "half"], "S303"),
        ("process.rapport", {"value": 0.2, "cite": {"memoir": "x"}}, "S304"),
        ("clauses", ["water = full implies toll = low"], "S401"),
    ):
        with pytest.raises(sm.DossierError) as caught:
            patch(dossier(), {path: value})
        assert code in [one.code for one in caught.value.problems]


def test_faults_of_the_base_are_told_once(tmp_path):
    file = tmp_path / "d.yaml"
    file.write_text(BASE.replace("performed_by: upper", "performed_by: uper"))
    assert [one.code for one in sm.check(file) if one.severity == "error"] == ["S301"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("process.rapport: 2", "S204"),
        ("stances.lower.toll.red_line.above high.likelihood: 2", "S204"),
        ("stances.lower.toll.red_line.likelihood: 2", "S204"),
        ("stances.lower.toll.red_line.below high: {likelihood: 2}", "S204"),
        ("stances.lower.toll.red_line: {below: high, likelihood: 2}", "S204"),
        ("stances.lower.water.red_line: {above: hlf}", "S303"),
        ("cover.lower>millers: {on: [water], strength: 2}", "S204"),
        ("cover.lower>miller: {on: [water], strength: 1}", "S301"),
        ("process.big_ask.upper: {issue: water, likelihood: 2}", "S204"),
        ("stances: null", "S202"),
        ("parties.millers.leverage: {value: low, sure: 1}", "S201"),
        ("cover.abbey>millers.strength: 7", "S204"),
        ("issues.toll.levels: [high, middling]", "S303"),
        ("issues.water.levels: [none, full]", "S303"),
    ],
)
def test_a_fault_stands_at_the_change_that_causes_it(tmp_path, change, code):
    before, after = BASE.split("{set: {process.rapport: 0.1}}")
    line = "salience: [20, 30, 40], red_line: {above: high}"
    before = before.replace("salience: [20, 30, 40]", line)
    text = f"{before}\n    note: x\n    set:\n      process.slip: 0.1\n      {change}\n{after}"
    file = tmp_path / "d.yaml"
    file.write_text(text)
    errors = [one for one in sm.check(file) if one.severity == "error"]
    assert code in [one.code for one in errors]
    line = text[: text.index(change)].count("\n") + 1
    assert {one.line for one in errors} == {line}
    assert all("'grim'" in one.fault for one in errors)


def test_an_event_may_speak_of_an_ask_that_a_school_takes_out():
    text = BASE.replace("  enough water:", "  asks: ask of lower\n  enough water:")
    text = text.replace("{set: {process.rapport: 0.1}}", "\n    wants: ask of lower\n    set: "
                        "{process.big_ask.lower: null, clauses: []}")  # fmt: skip
    base = dossier(text)
    assert sm.forecast(base, draws=500).probability("asks") > 0
    made = sm.forecast(base, assessment="grim", draws=500)
    assert made.probability("asks") == 0
    asked = what_if(base, {"process.big_ask.lower.likelihood": 0.9})
    assert sm.forecast(asked, assessment="grim", draws=500).probability("asks") == 0
    without = text.replace("lower: {issue: water, at_least: half, likelihood: unlikely}", "{}")
    with pytest.raises(sm.DossierError, match="S311"):
        dossier(without.replace("process.big_ask.lower: null, ", ""))
