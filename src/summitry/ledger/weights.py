"""Weights for a pool, learnt from what the schools said before the fact and what came of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summitry.forecasts.pools import weights_from_logs
from summitry.ledger.board import FEW_CASES
from summitry.ledger.faults import LedgerError
from summitry.ledger.marks import Mark
from summitry.ledger.standing import Standing

BEFORE = Standing.BEFORE


@dataclass(frozen=True)
class Learnt:
    """Weights with what they rest on."""

    weights: Mapping[str, float]
    cases: int
    questions: int
    temper: float

    @property
    def basis(self) -> str:
        """Where the weights come from, in words."""
        few = f", too few to rely on ({FEW_CASES} would be a start)"
        return (
            f"learnt from the ledger: {self.questions} shared questions in {self.cases} cases"
            f" (temper {self.temper:g})" + (few if self.cases < FEW_CASES else "")
        )


def learn(marks: Sequence[Mark], schools: Sequence[str], *, temper: float = 1.0) -> Learnt:
    """Weigh schools by their log scores on the questions that all of them answered.

    w ~ exp(temper x sum over cases of the mean log score within the case): a case is one draw of
    the world, however many questions it answers.

    Parameters
    ----------
    marks
        Each school's last words; only what was recorded here before its outcome teaches
        anything.
    schools
        Whom to weigh.
    temper
        From 0 (equal weights) to 1 (Bayes' rule, if one of them told the truth).

    Raises
    ------
    LedgerError
        They share no question that was resolved and forecast before its outcome.
    """
    logs: dict[str, dict[tuple[str, str], float]] = {name: {} for name in schools}
    for one in marks:
        if one.kind == "chance" and one.school in logs and one.judged.standing is BEFORE:
            logs[one.school][one.case, one.on] = -one.log
    shared = set.intersection(*(set(own) for own in logs.values())) if logs else set()
    if not shared:
        msg = (
            f"the ledger has no question that {', '.join(schools)} all answered before its "
            "outcome; forecasts in hindsight teach no weights"
        )
        raise LedgerError(msg)
    cases = sorted({case for case, _ in shared})
    totals = {}
    for name, own in logs.items():
        means = [[own[key] for key in sorted(shared) if key[0] == case] for case in cases]
        totals[name] = math.fsum(sum(one) / len(one) for one in means)
    return Learnt(weights_from_logs(totals, temper=temper), len(cases), len(shared), temper)
