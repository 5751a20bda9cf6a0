"""Three ways to the same answers: from the frontier, by bounded merge, by the solver.

A route tells the best that one party can have, and every (or one) point that attains a criterion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.exact import milp
from summitry.games.packages.exact.board import Block, Board
from summitry.games.packages.exact.bounded import ALIVE, bounded_merge
from summitry.games.packages.exact.criteria import LEAST, Criterion
from summitry.games.packages.exact.frontier import Frontier, among
from summitry.games.packages.exact.merge import TooManyPoints
from summitry.games.packages.exact.numbers import fraction
from summitry.games.packages.exact.pieces import Divisible

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

Scores = tuple[Fraction, ...]
LISTED = 20_000
"""Linked issues are taken as one block up to so many combinations; beyond, the solver is faster."""
_HARD = 20_000
"""Beginnings kept for a least share before the solver is asked: its bounds are weaker."""
_FRONTIER = {1: 2_000_000, 2: 200_000, 3: 60_000}
"""How many points a frontier may have for a solution to be read off it, by number of parties."""


@dataclass(frozen=True)
class Found:
    """What a route found.

    ``ties`` are the scores of every maximiser, best by the tie rule first; a single one, with
    ``all_ties`` false, where the route does not tell. Empty: none. ``bound`` is the criterion's.
    """

    ties: tuple[Scores, ...]
    package: dict[str, Any] | None
    packages: int | None
    bound: float
    proof: str
    all_ties: bool = True
    note: str = ""


NOTHING = Found((), None, 0, -np.inf, "optimal")


class Route(Protocol):
    """A way to the answers."""

    @property
    def name(self) -> str:
        """What the route is called."""

    def best_for(self, party: int) -> Found:
        """The most that one party can have in a package that all would sign."""

    def attain(
        self,
        name: str,
        active: Sequence[int],
        spans: Sequence[Fraction],
        weights: Sequence[Fraction],
    ) -> Found:
        """Who attains a criterion over some parties; spans in points."""


@dataclass(frozen=True, eq=False)
class ByFrontier:
    """Read off the frontier of what all would sign."""

    found: Frontier
    name: str = "frontier"

    def best_for(self, party: int) -> Found:
        """See :class:`Route`."""
        board = self.found.board
        if not len(self.found):
            return NOTHING
        top = self.found.units[int(self.found.units[:, party].argmax())]
        return Found(
            (board.points(top),), None, None, float(top[party] * board.unit[party]), "optimal"
        )

    def attain(
        self,
        name: str,
        active: Sequence[int],
        spans: Sequence[Fraction],
        weights: Sequence[Fraction],
    ) -> Found:
        """See :class:`Route`."""
        board, units = self.found.board, self.found.units
        criterion = criterion_of(board, name, active, spans, weights)
        best = criterion.best(units)
        if not best:
            return NOTHING
        ties = tuple(board.points(units[one]) for one in best)
        package = first_package(self.found, best[0])
        count = sum(self.found.counts[one] for one in best)
        return Found(ties, package, count, float(criterion.rough(units[best])[0]), "optimal")


@dataclass(frozen=True, eq=False)
class ByMerge:
    """Bounded merge."""

    board: Board
    blocks: list[Block]
    after: BySolver | None = None
    """Asked where the merge's guard stops it."""
    name: str = "bounded merge"

    def best_for(self, party: int) -> Found:
        """See :class:`Route`."""
        ones = [Fraction(1)] * len(self.board.scale)
        return self.attain("welfare", [party], ones, ones)

    def attain(
        self,
        name: str,
        active: Sequence[int],
        spans: Sequence[Fraction],
        weights: Sequence[Fraction],
    ) -> Found:
        """See :class:`Route`."""
        criterion = criterion_of(self.board, name, active, spans, weights)
        worst_first = name in LEAST and self.after is not None
        bracket = bounded_merge(criterion, self.blocks, _HARD if worst_first else ALIVE)
        if bracket.proven:
            found = among(self.board.game, self.blocks, bracket.stages, reserved=True, eps=0.0)
            return ByFrontier(found).attain(name, active, spans, weights)
        if self.after is not None:
            return self.after.attain(name, active, spans, weights)
        if bracket.choice is None:
            return Found((), None, None, bracket.bound, "gap")
        package: dict[int, int] = {}
        units = self.board.constant
        for block, at in zip(self.blocks, bracket.choice.tolist(), strict=True):
            row = block.distinct[at]
            units = units + row
            own = block.behind(at)[0]
            package.update(zip(block.issues, block.options[own].tolist(), strict=True))
        scores = self.board.points(self.board.clipped(units[None])[0])
        named = self.board.options_of([package[one] for one in range(len(package))])
        return Found((scores,), named, None, bracket.bound, "gap", all_ties=False)


