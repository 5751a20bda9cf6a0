"""The leaderboard: schools by their scores, beside references, and in pairs.

Questions of one case hang together (one summit is one draw of the world), so scores are averaged
within each case first and over cases then, and the bootstrap draws whole cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.ledger.claims import Number
from summitry.ledger.marks import Mark, reference_brier
from summitry.ledger.scores import skill

FEW_CASES = 15
"""With fewer cases than this nothing is said of who is better."""
ROUNDS = 2_000
MOST_PAIRED = 6
"""Schools compared in pairs: those with the most cases."""
REFERENCES = ("uniform", "base rate", "no deal")


@dataclass(frozen=True, slots=True)
class Row:
    """One school on the board.

    Attributes
    ----------
    cases, claims
        How many it was scored on.
    brier, log, crps
        Means over cases of the means within each; None where it claims nothing of the kind.
    skills
        Reference: share of the reference's Brier loss that the school saves on the same claims,
        None where the reference says nothing, or lost nothing.
    """

    school: str
    cases: int
    claims: int
    brier: float | None
    log: float | None
    crps: float | None
    skills: Mapping[str, float | None]

    @property
    def few(self) -> bool:
        """Whether the cases are too few to tell skill from luck."""
        return self.cases < FEW_CASES


@dataclass(frozen=True, slots=True)
class Pair:
    """Two schools on the questions that both answered.

    ``difference`` is the mean over cases of the first's Brier score less the second's (below 0: the
    first was better); ``low`` and ``high`` hold the middle 95% of the bootstrap over cases, None of
    a single case.
    """

    first: str
    second: str
    cases: int
    difference: float
    low: float | None
    high: float | None

    @property
    def verdict(self) -> str:
        """What may be said of it."""
        if self.cases < FEW_CASES or self.low is None or self.high is None:
            return f"too few cases ({self.cases}) to tell"
        if self.low > 0:
            return f"{self.second} better"
        return f"{self.first} better" if self.high < 0 else "not told apart"


def leaderboard(marks: Sequence[Mark], bases: Mapping[tuple[str, str], Number]) -> list[Row]:
    """Schools by mean Brier score; those with few cases after those with many.

    Parameters
    ----------
    marks
        Each school's last word on each question, all of it such as counts.
    bases
        ``(case, question)``: the reference class on record before the outcome.
    """
    by_school: dict[str, list[Mark]] = {}
    for one in marks:
        if one.kind in ("chance", "quantity"):
            by_school.setdefault(one.school, []).append(one)
    rows = [_row(school, own, bases) for school, own in by_school.items()]
    last = float("inf")
    return sorted(
        rows,
        key=lambda one: (one.few, last if one.brier is None else one.brier, one.school),
    )


def _row(school: str, marks: list[Mark], bases: Mapping[tuple[str, str], Number]) -> Row:
    chances = [one for one in marks if one.kind == "chance"]
    amounts = [one for one in marks if one.kind == "quantity"]
    return Row(
        school=school,
        cases=len({one.case for one in marks}),
        claims=len(marks),
        brier=_mean([(one.case, one.brier) for one in chances]),
        log=_mean([(one.case, one.log) for one in chances]),
        crps=_mean([(one.case, one.crps) for one in amounts]),
        skills={which: _skill(chances, which, bases) for which in REFERENCES},
    )


def _mean(values: Sequence[tuple[str, float]]) -> float | None:
    """Mean over cases of the means within each."""
    by_case: dict[str, list[float]] = {}
    for case, value in values:
        by_case.setdefault(case, []).append(value)
    if not by_case:
        return None
    return sum(sum(own) / len(own) for own in by_case.values()) / len(by_case)


def _skill(
    marks: Sequence[Mark], which: str, bases: Mapping[tuple[str, str], Number]
) -> float | None:
    own, other = [], []
    for one in marks:
        score = reference_brier(one, which, bases.get((one.case, one.on)))
        if score is not None:
            own.append((one.case, one.brier))
            other.append((one.case, score))
    mine, theirs = _mean(own), _mean(other)
    return None if mine is None or theirs is None else skill(mine, theirs)


def pairs(marks: Sequence[Mark], *, seed: int = 1) -> list[Pair]:
    """Paired differences between the schools with the most cases, bootstrapped over cases."""
    scores: dict[str, dict[tuple[str, str], float]] = {}
    for one in marks:
        if one.kind == "chance":
            scores.setdefault(one.school, {})[one.case, one.on] = one.brier
    cases = {school: len({case for case, _ in own}) for school, own in scores.items()}
    most = sorted(scores, key=lambda school: (-cases[school], school))[:MOST_PAIRED]
    found = []
    for number, first in enumerate(most):
        for second in most[number + 1 :]:
            pair = _pair(first, second, scores, seed)
            if pair is not None:
                found.append(pair)
    return found


def _pair(
    first: str,
    second: str,
    scores: Mapping[str, Mapping[tuple[str, str], float]],
    seed: int,
) -> Pair | None:
    by_case: dict[str, list[float]] = {}
    for key, score in scores[first].items():
        if key in scores[second]:
            by_case.setdefault(key[0], []).append(score - scores[second][key])
    if not by_case:
        return None
    means = np.array([sum(own) / len(own) for own in by_case.values()])
    low, high = bootstrap(means, seed) if len(means) > 1 else (None, None)
    return Pair(first, second, len(means), float(means.mean()), low, high)


def bootstrap(means: NDArray[np.float64], seed: int) -> tuple[float, float]:
    """Middle 95% of the mean over cases drawn anew, with replacement, from the cases there are."""
    generator = np.random.default_rng(seed)
    count = len(means)
    drawn = generator.integers(0, count, size=(ROUNDS, count))
    low, high = np.quantile(means[drawn].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)
