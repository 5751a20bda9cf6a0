"""Who is pivotal: without whom the outcome would be another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.games.influence.arena import Arena, Floats
from summitry.games.influence.outcome import Influence


@dataclass(frozen=True, eq=False)
class Pivots:
    """How far outcomes hang on each actor's taking part.

    Attributes
    ----------
    actors, issues
        Names.
    share : (actors, issues)
        Share of draws in which the outcome would be another without the actor.
    anywhere : (actors,)
        Share of draws in which it would be another on at least one issue.
    shift : (actors, issues)
        Mean over draws of the outcome with the actor less that without it, in the issue's units;
        NaN where there is no outcome without it.
    tolerance
        Part of an issue's scale beyond which an outcome is another one; with levels, not used.
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    share: Floats
    anywhere: Floats
    shift: Floats
    tolerance: float


def pivots(
    model: Callable[[Arena], Influence],
    arena: Arena,
    tolerance: float = 0.01,
    levels: Sequence[Sequence[float]] | None = None,
) -> Pivots:
    """Share of draws in which each actor is pivotal: leaving it out changes the outcome.

    Parameters
    ----------
    model
        From an arena to its answer, for example ``lambda a: challenge(a, variant="paper")``.
    arena
        Who stands where, in one draw or in many.
    tolerance
        Part of the issue's scale (its bounds) by which an outcome must differ to be another one.
    levels : for each issue its positions that can be agreed, optional
        An outcome is then another one where another level is nearest (of two as near, the first).

    Raises
    ------
    ValueError
        The model has no answer with everybody; a tolerance below 0; levels that do not fit.

    Notes
    -----
    Where there is no answer without an actor (nobody else has a stance or any weight on an issue,
    or the model names the actor) it is pivotal in every draw.
    """
    if not tolerance >= 0:
        msg = f"tolerance is {tolerance}; it must be at least 0"
        raise ValueError(msg)
    if levels is not None and (len(levels) != len(arena.issues) or not all(map(len, levels))):
        msg = f"levels must be {len(arena.issues)} lists of positions, one for each issue"
        raise ValueError(msg)
    whole = model(arena).outcome
    shape = (len(arena.actors), len(arena.issues))
    share, shift = np.ones(shape), np.full(shape, np.nan)
    anywhere = np.ones(len(arena.actors))
    for place, actor in enumerate(arena.actors):
        kept = _answerable(arena, actor)
        if not kept.any():
            continue
        rest = arena.only(
            [one for one in arena.actors if one != actor],
            [one for one, keep in zip(arena.issues, kept, strict=True) if keep],
        )
        try:
            other = model(rest).outcome
        except ValueError:
            continue
        here = np.flatnonzero(kept)
        moved = _differs(whole[:, here], other, arena, here, tolerance, levels)
        share[place, here] = moved.mean(axis=0)
        shift[place, here] = (whole[:, here] - other).mean(axis=0)
        if kept.all():
            anywhere[place] = moved.any(axis=1).mean()
    return Pivots(arena.actors, arena.issues, share, anywhere, shift, tolerance)


def _answerable(arena: Arena, actor: str) -> NDArray[np.bool_]:
    """Issues on which somebody else has a stance and weight in every draw."""
    if len(arena.actors) == 1:
        return np.zeros(len(arena.issues), dtype=np.bool_)
    others = [one for one, name in enumerate(arena.actors) if name != actor]
    weight = arena.weights[:, others].sum(axis=1) > 0
    held = arena.stances[:, others].any(axis=1)
    return np.asarray(weight.all(axis=0) & held.all(axis=0))


def _differs(
    whole: Floats,
    other: Floats,
    arena: Arena,
    here: NDArray[np.int64],
    tolerance: float,
    levels: Sequence[Sequence[float]] | None,
) -> NDArray[np.bool_]:
    if levels is None:
        width = arena.bounds[here, 1] - arena.bounds[here, 0]
        slack = 1e-12 * np.maximum(1.0, width)
        return np.asarray(np.abs(whole - other) > tolerance * width + slack)
    found = np.zeros(whole.shape, dtype=np.bool_)
    for column, issue in enumerate(here):
        rungs = np.asarray(levels[issue], dtype=np.float64)
        nearest = [np.abs(one[:, column, None] - rungs).argmin(axis=1) for one in (whole, other)]
        found[:, column] = nearest[0] != nearest[1]
    return found
