"""The leaderboard: each school's mean Brier score, those with few cases in grey."""

from __future__ import annotations

from summitry.charts.style import BLUE, FAINT, Spec, chart, rows
from summitry.ledger.board import FEW_CASES
from summitry.ledger.score import Board, Scoring
from summitry.ledger.score_tables import MOST_ROWS, TITLES

ENOUGH, FEW = f"{FEW_CASES} cases or more", f"fewer than {FEW_CASES} cases: too few to tell"


def leaderboard(made: Scoring, board: Board) -> Spec:
    """A row a school, pools of all among them; a dot for its score, its cases beside it."""
    schools = [*board.rows[:MOST_ROWS], *board.crowds]
    values: list[dict[str, object]] = [
        {
            "school": one.school,
            "brier": one.brier * made.factor,
            "label": f"{one.brier * made.factor:.3f} ({one.cases})",
            "cases": FEW if one.few else ENOUGH,
        }
        for one in schools
        if one.brier is not None
    ]
    names = [one["school"] for one in values]
    y = {
        "field": "school",
        "type": "nominal",
        "sort": names,
        "axis": {"title": None, "labelPadding": 8},
    }
    x = {
        "field": "brier",
        "type": "quantitative",
        "scale": {"domainMin": 0},
        "axis": {"title": f"mean Brier score, 0 to {made.factor:g}; less is better (cases)"},
    }
    colour = {
        "field": "cases",
        "type": "nominal",
        "scale": {"domain": [ENOUGH, FEW], "range": [BLUE, FAINT]},
        "legend": {"title": None, "orient": "top", "labelLimit": 400},
    }
    point = {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
        "encoding": {"x": x, "y": y, "color": colour},
    }
    text = {
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 11},
        "encoding": {"x": x, "y": y, "text": {"field": "label"}},
    }
    return chart(
        width=460,
        height={"step": 22},
        title=f"Leaderboard: {TITLES[board.standing]}",
        data=rows(values),
        layer=[point, text],
    )
