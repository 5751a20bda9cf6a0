"""What drives an event: its chance where each input is low, and where it is high."""

from __future__ import annotations

from summitry.charts.style import BLUE, FAINT, ORANGE, Spec, chances, chart, rows
from summitry.sensitivity.explain import Explanation, ExplanationStudy

SHOWN = 10
"""Inputs drawn for each assessment."""
ENDS = ("lowest fifth, or a coin that fails", "highest fifth, or a coin that comes true")


def drivers(made: Explanation) -> Spec:
    """A panel an assessment, a row an input: two dots and the line between them.

    The longer the line, the more the event answers to the input; the dashed rule is its chance over
    all draws.
    """
    panels = [_panel(made.event, study) for study in made.studies]
    return chart(vconcat=panels, spacing=24, title=f"What drives '{made.event}'")


def _panel(event: str, study: ExplanationStudy) -> Spec:
    telling = [one for one in study.drivers if one.matters][:SHOWN]
    lines: list[dict[str, object]] = [
        {"input": one.text, "low": one.low, "high": one.high} for one in telling
    ]
    dots: list[dict[str, object]] = [
        {"input": one.text, "chance": chance, "end": end}
        for one in telling
        for chance, end in zip((one.low, one.high), ENDS, strict=True)
    ]
    names = [one.text for one in telling]
    y: Spec = {"field": "input", "type": "nominal", "sort": names}
    y["axis"] = {"title": None, "labelLimit": 420, "labelPadding": 8}
    x = chances(f"probability of '{event}'")
    colour = {
        "field": "end",
        "type": "nominal",
        "scale": {"domain": list(ENDS), "range": [BLUE, ORANGE]},
        "legend": {"title": None, "orient": "top", "labelLimit": 300},
    }
    return {
        "title": {"text": study.label, "fontSize": 12, "frame": "group"},
        "width": 340,
        "height": {"step": 20},
        "layer": [
            {
                "data": rows(lines),
                "mark": {"type": "rule", "strokeWidth": 3, "color": "#c9d3d9"},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "data": rows(dots),
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                "encoding": {"y": y, "x": {**x, "field": "chance"}, "color": colour},
            },
            {
                "data": rows([{"base": study.probability}]),
                "mark": {"type": "rule", "color": FAINT, "strokeDash": [4, 3]},
                "encoding": {"x": {"field": "base", "type": "quantitative"}},
            },
        ],
    }
