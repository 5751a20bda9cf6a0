"""Stability for coalitions: groups that move together when every member gains.

A coalition moves by legal sequences of its members' moves (Kilgour, Hipel, Fang and Peng, 2001;
Inohara and Hipel, 2008); where every combination is feasible that is the same as pooling their
options, where not it may be less. A *coalitional improvement* ends in a state which every member
prefers. The others sanction by legal sequences of theirs, as towards a single party; a sanction
deters if some member does not prefer where it ends. In the sequential concepts each of the others'
moves is an improvement of its mover.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.arcs.kernel import turn_round
from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.paths import Reach, reach
from summitry.games.stability.preferences import State
from summitry.games.stability.relations.kernel import judge_coalition
from summitry.games.stability.sequences import Step
from summitry.games.stability.workers import Progress, Task, run

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Bools = NDArray[np.bool_]
MOST_ARCS = 60_000_000
"""More arcs of all parties than this are not listed."""
_CHUNK = 64


class JointImprovement(NamedTuple):
    """A state that every member of a coalition prefers, and the shortest way there."""

    end: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Coalitions:
    """Stability of states for coalitions by the basic concepts.

    Attributes
    ----------
    members
        The coalitions, each as names of parties.
    states : (states asked for,)
        Their numbers.
    stable : (coalitions, concepts, states asked for)
        Whether the state is stable for the coalition by the concept.
    """

    conflict: Conflict
    members: tuple[tuple[str, ...], ...]
    concepts: tuple[Concept, ...]
    states: NDArray[np.int64]
    stable: Bools

    def of(self, concept: Concept | str, members: Sequence[str] | None = None) -> Bools:
        """(states,) stable for a coalition by a concept; without one, for all of them."""
        own = self.stable[:, self.concepts.index(Concept.named(concept))]
        if members is None:
            return np.asarray(own.all(axis=0))
        wanted = tuple(one for one in self.conflict.parties if one in set(members))
        return np.asarray(own[self.members.index(wanted)])

    def equilibria(self, concept: Concept | str) -> NDArray[np.int64]:
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
    concepts: Iterable[Concept | str] = BASIC,
    *,
    states: Iterable[State] | None = None,
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
        Some of the basic concepts.
    states
        The states asked for; all if left out. Work grows with states times moves: of many states
        ask for few.
    progress
        Told how far the work has come.

    Raises
    ------
    ValueError
        A coalition is empty or names no party; the moves are too many to list.
    """
    chosen = tuple(dict.fromkeys(Concept.named(one) for one in concepts))
    if not set(chosen) <= set(BASIC):
        raise ValueError(f"for coalitions there are {', '.join(BASIC)}")
    groups = _groups(conflict, coalitions)
    asked = range(conflict.size) if states is None else states
    numbers = np.array([conflict.state(one) for one in asked], dtype=np.int64)
    wanted = np.array([one in chosen for one in BASIC])
    arcs = _arcs(conflict)
    stable = np.zeros((len(groups), 5, len(numbers)), dtype=np.bool_)

    def part(group: int, start: int) -> None:
        inside = np.array([party in groups[group] for party in conflict.parties])
        own = numbers[start : start + _CHUNK]
        out = stable[group, :, start : start + _CHUNK]
        judge_coalition(inside, own, conflict.payoffs, arcs, wanted, out)

    tasks: list[Task] = [
        ("the stability of " + ", ".join(one), partial(part, group, start))
        for group, one in enumerate(groups)
        for start in range(0, len(numbers), _CHUNK)
    ]
    run(tasks, progress, threads=conflict.size > 200)
    columns = [BASIC.index(one) for one in chosen]
    return Coalitions(conflict, groups, chosen, numbers, stable[:, columns])


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


def _arcs(conflict: Conflict) -> tuple[Any, ...]:
    arcs = conflict.terrain.listed()
    if len(arcs.ends) > MOST_ARCS:
        raise ValueError(f"{len(arcs.ends):,} moves are too many to list for coalitions")
    backs, sources = turn_round(arcs.starts, arcs.ends)
    found = []
    for starts, ends, sign in ((arcs.starts, arcs.ends, 1), (backs, sources, -1)):
        allowed = np.empty(len(ends), dtype=np.bool_)
        for who, payoff in enumerate(conflict.payoffs):
            own = slice(starts[who, 0], starts[who, -1])
            here = np.repeat(payoff, np.diff(starts[who]))
            allowed[own] = (payoff[ends[own]] > here) if sign > 0 else (payoff[ends[own]] < here)
        found += [starts, ends, allowed]
    return tuple(found)
