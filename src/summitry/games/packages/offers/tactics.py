"""Tactics of concession: how little a party asks for, as time passes or as others concede.

Sources: Faratin, Sierra and Jennings (1998) for time-dependent tactics and tit-for-tat; de Jonge
(2022) for MiCRO; Baarslag, Hindriks and Jonker (2013) for accepting what is as good as one's own
next offer (AC_next).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Tactic:
    """A way of conceding.

    Attributes
    ----------
    name
        What it is called.
    text
        What it does, in a phrase.
    pace
        Time-dependent: least and greatest of the exponent e, drawn evenly in logarithms; at share
        ``t`` of the time a party asks for ``1 - t^(1/e)`` of what lies between its reservation and
        its best. None for tactics that watch the others.
    """

    name: str
    text: str
    pace: tuple[float, float] | None = None


TACTICS = {
    one.name: one
    for one in (
        Tactic("boulware", "holds out, and concedes near the deadline", (0.1, 0.5)),
        Tactic("linear", "concedes evenly over time", (1.0, 1.0)),
        Tactic("conceder", "concedes early", (2.0, 5.0)),
        Tactic("tit-for-tat", "gives up as much as the others' last step brought it"),
        Tactic("micro", "offers its next best package for each new one that it is offered"),
    )
}
"""The tactics, by name."""


def asked(
    time: float, pace: NDArray[np.float64], reserve: float, best: float
) -> NDArray[np.float64]:
    """Worth that time-dependent tactics ask for at a share of the time, (runs,)."""
    return np.asarray(reserve + (best - reserve) * (1.0 - time ** (1.0 / pace)))
