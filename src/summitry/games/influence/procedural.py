"""Procedural model: an agenda setter proposes what it likes best of what would pass.

One issue at a time, in the line of Steunenberg (1994) and Tsebelis (2002): everybody compares the
proposal with the status quo, and takes whatever is not farther from its own position.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from summitry.games.influence.arena import Arena, Floats
from summitry.games.influence.outcome import Influence, at_once


def procedural(
    arena: Arena,
    setter: str,
    quota: float = 0.5,
    consent: Sequence[str] = (),
    votes: ArrayLike | None = None,
) -> Influence:
    r"""The point nearest to the agenda setter of those that pass against the status quo.

    Parameters
    ----------
    arena
        Who stands where; it needs a status quo on every issue.
    setter
        The actor that alone proposes.
    quota
        Share of the votes that must not prefer the status quo, above 0 to 1: 1 is unanimity.
    consent
        Actors without whom nothing passes, whatever their votes.
    votes : (actors,), optional
        Votes of each actor, at least 0; one each if left out. Actors without a stance on an issue
        abstain there: they count neither for nor in the whole.

    Returns
    -------
    Influence
        ``agreed`` is False where the status quo stays.

    Notes
    -----
    Actor i takes x if :math:`|x - x_i| \le |q - x_i|`, that is between q and its mirror image in
    x_i. All these intervals hold q, so what passes is an interval [L, R] around q, and the
    outcome is the setter's position cut to it.

    Raises
    ------
    ValueError
        No status quo; names, quota or votes that do not fit.
    """
    place = _place(arena, setter)
    needed = [_place(arena, one) for one in ([consent] if isinstance(consent, str) else consent)]
    if not 0 < quota <= 1:
        msg = f"quota is {quota:g}; it must be above 0 and at most 1 (unanimity)"
        raise ValueError(msg)
    share = _votes(arena, votes)
    quo = arena.status_quo
    if np.isnan(quo).any():
        where = arena.issues[int(np.argwhere(np.isnan(quo))[0][1])]
        msg = f"the procedural model needs a status quo, and there is none on {where!r}"
        raise ValueError(msg)
    x = arena.positions
    counted = np.where(arena.stances, share[None, :, None], 0.0)
    if (counted.sum(axis=1) <= 0).any():
        where = arena.issues[int(np.argwhere(counted.sum(axis=1) <= 0)[0][1])]
        msg = f"nobody with a stance on {where!r} has a vote"
        raise ValueError(msg)
    reach = 2 * x - quo[:, None]
    right = _reach(reach, counted, quo, quota, needed)
    left = -_reach(-reach, counted, -quo, quota, needed)
    ideal = x[:, place]
    outcome = np.where(np.isnan(ideal), quo, np.clip(ideal, left, right))
    notes = []
    if np.isnan(ideal).any():
        notes.append(f"{setter} has no stance on some issue and proposes nothing there")
    name = f"procedural (agenda setter {setter}, quota {quota:g}"
    name += f", consent of {', '.join(arena.actors[one] for one in needed)})" if needed else ")"
    agreed = np.broadcast_to(outcome != quo, (arena.draws, len(arena.issues)))
    if not agreed.any():
        notes.append("nothing passes that the agenda setter would propose: the status quo stays")
    return at_once(name, arena, outcome, agreed, tuple(notes))


def _reach(reach: Floats, votes: Floats, quo: Floats, quota: float, needed: list[int]) -> Floats:
    """Farthest point to the right of the status quo that passes, (draws, issues)."""
    far = np.fmax(reach, quo[:, None])
    far, votes = np.broadcast_arrays(far, votes)
    order = np.argsort(-far, axis=1, kind="stable")
    total = votes.sum(axis=1)
    ranked = np.cumsum(np.take_along_axis(votes, order, axis=1), axis=1)
    enough = ranked >= quota * total[:, None] * (1 - 1e-12)
    found = np.take_along_axis(np.take_along_axis(far, order, axis=1), _first(enough), axis=1)[:, 0]
    for one in needed:
        own = np.where(np.isnan(reach[:, one]), np.inf, far[:, one])
        found = np.minimum(found, own)
    return np.asarray(found)


def _first(mask: np.ndarray) -> np.ndarray:
    return np.asarray(mask.argmax(axis=1)[:, None])


def _votes(arena: Arena, votes: ArrayLike | None) -> Floats:
    if votes is None:
        return np.ones(len(arena.actors))
    share = np.array(votes, dtype=np.float64)
    if share.shape != (len(arena.actors),) or not (np.isfinite(share) & (share >= 0)).all():
        msg = f"votes must be {len(arena.actors)} finite numbers of at least 0, one for each actor"
        raise ValueError(msg)
    return share


def _place(arena: Arena, name: str) -> int:
    if name not in arena.actors:
        msg = f"there is no actor {name!r}; the actors are {', '.join(arena.actors)}"
        raise ValueError(msg)
    return arena.actors.index(name)
