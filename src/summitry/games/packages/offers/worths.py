"""Packages by what they are worth to a party, found without sorting or listing them.

Worths are rounded down to a grid and counted block by block: a table then tells how many packages
have each worth, and a walk back through it draws one of them, each as likely as the others.
"""

from __future__ import annotations

import heapq
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.exact.frontier import TooManyLinked

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

GRID = 1000
"""Steps between a party's worst and best package."""
LINKED = 200_000
"""Combinations of linked issues at most."""
CELLS = 4_000_000
"""Runs times combinations weighed at once."""
HAIR = 1e-9


class Worths:
    """Packages of a game, each worth 0 (a party's worst) to 1 (its best) to a party.

    Attributes
    ----------
    options : (combinations, parties) each
        Block by block, what each combination adds to a party's worth.
    reserve, best : (parties,)
        Worth of no deal, and of the best package.
    span, low : (parties,)
        Points from worst to best, and of the worst: points = low + span · worth.

    Raises
    ------
    ValueError
        No package obeys the clauses, an issue is divisible, or too many issues are linked.
    """

    def __init__(self, game: PackageGame) -> None:
        board = game.board
        blocks = board.blocks(LINKED)
        if blocks is None:
            raise TooManyLinked(board.linked())
        if any(not len(block.points) for block in blocks):
            raise ValueError("no package obeys the clauses")
        self.game, self.board, self.blocks = game, board, blocks
        points = [np.asarray(block.points, dtype=np.float64) * board.unit for block in blocks]
        constant = np.asarray(board.constant, dtype=np.float64) * board.unit
        self.low = constant + np.sum([one.min(axis=0) for one in points], axis=0)
        high = constant + np.sum([one.max(axis=0) for one in points], axis=0)
        self.span = np.where(high > self.low, high - self.low, 1.0)
        self.options = [(one - one.min(axis=0)) / self.span for one in points]
        self.reserve = (
            np.asarray(board.reserve, dtype=np.float64) * board.unit - self.low
        ) / self.span
        tops = [
            np.inf if top is None else top * unit
            for top, unit in zip(board.ceiling, board.unit, strict=True)
        ]
        self.best = np.minimum((high - self.low) / self.span, (tops - self.low) / self.span)
        self._counts = cache(self._counted)

    def of(self, chosen: NDArray[np.integer]) -> NDArray[np.float64]:
        """Worth of packages, given by a combination of each block, (packages, parties)."""
        found = np.zeros((len(chosen), len(self.span)))
        for number, own in enumerate(self.options):
            found += own[chosen[:, number]]
        return np.asarray(np.minimum(found, self.best))

    def points(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """Worths as points, (..., parties)."""
        return np.asarray(self.low + self.span * worth)

    def package(self, chosen: NDArray[np.integer]) -> dict[str, str]:
        """A package, (blocks,), by name."""
        numbers = [0] * len(self.game.issues)
        for block, one in zip(self.blocks, chosen.tolist(), strict=True):
            for issue, option in zip(block.issues, block.options[one].tolist(), strict=True):
                numbers[issue] = option
        return self.board.options_of(numbers)

    def counts(self, party: int) -> NDArray[np.float64]:
        """How many packages are worth so much to a party, rounded down to the grid, (GRID + 1,)."""
        ways: NDArray[np.float64] = self._counts(party)[1]
        return np.asarray(ways[0])

    def draw(
        self, party: int, wanted: NDArray[np.float64], chances: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Packages worth at least so much to a party, and as little more as the grid can tell.

        Parameters
        ----------
        party
            Whose worth.
        wanted : (packages,)
            The worth, 0 to 1. Above its best package's: the best on the grid.
        chances : (packages, blocks)
            Uniform numbers; of the packages of one step on the grid each is as likely.
        """
        steps, ways = self._counts(party)
        filled = np.flatnonzero(ways[0] > 0)
        at = np.searchsorted(filled, np.ceil(wanted * GRID - HAIR))
        left = filled[np.minimum(at, len(filled) - 1)]
        chosen = np.empty(chances.shape, dtype=np.int64)
        for number, step in enumerate(steps):
            width = max(1, CELLS // len(step))
            for start in range(0, len(left), width):
                part = slice(start, start + width)
                after = left[part, None] - step
                weight = np.where(after >= 0, ways[number + 1][np.maximum(after, 0)], 0.0)
                upto = np.cumsum(weight, axis=1)
                point = chances[part, number, None] * upto[:, -1:]
                chosen[part, number] = (upto <= point).sum(axis=1)
            left = left - step[chosen[:, number]]
        return chosen

    def _counted(self, party: int) -> tuple[list[NDArray[np.int64]], NDArray[np.float64]]:
        """Steps on the grid of each combination; ways to reach each step from each block on."""
        steps = [np.floor(own[:, party] * GRID + HAIR).astype(np.int64) for own in self.options]
        ways = np.zeros((len(steps) + 1, GRID + 1))
        ways[len(steps), 0] = 1.0
        for number in range(len(steps) - 1, -1, -1):
            sizes, times = np.unique(steps[number], return_counts=True)
            for size, many in zip(sizes.tolist(), times.tolist(), strict=True):
                ways[number, size:] += many * ways[number + 1, : GRID + 1 - size]
        return steps, ways

    def ranking(self, party: int, count: int) -> NDArray[np.int64]:
        """The packages worth most to a party, best first, (at most count, blocks).

        None below its reservation. Packages of the same worth in the order of their options.
        """
        order, worth = [], []
        for block in self.blocks:
            own = [int(row[party]) for row in block.points]
            best_first = sorted(range(len(own)), key=own.__getitem__, reverse=True)
            order.append(best_first)
            worth.append([own[one] for one in best_first])
        least = int(self.board.reserve[party]) - int(self.board.constant[party])
        start: tuple[int, ...] = (0,) * len(order)
        heap = [(-sum(own[0] for own in worth), start, 0)]
        found: list[list[int]] = []
        while heap and len(found) < count:
            loss, ranks, last = heapq.heappop(heap)
            if -loss < least:
                break
            found.append([own[rank] for own, rank in zip(order, ranks, strict=True)])
            for place in range(last, len(order)):  # each package has one parent: no package twice
                rank = ranks[place] + 1
                if rank < len(order[place]):
                    dearer = loss + worth[place][rank - 1] - worth[place][rank]
                    after = (*ranks[:place], rank, *ranks[place + 1 :])
                    heapq.heappush(heap, (dearer, after, place))
        return np.array(found, dtype=np.int64).reshape(len(found), len(order))
