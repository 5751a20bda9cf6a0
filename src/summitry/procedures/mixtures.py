"""Mixtures of two sets of numbers on the same draws, bargained side by side.

A mixture takes each group of inputs, and what was drawn of them, from the one set or the other. So
nothing is drawn for it; a party's score table is made once for every mixture of the groups that it
rests on, not once for every mixture of all; and a draw in which the groups that two mixtures do not
share are drawn alike is bargained once for both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from summitry.draws import Draws
from summitry.procedures.games import Games
from summitry.procedures.outcomes import Outcomes
from summitry.procedures.package import Form, negotiate
from summitry.procedures.tables import KEPT_BYTES, Tables
from summitry.procedures.variants import AT_ONCE

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

MOST = 62
"""Groups at most: those of a mixture are the bits of a number."""
_COIN = "/likelihood"
"""How an input ends that says nothing but how likely a coin of the same name comes true."""


@dataclass(frozen=True, eq=False)
class Ends:
    """Two sets of numbers, and the groups of inputs in which they differ.

    Attributes
    ----------
    first, second
        Games of dossiers that differ in ranges alone, of equally many draws with one seed.
    groups
        Inputs of each group, at most :data:`MOST`, none in two; all others are as in the first.
    """

    first: Games
    second: Games
    groups: Sequence[Collection[str]]

    def taken(self, members: int) -> list[str]:
        """The inputs of some groups, given as bits."""
        return [
            name
            for number, names in enumerate(self.groups)
            if members >> number & 1
            for name in names
        ]


def mixtures_where(
    ends: Ends,
    every: Sequence[int],
    form: Form,
    holds: Callable[[Outcomes], NDArray[np.bool_]],
    progress: Callable[[float], None] | None = None,
) -> NDArray[np.bool_]:
    """In which draws of some mixtures something holds, (mixtures, draws).

    Parameters
    ----------
    ends
        What is mixed.
    every
        Of each mixture the groups that are as in the second set, as the bits of a number.
    form
        Structural choices.
    holds
        Says of outcomes in which draws it holds; of each draw by itself.
    progress
        Called with the share done, from 0 to 1.
    """
    draws = ends.first.draws
    rows, inner = draws.rows, draws.inner
    own = np.asarray(every, dtype=np.int64)[:, None] & _telling(ends)
    pairs, place = np.unique(own * rows + np.arange(rows), return_inverse=True)
    shared = _Shared(ends)
    step = max(1, AT_ONCE // inner)
    parts = []
    for start in range(0, len(pairs), step):
        parts.append(holds(_negotiated(ends, pairs[start : start + step], form, shared)))
        if progress is not None:
            progress(min(1.0, (start + step) / len(pairs)))
    found = np.concatenate(parts).reshape(-1, inner)
    return np.asarray(found[place.ravel()].reshape(len(every), -1))


def _telling(ends: Ends) -> Whole:
    """The groups, as bits, that are not drawn alike in a row of the two, (rows,)."""
    first, second = ends.first.draws, ends.second.draws
    found = np.zeros(first.rows, dtype=np.int64)
    for number, names in enumerate(ends.groups):
        for name in names:
            if name.endswith(_COIN):
                coin = name.removesuffix(_COIN)
                apart = first.coin(coin, name) != second.coin(coin, name)
                apart = apart.reshape(-1, first.inner).any(axis=1)
            else:
                apart = first.value(name) != second.value(name)
            found[apart] |= 1 << number
    return found


def _negotiated(ends: Ends, pairs: Whole, form: Form, shared: _Shared) -> Outcomes:
    layout = ends.first.layout
    draws = _Mixed(ends, *np.divmod(pairs, ends.first.draws.rows))
    tables = _Beside(layout, draws, ends.first.acceptors, shared=shared, mixed=draws)
    return negotiate(Games(layout, draws, tables), form, reasons=False)


class _Mixed(Draws):
    """Rows of mixtures as draws, for reading only.

    Parameters
    ----------
    ends
        What is mixed.
    members, row : (rows,)
        The groups that are as in the second set, as bits; and the row of either.
    """

    def __init__(self, ends: Ends, members: Whole, row: Whole) -> None:
        vars(self).update(vars(ends.first.draws))
        self.members, self.row, self.rows = members, row, len(row)
        self._ends = ends
        self._group = {name: at for at, names in enumerate(ends.groups) for name in names}
        self._values, self._worlds = {}, {}

    def _like(self, rows: int, fixed: Mapping[str, float]) -> Draws:
        msg = f"mixtures are not changed further ({rows} rows, {fixed})"
        raise TypeError(msg)

    def _draw(self, name: str) -> Floats:
        found = self._ends.first.draws.value(name)[self.row]
        group = self._group.get(name)
        if group is not None:
            taken = (self.members >> group & 1).astype(bool)
            found[taken] = self._ends.second.draws.value(name)[self.row[taken]]
        return found

    def _draw_worlds(self, name: str) -> Floats:
        whole = self._ends.first.draws.uniform(name)
        return whole.reshape(-1, self.inner)[self.row].ravel()


class _Shared:
    """Score tables by the groups that they rest on, each made once for many mixtures."""

    def __init__(self, ends: Ends) -> None:
        self._ends = ends
        tables = ends.first.tables
        on = [
            tables.parties_on([name for name in names if Tables.rest_on(name)])
            for names in ends.groups
        ]
        masks = [
            sum(1 << group for group, who in enumerate(on) if who is None or party in who)
            for party in tables.parties
        ]
        self.parts = [
            (mask, [place for place, own in enumerate(masks) if own == mask])
            for mask in dict.fromkeys(masks)
        ]
        """Groups, as bits, and the places of the parties whose tables rest on just these."""
        size = tables.draws.rows * len(masks) * len(tables.layout.positions) * 8
        self._most = max(1, KEPT_BYTES // size)
        self._made: dict[int, Floats] = {}

    def scores(self, members: int) -> Floats:
        """Tables of everybody with some groups as in the second, (rows, parties, slots)."""
        if members not in self._made:
            if len(self._made) >= self._most:
                del self._made[next(iter(self._made))]
            tables, draws = self._ends.first.tables, self._ends.first.draws
            names = [name for name in self._ends.taken(members) if Tables.rest_on(name)]
            if names:
                second = self._ends.second.draws
                given = draws.given({name: second.value(name) for name in names}, {})
                tables = tables.redrawn(given, names)
            self._made[members] = tables.scores(0, draws.rows)
        return self._made[members]


@dataclass(frozen=True, eq=False)
class _Beside(Tables):
    """The tables of rows of mixtures, put together from those that they share."""

    shared: _Shared = field(kw_only=True)
    mixed: _Mixed = field(kw_only=True)

    def prepare(self) -> None:
        """Make what is shared."""
        _ = self._parts

    @cached_property
    def _parts(self) -> list[tuple[list[int], Floats, Whole]]:
        """Places of parties, versions of their tables, and which of them each row has."""
        found = []
        for mask, places in self.shared.parts:
            own, which = np.unique(self.mixed.members & mask, return_inverse=True)
            versions = np.stack([self.shared.scores(int(one))[:, places] for one in own])
            found.append((places, versions, which.ravel()))
        return found

    def scores(self, start: int, stop: int) -> Floats:
        """As in :class:`Tables`."""
        row = self.mixed.row[start:stop]
        found = np.empty((stop - start, len(self.parties), len(self.layout.positions)))
        for places, versions, which in self._parts:
            found[:, places] = versions[which[start:stop], row]
        return found
