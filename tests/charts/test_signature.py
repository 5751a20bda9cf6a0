"""The signature picture: well formed whatever the names, told in words, nothing off the paper."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.charts.lettering import lines, width
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


SPOKEN = st.sampled_from(
    ["deal", "Wiederaufbau", "של", "שלום", "السلام", "和平", "MMM", "i", "—", "x" * 60]
)
TEXTS = st.lists(SPOKEN, min_size=1, max_size=12).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.integers(8, 14), st.integers(30, 400), st.integers(1, 3))
def test_lines_fit_and_lose_nothing_without_saying_so(text, size, room, most):
    found = lines(text, size, room, most)
    assert 1 <= len(found) <= most
    assert all(width(one, size) <= room for one in found)
    assert " ".join(found) == text or any(one.endswith("…") for one in found)


@pytest.mark.parametrize(
    "places", [None, [0, 0.02, 0.04, 1], [0, 0.96, 0.98, 1], [0, 0.5, 0.51, 1]]
)
@pytest.mark.parametrize("word", ["withdrawal", "שלום בין שתי המדינות", "a level with a long name"])
def test_no_name_of_a_level_lies_over_another_or_off_the_paper(places, word):
    levels = [f"{word} {number}" for number in range(4)]
    issue = {"levels": levels, "status_quo": levels[0], "performed_by": "a"}
    data = {**starter_data(), "issues": {"one": {**issue, **({"at": places} if places else {})}}}
    root = ET.fromstring(signature(sm.build(data)))  # noqa: S314
    anchored = {"start": 0.0, "middle": 0.5, "end": 1.0}
    boxes = []
    for one in root.iter(f"{SVG}text"):
        if one.get("text-anchor") and one.get("fill") != "#ffffff":
            wide = width("".join(one.itertext()), 11)
            left = float(one.get("x")) - wide * anchored[one.get("text-anchor")]
            boxes.append((left, float(one.get("y")), left + wide, float(one.get("y")) + 10))
    assert len(boxes) >= 4
    for at, (left, top, right, bottom) in enumerate(boxes):
        assert -1 <= left < right <= WIDTH
        for start, high, stop, low in boxes[at + 1 :]:
            assert right <= start + 1 or stop <= left + 1 or bottom <= high or low <= top


def starter_data():
    """Two parties who differ on one issue."""
    stance = {"one": {"ideal": 0, "salience": 50}}
    return {
        "summitry": 1,
        "title": "Two",
        "as_of": "2024-01-01",
        "parties": {one: {"name": one.upper(), "role": "principal"} for one in "ab"},
        "stances": {"a": stance, "b": {"one": {"ideal": 1, "salience": 50}}},
    }


def test_a_wall_at_the_edge_has_its_letter_on_the_paper():
    data = starter_data()
    data["issues"] = {"one": {"levels": ["no", "yes"], "status_quo": "no", "performed_by": "a"}}
    data["stances"]["a"]["one"]["red_line"] = {"above": "yes", "likelihood": 0.5}
    root = ET.fromstring(signature(sm.build(data)))  # noqa: S314
    (text,) = [one for one in root.iter(f"{SVG}text") if (one.text or "").endswith("50%")]
    assert float(text.get("x")) + width(text.text, 10) / 2 <= WIDTH


def test_it_becomes_a_png_and_takes_the_colours_of_the_page():
    dossier = sm.load(CASES / "hanoi-2019")
    pytest.importorskip("vl_convert")
    assert signature_png(dossier, 0.5).startswith(b"\x89PNG")
    assert "var(--ink" in signature(dossier, PAGE)
