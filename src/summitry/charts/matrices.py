"""Who gains by challenging, or by trading with, whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.charts.style import BLUE, FAINT, INK, RED, Spec, chart, rows
from summitry.forecasts.pressure_study import PressureStudy
from summitry.forecasts.pulls import Pull
from summitry.forecasts.tables import figure

Floats = NDArray[np.float64]
PANELS = 6
WRITTEN = 14
"""Up to so many actors the numbers stand in the cells."""


def matrices(study: PressureStudy, pull: Pull) -> Spec | None:
    """A panel an issue, a cell a challenge: blue where the row gains, red where it loses.

    Of the exchange a cell is what two actors gained by trading with one another. None where the
    model compares nobody with anybody.
    """
    names = list(study.actors)
    if pull.history is not None and (
        traded := [one for one in pull.history.events if one["what"] == "exchange"]
    ):
        panel = _panel("", names, _trades(names, traded), None)
        said = "What the row gained by trading with the column, in salience times hundredths."
        title = _title(pull, "who traded with whom", said)
        return chart(**{**panel, "title": title})
    panels = []
    for one in pull.matrices[:PANELS]:
        values = one.values.get("own", next(iter(one.values.values())))
        if values.shape != (len(names), len(names)):
            return None
        panels.append(_panel(one.issue or "", names, values, one.values.get("probability")))
    if not panels:
        return None
    said = "Expected gain of the row if it challenges the column, in the first round"
    said += "; below, the chance that it prevails." if len(names) <= WRITTEN else "."
    title = _title(pull, "who gains by challenging whom", said)
    if len(panels) == 1:
        return chart(**{**panels[0], "title": title})
    return chart(concat=panels, columns=2, spacing=24, title=title)


def _title(pull: Pull, what: str, said: str) -> Spec:
    return {"text": f"{pull.title}: {what}", "subtitle": said, "subtitleColor": FAINT,
            "subtitlePadding": 4}  # fmt: skip


def _trades(names: list[str], traded: Sequence[Mapping[str, Any]]) -> Floats:
    found = np.zeros((len(names), len(names)))
    for one in traded:
        first, second = (names.index(who) for who in one["actors"])
        found[first, second] += one["gains"][0]
        found[second, first] += one["gains"][1]
    return found


def _idle(values: Floats, chance: Floats | None, one: int, other: int) -> bool:
    """Whether there is nothing to challenge: both stand at one place."""
    return not values[one, other] and (chance is None or not chance[one, other])


def _panel(title: str, names: list[str], values: Floats, chance: Floats | None) -> Spec:
    count = len(names)
    largest = float(np.nanmax(np.abs(values - np.diag(np.diag(values))), initial=0.0)) or 1.0
    cells: list[dict[str, object]] = [
        {
            "row": names[one],
            "column": names[other],
            "value": float(values[one, other]),
            "text": "" if _idle(values, chance, one, other) else f"{values[one, other]:.2f}",
            "chance": ""
            if chance is None or _idle(values, chance, one, other)
            else figure(float(chance[one, other])),
        }
        for one in range(count)
        for other in range(count)
        if one != other and np.isfinite(values[one, other])
    ]
    step = 46 if count <= WRITTEN else max(8, 640 // count)
    axis = {"title": None, "orient": "top", "labelAngle": -40, "labelLimit": 200}
    x = {"field": "column", "type": "nominal", "sort": names, "axis": axis}
    y = {"field": "row", "type": "nominal", "sort": names,
         "axis": {"title": None, "labelLimit": 170}}  # fmt: skip
    scale = {"domain": [-largest, 0, largest], "range": [RED, "#f6f6f6", BLUE]}
    color = {"field": "value", "type": "quantitative", "scale": scale, "legend": None}
    layers: list[Spec] = [
        {"mark": {"type": "rect", "stroke": "white"}, "encoding": {"x": x, "y": y, "color": color}}
    ]
    if count <= WRITTEN:
        far = f"abs(datum.value) > {0.6 * largest!r}"
        ink = {"condition": {"test": far, "value": "white"}, "value": INK}
        both = (("text", -6, "normal"), ("chance", 7, "normal"))
        layers += [
            {"mark": {"type": "text", "fontSize": 9, "dy": dy if chance is not None else 0,
                      "fontWeight": weight},
             "encoding": {"x": x, "y": y, "text": {"field": field}, "color": ink}}
            for field, dy, weight in (both if chance is not None else both[:1])
        ]  # fmt: skip
    return {
        "title": {"text": title, "fontSize": 12},
        "width": {"step": step},
        "height": {"step": 34 if count <= WRITTEN else step},
        "data": rows(cells),
        "layer": layers,
    }
