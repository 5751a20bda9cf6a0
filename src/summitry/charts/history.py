"""A case's history: the chances given to one question over time, and what came of it."""

from __future__ import annotations

from summitry.charts.style import ASSESSMENTS, FAINT, INK, Spec, chances, chart, rows
from summitry.ledger.history import History
from summitry.ledger.score_tables import outcome

MOST_SCHOOLS = 6
"""Schools with a colour of their own; the rest are drawn in grey."""


def history(told: History) -> Spec:
    """A line a school, a dot an entry (hollow: hindsight), a rule on the day of the outcome."""
    points = [{**one, "shape": _shape(str(one["standing"]))} for one in told.points()]
    schools = list(dict.fromkeys(str(one["school"]) for one in points))
    found = told.case.outcome
    days = [*(str(one["when"]) for one in points), *([found.day.isoformat()] if found else [])]
    x: Spec = {"field": "when", "type": "temporal", "scale": {"type": "utc"}}
    x["axis"] = _days(min(days), max(days))
    colours = [*ASSESSMENTS[:MOST_SCHOOLS], *[FAINT] * max(0, len(schools) - MOST_SCHOOLS)]
    colour = {
        "field": "school",
        "type": "nominal",
        "scale": {"domain": schools, "range": colours},
        "legend": {"title": None, "orient": "top", "columns": 2, "labelLimit": 300}
        if len(schools) <= MOST_SCHOOLS * 2
        else None,
    }
    y = {"field": "chance", **chances(f"probability of '{told.question}'")}
    kinds = list(dict.fromkeys(str(one["shape"]) for one in points))
    shape = {
        "field": "shape",
        "type": "nominal",
        "scale": {"domain": [OPEN, SHOWN, BEHIND], "range": ["diamond", "circle", "cross"]},
        "legend": {"title": None, "orient": "top", "values": kinds, "labelLimit": 300},
    }
    lines = {
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 1.5, "opacity": 0.7},
        "encoding": {"x": x, "y": y, "color": colour},
    }
    dots = {
        "mark": {"type": "point", "filled": True, "size": 75, "opacity": 1},
        "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
    }
    layers: list[Spec] = [lines, dots]
    if found is not None:
        came = told.case.answers.get(told.question)
        label = f"outcome, {found.day}: {outcome(came)}"
        layers += _outcome(found.day.isoformat(), label, x, [str(one["when"]) for one in points])
    title = told.case.title or told.case.name
    return chart(width=560, height=300, title=title, data=rows(points), layer=layers)


def _days(first: str, last: str) -> Spec:
    """The axis of time, as fine as what it spans."""
    same = first[:10] == last[:10]
    form = "%H:%M:%S" if first[:15] == last[:15] else "%d %b %H:%M" if same else "%d %b %Y"
    day = f", {first[:10]}" if same else ""
    return {
        "title": f"when it was put on record (UTC){day}",
        "labelOverlap": True,
        "format": form,
        "tickCount": 5,
    }


OPEN, SHOWN, BEHIND = "open", "before the outcome", "hindsight"


def _shape(standing: str) -> str:
    return {"open": OPEN, "hindsight": BEHIND}.get(standing, SHOWN)


def _outcome(day: str, label: str, x: Spec, others: list[str]) -> list[Spec]:
    data = rows([{"when": day, "label": label}])
    # Written towards where there is room: most entries lie before the outcome, or most after.
    late = sum(one < day for one in others) * 2 >= len(others)
    words = {"type": "text", "align": "right" if late else "left", "baseline": "bottom"}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": INK, "strokeDash": [5, 3]},
            "encoding": {"x": x},
        },
        {
            "data": data,
            "mark": {**words, "color": INK, "fontSize": 11},
            "encoding": {"x": x, "y": {"value": -5}, "text": {"field": "label"}},
        },
    ]
