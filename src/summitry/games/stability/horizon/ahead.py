"""Limited-move and non-myopic stability."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.ground import LatticeGround, ground_of
from summitry.games.stability.horizon.kernel import look_arcs, look_lattice

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

FURTHEST = 20_000
"""Horizons looked at before non-myopic stability is given up, if it is asked for by name."""
EFFORT = 600_000
"""Parties × states × horizons looked at if it is not."""
UNSETTLED = (
    "non-myopic stability is not settled: within {:,} horizons they do not begin to repeat "
    "themselves"
)


def liking(payoffs: NDArray[np.int32]) -> NDArray[np.int32]:
    """How each party orders outcomes when it moves, as ranks (…, parties, states).

    By its own payoff; where that is equal, by what the next party in order likes least, and so on.
    """
    parties = payoffs.shape[-2]
    found = np.zeros(payoffs.shape, dtype=np.int32)
    for who in range(parties):
        others = [-payoffs[..., (who + step) % parties, :] for step in range(1, parties)]
        keys = np.stack([*others[::-1], payoffs[..., who, :]])
        order = np.lexsort(keys)
        steps = np.diff(np.take_along_axis(keys, order[None], -1), axis=-1)
        ranks = np.cumsum((steps != 0).any(axis=0), axis=-1, dtype=np.int32)
        np.put_along_axis(found[..., who, :], order[..., 1:], ranks, -1)
    return found


def anticipated(conflict: Conflict) -> Iterator[NDArray[np.int32]]:
    """Horizon by horizon from 1: where each state leads if a party is to move there.

    (parties, states), by the layout of the conflict's ground.
    """
    ground = ground_of(conflict)
    payoff = ground.laid_out(conflict.payoffs)
    likes = ground.laid_out(liking(conflict.payoffs))
    ahead = np.tile(np.arange(payoff.shape[1], dtype=np.int32), (len(payoff), 1))
    terrain = ground.cells(payoff)
    while True:
        if isinstance(ground, LatticeGround):
            ahead = look_lattice(ahead, payoff, likes, terrain)
        else:
            ahead = look_arcs(ahead, payoff, likes, terrain[0], terrain[1])
        yield ahead


def look(
    conflict: Conflict, horizon: int, furthest: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_] | None]:
    """Limited-move stability (parties, states), and non-myopic stability; as :func:`settled`."""
    ground = ground_of(conflict)
    columns = ground.codes if isinstance(ground, LatticeGround) else np.arange(conflict.size)
    steps = ((marked(ahead), ahead[:, columns] == columns) for ahead in anticipated(conflict))
    return settled(steps, horizon, furthest)


def settled(
    steps: Iterable[tuple[bytes, NDArray[np.bool_]]], horizon: int, furthest: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_] | None]:
    """Who stays where, (movers, states): at one horizon, and at every one from some on.

    The latter is None if horizons do not begin to repeat themselves within ``furthest``, which may
    be 0.

    Parameters
    ----------
    steps
        Horizon by horizon from 1: a mark of how things stand, and who stays where. Equal marks
        have equal futures, and the same who stay.
    """
    limited = None
    seen: dict[bytes, int] = {}
    stays: list[NDArray[np.uint8]] = []
    for step, (mark, found) in enumerate(steps, start=1):
        still, count = found, found.shape[1]
        if step == horizon:
            limited = still.copy()
        if step > furthest:
            if limited is not None:
                return limited, None
            continue
        start = seen.setdefault(mark, step)
        if start < step:
            for ever in stays[start - 1 :]:
                still = still & np.unpackbits(ever, axis=1, count=count).astype(np.bool_)
            if limited is None:
                packed = stays[start + (horizon - start) % (step - start) - 1]
                limited = np.unpackbits(packed, axis=1, count=count).astype(np.bool_)
            return limited, still
        stays.append(np.packbits(still, axis=1))
    raise AssertionError


def cycle(conflict: Conflict) -> tuple[int, int]:
    """The horizons that come back for ever: the first of them, and the first that repeats it."""
    seen: dict[bytes, int] = {}
    for step, ahead in enumerate(anticipated(conflict), start=1):
        start = seen.setdefault(marked(ahead), step)
        if start < step:
            return start, step
        if step > FURTHEST:
            break
    raise ValueError(UNSETTLED.format(FURTHEST))


def marked(ahead: NDArray[np.generic]) -> bytes:
    """How things stand, in few bytes."""
    return blake2b(ahead.tobytes(), digest_size=16).digest()
