"""How the negotiation ends: deal, or each reason for none, as shares of the draws."""

from __future__ import annotations

from summitry.charts.style import BLUE, FAINT, INK, ORANGE, PURPLE, RED, Spec, chart, rows
from summitry.forecasts.compare import Comparison

COLOURS = {
    "deal": BLUE,
    "ask": RED,
    "red line": "#e07b6f",
    "consent": ORANGE,
    "critic": "#efb45a",
    "several": PURPLE,
    "no common gain": INK,
    "breakdown": FAINT,
    "not ratified": "#b9a3cf",
    "talks ended": "#7fb3a6",
    "not signed": "#c9b79c",
    "not shown": "#8a8a8a",
    "slip": "#a9a9a9",
}
"""Kinds of ending, in the order in which they are drawn."""
READABLE = 0.05
"""Shares below this are drawn without their figure."""


def endings(comparison: Comparison) -> Spec:
    """A bar an assessment, cut by ending."""
    values: list[dict[str, object]] = []
    for one in comparison.forecasts:
        shares = dict.fromkeys(COLOURS, 0.0)
        shares["deal"] = one.probability("agreed")
        for reason in one.reasons:
            shares[reason.kind] += reason.share
        start = 0.0
        for kind, share in shares.items():
            if share:
                values.append(
                    {
                        "assessment": one.label,
                        "ending": kind,
                        "from": start,
                        "to": start + share,
                        "middle": start + share / 2,
                        "text": f"{share:.2f}" if share >= READABLE else "",
                    }
                )
            start += share
    seen = [kind for kind in COLOURS if any(value["ending"] == kind for value in values)]
    y = {
        "field": "assessment",
        "type": "nominal",
        "sort": [one.label for one in comparison.forecasts],
        "axis": {"title": None},
    }
    color = {
        "field": "ending",
        "type": "nominal",
        "scale": {"domain": seen, "range": [COLOURS[kind] for kind in seen]},
        "legend": {"title": None, "orient": "top", "columns": 5},
    }
    x = {"type": "quantitative", "scale": {"domain": [0, 1], "nice": False}}
    axis = {"title": "share of draws", "format": ".1f", "grid": False}
    return chart(
        width=400,
        height={"step": 34},
        data=rows(values),
        layer=[
            {
                "mark": {"type": "bar", "height": 22},
                "encoding": {
                    "x": {**x, "field": "from", "axis": axis},
                    "x2": {"field": "to"},
                    "y": y,
                    "color": color,
                },
            },
            {
                "mark": {"type": "text", "color": "white", "fontSize": 11, "fontWeight": "bold"},
                "encoding": {
                    "x": {**x, "field": "middle", "axis": axis},
                    "y": y,
                    "text": {"field": "text"},
                },
            },
        ],
    )
