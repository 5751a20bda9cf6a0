"""The bargaining of many draws, as arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FORBIDDEN = -1e3
"""What a red line or an unmet ask adds to the tables, in utility: more than all else together."""
TOLERANCE = 1e-12
"""Gains nearer than this are equal: the decimals of a table do not decide a tie."""


class SearchTooLong(Exception):
    """A draw whose best package could not be proven in as many steps as are allowed."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"a draw's best package is not proven after {limit:,} steps: too many packages are as "
            "good as one another; write fewer levels, leave out issues that nobody cares about, or "
            "give numbers their ranges"
        )


class Game(NamedTuple):
    """The bargaining of many draws, as arrays.

    Acceptors come in three groups, in this order: principals, ratifiers, consenters. A table may
    serve several draws (``inner`` of them, in a row), which differ in types and coins only.

    Attributes
    ----------
    scores : (tables, acceptors, slots)
        What each level brings over no deal, levels of all issues stacked.
    leverage, slack : (tables, ratifiers)
        What a principal loses per unit of displeasure (may be infinite); displeasure let pass.
    weights : (tables, principals)
        Weight of each principal in the Nash product; all 1 for the plain product.
    constant : (draws, principals)
        Added to every package's gain: minus the value of no deal beyond the tables, minus the
        hidden part of the walk-away point.
    claim : (draws, principals)
        Gain below which a principal does not claim to accept, at least 0.
    active : (draws, lines)
        Which red lines and asks are real.
    line_owner : (lines,)
        The acceptor whose line it is.
    line_slots : (lines, slots)
        The levels it forbids.
    answers_to : (ratifiers,)
        Number of each ratifier's principal.
    consent_on : (consenters, issues)
        Issues that each consenter must agree to see moved.
    """

    scores: NDArray[np.float64]
    leverage: NDArray[np.float64]
    slack: NDArray[np.float64]
    weights: NDArray[np.float64]
    constant: NDArray[np.float64]
    claim: NDArray[np.float64]
    active: NDArray[np.bool_]
    line_owner: NDArray[np.int64]
    line_slots: NDArray[np.bool_]
    answers_to: NDArray[np.int64]
    consent_on: NDArray[np.bool_]


PER_TABLE = ("scores", "leverage", "slack", "weights")
PER_DRAW = ("constant", "claim", "active")
"""What differs between tables, and between draws; all else is the same for the whole game."""


def select(game: Game, draws: NDArray[np.intp]) -> Game:
    """The given draws only (ascending, none twice), each with a table of its own."""
    if len(draws) == len(game.constant) == len(game.scores):
        return game  # all of them, as they are
    row = draws // (len(game.constant) // len(game.scores))
    parts = {name: getattr(game, name)[row] for name in PER_TABLE}
    parts |= {name: getattr(game, name)[draws] for name in PER_DRAW}
    return game._replace(**parts)
