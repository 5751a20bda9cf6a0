"""Concessions that cannot be taken back: how fast they can be given at most.

Source: Lockwood and Thomas (2002), "Gradualism and irreversibility". Two like parties give
concessions that only ever grow; a breach is answered by giving no more. On the fastest path that
nobody gains by leaving, the gain from giving nothing more is just what going on is worth.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Payoff = Callable[[float, float], float]
"""What a party gets a period: its own concession, the other's -> payoff."""
_WIDEST = 1e9


def gradual_path(payoff: Payoff, delta: float, first: float, periods: int) -> NDArray[np.float64]:
    """The path on which nobody gains by leaving, and nobody would gain by less than it gets.

    Parameters
    ----------
    payoff
        Payoff a period of each of two like parties, increasing in the other's concession.
    delta
        Discount factor a period, strictly between 0 and 1.
    first
        Concession of each in the first period, at least 0.
    periods
        How many periods.

    Returns
    -------
    (periods + 1,) array
        Concessions c, from c_0 = 0; each next solves payoff(c_{t-1}, c_t) =
        (1 - delta) payoff(c_t, c_t) + delta payoff(c_t, c_{t+1}).

    Raises
    ------
    ValueError
        Something out of bounds, or no next concession is large enough to make up for the last.
    """
    if not 0 < delta < 1:
        msg = "a discount factor lies strictly between 0 and 1"
        raise ValueError(msg)
    if first < 0 or periods < 1:
        msg = "a path needs a first concession of at least 0 and at least one period"
        raise ValueError(msg)
    from scipy.optimize import brentq

    path = [0.0, first]
    while len(path) < periods + 1:
        before, now = path[-2:]
        wanted = payoff(before, now) - (1 - delta) * payoff(now, now)

        def short(then: float, now: float = now, wanted: float = wanted) -> float:
            return delta * payoff(now, then) - wanted

        high = max(1.0, 2 * now)
        while short(high) < 0 and high < _WIDEST:
            high *= 2
        if short(high) < 0 or short(0.0) > 0:
            msg = f"no concession in period {len(path)} makes up for that of period {len(path) - 1}"
            raise ValueError(msg)
        path.append(float(brentq(short, 0.0, high, xtol=1e-14)))
    return np.array(path)
