"""A package game as integers: one table an issue, linked issues taken together.

Issues that clauses or bonuses link become one *block*, whose options are the legal combinations;
between blocks scores simply add. A game whose links join too many combinations has no blocks, and
is left to mixed-integer programming.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.exact.numbers import (
    SAFE,
    as_integers,
    common_scale,
    fraction,
    integer_array,
)
from summitry.games.packages.exact.pieces import Bonus, Clause, Divisible, Link, Options

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame


@dataclass(frozen=True, eq=False)
class Block:
    """Issues settled together.

    ``issues`` are their numbers; ``options`` (combinations, issues) their option numbers;
    ``points`` (combinations, parties) the scores, as integers.
    """

    issues: tuple[int, ...]
    options: NDArray[np.int64]
    points: NDArray[Any]

    @cached_property
    def distinct(self) -> NDArray[Any]:
        """The different rows of points, greatest first."""
        order, starts = self._sorted
        return np.ascontiguousarray(self.points[order[starts[:-1]]])

    @cached_property
    def times(self) -> NDArray[np.int64]:
        """How many combinations are behind each distinct row."""
        return np.diff(self._sorted[1])

    def behind(self, row: int) -> list[int]:
        """The combinations behind a distinct row, by its number."""
        order, starts = self._sorted
        return sorted(order[starts[row] : starts[row + 1]].tolist())

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Combinations, greatest points first; where each distinct row begins, and the end."""
        if self.points.dtype == object:
            rows = [tuple(row) for row in self.points.tolist()]
            order = np.array(
                sorted(range(len(rows)), key=rows.__getitem__, reverse=True), dtype=int
            )
        else:
            order = np.lexsort(self.points.T[::-1])[::-1]
        falling = self.points[order]
        fresh = np.ones(len(falling), dtype=bool)
        fresh[1:] = np.not_equal(falling[1:], falling[:-1]).any(axis=1)
        return order, np.append(np.flatnonzero(fresh), len(falling))


