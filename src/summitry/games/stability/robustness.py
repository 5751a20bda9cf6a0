"""In what share of draws of uncertain preferences is a state stable, for whom, by which concept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.ground import ground_of
from summitry.games.stability.preferences import State
from summitry.games.stability.workers import Progress, Task, run

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

_CELLS = 2_000_000
"""Numbers of one piece of work; draws × parties × states."""


@dataclass(frozen=True, eq=False)
class Robustness:
    """Stability over draws.

    Attributes
    ----------
    concepts
        The concepts, in order.
    states : (states asked for,)
        Their numbers.
    stable : (draws, parties, concepts, states asked for)
        Whether the state is stable for the party by the concept in the draw.
    """

    conflict: Conflict
    concepts: tuple[Concept, ...]
    states: NDArray[np.int64]
    stable: NDArray[np.bool_]

    @property
    def equilibrium(self) -> NDArray[np.bool_]:
        """(draws, concepts, states): stable for every party."""
        return np.asarray(self.stable.all(axis=1))

    @property
    def shares(self) -> NDArray[np.float64]:
        """(concepts, states): share of draws in which the state is an equilibrium."""
        return np.asarray(self.equilibrium.mean(axis=0))

    @property
    def shares_of_parties(self) -> NDArray[np.float64]:
        """(parties, concepts, states): share of draws in which it is stable for the party."""
        return np.asarray(self.stable.mean(axis=0))


def robustness(
    conflict: Conflict,
    payoffs: ArrayLike,
    concepts: Iterable[Concept] = BASIC,
    *,
    states: Iterable[State] | None = None,
    tolerance: float = 1e-9,
    progress: Progress | None = None,
) -> Robustness:
    """Stability in many draws of the parties' payoffs, without a loop over draws.

    Parameters
    ----------
    conflict
        The states and moves; its own preferences are not looked at.
    payoffs : (draws, parties, states)
        What each state is worth to each party, in each draw; only the order counts.
    concepts
        Some of ``BASIC``.
    states
        The states asked for; all if left out.
    tolerance
        Payoffs no further apart than this, one after another, are equal.
    progress
        Told how far the work has come. To interrupt the work, raise from it.

    Raises
    ------
    ValueError
        The payoffs' shape is not that of the conflict, or a concept is none of ``BASIC``.
    """
    values = np.asarray(payoffs, dtype=np.float64)
    if values.ndim != 3 or values.shape[1:] != (len(conflict.parties), conflict.size):
        raise ValueError(
            f"payoffs must be (draws, {len(conflict.parties)} parties, {conflict.size} states), "
            f"not {values.shape}"
        )
    if not np.isfinite(values).all():
        raise ValueError("payoffs must be finite numbers")
    chosen = tuple(dict.fromkeys(concepts))
    if not set(chosen) <= set(BASIC):
        raise ValueError(f"over draws there are {', '.join(BASIC)}")
    wanted = np.array([one in chosen for one in BASIC])
    columns = [BASIC.index(one) for one in chosen]
    asked = range(conflict.size) if states is None else states
    numbers = np.array([conflict.state(one) for one in asked], dtype=np.int64)
    ground = ground_of(conflict)
    shape = (len(values), len(conflict.parties), len(chosen), len(numbers))
    stable = np.zeros(shape, dtype=np.bool_)
    step = max(1, min(_CELLS // (len(conflict.parties) * conflict.size), 512))

    def part(start: int) -> None:
        own = slice(start, start + step)
        ranks = ranked(values[own], tolerance)
        stable[own] = ground.judge_draws(ranks, wanted, numbers)[:, :, columns]

    tasks: list[Task] = [("draws", partial(part, start)) for start in range(0, len(values), step)]
    run(tasks, progress)
    return Robustness(conflict, chosen, numbers, stable)


def ranked(values: NDArray[np.float64], tolerance: float = 0.0) -> NDArray[np.int32]:
    """Ordinals from 1 along the last axis; values within ``tolerance`` of the next share one."""
    order = np.argsort(values, axis=-1)
    by = np.diff(np.take_along_axis(values, order, -1), axis=-1) > tolerance
    found = np.ones(values.shape, dtype=np.int32)
    ranks = 1 + np.cumsum(by, axis=-1, dtype=np.int32)
    np.put_along_axis(found, order[..., 1:], ranks, -1)
    return found
