"""Each event's probability and range, the assessments side by side."""

from __future__ import annotations

from summitry.charts.style import ASSESSMENTS, Spec, chart, rows
from summitry.forecasts.compare import Comparison


def events(comparison: Comparison) -> Spec:
    """A row an event, a lane an assessment: dot for the probability, line for its range."""
    labels = [one.label for one in comparison.forecasts]
    values: list[dict[str, object]] = [
        {
            "event": event.name,
            "assessment": one.label,
            "probability": event.probability,
            "least": event.spread.least,
            "greatest": event.spread.greatest,
        }
        for one in comparison.forecasts
        for event in one.events
    ]
    names = [event.name for event in comparison.forecasts[0].events]
    x = {
        "type": "quantitative",
        "scale": {"domain": [-0.015, 1.015], "nice": False},
        "axis": {
            "title": "probability, with its range",
            "format": ".2f",
            "values": [0, 0.25, 0.5, 0.75, 1],
        },
    }
    y = {
        "field": "event",
        "type": "nominal",
        "sort": names,
        "axis": {"title": None, "labelPadding": 8},
    }
    lane = {"field": "assessment", "type": "nominal", "sort": labels}
    color = {
        **lane,
        "scale": {"domain": labels, "range": list(ASSESSMENTS[: len(labels)])},
        "legend": {"title": None, "orient": "top", "labelLimit": 400},
    }
    return chart(
        width=520,
        height={"step": 13 + 11 * len(labels), "for": "position"},
        data=rows(values),
        layer=[
            {
                "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.35},
                "encoding": {
                    "x": {**x, "field": "least"},
                    "x2": {"field": "greatest"},
                    "y": y,
                    "yOffset": lane,
                    "color": color,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                "encoding": {
                    "x": {**x, "field": "probability"},
                    "y": y,
                    "yOffset": lane,
                    "color": color,
                },
            },
        ],
    )
