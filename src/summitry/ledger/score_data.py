"""Scores as plain data, for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from summitry.ledger.claims import to_data

if TYPE_CHECKING:
    from summitry.ledger.corp import Reliability
    from summitry.ledger.marks import Mark
    from summitry.ledger.score import Board, Scoring


def score_data(made: Scoring) -> dict[str, Any]:
    """Everything that a scoring holds; Brier scores in its convention."""
    return {
        "receipt": made.receipt,
        "conventions": {
            "brier": made.convention,
            "brier_greatest": made.factor,
            "log": "natural",
            "log_floor": made.floor,
            "mean": "over cases of the means within each",
        },
        "seed": made.seed,
        "boards": [_board(one, made.factor) for one in made.boards],
        "hindsight": [_mark(one, made.factor) for one in made.hindsight],
        "open": [asdict(one) for one in made.open_claims],
        "unresolved": list(made.unresolved),
        "disputed": list(made.disputed),
    }


def _board(board: Board, factor: float) -> dict[str, Any]:
    def row(data: dict[str, Any]) -> dict[str, Any]:
        score = data["brier"]
        return {**data, "brier": None if score is None else score * factor}

    return {
        "standing": board.standing.value,
        "cases": board.cases,
        "schools": [{**row(asdict(one)), "too_few_cases": one.few} for one in board.rows],
        "pools": [row(asdict(one)) for one in board.crowds],
        "pairs": [_pair(asdict(one), one.verdict, factor) for one in board.pairs],
        "words": [asdict(one) for one in board.words],
        "rankings": [asdict(one) for one in board.ranks],
        "reliability": {
            school: _reliability(one, factor) for school, one in board.reliability.items()
        },
    }


def _pair(data: dict[str, Any], verdict: str, factor: float) -> dict[str, Any]:
    scaled = {
        key: None if data[key] is None else data[key] * factor
        for key in ("difference", "low", "high")
    }
    return {**data, **scaled, "verdict": verdict}


def _reliability(one: Reliability, factor: float) -> dict[str, Any]:
    return {
        "chances": one.chances.tolist(),
        "counts": one.counts.tolist(),
        "recalibrated": one.recalibrated.tolist(),
        "band": [one.low.tolist(), one.high.tolist()],
        "score": one.score * factor,
        "miscalibration": one.miscalibration * factor,
        "discrimination": one.discrimination * factor,
        "uncertainty": one.uncertainty * factor,
    }


def _mark(one: Mark, factor: float) -> dict[str, Any]:
    data: dict[str, Any] = {
        "case": one.case,
        "school": one.school,
        "claim": to_data(one.claim),
        "outcome": one.answer,
        "why": list(one.judged.reasons),
        "entry": one.entry,
    }
    if one.kind == "chance":
        data |= {"brier": one.brier * factor, "log": one.log}
    elif one.kind == "quantity":
        data["crps"] = one.crps
    return data
