"""A package that somebody else proposes, put to the principals (FORMAL H).

The proposal is a point on every issue, from whatever rule. The nearest legal package is put to the
principals, and they take it or not by the very test by which their own bargaining claims: nobody
who must consent loses by it, and each principal gains what it holds back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.bargain import Solution, bargain
from summitry.games.packages.game import TOLERANCE, Game
from summitry.games.packages.weigh import weigh
from summitry.procedures.conclude import Signing, blocks, conclude
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Ending, Outcomes
from summitry.procedures.package import Form, joined
from summitry.procedures.parallel import in_order
from summitry.procedures.ratification import refused
from summitry.procedures.talks import talks_ended

Floats = NDArray[np.float64]
ROWS = 2048
"""Points a block of the search for packages."""


@dataclass(frozen=True, eq=False)
class Proposed:
    """Proposals as packages.

    Attributes
    ----------
    levels : (rows, issues)
        The nearest legal package; the status quo where there is no proposal.
    made : (rows,)
        Whether there is one: a point that is not known, or that is nearer to how things stand than
        to any package, proposes nothing.
    bent : (rows,)
        Whether clauses forbid the nearest levels, so that another package had to be found.
    """

    levels: NDArray[np.int16]
    made: NDArray[np.bool_]
    bent: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of proposals that were put to the principals.

    Attributes
    ----------
    outcomes
        How each draw ended.
    made : (draws,)
        Whether anything was proposed.
    accepted : (draws,)
        Whether the principals would take it, whatever happens to it later.
    short : (draws, principals)
        Whose gain does not reach what it holds back, red lines, asks and critics counted.
    unconsented : (draws,)
        Whether somebody whose consent it needs would lose by it.
    """

    outcomes: Outcomes
    made: NDArray[np.bool_]
    accepted: NDArray[np.bool_]
    short: NDArray[np.bool_]
    unconsented: NDArray[np.bool_]


def nearest(layout: Layout, points: Floats) -> Proposed:
    """The legal package nearest to each point.

    Parameters
    ----------
    layout
        The dossier's structure.
    points : (rows, issues)
        Position on each issue's 0-1 scale; NaN on an issue keeps the status quo there, NaN on all
        proposes nothing.

    Notes
    -----
    Distance is the sum over issues of the distance on their scales. Without clauses that is the
    nearest level of each issue. Ties: fewer issues moved, then the earlier levels.
    """
    points = np.asarray(points, dtype=float)
    known: NDArray[np.bool_] = np.asarray(~np.isnan(points).all(axis=1))
    quo = np.asarray(layout.status_quo, dtype=np.int16)
    here = layout.positions[layout.status_quo_slot]
    levels = np.tile(quo, (len(points), 1))
    made, bent = known.copy(), np.zeros(len(points), dtype=bool)
    for start in range(0, len(points), ROWS):
        rows = np.flatnonzero(known[start : start + ROWS]) + start
        if not len(rows):
            continue
        wide = points[rows][:, layout.issue_of_slot]
        away = np.abs(layout.positions - np.where(np.isnan(wide), here, wide))
        best = _best_levels(layout, away)
        still = (best == quo).all(axis=1)
        legal = layout.space.legal(best) & ~still
        off = np.flatnonzero(~legal & ~still)
        bent[rows[off]] = True
        if len(off):
            found, is_found = _search(layout, away[off])
            nearer = _sum(layout, away[off], found) < _sum(layout, away[off], quo) - TOLERANCE
            best[off] = found
            legal[off] = is_found & nearer
        levels[rows[legal]] = best[legal]
        made[rows] = legal
    return Proposed(levels, made, bent)


