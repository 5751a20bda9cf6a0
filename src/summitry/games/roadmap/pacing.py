"""The pacing programme: how modest the first step of an exchange must be (FORMAL E).

Each party gives its concession in shares over the years. A linear programme finds the fastest
schedule that nobody gains by leaving. Gradualism follows from how little can be taken back or seen,
and is not assumed (compare Lockwood and Thomas 2002).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pace:
    """A schedule: ``shares`` (parties, years), the share performed by the end of each year."""

    shares: Floats

    @property
    def first(self) -> Floats:
        """Share performed in the first year, (parties,)."""
        return np.asarray(self.shares[:, 0])


def pace(
    flow: ArrayLike, undo: ArrayLike, verify: ArrayLike, delta: ArrayLike, years: int = 10
) -> Pace:
    """Find the fastest schedule that nobody gains by leaving.

    Parameters
    ----------
    flow : (parties, parties)
        ``flow[i, j]``: what party j's whole concession brings party i a year; on the diagonal what
        its own costs it, at most 0.
    undo, verify : scalar or (parties,)
        Share of each party's concession that can be taken back; chance a year that its breach is
        seen; 0 to 1.
    delta : scalar or (parties,)
        Discount factors a year, strictly between 0 and 1.
    years
        Years of the schedule, at least 2; what is reached in the last is kept for ever.

    Returns
    -------
    Pace
        Of all schedules that pass the checks of :mod:`summitry.games.roadmap.path` (not performing,
        walking out), the one with the greatest discounted sum of shares.

    Raises
    ------
    ValueError
        Something out of bounds.
    """
    matrix = np.asarray(flow, dtype=float)
    parties = len(matrix)
    back, seen, factor = (_each(one, parties) for one in (undo, verify, delta))
    _validate(matrix, back, seen, factor, years)
    rows = _checks(matrix, back, seen, factor, years)
    rows += _never_back(parties, years)
    weight = factor.mean() ** np.arange(years)
    from scipy.optimize import linprog

    found = linprog(
        -np.tile(weight, parties), A_ub=np.array(rows), b_ub=np.zeros(len(rows)),
        bounds=(0, 1), method="highs",
    )  # fmt: skip
    if found.status != 0:  # to give nothing passes every check
        msg = f"the pacing programme could not be solved: {found.message}"
        raise RuntimeError(msg)
    return Pace(np.clip(found.x, 0, 1).reshape(parties, years))


def _each(value: ArrayLike, parties: int) -> Floats:
    return np.array(np.broadcast_to(np.asarray(value, dtype=float), (parties,)))


def _validate(matrix: Floats, back: Floats, seen: Floats, factor: Floats, years: int) -> None:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isfinite(matrix).all():
        msg = "flow is a square matrix of numbers: flow[i, j] is what j's concession brings i"
        raise ValueError(msg)
    for name, value in (("undo", back), ("verify", seen)):
        if not ((value >= 0) & (value <= 1)).all():
            msg = f"{name} lies from 0 to 1"
            raise ValueError(msg)
    if not ((factor > 0) & (factor < 1)).all():
        msg = "a discount factor lies strictly between 0 and 1"
        raise ValueError(msg)
    if years < 2:
        msg = "a schedule has at least 2 years"
        raise ValueError(msg)


def _checks(matrix: Floats, back: Floats, seen: Floats, factor: Floats, years: int) -> list[Floats]:
    """Rows of both checks, each at most 0, over the shares (parties, years) laid in a line."""
    parties = len(matrix)
    kept = 1 - back  # what is left of each concession once all that can be is taken back
    found = []
    for who in range(parties):
        delta, own = factor[who], matrix[who]
        for year in range(years):
            after = _value_after(own, delta, year, years)
            breach = np.zeros((parties, years))
            breach[:, year] = kept * own
            breach[who, year] = 0.0
            if year:
                breach[who, year - 1] = kept[who] * own[who]
            gain = np.zeros((parties, years))
            gain[who, year] = -own[who]
            if year:
                gain[who, year - 1] = own[who]
            found.append(((1 - delta) * gain - delta * seen[who] * (after - breach)).ravel())
            leave = np.zeros((parties, years))
            leave[:, year] = kept * own
            gain = np.zeros((parties, years))
            gain[who, year] = -back[who] * own[who]
            found.append(((1 - delta) * gain - delta * (after - leave)).ravel())
    return found


def _value_after(own: Floats, delta: float, year: int, years: int) -> Floats:
    """(1 - delta) times the value from the next year on, as weights of the shares."""
    weight = np.zeros(years)
    later = np.arange(year + 1, years)
    weight[later] = (1 - delta) * delta ** (later - year - 1)
    weight[-1] = delta ** max(years - year - 2, 0)
    return np.outer(own, weight)


def _never_back(parties: int, years: int) -> list[Floats]:
    """Rows that say that shares never fall."""
    found = []
    for who in range(parties):
        for year in range(1, years):
            row = np.zeros((parties, years))
            row[who, year - 1], row[who, year] = 1.0, -1.0
            found.append(row.ravel())
    return found
