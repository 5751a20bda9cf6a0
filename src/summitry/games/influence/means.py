"""Weighted mean and weighted median: the simplest readings of where pressure points.

In the literature on the European Union the mean with weights capability times salience is called
the compromise model, and an approximation of the Nash bargaining solution (Achen 2006).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from summitry.games.influence.arena import Arena, Floats
from summitry.games.influence.outcome import Influence, at_once

Weights = Literal["capability x salience", "salience", "capability", "equal"]
WEIGHTS: tuple[Weights, ...] = ("capability x salience", "salience", "capability", "equal")
NEAR = 1e-12
"""Shares of the whole weight nearer to one half than this are one half."""


def weigh(arena: Arena, weights: Weights = "capability x salience") -> Floats:
    """Weight of each actor on each issue, (1 or draws, actors, issues); 0 without a stance.

    Raises
    ------
    ValueError
        An unknown kind of weights, or an issue on which all weights are 0.
    """
    if weights == "capability x salience":
        found = arena.weights
    elif weights == "salience":
        found = arena.salience
    elif weights in ("capability", "equal"):
        base = arena.capability if weights == "capability" else np.ones((1, 1, 1))
        found = np.where(arena.stances, base, 0.0)
    else:
        msg = f"weights are {', '.join(map(repr, WEIGHTS))}; not {weights!r}"
        raise ValueError(msg)
    empty = np.argwhere(~(found.sum(axis=1) > 0))
    if len(empty):
        draw, issue = empty[0]
        where = f" (draw {draw})" if len(found) > 1 else ""
        msg = (
            f"nobody who has a stance on {arena.issues[issue]!r} has any weight there{where}; "
            f"weights are {weights}"
        )
        raise ValueError(msg)
    return np.asarray(found)


def weighted_mean(arena: Arena, weights: Weights = "capability x salience") -> Influence:
    r"""Mean of the positions, :math:`\sum w x / \sum w`, issue by issue.

    Parameters
    ----------
    arena
        Who stands where.
    weights
        ``capability x salience`` (the "compromise" of the literature), or ``salience``,
        ``capability``, ``equal`` alone.

    Raises
    ------
    ValueError
        An issue on which all weights are 0.
    """
    w = weigh(arena, weights)
    name = f"weighted mean (weights: {weights})"
    return at_once(name, arena, mean_of(arena.positions, w))


def mean_of(positions: Floats, weights: Floats) -> Floats:
    """Weighted mean over the actors, (draws, issues); it never leaves the span of positions."""
    x = np.nan_to_num(positions)
    mean = (weights * x).sum(axis=1) / weights.sum(axis=1)
    held = np.where(weights > 0, x, np.nan)
    return np.asarray(
        np.clip(mean, np.fmin.reduce(held, axis=1), np.fmax.reduce(held, axis=1)),
    )


def weighted_median(
    arena: Arena, weights: Weights = "capability x salience", *, upper: bool = False
) -> Influence:
    r"""Median position: the smallest x with :math:`\sum_{x_i \le x} w_i \ge \tfrac12 \sum w`.

    Parameters
    ----------
    arena
        Who stands where.
    weights
        As in :func:`weighted_mean`.
    upper
        Where half of the weight lies on either side of a gap, its upper end instead of its lower.

    Raises
    ------
    ValueError
        An issue on which all weights are 0.
    """
    w = weigh(arena, weights)
    side = "upper" if upper else "lower"
    name = f"{side} weighted median (weights: {weights})"
    return at_once(name, arena, median_of(arena.positions, w, upper=upper))


def median_of(positions: Floats, weights: Floats, *, upper: bool = False) -> Floats:
    """Lower or upper weighted median over the actors, (draws, issues)."""
    x, w = np.broadcast_arrays(np.where(np.isnan(positions), np.inf, positions), weights)
    order = np.argsort(x, axis=1, kind="stable")
    x = np.take_along_axis(x, order, axis=1)
    share = np.cumsum(np.take_along_axis(w, order, axis=1), axis=1)
    share = share / share[:, -1:]
    reached = share > 0.5 + NEAR if upper else share >= 0.5 - NEAR
    first = reached.argmax(axis=1)
    return np.asarray(np.take_along_axis(x, first[:, None], axis=1)[:, 0])
