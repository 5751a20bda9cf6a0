"""The joint flip: the nearest point at which an event's chance crosses a threshold.

A first-order reliability index (Hasofer and Lind 1974) of a logistic fit; where the event is linear
in normal inputs it is exact. The model is run again at the point, and what it says there is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.forecasts.events import holds
from summitry.procedures.games import Games
from summitry.procedures.package import negotiate
from summitry.sensitivity.crossing import cross
from summitry.sensitivity.naming import label
from summitry.sensitivity.sample import Sample

Floats = NDArray[np.float64]

RIDGE = 1.0
"""Weight of the penalty on the squared coefficients; the constant is free of it."""
LARGEST = 6
"""Inputs that are shifted alone, beside all of them."""
FURTHEST = 3.0
"""Times the first step that the second may go."""


@dataclass(frozen=True)
class Shift:
    """An input's part: its law moved by so much, in its own unit and in standard deviations."""

    name: str
    text: str
    change: float
    deviations: float


@dataclass(frozen=True)
class Trial:
    """The model run again with some inputs' laws shifted.

    Attributes
    ----------
    inputs
        How many are shifted, those with the largest part.
    distance
        Length of the step in standard deviations.
    probability
        What the model says there.
    step
        1: at the point that the fit gives; 2: further, or less far, along the same line, until the
        model itself is at the threshold.
    """

    inputs: int
    distance: float
    probability: float
    step: int


@dataclass(frozen=True)
class JointFlip:
    """The nearest point at which the chance crosses the threshold.

    Attributes
    ----------
    distance
        From the numbers as they are, in standard deviations, by the fit.
    shifts
        What is moved by how much, the largest first.
    trials
        What the model says there.
    """

    distance: float
    shifts: tuple[Shift, ...]
    trials: tuple[Trial, ...]


def nearest_point(inputs: Floats, hits: NDArray[np.bool_], threshold: float = 0.5) -> Floats:
    """The point nearest to the origin where a logistic fit is at the threshold.

    Parameters
    ----------
    inputs : (draws, inputs)
        Standardised: mean 0, standard deviation 1.
    hits : (draws,)
        Where the event holds.

    Returns
    -------
    (inputs,) z = (logit(threshold) - b0) b / |b|^2. NaN where no input tells anything.
    """
    constant, slopes = logistic(inputs, hits)
    length = float(slopes @ slopes)
    if length < 1e-12:
        return np.full(inputs.shape[1], np.nan)
    return np.asarray((np.log(threshold / (1 - threshold)) - constant) * slopes / length)


def logistic(inputs: Floats, hits: NDArray[np.bool_]) -> tuple[float, Floats]:
    """Constant and slopes of a logistic regression with a ridge, by Newton's method."""
    design = np.column_stack([np.ones(len(inputs)), inputs])
    penalty = np.full(design.shape[1], RIDGE)
    penalty[0] = 1e-6
    found = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ found, -40, 40)))
        weight = np.maximum(chance * (1 - chance), 1e-9)
        curvature = (design * weight[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, design.T @ (hits - chance) - penalty * found)
        found += step
        if np.abs(step).max() < 1e-9:
            break
    return float(found[0]), found[1:]


def joint_flip(
    sample: Sample, event: Statement, threshold: float, hits: NDArray[np.bool_]
) -> JointFlip | None:
    """The joint flip over all numbers of a dossier; None where no number tells anything."""
    own = [at for at, one in enumerate(sample.labels) if not one.chance]
    if not own or not 0 < hits.sum() < len(hits):
        return None
    values = sample.values[:, own]
    mean, deviation = values.mean(axis=0), values.std(axis=0)
    own = [at for at, wide in zip(own, deviation, strict=True) if wide > 0]
    values = values[:, deviation > 0]
    mean, deviation = mean[deviation > 0], deviation[deviation > 0]
    point = nearest_point((values - mean) / deviation, hits, threshold)
    if np.isnan(point).any():
        return None
    names = [sample.labels[at].name for at in own]
    order = np.argsort(-np.abs(point), kind="stable")
    shifts = tuple(
        Shift(
            names[at], label(sample.dossier, names[at]).text, float(point[at] * deviation[at]),
            float(point[at]),
        )
        for at in order.tolist()
    )  # fmt: skip
    trials: list[Trial] = []
    for count in sorted({min(LARGEST, len(names)), len(names)}):
        trials += _trials(sample, event, threshold, float(hits.mean()), shifts[:count])
    return JointFlip(float(np.linalg.norm(point)), shifts, tuple(trials))


def _trials(
    sample: Sample, event: Statement, threshold: float, start: float, shifts: tuple[Shift, ...]
) -> Iterator[Trial]:
    """The point that the fit gives, and the one on its line where the model is at the threshold."""
    length = float(np.sqrt(sum(one.deviations**2 for one in shifts)))
    known = {0.0: start}

    def chance(scale: float) -> float:
        if scale not in known:
            known[scale] = _shifted(sample, event, shifts, scale)
        return known[scale]

    first = chance(1.0)
    yield Trial(len(shifts), length, first, 1)
    short = (first - threshold) * (start - threshold) > 0
    ends = (1.0, FURTHEST) if short else (0.0, 1.0)
    scale = cross(chance, *ends, threshold)
    if scale is not None:
        yield Trial(len(shifts), scale * length, chance(scale), 2)


def _shifted(sample: Sample, event: Statement, shifts: tuple[Shift, ...], scale: float) -> float:
    """The event's chance with whole laws shifted, inside the numbers' hard bounds."""
    draws = sample.draws
    values = {}
    for one in shifts:
        kind = draws.inputs[one.name].estimate.quantity
        moved = draws.value(one.name) + scale * one.change
        values[one.name] = np.clip(moved, kind.low, kind.high)
    games = Games(sample.games.layout, draws.given(values, {}))
    return float(holds(event, negotiate(games, sample.form, reasons=False)).mean())
