"""A dossier at its central numbers, as one package game: what its frontier and exports rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.games.packages.exact.game import PackageGame
from summitry.games.packages.exact.merge import Points, efficient
from summitry.games.packages.exact.pieces import Clause
from summitry.games.packages.space import Rule
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout

Floats = NDArray[np.float64]
DIGITS = 9
"""Scores are rounded to so many decimals, so that ties are ties."""
LIKELY = 0.5
"""Red lines and asks likelier than this are taken to hold."""


@dataclass(frozen=True, eq=False)
class Central:
    """A dossier's bargaining with every number at its mode.

    Attributes
    ----------
    game
        Principals, then ratifiers with any leverage, then those who must consent, with what each
        level brings them over no deal. Only principals and consenters have reservations that bind.
    charges
        Ratifier: its principal's number, its leverage and its slack.
    worth
        What no deal brings each principal beyond the issues.
    holding
        Red lines and asks that were taken to hold, in words.
    """

    layout: Layout
    game: PackageGame
    principals: list[str]
    charges: list[tuple[int, float, float]]
    worth: Floats
    holding: list[str]

    def variants(self, *, reserved: bool) -> Iterator[PackageGame]:
        """The game for each answer to who is asked for consent.

        A consenter is asked only if an issue moves that needs its consent: either it does not lose
        by the package, or none of them moves.
        """
        least = dict(self.game.reservations)
        if not reserved:
            tables = [np.abs(one).max(axis=0).sum() for one in self.game.board.tables]
            units = sum(tables) * self.game.board.unit.max()
            low = min(least.values()) - int(units) - 1
            least.update(dict.fromkeys(self.principals, low))
        free = min(self.game.reservations.values())
        consenters = self.layout.consenters
        for asked in product((True, False), repeat=len(consenters)):
            own, clauses = dict(least), list(self.game.clauses)
            for one, is_asked in zip(consenters, asked, strict=True):
                if is_asked:
                    continue
                own[f"{one} (consent)"] = free
                for key in self.layout.issues:
                    issue = self.layout.dossier.issues[key]
                    moves = tuple(at for at in issue.levels if at != issue.status_quo)
                    if one in issue.consent:
                        clauses.append(Clause({key: moves}))
            yield self.game.but(reservations=own, clauses=clauses)

    def gains(self, units: Points) -> Floats:
        """What points of the game (points, parties) bring the principals, critics counted."""
        points = units.astype(float) * self.game.board.unit
        many = len(self.principals)
        found = points[:, :many] - self.worth
        for number, (principal, leverage, slack) in enumerate(self.charges):
            short = np.minimum(points[:, many + number] + slack, 0.0)
            short[short > -1e-12] = 0.0
            found[:, principal] += np.where(short < 0, leverage * short, 0.0)
        return np.asarray(found)


def central(dossier: Dossier) -> Central:
    """The package game of a dossier at its modes, red lines and asks likelier than not holding."""
    layout = Layout(dossier)
    modes = {name: one.range.mode for name, one in inputs(dossier).items()}
    draws = Draws(dossier, 1, 0, fixed=modes)
    games = Games(layout, draws)
    table = games.block(0, 1, 0.0)
    scores = np.round(table.scores[0], DIGITS)
    principals = layout.principals
    ratifiers = [number for number in range(len(layout.ratifiers)) if table.leverage[0, number] > 0]
    first = len(principals)
    consenting = first + len(layout.ratifiers)
    places = [
        *range(first),
        *(first + number for number in ratifiers),
        *range(consenting, consenting + len(layout.consenters)),
    ]
    worth = np.round(games.worth[0], DIGITS)
    levels = {key: layout.levels[key] for key in layout.issues}
    consenters = [f"{one} (consent)" for one in layout.consenters]
    critics = [f"{layout.ratifiers[number]} (critic)" for number in ratifiers]
    parties = [*principals, *critics, *consenters]
    named = {
        party: {
            key: [float(scores[place, layout.slot(key, level)]) for level in levels[key]]
            for key in layout.issues
        }
        for party, place in zip(parties, places, strict=True)
    }
    least = {party: -float(np.abs(scores).sum()) - 1 for party in parties}
    least.update({party: float(worth[number]) for number, party in enumerate(principals)})
    least.update(dict.fromkeys(consenters, 0.0))
    clauses = [_clause(layout, rule) for rule in layout.rules]
    holding = []
    for line in {one.coin: one for one in layout.lines}.values():
        if modes[line.chance] > LIKELY and line.levels:
            clauses.append(Clause({line.issue: line.levels}))
            holding.append(f"{dossier.label(line.owner)}: {line.kind}, {line.issue} {line.demand}")
    game = PackageGame(levels, parties, named, least, clauses)
    charges = [
        (
            int(table.answers_to[number]),
            min(float(table.leverage[0, number]), 1e6),
            float(table.slack[0, number]),
        )
        for number in ratifiers
    ]
    return Central(layout, game, principals, charges, worth, holding)


def _clause(layout: Layout, rule: Rule) -> Clause:
    def parts(levels: tuple[tuple[int, tuple[int, ...]], ...]) -> dict[str, tuple[str, ...]]:
        return {
            layout.issues[issue]: tuple(layout.levels[layout.issues[issue]][at] for at in own)
            for issue, own in levels
        }

    return Clause(parts(rule.when), None if rule.then is None else parts(rule.then))


def efficient_gains(gains: Floats, *, reserved: bool) -> list[int]:
    """Numbers of the rows, one a point, that no other dominates; ``reserved``: gains at least 0."""
    units = np.round(gains * 10**DIGITS).astype(np.int64)
    signed = np.flatnonzero((units >= 0).all(axis=1)) if reserved else np.arange(len(units))
    kept = {tuple(row) for row in efficient(units[signed]).tolist()}
    found: list[int] = []
    for number in signed.tolist():
        row = tuple(units[number].tolist())
        if row in kept:
            kept.discard(row)
            found.append(number)
    return sorted(found, key=lambda one: tuple(units[one].tolist()), reverse=True)


def exported(dossier: Dossier) -> tuple[PackageGame, list[str]]:
    """The principals' game at the central numbers, and what of the dossier it leaves out.

    Scores are what each level brings over no deal, and the reservation what no deal brings
    besides. Clauses stay in the game; the formats that cannot hold them say so.
    """
    case = central(dossier)
    game = PackageGame(
        case.game.issues,
        [dossier.label(one) for one in case.principals],
        {dossier.label(one): case.game.scores[one] for one in case.principals},
        {
            dossier.label(one): float(case.worth[number])
            for number, one in enumerate(case.principals)
        },
        case.game.clauses,
    )
    losses = ["ranges: every number at its mode", "sources, citations, assessments and events"]
    if case.charges:
        losses.append("critics: what they make their principals pay")
    if case.layout.consenters:
        losses.append("consents: a party that must agree to some change")
    if case.holding:
        losses.append(f"red lines and asks likelier than not became clauses: {len(case.holding)}")
    return game, losses
