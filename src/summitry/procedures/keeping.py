"""A signed package as a conflict of the graph model, in one draw or in all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.model import Conflict, Option
from summitry.games.stability.preferences import Payoffs
from summitry.games.stability.robustness import robustness
from summitry.procedures.commitments import Commitment, Signed

Floats = NDArray[np.float64]


def conflict_of(case: Signed, payoffs: Floats) -> Conflict:
    """The conflict at one draw's payoffs (parties, states); a state has its number from the case.

    Every combination is feasible: clauses bind what is signed, not what is done with it afterwards.
    Whatever was taken back may be performed again.
    """
    options = [Option(option_name(one), (one.party,)) for one in case.commitments]
    named = {party: Payoffs(own) for party, own in zip(case.parties, payoffs, strict=True)}
    return Conflict(options, named)


def option_name(one: Commitment) -> str:
    """A commitment as the name of an option."""
    return f"{one.issue}: {one.level}".replace('"', "'")


def keepers(case: Signed, payoffs: Floats) -> NDArray[np.bool_]:
    """Whether each party keeps the package in each draw, by each concept of :data:`BASIC`.

    Parameters
    ----------
    case
        The package.
    payoffs : (draws, parties, states)
        What each state brings.

    Returns
    -------
    (draws, parties, concepts)
    """
    found = robustness(conflict_of(case, payoffs[0]), payoffs, states=[case.kept])
    return np.asarray(found.stable[..., 0])
