"""The price of each critic and each blocker: the least change of a package that wins them over."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.replies.put import put_to_all
from summitry.games.packages.space import PackageSpace
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout

ROWS = 400
"""Rows of numbers, the first of all, by which packages are weighed."""
CELLS = 20_000_000
"""Packages times rows at most; more packages are weighed by fewer rows."""
TRIED = 20_000
"""Packages tried where not all legal ones are listed."""
ON_BOARD = 0.5
"""A party is on board where it does not lose in at least this share of the draws."""


@dataclass(frozen=True)
class Price:
    """A party that can refuse, and what would win it over.

    Attributes
    ----------
    party, label, role
        Who: a principal, a ratifier, or one whose consent is needed.
    before
        Share of the draws in which the package as it is does not make it lose.
    change
        Issue: from which level to which, in the least change after which it is on board in at
        least half of the draws; empty where it is on board already, None where no legal package
        wins it over.
    after
        Share of the draws in which it does not lose after the change.
    cost
        Principal: what the change does to its mean gain.
    stands
        Whether every principal is still on board after it.
    within
        How many issues a change could be about, at most; None where every legal package was tried.
    """

    party: str
    label: str
    role: str
    before: float
    change: dict[str, tuple[str, str]] | None
    after: float | None
    cost: dict[str, float]
    stands: bool | None
    within: int | None = None


def prices(games: Games, package: NDArray[np.integer]) -> tuple[Price, ...]:
    """Prices of everybody who can refuse a package (issues,), those off board first."""
    found = tried(games, package).prices(package)
    return tuple(sorted(found, key=lambda one: (one.before >= ON_BOARD, one.before, one.party)))


def tried(games: Games, package: NDArray[np.integer]) -> Tried:
    """Every package that a change of ``package`` (issues,) may lead to, weighed."""
    layout = games.layout
    packages, within = near(layout.space, package)
    if not (packages == package).all(axis=1).any():  # one that the clauses do not allow
        packages = np.concatenate([np.asarray(package, dtype=packages.dtype)[None], packages])
    return weighed(games, packages, within)


def weighed(games: Games, packages: NDArray[np.integer], within: int | None) -> Tried:
    """Packages (packages, issues) weighed by the games' first rows."""
    layout, every = games.layout, games.draws.rows
    rows = min(every, max(20, min(ROWS, CELLS // max(1, len(packages)))))
    on_board, gains = _shares_and_gains(games, rows, packages)
    needed = np.ones(len(games.acceptors), dtype=bool)
    if layout.consenters:  # some may be needed at a track's table only
        needed[-len(layout.consenters) :] = games.block(0, 1, 0.0).consent_on.any(axis=1)
    return Tried(layout, packages, on_board, gains, games.acceptors, needed, within)


def near(
    space: PackageSpace, package: NDArray[np.integer]
) -> tuple[NDArray[np.integer], int | None]:
    """Legal packages to try: all, or where these are not listed those with few issues changed.

    Second the number of issues that may differ from ``package``; None where all are there.
    """
    if space.listed:
        return space.packages, None
    found = [np.asarray(package, dtype=np.int16)[None]]
    tried, within = 1, 0
    for within in range(1, len(package) + 1):
        chosen = list(combinations(range(len(package)), within))
        tried += sum(math.prod(int(space.sizes[k]) - 1 for k in one) for one in chosen)
        if tried > TRIED:
            within -= 1
            break
        for issues in chosen:
            others = [[n for n in range(space.sizes[k]) if n != package[k]] for k in issues]
            changed = np.array(list(product(*others)), dtype=np.int16).reshape(-1, within)
            levels = np.repeat(found[0], len(changed), axis=0)
            levels[:, list(issues)] = changed
            found.append(levels[space.legal(levels)])
    return np.concatenate(found), within


@dataclass(frozen=True, eq=False)
class Tried:
    """Packages that are tried, weighed.

    Attributes
    ----------
    packages : (packages, issues)
        Level numbers.
    on_board : (acceptors, packages)
        Share of the draws in which each acceptor does not lose.
    gains : (packages, principals)
        Mean gains.
    acceptors, needed
        Who, and whether it is ever asked.
    within
        As in :class:`Price`.
    """

    layout: Layout
    packages: NDArray[np.integer]
    on_board: NDArray[np.float64]
    gains: NDArray[np.float64]
    acceptors: list[str]
    needed: NDArray[np.bool_]
    within: int | None

    def prices(self, package: NDArray[np.integer]) -> list[Price]:
        """What would win over everybody who can refuse ``package``, one of those tried."""
        own = int(np.flatnonzero((self.packages == package).all(axis=1))[0])
        asked = np.flatnonzero(self.needed)
        return [self._price(int(number), self.acceptors[number], own) for number in asked]

    def _price(self, number: int, party: str, own: int) -> Price:
        dossier, package = self.layout.dossier, self.packages[own]
        before = float(self.on_board[number, own])
        principal = number < len(self.layout.principals)
        role = "principal" if principal else dossier.parties[party].role
        told = Price(party, dossier.label(party), role, before, {}, before, {}, None, self.within)
        if before >= ON_BOARD:
            return told
        at = int(self.nearest(number, package[None])[0])
        if at < 0:
            return replace(told, change=None, after=None)
        levels = self.layout.levels
        change = {
            key: (levels[key][package[k]], levels[key][self.packages[at, k]])
            for k, key in enumerate(self.layout.issues)
            if self.packages[at, k] != package[k]
        }
        there, here = self.gains[at], self.gains[own]
        with np.errstate(invalid="ignore"):  # beyond all measure in both, by a critic's veto
            lost = np.where(there == here, 0.0, there - here).tolist()
        cost = dict(zip(self.layout.principals, lost, strict=True))
        stands = bool(self.signed[at] >= ON_BOARD)
        after = float(self.on_board[number, at])
        return replace(told, change=change, after=after, cost=cost, stands=stands)

    @property
    def signed(self) -> NDArray[np.float64]:
        """Share of the draws in which the least willing principal does not lose, (packages,)."""
        return np.asarray(self.on_board[: len(self.layout.principals)].min(axis=0))

    def nearest(self, number: int, packages: NDArray[np.integer]) -> NDArray[np.intp]:
        """Number of the package that wins an acceptor over with the least change.

        One for each of ``packages`` (packages, issues), -1 where there is none. Before those that
        are nearer come those that the principals sign; of equally near ones the first is that which
        most of the least willing sign, then that with the greatest gains.
        """
        won = np.flatnonzero(self.on_board[number] >= ON_BOARD)
        signed = self.signed
        if (signed[won] >= ON_BOARD).any():
            won = won[signed[won] >= ON_BOARD]
        if not len(won):
            return np.full(len(packages), -1)
        won = won[np.lexsort((-self.gains[won].sum(axis=1), -signed[won]))]
        far = _distances(self.layout, self.packages[won], packages).round(9)
        return np.asarray(won[far.argmin(axis=0)])


def _distances(
    layout: Layout, ones: NDArray[np.integer], others: NDArray[np.integer]
) -> NDArray[np.float64]:
    """How far packages lie apart, (ones, others): on each issue 0 to 1, all issues added up."""
    found = np.zeros((len(ones), len(others)))
    for k, size in enumerate(layout.sizes):
        found += np.abs(np.subtract.outer(ones[:, k], others[:, k])) / max(1, size - 1)
    return found


def _shares_and_gains(
    games: Games, rows: int, packages: NDArray[np.integer]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Share of draws in which each package suits each party, and principals' mean gains."""
    layout = games.layout
    game = games.block(0, rows, 0.0)
    game = game._replace(
        constant=-games.worth[:rows],
        claim=np.zeros((rows, len(layout.principals))),
        active=np.zeros((rows, len(layout.lines)), dtype=bool),
    )
    told = put_to_all(layout.space, game, packages)
    people = len(layout.principals)
    found = told.yes.T.copy()
    moved = packages != layout.space.status_quo
    for number, own in enumerate(game.consent_on, people + len(layout.ratifiers)):
        # Who need not consent to a package is not asked about it.
        found[number, ~(moved & own).any(axis=1)] = 1.0
    return found, told.gain[:, :people]
