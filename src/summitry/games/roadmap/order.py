"""In which order, and how much at once: the path with the least critical discount factor.

What a step's checks ask depends on what comes after it and on the package just before it, never on
how that package was reached. So paths are built backwards, from the whole: the critical discount
factor of an ending bounds that of every path that ends so, and best first is exact. (To build them
forwards, a step at a time, is not: later gains hold up earlier steps.)
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, count

import numpy as np
from numpy.typing import NDArray

from summitry.games.roadmap.path import TOLERANCE, Terrain, critical, incentives

Floats = NDArray[np.float64]
Package = NDArray[np.int64]
Legal = Callable[[Package], NDArray[np.bool_]]

GRID = np.concatenate((np.arange(1, 200) / 200, [0.998, 0.999, 0.9995, 0.9999]))
"""Discount factors at which endings are compared."""
REFERENCE = int(np.searchsorted(GRID, 0.95))
"""Where paths are ranked that hold at no discount factor."""
TOGETHER = 3
"""Beyond the exact search a step takes at most so many moves, or all that are left."""
FINALISTS = 60
"""Paths equal on the grid that are told apart exactly."""


@dataclass(frozen=True, eq=False)
class Order:
    """The best path found.

    Attributes
    ----------
    steps : (steps, issues)
        Level numbers of each package on the way.
    critical
        Its critical discount factor a period; NaN if it holds at none.
    exact
        Every path was examined or ruled out, to within .005 of the critical discount factor.
    weighed
        How many endings were looked at.
    """

    steps: Package
    critical: float
    exact: bool
    weighed: int


@dataclass(frozen=True, eq=False)
class _Ending:
    """How a path ends: the moves made before it, its packages, its value and least slacks."""

    before: int
    steps: tuple[int, ...]
    value: Floats
    """(1 - delta) times the value from its first step on, (grid, parties)."""
    least: Floats
    """Least slack so far, (grid,)."""

    @cached_property
    def rank(self) -> tuple[int, float, int]:
        """Smaller is better, and no longer path with this ending is smaller."""
        fails = np.flatnonzero(self.least < -TOLERANCE)
        grid = int(fails[-1]) + 1 if len(fails) else 0
        short = -float(self.least[REFERENCE]) if grid == len(GRID) else 0.0
        return grid, short, len(self.steps)


def best_order(
    terrain: Terrain,
    moves: Sequence[Mapping[int, int]],
    legal: Legal,
    *,
    merge: bool,
    width: int = 150,
    exact_up_to: int = 7,
) -> Order | None:
    """Find the path with the least critical discount factor.

    Parameters
    ----------
    terrain
        What it crosses, of a single draw.
    moves
        Issue number: level number, for each move; of two about one issue the first given is made
        first.
    legal
        Which packages (packages, issues) may stand on the way.
    merge
        A step may take any moves together; otherwise one move a step.
    width
        Endings kept for each number of moves, beyond the exact search.
    exact_up_to
        Up to so many moves the search is exact.

    Returns
    -------
    Order or None
        None if no path leads there through legal packages. Ties go to fewer steps, then to the
        moves as given. If no path holds at any discount factor, the one with the greatest least
        slack at .95.
    """
    if not moves:
        return None
    search = _Search(terrain, moves, legal, merge=merge)
    if not search.stands(search.whole):
        return None
    if len(moves) <= exact_up_to:
        finals, exact = search.best_first(), True
    else:
        finals, exact = search.beam(width), False
    if not finals:
        return None
    judged = [(search.path(one), one.rank) for one in finals]
    found = [
        (float(critical(incentives(terrain, steps))[0]), rank, number)
        for number, (steps, rank) in enumerate(judged)
    ]
    least, _, number = min(
        found, key=lambda one: (np.inf if np.isnan(one[0]) else round(one[0], 9), one[1], one[2])
    )
    return Order(judged[number][0], least, exact, search.weighed)


class _Search:
    """Endings of paths through sets of moves, as bits of a number."""

    def __init__(
        self, terrain: Terrain, moves: Sequence[Mapping[int, int]], legal: Legal, *, merge: bool
    ) -> None:
        self.terrain, self.moves, self.legal, self.merge = terrain, moves, legal, merge
        self.whole = (1 << len(moves)) - 1
        self.weighed = 0
        self.book: dict[bytes, Floats] = {}
        self.legality: dict[int, bool] = {}
        self.parties = int(terrain.flow(terrain.status_quo[None, :]).shape[2])

    def best_first(self) -> list[_Ending]:
        """Whole paths that share the least rank on the grid, those of fewest steps first."""
        order = count()
        heap = [(one.rank, next(order), one) for one in [self.end()]]
        finals: list[_Ending] = []
        while heap:
            rank, _, one = heapq.heappop(heap)
            if finals and rank[:2] > finals[0].rank[:2]:
                break
            if one.before == 0:
                finals.append(one)
                if len(finals) >= FINALISTS:
                    break
                continue
            for longer in self.longer(one, limit=None):
                heapq.heappush(heap, (longer.rank, next(order), longer))
        return finals

    def beam(self, width: int) -> list[_Ending]:
        """The best whole paths among those built from the best endings of every size."""
        kept: dict[int, list[_Ending]] = {len(self.moves): [self.end()]}
        for size in range(len(self.moves), 0, -1):
            ranked = sorted(kept.pop(size, []), key=lambda one: one.rank)[:width]
            for one in ranked:
                for longer in self.longer(one, limit=TOGETHER):
                    kept.setdefault(longer.before.bit_count(), []).append(longer)
        finals = sorted(kept.get(0, []), key=lambda one: one.rank)
        best = [one for one in finals if one.rank[:2] == finals[0].rank[:2]]
        return best[:FINALISTS]

    def end(self) -> _Ending:
        """The empty ending: the whole, kept for ever."""
        flow = self.flows(self.package(self.whole)[None, :])[0]
        value = np.broadcast_to(flow, (len(GRID), self.parties))
        return _Ending(self.whole, (), value, np.full(len(GRID), np.inf))

    def path(self, ending: _Ending) -> Package:
        """The packages of a whole path."""
        return np.array([self.package(one) for one in ending.steps])

    def longer(self, ending: _Ending, limit: int | None) -> Iterator[_Ending]:
        """Endings with one more step before."""
        here = ending.before
        befores = [one for one in self.befores(here, limit) if self.stands(one)]
        if befores:
            self.prepare(here, befores)
        delta = GRID[:, None]
        value = ending.value
        at = self.package(here)
        flow, punished = self.flow(at), self.punished(at)
        walk = delta * (value - punished) - (1 - delta) * self.retreat(at)
        now = (1 - delta) * flow + delta * value
        common = np.minimum(np.minimum(walk, now).min(axis=1), ending.least)
        for before in befores:
            self.weighed += 1
            least = common
            start = self.package(before)
            for party in range(self.parties):
                new = (self.terrain.performer == party) & (at != start)
                if not new.any():
                    continue
                broken = np.where(new, start, at)
                seen = 1 - np.prod(1 - self.terrain.verify[0, new])
                threat = value[:, party] - self.punished(broken)[party]
                gain = (1 - GRID) * (self.flow(broken) - flow)[party]
                least = np.minimum(least, GRID * seen * threat - gain)
            yield _Ending(before, (here, *ending.steps), now, least)

    def befores(self, here: int, limit: int | None) -> Iterator[int]:
        """Sets of moves from which one step leads here; moves about one issue in their order."""
        bits = [bit for bit in range(len(self.moves)) if here >> bit & 1]
        most = len(bits) if limit is None else min(limit, len(bits))
        sizes = list(range(1, most + 1)) if self.merge else [1]
        if self.merge and most < len(bits):
            sizes.append(len(bits))
        for size in sizes:
            for taken in combinations(bits, size):
                left = [bit for bit in bits if bit not in taken]
                if not any(self.earlier(one, other) for one in taken for other in left):
                    yield sum(1 << bit for bit in left)

    def earlier(self, one: int, other: int) -> bool:
        """Whether one move must come before another: they are about one issue, and it is first."""
        return one < other and bool(set(self.moves[one]) & set(self.moves[other]))

    def package(self, made: int) -> Package:
        """The package that stands once some moves are made."""
        at = np.array(self.terrain.status_quo, dtype=np.int64)
        for bit, move in enumerate(self.moves):
            if made >> bit & 1:
                for issue, level in move.items():
                    at[issue] = level
        return at

    def stands(self, made: int) -> bool:
        """Whether the package of some moves is legal; the status quo is."""
        if made not in self.legality:
            at = self.package(made)
            self.legality[made] = made == 0 or bool(self.legal(at[None, :])[0])
        return self.legality[made]

    def prepare(self, here: int, befores: Sequence[int]) -> None:
        """Evaluate, at once, every package that these steps ask about."""
        at = self.package(here)
        asked = [at]
        for before in befores:
            start = self.package(before)
            for party in range(self.parties):
                new = (self.terrain.performer == party) & (at != start)
                if new.any():
                    asked.append(np.where(new, start, at))
        self.flows(np.array([other for one in asked for other in (one, *self.backs(one))]))

    def backs(self, package: Package) -> Iterator[Package]:
        """A package with each moved issue in turn back at the status quo."""
        for issue in np.flatnonzero(package != self.terrain.status_quo):
            other = package.copy()
            other[issue] = self.terrain.status_quo[issue]
            yield other

    def flows(self, packages: Package) -> Floats:
        """Flows of packages, (packages, parties), each evaluated once."""
        keys = [one.tobytes() for one in packages]
        fresh = {key: one for key, one in zip(keys, packages, strict=True) if key not in self.book}
        if fresh:
            found = self.terrain.flow(np.array(list(fresh.values())))[0]
            self.book.update(zip(fresh, found, strict=True))
        return np.array([self.book[key] for key in keys])

    def flow(self, package: Package) -> Floats:
        """Flow of a package, (parties,)."""
        return np.asarray(self.flows(package[None, :])[0])

    def punished(self, package: Package) -> Floats:
        """Flow after everybody has taken back what can be taken back, (parties,)."""
        own = self.flow(package)
        found = own.copy()
        for issue, other in self._moved(package):
            found -= self.terrain.undo[0, issue] * (own - self.flow(other))
        return found

    def retreat(self, package: Package) -> Floats:
        """What each party gains by taking back its own moves as far as they can be, (parties,)."""
        own = self.flow(package)
        found = np.zeros(self.parties)
        for issue, other in self._moved(package):
            party = self.terrain.performer[issue]
            if party >= 0:
                change = self.flow(other)[party] - own[party]
                found[party] += self.terrain.undo[0, issue] * change
        return found

    def _moved(self, package: Package) -> Iterator[tuple[int, Package]]:
        moved = np.flatnonzero(package != self.terrain.status_quo)
        yield from zip(moved.tolist(), self.backs(package), strict=True)
