"""The price of each critic and each blocker: the least change of a package that wins them over."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.game import TOLERANCE
from summitry.games.packages.space import PackageSpace
from summitry.games.packages.weigh import weigh_all
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.sensitivity.sample import Sample

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


def prices(sample: Sample, package: NDArray[np.integer]) -> tuple[Price, ...]:
    """Prices of everybody who can refuse a package (issues,), those off board first."""
    layout = sample.games.layout
    packages, within = near(layout.space, package)
    if not (packages == package).all(axis=1).any():  # one that the clauses do not allow
        packages = np.concatenate([np.asarray(package, dtype=packages.dtype)[None], packages])
    rows = max(20, min(ROWS, sample.draws.rows, CELLS // max(1, len(packages))))
    games = Games(layout, sample.draws.first(rows))
    games.prepare()
    on_board, gains = _weighed(games, rows, packages)
    people = len(layout.principals)
    needed = np.ones(len(games.acceptors), dtype=bool)
    if layout.consenters:  # some may be needed at a track's table only
        needed[-len(layout.consenters) :] = games.block(0, 1, 0.0).consent_on.any(axis=1)
    weighed = _Weighed(layout, packages, package, on_board, gains, within)
    found = [
        weighed.price(number, party, principal=number < people)
        for number, party in enumerate(games.acceptors)
        if needed[number]
    ]
    return tuple(sorted(found, key=lambda one: (one.before >= ON_BOARD, one.before, one.party)))


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
class _Weighed:
    """Every package that is tried, weighed.

    ``on_board`` (acceptors, packages): share of the draws; ``gains`` (packages, principals): means.
    """

    layout: Layout
    packages: NDArray[np.integer]
    package: NDArray[np.integer]
    on_board: NDArray[np.float64]
    gains: NDArray[np.float64]
    within: int | None

    def price(self, number: int, party: str, *, principal: bool) -> Price:
        """What would win over one acceptor."""
        dossier = self.layout.dossier
        own = int(np.flatnonzero((self.packages == self.package).all(axis=1))[0])
        before = float(self.on_board[number, own])
        role = "principal" if principal else dossier.parties[party].role
        told = Price(party, dossier.label(party), role, before, {}, before, {}, None, self.within)
        if before >= ON_BOARD:
            return told
        at = self._nearest(number)
        if at is None:
            return replace(told, change=None, after=None)
        levels = self.layout.levels
        change = {
            key: (levels[key][self.package[k]], levels[key][self.packages[at, k]])
            for k, key in enumerate(self.layout.issues)
            if self.packages[at, k] != self.package[k]
        }
        lost = (self.gains[at] - self.gains[own]).tolist()
        cost = dict(zip(self.layout.principals, lost, strict=True))
        stands = bool(self._signed[at] >= ON_BOARD)
        after = float(self.on_board[number, at])
        return replace(told, change=change, after=after, cost=cost, stands=stands)

    @property
    def _signed(self) -> NDArray[np.float64]:
        """Share of the draws in which the least willing principal does not lose."""
        return np.asarray(self.on_board[: len(self.layout.principals)].min(axis=0))

    def _nearest(self, number: int) -> int | None:
        """The package that wins a party over with the least change, of those principals sign."""
        won = np.flatnonzero(self.on_board[number] >= ON_BOARD)
        if not len(won):
            return None
        sizes = np.maximum(1, np.asarray(self.layout.sizes) - 1)
        far = (np.abs(self.packages[won] - self.package) / sizes).sum(axis=1).round(9)
        signed = self._signed[won]
        order = np.lexsort((-self.gains[won].sum(axis=1), -signed, far, signed < ON_BOARD))
        return int(won[order[0]])


def _weighed(
    games: Games, rows: int, packages: NDArray[np.integer]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Share of draws in which each package suits each party, and principals' mean gains."""
    layout = games.layout
    game = games.block(0, rows, 0.0)
    game = game._replace(constant=-games.worth[:rows])
    every = weigh_all(layout.space, game, packages)  # (rows, packages, principals)
    people, critics = len(layout.principals), len(layout.ratifiers)
    chosen = np.zeros((layout.space.slots, len(packages)))
    chosen[(packages + layout.space.offsets).T, np.arange(len(packages))] = 1.0
    found = np.empty((len(games.acceptors), len(packages)))
    found[:people] = (every >= -TOLERANCE).mean(axis=0).T
    moved = packages != layout.space.status_quo
    for number in range(people, len(games.acceptors)):
        own = game.scores[:, number] @ chosen
        if number < people + critics:
            own += game.slack[:, number - people, None]
        else:  # who need not consent to a package is not asked about it
            needed = (moved & game.consent_on[number - people - critics]).any(axis=1)
            own = np.where(needed, own, 0.0)
        found[number] = (own >= -TOLERANCE).mean(axis=0)
    return found, every.mean(axis=0)
