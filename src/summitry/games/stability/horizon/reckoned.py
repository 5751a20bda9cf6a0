"""Looking ahead where preferences leave something open, and for coalitions: an own definition.

Limited-move stability is published for single parties whose preferences are complete orders. Where
two outcomes cannot be compared, no one outcome is foreseen but a *set* of them: those that a mover
must reckon with. A mover is a party, or a coalition, which moves by its members' legal sequences
and prefers what every member prefers; its members then have no move of their own.

Looking no move ahead, a state is its own only outcome. Looking h moves ahead, a mover at state s
weighs each of its moves to a state t:

1. It *reckons with* every outcome that any of the other movers would lead to from t, looking h - 1
   moves ahead; with t itself if there are no others.
2. The move *gains* if it prefers each of these outcomes to s.
3. What it expects of the move are the worst of them: those that it likes no better than any other.
4. If no move gains, it stays. Else it is open which it makes of the gaining moves that none other
   beats; one beats another if it likes all that it expects of the one better than all that it
   expects of the other. Its outcomes are what it expects of any of these.

It *likes* one outcome better than another if it prefers it and not the other way round; of outcomes
known to be equally good, that which the next mover in order likes less, and so on, as with complete
orders. Where likings run in a circle, so that nothing is worst or unbeaten, all of it counts.

With complete orders this is limited-move stability as Fang, Hipel and Kilgour (1993) have it, state
by state. Matrices of pairs of states, as in Xu, Kilgour and Hipel (2009).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
MOST_STATES = 1 << 10
"""Sets of outcomes of more states than this are not worked out."""


class Mover(NamedTuple):
    """Who moves as one; each (states, states), ``[s, t]``.

    Attributes
    ----------
    moves
        It can move from s to t.
    prefers
        It would leave s for t.
    equal
        It is known to find t as good as s.
    """

    moves: Bools
    prefers: Bools
    equal: Bools


class Ahead(NamedTuple):
    """One horizon: what movers reckon with, whether they stay, and where states lead.

    Attributes
    ----------
    before, outcomes : (movers, states, states)
        ``[m, s, x]``: with m to move at s it may end at x, one move less ahead, and now.
    reckoned : (movers, states, states)
        ``[m, t, x]``: having moved to t, m reckons with x.
    stays : (movers, states)
        No move gains.
    """

    before: Bools
    outcomes: Bools
    reckoned: Bools
    stays: Bools


def check_size(size: int) -> None:
    """Refuse conflicts whose sets of outcomes are too large, before anything is made of them."""
    if size > MOST_STATES:
        raise ValueError(
            "looking ahead with preferences that leave something open, or for coalitions, goes up "
            f"to {MOST_STATES:,} states; there are {size:,}"
        )


def outcomes_ahead(movers: Sequence[Mover]) -> Iterator[Ahead]:
    """Horizon by horizon, from 1: what comes of each state; see the head of this module."""
    likings = [liked(movers, who) for who in range(len(movers))]
    alone = np.eye(len(movers[0].moves), dtype=np.bool_)
    before = np.tile(alone, (len(movers), 1, 1))
    while True:
        reckoned = np.stack([_of_others(before, who) for who in range(len(movers))])
        parts = [
            _looked(mover, likes, own)
            for mover, likes, own in zip(movers, likings, reckoned, strict=True)
        ]
        stays = np.stack([one for one, _ in parts])
        outcomes = np.stack([one for _, one in parts])
        yield Ahead(before, outcomes, reckoned, stays)
        before = outcomes


def liked(movers: Sequence[Mover], who: int) -> Bools:
    """(states, states) ``[x, y]``: a mover likes outcome x better than outcome y."""
    found = np.zeros_like(movers[who].moves)
    for step in range(len(movers) - 1, -1, -1):
        own = movers[(who + step) % len(movers)]
        less = own.prefers & ~own.prefers.T
        found = (less if step else less.T) | own.equal & found
    return found


def _of_others(outcomes: Bools, who: int) -> Bools:
    others = np.delete(outcomes, who, axis=0)
    return np.asarray(others.any(axis=0)) if len(others) else np.eye(outcomes.shape[1], dtype=bool)


def _looked(mover: Mover, likes: Bools, reckoned: Bools) -> tuple[Bools, Bools]:
    """At which states a mover stays, and what comes of each."""
    gains = mover.moves & ~through(~mover.prefers, reckoned.T)
    worst = _unless_empty(reckoned & ~through(reckoned, likes.T), reckoned)
    surpassed = ~through(worst, ~likes)  # [t, x]: all that is expected of t is liked better than x
    beats = ~through(~surpassed, worst.T)
    best = _unless_empty(gains & ~through(gains, beats), gains)
    stays = np.asarray(~gains.any(axis=1))
    return stays, through(best, worst) | np.diag(stays)


def _unless_empty(some: Bools, every: Bools) -> Bools:
    """Row by row those of the first, or of the second where there are none."""
    return np.where(some.any(axis=1, keepdims=True), some, every)


def through(one: Bools, other: Bools) -> Bools:
    """The boolean product: whether one reaches the other by way of some state."""
    return np.asarray(one.astype(np.float32) @ other.astype(np.float32) > 0)
