"""One call gives every concept for every party; what can be asked afterwards hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.concepts import Concept
from summitry.games.stability.preferences import State

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Bools = NDArray[np.bool_]
Progress = Callable[[float, str], None]
"""Called with the share of the work done, 0 to 1, and what is being done. To interrupt the work,
raise from it."""


@dataclass(frozen=True, eq=False)
class Analysis:
    """Which states are stable, for whom, by which concept.

    Attributes
    ----------
    conflict
        What was analysed.
    concepts
        The concepts asked for, in order.
    stable : (parties, concepts, states)
        Whether the state is stable for the party by the concept.
    horizon
        Horizon of limited-move stability.
    """

    conflict: Conflict
    concepts: tuple[Concept, ...]
    stable: Bools
    horizon: int = 2

    def of(self, concept: Concept | str, party: str | None = None) -> Bools:
        """(states,) stable for a party by a concept; without a party, for all: equilibria."""
        raise NotImplementedError

    def equilibria(self, concept: Concept | str) -> NDArray[np.int64]:
        """Numbers of the equilibria by a concept, ascending."""
        raise NotImplementedError

    def is_equilibrium(self, state: State, concept: Concept | str) -> bool:
        """Whether a state is an equilibrium by a concept."""
        raise NotImplementedError


def analyse(
    conflict: Conflict,
    concepts: Iterable[Concept] | None = None,
    *,
    horizon: int = 2,
    progress: Progress | None = None,
) -> Analysis:
    """Stability of every state for every party by every concept.

    Parameters
    ----------
    conflict
        The conflict; every party's preference is a complete order. For others see
        :mod:`summitry.games.stability.variants`.
    concepts
        The concepts asked for; all that the conflict's form and size allow if none are named:
        simultaneous stability is left out in graph form, and it, limited-move and non-myopic
        stability beyond 2^14 states.
    horizon
        Horizon of limited-move stability, at least 1.
    progress
        Told how far the work has come.
    """
    raise NotImplementedError
