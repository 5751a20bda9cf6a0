"""The bargaining over a basket: its issues alone, all else in proportion (FORMAL D).

In a basket the parties bargain as over the whole, but only over its issues: what else is at stake
(no-deal value, what is hidden, a critic's slack) counts in proportion to the party's own weight of
the basket.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.game import Game, select
from summitry.games.packages.weigh import charges
from summitry.procedures.agenda import Table
from summitry.procedures.games import Games, Seat
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BasketGames:
    """The games of tables in a block of rows; what several of them share is made once."""

    layout: Layout
    block: tuple[int, int]
    _wholes: dict[tuple[Games, Seat, float], Game] = field(default_factory=dict, init=False)
    _scores: dict[tuple[int, tuple[str, ...]], Floats] = field(default_factory=dict, init=False)
    _weights: dict[tuple[Games, tuple[str, ...]], Floats] = field(default_factory=dict, init=False)
    _on: dict[tuple[str, ...], NDArray[np.bool_]] = field(default_factory=dict, init=False)

    def on(self, issues: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which issues are among some, (issues,)."""
        if issues not in self._on:
            self._on[issues] = np.array([key in issues for key in self.layout.issues])
        return self._on[issues]

    def whole(self, games: Games, seat: Seat, form: Form) -> Game:
        """The bargaining over everything at a table."""
        key = games, seat, form.holding_back
        if key not in self._wholes:
            self._wholes[key] = games.block(*self.block, form.holding_back, seat)
        return self._wholes[key]

    def basket(self, games: Games, seat: Seat, form: Form, table: Table) -> Game:
        """The bargaining at a table, with everything else as it is."""
        layout, on = self.layout, self.on(table.issues)
        whole = self.whole(games, seat, form)
        slots = on[layout.issue_of_slot]
        share = self._weight(games, table.issues)
        inner = np.repeat(share[:, : len(layout.principals)], games.draws.inner, axis=0)
        consent = whole.consent_on & on
        for party in table.consent:
            if party not in layout.principals:
                consent[layout.consenters.index(party)] = on
        lines = whole.line_slots & slots
        key = id(whole.scores), table.issues  # the game that is kept keeps the scores
        if key not in self._scores:
            self._scores[key] = whole.scores * slots.astype(float)
        return whole._replace(
            scores=self._scores[key],
            slack=whole.slack * share[:, self._ratifiers],
            constant=whole.constant * inner,
            claim=whole.claim * inner,
            active=whole.active & lines.any(axis=1),
            line_slots=lines,
            consent_on=consent,
        )

    def after(
        self, games: Games, form: Form, tables: Sequence[Table], settled: NDArray[np.integer]
    ) -> Game:
        """The bargaining at the last of some tables once critics have seen what the others settled.

        They judge all that lies on the table; what that costs their principal already is not the
        price of this basket.

        Parameters
        ----------
        games, form
            The draws' games, and the form of the procedure.
        tables
            The tables so far.
        settled : (draws, issues)
            Level numbers as the earlier tables left them.

        Returns
        -------
        Games with a table of scores a draw.
        """
        *before, table = tables
        every = np.arange(len(settled))
        game = select(self.basket(games, table.seat, form, table), every)
        seen = self._seen(games, before, settled)
        game = game._replace(slack=game.slack + seen)
        return game._replace(constant=game.constant - charges(game, every, seen))

    def _seen(self, games: Games, before: Sequence[Table], settled: NDArray[np.integer]) -> Floats:
        """Margin of each critic by what lies on the table, (draws, ratifiers)."""
        layout = self.layout
        found = np.zeros((len(settled), len(layout.ratifiers)))
        moved = settled != np.asarray(layout.status_quo)
        # A table that settled nothing put nothing before the critics.
        put = np.column_stack([moved[:, self.on(one.issues)].any(axis=1) for one in before])
        scores = games.tables.scores(*self.block)[:, self._ratifiers]
        slack = self.whole(games, before[0].seat, Form()).slack
        row = np.arange(len(settled)) // games.draws.inner
        who = np.arange(len(layout.ratifiers))
        for pattern in np.unique(put, axis=0):
            there = [one for one, lies in zip(before, pattern, strict=True) if lies]
            lying = [key for one in there for key in one.issues]
            if not lying:
                continue
            draws = np.flatnonzero((put == pattern).all(axis=1))
            share = self._weight(games, tuple(lying))[:, self._ratifiers]
            at = [layout.issues.index(key) for key in lying]
            slots = (settled + layout.offsets)[draws][:, at]
            own = scores[row[draws][:, None, None], who[None, :, None], slots[:, None, :]]
            found[draws] = own.sum(axis=2) + (slack * share)[row[draws]]
        return found

    def _weight(self, games: Games, issues: tuple[str, ...]) -> Floats:
        """Each party's own weight of some issues in the rows of the block, (rows, parties)."""
        key = games, issues
        if key not in self._weights:
            self._weights[key] = games.tables.weight(issues)[slice(*self.block)]
        return self._weights[key]

    @cached_property
    def _ratifiers(self) -> slice:
        principals = len(self.layout.principals)
        return slice(principals, principals + len(self.layout.ratifiers))
