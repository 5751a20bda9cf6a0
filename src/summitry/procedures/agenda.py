"""Agendas: the tracks that a negotiation may take, written in the dossier or usual (FORMAL D).

An agenda is an ordered partition of the issues into baskets (Inderst 2000 for packages against
issues one by one; Fershtman 1990 for the order). Each basket has a table; those who sit at it are
officials, or the leaders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from summitry.dossier.process import REST, Basket, Track
from summitry.procedures.games import Seat
from summitry.procedures.layout import Layout

WHOLE, PAIRED = "whole package", "paired concessions"
PILLARS, SINGLE = "one-sided pillars", "issue by issue"


@dataclass(frozen=True)
class Table:
    """One basket's table.

    Attributes
    ----------
    issues
        What it deals with, sorted.
    leaders
        Whether leaders sit at it, or officials.
    seat
        Bond, meetings, and whether asks come to it.
    consent
        Parties who must consent here to any change, besides those whom issues name.
    slip
        Input that holds the chance that what it settled is lost; None for none.
    """

    issues: tuple[str, ...]
    leaders: bool
    seat: Seat
    consent: tuple[str, ...] = ()
    slip: str | None = None

    @property
    def key(self) -> str:
        """Name of the table, made of its issues."""
        return "+".join(self.issues)


@dataclass(frozen=True)
class Agenda:
    """A track: tables in order, and where each takes the other issues to be.

    Attributes
    ----------
    provisional
        A table takes earlier tables' issues to be as these settled them; otherwise every other
        issue is at the status quo, and the order has no effect.
    slip
        Input that holds the chance that the whole is lost from outside.
    written
        It is written in the dossier.
    """

    name: str
    label: str
    tables: tuple[Table, ...]
    provisional: bool = False
    slip: str = "process/slip"
    written: bool = False

    @property
    def whole(self) -> bool:
        """Whether a single table deals with everything, and so signs what it strikes."""
        return len(self.tables) == 1

    @property
    def brings_asks(self) -> bool:
        """Whether big asks come to any of its tables."""
        return any(table.seat.asks for table in self.tables)

    @cached_property
    def sign_off(self) -> Seat:
        """The leaders' table at which the union is signed: the last they sat at, or a first."""
        seats = [table.seat for table in self.tables if table.leaders]
        last = seats[-1] if seats else Seat(rapport=None, meetings=1)
        return replace(last, asks=self.brings_asks)

    def with_asks(self, asks: bool = True) -> Agenda:
        """The same track with the asks at every table, or at none."""
        tables = [replace(table, seat=replace(table.seat, asks=asks)) for table in self.tables]
        return replace(self, tables=tuple(tables))

    def without_bond(self) -> Agenda:
        """The same track without rapport at any table."""
        tables = [replace(table, seat=replace(table.seat, rapport=None)) for table in self.tables]
        return replace(self, tables=tuple(tables))

    def without_consents(self) -> Agenda:
        """The same track without the consents that its tables ask for besides the issues' own."""
        return replace(self, tables=tuple(replace(table, consent=()) for table in self.tables))

    @property
    def bonds(self) -> tuple[str, ...]:
        """Inputs that hold the rapport of its tables."""
        found = {table.seat.rapport for table in self.tables} | {self.sign_off.rapport}
        return tuple(sorted(name for name in found if name is not None))

    def one_sided(self, layout: Layout) -> bool:
        """Whether in every basket one party performs all: nothing is given there for anything."""
        issues = layout.dossier.issues
        return all(
            len({issues[key].performed_by for key in table.issues}) == 1 for table in self.tables
        )

    def describe(self) -> str:
        """Its tables in words: ``[a, b] [c]``, leaders' tables marked."""
        parts = []
        for table in self.tables:
            who = "leaders: " if table.leaders else ""
            parts.append(f"[{who}{', '.join(table.issues)}]")
        return " ".join(parts)


