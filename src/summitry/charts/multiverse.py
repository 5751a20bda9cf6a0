"""The multiverse: an event under every combination of structural choices, sorted."""

from __future__ import annotations

from summitry.charts.style import BLUE, FAINT, RED, Spec, chart, rows
from summitry.sensitivity.explain import ExplanationStudy
from summitry.sensitivity.multiverse import Universe


def multiverse(event: str, study: ExplanationStudy) -> Spec:
    """Above, the chance in each combination, the dossier's own in red; below, its choices."""
    curve: list[dict[str, object]] = []
    marks: list[dict[str, object]] = []
    for rank, one in enumerate(study.universes, start=1):
        who = "the dossier's own" if one.shipped else "another"
        curve.append({"rank": rank, "chance": one.probability, "who": who})
        marks += [{"rank": rank, "option": text, "who": who} for text in _options(one)]
    options = sorted({str(mark["option"]) for mark in marks})
    x: Spec = {"field": "rank", "type": "quantitative"}
    x["axis"] = {"title": None, "labels": False, "grid": False}
    x["scale"] = {"domain": [0, len(study.universes) + 1], "nice": False}
    colour = {
        "field": "who",
        "type": "nominal",
        "scale": {"domain": ["another", "the dossier's own"], "range": [BLUE, RED]},
        "legend": {"title": None, "orient": "top"},
    }
    top = {
        "data": rows(curve),
        "width": 560,
        "height": 150,
        "layer": [
            {
                "mark": {"type": "point", "filled": True, "size": 22, "opacity": 0.9},
                "encoding": {
                    "x": x,
                    "y": {
                        "field": "chance",
                        "type": "quantitative",
                        "scale": {"domain": [0, 1]},
                        "axis": {"title": "probability", "format": ".2f", "tickCount": 5},
                    },
                    "color": colour,
                },
            },
            {
                "transform": [{"filter": 'datum.who == "the dossier\'s own"'}],
                "mark": {"type": "point", "filled": True, "size": 110, "color": RED},
                "encoding": {"x": x, "y": {"field": "chance", "type": "quantitative"}},
            },
        ],
    }
    bottom = {
        "data": rows(marks),
        "width": 560,
        "height": {"step": 12},
        "mark": {"type": "tick", "thickness": 1, "bandSize": 9},
        "encoding": {
            "x": {**x, "axis": {"title": "combinations, the least likely first", "labels": False,
                                "grid": False}},
            "y": {"field": "option", "type": "nominal", "sort": options, "axis": {"title": None}},
            "color": colour,
        },
    }  # fmt: skip
    title = {
        "text": f"'{event}' under every combination of structural choices",
        "subtitle": study.label,
        "subtitleColor": FAINT,
    }
    return chart(vconcat=[top, bottom], spacing=8, title=title)


def _options(one: Universe) -> tuple[str, ...]:
    curve = "drawn" if one.curve is None else f"{one.curve:g}"
    aversion = "drawn" if one.loss_aversion is None else f"{one.loss_aversion:g}"
    return (
        f"solution: {one.solution}",
        f"holding back: {one.holding_back:g}",
        f"curve: {curve}",
        f"loss aversion: {aversion}",
        f"law: {one.law}",
    )
