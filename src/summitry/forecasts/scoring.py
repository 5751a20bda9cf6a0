"""How near models came to what happened: errors, ranks, and paired differences with their doubt.

Decisions, not issues, are what was drawn: issues of one decision are settled by the same actors at
the same table, so their errors hang together. The bootstrap therefore draws whole decisions
(a cluster bootstrap; Cameron, Gelbach and Miller 2008), with all their issues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 10
"""Decisions below which an interval says little."""


@dataclass(frozen=True)
class Score:
    """How near one model came.

    Attributes
    ----------
    model
        Its name.
    issues
        How many issues it answered.
    mae, rmse
        Mean absolute error and root mean square error over them, in points of the issue's scale,
        which is 100 wide; None where it answered none.
    low, high
        95% interval of the mean absolute error, drawing decisions; None for a single decision.
    common
        Mean absolute error over the issues that every ranked model answered.
    rank
        Place by ``common``, 1 the nearest; equal errors share the better place. None where it
        answered none of them.
    best
        Share of the common issues on which no model came nearer.
    """

    model: str
    issues: int
    mae: float | None
    rmse: float | None
    low: float | None
    high: float | None
    common: float | None
    rank: int | None
    best: float | None


@dataclass(frozen=True)
class Pair:
    """One model's mean absolute error less another's, on the issues that both answered.

    ``low`` and ``high``: 95% interval, drawing decisions; None for a single decision. ``nearer``:
    share of the issues on which the first came nearer, equal errors counting half.
    """

    first: str
    second: str
    issues: int
    decisions: int
    difference: float
    low: float | None
    high: float | None
    nearer: float

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


def scores(
    models: Sequence[str], errors: Floats, decision: NDArray[np.int64], *, resamples: int, seed: int
) -> tuple[tuple[Score, ...], tuple[Pair, ...]]:
    """Score models.

    Parameters
    ----------
    models
        Their names.
    errors : (issues, models)
        Outcome predicted less outcome, in points of a scale of 100; NaN where a model has no
        answer.
    decision : (issues,)
        Number of each issue's decision, from 0 without gaps.
    resamples
        How often decisions are drawn.
    seed
        The same seed gives the same intervals.
    """
    size = np.abs(errors)
    answered = ~np.isnan(size)
    counts = resampled(int(decision.max(initial=-1)) + 1, resamples, seed)
    some = answered.any(axis=0)
    common = answered[:, some].all(axis=1)
    means = size[common].mean(axis=0) if common.any() and some.any() else np.full(len(models), 0.0)
    nearest = np.where(some, size, np.inf).min(axis=1) if len(models) else np.zeros(len(size))
    found = []
    for number, name in enumerate(models):
        own = answered[:, number]
        if not own.any():
            found.append(Score(name, 0, None, None, None, None, None, None, None))
            continue
        low, high = _interval(size[own, number], decision[own], counts)
        ranked = common.any()
        better = (means[some] < means[number] - 1e-9).sum()
        first = size[common, number] <= nearest[common] + 1e-9
        found.append(
            Score(
                name,
                int(own.sum()),
                float(size[own, number].mean()),
                float(np.sqrt((errors[own, number] ** 2).mean())),
                low,
                high,
                float(means[number]) if ranked else None,
                int(better) + 1 if ranked else None,
                float(first.mean()) if ranked else None,
            )
        )
    return tuple(found), _pairs(models, size, decision, counts)


def _pairs(
    models: Sequence[str], size: Floats, decision: NDArray[np.int64], counts: Floats
) -> tuple[Pair, ...]:
    found = []
    for one, other in combinations(range(len(models)), 2):
        gap = size[:, one] - size[:, other]
        both = ~np.isnan(gap)
        if not both.any():
            continue
        low, high = _interval(gap[both], decision[both], counts)
        level = np.abs(gap[both]) <= 1e-9
        nearer = np.where(level, 0.5, gap[both] < 0).mean()
        decisions = len(np.unique(decision[both]))
        found.append(Pair(models[one], models[other], int(both.sum()), decisions,
                          float(gap[both].mean()), low, high, float(nearer)))  # fmt: skip
    return tuple(found)


def resampled(decisions: int, resamples: int, seed: int) -> Floats:
    """How often each decision is drawn, (resamples, decisions); each row sums to their number."""
    generator = np.random.Generator(np.random.Philox(key=seed))
    chances = np.full(decisions, 1 / max(decisions, 1))
    return generator.multinomial(decisions, chances, size=resamples).astype(float)


def _interval(
    values: Floats, decision: NDArray[np.int64], counts: Floats
) -> tuple[float | None, float | None]:
    """95% interval of the mean over issues, whole decisions drawn; None for a single decision.

    A draw of decisions none of which has such an issue says nothing, and is left out.
    """
    many = counts.shape[1]
    if len(np.unique(decision)) < 2:
        return None, None
    total = np.bincount(decision, values, many)
    issues = np.bincount(decision, minlength=many).astype(float)
    drawn = counts @ issues
    means = (counts @ total)[drawn > 0] / drawn[drawn > 0]
    low, high = np.quantile(means, (0.025, 0.975)).tolist()
    return low, high
