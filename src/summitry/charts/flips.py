"""Where numbers flip an event: range, likeliest value and flip within each number's hard bounds."""

from __future__ import annotations

from summitry.charts.style import BLUE, FAINT, GREEN, ORANGE, RED, Spec, chart, rows
from summitry.sensitivity.crossing import Bounds
from summitry.sensitivity.flip import Flips, FlipStudy
from summitry.sensitivity.singles import Flip

KINDS = {"lever": "lever: somebody can pull it", "fact": "fact: nobody can", "form": "form"}


def flips(made: Flips) -> Spec:
    """A panel an assessment, a row a number across its bounds.

    The bar is the number's range, the dot its likeliest value, the cross where the event's chance
    is at the threshold.
    """
    panels = [_panel(study) for study in made.studies]
    subtitle = "bar: range; dot: likeliest value; cross: flip; the line runs over the hard bounds"
    title = {
        "text": f"What flips '{made.event}' across {made.threshold:.2f}",
        "subtitle": subtitle,
        "subtitleColor": FAINT,
    }
    return chart(vconcat=panels, spacing=20, title=title)


def _panel(study: FlipStudy) -> Spec:
    flipping = study.nearest
    values = [_row(one) for one in flipping]
    if not values:
        note = [{"text": "no number flips it within its bounds"}]
        return {
            "title": {"text": study.label, "fontSize": 12, "frame": "group"},
            "data": rows([dict(one) for one in note]),
            "width": 340,
            "height": 24,
            "mark": {"type": "text", "color": FAINT},
            "encoding": {"text": {"field": "text"}},
        }
    y: Spec = {"field": "number", "type": "nominal", "sort": None}  # as the rows come
    y["axis"] = {"title": None, "labelLimit": 420, "labelPadding": 8}
    x: Spec = {"type": "quantitative", "scale": {"domain": [-0.01, 1.01]}}
    title = "from the least to the greatest value it can have"
    x["axis"] = {"title": title, "labels": False, "tickCount": 2}
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(KINDS.values()), "range": [GREEN, BLUE, ORANGE]},
        "legend": {"title": None, "orient": "top"},
    }
    line = {"mark": {"type": "rule", "color": "#dfe5e8", "strokeWidth": 2},
            "encoding": {"y": y, "x": {**x, "field": "start"}, "x2": {"field": "end"}}}  # fmt: skip
    bar = {"mark": {"type": "rule", "strokeWidth": 7, "opacity": 0.55},
           "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"},
                        "color": colour}}  # fmt: skip
    dot = {"mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
           "encoding": {"y": y, "x": {**x, "field": "mode"}, "color": colour}}  # fmt: skip
    cross = {"mark": {"type": "point", "shape": "cross", "filled": True, "size": 90, "color": RED,
                      "opacity": 1},
             "encoding": {"y": y, "x": {**x, "field": "flip"}}}  # fmt: skip
    place = {"y": y, "x": {**x, "field": "flip"}}
    text = {"mark": {"type": "text", "align": "left", "dx": 8, "dy": -1, "fontSize": 10,
                     "color": RED},
            "encoding": {**place, "text": {"field": "said"}}}  # fmt: skip
    return {
        "title": {"text": study.label, "fontSize": 12, "frame": "group"},
        "data": rows(values),
        "width": 340,
        "height": {"step": 22},
        "layer": [line, bar, dot, cross, text],
    }


def _row(one: Flip) -> dict[str, object]:
    bounds = Bounds(one.least, one.greatest)
    return {
        "number": one.text,
        "kind": KINDS[one.kind],
        "start": 0.0,
        "end": 1.0,
        "low": bounds.place(one.low),
        "high": bounds.place(one.high),
        "mode": bounds.place(one.mode),
        "flip": bounds.place(one.value or 0.0),
        "said": f"{one.value:.2g}",
    }
