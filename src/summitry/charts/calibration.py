"""Calibration: how often things came true, by the chance given to them, with a consistency band."""

from __future__ import annotations

from summitry.charts.style import BLUE, FAINT, GRID, Spec, chances, chart, rows
from summitry.ledger.corp import LEVEL, Reliability


def calibration(school: str, one: Reliability) -> Spec:
    """The curve of one school over its band and the diagonal; below, where its chances lie."""
    values: list[dict[str, object]] = [
        {"chance": chance, "came": came, "low": low, "high": high, "count": int(count)}
        for chance, came, low, high, count in zip(
            one.chances.tolist(),
            one.recalibrated.tolist(),
            one.low.tolist(),
            one.high.tolist(),
            one.counts.tolist(),
            strict=True,
        )
    ]
    x = {"field": "chance", **chances("chance given")}
    y = {"field": "came", **chances("share that came true, made to rise")}
    parts = (
        f"Brier {one.score:.3f} = miscalibration {one.miscalibration:.3f} - discrimination "
        f"{one.discrimination:.3f} + uncertainty {one.uncertainty:.3f}"
    )
    title = {
        "text": f"Calibration: {school}",
        "subtitle": [
            f"{int(one.counts.sum()):,} claims. {parts}.",
            f"Band: where a calibrated forecaster's curve lies, {LEVEL:.0%} at each chance.",
        ],
        "subtitleColor": FAINT,
        "subtitleFontSize": 11,
    }
    band = {
        "mark": {"type": "area", "color": BLUE, "opacity": 0.15},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
    }
    diagonal = {
        "data": rows([{"chance": 0, "came": 0}, {"chance": 1, "came": 1}]),
        "mark": {"type": "line", "color": FAINT, "strokeDash": [4, 3], "strokeWidth": 1},
        "encoding": {"x": x, "y": y},
    }
    curve = {
        "mark": {
            "type": "line",
            "color": BLUE,
            "strokeWidth": 2,
            "point": {"size": 35, "color": BLUE},
        },
        "encoding": {"x": x, "y": y},
    }
    upper = {
        "width": 380,
        "height": 380,
        "data": rows(values),
        "layer": [band, diagonal, curve],
    }
    lower = {
        "width": 380,
        "height": 50,
        "data": rows(values),
        "mark": {"type": "bar", "color": GRID, "stroke": FAINT, "strokeWidth": 0.5},
        "encoding": {
            "x": {"field": "chance", "bin": {"step": 0.05}, **_bare()},
            "y": {
                "field": "count",
                "aggregate": "sum",
                "type": "quantitative",
                "axis": {"title": "claims", "tickCount": 2},
            },
        },
    }
    return chart(vconcat=[upper, lower], spacing=8, title=title)


def _bare() -> Spec:
    """The axis of chances again, without words."""
    return {
        "type": "quantitative",
        "scale": {"domain": [-0.015, 1.015], "nice": False},
        "axis": {"title": None, "labels": False, "grid": False},
    }
