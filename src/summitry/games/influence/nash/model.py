"""Exact Nash bargaining over positions on one issue or on several at once.

Sources: Nash (1950); for weights Kalai (1977), "Nonsymmetric Nash solutions"; Achen (2006) for the
weighted mean as its limit.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from summitry.games.influence.arena import Arena, Floats
from summitry.games.influence.means import mean_of, median_of, weigh
from summitry.games.influence.nash.kernel import LINEAR, QUADRATIC, nash_draws
from summitry.games.influence.outcome import Influence, at_once
from summitry.games.influence.slices import in_slices


def nash(
    arena: Arena,
    loss: Literal["linear", "quadratic"] = "linear",
    weights: Literal["equal", "capability"] = "equal",
    disagreement: Literal["distant"] | None = None,
) -> Influence:
    r"""The point that makes the product of all gains over the status quo greatest.

    Parameters
    ----------
    arena
        Who stands where, and the status quo that disagreement leaves in place.
    loss
        Actor i loses :math:`\sum_q s_{iq} |x_{iq} - x_q|` (``linear``) or
        :math:`\sum_q s_{iq} (x_{iq} - x_q)^2` (``quadratic``), distances in parts of the bounds.
    weights
        ``equal`` is Nash's own, symmetric solution; with ``capability`` each gain has its actor's
        capability as exponent.
    disagreement
        ``distant`` instead of the status quo: so far away that it alone is feared. The solution is
        then, issue by issue, the weighted mean for quadratic losses and the weighted median for
        linear ones, with weights salience times exponent.

    Returns
    -------
    Influence
        ``matrices["gain"]``, (draws, actors), is what each gains. Where ``agreed`` is False the
        status quo stays: no point gives more than nothing to all, or somebody who cares about the
        issue cannot gain anything anywhere.

    Raises
    ------
    ValueError
        No status quo; capability by issue, or of nobody; nobody who cares.

    Notes
    -----
    Who cares about nothing has no say. Who already has all it cares about holds it: the issues that
    such an actor cares about stay, and the others bargain over the rest. With linear losses several
    points can have the same gains; the answer is one of them. Points are found to about 1e-7 of
    the scale.
    """
    if loss not in ("linear", "quadratic") or weights not in ("equal", "capability"):
        msg = (
            "loss is 'linear' or 'quadratic', weights are 'equal' or 'capability'; "
            f"not {loss!r}, {weights!r}"
        )
        raise ValueError(msg)
    name = f"Nash bargaining ({loss} losses, {_told(weights)}"
    if disagreement == "distant":
        w = weigh(arena, "salience" if weights == "equal" else "capability x salience")
        rule = median_of if loss == "linear" else mean_of
        return at_once(f"{name}, distant disagreement)", arena, rule(arena.positions, w))
    if disagreement is not None:
        msg = f"disagreement is None (the status quo) or 'distant'; not {disagreement!r}"
        raise ValueError(msg)
    quo = arena.status_quo
    if np.isnan(quo).any():
        where = arena.issues[int(np.argwhere(np.isnan(quo))[0][1])]
        msg = (
            f"Nash bargaining needs a status quo, and there is none on {where!r}; "
            "give one, or say that disagreement is 'distant'"
        )
        raise ValueError(msg)
    exponents = np.ones((1, len(arena.actors))) if weights == "equal" else arena.power()
    if not ((exponents[:, :, None] * arena.salience).sum(axis=(1, 2)) > 0).all():
        msg = f"nobody who cares about any issue has any weight; weights are {weights}"
        raise ValueError(msg)
    found, agreed, gains = _solve(arena, exponents, LINEAR if loss == "linear" else QUADRATIC)
    name += ", against the status quo)"
    return at_once(name, arena, found, agreed, _notes(agreed), gains)


def _told(weights: str) -> str:
    return "symmetric" if weights == "equal" else "weighted by capability"


def _solve(arena: Arena, exponents: Floats, loss: int) -> tuple[Floats, NDArray[np.bool_], Floats]:
    draws, (_, n, m) = arena.draws, arena.positions.shape
    low, high = arena.bounds[:, 0], arena.bounds[:, 1]
    ends = np.vstack((arena.status_quo, low[None], high[None]))
    low, high = ends.min(axis=0), ends.max(axis=0)
    width = np.where(high > low, high - low, 1.0)
    given = (
        np.ascontiguousarray((arena.positions - low) / width),
        np.ascontiguousarray(arena.salience),
        np.ascontiguousarray(exponents),
        np.ascontiguousarray((arena.status_quo - low) / width),
    )
    found, gains = np.empty((draws, m)), np.empty((draws, n))
    agreed = np.zeros((draws, m), dtype=np.bool_)

    def play(first: int, last: int) -> None:
        nash_draws(given, loss, (first, last), (found, agreed, gains))

    in_slices(draws, play)
    stays = np.broadcast_to(arena.status_quo, found.shape)
    return np.where(agreed, low + width * found, stays), agreed, gains


def _notes(agreed: NDArray[np.bool_]) -> tuple[str, ...]:
    none = float(1 - agreed.any(axis=1).mean())
    some = float((agreed.any(axis=1) & ~agreed.all(axis=1)).mean())
    notes = []
    if none:
        share = "" if len(agreed) == 1 else f" in {none:.0%} of draws"
        notes.append(f"no point is better for all than the status quo{share}: it stays")
    if some:
        share = "" if len(agreed) == 1 else f" in {some:.0%} of draws"
        notes.append(f"some issues stay where they are{share}: who holds them cannot gain")
    return tuple(notes)
