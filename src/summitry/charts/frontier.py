"""The frontier of efficient packages, a panel for each pair of parties."""

from __future__ import annotations

from itertools import combinations

from summitry.charts.style import ASSESSMENTS, FAINT, INK, Spec, chart, rows
from summitry.forecasts.efficient import Efficient

SHAPES = ("circle", "diamond", "square", "triangle-up", "triangle-down")
PAIRS = 6
"""No more panels than this."""


def frontier(found: Efficient) -> Spec:
    """Efficient points as dots, the no-deal point as a cross, each solution by shape and colour.

    Lines through the cross show what each party has without a deal: above and to the right of it
    lies what both would sign.
    """
    pairs = list(combinations(range(len(found.parties)), 2))[:PAIRS]
    title = {
        "text": found.title,
        "subtitle": [
            f"{found.label}: efficient packages, {found.unit}."
            if found.label
            else f"Efficient packages, {found.unit}.",
            "The cross is no deal; up and to the right of its lines is what both would sign.",
        ],
        "subtitleColor": FAINT,
        "subtitlePadding": 4,
    }
    panels = [_panel(found, first, second) for first, second in pairs]
    if len(panels) == 1:
        return chart(**panels[0], title=title)
    return chart(concat=panels, columns=3, spacing=28, title=title)


def _panel(found: Efficient, first: int, second: int) -> Spec:
    axes = {
        name: {
            "field": name,
            "type": "quantitative",
            "scale": {"domain": _span(found, party), "nice": False},
            "axis": {"title": found.parties[party], "format": "~g"},
        }
        for name, party in (("x", first), ("y", second))
    }
    points = [
        {"x": row[first], "y": row[second], "packages": count}
        for row, count in zip(found.points.tolist(), found.counts, strict=True)
    ]
    no_deal: dict[str, object] = {"x": found.no_deal[first], "y": found.no_deal[second]}
    places = coinciding(found)
    names = list(places)
    named: list[dict[str, object]] = [
        {"x": scores[first], "y": scores[second], "solution": name}
        for name, scores in places.items()
    ]
    dots = {
        "data": rows(points),
        "mark": {"type": "circle", "size": 34, "color": ASSESSMENTS[0], "opacity": 0.75},
        "encoding": axes,
    }
    lines = [
        {
            "data": rows([no_deal]),
            "mark": {"type": "rule", "color": FAINT, "strokeDash": [4, 3]},
            "encoding": {name: axes[name]},
        }
        for name in ("x", "y")
    ]
    cross = {
        "data": rows([no_deal]),
        "mark": {"type": "point", "shape": "cross", "size": 90, "color": INK, "filled": True},
        "encoding": axes,
    }
    marks = {
        "data": rows(named),
        "mark": {"type": "point", "size": 170, "strokeWidth": 2.5, "filled": False},
        "encoding": {
            **axes,
            "shape": {
                "field": "solution",
                "type": "nominal",
                "sort": None,
                "scale": {"domain": names, "range": list(SHAPES[: len(names)])},
                "legend": {"title": None, "orient": "bottom", "columns": 2, "labelLimit": 420},
            },
            "color": {
                "field": "solution",
                "type": "nominal",
                "sort": None,
                "scale": {"domain": names, "range": list(ASSESSMENTS[1 : len(names) + 1])},
            },
        },
    }
    size = 360 if len(found.parties) == 2 else 240
    own = [marks] if named else []  # a legend of nothing has no size
    return {"width": size, "height": size, "layer": [*lines, dots, cross, *own]}


def coinciding(found: Efficient) -> dict[str, tuple[float, ...]]:
    """The solutions' points, those that fall on one point under a common name."""
    places: dict[tuple[float, ...], list[str]] = {}
    for one in found.solutions:
        if one.scores is not None:
            places.setdefault(one.scores, []).append(one.name)
    return {", ".join(names): scores for scores, names in places.items()}


def _span(found: Efficient, party: int) -> list[float]:
    """The ends of a party's axis: every point and no deal, with some room."""
    every = [*(float(one) for one in found.points[:, party]), found.no_deal[party]]
    low, high = min(every), max(every)
    room = 0.06 * (high - low) or 0.05
    return [low - room, high + room]