def agendas(layout: Layout) -> tuple[Agenda, ...]:
    """Every track: the whole package, those the dossier writes, and the other usual ones.

    A usual track that has the same baskets and seats as one before it is left out, and one that
    the dossier writes under the same name takes its place.
    """
    written = {name: _written(layout, name, one) for name, one in layout.dossier.tracks.items()}
    usual = {one.name: one for one in _usual(layout)}
    first = {WHOLE: written.get(WHOLE) or usual[WHOLE]}
    every = {**first, **written, **{key: one for key, one in usual.items() if key not in written}}
    found: list[Agenda] = []
    for one in every.values():
        if one.written or all(_shape(one) != _shape(other) for other in found):
            found.append(one)
    return tuple(found)


def _shape(one: Agenda) -> tuple[object, ...]:
    tables = {(table.issues, table.leaders, table.seat) for table in one.tables}
    return frozenset(tables), one.provisional, one.slip


def _written(layout: Layout, name: str, track: Track) -> Agenda:
    named = {key for basket in track.baskets for key in basket.on}
    rest = [key for key in layout.issues if key not in named]
    tables = []
    for basket in track.baskets:
        issues = sorted(rest if basket.on == [REST] else basket.on)
        if issues:
            tables.append(_table(layout, f"tracks/{name}/{basket.key}", basket, issues))
    return Agenda(
        name,
        track.name or name,
        tuple(tables),
        provisional=track.others == "provisional",
        slip=f"tracks/{name}/slip" if track.slip is not None else "process/slip",
        written=True,
    )


def _table(layout: Layout, path: str, basket: Basket, issues: Sequence[str]) -> Table:
    leaders = basket.table == "leaders"
    rapport = "process/rapport" if leaders else None
    if basket.rapport is not None:
        rapport = f"{path}/rapport"
    meetings = basket.meetings or (layout.dossier.time.meetings if leaders else 1)
    asks = leaders if basket.asks is None else basket.asks
    slip = None if basket.slip.default else f"{path}/slip"
    seat = Seat(rapport, meetings, asks)
    return Table(tuple(issues), leaders, seat, tuple(sorted(basket.consent)), slip)


def _usual(layout: Layout) -> list[Agenda]:
    leaders = Table(tuple(layout.issues), True, Seat.of_leaders(layout))
    by_party: dict[str, list[str]] = {}
    for key in layout.issues:
        by_party.setdefault(layout.dossier.issues[key].performed_by, []).append(key)
    pairs = _pairs(layout, by_party)
    paired = [_officials(PAIRED, pairs)] if len(pairs) > 1 else []  # else there is nothing to pair
    return [
        Agenda(WHOLE, WHOLE, (leaders,)),
        *paired,
        _officials(PILLARS, [by_party[one] for one in sorted(by_party)]),
        _officials(SINGLE, [[key] for key in layout.issues]),
    ]


def _officials(name: str, baskets: Sequence[Sequence[str]]) -> Agenda:
    seat = Seat(rapport=None, meetings=1, asks=False)
    return Agenda(name, name, tuple(Table(tuple(sorted(one)), False, seat) for one in baskets))


def _pairs(layout: Layout, by_party: dict[str, list[str]]) -> list[list[str]]:
    """Like against like: each principal's own issues, the least salient to it first, dealt out.

    There are as many baskets as the second of the principals with most issues performs; issues are
    dealt to them in turn, and what no principal performs goes to the last.
    """
    ranked = {
        one: sorted(by_party[one], key=lambda key, one=one: (_cost(layout, one, key), key))  # type: ignore[misc]
        for one in layout.principals
        if one in by_party
    }
    count = sorted([1, 1, *(len(own) for own in ranked.values())])[-2]
    found: list[list[str]] = [[] for _ in range(count)]
    for own in ranked.values():
        for place, key in enumerate(own):
            found[place % count].append(key)
    for one, own in by_party.items():
        if one not in ranked:
            found[-1].extend(own)
    return found


def _cost(layout: Layout, party: str, issue: str) -> float:
    stance = layout.dossier.stances.get(party, {}).get(issue)
    return stance.salience.range().mode if stance is not None else 0.0
