"""What all pictures share: colours that the colour-blind can tell apart, type and spacing."""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
INK, FAINT, GRID = "#222", "#777", "#e4e4e4"
BLUE, ORANGE, RED, GREEN, PURPLE = "#0b6fa4", "#d98200", "#c0392b", "#2a8c62", "#8b5fa8"
HEAT, LIGHT = "#0b6ea3", "#fefefe"
"""A cell that is certain, and the text on it: the same on a light page and on a dark one."""
FULL = 0.82
"""Cells likelier than this have light texts."""
ASSESSMENTS = (BLUE, ORANGE, GREEN, PURPLE, RED, FAINT)
"""Colours of assessments, in their order."""
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"

PAGE = 720
"""Width of a page's column in pixels: wider pictures are shrunk there, and their type with them."""
LETTER = 5.0
"""Width of a letter of an axis' labels in pixels, about."""

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": FAINT,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domain": False,
        "ticks": False,
        "labelFontSize": 11,
        "labelLimit": 320,
    },
    "legend": {"labelColor": INK, "titleColor": FAINT, "titleFontWeight": "normal"},
    "title": {"color": INK, "fontSize": 13, "anchor": "start", "fontWeight": "bold"},
    "header": {"labelColor": INK, "labelFontSize": 12, "labelFontWeight": "bold", "title": None},
}


def chart(**parts: object) -> Spec:
    """A whole picture: the parts given, in the house style."""
    return {"$schema": SCHEMA, "config": CONFIG, **parts}


def rows(values: list[dict[str, object]]) -> Spec:
    """Data of a picture."""
    return {"values": values}


def heat(x: Spec, y: Spec, share: str) -> Spec:
    """A layer of cells, darker the likelier; ``share`` is the field with the probability."""
    opacity = {
        "field": share,
        "type": "quantitative",
        "scale": {"domain": [0, 1], "range": [0.05, 1]},
        "legend": None,
    }
    mark = {"type": "rect", "stroke": "white", "strokeWidth": 2, "color": HEAT}
    return {"mark": mark, "encoding": {"x": x, "y": y, "fillOpacity": opacity}}


def on_heat(share: str) -> Spec:
    """The colour of a text on such a cell: light on the likeliest."""
    full = {"test": f"datum.{share} > {FULL}", "value": LIGHT}
    return {"condition": full, "value": INK}


def chances(title: str) -> Spec:
    """An axis of probabilities, with room for a dot at either end."""
    return {
        "type": "quantitative",
        "scale": {"domain": [-0.015, 1.015], "nice": False},
        "axis": {"title": title, "format": ".2f", "values": [0, 0.25, 0.5, 0.75, 1]},
    }
