"""Condorcet votes between the positions held.

Sources: Black (1948) for the median voter; the weighted cost vote is that of Bueno de Mesquita
(1984) as written out by Scholz, Calbert and Smith (2011).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from summitry.games.influence.arena import Arena
from summitry.games.influence.means import median_of, weigh
from summitry.games.influence.outcome import Influence, at_once
from summitry.games.influence.vote.kernel import least_cost

TIES = ("lower", "upper", "first")


def vote(
    arena: Arena,
    rule: Literal["cost", "sign"] = "cost",
    risk: ArrayLike = 1.0,
    ties: Literal["lower", "upper", "first"] = "lower",
) -> Influence:
    r"""The position held that no other position held defeats in a vote of two.

    Parameters
    ----------
    arena
        Who stands where; votes weigh capability times salience.
    rule
        ``cost``: actor i casts :math:`w_i (d(x_i,x_k)^{r_i} - d(x_i,x_j)^{r_i})` for j against k.
        The margin is a difference of costs, so a winner always exists: the position of least
        :math:`\sum_i w_i d(x_i,x)^{r_i}`. ``sign``: i casts its whole weight for the nearer of the
        two; the winner is the weighted median (Black 1948).
    risk : number, (actors,) or (draws, actors)
        The exponent r, above 0; at 1 the cost vote, too, is the weighted median.
    ties
        Which of positions that tie: the ``lower``, the ``upper``, or the ``first`` actor's
        (cost only; the answer then depends on the order of actors).

    Raises
    ------
    ValueError
        An unknown rule, a risk exponent not above 0, an issue on which all weights are 0.
    """
    if ties not in TIES:
        msg = f"ties are {', '.join(map(repr, TIES))}; not {ties!r}"
        raise ValueError(msg)
    w = weigh(arena)
    if rule == "sign":
        if ties == "first":
            msg = "the sign vote breaks ties by 'lower' or 'upper'; 'first' is for the cost vote"
            raise ValueError(msg)
        found = median_of(arena.positions, w, upper=ties == "upper")
        return at_once(f"Condorcet vote (one sign each; ties {ties})", arena, found)
    if rule != "cost":
        msg = f"rules are 'cost' and 'sign'; not {rule!r}"
        raise ValueError(msg)
    exponent = np.array(risk, dtype=np.float64)
    actors = len(arena.actors)
    rows = exponent[None] if exponent.ndim == 1 else exponent
    fits = rows.ndim in (0, 2) and rows.shape[1:] in ((), (actors,))
    if not fits or (rows.ndim == 2 and len(rows) not in (1, arena.draws)):
        msg = f"risk has shape {exponent.shape}; it must be one number, or one for each actor"
        raise ValueError(msg)
    if not (np.isfinite(exponent) & (exponent > 0)).all():
        msg = "risk exponents must be finite and above 0; 1 is neutral"
        raise ValueError(msg)
    if rows.ndim == 0:
        rows = np.full((1, actors), float(exponent))
    out = np.empty((arena.draws, len(arena.issues)))
    w = np.ascontiguousarray(w)
    least_cost(arena.positions, w, np.ascontiguousarray(rows), TIES.index(ties), out)
    told = f"risk exponent {float(exponent):g}" if exponent.ndim == 0 else "risk by actor"
    return at_once(f"Condorcet vote (least cost; {told}; ties {ties})", arena, out)
