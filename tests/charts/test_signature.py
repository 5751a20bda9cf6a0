"""The signature picture: well formed whatever the names, told in words, nothing off the paper."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings

import summitry as sm
from summitry.charts.signature import PAGE, WIDTH, signature, signature_png
from tests.strategies import dossiers

CASES = Path(__file__).parents[2] / "cases"
SVG = "{http://www.w3.org/2000/svg}"


@settings(max_examples=25, deadline=None)
@given(dossiers())
def test_every_party_stands_on_every_line_inside_the_paper(data):
    dossier = sm.build(data)
    root = ET.fromstring(signature(dossier))  # noqa: S314 - our own text
    height = float(root.get("height"))
    marks = [one for one in root.iter(f"{SVG}g") if one.find(f"{SVG}title") is not None]
    parties, issues = len(dossier.parties), len(dossier.issues)
    assert len(marks) == parties * (issues + 1)  # and once in the legend
    for one in root.iter():
        for key in ("x", "x1", "x2", "cx"):
            assert 0 <= float(one.get(key, 0)) <= WIDTH
        for key in ("y", "y1", "y2", "cy"):
            assert 0 <= float(one.get(key, 0)) <= height


def test_no_two_markers_of_an_issue_overlap():
    root = ET.fromstring(signature(sm.load(CASES / "hanoi-2019")))  # noqa: S314
    places = [
        (float(one.get("x")), float(one.get("y")))
        for one in root.iter(f"{SVG}text")
        if one.get("font-weight") == "bold" and one.get("fill") == "#ffffff"
    ]
    close = [
        (a, b)
        for n, a in enumerate(places)
        for b in places[n + 1 :]
        if abs(a[0] - b[0]) < 15 and abs(a[1] - b[1]) < 15
    ]
    assert len(places) > 40
    assert close == []


def test_red_lines_are_told_and_drawn():
    text = signature(sm.load(CASES / "camp-david-1978"))
    description = ET.fromstring(text).find(f"{SVG}desc").text  # noqa: S314
    assert "Israel (Begin) would never sign beyond settlements stay" in description
    assert "Egypt (Sadat) would never sign short of returned" in description
    assert text.count("url(#sig-hatch)") == 2


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "x" * 5000, "\u202ekcab\u202c", "&"])
def test_hostile_names_are_harmless(name):
    data = sm.load(CASES / "hanoi-2019")._tree
    parties = {**data["parties"], "us": {**data["parties"]["us"], "name": name}}
    issues = {**data["issues"], "troops": {**data["issues"]["troops"], "name": name}}
    text = signature(sm.build({**data, "parties": parties, "issues": issues, "title": name}))
    root = ET.fromstring(text)  # noqa: S314
    assert not list(root.iter(f"{SVG}script"))
    assert "\u202e" not in text
    assert all(len(one.text or "") < 250 for one in root.iter(f"{SVG}text"))


def test_it_becomes_a_png_and_takes_the_colours_of_the_page():
    dossier = sm.load(CASES / "hanoi-2019")
    pytest.importorskip("vl_convert")
    assert signature_png(dossier, 0.5).startswith(b"\x89PNG")
    assert "var(--ink" in signature(dossier, PAGE)
