"""Reading, numbers, quotes, agreement, patches, fingerprint, schema."""

from __future__ import annotations

import contextlib
import copy
import importlib.util
import json
import random
import time
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.dossier.agreement import alpha, interval, nominal
from summitry.dossier.assessment import patch
from summitry.dossier.digest import digest
from summitry.dossier.estimate import Range
from summitry.dossier.inputs import inputs
from summitry.dossier.logic import LogicError, read_clause, read_event
from summitry.dossier.quotes import find_quote
from summitry.dossier.reading import read_tree
from summitry.dossier.schema import json_schema
from summitry.dossier.starter import starter
from tests.dossier.test_codes import BASE
from tests.procedures.test_package import shuffled
from tests.strategies import dossiers

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "cases").iterdir())


def data():
    return read_tree(BASE).data


def with_number(value):
    """The base with a salience replaced; its range."""
    changed = data()
    changed["stances"]["upper"]["toll"]["salience"] = value
    return inputs(sm.build(changed))["stances/upper/toll/salience"].range


def test_plain_words_mean_what_they_say():
    text = "a: no\nb: on\nc: 010\nd: 1:30\ne: 2026-06-30\nf: 1_000\ng: true\nh: ~\ni: 1.5e3\nj: '7'"
    assert read_tree(text).data == {
        "a": "no", "b": "on", "c": "010", "d": "1:30", "e": "2026-06-30", "f": "1_000",
        "g": True, "h": None, "i": 1500.0, "j": "7",
    }  # fmt: skip


def test_json_is_yaml_too(tmp_path):
    file = tmp_path / "d.json"
    file.write_text(json.dumps(data()))
    assert digest(sm.load(file)) == digest(sm.build(data()))


def test_an_alias_may_stand_for_a_value():
    tree = read_tree("a: &x {v: 1}\nb: *x")
    assert tree.data == {"a": {"v": 1}, "b": {"v": 1}}


@pytest.mark.parametrize(
    ("written", "span"),
    [
        (40, (40, 40, 40)),
        ([30, 40, 60], (30, 40, 60)),
        ({"value": 40, "confidence": "moderate"}, (28, 40, 52)),
        ({"value": 97, "confidence": "low"}, (72, 97, 100)),
        ({"value": 40, "confidence": "high"}, (35, 40, 45)),
        ({"coders": [{"coder": "A", "value": 20}, {"coder": "B", "value": [30, 50, 80]}]},
         (20, 35, 80)),
    ],
)  # fmt: skip
def test_ways_to_write_a_number(written, span):
    assert with_number(written) == Range(*span)


def test_the_default_confidence_widens_single_ideals_and_saliences_only():
    changed = data() | {"confidence": "moderate"}
    found = inputs(sm.build(changed))
    assert found["stances/upper/toll/salience"].range == Range(48, 60, 72)
    assert found["stances/lower/toll/salience"].range == Range(20, 30, 40)
    assert found["stances/upper/water/ideal"].range == Range(0, 0, 0.12)
    assert found["process/slip"].range == Range(0.05, 0.05, 0.05)


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [("almost no chance", 0.01, 0.05), ("unlikely", 0.20, 0.45), ("roughly even", 0.45, 0.55),
     ("probable", 0.55, 0.80), ("almost certain", 0.95, 0.99)],
)  # fmt: skip
def test_likelihood_words_are_those_of_icd_203(word, low, high):
    changed = data()
    changed["process"]["slip"] = word
    assert inputs(sm.build(changed))["process/slip"].range == Range(low, (low + high) / 2, high)


def test_names_of_inputs_are_paths_and_by_content():
    names = set(inputs(sm.build(data())))
    assert {
        "cover/abbey>millers/strength", "process/big_ask/lower/likelihood", "loss_aversion/upper",
        "loss_aversion/lower", "parties/millers/leverage", "stances/upper/water/ideal",
    } <= names  # fmt: skip


def test_an_assessment_changes_what_it_says_and_nothing_else():
    dossier = sm.build(data())
    before = inputs(dossier)
    after = inputs(sm.assess(dossier, "grim"))
    assert {key for key in before if before[key].range != after[key].range} == {"process/rapport"}
    assert dossier.assessment is None
    assert sm.assess(dossier, "grim").assessment == "grim"


@pytest.mark.parametrize(
    ("path", "value", "name", "mode"),
    [
        ("cover.abbey>millers.strength", 0.9, "cover/abbey>millers/strength", 0.9),
        ("stances.upper.toll.salience", 12, "stances/upper/toll/salience", 12),
        ("process.trust.upper", "likely", "process/trust/upper", 0.675),
        ("process.big_ask.upper", {"issue": "toll", "at_least": "low", "likelihood": 0.3},
         "process/big_ask/upper/likelihood", 0.3),
        ("stakes.upper.honour", -0.1, "stakes/upper/honour", -0.1),
        ("curve", 2, "curve", 2),
    ],
)  # fmt: skip
def test_paths(path, value, name, mode):
    dossier = sm.build(data())
    assert inputs(patch(dossier, {path: value}))[name].range.mode == pytest.approx(mode)


