"""Settling baskets: what tables strike in a block of draws, on many tracks at once.

Tables at which the same parties bargain over the same with the same numbers strike the same: each
such is bargained once, whatever tracks it stands on. A basket without a deal stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.among import bargain_among
from summitry.games.packages.bargain import Struck
from summitry.games.packages.beside import bargain_beside, joined
from summitry.games.packages.game import Game
from summitry.procedures.agenda import Agenda, Table
from summitry.procedures.basket_games import BasketGames
from summitry.procedures.games import Games, Seat
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Ending
from summitry.procedures.package import ENDINGS, SOLUTIONS, Form
from summitry.procedures.talks import talks_ended
from summitry.procedures.variants import Variant

Levels = NDArray[np.int16]
Endings = NDArray[np.int8]
Where = NDArray[np.bool_]


@dataclass(frozen=True)
class Way(Variant):
    """A negotiation on a track: the games of some draws, the form, and the agenda."""

    agenda: Agenda

    @cached_property
    def ended(self) -> Mapping[str, Where]:
        """Table: where its talks end before its last meeting, (draws,)."""
        draws, whole = self.games.draws, self.agenda.whole
        return {
            table.key: talks_ended(draws, table.seat.meetings, "" if whole else table.key)
            for table in self.agenda.tables
        }

    @cached_property
    def lost(self) -> Mapping[str, Where]:
        """Table that can lose what it settled: where it does, (draws,)."""
        return {
            table.key: self.games.draws.coin(f"process/slip/{table.key}", table.slip)
            for table in self.agenda.tables
            if table.slip is not None
        }

    def prepare(self) -> None:
        """Make every draw, so that threads only read."""
        self.games.prepare(self.agenda.sign_off, *(table.seat for table in self.agenda.tables))
        _ = self.ended, self.lost
        _ = self.games.tables.weight(self.agenda.tables[0].issues)


class _Sitting(NamedTuple):
    """What comes of a table rests on this, its issues and its consents, if nothing came before."""

    games: Games
    seat: Seat
    form: Form
    slip: str | None
    whole: bool


class _Settled(NamedTuple):
    """How each draw ends at a table, and the levels of all issues then, the others as they were."""

    ending: Endings
    levels: Levels


@dataclass(frozen=True, eq=False)
class Settling:
    """One block of rows in several ways: the same structure, equally many draws."""

    every: Sequence[Way]
    block: tuple[int, int]

    def settle(self) -> tuple[Levels, list[list[Endings]]]:
        """The union of what the tables settle, (ways, draws, issues), and how each table ended."""
        union: Levels = np.tile(self._quo, (len(self.every), self._count, 1))
        endings: list[list[Endings]] = [[] for _ in self.every]
        apart = self._apart()
        for number in range(max(len(way.agenda.tables) for way in self.every)):
            here = [at for at, way in enumerate(self.every) if number < len(way.agenda.tables)]
            later = [at for at in here if (at, number) not in apart]
            settled = {at: apart[at, number] for at in here if at not in later}
            settled |= self._afterwards(later, number, union)
            for at, one in settled.items():
                on = self._made.on(self.every[at].agenda.tables[number].issues)
                np.copyto(union[at], one.levels, where=on)
                endings[at].append(one.ending)
        return union, endings

    def game(self, way: Way, seat: Seat) -> Game:
        """The bargaining over everything at a table."""
        return self._made.whole(way.games, seat, way.form)

    @cached_property
    def _made(self) -> BasketGames:
        return BasketGames(self._layout, self.block)

    @cached_property
    def _layout(self) -> Layout:
        return self.every[0].games.layout

    @cached_property
    def _quo(self) -> Levels:
        return np.asarray(self._layout.status_quo, dtype=np.int16)

    @cached_property
    def _draws(self) -> slice:
        inner = self.every[0].games.draws.inner
        return slice(self.block[0] * inner, self.block[1] * inner)

    @cached_property
    def _count(self) -> int:
        return (self.block[1] - self.block[0]) * self.every[0].games.draws.inner

    def _settled(self, way: Way, table: Table, struck: Struck) -> _Settled:
        """What stays of what a table struck."""
        ending, ended = ENDINGS[struck.code], way.ended[table.key][self._draws]
        ending[ended] = Ending.TALKS_ENDED
        if table.key in way.lost:
            slipped = way.lost[table.key][self._draws] & (ending == Ending.DEAL)
            ending[slipped] = Ending.SLIP
        stays = ending == Ending.DEAL
        if way.agenda.whole:  # there, whoever concludes draws the ends of the talks
            stays |= ended
        levels = np.where(stays[:, None], struck.levels, self._quo)
        return _Settled(ending, levels)

    def _apart(self) -> dict[tuple[int, int], _Settled]:
        """What tables settle that take all other issues to be as they are, by way and table."""
        alike: dict[tuple[object, ...], dict[_Sitting, list[tuple[int, int]]]] = defaultdict(dict)
        for at, way in enumerate(self.every):
            agenda = way.agenda
            alone = agenda.tables[:1] if agenda.provisional else agenda.tables
            for number, table in enumerate(alone):
                sitting = self._sitting(way, table)
                alike[table.issues, table.consent].setdefault(sitting, []).append((at, number))
        found: dict[tuple[int, int], _Settled] = {}
        for sittings in alike.values():
            places = list(sittings.values())
            first = [(self.every[at], self.every[at].agenda.tables[number])
                     for (at, number), *_ in places]  # fmt: skip
            struck = self._beside(first[0][1], list(sittings))
            for (way, table), one, some in zip(first, struck, places, strict=True):
                found |= dict.fromkeys(some, self._settled(way, table, one))
        return found

    def _sitting(self, way: Way, table: Table) -> _Sitting:
        # Whether asks come to a table does not matter where they are for nothing on it.
        asks = table.seat.asks and not self._asked.isdisjoint(table.issues)
        seat = table.seat if asks == table.seat.asks else replace(table.seat, asks=asks)
        return _Sitting(way.games, seat, way.form, table.slip, way.agenda.whole)

    @cached_property
    def _asked(self) -> Set[str]:
        return {line.issue for line in self._layout.lines if line.kind == "ask"}

    def _beside(self, table: Table, sittings: Sequence[_Sitting]) -> list[Struck]:
        """What a table strikes in several sittings."""
        space = self._layout.basket(self._made.on(table.issues), self._quo)
        if space.empty:
            none = Struck.nothing(space, self._count, len(self._layout.principals))
            return [none] * len(sittings)
        games = [self._made.basket(one.games, one.seat, one.form, table) for one in sittings]
        solutions = [SOLUTIONS[one.form.solution] for one in sittings]
        return self._split(bargain_beside(space, games, solutions))

    def _split(self, struck: Struck) -> list[Struck]:
        """The draws of each way."""
        starts = range(0, len(struck.code), self._count)
        return [struck.draws(slice(at, at + self._count)) for at in starts]

    def _afterwards(self, ways: Iterable[int], number: int, union: Levels) -> dict[int, _Settled]:
        """What tables settle that take earlier tables' issues as these settled them, by way."""
        alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at in ways:
            way, table = self.every[at], self.every[at].agenda.tables[number]
            alike[table.issues, table.consent, way.form.solution].append(at)
        found: dict[int, _Settled] = {}
        for (_, _, solution), some in alike.items():
            own = [(self.every[at], self.every[at].agenda.tables[number]) for at in some]
            games = [
                self._made.after(way.games, way.form, way.agenda.tables[: number + 1], before)
                for (way, table), before in zip(own, union[some], strict=True)
            ]
            on = self._made.on(own[0][1].issues)
            contexts, of = np.unique(union[some].reshape(-1, len(on)), axis=0, return_inverse=True)
            spaces = [self._layout.basket(on, one) for one in contexts]
            struck = bargain_among(spaces, of.ravel(), joined(games), SOLUTIONS[str(solution)])
            for at, (way, table), one in zip(some, own, self._split(struck), strict=True):
                found[at] = self._settled(way, table, one)
        return found
