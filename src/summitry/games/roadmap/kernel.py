"""The compiled loop over draws behind :func:`summitry.games.roadmap.path.critical`."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def critical_factors(found, scan, halvings, tolerance, out):
    """Fill ``out`` (draws,) with critical discount factors.

    ``found`` are the fields of :class:`~summitry.games.roadmap.path.Incentives` in their order.
    """
    last = len(scan) - 1
    value = np.empty(found[0].shape[2])
    for draw in range(len(out)):
        number = last  # the greatest factor at which some check fails
        while number >= 0 and _holds(found, draw, scan[number], tolerance, value):
            number -= 1
        if number == last:
            out[draw] = np.nan
            continue
        low = 0.0 if number < 0 else scan[number]
        high = scan[number + 1]
        for _ in range(halvings):
            middle = (low + high) / 2
            if _holds(found, draw, middle, tolerance, value):
                high = middle
            else:
                low = middle
        out[draw] = high


@njit(cache=True, nogil=True)
def _holds(found, draw, factor, tolerance, value):
    """Whether every check of a draw's path holds at a discount factor common to all parties."""
    flows, acts, tempted, seen, after_breach, retreat, after_exit = found
    steps, parties = acts.shape
    for party in range(parties):
        value[party] = flows[draw, steps, party]  # (1 - delta) times the value from there on
    for step in range(steps - 1, -1, -1):
        for party in range(parties):
            if acts[step, party]:
                threat = value[party] - after_breach[draw, step, party]
                gain = (1 - factor) * tempted[draw, step, party]
                if factor * seen[draw, step, party] * threat - gain < -tolerance:
                    return False
            gain = (1 - factor) * retreat[draw, step, party]
            if factor * (value[party] - after_exit[draw, step, party]) - gain < -tolerance:
                return False
            value[party] = (1 - factor) * flows[draw, step + 1, party] + factor * value[party]
            if value[party] < -tolerance:
                return False
    return True
