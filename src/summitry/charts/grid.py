"""The forecast over the shape of utility: curve by loss aversion."""

from __future__ import annotations

from summitry.charts.style import Spec, chart, heat, on_heat, rows
from summitry.forecasts.forecast import Forecast
from summitry.forecasts.tables import figure


def grid(forecast: Forecast) -> Spec:
    """A panel an event, a cell a pair of curve and loss aversion."""
    made = forecast.grid
    panels = []
    for number, event in enumerate(forecast.events):
        values: list[dict[str, object]] = [
            {
                "curve": f"{curve:g}",
                "aversion": f"{aversion:g}",
                "probability": made.cells[event.name][row][column],
                "text": figure(made.cells[event.name][row][column]),
            }
            for row, curve in enumerate(made.curves)
            for column, aversion in enumerate(made.loss_aversions)
        ]
        panels.append(_panel(event.name, values, first=number == 0))
    return chart(concat=panels, columns=5, spacing=18, title=forecast.label)


def _panel(title: str, values: list[dict[str, object]], *, first: bool) -> Spec:
    y: Spec = {"field": "curve", "type": "ordinal", "sort": "descending"}
    y["axis"] = {"title": "curve" if first else None}
    x = {
        "field": "aversion",
        "type": "ordinal",
        "axis": {"title": "loss aversion" if first else None, "labelAngle": 0},
    }
    ink = on_heat("probability")
    return {
        "title": {"text": title, "fontSize": 11, "fontWeight": "normal", "limit": 130},
        "width": {"step": 38},
        "height": {"step": 30},
        "data": rows(values),
        "layer": [
            heat(x, y, "probability"),
            {
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {"x": x, "y": y, "text": {"field": "text"}, "color": ink},
            },
        ],
    }
