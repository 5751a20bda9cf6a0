"""Status quo analysis: where a conflict may go from a state, and the shortest ways there.

Source: Li, Kilgour and Hipel (2005), *Status quo analysis in the graph model for conflict
resolution*, JORS 56:699-707. Breadth first over states, or over states and who moved last where
moves do not compose, so that every state is met once; no tree of all sequences is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.concepts import Concept
from summitry.games.stability.ground import LatticeGround, ground_of
from summitry.games.stability.preferences import State
from summitry.games.stability.sequences import Step
from summitry.games.stability.ways.kernel import walk_arcs, walk_lattice

if TYPE_CHECKING:
    from summitry.games.stability.analysis import Analysis
    from summitry.games.stability.model import Conflict

Ints = NDArray[np.int64]
Kind = Literal["moves", "improvements", "worsenings"]


@dataclass(frozen=True, eq=False)
class Reach:
    """Where a conflict may go from a state.

    Attributes
    ----------
    start
        The state it starts from.
    kind
        Which moves count.
    steps : (states,)
        Length of the shortest way to each state; 0 to the start, -1 where there is none.
    path
        The shortest way to a state, as moves; raises ValueError where there is none.
    """

    conflict: Conflict
    start: int
    kind: Kind
    steps: NDArray[np.int32]
    path: Callable[[State], tuple[Step, ...]]
    movers: tuple[str, ...]

    @property
    def states(self) -> Ints:
        """Numbers of the states that can be reached, the start included, nearest first."""
        found = np.flatnonzero(self.steps >= 0)
        return found[np.argsort(self.steps[found], kind="stable")]

    def paths(self, end: State, most: int = 20) -> list[tuple[Step, ...]]:
        """The shortest ways to a state, at most so many of them."""
        found = []
        for one in self._ways(self.conflict.state(end)):
            found.append(one)
            if len(found) == most:
                break
        return found

    def _ways(self, end: int) -> Iterator[tuple[Step, ...]]:
        length = int(self.steps[end])
        layers = [np.zeros(0, dtype=np.int64)] * length + [np.array([end])]
        for at in range(length - 1, -1, -1):
            near = np.flatnonzero((self.steps >= 0) & (self.steps <= at))
            ahead = np.zeros(self.conflict.size, dtype=np.bool_)
            ahead[layers[at + 1]] = True
            kept = [one for one in near.tolist() if any(ahead[e].any() for _, e in self._on(one))]
            layers[at] = np.array(kept, dtype=np.int64)

        def follow(state: int, last: int, at: int) -> Iterator[tuple[Step, ...]]:
            if at == length:
                yield ()
                return
            allowed = set(layers[at + 1].tolist())
            for who, ends in self._on(state):
                for one in ends.tolist():
                    if who != last and one in allowed:
                        first = Step(self.conflict.parties[who], state, one)
                        for rest in follow(one, who, at + 1):
                            yield (first, *rest)

        if length >= 0:
            yield from follow(self.start, -1, 0)

    def _on(self, state: int) -> Iterator[tuple[int, Ints]]:
        """Where each mover can go from a state, by the moves that count."""
        conflict = self.conflict
        for party in self.movers:
            who = conflict.party(party)
            ends = conflict.terrain.moves(who, state)
            if self.kind != "moves":
                gain = conflict.payoffs[who, ends] - conflict.payoffs[who, state]
                ends = ends[gain > 0 if self.kind == "improvements" else gain < 0]
            yield who, ends


class Evolution(NamedTuple):
    """An equilibrium and how it comes about from the status quo.

    ``path`` is None where no legal sequence leads there.
    """

    state: int
    label: str
    path: tuple[Step, ...] | None


def reach(
    conflict: Conflict,
    start: State,
    *,
    kind: Kind = "moves",
    movers: Sequence[str] | None = None,
) -> Reach:
    """Where a conflict may go from a state by legal sequences: nobody moves twice in a row.

    Parameters
    ----------
    kind
        ``moves``: any; ``improvements``: each better for its mover; ``worsenings``: each worse.
    movers
        The parties that move; all if left out.
    """
    if kind not in ("moves", "improvements", "worsenings"):
        raise ValueError(f"moves are moves, improvements or worsenings, not '{kind}'")
    at = conflict.state(start)
    names = tuple(conflict.parties if movers is None else movers)
    inside = np.zeros(len(conflict.parties), dtype=np.bool_)
    inside[[conflict.party(one) for one in names]] = True
    payoffs = conflict.payoffs
    if kind == "worsenings":
        payoffs = payoffs.max() + 1 - payoffs
    ground = ground_of(conflict)
    if isinstance(ground, LatticeGround):
        return _on_lattice(conflict, at, kind, names, (ground, inside, payoffs))
    starts, ends = ground.arcs[:2]
    size = conflict.size
    steps, before = walk_arcs(at, inside, starts, ends, payoffs, kind != "moves")
    layered = steps[:-1].reshape(-1, size)
    far = np.where(layered < 0, np.iinfo(np.int32).max, layered)
    nearest = far.argmin(axis=0)
    least = layered[nearest, np.arange(size)].copy()
    least[at] = 0

    def path(end: State) -> tuple[Step, ...]:
        goal = conflict.state(end)
        found: list[Step] = []
        position = int(nearest[goal]) * size + goal if goal != at else len(before) - 1
        while (previous := int(before[position])) >= 0:
            last = at if previous == len(before) - 1 else previous % size
            found.append(Step(conflict.parties[position // size], last, position % size))
            position = previous
        if not found and goal != at:
            raise _nowhere(conflict, at, goal)
        return tuple(reversed(found))

    return Reach(conflict, at, kind, least, path, names)


def evolution(
    analysis: Analysis,
    start: State,
    concept: Concept | str,
    *,
    kind: Kind = "improvements",
) -> list[Evolution]:
    """Every equilibrium by a concept, with the shortest way there from the status quo, if any.

    Those that can be reached first, nearest first.
    """
    conflict = analysis.conflict
    found = reach(conflict, start, kind=kind)
    states = analysis.equilibria(concept)
    steps = found.steps[states]
    order = np.lexsort((states, steps, steps < 0))
    return [
        Evolution(
            state, conflict.label(state), found.path(state) if found.steps[state] >= 0 else None
        )
        for state in states[order].tolist()
    ]


def _on_lattice(
    conflict: Conflict,
    at: int,
    kind: Kind,
    names: tuple[str, ...],
    given: tuple[LatticeGround, NDArray[np.bool_], NDArray[np.int32]],
) -> Reach:
    ground, inside, payoffs = given
    payoff = ground.laid_out(payoffs)
    start = int(ground.codes[at])
    terrain = ground.cells(payoff)
    steps, before, mover = walk_lattice(start, inside, terrain, payoff, kind != "moves")

    def path(end: State) -> tuple[Step, ...]:
        goal = conflict.state(end)
        code = int(ground.codes[goal])
        if steps[code] < 0:
            raise _nowhere(conflict, at, goal)
        found: list[Step] = []
        while code != start:
            previous = int(before[code])
            ends = np.searchsorted(ground.codes, (previous, code)).tolist()
            found.append(Step(conflict.parties[mover[code]], ends[0], ends[1]))
            code = previous
        return tuple(reversed(found))

    return Reach(conflict, at, kind, steps[ground.codes], path, names)


def _nowhere(conflict: Conflict, start: int, end: int) -> ValueError:
    return ValueError(
        f"no such sequence leads from {conflict.label(start)} to {conflict.label(end)}"
    )
