"""Global sensitivity from draws already made: arrays in, one index an input out.

All three measures read the same pairs of inputs and output, and need no further run of the model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 20
"""Bins of equal count for first-order indices."""
SLICES = 10
"""Conditioning slices of PAWN (Pianosi and Wagener 2018 advise about ten)."""
_CHUNK = 16
"""Inputs handled at once, so that the work stays in cache."""


@dataclass(frozen=True, eq=False)
class Measures:
    """Sensitivity indices, one an input.

    Attributes
    ----------
    regional : (inputs,)
        Greatest distance between the input's distribution where the output is high and where it is
        low (Kolmogorov-Smirnov; Spear and Hornberger 1980). 0 to 1. NaN for an output that has no
        high or no low.
    first_order : (inputs,)
        Share of the output's variance that the input alone explains: variance of the output's
        means over bins of the input, less what chance alone gives (Plischke 2010). About 0 to 1.
    pawn : (inputs,)
        Median over slices of the input of the greatest distance between the output's distribution
        in the slice and over all (Pianosi and Wagener 2015). 0 to 1.
    low, high : (inputs,)
        Mean output over the lowest and the highest fifth of the input.
    """

    regional: Floats
    first_order: Floats
    pawn: Floats
    low: Floats
    high: Floats


def measure(inputs: Floats, output: Floats) -> Measures:
    """Work out every index from one sort of each input.

    Parameters
    ----------
    inputs : (draws, inputs)
        Values of each input.
    output : (draws,)
        The output: an event's 0 or 1, or any number.

    Raises
    ------
    ValueError
        Fewer than 100 draws, or shapes that do not fit.
    """
    draws = len(output)
    if draws < 100 or inputs.shape[0] != draws:
        msg = f"sensitivity needs at least 100 draws of inputs and output (got {inputs.shape})"
        raise ValueError(msg)
    # Draws that tie in an input are in the order of drawing: no measure may rest on it.
    codes, order = np.unique(output, return_inverse=True)
    above = output > (codes[0] + codes[-1]) / 2 if len(codes) == 2 else output > np.median(output)
    parts = [
        _measure(inputs[:, start : start + _CHUNK], output, order.ravel(), above)
        for start in range(0, inputs.shape[1], _CHUNK)
    ]
    if not parts:
        return Measures(*(np.empty(0) for _ in range(5)))
    return Measures(*(np.concatenate(one) for one in zip(*parts, strict=True)))


def _measure(
    inputs: Floats, output: Floats, codes: NDArray[np.intp], above: NDArray[np.bool_]
) -> tuple[Floats, ...]:
    at = np.argsort(inputs, axis=0, kind="stable")
    values, sorted_output = np.take_along_axis(inputs, at, axis=0), output[at]
    regional = _regional(values, above[at])
    first = _first_order(_bins(values, BINS), sorted_output)
    pawn = np.array(
        [
            _pawn(slices, codes[order])
            for slices, order in zip(_bins(values, SLICES).T, at.T, strict=True)
        ]
    )
    fifths = _bins(values, 5)
    low, high = (
        _mean_where(sorted_output, fifths == extreme)
        for extreme in (fifths.min(axis=0), fifths.max(axis=0))
    )
    return regional, first, pawn, low, high


def _bins(values: Floats, count: int) -> NDArray[np.intp]:
    """Bin of each sorted value, (draws, inputs): of equal count, equal values never parted."""
    draws = len(values)
    place = (np.arange(draws) * count // draws)[:, None]
    new = np.empty(values.shape, dtype=bool)
    new[0], new[1:] = True, values[1:] != values[:-1]
    start = np.maximum.accumulate(np.where(new, np.arange(draws)[:, None], 0), axis=0)
    return np.asarray(place[start, 0])


def _regional(values: Floats, above: NDArray[np.bool_]) -> Floats:
    """Greatest distance between two empirical distributions; ties count once they are complete."""
    high = above.sum(axis=0)
    low = len(above) - high
    if not high.all() or not low.all():
        return np.full(values.shape[1], np.nan)
    gap = np.cumsum(above, axis=0) / high - np.cumsum(~above, axis=0) / low
    last = np.ones(values.shape, dtype=bool)
    last[:-1] = values[1:] != values[:-1]
    return np.asarray(np.where(last, np.abs(gap), 0.0).max(axis=0))


def _first_order(bins: NDArray[np.intp], output: Floats) -> Floats:
    variance = output[:, 0].var()
    if variance == 0:
        return np.zeros(bins.shape[1])
    found = np.empty(bins.shape[1])
    for number, (own, out) in enumerate(zip(bins.T, output.T, strict=True)):
        count = np.bincount(own, minlength=BINS)
        mean = np.bincount(own, weights=out, minlength=BINS)[count > 0] / count[count > 0]
        between = np.average((mean - out.mean()) ** 2, weights=count[count > 0])
        groups = np.count_nonzero(count)
        # Between bins of an input that does nothing, chance leaves (groups - 1) / (draws - groups).
        noise = (variance - between) * (groups - 1) / (len(out) - groups)
        found[number] = (between - noise) / variance
    return np.maximum(found, 0.0)


def _pawn(slices: NDArray[np.intp], codes: NDArray[np.intp]) -> float:
    table = np.zeros((codes.max() + 1, SLICES))
    table += np.bincount(codes * SLICES + slices, minlength=table.size).reshape(table.shape)
    count = table.sum(axis=0)
    everywhere = np.cumsum(table.sum(axis=1)) / count.sum()
    inside = np.cumsum(table[:, count > 0], axis=0) / count[count > 0]
    return float(np.median(np.abs(inside - everywhere[:, None]).max(axis=0)))


def _mean_where(output: Floats, where: NDArray[np.bool_]) -> Floats:
    return np.asarray((output * where).sum(axis=0) / where.sum(axis=0))


def noise(hits: int, misses: int, inputs: int, level: float = 0.01) -> float:
    """Regional distance that inputs which do nothing stay below, all of them, but for ``level``.

    The two-sample Kolmogorov-Smirnov bound, shared out over the inputs (Bonferroni).
    """
    if not hits or not misses:
        return math.inf
    bound = math.sqrt(-math.log(level / max(1, inputs) / 2) / 2)
    return bound * math.sqrt((hits + misses) / (hits * misses))


def sobol(
    model: Callable[[Floats], Floats], inputs: int, rows: int, seed: int
) -> tuple[Floats, Floats]:
    """First-order and total Sobol indices by the method of Saltelli et al. (2010).

    Parameters
    ----------
    model
        Uniform numbers (rows, inputs) in, output (rows,) out; called on parts of the design.
    inputs
        How many inputs.
    rows
        Base sample, a power of two; the model runs on rows x (inputs + 2) rows.
    seed
        Scrambles the Sobol sequence.

    Returns
    -------
    first, total : (inputs,)
        An input's own share of the variance, and its share with all its interactions.
    """
    from scipy.stats import sobol_indices, uniform

    def wide(x: Floats) -> Floats:
        flat = x.reshape(inputs, -1).T
        found = np.concatenate([model(part) for part in _parts(flat)])
        return found.reshape(1, *x.shape[1:])

    found = sobol_indices(
        func=wide, n=rows, dists=[uniform()] * inputs, rng=np.random.default_rng(seed)
    )
    return np.ravel(found.first_order), np.ravel(found.total_order)


def _parts(rows: Floats, size: int = 50_000) -> Iterator[Floats]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
