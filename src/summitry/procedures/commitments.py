"""A signed package as commitments: who can take back what, and what every combination brings whom.

A commitment is an issue that a party performs and that the package moves, or that it holds where it
would otherwise be let lapse (``no_deal``). Its performer may keep it or take it back; a state of
the conflict says which are kept. Payoffs come from the score tables of the bargaining (FORMAL H,
and E for what is taken back): trust is off, since whether a word is kept is what is asked; red
lines and asks are off, since the package is signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.inputs import inputs
from summitry.draws import Draws
from summitry.games.packages.game import TOLERANCE
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.tables import Tables, columns
from summitry.procedures.terrain import VETO, without_distrust

Floats = NDArray[np.float64]

DIGITS = 9
"""Payoffs are rounded to so many decimals, so that ties are ties."""
MOST = 12
"""A package may have so many commitments: each doubles the states."""


class TooManyCommitments(ValueError):
    """A package has more commitments than are worked out."""


@dataclass(frozen=True)
class Commitment:
    """What a package has a party do.

    Attributes
    ----------
    issue, level, party
        The level that the party performs, by their ids.
    back
        The level it goes back to; of a freeze that is held, what it would lapse to.
    held
        The level is the status quo, and would otherwise have been let lapse.
    returns
        Share of it that can be taken back, at the likeliest number.
    """

    issue: str
    level: str
    party: str
    back: str
    held: bool
    returns: float


@dataclass(frozen=True, eq=False)
class Signed:
    """A package once it is signed.

    Attributes
    ----------
    commitments
        Those that can be taken back, at least in part: the options of the conflict, in the order of
        their bits. In the state with number s, commitment k is kept where bit k of s is set.
    final
        Those of which nothing returns: done once and for all.
    parties
        The principals, sorted, then other performers of a commitment, sorted.
    """

    layout: Layout
    levels: NDArray[np.int64]
    commitments: tuple[Commitment, ...]
    final: tuple[Commitment, ...]
    parties: tuple[str, ...]

    @property
    def kept(self) -> int:
        """The state in which everybody keeps everything."""
        return (1 << len(self.commitments)) - 1

    @cached_property
    def owners(self) -> NDArray[np.int64]:
        """Number, among the parties, of each commitment's performer."""
        found = [self.parties.index(one.party) for one in self.commitments]
        return np.array(found, dtype=np.int64)

    @cached_property
    def bits(self) -> NDArray[np.bool_]:
        """Which commitments are kept in each state, (states, commitments)."""
        states = np.arange(self.kept + 1)
        return np.asarray((states[:, None] >> np.arange(len(self.commitments))) & 1 == 1)

    def block(self, games: Games, start: int, stop: int, *, stakes: bool = True) -> Floats:
        """What each state brings each party over no deal, (rows, parties, states).

        Parameters
        ----------
        games
            From :func:`believing`.
        start, stop
            Rows of the draws.
        stakes
            Where nothing is kept any more there is no deal, and what no deal brings besides the
            issues is due again; without, it never is.
        """
        layout, rows = self.layout, slice(start, stop)
        table = games.block(start, stop, 0.0)
        sums = self._sums(table.scores, games.draws, rows)
        many = len(layout.principals)
        found = np.empty((stop - start, len(self.parties), self.kept + 1))
        found[:, :many] = sums[:, :many]
        due = np.full(self.kept + 1, 1.0)
        due[0] = 0.0 if stakes and self.commitments else 1.0
        found[:, :many] -= games.worth[rows][:, :, None] * due
        leverage = np.minimum(table.leverage, VETO)
        for number, principal in enumerate(table.answers_to):
            short = np.minimum(sums[:, many + number] + table.slack[:, number, None], 0.0)
            short[short > -TOLERANCE] = 0.0
            found[:, principal] += leverage[:, number, None] * short
        others = list(self.parties[many:])
        if others:
            own = Tables(layout, games.draws, others).scores(start, stop)
            found[:, many:] = self._sums(own, games.draws, rows)
        return np.round(found, DIGITS)

    def _sums(self, scores: Floats, draws: Draws, rows: slice) -> Floats:
        """Scores of every state added up over the issues, (rows, acceptors, states)."""
        layout = self.layout
        whole = scores[:, :, self.levels + layout.offsets]  # (rows, acceptors, issues)
        total = whole.sum(axis=2)[:, :, None]
        if not self.commitments:
            return np.asarray(total)
        at = [layout.issues.index(one.issue) for one in self.commitments]
        undo = columns(draws, [f"issues/{one.issue}/reversible" for one in self.commitments])[rows]
        lost = undo[:, None, :] * whole[:, :, at]  # no deal is worth nothing: scores are over it
        return np.asarray(total - lost @ (~self.bits).T.astype(float))


def signed(layout: Layout, levels: Sequence[int] | NDArray[np.integer]) -> Signed:
    """The commitments of a package.

    Parameters
    ----------
    layout
        The dossier's structure.
    levels
        Level number of each issue.

    Raises
    ------
    TooManyCommitments
        More than 12 can be taken back.
    """
    dossier, package = layout.dossier, np.asarray(levels, dtype=np.int64)
    numbers = inputs(dossier)
    free, final = [], []
    for number, key in enumerate(layout.issues):
        issue = dossier.issues[key]
        level = layout.levels[key][int(package[number])]
        held = level == issue.status_quo
        lapses = [one for one in issue.no_deal if one != level]
        if held and not lapses:
            continue
        back = " or ".join(lapses) if held else issue.status_quo
        undo = numbers[f"issues/{key}/reversible"].range
        one = Commitment(key, level, issue.performed_by, back, held, undo.mode)
        if undo.high > 0:
            free.append(one)
        else:
            final.append(one)
    if len(free) > MOST:
        fault = f"the package has {len(free)} commitments that can be taken back, at most {MOST}"
        raise TooManyCommitments(f"{fault} are worked out")
    performers = {one.party for one in (*free, *final)} - set(layout.principals)
    return Signed(
        layout, package, tuple(free), tuple(final), (*layout.principals, *sorted(performers))
    )


def believing(layout: Layout, draws: Draws) -> Games:
    """The games of the draws, every word believed."""
    return Games(layout, draws).fix(without_distrust(draws))
