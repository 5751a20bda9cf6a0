"""A road map as a staircase: each step with everybody's slack, and where it breaks."""

from __future__ import annotations

from collections.abc import Mapping

from summitry.charts.style import BLUE, FAINT, INK, PAGE, RED, Spec, chart, rows
from summitry.forecasts.roadmap_study import RoadMapForecast, RoadMapStudy
from summitry.forecasts.tables import figure

WIDTH, RISE, TEXT = 150, 46, 14
"""Pixels: a stair's width and least rise, a line of text."""
CAPTION = 340
"""Width of a panel's caption."""
HOLDS, BREAKS, UNKNOWN = "holds", "breaks", "not shown"
NAME = 22
"""Characters of a party's name in a picture."""
LINE = 24
"""Characters of a move's text before it goes on in the next line."""


def staircase(name: str, studies: tuple[RoadMapStudy, ...]) -> Spec:
    """One road map: a panel an assessment, a stair a step, red where somebody gains by leaving.

    Under each stair's top stand its moves; above it each party's least slack.
    """
    every = [(study, one) for study in studies for one in study.maps if one.name == name]
    whole = all(one.everybody for _, one in every)  # all panels share their colours
    widest = max((WIDTH * len(one.steps) for _, one in every), default=WIDTH)
    return chart(
        title=every[0][1].label if every else name,
        concat=[_panel(study, one, _scale(whole=whole)) for study, one in every],
        columns=max(1, PAGE // max(widest, CAPTION)),
        spacing=26,
    )


def _panel(study: RoadMapStudy, one: RoadMapForecast, scale: Spec) -> Spec:
    slack = {(part.step, part.party): part.least for part in one.parties}
    stairs: list[dict[str, object]] = []
    for number, moves in enumerate(one.steps, start=1):
        own = {party: least for (step, party), least in slack.items() if step == number}
        point = one.stopping[number - 1]
        stairs.append(
            {
                "step": number,
                "top": number,
                "state": _state(one, own),
                "moves": "\n".join(_wrapped(f"{issue}: {level}") for issue, level in moves.items()),
                "slack": "\n".join(
                    f"{_short(study.names[party])} {_slack(value)}" for party, value in own.items()
                ),
                "stop": "may stop here" if point.holds else "",
            }
        )
    last, above = len(stairs), TEXT * len({part.party for part in one.parties})
    lines = [str(stair["moves"]).count("\n") + 2 for stair in stairs]
    rise = max(RISE, *(TEXT * count / (place + 1) + 12 for place, count in enumerate(lines)))
    years = "" if one.period is None else f" ({one.period:g} years each)"
    years = " (1 year each)" if one.period == 1 else years
    x = {
        "field": "step",
        "type": "ordinal",
        "axis": {"title": f"step{years}", "labelAngle": 0},
        "scale": {"paddingInner": 0.02, "paddingOuter": 0},
    }
    y = {
        "field": "top",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, last + (above + 12) / rise], "nice": False},
    }
    color = {
        "field": "state",
        "type": "nominal",
        "scale": scale,
        "legend": {"title": None, "orient": "top"},
    }
    return {
        "title": {
            "text": study.label,
            "subtitle": _subtitle(study, one),
            "subtitlePadding": 4,
            "fontSize": 12,
            "subtitleColor": FAINT,
        },
        "width": {"step": WIDTH},
        "height": rise * last + above + 12,
        "data": rows(stairs),
        "layer": [
            {"mark": {"type": "bar", "opacity": 0.9}, "encoding": {"x": x, "y": y, "color": color}},
            _text("moves", x, y, dy=6, color="white", baseline="top"),
            _text("slack", x, y, dy=-above + TEXT - 5, color=INK, baseline="line-bottom"),
            _text("stop", x, {"value": "height"}, dy=-8, color="white", baseline="bottom"),
        ],
    }


def _state(one: RoadMapForecast, slack: Mapping[str, float]) -> str:
    """Whether a step holds, as far as that is shown."""
    if any(value < -1e-12 for value in slack.values()):
        return BREAKS
    return HOLDS if one.everybody or one.holds else UNKNOWN


def _scale(*, whole: bool) -> Spec:
    every = {HOLDS: BLUE, BREAKS: RED} | ({} if whole else {UNKNOWN: FAINT})
    return {"domain": list(every), "range": list(every.values())}


def _text(field: str, x: Spec, y: Spec, *, dy: int, color: str, baseline: str) -> Spec:
    mark = {
        "type": "text", "lineBreak": "\n", "baseline": baseline, "dy": dy, "fontSize": 10.5,
        "color": color, "fontWeight": "bold" if field == "stop" else "normal",
    }  # fmt: skip
    return {"mark": mark, "encoding": {"x": x, "y": y, "text": {"field": field}}}


def _subtitle(study: RoadMapStudy, one: RoadMapForecast) -> list[str]:
    critical = "none" if one.critical is None else figure(one.critical)
    own = [
        f"{_short(study.names[party])} {figure(value)}" for party, value in study.patience.items()
    ]
    return [
        f"critical discount factor a year: {critical}",
        *([f"own: {', '.join(own)}"] if own else []),
        f"self-enforcing in {figure(one.share)} of the draws",
    ]


def _slack(value: float) -> str:
    return "0" if abs(value) < 5e-4 else f"{value:+.3f}".replace("0.", ".", 1)


def _short(name: str) -> str:
    return name if len(name) <= NAME else f"{name[: NAME - 1].rstrip()}…"


def _wrapped(text: str) -> str:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
