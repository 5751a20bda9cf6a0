"""One call gives every concept for every party; what can be asked afterwards hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.arcs.credible import better_by
from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.ground import LatticeGround, ground_of
from summitry.games.stability.horizon.ahead import EFFORT, FURTHEST, UNSETTLED, look
from summitry.games.stability.preferences import State
from summitry.games.stability.simultaneous.kernel import judge_together
from summitry.games.stability.simultaneous.taken_apart import NO_OPTIONS, improvements, judge_states
from summitry.games.stability.workers import Progress, Task, run

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
LARGE = 1 << 14
"""Beyond so many states, simultaneous and non-myopic stability are on request."""
_CHUNK = 512


class Row(NamedTuple):
    """A state as the field's table of equilibria prints it.

    ``stable``: concept: party: whether stable; ``equilibrium``: concept: whether for all.
    """

    state: int
    label: str
    payoffs: tuple[int, ...]
    stable: dict[Concept, dict[str, bool]]
    equilibrium: dict[Concept, bool]


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
    left_out
        Concepts that were not asked for by name and are not worked out, and why.
    """

    conflict: Conflict
    concepts: tuple[Concept, ...]
    stable: Bools
    horizon: int = 2
    left_out: Mapping[Concept, str] = field(default_factory=dict)

    def of(self, concept: Concept | str, party: str | None = None) -> Bools:
        """(states,) stable for a party by a concept; without a party, for all: equilibria."""
        known = Concept.named(concept)
        if known not in self.concepts:
            raise ValueError(f"{known} was not analysed")
        own = self.stable[:, self.concepts.index(known)]
        found = own.all(axis=0) if party is None else own[self.conflict.party(party)]
        return np.asarray(found, dtype=np.bool_)

    def equilibria(self, concept: Concept | str) -> NDArray[np.int64]:
        """Numbers of the equilibria by a concept, ascending."""
        return np.flatnonzero(self.of(concept))

    def is_equilibrium(self, state: State, concept: Concept | str) -> bool:
        """Whether a state is an equilibrium by a concept."""
        return bool(self.of(concept)[self.conflict.state(state)])

    def table(self, states: Iterable[State] | None = None) -> list[Row]:
        """The field's table: state by state, for whom it is stable by what.

        Without ``states``: those that are an equilibrium by some concept.
        """
        conflict = self.conflict
        if states is None:
            chosen = np.flatnonzero(self.stable.all(axis=0).any(axis=0)).tolist()
        else:
            chosen = [conflict.state(one) for one in states]
        rows = []
        for state in chosen:
            stable: dict[Concept, dict[str, bool]] = {}
            for at, concept in enumerate(self.concepts):
                own = self.stable[:, at, state].tolist()
                stable[concept] = dict(zip(conflict.parties, own, strict=True))
            together = {concept: all(own.values()) for concept, own in stable.items()}
            payoffs = tuple(conflict.payoffs[:, state].tolist())
            rows.append(Row(state, conflict.label(state), payoffs, stable, together))
        return rows


