"""The likely level of each issue, given a deal."""

from __future__ import annotations

from summitry.charts.style import LETTER, PAGE, Spec, chart, heat, on_heat, rows
from summitry.dossier.model import Dossier
from summitry.forecasts.compare import Comparison

CELL = 78
"""Width of a cell in pixels."""
GAP = 14


def levels(dossier: Dossier, comparison: Comparison) -> Spec:
    """A row an issue, a cell a level, darker the likelier; a panel an assessment."""
    names = [issue.name or key for key, issue in dossier.issues.items()]
    panels = []
    labels = LETTER * max(map(len, names), default=0)
    panel = CELL * max((len(one.levels) for one in dossier.issues.values()), default=1) + GAP
    columns = max(1, int((PAGE - labels + GAP) // panel))
    for number, one in enumerate(comparison.forecasts):
        values: list[dict[str, object]] = [
            {
                "issue": dossier.issues[key].name or key,
                "place": place,
                "level": level + (" *" if level == dossier.issues[key].status_quo else ""),
                "share": shares.get(level, 0.0),
                "text": _percent(shares.get(level, 0.0)),
            }
            for key, shares in one.levels.items()
            for place, level in enumerate(dossier.issues[key].levels)
        ]
        panels.append(_panel(one.label, names, values, labelled=number % columns == 0))
    return chart(concat=panels, columns=columns, spacing=GAP)


def _percent(share: float) -> str:
    return "" if share < 0.005 else f"{share:.0%}"


def _panel(
    title: str, names: list[str], values: list[dict[str, object]], *, labelled: bool
) -> Spec:
    x = {"field": "place", "type": "ordinal", "axis": None}
    axis = {"title": None} if labelled else None
    y = {"field": "issue", "type": "nominal", "sort": names, "axis": axis}
    ink = on_heat("share")
    return {
        "title": {"text": title, "fontSize": 12, "limit": 240},
        "width": {"step": CELL},
        "height": {"step": 34},
        "data": rows(values),
        "layer": [
            heat(x, y, "share"),
            {
                "mark": {"type": "text", "dy": -6, "fontSize": 10, "limit": 76},
                "encoding": {"x": x, "y": y, "text": {"field": "level"}, "color": ink},
            },
            {
                "mark": {"type": "text", "dy": 7, "fontSize": 10, "fontWeight": "bold"},
                "encoding": {
                    "x": x,
                    "y": y,
                    "text": {"field": "text"},
                    "color": ink,
                },
            },
        ],
    }
