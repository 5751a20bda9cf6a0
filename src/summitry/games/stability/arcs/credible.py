"""Which moves are credible: improvements of their movers on the state they start from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.arcs.kernel import turn_round

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Better = Callable[[int, Ints, Ints], Bools]
"""Whether a party, by its number, would go from some states to others, one by one."""


def better_by(payoffs: NDArray[np.int32]) -> Better:
    """Improvements by ordinal payoffs (parties, states)."""

    def better(who: int, here: Ints, there: Ints) -> Bools:
        return np.asarray(payoffs[who, there] > payoffs[who, here])

    return better


def credible(starts: Ints, ends: NDArray[np.int32], better: Better) -> Bools:
    """(arcs,) whether each move is an improvement of its mover."""
    found = np.empty(len(ends), dtype=np.bool_)
    for who, own in enumerate(starts):
        part = slice(own[0], own[-1])
        here = np.repeat(np.arange(len(own) - 1), np.diff(own))
        found[part] = better(who, here, ends[part].astype(np.int64))
    return found


def both_ways(starts: Ints, ends: NDArray[np.int32], better: Better) -> tuple[Any, ...]:
    """Arcs forwards, then backwards, each with which are credible, for the compiled search."""
    backs, sources = turn_round(starts, ends)

    def turned(who: int, here: Ints, there: Ints) -> Bools:
        return better(who, there, here)

    return (
        starts, ends, credible(starts, ends, better),
        backs, sources, credible(backs, sources, turned),
    )  # fmt: skip
