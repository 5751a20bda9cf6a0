"""Positions by round: who moved, and where the outcome went."""

from __future__ import annotations

import numpy as np

from summitry.charts.style import ASSESSMENTS, FAINT, GRID, INK, Spec, chart, rows
from summitry.forecasts.pressure_study import Pressure, PressureStudy, Scale
from summitry.forecasts.pulls import History, Pull

WIDTH, HEIGHT = 230, 210
PANELS = 9
"""Issues with most movement that are shown."""
APART = 0.062
"""Least distance of two names, in shares of a panel's height."""
MOVED = 1e-9


def paths(found: Pressure, study: PressureStudy, pull: Pull) -> Spec:
    """A panel an issue: a thin line an actor, coloured where it moves; the outcome thick."""
    history = pull.history
    if history is None:
        msg = f"the model {pull.model!r} has no rounds"
        raise ValueError(msg)
    scales = {one.issue: one for one in found.scales}
    span = np.nan_to_num(np.ptp(history.positions, axis=0)).max(axis=0)
    width = np.array([max(scales[one.issue].high - scales[one.issue].low, 1e-9)
                      for one in pull.issues])  # fmt: skip
    order = np.argsort(-span / width, kind="stable")[:PANELS]
    panels = [
        _panel(found, study, history, (place, scales[pull.issues[place].issue]))
        for place in sorted(order.tolist())
    ]
    hidden = len(pull.issues) - len(panels)
    more = f" The {hidden} issues with least movement are left out." if hidden else ""
    title = {
        "text": f"{found.title}: {pull.title}, round by round",
        "subtitle": f"Thin: actors, coloured where they move; thick: the outcome.{more}",
        "subtitleColor": FAINT,
        "subtitlePadding": 4,
    }
    return chart(
        concat=panels, columns=min(2, len(panels)), spacing={"row": 22, "column": 18}, title=title
    )


def _panel(
    found: Pressure, study: PressureStudy, history: History, issue: tuple[int, Scale]
) -> Spec:
    place, scale = issue
    own = history.positions[:, :, place]
    last = len(own) - 1
    here = [one for one in range(own.shape[1]) if not np.isnan(own[0, one])]
    moving = [one for one in here if np.ptp(own[:, one]) > MOVED]
    colour = {one: ASSESSMENTS[rank % 5] for rank, one in enumerate(moving)}
    lines: list[dict[str, object]] = [
        {
            "actor": study.actors[one],
            "round": number,
            "at": float(own[number, one]),
            "colour": colour.get(one, "#c4c4c4"),
        }
        for one in here
        for number in range(last + 1)
    ]
    thick: list[dict[str, object]] = [
        {"round": number, "at": float(value)}
        for number, value in enumerate(history.outcomes[:, place])
    ]
    x: Spec = {
        "type": "quantitative",
        "field": "round",
        "scale": {"domain": [0, last or 1], "nice": False},
        "axis": {"title": "round", "tickMinStep": 1, "format": "d", "tickCount": min(last, 10)},
    }
    room = 0.04 * (scale.high - scale.low) or 0.5
    y: Spec = {
        "type": "quantitative",
        "field": "at",
        "scale": {"domain": [scale.low - room, scale.high + room], "nice": False},
        "axis": {"title": None, "tickCount": 5},
    }
    if found.kind == "dossier":
        y["axis"] = {"title": None, **_level_axis(scale)}
    plain = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    return {
        "title": {"text": scale.label, "fontSize": 12, "limit": WIDTH + 90},
        "width": WIDTH,
        "height": HEIGHT,
        "view": {"stroke": GRID},
        "layer": [
            {
                "data": rows(lines),
                "mark": {"type": "line", "strokeWidth": 1.4, "interpolate": "linear"},
                "encoding": {"x": x, "y": y, "detail": {"field": "actor"}, "color": plain},
            },
            {
                "data": rows(thick),
                "mark": {"type": "line", "strokeWidth": 3.2, "color": INK},
                "encoding": {"x": x, "y": y},
            },
            {
                "data": rows(_labels(study, own[-1], here, colour, scale)),
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 9, "limit": 180},
                "encoding": {
                    "x": {"value": WIDTH}, "y": y, "text": {"field": "actor"}, "color": plain,
                },
            },
        ],
    }  # fmt: skip


def _level_axis(scale: Scale) -> Spec:
    """Ticks at the levels of a dossier's issue, with their names."""
    places = list(scale.levels.values())
    named = " : ".join(
        f"abs(datum.value - {at!r}) < 1e-9 ? {quoted(name)}" for name, at in scale.levels.items()
    )
    return {"values": places, "labelExpr": f"{named} : ''", "labelLimit": 96}


def quoted(text: str) -> str:
    """A text as a literal of the chart's expression language, which it cannot leave."""
    return "'" + "".join(
        one if one.isalnum() or one in " -_’" else f"\\u{ord(one):04x}" for one in text
        if ord(one) < 0x10000
    ) + "'"  # fmt: skip


def _labels(
    study: PressureStudy,
    ends: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    here: list[int],
    colour: dict[int, str],
    scale: Scale,
) -> list[dict[str, object]]:
    """Actors' names where their lines end, those who end at one place in one line."""
    least = APART * (scale.high - scale.low or 1.0)
    places: dict[float, list[int]] = {}
    for one in sorted(here, key=lambda own: ends[own]):
        near = next((at for at in places if abs(at - ends[one]) < least / 6), float(ends[one]))
        places.setdefault(near, []).append(one)
    at = spread([*places], least, scale.low, scale.high)
    return [
        {
            "actor": _together([study.actors[one] for one in who]),
            "at": where,
            "colour": next((colour[one] for one in who if one in colour), FAINT),
        }
        for where, who in zip(at, places.values(), strict=True)
    ]


def _together(names: list[str]) -> str:
    return ", ".join(names) if len(names) < 4 else f"{names[0]}, {names[1]} + {len(names) - 2}"


def spread(places: list[float], apart: float, low: float, high: float) -> list[float]:
    """Rising places moved as little as it takes to be ``apart``, within bounds if they fit."""
    found: list[float] = []
    for one in places:
        found.append(max(one, found[-1] + apart) if found else max(one, low))
    over = found[-1] - high if found else 0.0
    if over > 0:
        ceiling = max(high, low + apart * (len(found) - 1))
        for number in range(len(found) - 1, -1, -1):
            found[number] = min(found[number], ceiling)
            ceiling = found[number] - apart
    return found
