"""Why two assessments differ: from the one's chance to the other's, a step a group of changes."""

from __future__ import annotations

from summitry.charts.style import BLUE, FAINT, GREEN, RED, Spec, chances, chart, rows
from summitry.forecasts.tables import signed
from summitry.sensitivity.differences import Difference

KINDS = ("either's chance", "raises it", "lowers it")


def waterfall(made: Difference) -> Spec:
    """Bars from the first's chance to the second's; each begins where the one above ends."""
    steps: list[dict[str, object]] = [_whole(made.first, made.before)]
    at = made.before
    for one in made.parts:
        kind = KINDS[1] if one.share >= 0 else KINDS[2]
        steps.append(
            {"step": one.name, "from": at, "to": at + one.share, "kind": kind,
             "text": signed(one.share)}
        )  # fmt: skip
        at += one.share
    steps.append(_whole(made.second, made.after))
    for step in steps:
        step["right"] = max(float(str(step["from"])), float(str(step["to"])))
    y: Spec = {"field": "step", "type": "nominal", "sort": None}
    y["axis"] = {"title": None, "labelLimit": 380}
    x = chances(f"probability of '{made.event}'")
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(KINDS), "range": [BLUE, GREEN, RED]},
        "legend": {"title": None, "orient": "top"},
    }
    return chart(
        title=f"Why they differ: {made.first} and {made.second}",
        data=rows(steps),
        width=360,
        height={"step": 24},
        layer=[
            {
                "mark": {"type": "bar", "height": 15},
                "encoding": {
                    "y": y, "x": {**x, "field": "from"}, "x2": {"field": "to"}, "color": colour,
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": FAINT, "fontSize": 11},
                "encoding": {"y": y, "x": {**x, "field": "right"}, "text": {"field": "text"}},
            },
        ],
    )  # fmt: skip


def _whole(name: str, chance: float) -> dict[str, object]:
    return {"step": name, "from": 0.0, "to": chance, "kind": KINDS[0], "text": f"{chance:.2f}"}