def _best_levels(layout: Layout, away: Floats) -> NDArray[np.int16]:
    """Nearest level of each issue, (rows, issues); of equals the status quo, then the earlier."""
    found = np.empty((len(away), len(layout.issues)), dtype=np.int16)
    for number, size in enumerate(layout.sizes):
        first = int(layout.offsets[number])
        own = away[:, first : first + size].copy()
        least = own.min(axis=1, keepdims=True)
        near = own <= least + TOLERANCE
        stands = layout.status_quo[number]
        found[:, number] = np.where(near[:, stands], stands, near.argmax(axis=1))
    return found


def _sum(layout: Layout, away: Floats, levels: NDArray[np.int16]) -> Floats:
    slots = np.broadcast_to(layout.offsets + levels, (len(away), len(layout.issues)))
    return np.asarray(np.take_along_axis(away, slots, axis=1).sum(axis=1))


def _search(layout: Layout, away: Floats) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    """The nearest of all legal packages: a bargaining of one party, who wants to be near."""
    rows, issues = len(away), len(layout.issues)
    if layout.space.empty:
        quo = np.asarray(layout.status_quo, dtype=np.int16)
        return np.tile(quo, (rows, 1)), np.zeros(rows, dtype=bool)
    game = Game(
        scores=np.ascontiguousarray(-away[:, None, :]),
        leverage=np.zeros((rows, 0)),
        slack=np.zeros((rows, 0)),
        weights=np.ones((rows, 1)),
        constant=np.full((rows, 1), issues + 1.0),
        claim=np.zeros((rows, 1)),
        active=np.zeros((rows, 0), dtype=bool),
        line_owner=np.zeros(0, dtype=np.int64),
        line_slots=np.zeros((0, away.shape[1]), dtype=bool),
        answers_to=np.zeros(0, dtype=np.int64),
        consent_on=np.zeros((0, issues), dtype=bool),
    )
    struck = bargain(layout.space, game, Solution.UTILITARIAN)
    return struck.levels, np.ones(rows, dtype=bool)


def put(games: Games, proposed: Proposed, form: Form | None = None) -> Answer:
    """Put proposals, one a row, to the principals in every draw.

    Parameters
    ----------
    games
        The games of a dossier's draws.
    proposed
        The package of each row.
    form
        Structural choices, of which only holding back matters; the dossier's own if left out.
    """
    layout, inner = games.layout, games.draws.inner
    form = form or Form.of(layout.dossier)
    levels = np.repeat(proposed.levels, inner, axis=0)
    made = np.repeat(proposed.made, inner)
    games.prepare()

    def one(block: tuple[int, int]) -> tuple[Signing, NDArray[np.bool_], NDArray[np.bool_]]:
        own = slice(block[0] * inner, block[1] * inner)
        table = games.block(*block, form.holding_back)
        found = weigh(layout.space, table, levels[own].astype(np.int64))
        short = found.gains < table.claim - TOLERANCE
        claimed = found.claimed(table.claim) & made[own]
        common = found.claimed(np.zeros_like(table.claim)) & made[own]
        ending = np.where(claimed, Ending.DEAL, Ending.NO_OVERLAP).astype(np.int8)
        ending[common & ~claimed] = Ending.BREAKDOWN
        rejected = refused(layout, games.draws, block, table, levels[own].astype(np.int16))
        gains = np.where(claimed[:, None], found.gains, 0.0)
        cause = np.full(len(ending), -1, dtype=np.int16)
        signed = np.where(claimed[:, None], levels[own], layout.status_quo).astype(np.int16)
        signing = Signing(ending, signed, gains, rejected & claimed, cause, ())
        return signing, short & made[own, None], found.refused & made[own]

    parts = list(in_order(one, list(blocks(games.draws))))
    signing = joined([part[0] for part in parts])
    ended = talks_ended(games.draws, games.leaders.meetings)
    outcomes = conclude(layout, games.draws, signing, ended=ended)
    return Answer(
        outcomes, made, np.equal(signing.ending, Ending.DEAL),
        np.concatenate([part[1] for part in parts]), np.concatenate([part[2] for part in parts]),
    )  # fmt: skip
