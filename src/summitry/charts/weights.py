"""Who stands where with what weight: the map of power and position."""

from __future__ import annotations

from summitry.charts.paths import quoted
from summitry.charts.style import BLUE, FAINT, GREEN, GRID, INK, ORANGE, Spec, chart, rows
from summitry.forecasts.pressure_study import Pressure, PressureStudy, Scale, Standing

WIDTH = 190
PANELS = 12
ROLES = {"principal": BLUE, "ratifier": ORANGE, "third": FAINT, "": BLUE}


def weights(found: Pressure, study: PressureStudy) -> Spec:
    """A panel an issue, a row an actor by its position; a dot's size is its share of all weight.

    The line is the weighted mean, the dashed one the weighted median.
    """
    panels = [
        _panel(found, study, scale)
        for scale in found.scales[:PANELS]
        if any(one.issue == scale.label and one.position is not None for one in study.standings)
    ]
    hidden = len(found.scales) - len(panels)
    if not panels:
        text: list[dict[str, object]] = [{"text": "nobody's position is shown"}]
        return chart(mark="text", data=rows(text), encoding={"text": {"field": "text"}})
    more = f" {hidden} issues more are left out." if hidden else ""
    if found.audience is not None:
        more += " All of those that are shown."
    title = {
        "text": f"{found.title}: who stands where, with what weight",
        "subtitle": "A dot's size is the actor's share of capability times salience; line: "
        f"weighted mean; dashed: weighted median.{more}",
        "subtitleColor": FAINT,
        "subtitlePadding": 4,
    }
    return chart(
        concat=panels,
        columns=min(2, len(panels)),
        spacing={"row": 20, "column": 26},
        resolve={"scale": {"color": "shared", "size": "shared"}},
        title=title,
    )


def _panel(found: Pressure, study: PressureStudy, scale: Scale) -> Spec:
    own = [one for one in study.standings if one.issue == scale.label and one.position is not None]
    own.sort(key=lambda one: (one.position or 0.0, one.actor))
    dots: list[dict[str, object]] = [
        {"actor": one.actor, "at": one.position, "weight": one.weight, "role": one.role}
        for one in own
    ]
    room = 0.05 * (scale.high - scale.low) or 0.5
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": [scale.low - room, scale.high + room], "nice": False},
        "axis": {"title": None, "tickCount": 5},
    }
    if found.kind == "dossier":
        x["axis"] = {"title": None, "values": [0, 1], "labelExpr": _ends(scale), "labelLimit": 130}
    y = {"field": "actor", "type": "nominal", "sort": [one.actor for one in own],
         "axis": {"title": None, "grid": True, "labelLimit": 140, "labelPadding": 6}}  # fmt: skip
    roles = [one for one in ROLES if any(dot["role"] == one for dot in dots)]
    color: Spec = {"value": BLUE}
    if roles != [""]:
        scheme = {"domain": list(ROLES)[:3], "range": list(ROLES.values())[:3]}
        legend = {"title": "role", "orient": "bottom"}
        color = {"field": "role", "type": "nominal", "scale": scheme, "legend": legend}
    size = {
        "field": "weight",
        "type": "quantitative",
        "scale": {"domain": [0, 0.6], "range": [6, 560], "clamp": True},
        "legend": {"title": "share of weight", "orient": "bottom", "format": ".0%",
                   "values": [0.05, 0.2, 0.4]},
    }  # fmt: skip
    middle = _centres(own)
    return {
        "title": {"text": scale.label, "fontSize": 12, "limit": WIDTH + 120},
        "width": WIDTH,
        "height": {"step": 17},
        "view": {"stroke": GRID},
        "data": rows(dots),
        "layer": [
            *(
                {
                    "data": rows([{"at": at}]),
                    "mark": {"type": "rule", "color": colour, "strokeDash": dash},
                    "encoding": {"x": {**x, "field": "at"}},
                }
                for at, colour, dash in middle
            ),
            {
                "mark": {"type": "point", "filled": True, "opacity": 0.9},
                "encoding": {"x": {**x, "field": "at"}, "y": y, "size": size, "color": color},
            },
        ],
    }


def _centres(own: list[Standing]) -> list[tuple[float, str, list[int]]]:
    """Weighted mean and weighted median, with how each is drawn."""
    total = sum(one.weight for one in own)
    if not total:
        return []
    mean = sum(one.weight * (one.position or 0.0) for one in own) / total
    reached, median = 0.0, own[-1].position or 0.0
    for one in own:
        reached += one.weight
        if reached >= total / 2 - 1e-12:
            median = one.position or 0.0
            break
    return [(mean, INK, [1, 0]), (median, GREEN, [4, 3])]


def _ends(scale: Scale) -> str:
    names = list(scale.levels)
    return f"datum.value < 0.5 ? {quoted(names[0])} : {quoted(names[-1])}"
