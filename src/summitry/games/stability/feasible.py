"""Which combinations of options exist, and which of them are one and the same state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.logic import Condition, holds, parse

Codes = NDArray[np.int64]
DENSE = 24
"""Up to so many options every combination is looked at; beyond, states must be listed."""
MOST_OPTIONS = 62
"""A state's code is one number of 64 bits."""


def feasible_codes(
    names: Sequence[str], infeasible: Iterable[Condition], feasible: Iterable[int] | None
) -> Codes:
    """Codes of the states that exist, ascending.

    Raises
    ------
    ValueError
        None do; a code does not fit; or there are too many combinations to look at.
    """
    if len(names) > MOST_OPTIONS:
        raise ValueError(f"there can be {MOST_OPTIONS} options, not {len(names)}")
    if feasible is not None:
        codes = np.unique(np.fromiter(feasible, dtype=np.int64))
        if len(codes) and (codes[0] < 0 or codes[-1] >> len(names)):
            raise ValueError("a feasible state's code does not fit the options")
    elif len(names) > DENSE:
        raise ValueError(
            f"{len(names)} options have too many combinations to look at all; "
            "list the feasible states"
        )
    else:
        codes = np.arange(1 << len(names), dtype=np.int64)
    kept = np.ones(len(codes), dtype=np.bool_)
    for one in infeasible:
        kept &= ~holds(parse(one, names), codes)
    if not kept.any():
        raise ValueError("no state is feasible")
    return codes if kept.all() else codes[kept]


def merge(
    names: Sequence[str], codes: Codes, merged: Iterable[Condition]
) -> tuple[Codes, tuple[Codes, ...]]:
    """The codes that stand alone, and those of each merged state.

    Raises
    ------
    ValueError
        A state would be merged into two.
    """
    left = np.ones(len(codes), dtype=np.bool_)
    groups = []
    for one in merged:
        own = holds(parse(one, names), codes)
        if (own & ~left).any():
            raise ValueError(f"'{one}': a state would be merged into two")
        left &= ~own
        if own.any():
            groups.append(codes[own])
    return (codes[left] if groups else codes), tuple(groups)
