"""The multiverse: an event under every combination of structural choices, sorted."""

from __future__ import annotations

from itertools import pairwise

from summitry.charts.style import BLUE, FAINT, RED, Spec, chart, rows
from summitry.sensitivity.explain import ExplanationStudy
from summitry.sensitivity.multiverse import Universe


def multiverse(event: str, study: ExplanationStudy) -> Spec:
    """Above, the chance in each combination, the dossier's own in red; below, its choices.

    The combinations stand in the study's order.
    """
    curve: list[dict[str, object]] = []
    chosen: list[dict[str, object]] = []
    for rank, one in enumerate(study.universes, start=1):
        who = "the dossier's own" if one.shipped else "another"
        place: dict[str, object] = {"rank": rank, "who": who}
        curve.append({**place, "chance": one.probability})
        chosen.append({**place, **_options(one)})
    choices = list(_options(study.universes[0])) if study.universes else []
    options = sorted({str(one[choice]) for one in chosen for choice in choices})
    rising = all(one.probability <= other.probability for one, other in pairwise(study.universes))
    order = "the least likely first" if rising else "in the order before the move"
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
        "data": rows(chosen),
        "transform": [{"fold": choices, "as": ["choice", "option"]}],
        "width": 560,
        "height": {"step": 12},
        "mark": {"type": "tick", "thickness": 1, "bandSize": 9},
        "encoding": {
            "x": {**x, "axis": {"title": f"combinations, {order}", "labels": False,
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


def _options(one: Universe) -> dict[str, object]:
    """Choice: the option taken."""
    curve = "drawn" if one.curve is None else f"{one.curve:g}"
    aversion = "drawn" if one.loss_aversion is None else f"{one.loss_aversion:g}"
    return {
        "c1": f"solution: {one.solution}",
        "c2": f"holding back: {one.holding_back:g}",
        "c3": f"curve: {curve}",
        "c4": f"loss aversion: {aversion}",
        "c5": f"law: {one.law}",
    }
