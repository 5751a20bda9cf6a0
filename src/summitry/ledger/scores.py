"""Scoring rules, every one a loss: nothing is 0, and less is better.

Conventions, which every output repeats: Brier scores run from 0 to 1, which is half of the sum over
the answers that Brier (1950) and the Good Judgment Project take (0 to 2); ordered answers take the
mean of the Brier scores of their cut points, which is the ranked probability score (Epstein 1969)
over the number of answers less one; log scores are natural and have a floor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

FLOOR = 0.005
"""Chances below this are scored as this, so that no claim costs more than 5.3 nats."""
CONVENTIONS = {"half": 1.0, "sum": 2.0}
"""Name: factor on Brier scores. ``half``: 0 to 1; ``sum``: 0 to 2, as the Good Judgment Project."""


def brier(chances: Sequence[float], at: int) -> float:
    """Brier score of answers, 0 to 1: half of the summed squared errors (Brier 1950).

    Parameters
    ----------
    chances
        A probability for each answer, adding up to 1.
    at
        Which answer came true, from 0.
    """
    return 0.5 * math.fsum((one - (place == at)) ** 2 for place, one in enumerate(chances))


def ranked(chances: Sequence[float], at: int) -> float:
    """Ranked probability score over the number of answers less one, 0 to 1.

    The same as the mean over the cut points of the Brier score of 'at most here' (the ordered Brier
    score of the Good Judgment Project, in its 0 to 2 convention twice as much).
    """
    total, below = 0.0, 0.0
    for place, one in enumerate(chances[:-1]):
        below += one
        total += (below - (at <= place)) ** 2
    return total / (len(chances) - 1)


def log_score(chance: float, floor: float = FLOOR) -> float:
    """Minus the natural logarithm of the chance given to what came true (Good 1952)."""
    return -math.log(max(chance, floor))


def crps_normal(mean: float, deviation: float, value: float) -> float:
    """Continuous ranked probability score of a normal law (Gneiting and Raftery 2007, eq. 21)."""
    z = (value - mean) / deviation
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return deviation * (z * math.erf(z / math.sqrt(2)) + 2 * density - 1 / math.sqrt(math.pi))


def crps_sample(draws: Sequence[float], value: float) -> float:
    """Continuous ranked probability score of a sample: E|X - y| - E|X - X'|/2, all pairs."""
    sample = np.sort(np.asarray(draws, dtype=float))
    count = len(sample)
    rank = 2 * np.arange(1, count + 1) - count - 1
    spread = float(np.sum(rank * sample)) / count**2
    return float(np.mean(np.abs(sample - value))) - spread


def crps_quantiles(at: Sequence[float], values: Sequence[float], value: float) -> float:
    """Twice the mean pinball loss of some quantiles, which nears the CRPS as they grow many.

    As good as the quantiles that were given: nothing is assumed between or beyond them.
    """
    level, given = np.asarray(at, dtype=float), np.asarray(values, dtype=float)
    return float(2 * np.mean((np.where(value < given, 1.0, 0.0) - level) * (given - value)))


def word_brier(low: float, high: float, came_true: bool) -> tuple[float, float]:
    """Least and greatest Brier score of the probabilities that a likelihood word stands for."""
    ends = sorted(((low - came_true) ** 2, (high - came_true) ** 2))
    return ends[0], ends[1]


def place_of(order: Sequence[str], answer: str) -> int:
    """Place of what came true in a ranking, from 1; one not named comes after all that are."""
    return order.index(answer) + 1 if answer in order else len(order) + 1


def skill(score: float, reference: float) -> float | None:
    """Share of the reference's loss that is saved: 1 - score / reference; None if it lost none."""
    return 1 - score / reference if reference > 0 else None