@dataclass(frozen=True, eq=False)
class BySolver:
    """Mixed-integer programming."""

    game: PackageGame
    seconds: float
    name: str = "mixed-integer programming"

    def best_for(self, party: int) -> Found:
        """See :class:`Route`."""
        factors = np.zeros(len(self.game.parties))
        factors[party] = 1.0
        return self._found(milp.best_sum(self.game, factors, self.seconds))

    def attain(
        self,
        name: str,
        active: Sequence[int],
        spans: Sequence[Fraction],
        weights: Sequence[Fraction],
    ) -> Found:
        """See :class:`Route`."""
        own = [int(one) for one in active]
        power = np.array([float(one) for one in weights])
        width = np.array([float(one) for one in spans])
        if name in LEAST:
            reach = np.array(most(self.game))
            common = max(float(reach[one] / width[one] / power[one]) for one in own)
            found = milp.best_least(self.game, own, width * power * common, self.seconds)
            return self._found(
                replace(found, value=found.value * common, bound=found.bound * common)
            )
        if name == "nash":
            reach = np.array(most(self.game))
            found = milp.best_product(self.game, own, reach, power, self.seconds)
            shift = float(sum(power[one] * np.log(reach[one] / width[one]) for one in own))
            return self._found(
                milp.Programmed(found.package, found.value + shift, found.bound + shift)
            )
        factors = np.zeros(len(self.game.parties))
        factors[own] = power[own] / width[own]
        return self._found(milp.best_sum(self.game, factors, self.seconds))

    def _found(self, found: milp.Programmed) -> Found:
        if found.package is None:
            return NOTHING
        scores = tuple(self.game.worth(found.package).values())
        near = milp.TOLERANCE * (1 + abs(found.value))
        proof = "optimal within tolerance" if found.bound - found.value <= near else "gap"
        note = "" if found.complete else "what comes after the least share was not settled in time"
        return Found((scores,), found.package, None, found.bound, proof, all_ties=False, note=note)


def criterion_of(
    board: Board,
    name: str,
    active: Sequence[int],
    spans: Sequence[Fraction],
    weights: Sequence[Fraction],
) -> Criterion:
    """A criterion with its spans, given in points, in units."""
    units = tuple(span * scale for span, scale in zip(spans, board.scale, strict=True))
    return Criterion(name, board, tuple(active), units, tuple(weights))


def most(game: PackageGame) -> list[float]:
    """A bound on what each party can gain, in points; 1 for one that can gain nothing."""
    found = []
    for party in game.parties:
        total = -game.reservations[party]
        for issue in game.issues:
            column: Any = game.scores[party][issue.name]
            total += max(one[1] if isinstance(issue, Divisible) else one for one in column)
        for bonus in game.bonuses:
            own = fraction(bonus.scores.get(party, 0))
            total += own if not bonus.when else max(own, Fraction(0))
        found.append(float(total) if total > 0 else 1.0)
    return found


def first_package(found: Frontier, point: int) -> dict[str, str]:
    """The package behind a point that takes the earlier options, block by block."""
    blocks, ways = found.blocks, found._ways
    wanted: NDArray[np.bool_] = np.zeros(len(found.stages[-1]), dtype=bool)
    wanted[found._last[point]] = True
    leading = [wanted]
    for leads in reversed(ways):
        wanted = np.asarray(((leads >= 0) & leading[0][leads]).any(axis=1))
        leading.insert(0, wanted)
    at = 0
    chosen: dict[int, int] = {}
    for block, leads, good in zip(blocks, ways, leading[1:], strict=True):
        place = {tuple(row): number for number, row in enumerate(block.distinct.tolist())}
        for own, row in enumerate(block.points.tolist()):
            after = leads[at, place[tuple(row)]]
            if after >= 0 and good[after]:
                chosen.update(zip(block.issues, block.options[own].tolist(), strict=True))
                at = after
                break
    return found.board.options_of([chosen[one] for one in range(len(chosen))])


def route_of(game: PackageGame, method: str, seconds: float) -> Route:
    """The route for a game.

    ``auto`` reads two and three parties off the frontier where that stays small, merges for more,
    and asks the solver where clauses, bonuses or divisible issues link too much. Others: as named.
    """
    if method not in ("auto", "frontier", "merge", "milp"):
        raise ValueError(f"method {method!r}; it is auto, frontier, merge or milp")
    divisible = any(isinstance(issue, Divisible) for issue in game.issues)
    if method == "milp" or divisible:
        return BySolver(game, seconds)
    if method == "frontier":
        return ByFrontier(game.frontier())
    blocks = game.board.blocks(LISTED)
    if blocks is None:
        if method == "merge":
            raise ValueError(
                f"clauses and bonuses link {game.board.linked():,} combinations of options, "
                f"and a merge takes at most {LISTED:,} together; use method milp"
            )
        return BySolver(game, seconds)
    if any(not len(block.points) for block in blocks):
        return ByFrontier(game.frontier())
    if method == "auto":
        try:
            return ByFrontier(_small_frontier(game, blocks))
        except TooManyPoints:
            pass
        return ByMerge(game.board, blocks, BySolver(game, seconds))
    return ByMerge(game.board, blocks)


def _small_frontier(game: PackageGame, blocks: list[Block]) -> Frontier:
    parties = len(game.parties)
    cap = _FRONTIER.get(parties, 0)
    if not cap:
        sizes = 1.0
        for block in blocks:
            sizes *= len(block.distinct)
        cap = LISTED
        if sizes > LISTED:
            raise TooManyPoints(0, len(blocks), 1, cap)
    return game.frontier(cap=cap)