def test_the_fingerprint_knows_content_not_order():
    source = random.Random(4)
    dossier = sm.build(data())
    assert digest(sm.build(shuffled(data(), source))) == digest(dossier)
    changed = data()
    changed["process"]["slip"] = 0.06
    assert digest(sm.build(changed)) != digest(dossier)


SOURCE = (
    "He said:\n “We will—perhaps—agree…” and the Soviet\u00adUnion’s  answer\nwas “No”. No again."
)


@pytest.mark.parametrize(
    ("quote", "how", "times"),
    [
        ('"We will-perhaps-agree..."', "exact", 1),
        ("SovietUnion's answer was", "exact", 1),
        ("no again", "other case", 1),
        ("We will [...] was", "exact", 1),
        ("was [...] We will", "missing", 0),
        ("We will surely agree", "missing", 0),
        ("gain", "missing", 0),
    ],
)
def test_quotes(quote, how, times):
    found = find_quote(quote, SOURCE)
    assert (found.how, found.times) == (how, times)
    if how == "missing":
        assert found.line == 0
    else:
        assert 1 <= found.line <= 3


def test_the_columns_own_quotes_where_it_is_at_hand():
    folder = ROOT.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip("the cited texts (../shared/sources) are not at hand")
    problems = sm.check(ROOT / "cases" / "hanoi-2019", sources=folder)
    assert [str(one) for one in problems if one.severity == "error"] == []
    assert not [one for one in problems if one.code == "W605" and "burton" in one.fault]


KRIPPENDORFF = [  # Krippendorff (2011), section C: twelve units, four observers
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1],
    [None, 3, None, None],
]  # fmt: skip


def test_krippendorffs_alpha_of_his_own_example():
    assert alpha(KRIPPENDORFF, nominal) == pytest.approx(0.743, abs=0.001)
    assert alpha(KRIPPENDORFF, interval) == pytest.approx(0.849, abs=0.001)
    assert alpha([[1, 1], [2, 2]], interval) == 1
    assert alpha([[1, 1], [1, 1]], interval) is None


def test_events_and_clauses_read_names_with_blanks():
    event = read_event("end of war >= a first step and (agreed or not toll = low)")
    assert event == read_event("end of war ≥ a first step & ( deal | not toll == low )")
    assert read_clause("a b = c d excludes e f >= g").then is None
    for bad in ("", "a >=", "a b", "(a = b", "a = b c = d", "a = b and", "not"):
        with pytest.raises(LogicError):
            read_event(bad)
    for bad in ("a = b", "a = b or c = d requires e = f", "requires", "agreed requires a = b"):
        with pytest.raises(LogicError):
            read_clause(bad)


def test_the_schema_takes_what_the_program_takes():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema).iter_errors
    assert not list(check(data()))
    assert not list(check(read_tree(starter("x")).data))
    for case in CASES:
        assert not list(check(read_tree((case / "dossier.yaml").read_text()).data)), case
    for old, new in (
        ("salience: 60", "salience: 160"), ("salience: 60", "salience: likely"),
        ("slip: 0.05", "slipp: 0.05"), ("[20, 30, 40]", "[20, 30]"), ("role: third", "role: x"),
        ("slip: 0.05", "slip: {value: 0.1, conf: low}"),
    ):  # fmt: skip
        assert list(check(read_tree(BASE.replace(old, new)).data)), new


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_shipped_cases_check_clean_and_say_hindsight(case):
    problems = sm.check(case)
    assert [str(one) for one in problems if one.severity == "error"] == []
    dossier = sm.load(case)
    assert dossier.coded_after_outcome
    assert all(one.coded_after_outcome for one in dossier.assessments.values())
    assert yaml.safe_load((case / "outcome.yaml").read_text())["case"] == case.name


def test_reference_pages_are_current():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/reference/generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert generate.PAGE.read_text(encoding="utf-8") == generate.page(), "run generate.py"


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_brings_a_traceback(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("fuzz") / "d.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert sm.check(file)


LINES = BASE.splitlines()
SIGNS = "[]{}:,&*!- \n0a'\""


@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, 60), st.text(SIGNS, max_size=4)),
        min_size=1, max_size=4,
    )
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_no_mutation_brings_a_traceback(tmp_path_factory, changes):
    lines = list(LINES)
    for line, at, text in changes:
        lines[line] = lines[line][:at] + text + lines[line][at + len(text) :]
    file = tmp_path_factory.mktemp("fuzz") / "d.yaml"
    file.write_text("\n".join(lines))
    for one in sm.check(file):
        assert one.line >= 1
        assert "\n" not in str(one)


@given(dossiers(), st.sampled_from(["parties", "issues", "stances", "process", "cover"]))
@settings(max_examples=60, deadline=None)
def test_no_nonsense_data_brings_anything_but_a_dossier_error(case, part):
    for nonsense in (None, 3, "x", [], [1], {"x": None}, {"x": {"y": 1}}, float("nan")):
        changed = copy.deepcopy(case)
        changed[part] = nonsense
        with contextlib.suppress(sm.DossierError):
            assert sm.build(changed)


def test_a_large_dossier_loads_at_once():
    text = (ROOT / "cases" / "hanoi-2019" / "dossier.yaml").read_text()
    start = time.process_time()
    read_tree(text)
    assert time.process_time() - start < 2, "milliseconds are the aim; this catches a mistake only"
