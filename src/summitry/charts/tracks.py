"""Tracks side by side: the deciding event, and any deal, on each way of negotiating."""

from __future__ import annotations

from summitry.charts.style import ASSESSMENTS, FAINT, Spec, chart, rows
from summitry.forecasts.tracks import TrackComparison

KINDS = ("asks at leaders' tables only", "asks at every table")
"""What a filled and a hollow dot stand for."""
RANGE, AT_A_GLANCE = "range over forms of the model", "range as wide as before the move"
"""What a line is; the second where the forms were not worked out anew."""


def tracks(comparison: TrackComparison) -> Spec:
    """A row a track, a lane an assessment: filled as the track is, hollow with asks on all.

    Lines are ranges over the forms of the model. The right panel shows any deal, the weakest event,
    beside the left one's substantive event.
    """
    labels = [study.label for study in comparison.studies]
    names = [one.label for one in comparison.every]
    panels = [
        _panel(comparison, event, labels, names, first=number == 0)
        for number, event in enumerate(dict.fromkeys((comparison.event, "agreed")))
    ]
    title = {
        "text": comparison.title,
        "subtitle": f"Filled dots: {KINDS[0]}; hollow diamonds: {KINDS[1]}.",
        "subtitleColor": FAINT,
        "subtitlePadding": 4,
    }
    return chart(hconcat=panels, spacing=24, title=title)


def _panel(
    comparison: TrackComparison, event: str, labels: list[str], names: list[str], *, first: bool
) -> Spec:
    values: list[dict[str, object]] = [
        {
            "track": one.label,
            "assessment": study.label,
            "kind": kind,
            "probability": chances[event],
            "least": one.least[event],
            "greatest": one.greatest[event],
        }
        for study in comparison.studies
        for one in study.tracks
        for kind, chances in zip(KINDS, (one.events, one.events_with_asks), strict=True)
        if event in chances
    ]
    title = f"probability, {RANGE if comparison.effect_draws else AT_A_GLANCE}"
    x = {
        "type": "quantitative",
        "scale": {"domain": [-0.015, 1.015], "nice": False},
        "axis": {"title": title, "format": ".2f", "values": [0, 0.25, 0.5, 0.75, 1]},
    }
    axis = {"title": None, "labelPadding": 8} if first else None
    y: Spec = {"field": "track", "type": "nominal", "sort": names, "axis": axis}
    lane = {"field": "assessment", "type": "nominal", "sort": labels}
    scale = {"domain": labels, "range": list(ASSESSMENTS[: len(labels)])}
    color = {**lane, "scale": scale, "legend": {"title": None, "orient": "top", "labelLimit": 400}}
    shape = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(KINDS), "range": ["circle", "diamond"]},
        "legend": None,
    }
    place = {"y": y, "yOffset": lane}
    return {
        "title": {"text": event, "fontSize": 12},
        "width": 280,
        "height": {"step": 14 + 11 * len(labels), "for": "position"},
        "data": rows(values),
        "layer": [
            {
                "transform": [{"filter": {"field": "kind", "equal": KINDS[0]}}],
                "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.35},
                "encoding": {
                    **place, "x": {**x, "field": "least"}, "x2": {"field": "greatest"},
                    "color": color,
                },
            },
            {
                "mark": {"type": "point", "size": 64, "opacity": 1, "strokeWidth": 1.6},
                "encoding": {
                    **place,
                    "x": {**x, "field": "probability"},
                    "color": color,
                    "shape": shape,
                    "fill": {
                        "condition": {"test": f"datum.kind == \"{KINDS[0]}\"", **color},
                        "value": "white",
                    },
                },
            },
        ],
    }  # fmt: skip
