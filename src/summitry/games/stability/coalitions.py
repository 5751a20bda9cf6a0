"""Stability for coalitions: groups that move together when every member gains.

A coalition moves by legal sequences of its members' moves (Kilgour, Hipel, Fang and Peng, 2001;
Inohara and Hipel, 2008); where every combination is feasible that is the same as pooling their
options, where not it may be less. A *coalitional improvement* ends in a state which every member
prefers. The others sanction by legal sequences of theirs, as towards a single party; a sanction
deters if some member does not prefer where it ends. In the sequential concepts each of the others'
moves is an improvement of its mover.

In simultaneous stability the coalition's improvement counts by the options in which it leaves the
state changed, and each of the others, for itself, makes at most one improvement from that state. In
limited-move and non-myopic stability the coalition is one mover among the others: our own
definition, in :mod:`summitry.games.stability.horizon.reckoned`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.analysis import LARGE
from summitry.games.stability.arcs.credible import better_by, both_ways
from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.ground import LatticeGround, ground_of
from summitry.games.stability.horizon.movers import CELLS, CELLS_UNASKED, look_coalition
from summitry.games.stability.joint.kernel import judge_joint
from summitry.games.stability.paths import Reach, reach
from summitry.games.stability.preferences import State
from summitry.games.stability.relations.kernel import judge_coalition
from summitry.games.stability.sequences import Step
from summitry.games.stability.simultaneous.taken_apart import (
    NO_OPTIONS,
    Improvements,
    improvements,
    judge_states,
)
from summitry.games.stability.workers import Progress, Task, run

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Judge = Callable[[Bools, Ints, Bools, Bools], None]
"""A compiled search: members, states, which concepts, and where the results go."""
MOST_ARCS = 60_000_000
"""More arcs of all parties than this are not listed."""
FEW = 1 << 8
"""Beyond so many states coalitions look ahead only on request."""
_CHUNK = 16


class JointImprovement(NamedTuple):
    """A state that every member of a coalition prefers, and the shortest way there."""

    end: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Coalitions:
    """Stability of states for coalitions.

    Attributes
    ----------
    members
        The coalitions, each as names of parties.
    states : (states asked for,)
        Their numbers.
    stable : (coalitions, concepts, states asked for)
        Whether the state is stable for the coalition by the concept.
    horizon
        Horizon of limited-move stability.
    left_out
        Concepts that were not asked for by name and are not worked out, and why.
    """

    conflict: Conflict
    members: tuple[tuple[str, ...], ...]
    concepts: tuple[Concept, ...]
    states: Ints
    stable: Bools
    horizon: int = 2
    left_out: Mapping[Concept, str] = field(default_factory=dict)

    def of(self, concept: Concept | str, members: Sequence[str] | None = None) -> Bools:
        """(states,) stable for a coalition by a concept; without one, for all of them."""
        own = self.stable[:, self.concepts.index(Concept.named(concept))]
        if members is None:
            return np.asarray(own.all(axis=0))
        wanted = tuple(one for one in self.conflict.parties if one in set(members))
        return np.asarray(own[self.members.index(wanted)])

    def equilibria(self, concept: Concept | str) -> Ints:
        """Numbers of the states, of those asked for, that are stable for every coalition here."""
        return self.states[self.of(concept)]

    def upset(self, concept: Concept | str, state: State) -> list[tuple[str, ...]]:
        """The coalitions for which a state is not stable, smallest first."""
        column = int(np.flatnonzero(self.states == self.conflict.state(state))[0])
        own = self.stable[:, self.concepts.index(Concept.named(concept)), column]
        return [one for one, fine in zip(self.members, own, strict=True) if not fine]


def analyse_coalitions(
    conflict: Conflict,
    coalitions: Iterable[Sequence[str]] | None = None,
    concepts: Iterable[Concept | str] | None = BASIC,
    *,
    states: Iterable[State] | None = None,
    horizon: int = 2,
    progress: Progress | None = None,
) -> Coalitions:
    """Stability for coalitions, by the definitions at the head of this module.

    Parameters
    ----------
    conflict
        The conflict; every preference is a complete order.
    coalitions
        The coalitions; all of them, single parties included, if left out.
    concepts
        The concepts asked for; the basic ones if left out, since any other costs more. None: all
        that the conflict's form and size allow; see ``left_out``.
    states
        The states asked for; all if left out. Each takes time in proportion to how many states
        there are: of many ask for few.
    horizon
        Horizon of limited-move stability, at least 1.
    progress
        Told how far the work has come.

    Raises
    ------
    ValueError
        A coalition is empty or names no party; the moves are too many to list; simultaneous
        stability is asked for in graph form; or there are more than 2^10 states to look ahead.
    """
    if horizon < 1:
        raise ValueError("a horizon is at least 1")
    chosen, left_out = _chosen(conflict, concepts)
    groups = _groups(conflict, coalitions)
    asked = range(conflict.size) if states is None else states
    numbers = np.array([conflict.state(one) for one in asked], dtype=np.int64)
    stable = np.zeros((len(groups), len(chosen), len(numbers)), dtype=np.bool_)
    judge = _judge(conflict) if set(chosen) & set(BASIC) else None
    at_once: Improvements = ()
    if Concept.SIM in chosen:
        at_once = improvements(conflict, better_by(conflict.payoffs))
    effort = CELLS_UNASKED if concepts is None else CELLS
    tasks: list[Task] = []
    for group, found in zip(groups, stable, strict=True):
        inside = np.array([party in group for party in conflict.parties])
        works = [] if judge is None else _basic(judge, inside, chosen, numbers, found)
        for concept, out in zip(chosen, found, strict=True):
            later: list[Callable[[], None]] = []
            if concept is Concept.SIM:
                later = _at_once(conflict, at_once, inside, numbers, out)
            elif concept not in BASIC:
                cells = 0 if concept is Concept.LIMITED else effort
                later = [partial(_ahead, conflict, inside, numbers, horizon, cells, out)]
            if concepts is None:
                later = [partial(_tried, work, concept, left_out) for work in later]
            works += later
        tasks += [("the stability of " + ", ".join(group), work) for work in works]
    run(tasks, progress, threads=conflict.size > 200)
    kept = [at for at, one in enumerate(chosen) if one not in left_out]
    chosen = tuple(chosen[at] for at in kept)
    return Coalitions(conflict, groups, chosen, numbers, stable[:, kept], horizon, left_out)


def joint_improvements(
    conflict: Conflict, members: Sequence[str], state: State
) -> list[JointImprovement]:
    """Where a coalition can go that every member prefers, with the shortest ways there."""
    at = conflict.state(state)
    (group,) = _groups(conflict, [members])
    own = [conflict.party(one) for one in group]
    found: Reach = reach(conflict, at, movers=group)
    mine = conflict.payoffs[own]
    gains = np.all(mine > mine[:, at, None], axis=0)
    return [
        JointImprovement(end, found.path(end))
        for end in found.states.tolist()
        if gains[end] and end != at
    ]


def _chosen(
    conflict: Conflict, concepts: Iterable[Concept | str] | None
) -> tuple[tuple[Concept, ...], dict[Concept, str]]:
    """The concepts to be worked out, and why others are not."""
    if concepts is not None:
        return tuple(dict.fromkeys(Concept.named(one) for one in concepts)), {}
    left_out: dict[Concept, str] = {}
    if conflict.names is not None:
        left_out[Concept.SIM] = NO_OPTIONS
    for concept, most in ((Concept.SIM, LARGE), (Concept.LIMITED, FEW), (Concept.NONMYOPIC, FEW)):
        if conflict.size > most:
            reason = f"there are more than {most:,} states; in the library ask for it by name"
            left_out.setdefault(concept, reason)
    return tuple(one for one in Concept if one not in left_out), left_out


def _tried(work: Callable[[], None], concept: Concept, left_out: dict[Concept, str]) -> None:
    """Work on a concept that was not asked for by name: what cannot be done is left out."""
    if concept not in left_out:
        try:
            work()
        except ValueError as error:
            left_out[concept] = str(error)


def _groups(
    conflict: Conflict, coalitions: Iterable[Sequence[str]] | None
) -> tuple[tuple[str, ...], ...]:
    parties = conflict.parties
    if coalitions is None:
        return tuple(
            one for size in range(1, len(parties) + 1) for one in combinations(parties, size)
        )
    found = []
    for members in coalitions:
        wanted = {parties[conflict.party(one)] for one in members}
        if not wanted:
            raise ValueError("a coalition needs at least one party")
        found.append(tuple(one for one in parties if one in wanted))
    return tuple(dict.fromkeys(found))


def _basic(
    judge: Judge, inside: Bools, chosen: Sequence[Concept], numbers: Ints, stable: Bools
) -> list[Callable[[], None]]:
    wanted = np.array([one in chosen for one in BASIC])
    columns = [at for at, one in enumerate(chosen) if one in BASIC]
    rows = [BASIC.index(chosen[at]) for at in columns]

    def part(start: int) -> None:
        own = numbers[start : start + _CHUNK]
        out = np.zeros((5, len(own)), dtype=np.bool_)
        judge(inside, own, wanted, out)
        stable[columns, start : start + _CHUNK] = out[rows]

    return [partial(part, start) for start in range(0, len(numbers), _CHUNK)]


def _at_once(
    conflict: Conflict, moves: Improvements, inside: Bools, numbers: Ints, stable: Bools
) -> list[Callable[[], None]]:
    mine = conflict.payoffs[inside]

    def rows(state: int) -> tuple[Bools, Bools]:
        improve = np.all(mine > mine[:, state, None], axis=0)
        return improve, ~improve

    def part(start: int) -> None:
        own = slice(start, start + _CHUNK)
        judge_states(conflict, inside, numbers[own], rows, moves, stable[own])

    return [partial(part, start) for start in range(0, len(numbers), _CHUNK)]


def _ahead(
    conflict: Conflict,
    inside: Bools,
    numbers: Ints,
    horizon: int,
    cells: int,
    stable: Bools,
) -> None:
    limited, lasting = look_coalition(conflict, inside, horizon, cells)
    stable[:] = (limited if lasting is None else lasting)[numbers]


def _judge(conflict: Conflict) -> Judge:
    """The compiled search that fits the conflict's form."""
    ground = ground_of(conflict)
    payoff = ground.laid_out(conflict.payoffs)
    if isinstance(ground, LatticeGround):
        codes, terrain = ground.codes, ground.cells(payoff)
        return lambda inside, own, wanted, out: judge_joint(
            inside, codes[own], payoff, terrain, wanted, out
        )
    arcs = _arcs(conflict)
    return lambda inside, own, wanted, out: judge_coalition(inside, own, payoff, arcs, wanted, out)


def _arcs(conflict: Conflict) -> tuple[Any, ...]:
    arcs = conflict.terrain.listed()
    if len(arcs.ends) > MOST_ARCS:
        raise ValueError(f"{len(arcs.ends):,} moves are too many to list for coalitions")
    return both_ways(arcs.starts, arcs.ends, better_by(conflict.payoffs))
