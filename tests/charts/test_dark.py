"""Pictures on a dark page: every colour has one there, told apart from its ground."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

import summitry as sm
from summitry.charts.album import Case, album
from summitry.charts.dark import COLOURS, PAPER, at_night, rules
from summitry.charts.endings import COLOURS as ENDINGS
from summitry.charts.signature import signature
from summitry.charts.style import FULL, HEAT, INK, LIGHT
from tests.forecasts.test_forecast import case


def luminance(colour):
    """Relative luminance (WCAG 2)."""
    short = {"white": "#fff", "black": "#000"}.get(colour, colour).lstrip("#")
    full = "".join(2 * one for one in short) if len(short) == 3 else short
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
                        for one in parts)  # fmt: skip
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def over(colour, ground, opacity):
    """A colour of some opacity upon a ground."""
    parts = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(opacity * a + (1 - opacity) * b):02x}" for a, b in parts)


def test_what_is_read_or_told_apart_stands_out_in_the_dark():
    lines = {"#e4e4e4", "#c9d3d9", "#dfe5e8", "#d5d9dd", "white", "#ffffff"}
    for light, dark in COLOURS.items():
        if light not in lines:
            assert contrast(dark, PAPER) >= 4.5, light
    for light in ENDINGS.values():
        dark = COLOURS.get(light, light)
        assert contrast(dark, PAPER) >= 3, light
        assert contrast(dark, PAPER) >= 4.5 or light not in COLOURS  # its figure is written on it


@pytest.mark.parametrize(("ground", "ink"), [("#ffffff", INK), (PAPER, COLOURS[INK])])
def test_texts_on_cells_of_chances_can_be_read(ground, ink):
    for share in range(101):
        cell = over(HEAT, ground, 0.05 + 0.95 * share / 100)
        assert contrast(cell, LIGHT if share / 100 > FULL else ink) >= 3.9, share


def test_every_colour_of_every_picture_is_thought_of():
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    from summitry.charts.render import svg

    dossier = sm.build(case())
    made = Case(dossier, sm.compare(dossier, draws=200))
    known = {*COLOURS, HEAT, LIGHT, *ENDINGS.values(), "none", "transparent"}
    for name, one in album(made).items():
        used = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg(one.spec)))
        assert used <= known, name
    used = set(re.findall(r'(?:fill|stroke)="([^"]+)"', signature(dossier)))
    assert {one for one in used if not one.startswith("url(")} <= known


def test_a_picture_holds_both_and_the_page_has_the_same_rules():
    made = at_night('<svg width="1"><path fill="#222"/></svg>')
    assert made.startswith('<svg width="1"><style>@media screen and (prefers-color-scheme:dark){')
    assert '[fill="#222"]{fill:#e6eaed}' in made
    sheet = files("summitry.workbench").joinpath("static/workbench.css").read_text()
    assert "invert(" not in sheet
    for rule in rules(".drawn "):
        assert rule in sheet
