"""A signed package as a conflict of the graph model, in one draw or in all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.model import Conflict, Option
from summitry.games.stability.preferences import Payoffs
from summitry.games.stability.robustness import HORIZONS, robustness
from summitry.procedures.commitments import Commitment, Signed

Floats = NDArray[np.float64]

MOST_STATES = 256
"""Beyond so many states packages are judged by the basic concepts alone."""


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


class Keeping(NamedTuple):
    """Who keeps a package.

    Attributes
    ----------
    concepts
        By what: the basic concepts first.
    stay : (draws, parties, concepts)
        Whether each party keeps it in each draw; by non-myopic stability only where that is known.
    settled : (draws,)
        Whether non-myopic stability is settled in the draw.
    """

    concepts: tuple[Concept, ...]
    stay: NDArray[np.bool_]
    settled: NDArray[np.bool_]

    @property
    def shares(self) -> Floats:
        """(concepts,): share of all draws in which everybody is known to keep it."""
        return np.asarray(self.stay.all(axis=1).mean(axis=0))


def left_out(case: Signed) -> dict[Concept, str]:
    """Concepts by which so large a package is not judged, and why."""
    if case.kept < MOST_STATES:
        return {}
    reason = f"over draws that takes too long with more than {MOST_STATES} states"
    return {one: reason for one in Concept if one not in BASIC}


def keepers(case: Signed, payoffs: Floats) -> Keeping:
    """Whether each party keeps the package in each draw, by every concept but :func:`left_out`.

    Parameters
    ----------
    case
        The package.
    payoffs : (draws, parties, states)
        What each state brings.
    """
    out = left_out(case)
    concepts = [one for one in Concept if one not in out]
    conflict = conflict_of(case, payoffs[0])
    found = robustness(conflict, payoffs, concepts, states=[case.kept], furthest=HORIZONS)
    return Keeping(found.concepts, found.stable[..., 0], found.settled)
