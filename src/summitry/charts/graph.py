"""A graph of states placed by what they bring two parties, moves as arrows in colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import atan2, degrees, hypot
from typing import NamedTuple

from summitry.charts.style import ASSESSMENTS, FAINT, GREEN, INK, Spec, rows

WIDTH, HEIGHT = 400, 320
"""Pixels of a panel."""
EDGE = 0.2
"""Room around the outermost states, as a share of what they span."""
PAIRS = 3
MOVERS = tuple(one for one in ASSESSMENTS if one != GREEN)
"""Colours of movers; green is for equilibria."""
LINE = 26
"""Characters of a state's label before it goes on in the next line."""

KEPT, ON_WAY, OTHER = "asked for", "on the way", "other state"
Box = tuple[float, float, float, float]


class Node(NamedTuple):
    """A state: what it brings each party, its label, its kind, whether it is an equilibrium."""

    gains: Mapping[str, float]
    label: str
    kind: str
    stable: bool


class Arrow(NamedTuple):
    """A move: its mover, and numbers of the nodes it leads from and to."""

    party: str
    start: int
    end: int


def pairs(parties: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of parties, each for a panel; one party alone with itself."""
    if len(parties) == 1:
        return [(parties[0], parties[0])]
    return list(combinations(parties, 2))[:PAIRS]


def panel(
    nodes: Sequence[Node],
    arrows: Sequence[Arrow],
    pair: tuple[str, str],
    names: Mapping[str, str],
    unit: str,
) -> Spec:
    """A panel: every node placed by what it brings a pair of parties, arrows between them.

    ``names``: party: label; ``unit``: what the axes measure.
    """
    first, second = pair
    spans = [_span([one.gains[party] for one in nodes]) for party in pair]
    axes = {
        name: {
            "field": name,
            "type": "quantitative",
            "scale": {"domain": list(span), "nice": False, "zero": False},
            "axis": {"title": f"{names[party]}, {unit}", "format": "~g", "tickCount": 6},
        }
        for name, party, span in zip(("x", "y"), pair, spans, strict=True)
    }
    points: list[dict[str, object]] = [
        {
            "x": one.gains[first],
            "y": one.gains[second],
            "kind": one.kind,
            "ring": GREEN if one.stable else "white",
        }
        for one in nodes
    ]
    shades = list(names)
    color = {
        "field": "party",
        "type": "nominal",
        "scale": {
            "domain": [names[one] for one in shades],
            "range": [MOVERS[at % len(MOVERS)] for at in range(len(shades))],
        },
        "legend": {"title": "who moves", "orient": "bottom", "columns": 2, "labelLimit": 300},
    }
    lines, heads = _drawn(nodes, arrows, pair, spans, names)
    layers: list[Spec] = [
        {
            "data": rows(lines),
            "mark": {"type": "rule", "strokeWidth": 1.6, "opacity": 0.85},
            "encoding": {
                **axes,
                "x2": {"field": "x2"},
                "y2": {"field": "y2"},
                "color": color,
            },
        },
        {
            "data": rows(heads),
            "mark": {"type": "point", "shape": "triangle", "filled": True, "size": 70},
            "encoding": {
                **axes,
                "color": color,
                "angle": {"field": "angle", "type": "quantitative", "scale": None},
            },
        },
        {"data": rows(points), **_dots(axes)},
        {"data": rows(_labels(nodes, arrows, pair, spans)), **_texts(axes)},
    ]
    return {"width": WIDTH, "height": HEIGHT, "layer": layers}


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = EDGE * (high - low) or 1.0
    return low - room, high + room


def _dots(axes: Spec) -> Spec:
    kinds = [KEPT, ON_WAY, OTHER]
    fills, sizes = [INK, FAINT, "#d5d9dd"], [160, 90, 45]
    return {
        "mark": {"type": "point", "filled": True, "opacity": 1, "strokeWidth": 2},
        "encoding": {
            **axes,
            "fill": _by_kind(kinds, fills),
            "size": _by_kind(kinds, sizes),
            "stroke": {"field": "ring", "type": "nominal", "scale": None},
        },
    }


def _by_kind(kinds: Sequence[str], values: Sequence[object]) -> Spec:
    scale = {"domain": list(kinds), "range": list(values)}
    order = {"sort": list(kinds), "scale": scale, "legend": None}
    return {"field": "kind", "type": "nominal", **order}


def _labels(
    nodes: Sequence[Node],
    arrows: Sequence[Arrow],
    pair: tuple[str, str],
    spans: Sequence[tuple[float, float]],
) -> list[dict[str, object]]:
    """Labels beside their dots, each where it covers least of dots, arrows and other labels."""
    scale = _scale(spans)
    dots = [
        tuple((one.gains[party] - spans[axis][0]) * scale[axis] for axis, party in enumerate(pair))
        for one in nodes
    ]
    taken: list[Box] = [(x - 6, y - 6, x + 6, y + 6) for x, y in dots]
    for one, (x, y) in zip(nodes, dots, strict=True):  # what a label names must not be hidden
        taken += 8 * [(x - 8, y - 8, x + 8, y + 8)] * bool(one.label)
    for arrow in arrows:
        taken += _along(dots[arrow.start], dots[arrow.end])
    texts: dict[tuple[float, float], list[str]] = {}
    for one, dot in zip(nodes, dots, strict=True):
        if one.label:
            texts.setdefault((dot[0], dot[1]), []).append(one.label)
    found: list[dict[str, object]] = []
    for (x, y), own in texts.items():
        lines = _wrapped("; ".join(own))
        wide, high = 5.6 * max(map(len, lines)), 13.0 * len(lines)
        places = [
            (left, low, left + wide, low + high)
            for left, low in (
                (x + 9, y + 3), (x - 9 - wide, y + 3), (x + 9, y - 3 - high),
                (x - 9 - wide, y - 3 - high), (x - wide / 2, y + 11), (x - wide / 2, y - 11 - high),
                (x - wide / 4, y + 13), (x - 3 * wide / 4, y + 13),
                (x - wide / 4, y - 13 - high), (x - 3 * wide / 4, y - 13 - high),
                (x + 24, y - high / 2), (x - 24 - wide, y - high / 2),
            )
        ]  # fmt: skip
        box = min(places, key=lambda one: _covered(one, taken))
        taken.append(box)
        found.append(
            {
                "x": spans[0][0] + box[0] / scale[0],
                "y": spans[1][0] + (box[3] - 2) / scale[1],
                "text": "\n".join(lines),
            }
        )
    return found


def _along(start: tuple[float, ...], end: tuple[float, ...]) -> list[Box]:
    """Boxes along an arrow, one every few pixels, more of them at its head."""
    across, up = end[0] - start[0], end[1] - start[1]
    steps = int(hypot(across, up) // 6)
    places = [(start[0] + across * at / steps, start[1] + up * at / steps) for at in range(steps)]
    return [(x - 3, y - 3, x + 3, y + 3) for x, y in [*places, *3 * places[-4:]]]


def _covered(box: Box, taken: Sequence[Box]) -> float:
    """How much of a label would cover what is there, or fall out of the panel."""
    left, low, right, high = box
    out = max(0.0, -left) + max(0.0, right - WIDTH) + max(0.0, -low) + max(0.0, high - HEIGHT)
    shared = sum(
        max(0.0, min(right, one[2]) - max(left, one[0]))
        * max(0.0, min(high, one[3]) - max(low, one[1]))
        for one in taken
    )
    return shared + 1000 * out


def _scale(spans: Sequence[tuple[float, float]]) -> list[float]:
    """Pixels a unit, across and up."""
    return [size / (high - low) for size, (low, high) in zip((WIDTH, HEIGHT), spans, strict=True)]


def _texts(axes: Spec) -> Spec:
    """Labels on a white ground, so that arrows do not cross them out."""

    def layer(more: Spec) -> Spec:
        mark = {"type": "text", "align": "left", "baseline": "top", "fontSize": 10.5}
        text = {**axes, "text": {"field": "text"}}
        return {"mark": {**mark, "lineBreak": "\n", **more}, "encoding": text}

    ground = {"color": "white", "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
    return {"layer": [layer({**ground, "opacity": 0.85}), layer({"color": INK})]}


def _drawn(
    nodes: Sequence[Node],
    arrows: Sequence[Arrow],
    pair: tuple[str, str],
    spans: Sequence[tuple[float, float]],
    names: Mapping[str, str],
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Lines of the moves, and their heads, a little before where they lead."""
    lines: list[dict[str, object]] = []
    heads: list[dict[str, object]] = []
    scale = [size / (high - low) for size, (low, high) in zip((WIDTH, HEIGHT), spans, strict=True)]
    for arrow in arrows:
        (x, y), (x2, y2) = (
            tuple(nodes[one].gains[party] for party in pair) for one in (arrow.start, arrow.end)
        )
        across, up = (x2 - x) * scale[0], (y2 - y) * scale[1]
        long = hypot(across, up)
        if not long:
            continue
        party = names[arrow.party]
        lines.append({"x": x, "y": y, "x2": x2, "y2": y2, "party": party})
        back = min(0.5, 13 / long)
        heads.append(
            {
                "x": x2 - back * (x2 - x),
                "y": y2 - back * (y2 - y),
                "angle": round(90 - degrees(atan2(up, across)), 2),
                "party": party,
            }
        )
    return lines, heads


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines
