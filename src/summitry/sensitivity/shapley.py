"""Shapley values: what each of several causes adds to a whole, whatever else is there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import factorial

MOST = 7
"""Causes at most: 2^7 = 128 mixtures are run."""


def shapley(count: int, worth: Mapping[int, float]) -> list[float]:
    """Each cause's mean addition over every order in which the causes could come (Shapley 1953).

    Parameters
    ----------
    count
        How many causes.
    worth
        Worth of every set of them; a set is a number whose bits are its members.

    Returns
    -------
    One value a cause; they add up to the worth of all less that of none.
    """
    found = [0.0] * count
    weight = [
        factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)
    ]
    for number in range(count):
        own = 1 << number
        for members in range(1 << count):
            if not members & own:
                added = worth[members | own] - worth[members]
                found[number] += weight[members.bit_count()] * added
    return found


def every_set(
    count: int, run: Callable[[int], float], progress: Callable[[float], None] | None = None
) -> dict[int, float]:
    """Worth of every set of causes, each run once."""
    found = {}
    for members in range(1 << count):
        found[members] = run(members)
        if progress is not None:
            progress((members + 1) / (1 << count))
    return found
