"""Who stands where on each issue: ideals with their ranges, salience, red lines, status quo."""

from __future__ import annotations

from summitry.charts.style import BLUE, FAINT, GRID, INK, ORANGE, RED, Spec, chart, rows
from summitry.dossier.estimate import Range
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier, RedLine, Stance

WIDTH = 210
ROLES = ("principal", "ratifier", "third")


def stances(dossier: Dossier) -> Spec:
    """A panel an issue, a row a party; the dot's size is salience, red is what it never signs."""
    numbers = inputs(dossier)
    panels = []
    for key, issue in dossier.issues.items():
        dots, lines = [], []
        for party, own in dossier.stances.items():
            if key not in own:
                continue
            name = f"stances/{party}/{key}"
            span = ideal(dossier, own[key], party, key)
            dots.append(
                {
                    "party": dossier.label(party),
                    "role": dossier.parties[party].role,
                    "low": span.low,
                    "at": span.mode,
                    "high": span.high,
                    "salience": numbers[f"{name}/salience"].range.mode,
                }
            )
            for line in own[key].red_line:
                start, stop = forbidden(dossier, key, line)
                lines.append({"party": dossier.label(party), "from": start, "to": stop})
        places = issue.positions()
        panels.append(_panel(issue.name or key, places, places[issue.status_quo], dots, lines))
    return chart(
        concat=panels,
        columns=2,
        spacing={"row": 18, "column": 28},
        resolve={"scale": {"color": "shared", "size": "shared"}},
    )


def ideal(dossier: Dossier, stance: Stance, party: str, issue: str) -> Range:
    """What a party wants on an issue, with its range; of a table of values the best level."""
    places = dossier.issues[issue].positions()
    if stance.values is None:
        return inputs(dossier)[f"stances/{party}/{issue}/ideal"].range
    best = max(stance.values, key=lambda level: stance.values[level].range().mode)  # type: ignore[index]
    return Range(places[best], places[best], places[best])


def forbidden(dossier: Dossier, issue: str, line: RedLine) -> tuple[float, float]:
    """The stretch of the issue beyond a red line, from half-way to the first forbidden level."""
    places = list(dossier.issues[issue].positions().values())
    levels = dossier.issues[issue].levels
    if line.above is not None:
        last = levels.index(line.above)
        return (places[last] + places[min(last + 1, len(places) - 1)]) / 2, 1.0
    first = levels.index(line.below or levels[0])
    return 0.0, (places[first] + places[max(first - 1, 0)]) / 2


def _panel(
    title: str,
    places: dict[str, float],
    status_quo: float,
    dots: list[dict[str, object]],
    lines: list[dict[str, object]],
) -> Spec:
    x = {"type": "quantitative", "scale": {"domain": [-0.03, 1.03], "nice": False}, "axis": None}
    order = [dot["party"] for dot in dots]
    y = {
        "field": "party",
        "type": "nominal",
        "sort": order,
        "axis": {"title": None, "grid": True, "labelPadding": 6, "labelLimit": 130},
    }
    labels: list[dict[str, object]] = [
        {
            "level": level,
            "at": at,
            "side": "left" if at < 0.2 else "right" if at > 0.8 else "center",
        }
        for level, at in places.items()
    ]
    role = {
        "field": "role",
        "type": "nominal",
        "scale": {"domain": list(ROLES), "range": [BLUE, ORANGE, FAINT]},
        "legend": {"title": "role", "orient": "bottom"},
    }
    size = {
        "field": "salience",
        "type": "quantitative",
        "scale": {"domain": [0, 100], "range": [4, 170]},
        "legend": {"title": "salience", "orient": "bottom", "values": [10, 50, 100]},
    }
    names = [
        {
            "data": rows([one for one in labels if one["side"] == side]),
            "mark": {"type": "text", "align": side, "fontSize": 10, "color": INK, "limit": 84},
            "encoding": {
                "x": {**x, "field": "at"},
                "y": {"value": -8},
                "text": {"field": "level"},
            },
        }
        for side in ("left", "center", "right")
    ]
    here = {
        "data": rows([{"at": status_quo}]),
        "mark": {"type": "rule", "strokeDash": [3, 3], "color": FAINT},
        "encoding": {"x": {**x, "field": "at"}},
    }
    beyond = {
        "data": rows(lines),
        "mark": {"type": "rule", "color": RED, "strokeWidth": 4, "opacity": 0.45},
        "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y},
    }
    spans = {
        "mark": {"type": "rule", "strokeWidth": 1.6},
        "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y, "color": role},
    }
    points = {
        "mark": {"type": "point", "filled": True, "opacity": 0.95},
        "encoding": {"x": {**x, "field": "at"}, "y": y, "color": role, "size": size},
    }
    return {
        "title": {"text": title, "offset": 18, "fontSize": 12},
        "width": WIDTH,
        "height": {"step": 15},
        "view": {"stroke": GRID},
        "data": rows(dots),
        "layer": [here, beyond, spans, points, *names],
    }
