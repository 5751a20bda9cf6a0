"""Pools of everybody who answered a question, scored like a school.

The linear pool averages the chances (Stone 1961); the pool of log odds takes the mean of their
logarithms, normalised, and with an exponent above 1 makes the result more extreme (Satopää et al.
2014). See :mod:`summitry.forecasts.pools` for pools of the assessments of one dossier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from summitry.forecasts.pools import FLOOR as CERTAIN
from summitry.ledger import scores
from summitry.ledger.claims import Answers, Number
from summitry.ledger.marks import Mark, answers_score

POOLS: Mapping[str, float | None] = {
    "pool: linear": None,
    "pool: log odds": 1.0,
    "pool: log odds, exponent 1.5": 1.5,
}
"""Name: exponent of log odds; None for the linear pool."""
MEMBERS = 2
"""A pool of fewer is none."""

Table = NDArray[np.float64]


def crowd(chances: Table, exponent: float | None) -> Table:
    """One chance for each answer, of several people's.

    Parameters
    ----------
    chances
        (people, answers), rows adding up to 1.
    exponent
        Of log odds; None for the linear pool.
    """
    if exponent is None:
        mean: Table = chances.mean(axis=0)
        return mean
    logs = exponent * np.log(np.clip(chances, CERTAIN, 1 - CERTAIN)).mean(axis=0)
    raised = np.exp(logs - logs.max())
    pooled: Table = raised / raised.sum()
    return pooled


def pooled_marks(marks: Sequence[Mark], floor: float = scores.FLOOR) -> list[Mark]:
    """Pools of the chances given to each question, as marks of schools of their own."""
    asked: dict[tuple[str, str, tuple[str, ...]], list[Mark]] = {}
    for one in marks:
        if one.kind == "chance":
            names = one.claim.names if isinstance(one.claim, Answers) else ()
            asked.setdefault((one.case, one.on, names), []).append(one)
    found = []
    for (_, _, names), own in asked.items():
        if len(own) < MEMBERS:
            continue
        table = np.array([_row(one) for one in own])
        for school, exponent in POOLS.items():
            found.append(_mark(school, own[-1], names, crowd(table, exponent), floor))
    return found


def _row(mark: Mark) -> Sequence[float]:
    claim = mark.claim
    if isinstance(claim, Answers):
        return claim.chances
    return (claim.chance, 1 - claim.chance) if isinstance(claim, Number) else ()


def _mark(school: str, like: Mark, names: tuple[str, ...], chances: Table, floor: float) -> Mark:
    values = tuple(float(one) for one in chances)
    if names:
        ordered = isinstance(like.claim, Answers) and like.claim.ordered
        claim: Number | Answers = Answers(like.on, names, values, ordered)
        brier, log = answers_score(
            Answers(like.on, names, values, ordered), str(like.answer), floor
        )
    else:
        claim = Number(like.on, values[0], getattr(like.claim, "no_deal", None))
        given = values[0] if like.answer else values[1]
        brier, log = (1 - given) ** 2, scores.log_score(given, floor)
    return Mark(like.case, like.on, school, like.entry, "chance", like.judged, claim, like.answer,
                brier, log)  # fmt: skip