def analyse(
    conflict: Conflict,
    concepts: Iterable[Concept | str] | None = None,
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
        simultaneous stability is left out in graph form, and it and non-myopic stability beyond
        2^14 states, the latter also where it is not settled. See ``left_out``.
    horizon
        Horizon of limited-move stability, at least 1.
    progress
        Told how far the work has come. To interrupt the work, raise from it.

    Raises
    ------
    ValueError
        A preference is no complete order, or a concept is not defined on the conflict's form.
    """
    if horizon < 1:
        raise ValueError("a horizon is at least 1")
    chosen, left_out = _chosen(conflict, concepts)
    shape = (len(conflict.parties), len(chosen), conflict.size)
    stable = np.zeros(shape, dtype=np.bool_)
    ahead: list[Bools | None] = [None, None]
    furthest = FURTHEST if concepts is not None else 1 + EFFORT // (shape[0] * shape[2])
    tasks = _basic(conflict, chosen, stable)
    tasks += _ahead(conflict, chosen, ahead, horizon, furthest)
    if Concept.SIM in chosen:
        at = chosen.index(Concept.SIM)
        for who in range(len(conflict.parties)):
            tasks += _together(conflict, who, np.arange(conflict.size), stable[who, at])
    run(tasks, progress, threads=conflict.size > 1000)
    for concept, found in zip((Concept.LIMITED, Concept.NONMYOPIC), ahead, strict=True):
        if concept in chosen and found is not None:
            stable[:, chosen.index(concept)] = found
        elif concept in chosen and concepts is not None:
            raise ValueError(UNSETTLED.format(furthest))
        elif concept in chosen:
            kept = [at for at, one in enumerate(chosen) if one is not concept]
            chosen, stable = tuple(chosen[at] for at in kept), stable[:, kept]
            left_out[concept] = UNSETTLED.format(furthest)
    return Analysis(conflict, chosen, stable, horizon, left_out)


def simultaneous(
    conflict: Conflict, states: Iterable[State], *, progress: Progress | None = None
) -> Bools:
    """Simultaneous stability (parties, states) of chosen states, for conflicts of any size."""
    chosen = np.array([conflict.state(one) for one in states], dtype=np.int64)
    stable = np.zeros((len(conflict.parties), len(chosen)), dtype=np.bool_)
    tasks: list[Task] = []
    for who in range(len(conflict.parties)):
        tasks += _together(conflict, who, chosen, stable[who])
    run(tasks, progress, threads=conflict.size > 1000)
    return stable


def _basic(conflict: Conflict, chosen: tuple[Concept, ...], stable: Bools) -> list[Task]:
    wanted = np.array([one in chosen for one in BASIC])
    if not wanted.any():
        return []
    ground = ground_of(conflict)
    payoff = ground.laid_out(conflict.payoffs)
    terrain = ground.cells(payoff)

    def work(who: int) -> None:
        found = ground.judge(who, payoff, terrain, wanted)
        for at, concept in enumerate(chosen):
            if concept in BASIC:
                stable[who, at] = found[BASIC.index(concept)]

    return [
        (f"the stability of {party}", partial(work, who))
        for who, party in enumerate(conflict.parties)
    ]


def _ahead(
    conflict: Conflict,
    chosen: tuple[Concept, ...],
    found: list[Bools | None],
    horizon: int,
    furthest: int,
) -> list[Task]:
    """The work of looking ahead, which fills ``found``: limited-move, then non-myopic."""
    far = Concept.NONMYOPIC in chosen
    if not far and Concept.LIMITED not in chosen:
        return []

    def work() -> None:
        found[:] = look(conflict, horizon, furthest if far else 0)

    return [("looking ahead", work)]


def _together(conflict: Conflict, who: int, states: Ints, out: Bools) -> list[Task]:
    work = _on_lattice(conflict, who) or _on_codes(conflict, who)

    def part(start: int) -> None:
        own = slice(start, start + _CHUNK)
        work(states[own], out[own])

    return [
        (f"what is done at once, {conflict.parties[who]}", partial(part, start))
        for start in range(0, len(states), _CHUNK)
    ]


def _on_lattice(conflict: Conflict, who: int) -> Callable[[Ints, Bools], None] | None:
    ground = ground_of(conflict)
    if not isinstance(ground, LatticeGround):
        return None
    payoff, codes = ground.laid_out(conflict.payoffs), ground.codes
    terrain = (*ground.masks, ground.usable)
    return lambda states, out: judge_together(who, payoff, terrain, codes[states], out)


def _on_codes(conflict: Conflict, who: int) -> Callable[[Ints, Bools], None]:
    mine, moves = conflict.payoffs[who], improvements(conflict, better_by(conflict.payoffs))
    inside = np.arange(len(conflict.parties)) == who

    def rows(state: int) -> tuple[Bools, Bools]:
        return mine > mine[state], mine <= mine[state]

    return lambda states, out: judge_states(conflict, inside, states, rows, moves, out)


def _chosen(
    conflict: Conflict, concepts: Iterable[Concept | str] | None
) -> tuple[tuple[Concept, ...], dict[Concept, str]]:
    """The concepts to be worked out, and why others are not."""
    if concepts is not None:
        found = tuple(dict.fromkeys(Concept.named(one) for one in concepts))
        return found, {}
    if conflict.size > LARGE:
        reason = f"there are more than {LARGE:,} states; in the library ask for it by name"
        quick = (*BASIC, Concept.LIMITED)
        return quick, {one: reason for one in Concept if one not in quick}
    if conflict.names is None:
        return tuple(Concept), {}
    return tuple(one for one in Concept if one is not Concept.SIM), {Concept.SIM: NO_OPTIONS}
