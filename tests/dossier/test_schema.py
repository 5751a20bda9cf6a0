"""The JSON Schema and the starter: editors accept what the checks accept, and complain likewise."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

import summitry as sm
from summitry.dossier.reading import read_tree
from summitry.dossier.schema import json_schema, schema_text
from summitry.dossier.starter import starter

SCHEMA = json_schema()


def faults(text):
    return list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(read_tree(text).data))


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(schema_text()) == SCHEMA
    assert len(schema_text()) < 150_000


def test_every_field_says_what_it_means():
    named = [one for one in SCHEMA["$defs"].values() if "properties" in one]
    assert len(named) > 10
    for one in [SCHEMA, *named]:
        for name, field in one["properties"].items():
            of = SCHEMA["$defs"].get(field.get("$ref", "").removeprefix("#/$defs/"), {})
            assert field.get("description") or of.get("description"), (one["title"], name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("role: third", "role: fourth"),
        ("salience: 90", "salience: 180"),
        ("salience: 90", "salience: often"),
        ("[60, 85, 100]", "[60, 100]"),
        ("summitry: 1", "summitry: 2"),
        ("status_quo: built", "statusquo: built"),
    ],
)
def test_the_schema_refuses_what_the_checks_refuse(tmp_path, old, new):
    text = starter("x")
    assert old in text
    text = text.replace(old, new, 1)
    assert faults(text)
    file = tmp_path / "d.yaml"
    file.write_text(text)
    assert [one for one in sm.check(file) if one.severity == "error"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("salience: 90", "salience: {value: 90, confidence: low, cite: {gazette: resume}}"),
        ("salience: 90", "salience: {coders: [{coder: A, value: 1}, {coder: B, value: 2}]}"),
        ("published: 2024-02", "published: 2024"),
        ("confidence: moderate", "confidence: {ideal: low}"),
        ("more water: water >= more", "more water: {when: water >= more, note: why}"),
        ("loan: {value: [-0.08, -0.04, 0.0]", "loan: {from: [coast], value: [-0.08, -0.04, 0.0]"),
        ("{above: refused, likelihood: unlikely}", "[{above: refused, likelihood: unlikely}]"),
        ("slip: 0.05", "slip: almost no chance"),
    ],
)
def test_the_schema_accepts_every_way_to_write_it(tmp_path, old, new):
    text = starter("x")
    assert old in text
    text = text.replace(old, new, 1)
    assert [one.message for one in faults(text)] == []
    file = tmp_path / "d.yaml"
    file.write_text(text)
    assert [str(one) for one in sm.check(file) if one.severity == "error"] == []


def test_the_starter_is_clean_and_small(tmp_path):
    text = starter("river")
    (tmp_path / "dossier.yaml").write_text(text, encoding="utf-8")
    assert [one.code for one in sm.check(tmp_path)] == ["W602"]
    assert text.startswith("# yaml-language-server: $schema=")
    dossier = sm.load(tmp_path)
    assert dossier.title == "river"
    assert sorted(party.role for party in dossier.parties.values()) == [
        "principal", "principal", "ratifier", "third",
    ]  # fmt: skip
    assert len(dossier.assessments) == 2
    assert faults(text) == []


@pytest.mark.parametrize(
    "name", ["", 'a "b": {', "# x", "Zürich\nsummitry: 2", "\x00\x07", "'", "💧"]
)
def test_any_name_makes_a_clean_starter(tmp_path, name):
    file = tmp_path / "d.yaml"
    file.write_text(starter(name), encoding="utf-8")
    assert [one.code for one in sm.check(file)] == ["W602"]
    wanted = re.sub(r"\s+", " ", re.sub(r"[\x00-\x1f]", " ", name)).strip()
    if wanted.isascii() and wanted:
        assert sm.load(file).title == wanted


WAYS = """
time:
  meetings: 3
  narrowing: [0.3, 0.5, 0.7]
  between_meetings: unlikely
  deadline: 2024-12-31
  yearly: 0.1
  dates: {vote: {on: 2024-09-01, chance: [0.1, 0.2, 0.4]}}
  patience: {upper: [0.7, 0.8, 0.9]}
  period: 0.5
tracks:
  officials first:
    baskets: [[dam], {on: [rest], table: leaders, rapport: 0.2, asks: true, meetings: 2}]
    others: provisional
    slip: 0.1
road_maps:
  slow: {steps: [{payments: some, water: more}], period: 2}
relations:
  - {between: [upper, lower], half_life: 90, events: [{on: 2024-01-01, goldstein: 3}]}
levers:
  process.slip: {by: [], how: nobody can}
  curve: {by: [upper], to: 1.2, cost: 3}
reveals:
  process.slip: the weather report
  curve: {what: what they say in public, on: 2024-02-01}
"""


def test_the_schema_accepts_every_way_of_negotiating(tmp_path):
    text = starter("x")
    dossier = read_tree(text).data
    assert {"dam", "payments"} <= set(dossier["issues"]), list(dossier["issues"])
    text += WAYS
    assert faults(text) == []
    file = tmp_path / "d.yaml"
    file.write_text(text)
    assert [str(one) for one in sm.check(file) if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("upper: [0.7, 0.8, 0.9]", "upper: 1.0"),
        ("others: provisional", "others: somewhere"),
        ("meetings: 3", "meetings: 0"),
        ("half_life: 90", "half_life: 0"),
        ("steps: [{payments: some, water: more}]", "steps: []"),
        ("goldstein: 3", "goldstein: 30"),
    ],
)
def test_the_schema_refuses_impossible_ways(tmp_path, old, new):
    assert old in WAYS
    text = starter("x") + WAYS.replace(old, new)
    assert faults(text)
    file = tmp_path / "d.yaml"
    file.write_text(text)
    assert [one for one in sm.check(file) if one.severity == "error"]
