"""Bridges: what each costs, lever by lever, and who pulls."""

from __future__ import annotations

from summitry.charts.style import ASSESSMENTS, FAINT, Spec, chart, rows
from summitry.dossier.model import Dossier
from summitry.sensitivity.flip import Flips, FlipStudy

AND = " + "
"""Between the levers of a bridge; labels break there."""


def bridges(dossier: Dossier, made: Flips) -> Spec:
    """A panel an assessment with bridges, a bar a bridge: its levers' costs, by who pulls them."""
    studies = [study for study in made.studies if study.bridges.found]
    who = list(dict.fromkeys(name for study in studies for name in _pullers(dossier, study)))
    panels = [_panel(dossier, study, who) for study in studies]
    title = f"The cheapest ways to '{made.event}'"
    return chart(vconcat=panels, spacing=20, title=title)


def _pullers(dossier: Dossier, study: FlipStudy) -> list[str]:
    return [
        ", ".join(dossier.label(one) for one in lever.by)
        for bridge in study.bridges.found
        for lever in bridge.levers
    ]


def _panel(dossier: Dossier, study: FlipStudy, who: list[str]) -> Spec:
    values: list[dict[str, object]] = []
    names = []
    for number, bridge in enumerate(study.bridges.found, start=1):
        name = f"{number}. " + AND.join(lever.text for lever in bridge.levers)
        names.append(name)
        values += [
            {
                "bridge": name,
                "cost": lever.cost,
                "by": ", ".join(dossier.label(one) for one in lever.by),
            }
            for lever in bridge.levers
        ]
    colour = {
        "field": "by",
        "type": "nominal",
        "scale": {
            "domain": who,
            "range": [ASSESSMENTS[at % len(ASSESSMENTS)] for at in range(len(who))],
        },
        "legend": {"title": "pulled by", "orient": "top", "labelLimit": 400, "columns": 2},
    }
    wanted, now = study.bridges.wanted, study.bridges.now
    title = {
        "text": study.label,
        "frame": "group",
        "subtitle": f"from {now:.2f} to {wanted:.2f}",
        "subtitleColor": FAINT,
        "fontSize": 12,
    }
    return {
        "title": title,
        "data": rows(values),
        "width": 300,
        "height": {"step": 12 + 14 * max(len(one.levers) for one in study.bridges.found)},
        "mark": {"type": "bar", "height": 14},
        "encoding": {
            "y": {"field": "bridge", "type": "nominal", "sort": names,
                  "axis": {"title": None, "labelLimit": 520,
                           "labelExpr": f"split(datum.label, '{AND}')"}},
            "x": {"field": "cost", "type": "quantitative",
                  "axis": {"title": "cost: half-widths of the levers' ranges", "tickCount": 5}},
            "color": colour,
        },
    }  # fmt: skip
