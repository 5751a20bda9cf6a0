"""Calibration by isotonic regression: CORP reliability and its exact decomposition.

Dimitriadis, Gneiting and Jordan (2021, PNAS 118(8), doi 10.1073/pnas.2016191118): the pooled
adjacent violators recalibrate the chances without bins, and the mean score splits exactly into
miscalibration less discrimination plus uncertainty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

Floats = NDArray[np.float64]
ROUNDS = 1_000
"""Resamplings behind a consistency band."""
LEVEL = 0.9
"""Share of calibrated forecasters whose curve lies inside the band at one chance."""


@dataclass(frozen=True)
class Reliability:
    """How often things came true, by the chance given to them.

    Attributes
    ----------
    chances, counts
        Each distinct chance, rising, and how many claims gave it, (chances,).
    recalibrated
        The share that came true there, made to rise by pooling neighbours, (chances,).
    low, high
        Consistency band: where the curve of a calibrated forecaster would lie, nine times in ten
        at each chance, (chances,).
    score, miscalibration, discrimination, uncertainty
        Mean Brier score, 0 to 1, and its parts: score = miscalibration - discrimination +
        uncertainty, exactly.
    """

    chances: Floats
    counts: NDArray[np.int64]
    recalibrated: Floats
    low: Floats
    high: Floats
    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float


def reliability(
    chances: NDArray[np.float64], came_true: NDArray[np.bool_], *, seed: int = 1
) -> Reliability:
    """CORP reliability of probabilities of yes or no.

    Parameters
    ----------
    chances
        Probabilities, (claims,).
    came_true
        What happened, (claims,).
    seed
        Of the resampling behind the band: outcomes drawn as if every chance were right.

    Raises
    ------
    ValueError
        No claims.
    """
    if not len(chances):
        msg = "there are no claims to judge calibration by"
        raise ValueError(msg)
    truth = came_true.astype(float)
    values, where, counts = np.unique(chances, return_inverse=True, return_counts=True)
    curve = _fit(np.bincount(where, truth) / counts, counts)
    score = float(np.mean((chances - truth) ** 2))
    best = float(np.mean((curve[where] - truth) ** 2))
    base = float(np.mean((truth.mean() - truth) ** 2))
    low, high = _band(values, counts, seed)
    return Reliability(
        chances=values,
        counts=counts,
        recalibrated=curve,
        low=low,
        high=high,
        score=score,
        miscalibration=score - best,
        discrimination=base - best,
        uncertainty=base,
    )


def _fit(means: Floats, counts: NDArray[np.int64]) -> Floats:
    """The rising curve nearest to some means, by pooling adjacent violators."""
    found: Floats = isotonic_regression(means, weights=counts).x
    return found


def _band(values: Floats, counts: NDArray[np.int64], seed: int) -> tuple[Floats, Floats]:
    """Quantiles of the curve over outcomes drawn from the chances themselves."""
    generator = np.random.default_rng(seed)
    drawn = generator.binomial(counts, values, size=(ROUNDS, len(values))) / counts
    curves = np.array([_fit(one, counts) for one in drawn])
    low, high = np.quantile(curves, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high
