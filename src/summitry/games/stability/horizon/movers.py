"""Limited-move and non-myopic stability where preferences leave something open; of coalitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.horizon.ahead import FURTHEST, UNSETTLED, marked, settled
from summitry.games.stability.horizon.reckoned import (
    Mover,
    check_size,
    outcomes_ahead,
    through,
)
from summitry.games.stability.relations.kernel import spread
from summitry.games.stability.terrain import Arcs

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict
    from summitry.games.stability.relations.preferred import Relations

Bools = NDArray[np.bool_]
CELLS = 200_000_000
"""Movers × pairs of states × horizons that are looked at before non-myopic stability is given up.
"""


def look_related(
    conflict: Conflict, relations: Sequence[Relations], horizon: int, *, far: bool
) -> tuple[Bools, Bools | None]:
    """Limited-move and, if ``far``, non-myopic stability (parties, states) by relations.

    A party that is looked at moves by its own reading, the others by what is credible of them. Two
    things are asked of a state. No move gains, by the definition at the head of
    :mod:`summitry.games.stability.horizon.reckoned`. And after every move that is itself an
    improvement the party must reckon with an outcome that deters it; where all that is no
    improvement deters, as in complete orders, the first entails the second. So strong stability of
    a degree is that of the deterring outcomes, as it is for sanctions. Our own definition.
    """
    check_size(conflict.size)
    moves = _matrices(conflict.terrain.listed())
    theirs = [
        Mover(own, one.credible, one.equal) for own, one in zip(moves, relations, strict=True)
    ]
    everybody = list(range(len(relations)))
    runs = [(everybody, theirs)]
    if any(not np.array_equal(one.improve, one.credible) for one in relations):
        runs = [
            ([who], [*theirs[:who], theirs[who]._replace(prefers=own.improve), *theirs[who + 1 :]])
            for who, own in enumerate(relations)
        ]
    shape = (len(relations), conflict.size)
    limited, lasting = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    for who, movers in runs:
        own = [relations[one] for one in who]
        near, ever = _look(movers, who, [one.deter for one in own], horizon, far=far)
        limited[who] = near
        if ever is not None:
            lasting[who] = ever
    return limited, lasting if far else None


def look_coalition(
    conflict: Conflict, inside: Bools, horizon: int, *, far: bool
) -> tuple[Bools, Bools | None]:
    """The same (states,) for a coalition of parties with complete orders.

    The coalition stands in the order of movers where its first member does.
    """
    check_size(conflict.size)
    arcs, payoffs = conflict.terrain.listed(), conflict.payoffs
    better = payoffs[:, None, :] > payoffs[:, :, None]
    equal = payoffs[:, None, :] == payoffs[:, :, None]
    joint = Mover(
        _joint_moves(arcs, inside),
        np.all(better[inside], axis=0),
        np.all(equal[inside], axis=0),
    )
    first = int(np.flatnonzero(inside)[0])
    movers = [
        joint if who == first else Mover(moves, better[who], equal[who])
        for who, moves in enumerate(_matrices(arcs))
        if who == first or not inside[who]
    ]
    deters = [~movers[first].prefers]
    limited, lasting = _look(movers, [first], deters, horizon, far=far)
    return limited[0], None if lasting is None else lasting[0]


def _look(
    movers: Sequence[Mover],
    who: Sequence[int],
    deters: Sequence[Bools],
    horizon: int,
    *,
    far: bool,
) -> tuple[Bools, Bools | None]:
    """Limited-move and non-myopic stability (movers looked at, states).

    ``deters``: for each of these, at which state which outcome deters it.
    """
    furthest = min(FURTHEST, 1 + CELLS // (len(movers) * deters[0].size)) if far else 0

    def steps() -> Iterator[tuple[bytes, Bools]]:
        for ahead in outcomes_ahead(movers):
            still = [
                ahead.stays[one] & _answered(movers[one], ahead.reckoned[one], deter)
                for one, deter in zip(who, deters, strict=True)
            ]
            yield marked(ahead.before), np.stack(still)

    limited, lasting = settled(steps(), horizon, furthest)
    if far and lasting is None:
        raise ValueError(UNSETTLED.format(furthest))
    return limited, lasting


def _answered(mover: Mover, reckoned: Bools, deter: Bools) -> Bools:
    """(states,) whether after every improvement an outcome that deters must be reckoned with."""
    open_still = mover.moves & mover.prefers & ~through(deter, reckoned.T)
    return np.asarray(~open_still.any(axis=1))


def _matrices(arcs: Arcs) -> Bools:
    """(parties, states, states) who can move from where to where."""
    size = arcs.starts.shape[1] - 1
    found = np.zeros((arcs.parties, size, size), dtype=np.bool_)
    for who, own in enumerate(arcs.starts):
        here = np.repeat(np.arange(size), np.diff(own))
        found[who, here, arcs.ends[own[0] : own[-1]]] = True
    return found


def _joint_moves(arcs: Arcs, inside: Bools) -> Bools:
    """(states, states) where a coalition can go by legal sequences of its members' moves."""
    every = np.ones(len(arcs.ends), dtype=np.bool_)
    alone = np.eye(arcs.starts.shape[1] - 1, dtype=np.bool_)
    reached = [spread(seed, inside, -1, arcs.starts, arcs.ends, every) for seed in alone]
    return np.stack(reached) & ~alone
