"""Moves, and the shortest legal sequences of them: nobody moves twice in a row."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Ints = NDArray[np.int64]


class Step(NamedTuple):
    """A move of a party from one state to another, by their numbers."""

    party: str
    start: int
    end: int


def changes(conflict: Conflict, step: Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the options that a move takes, and of those that it drops; none in graph form."""
    before, after = int(conflict.codes[step.start]), int(conflict.codes[step.end])
    names = [option.name for option in conflict.options]
    taken = tuple(name for at, name in enumerate(names) if after & ~before & 1 << at)
    dropped = tuple(name for at, name in enumerate(names) if before & ~after & 1 << at)
    return taken, dropped


def shortest(
    conflict: Conflict,
    who: int,
    start: int,
    holds: Callable[[Ints], NDArray[np.bool_]],
    *,
    credible: bool,
) -> tuple[Step, ...]:
    """The shortest legal sequence of the others, after a party moved, to a state that holds.

    Empty if there is none; of equally short ones that which is worst for the party.

    ``credible``: every move must be an improvement of its mover.
    """
    payoffs, parties = conflict.payoffs, range(len(conflict.parties))
    came: dict[tuple[int, int], tuple[int, int] | None] = {(start, who): None}
    layer: deque[tuple[int, int]] = deque([(start, who)])
    while layer:
        after: deque[tuple[int, int]] = deque()
        found: list[tuple[int, tuple[int, int]]] = []
        for state, last in layer:
            for mover in parties:
                if mover in (who, last):
                    continue
                ends = conflict.terrain.moves(mover, state)
                if credible:
                    ends = ends[payoffs[mover, ends] > payoffs[mover, state]]
                fresh = [one for one in ends.tolist() if (one, mover) not in came]
                for one in fresh:
                    came[one, mover] = (state, last)
                    after.append((one, mover))
                if fresh:
                    kept = np.array(fresh)[holds(np.array(fresh, dtype=np.int64))]
                    found += [(int(payoffs[who, one]), (one, mover)) for one in kept.tolist()]
        if found:
            return _back(conflict, came, min(found)[1])
        layer = after
    return ()


def _back(
    conflict: Conflict,
    came: dict[tuple[int, int], tuple[int, int] | None],
    position: tuple[int, int],
) -> tuple[Step, ...]:
    steps: list[Step] = []
    before = came[position]
    while before is not None:
        steps.append(Step(conflict.parties[position[1]], before[0], position[0]))
        position, before = before, came[before]
    return tuple(reversed(steps))
