"""What each mechanism adds to, or takes from, the chance of an event."""

from __future__ import annotations

from summitry.charts.style import ASSESSMENTS, FAINT, Spec, chart, rows
from summitry.forecasts.compare import Comparison


def effects(comparison: Comparison, event: str = "exchange") -> Spec:
    """A row a mechanism, a bar an assessment: the probability with it less that without it."""
    labels = [one.label for one in comparison.forecasts]
    values: list[dict[str, object]] = [
        {"mechanism": effect.text, "assessment": one.label, "change": effect.change[event]}
        for one in comparison.forecasts
        for effect in one.effects
    ]
    names = list(dict.fromkeys(str(value["mechanism"]) for value in values))
    title = f"change of P({event}) by the mechanism"
    y: Spec = {"field": "mechanism", "type": "nominal", "sort": names}
    y["axis"] = {"title": None, "labelLimit": 420}
    lane = {"field": "assessment", "type": "nominal", "sort": labels}
    return chart(
        data=rows(values),
        width=300,
        height={"step": 6 + 7 * len(labels), "for": "position"},
        layer=[
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "x": {
                        "field": "change",
                        "type": "quantitative",
                        "axis": {"title": title, "format": "+.2f", "tickCount": 6},
                    },
                    "y": y,
                    "yOffset": lane,
                    "color": {
                        **lane,
                        "scale": {"domain": labels, "range": list(ASSESSMENTS[: len(labels)])},
                        "legend": {"title": None, "orient": "top", "labelLimit": 400, "columns": 1},
                    },
                },
            },
            {"data": rows([{"zero": 0}]), "mark": {"type": "rule", "color": FAINT},
             "encoding": {"x": {"field": "zero", "type": "quantitative"}}},
        ],
    )  # fmt: skip
