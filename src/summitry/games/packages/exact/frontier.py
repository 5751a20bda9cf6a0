"""The efficient frontier of a package game, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.exact.board import Block, Board
from summitry.games.packages.exact.merge import Points, efficient, links, merge
from summitry.games.packages.exact.numbers import Number, fraction
from summitry.games.packages.exact.pieces import Divisible

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

LINKED = 2_000_000
"""Linked issues are listed together up to so many combinations."""


class TooManyLinked(ValueError):
    """Clauses or bonuses link more issues than can be listed together."""

    def __init__(self, combinations: int) -> None:
        self.combinations = combinations
        super().__init__(
            f"clauses and bonuses link issues with {combinations:,} combinations, and the frontier "
            f"lists at most {LINKED:,} together; ask for a solution instead (solve)"
        )


@dataclass(frozen=True, eq=False)
class Frontier:
    """The efficient packages of a game.

    Attributes
    ----------
    game
        The game, on a grid if an issue is divisible.
    units
        Scores of the efficient points in whole units, (points, parties), the first party's best
        first; ``board.scale`` units make one point.
    reserved
        Whether only what every party would sign was asked for.
    exact
        Whether these are all efficient points; else the loss is at most ``eps`` to each party.
    """

    game: PackageGame
    units: Points
    reserved: bool
    eps: float
    stages: tuple[Points, ...]
    blocks: tuple[Block, ...]

    def __len__(self) -> int:
        return len(self.units)

    @property
    def exact(self) -> bool:
        """Whether these are all efficient points, no more and no less."""
        return self.eps == 0

    @property
    def board(self) -> Board:
        """The game as integers."""
        return self.game.board

    @property
    def points(self) -> NDArray[np.float64]:
        """Scores of the efficient points, (points, parties)."""
        scale = np.array([float(one) for one in self.board.scale])
        return np.asarray(self.units.astype(float) / scale)

    @cached_property
    def _ways(self) -> list[NDArray[np.int64]]:
        """Block by block, which beginning and different row of it lead to which."""
        steps = zip(self.blocks, self.stages, self.stages[1:], strict=False)
        return [links(before, block.distinct, after) for block, before, after in steps]

    @cached_property
    def _last(self) -> list[list[int]]:
        """For each efficient point, the sums behind it: several only under a ceiling."""
        last = self.stages[-1] + self.board.constant
        place = {tuple(row): number for number, row in enumerate(self.units.tolist())}
        found: list[list[int]] = [[] for _ in range(len(self.units))]
        for number, row in enumerate(self.board.clipped(last).tolist()):
            if tuple(row) in place:
                found[place[tuple(row)]].append(number)
        return found

    @cached_property
    def counts(self) -> list[int]:
        """How many packages are behind each point.

        Under an ``eps`` or a ceiling, at least so many.
        """
        if not len(self):
            return []
        ways = np.array([1], dtype=object)
        for block, leads, after in zip(self.blocks, self._ways, self.stages[1:], strict=True):
            found = np.zeros(len(after), dtype=object)
            leading, option = np.nonzero(leads >= 0)
            times = ways[leading] * block.times.astype(object)[option]
            np.add.at(found, leads[leading, option], times)
            ways = found
        return [int(sum(ways[number] for number in own)) for own in self._last]

    def packages(self, point: int, limit: int | None = None) -> Iterator[dict[str, str]]:
        """The packages behind a point, one by one, at most ``limit``."""
        made = 0
        for sum_ in self._last[point]:
            for options in self._behind(len(self.blocks), sum_):
                if limit is not None and made >= limit:
                    return
                made += 1
                yield self.board.options_of([options[one] for one in range(len(options))])

    def _behind(self, stage: int, number: int) -> Iterator[dict[int, int]]:
        if stage == 0:
            yield {}
            return
        block = self.blocks[stage - 1]
        for before, option in np.argwhere(self._ways[stage - 1] == number).tolist():
            for own in block.behind(option):
                at = dict(zip(block.issues, block.options[own].tolist(), strict=True))
                for rest in self._behind(stage - 1, before):
                    yield {**rest, **at}

    @cached_property
    def used(self) -> dict[str, tuple[str, ...]]:
        """Issue: the options that efficient packages take; a single one is fixed in all of them."""
        issues = self.game.issues
        if not len(self):
            return {}
        seen: list[set[int]] = [set() for _ in issues]
        wanted: NDArray[np.bool_] = np.zeros(len(self.stages[-1]), dtype=bool)
        for own in self._last:
            wanted[own] = True
        for block, leads in zip(reversed(self.blocks), reversed(self._ways), strict=True):
            use = (leads >= 0) & wanted[leads]
            for option in np.flatnonzero(use.any(axis=0)).tolist():
                for way in block.behind(option):
                    for issue, at in zip(block.issues, block.options[way].tolist(), strict=True):
                        seen[issue].add(at)
            wanted = np.asarray(use.any(axis=1))
        return {
            issue.name: tuple(issue.options[at] for at in sorted(taken))  # type: ignore[union-attr]
            for issue, taken in zip(issues, seen, strict=True)
        }

    @property
    def fixed(self) -> dict[str, str]:
        """Issue: the option that every efficient package takes, where there is one."""
        return {issue: own[0] for issue, own in self.used.items() if len(own) == 1}

    def to_dict(self, limit: int = 1) -> dict[str, Any]:
        """Points, counts and the first packages behind each, ready for JSON."""
        return {
            "parties": list(self.game.parties),
            "reservations": [float(one) for one in self.game.reservations.values()],
            "reserved": self.reserved,
            "exact": self.exact,
            "eps": self.eps,
            "points": self.points.tolist(),
            "packages_behind": self.counts,
            "packages": [list(self.packages(one, limit)) for one in range(len(self))],
        }


def frontier(
    game: PackageGame, *, reserved: bool = True, eps: Number = 0, cap: int = 2_000_000
) -> Frontier:
    """The efficient packages: no other package brings one party more and no party less.

    Parameters
    ----------
    game
        The game. Divisible issues are put on a grid of 20 steps between two corners first.
    reserved
        Only packages that reach every reservation.
    eps
        What each party may lose at most against the true frontier, in points: fewer points.
    cap
        Guard: points after a block of issues.

    Raises
    ------
    TooManyPoints
        The guard was passed; says how far it came and what to do instead.
    TooManyLinked
        Clauses or bonuses link too many issues.

    Notes
    -----
    Merge-and-prune over independent blocks of issues; scores are whole units, so ties are ties.
    """
    if any(isinstance(issue, Divisible) for issue in game.issues):
        game = game.on_grid()
    board = game.board
    blocks = board.blocks(LINKED)
    if blocks is None:
        raise TooManyLinked(board.linked())
    loss = fraction(eps)
    grain = None
    if loss > 0:
        shares = [int(loss * scale / len(blocks)) for scale in board.scale]
        grain = np.array(shares, dtype=board.reserve.dtype)
    if reserved:
        least = board.reserve - board.constant
    else:
        least = -sum(
            (np.abs(table).max(axis=0) for table in board.tables), start=board.reserve * 0 + 1
        )
        least = least - sum(
            (np.abs(one.points).max(axis=0, initial=0) for one in blocks), start=board.reserve * 0
        )
    stages: list[Points] = []
    if all(len(block.points) for block in blocks):
        # Two parties' sums are put in order as they are merged: their tables need not be.
        raw = grain is None and len(game.parties) == 2
        tables = [block.points if raw else block.distinct for block in blocks]
        stages = merge(tables, least, cap, grain)
    return among(game, blocks, stages, reserved=reserved, eps=float(loss))


def among(
    game: PackageGame,
    blocks: Sequence[Block],
    stages: Sequence[Points],
    *,
    reserved: bool,
    eps: float,
) -> Frontier:
    """The efficient ones among the sums that a merge ended with."""
    board = game.board
    units = board.reserve[None][:0]
    if stages and len(stages[-1]):
        units = stages[-1] + board.constant
        if any(top is not None for top in board.ceiling):
            units = board.clipped(units)
            if reserved:
                units = units[(units >= board.reserve).all(axis=1)]
            units = efficient(units)
        elif reserved:
            units = units[(units >= board.reserve).all(axis=1)]
    return Frontier(game, units, reserved, eps, tuple(stages), tuple(blocks))
