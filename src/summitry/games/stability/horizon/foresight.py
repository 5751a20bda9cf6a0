"""The moves that a party foresees if it looks ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.ground import LatticeGround, ground_of
from summitry.games.stability.horizon.ahead import anticipated, cycle, liking
from summitry.games.stability.sequences import Step

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Ends = NDArray[np.int64]


def foreseen(conflict: Conflict, who: int, state: int, horizon: int | None) -> tuple[Step, ...]:
    """The moves that a party foresees from a state, its own first; none if it stays.

    ``horizon`` None: the first of the horizons that come back for ever at which it would move.
    """
    if horizon is None:
        start, stop = cycle(conflict)
    else:
        start, stop = horizon, horizon + 1
    ends: list[Ends] = [np.tile(np.arange(conflict.size), (len(conflict.parties), 1))]
    for step, found in enumerate(anticipated(conflict), start=1):
        ends.append(_by_state(conflict, found))
        if step >= start and ends[step][who, state] != state:
            return _steps(conflict, ends, who, state)
        if step + 1 >= stop:
            return ()
    return ()


def _by_state(conflict: Conflict, ahead: NDArray[np.int32]) -> Ends:
    ground = ground_of(conflict)
    if not isinstance(ground, LatticeGround):
        return ahead.astype(np.int64)
    number = np.zeros(ahead.shape[1], dtype=np.int64)
    number[ground.codes] = np.arange(conflict.size)
    return number[ahead[:, ground.codes]]


def _steps(conflict: Conflict, ends: list[Ends], who: int, state: int) -> tuple[Step, ...]:
    likes = liking(conflict.payoffs)
    parties = range(len(conflict.parties))
    steps: list[Step] = []
    for left in range(len(ends) - 1, 0, -1):
        if ends[left][who, state] == state:
            break
        before = ends[left - 1]
        chosen, turn, best = state, who, -1
        for move in conflict.terrain.moves(who, state).tolist():
            others = [one for one in parties if one != who]
            then = min(others, key=lambda one: likes[who, before[one, move]], default=who)
            end = before[then, move] if others else move
            if likes[who, end] > best:
                chosen, turn, best = move, then, likes[who, end]
        steps.append(Step(conflict.parties[who], state, chosen))
        state, who = chosen, turn
    return tuple(steps)
