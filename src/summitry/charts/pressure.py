"""Where the pressure points: outcomes by model, paths by round, who challenges whom, who weighs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from summitry.charts.matrices import matrices
from summitry.charts.paths import paths
from summitry.charts.style import ASSESSMENTS, FAINT, GRID, INK, Spec, chart, rows
from summitry.charts.weights import weights
from summitry.forecasts.pressure_study import Pressure, Scale

WIDTH = 290


def pictures(found: Pressure) -> Mapping[str, Spec]:
    """Every picture by name; the outcomes, under an empty name, come first."""
    made = {"": outcomes(found)}
    made |= {_stem(name): spec for name, spec in _of_studies(found)}
    return made


def _of_studies(found: Pressure) -> Iterator[tuple[str, Spec]]:
    for study in found.studies:
        whose = f"-{study.assessment}" if len(found.studies) > 1 else ""
        yield f"weights{whose}", weights(found, study)
        for one in study.pulls:
            if one.history is not None:
                yield f"path-{one.model}{whose}", paths(found, study, one)
            spec = matrices(study, one)
            if spec is not None:
                yield f"matrix-{one.model}{whose}", spec


def _stem(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name)


def outcomes(found: Pressure) -> Spec:
    """A panel an issue, a row a model: outcome at the likeliest numbers, and nine draws in ten."""
    panels = [_panel(found, one, number) for number, one in enumerate(found.scales)]
    said = ["Dots: at the likeliest numbers"]
    if found.kind == "dossier":
        said.append("lines: eight draws in ten")
    if any(one.status_quo is not None for one in found.scales):
        said.append("dashed: how things stand")
    title = {
        "text": f"{found.title}: where the pressure points",
        "subtitle": "; ".join(said) + ".",
        "subtitleColor": FAINT,
        "subtitlePadding": 4,
    }
    return chart(
        concat=panels,
        columns=2 if len(panels) > 1 else 1,
        spacing={"row": 18, "column": 28},
        resolve={"scale": {"color": "shared"}},
        title=title,
    )


def _panel(found: Pressure, scale: Scale, number: int) -> Spec:
    labels = [study.label for study in found.studies]
    values: list[dict[str, object]] = []
    for study in found.studies:
        for one in study.pulls:
            own = next((issue for issue in one.issues if issue.issue == scale.issue), None)
            if own is None:
                continue
            at = own.central if own.central is not None else scale.status_quo
            values.append(
                {"model": one.title, "assessment": study.label, "at": at,
                 "low": own.low if own.low is not None else at,
                 "high": own.high if own.high is not None else at}
            )  # fmt: skip
    room = 0.04 * (scale.high - scale.low) or 0.5
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": [scale.low - room, scale.high + room], "nice": False},
    }
    x["axis"] = None if found.kind == "dossier" else {"title": None, "tickCount": 5}
    titles = [one.title for one in found.studies[0].pulls if not one.refused]
    y = {
        "field": "model",
        "type": "nominal",
        "sort": titles,
        "axis": {"title": None, "grid": True, "labelPadding": 6} if number % 2 == 0 else None,
    }
    lane = {"field": "assessment", "type": "nominal", "sort": labels}
    colours = {"domain": labels, "range": list(ASSESSMENTS[: len(labels)])}
    legend = {"title": None, "orient": "top", "labelLimit": 400} if len(labels) > 1 else None
    color = {**lane, "scale": colours, "legend": legend}
    place = {"y": y, "yOffset": lane, "color": color}
    layers = [*_names(found, scale, x)] if found.kind == "dossier" else []
    if scale.status_quo is not None:
        layers.append(
            {"data": rows([{"at": scale.status_quo}]),
             "mark": {"type": "rule", "strokeDash": [3, 3], "color": FAINT},
             "encoding": {"x": {**x, "field": "at"}}}
        )  # fmt: skip
    layers += [
        {"mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.5},
         "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, **place}},
        {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
         "encoding": {"x": {**x, "field": "at"}, **place}},
    ]  # fmt: skip
    offset = 18 if found.kind == "dossier" else 6
    return {
        "title": {"text": scale.label, "offset": offset, "fontSize": 12, "limit": WIDTH},
        "width": WIDTH,
        "height": {"step": 12 + 6 * len(labels), "for": "position"},
        "view": {"stroke": GRID},
        "data": rows(values),
        "layer": layers,
    }


def _names(found: Pressure, scale: Scale, x: Spec) -> Iterator[Spec]:
    """Names of the levels, over the panel."""
    del found
    width = scale.high - scale.low
    for side in ("left", "center", "right"):
        own: list[dict[str, object]] = [
            {"level": level, "at": at}
            for level, at in scale.levels.items()
            if _side((at - scale.low) / width) == side
        ]
        yield {
            "data": rows(own),
            "mark": {"type": "text", "align": side, "fontSize": 10, "color": INK, "limit": 110},
            "encoding": {
                "x": {**x, "field": "at"}, "y": {"value": -8}, "text": {"field": "level"},
            },
        }  # fmt: skip


def _side(share: float) -> str:
    return "left" if share < 0.2 else "right" if share > 0.8 else "center"
