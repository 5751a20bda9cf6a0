"""What to watch for: the event's chance once a sign is seen, and once it is known to be missing."""

from __future__ import annotations

from summitry.charts.style import BLUE, FAINT, ORANGE, Spec, chances, chart, rows
from summitry.sensitivity.explain import Explanation, ExplanationStudy

ENDS = ("seen", "not seen")


def watch(made: Explanation) -> Spec:
    """A panel an assessment, a row a sign, the most telling first."""
    panels = [_panel(made.event, study) for study in made.studies if study.watch]
    return chart(vconcat=panels, spacing=20, title=f"What seeing it would do to '{made.event}'")


def _panel(event: str, study: ExplanationStudy) -> Spec:
    values: list[dict[str, object]] = [
        {"sign": f"{one.name} (by {one.by})", "chance": chance, "end": end}
        for one in study.watch
        for chance, end in zip((one.seen, one.unseen), ENDS, strict=True)
        if chance is not None
    ]
    names = [f"{one.name} (by {one.by})" for one in study.watch]
    colour = {
        "field": "end",
        "type": "nominal",
        "scale": {"domain": list(ENDS), "range": [BLUE, ORANGE]},
        "legend": {"title": None, "orient": "top"},
    }
    x = {"field": "chance", **chances(f"probability of '{event}'")}
    axis = {"title": None, "labelLimit": 420, "labelPadding": 8}
    return {
        "title": {"text": study.label, "fontSize": 12, "frame": "group"},
        "width": 340,
        "height": {"step": 22},
        "layer": [
            {
                "data": rows(values),
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": {"field": "sign", "type": "nominal", "sort": names, "axis": axis},
                    "color": colour,
                },
            },
            {
                "data": rows([{"base": study.probability}]),
                "mark": {"type": "rule", "color": FAINT, "strokeDash": [4, 3]},
                "encoding": {"x": {"field": "base", "type": "quantitative"}},
            },
        ],
    }
