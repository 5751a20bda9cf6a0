"""Draws become bargaining games: score tables, reservations, red lines and asks (FORMAL B, C)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.games.packages.game import Game
from summitry.procedures.layout import Layout
from summitry.procedures.tables import Tables, columns

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Seat:
    """A table as those who sit at it find it.

    Attributes
    ----------
    rapport
        Input that holds their bond; None for no bond.
    meetings
        How often they meet; each meeting but the last leaves a share of what is hidden.
    asks
        Whether big asks come to this table.
    """

    rapport: str | None = "process/rapport"
    meetings: int = 1
    asks: bool = True

    @classmethod
    def of_leaders(cls, layout: Layout) -> Seat:
        """The leaders' table as the dossier has it."""
        return cls(meetings=layout.dossier.time.meetings)


class Games:
    """The bargaining of every draw, handed out in blocks of rows.

    Acceptors are the principals, then the ratifiers, then those who must consent, each sorted.
    """

    def __init__(self, layout: Layout, draws: Draws, tables: Tables | None = None) -> None:
        self.layout, self.draws = layout, draws
        self.acceptors = [*layout.principals, *layout.ratifiers, *layout.consenters]
        self.tables = tables or Tables(layout, draws, self.acceptors)
        self.leaders = Seat.of_leaders(layout)
        self._widths: dict[tuple[str | None, int], tuple[Floats, Floats]] = {}

    def fix(self, fixed: Mapping[str, float]) -> Games:
        """The same games, but for inputs whose whole law is replaced by one value."""
        return self._moved(self.layout, self.draws.fix(fixed), fixed)

    def of(self, dossier: Dossier) -> Games:
        """The games of a dossier that differs in ranges alone, on the same draws.

        Tables that do not rest on a moved range are taken over, so that one number changed costs a
        fraction of games made anew.
        """
        draws = self.draws.of(dossier)
        if dossier.law != self.draws.dossier.law:
            return Games(Layout(dossier), draws)
        return self._moved(self.layout.of(dossier), draws, self.draws.moved_to(draws))

    def _moved(self, layout: Layout, draws: Draws, moved: Iterable[str]) -> Games:
        """Games of draws that differ in some inputs: what rests on none of them is taken over."""
        names = [name for name in moved if Tables.rest_on(name)]
        tables = self.tables.redrawn(draws, names) if names else self.tables
        found = Games(layout, draws, tables)
        if "others" in vars(self):
            vars(found)["others"] = self.others.redrawn(draws, names) if names else self.others
        roots = {name.split("/")[0] for name in moved}
        made = vars(self)
        vars(found).update(
            (part, made[part])
            for part, rests_on in _PARTS.items()
            if part in made and not rests_on & roots
        )
        found._widths = dict(found._widths)
        return found

    @cached_property
    def others(self) -> Tables:
        """Tables of those who do not sign: of what is struck they have their share."""
        return Tables(self.layout, self.draws, self.layout.others)

    def prepare(self, *seats: Seat) -> None:
        """Make every draw, so that threads only read."""
        self.tables.prepare()
        _ = self._leverage, self._slack, self._weights, self._active, self.worth
        _ = self._line_slots, self._answers_to, self._consent_on
        for seat in (self.leaders, *seats):
            self._hidden(seat)

    def block(self, start: int, stop: int, holding_back: float, seat: Seat | None = None) -> Game:
        """The games of the draws that belong to some rows, at the leaders' table or another."""
        rows = slice(start, stop)
        draws = slice(start * self.draws.inner, stop * self.draws.inner)
        seat = seat or self.leaders
        hidden, width = self._hidden(seat)
        active = self._active[draws]
        if not seat.asks:
            active = active & np.array([one.kind != "ask" for one in self.layout.lines], dtype=bool)
        return Game(
            scores=self.tables.scores(start, stop),
            leverage=self._leverage[rows],
            slack=self._slack[rows],
            weights=self._weights[rows],
            constant=-np.repeat(self.worth[rows], self.draws.inner, axis=0) - hidden[draws],
            claim=holding_back * width[draws],
            active=active,
            line_owner=self._line_owner,
            line_slots=self._line_slots,
            answers_to=self._answers_to,
            consent_on=self._consent_on,
        )

    @cached_property
    def _leverage(self) -> Floats:
        return columns(self.draws, [f"parties/{one}/leverage" for one in self.layout.ratifiers])

    @cached_property
    def _slack(self) -> Floats:
        return columns(self.draws, [f"parties/{one}/slack" for one in self.layout.ratifiers])

    @cached_property
    def _weights(self) -> Floats:
        """Influence of each principal, scaled to a mean of 1, (rows, principals)."""
        raw = columns(self.draws, [f"parties/{one}/influence" for one in self.layout.principals])
        mean = raw.mean(axis=1, keepdims=True)
        return np.asarray(np.divide(raw, mean, out=np.ones_like(raw), where=mean > 0))

    @cached_property
    def worth(self) -> Floats:
        """What no deal brings each principal beyond the issues, (rows, principals)."""
        found = np.zeros((self.draws.rows, len(self.layout.principals)))
        for number, party in enumerate(self.layout.principals):
            for key in sorted(self.layout.dossier.stakes.get(party, {})):
                found[:, number] += stake(self.draws, party, key)
        return found

    def _hidden(self, seat: Seat) -> tuple[Floats, Floats]:
        """Hidden part of each walk-away point, and its whole width, (draws, principals)."""
        key = (seat.rapport, seat.meetings)
        if key not in self._widths:
            draws, inner = self.draws, self.draws.inner
            left = np.ones(draws.rows)
            if seat.rapport is not None:
                left = left - draws.value(seat.rapport)
            if seat.meetings > 1:
                left = left * draws.value("time/narrowing") ** (seat.meetings - 1)
            hidden = np.empty((draws.size, len(self.layout.principals)))
            width = np.empty_like(hidden)
            for number, party in enumerate(self.layout.principals):
                own = np.repeat(left * draws.value(f"process/hidden/{party}"), inner)
                hidden[:, number] = own * (0.5 - draws.uniform(f"parties/{party}#type"))
                width[:, number] = own
            self._widths[key] = hidden, width
        return self._widths[key]

    @cached_property
    def _active(self) -> NDArray[np.bool_]:
        """Which red lines and asks are real, (draws, lines)."""
        found = np.empty((self.draws.size, len(self.layout.lines)), dtype=bool)
        for number, line in enumerate(self.layout.lines):
            found[:, number] = self.draws.coin(line.coin, line.chance)
        return found

    @cached_property
    def _line_owner(self) -> NDArray[np.int64]:
        return np.array([line.seat for line in self.layout.lines], dtype=np.int64)

    @cached_property
    def _line_slots(self) -> NDArray[np.bool_]:
        found = np.zeros((len(self.layout.lines), len(self.layout.positions)), dtype=bool)
        for number, line in enumerate(self.layout.lines):
            for level in line.levels:
                found[number, self.layout.slot(line.issue, level)] = True
        return found

    @cached_property
    def _answers_to(self) -> NDArray[np.int64]:
        parties, principals = self.layout.dossier.parties, self.layout.principals
        found = [principals.index(parties[one].of or "") for one in self.layout.ratifiers]
        return np.array(found, dtype=np.int64)

    @cached_property
    def _consent_on(self) -> NDArray[np.bool_]:
        issues = self.layout.dossier.issues
        found = np.zeros((len(self.layout.consenters), len(self.layout.issues)), dtype=bool)
        for number, one in enumerate(self.layout.consenters):
            found[number] = [one in issues[key].consent for key in self.layout.issues]
        return found


_PARTS: Mapping[str, Set[str]] = {
    "_line_owner": set(),
    "_line_slots": set(),
    "_answers_to": set(),
    "_consent_on": set(),
    "_leverage": {"parties"},
    "_slack": {"parties"},
    "_weights": {"parties"},
    "worth": {"stakes"},
    "_active": {"stances", "process"},
    "_widths": {"process", "time", "tracks"},
}
"""What games are made of beside their tables, and the roots of the inputs that each rests on."""


def stake(draws: Draws, party: str, key: str) -> Floats:
    """What no deal brings a party by one of its stakes, (rows,); a crisis is chance times cost."""
    name = f"stakes/{party}/{key}"
    if name in draws.inputs:
        return draws.value(name)
    return -draws.value(f"{name}/chance") * draws.value(f"{name}/cost")