@dataclass(frozen=True, eq=False)
class Board:
    """A game as integers.

    Attributes
    ----------
    scale
        Party by party, how many units make one point.
    tables
        Issue by issue, scores in units, (options, parties).
    reserve
        Reservations in units, (parties,).
    ceiling
        Ceilings in units; None for none.
    constant
        Scored in every package, in units, (parties,).
    """

    game: PackageGame
    scale: tuple[int, ...]
    tables: tuple[NDArray[Any], ...]
    reserve: NDArray[Any]
    ceiling: tuple[int | None, ...]
    constant: NDArray[Any]
    wide: bool
    """Whether the numbers need Python's own integers."""

    @property
    def sizes(self) -> list[int]:
        """Number of options of each issue."""
        return [len(table) for table in self.tables]

    @cached_property
    def unit(self) -> NDArray[np.float64]:
        """What one unit is in points, (parties,)."""
        return np.array([float(Fraction(1, one)) for one in self.scale])

    @cached_property
    def groups(self) -> list[list[int]]:
        """Numbers of the issues that clauses and bonuses link, each group sorted."""
        root = list(range(len(self.tables)))

        def find(one: int) -> int:
            while root[one] != one:
                root[one] = root[root[one]]
                one = root[one]
            return one

        place = {issue.name: number for number, issue in enumerate(self.game.issues)}
        for link in [*self.game.clauses, *self.game.bonuses]:
            named = [place[issue] for issue in issues_of(link)]
            for other in named[1:]:
                root[find(other)] = find(named[0])
        found: dict[int, list[int]] = {}
        for number in range(len(root)):
            found.setdefault(find(number), []).append(number)
        return sorted(found.values())

    def linked(self) -> int:
        """Combinations of the largest group of linked issues, before clauses."""
        return max(_product(self.sizes[one] for one in group) for group in self.groups)

    def blocks(self, cap: int) -> list[Block] | None:
        """The game's blocks; None where one of them has more than ``cap`` combinations."""
        if self.linked() > cap:
            return None
        return self._blocks

    @cached_property
    def _blocks(self) -> list[Block]:
        return [self._block(group) for group in self.groups]

    def _block(self, group: list[int]) -> Block:
        if len(group) == 1 and not (self.game.clauses or self.game.bonuses):
            table = self.tables[group[0]]
            return Block(tuple(group), np.arange(len(table))[:, None], table)
        sizes = [len(self.tables[one]) for one in group]
        options = np.indices(sizes).reshape(len(sizes), -1).T
        game = self.game
        place = {game.issues[number].name: at for at, number in enumerate(group)}
        for link in game.clauses:
            if issues_of(link)[0] in place:
                options = options[self._obeys(link, place, options)]
        points = self.tables[group[0]][options[:, 0]]
        for at, number in enumerate(group[1:], 1):
            points = points + self.tables[number][options[:, at]]
        for bonus in game.bonuses:
            if bonus.when and next(iter(bonus.when)) in place:
                holds = self._hold(bonus.when, place, options)
                points = points + np.multiply.outer(holds.astype(np.int64), self.bonus(bonus))
        return Block(tuple(group), options, points)

    def bonus(self, bonus: Bonus) -> NDArray[Any]:
        """A bonus in units, (parties,)."""
        own = [fraction(bonus.scores.get(one, 0)) for one in self.game.parties]
        return np.asarray(
            integer_array(
                [
                    [
                        as_integers([score], unit)[0]
                        for score, unit in zip(own, self.scale, strict=True)
                    ]
                ],
                wide=self.wide,
            )[0]
        )

    def _hold(
        self, parts: Options, place: dict[str, int], options: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        holds = np.ones(len(options), dtype=bool)
        for issue, named in parts.items():
            own = self.game.issues[self.names.index(issue)].options  # type: ignore[union-attr]
            allowed = np.zeros(len(own), dtype=bool)
            allowed[[own.index(one) for one in named]] = True
            holds &= allowed[options[:, place[issue]]]
        return holds

    def _obeys(
        self, link: Link, place: dict[str, int], options: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        if isinstance(link, Clause):
            when = self._hold(link.when, place, options)
            return ~when if link.then is None else ~when | self._hold(link.then, place, options)
        amounts = [fraction(one) for own in link.amounts.values() for one in own.values()]
        limit = fraction(link.at_most)
        scale = common_scale([*amounts, limit])
        total = np.zeros(len(options), dtype=object)
        for issue, own in link.amounts.items():
            named = self.game.issues[self.names.index(issue)].options  # type: ignore[union-attr]
            column = as_integers([fraction(own.get(one, 0)) for one in named], scale)
            total = total + np.array(column, dtype=object)[options[:, place[issue]]]
        return np.asarray(total <= limit * scale, dtype=bool)

    @cached_property
    def names(self) -> list[str]:
        """Names of the issues."""
        return [issue.name for issue in self.game.issues]

    def options_of(self, package: Sequence[int]) -> dict[str, str]:
        """A package of option numbers by name."""
        return {
            issue.name: issue.options[number]  # type: ignore[union-attr]
            for issue, number in zip(self.game.issues, package, strict=True)
        }

    def points(self, units: Sequence[int] | NDArray[Any]) -> tuple[Fraction, ...]:
        """Units as points, exactly."""
        return tuple(Fraction(int(u), one) for u, one in zip(units, self.scale, strict=True))

    def clipped(self, units: NDArray[Any]) -> NDArray[Any]:
        """Scores in units with the ceilings applied, (packages, parties)."""
        if all(top is None for top in self.ceiling):
            return units
        found = units.copy()
        for number, top in enumerate(self.ceiling):
            if top is not None:
                found[:, number] = np.minimum(found[:, number], top)
        return found


def issues_of(link: Link | Bonus) -> list[str]:
    """Names of the issues that a clause, total or bonus is about."""
    if isinstance(link, Clause):
        return list(dict.fromkeys([*link.when, *(link.then or {})]))
    if isinstance(link, Bonus):
        return list(link.when)
    return list(link.amounts)


def make_board(game: PackageGame) -> Board:
    """A game as integers.

    Raises
    ------
    ValueError
        An issue is divisible; see :meth:`PackageGame.on_grid`.
    """
    divisible = [issue.name for issue in game.issues if isinstance(issue, Divisible)]
    if divisible:
        raise ValueError(f"{', '.join(divisible)}: divisible; put the game on a grid first")
    scales, columns, rest, wide = [], [], [], False
    for party in game.parties:
        own: list[Any] = [score for column in game.scores[party].values() for score in column]
        extra = [game.reservations[party]]
        extra += [game.ceilings[party]] if game.ceilings[party] is not None else []
        extra += [fraction(bonus.scores.get(party, 0)) for bonus in game.bonuses]
        scale = common_scale([*own, *extra])
        units = {key: as_integers(column, scale) for key, column in game.scores[party].items()}  # type: ignore[arg-type]
        size = sum(max(map(abs, column)) for column in units.values())
        size += sum(abs(one) for one in as_integers(extra, scale))
        wide = wide or size >= SAFE
        scales.append(scale)
        columns.append(units)
        rest.append(extra)
    tables = tuple(
        integer_array(
            [list(row) for row in zip(*(own[i.name] for own in columns), strict=True)], wide=wide
        )
        for i in game.issues
    )
    reserve = [
        as_integers([game.reservations[o]], s)[0] for o, s in zip(game.parties, scales, strict=True)
    ]
    tops = [game.ceilings[one] for one in game.parties]
    ceiling = [
        None if t is None else as_integers([t], s)[0] for t, s in zip(tops, scales, strict=True)
    ]
    constant = [
        as_integers(
            [sum((fraction(b.scores.get(o, 0)) for b in game.bonuses if not b.when), Fraction(0))],
            s,
        )[0]
        for o, s in zip(game.parties, scales, strict=True)
    ]
    return Board(
        game, tuple(scales), tables, integer_array([reserve], wide=wide)[0], tuple(ceiling),
        integer_array([constant], wide=wide)[0], wide,
    )  # fmt: skip


def _product(sizes: Any) -> int:
    total = 1
    for size in sizes:
        total *= int(size)
    return total
