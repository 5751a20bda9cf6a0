"""The basket procedure: tables settle their issues one basket at a time, leaders sign the union.

In a basket the parties bargain as over the whole, but only over its issues: what else is at stake
(no-deal value, what is hidden, a critic's slack) counts in proportion to the party's own weight of
the basket. A basket without a deal stays as it is. Then leaders accept the union by the test of
the whole package, or do not (FORMAL D and "Exactly", Baskets).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.bargain import Code, bargain
from summitry.games.packages.game import Game, select
from summitry.games.packages.space import PackageSpace, package_space
from summitry.games.packages.weigh import charges, weigh
from summitry.procedures.agenda import Agenda, Table
from summitry.procedures.conclude import Signing, blocks, conclude
from summitry.procedures.games import Games
from summitry.procedures.outcomes import Ending, Outcomes
from summitry.procedures.package import ENDINGS, SOLUTIONS, Form, joined
from summitry.procedures.parallel import in_order
from summitry.procedures.ratification import refused
from summitry.procedures.talks import talks_ended

Levels = NDArray[np.int16]
Endings = NDArray[np.int8]


def negotiate_track(games: Games, agenda: Agenda, form: Form | None = None) -> Outcomes:
    """Run a track in every draw.

    A track of one table is the package procedure at that table. ``cause`` is -1 throughout.
    """
    form = form or Form.of(games.layout.dossier)
    games.prepare(agenda.sign_off, *(table.seat for table in agenda.tables))
    ended = {table.key: talks_ended(games.draws, table.seat.meetings, _name(agenda, table))
             for table in agenda.tables}  # fmt: skip
    lost = {
        table.key: games.draws.coin(f"process/slip/{table.key}", table.slip)
        for table in agenda.tables
        if table.slip is not None
    }
    _ = [games.tables.weight(table.issues) for table in agenda.tables]

    spaces: dict[tuple[bytes, bytes], PackageSpace] = {}

    def one(block: tuple[int, int]) -> Signing:
        return _Block(games, agenda, form, block, ended, lost, spaces).sign()

    parts = list(in_order(one, list(blocks(games.draws))))
    none = np.zeros(games.draws.size, dtype=bool)
    over = ended[agenda.tables[0].key] if agenda.whole else none
    return conclude(games.layout, games.draws, joined(parts), ended=over, slip=agenda.slip)


def _name(agenda: Agenda, table: Table) -> str:
    return "" if agenda.whole else table.key


@dataclass(frozen=True, eq=False)
class _Block:
    """The draws of one block of rows on one track."""

    games: Games
    agenda: Agenda
    form: Form
    block: tuple[int, int]
    ended: dict[str, NDArray[np.bool_]]
    lost: dict[str, NDArray[np.bool_]]
    spaces: dict[tuple[bytes, bytes], PackageSpace]
    """Packages of the baskets met so far, by what is free and where the others are."""

    @property
    def _draws(self) -> slice:
        inner = self.games.draws.inner
        return slice(self.block[0] * inner, self.block[1] * inner)

    def sign(self) -> Signing:
        """Settle each basket, then sign the union."""
        union, endings = self._settle()
        layout = self.games.layout
        game = self.games.block(*self.block, self.form.holding_back, self.agenda.sign_off)
        weighed = weigh(layout.space, game, union)
        settled = (union != layout.space.status_quo).any(axis=1)
        signed = settled & layout.space.legal(union)
        if not self.agenda.whole:
            signed &= weighed.claimed(game.claim)
        ending = np.where(settled, np.int8(Ending.NOT_SIGNED), _nearest(endings))
        ending[signed] = Ending.DEAL
        gains = np.where(signed[:, None], weighed.gains, 0.0)
        rejected = refused(layout, self.games.draws, self.block, game, union)
        cause = np.full(len(union), -1, dtype=np.int16)
        return Signing(ending.astype(np.int8), union, gains, rejected, cause, ())

    def _settle(self) -> tuple[Levels, list[Endings]]:
        """The union of what the tables settle, (draws, issues), and how each table ended."""
        layout = self.games.layout
        inner = self.games.draws.inner
        count = (self.block[1] - self.block[0]) * inner
        union: Levels = np.tile(np.asarray(layout.status_quo, dtype=np.int16), (count, 1))
        endings = []
        before: list[Table] = []
        for table in self.agenda.tables:
            on = np.isin(layout.issues, table.issues)
            ending = np.full(count, Ending.NO_OVERLAP, dtype=np.int8)
            whole = self.games.block(*self.block, self.form.holding_back, table.seat)
            basket = self._basket(whole, table, on)
            for draws in _contexts(union) if before else [np.arange(count)]:
                game = basket
                settled = np.asarray(layout.status_quo)
                if before:
                    settled = union[draws[0]]
                    game = self._after(whole, basket, before, settled, draws)
                self._bargain(on, settled, game, draws, (union, ending))
            gone = self.ended[table.key][self._draws]
            ending[gone] = Ending.TALKS_ENDED
            if table.key in self.lost:
                slipped = self.lost[table.key][self._draws] & (ending == Ending.DEAL)
                ending[slipped] = Ending.SLIP
            if not self.agenda.whole:  # there, whoever concludes draws the ends of the talks
                stays = np.ix_(ending != Ending.DEAL, on)
                union[stays] = np.asarray(layout.status_quo, dtype=np.int16)[on]
            endings.append(ending)
            before = [*before, table] if self.agenda.provisional else []
        return union, endings

    def _bargain(
        self,
        on: NDArray[np.bool_],
        settled: NDArray[np.integer],
        game: Game,
        draws: NDArray[np.intp],
        out: tuple[Levels, Endings],
    ) -> None:
        """Bargain at a table in the draws that share what was settled before."""
        union, ending = out
        key = on.tobytes(), settled.astype(np.int64).tobytes()
        if key not in self.spaces:
            self.spaces[key] = basket_space(self.games.layout.space, on, settled)
        space = self.spaces[key]
        if space.empty:
            return
        struck = bargain(space, game, SOLUTIONS[self.form.solution])
        ending[draws] = ENDINGS[struck.code]
        deal = struck.code == Code.DEAL
        union[np.ix_(draws[deal], on)] = struck.levels[deal][:, on]

    def _basket(self, whole: Game, table: Table, on: NDArray[np.bool_]) -> Game:
        """The bargaining at a table: its issues alone, all else in proportion."""
        games, layout = self.games, self.games.layout
        slots = on[layout.issue_of_slot]
        principals = len(layout.principals)
        ratifiers = slice(principals, principals + len(layout.ratifiers))
        share = games.tables.weight(table.issues)[slice(*self.block)]
        inner = np.repeat(share[:, :principals], games.draws.inner, axis=0)
        consent = whole.consent_on & on
        for party in table.consent:
            if party not in layout.principals:
                consent[layout.consenters.index(party)] = on
        return whole._replace(
            scores=whole.scores * slots,
            slack=whole.slack * share[:, ratifiers],
            constant=whole.constant * inner,
            claim=whole.claim * inner,
            active=whole.active & (whole.line_slots & slots).any(axis=1),
            line_slots=whole.line_slots & slots,
            consent_on=consent,
        )

    def _after(
        self,
        whole: Game,
        basket: Game,
        before: list[Table],
        settled: NDArray[np.integer],
        draws: NDArray[np.intp],
    ) -> Game:
        """The same once critics have seen what earlier tables settled.

        They judge all that lies on the table; what that costs their principal already is not the
        price of this basket.
        """
        layout = self.games.layout
        moved = settled != layout.space.status_quo
        numbers = {key: number for number, key in enumerate(layout.issues)}
        # A table that settled nothing put nothing before the critics.
        lying = [
            key
            for table in before
            for key in table.issues
            if any(moved[numbers[one]] for one in table.issues)
        ]
        if not lying:
            return select(basket, draws)
        principals = len(layout.principals)
        ratifiers = slice(principals, principals + len(layout.ratifiers))
        share = self.games.tables.weight(lying)[slice(*self.block)][:, ratifiers]
        at = [numbers[key] for key in lying]
        slots = (settled + layout.offsets)[at]
        seen = whole.scores[:, ratifiers][:, :, slots].sum(axis=2) + whole.slack * share
        own = select(basket._replace(slack=basket.slack + seen), draws)
        row = draws // (len(whole.constant) // len(whole.scores))
        paid = charges(own, np.arange(len(draws)), seen[row])
        return own._replace(constant=own.constant - paid)


def _contexts(union: Levels) -> list[NDArray[np.intp]]:
    """Draws grouped by what has been settled so far."""
    _, group = np.unique(union, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    starts = np.flatnonzero(np.diff(group.ravel()[order])) + 1
    return np.split(order, starts)


def _nearest(endings: list[Endings]) -> Endings:
    """Why nothing was settled at all: of all tables, the ending that came nearest to a deal."""
    rank = (Ending.NO_OVERLAP, Ending.BREAKDOWN, Ending.TALKS_ENDED, Ending.SLIP)
    found = np.full(len(endings[0]), Ending.NO_OVERLAP, dtype=np.int8)
    for one in rank:
        for ending in endings:
            found[ending == one] = one
    return found


def basket_space(
    space: PackageSpace, on: NDArray[np.bool_], settled: NDArray[np.integer]
) -> PackageSpace:
    """The legal packages of a basket: its own issues free, the others where they are.

    The others are at the levels that ``settled`` (issues,) gives. The package that moves nothing of
    the basket is left out: to change nothing is no deal.
    """
    if not space.listed:
        held = np.where(on, -1, settled)
        return package_space(space.sizes.tolist(), space.status_quo.tolist(), space.rules, held)
    fits = (space.packages[:, ~on] == settled[~on]).all(axis=1)
    moves = (space.packages[:, on] != space.status_quo[on]).any(axis=1)
    return PackageSpace(space.sizes, space.status_quo, space.packages[fits & moves])
