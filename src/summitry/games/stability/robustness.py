"""In what share of draws of uncertain preferences is a state stable, for whom, by which concept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.ground import Bools, Ground, LatticeGround, Ordinals, ground_of
from summitry.games.stability.horizon.ahead import liking
from summitry.games.stability.horizon.kernel import look_draws
from summitry.games.stability.preferences import State
from summitry.games.stability.simultaneous.kernel import judge_together_draws
from summitry.games.stability.workers import Progress, Task, run

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

_CELLS = 2_000_000
"""Numbers of one piece of work; draws × parties × states."""
HORIZONS = 200
"""Horizons looked at in each draw before non-myopic stability is given up in it."""
Ints = NDArray[np.int64]
AHEAD = (Concept.LIMITED, Concept.NONMYOPIC)


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
        Whether the state is stable for the party by the concept in the draw. By non-myopic
        stability only where it is known to be: false in draws in which it is not settled.
    settled : (draws,)
        Whether non-myopic stability is settled in the draw; true where it was not asked for.
    """

    conflict: Conflict
    concepts: tuple[Concept, ...]
    states: NDArray[np.int64]
    stable: NDArray[np.bool_]
    settled: NDArray[np.bool_]

    @property
    def equilibrium(self) -> NDArray[np.bool_]:
        """(draws, concepts, states): stable for every party."""
        return np.asarray(self.stable.all(axis=1))

    @property
    def shares(self) -> NDArray[np.float64]:
        """(concepts, states): share of all draws in which the state is known to be an equilibrium.

        Non-myopic stability may hold in more, by as much as :attr:`unsettled`.
        """
        return np.asarray(self.equilibrium.mean(axis=0))

    @property
    def shares_of_parties(self) -> NDArray[np.float64]:
        """(parties, concepts, states): share of draws in which it is stable for the party."""
        return np.asarray(self.stable.mean(axis=0))

    @property
    def unsettled(self) -> float:
        """Share of draws in which non-myopic stability is not settled."""
        return float(1 - self.settled.mean())


def robustness(  # noqa: PLR0913 - all but the first three are given by name
    conflict: Conflict,
    payoffs: ArrayLike,
    concepts: Iterable[Concept | str] = BASIC,
    *,
    states: Iterable[State] | None = None,
    horizon: int = 2,
    furthest: int = HORIZONS,
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
        Some of ``BASIC``; in option form without merged states any. Simultaneous stability costs
        more with each state asked for, limited-move and non-myopic stability with each horizon.
    states
        The states asked for; all if left out.
    horizon
        Horizon of limited-move stability, at least 1.
    furthest
        Horizons looked at in each draw for non-myopic stability. Where they do not begin to repeat
        themselves by then it is not settled.
    tolerance
        Payoffs no further apart than this, one after another, are equal.
    progress
        Told how far the work has come. To interrupt the work, raise from it.

    Raises
    ------
    ValueError
        The payoffs' shape is not that of the conflict, or a concept is not judged over draws.
    """
    values = np.asarray(payoffs, dtype=np.float64)
    if values.ndim != 3 or values.shape[1:] != (len(conflict.parties), conflict.size):
        raise ValueError(
            f"payoffs must be (draws, {len(conflict.parties)} parties, {conflict.size} states), "
            f"not {values.shape}"
        )
    if not len(values):
        raise ValueError("there are no draws")
    if not np.isfinite(values).all():
        raise ValueError("payoffs must be finite numbers")
    if horizon < 1:
        raise ValueError("a horizon is at least 1")
    chosen = tuple(dict.fromkeys(Concept.named(one) for one in concepts))
    ground = ground_of(conflict)
    later = [str(one) for one in chosen if one not in BASIC]
    if later and not isinstance(ground, LatticeGround):
        raise ValueError(
            f"over draws {', '.join(later)} cannot be judged in graph form or with merged states; "
            f"{', '.join(BASIC)} can"
        )
    asked = range(conflict.size) if states is None else states
    numbers = np.array([conflict.state(one) for one in asked], dtype=np.int64)
    shape = (len(values), len(conflict.parties), len(chosen), len(numbers))
    stable, settled = np.zeros(shape, dtype=np.bool_), np.ones(len(values), dtype=np.bool_)
    step = max(1, min(_CELLS // (len(conflict.parties) * conflict.size), 512))

    def part(start: int) -> None:
        own = slice(start, start + step)
        ranks = ranked(values[own], tolerance)
        _basic(ground, ranks, numbers, chosen, stable[own])
        if later and isinstance(ground, LatticeGround):
            limits = (horizon, furthest if Concept.NONMYOPIC in chosen else 0)
            found = _later(ground, ranks, numbers, chosen, limits, stable[own])
            if found is not None and Concept.NONMYOPIC in chosen:
                settled[own] = found

    tasks: list[Task] = [("draws", partial(part, start)) for start in range(0, len(values), step)]
    run(tasks, progress)
    return Robustness(conflict, chosen, numbers, stable, settled)


def _basic(
    ground: Ground, ranks: Ordinals, states: Ints, chosen: tuple[Concept, ...], out: Bools
) -> None:
    """Stability by those of the chosen concepts that are basic, into ``out``."""
    wanted = np.array([one in chosen for one in BASIC])
    if wanted.any():
        found = ground.judge_draws(ranks, wanted, states)
        for at, concept in enumerate(chosen):
            if concept in BASIC:
                out[:, :, at] = found[:, :, BASIC.index(concept)]


def _later(
    ground: LatticeGround,
    ranks: Ordinals,
    states: Ints,
    chosen: tuple[Concept, ...],
    limits: tuple[int, int],
    out: Bools,
) -> Bools | None:
    """The same by the others; in which draws non-myopic stability is settled, if it was asked for.

    ``limits``: the horizon of limited-move stability, and the horizons looked at for the other.
    """
    payoffs, codes = ground.laid_out(ranks), ground.codes[states]
    terrain = (*ground.masks, ground.usable)
    if Concept.SIM in chosen:
        together = np.zeros((*ranks.shape[:2], len(codes)), dtype=np.bool_)
        judge_together_draws(payoffs, terrain, codes, together)
        out[:, :, chosen.index(Concept.SIM)] = together
    if not set(AHEAD) & set(chosen):
        return None
    ahead = np.zeros((2, *ranks.shape[:2], len(codes)), dtype=np.bool_)
    settled = np.zeros(len(ranks), dtype=np.bool_)
    likings = ground.laid_out(liking(ranks))
    look_draws(payoffs, likings, terrain, codes, *limits, (ahead[0], ahead[1], settled))
    for concept, found in zip(AHEAD, ahead, strict=True):
        if concept in chosen:
            out[:, :, chosen.index(concept)] = found
    return settled


def ranked(values: NDArray[np.float64], tolerance: float = 0.0) -> NDArray[np.int32]:
    """Ordinals from 1 along the last axis; values within ``tolerance`` of the next share one."""
    order = np.argsort(values, axis=-1)
    by = np.diff(np.take_along_axis(values, order, -1), axis=-1) > tolerance
    found = np.ones(values.shape, dtype=np.int32)
    ranks = 1 + np.cumsum(by, axis=-1, dtype=np.int32)
    np.put_along_axis(found, order[..., 1:], ranks, -1)
    return found
