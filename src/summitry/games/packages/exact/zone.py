"""The zone of possible agreement: is there one, who blocks it, and what would open it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry.games.packages.exact import milp
from summitry.games.packages.exact.frontier import TooManyLinked
from summitry.games.packages.exact.merge import TooManyPoints
from summitry.games.packages.exact.model import make_model
from summitry.games.packages.exact.pieces import Divisible
from summitry.games.packages.exact.routes import first_package, most

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

_CAP = 60_000
_SECONDS = 30.0


@dataclass(frozen=True, eq=False)
class Zone:
    """Whether a deal is possible, and the least that would make it so.

    Attributes
    ----------
    possible
        Whether some legal package gives every party its reservation.
    moves
        Party: how far its reservation would have to fall, where that is needed, for the smallest
        total change that opens the zone; empty if there is one.
    package
        The package that the move opens, or one that all would sign; None if none is legal.
    alone
        Party: how far it would have to fall with nobody else moving; None: it cannot open the
        zone alone. Empty if there is a zone.
    fixed
        Issue: the option that every efficient package takes. None: not told (see ``note``).
    relative
        Whether the total was measured in shares of each party's range of scores, not in points.
    proven
        Whether the solver proved it; exact if it was not asked.
    """

    possible: bool
    moves: dict[str, Fraction]
    package: dict[str, Any] | None
    alone: dict[str, Fraction | None]
    fixed: dict[str, str] | None
    relative: bool
    proven: bool = True
    note: str = ""

    @property
    def blockers(self) -> tuple[str, ...]:
        """Who blocks: each party without whose reservation there would be a zone.

        Empty where no single party does; then ``moves`` names those of the smallest change.
        """
        return tuple(one for one, far in self.alone.items() if far is not None)

    @property
    def total(self) -> Fraction:
        """The moves' sum, in points."""
        return sum(self.moves.values(), Fraction(0))

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "possible": self.possible,
            "blockers": list(self.blockers),
            "moves": {one: float(far) for one, far in self.moves.items()},
            "alone": {one: None if far is None else float(far) for one, far in self.alone.items()},
            "package": self.package,
            "fixed": self.fixed,
            "proven": self.proven,
            "note": self.note,
        }


def zone(game: PackageGame, *, relative: bool = False) -> Zone:
    """Whether a deal is possible, who blocks, and the smallest change that opens the zone.

    Parameters
    ----------
    game
        The game.
    relative
        Measure changes in shares of each party's range of scores; else in points, party by party.
        Either way the moves are told in points.
    """
    divisible = any(isinstance(issue, Divisible) for issue in game.issues)
    try:
        if divisible or len(game.parties) > 3:
            return _by_solver(game, relative=relative)
        return _by_frontier(game, relative=relative)
    except (TooManyPoints, TooManyLinked):
        return _by_solver(game, relative=relative)


def _ranges(game: PackageGame, *, relative: bool) -> list[Fraction]:
    """What one unit of change is, party by party, in points."""
    if not relative:
        return [Fraction(1)] * len(game.parties)
    found = []
    for party in game.parties:
        spread = Fraction(0)
        for column in game.scores[party].values():
            own: Any = [one[1] if isinstance(one, tuple) else one for one in column]
            spread += max(own) - min(own)
        found.append(spread or Fraction(1))
    return found


def _by_frontier(game: PackageGame, *, relative: bool) -> Zone:
    every = game.frontier(reserved=False, cap=_CAP)
    board = game.board
    if not len(every):
        return Zone(False, {}, None, {}, {}, relative, note="no package is legal")
    points = [board.points(row) for row in every.units]
    own = list(game.reservations.values())
    units = _ranges(game, relative=relative)
    short = [[max(d - u, Fraction(0)) for u, d in zip(row, own, strict=True)] for row in points]
    total = [
        sum((s / unit for s, unit in zip(row, units, strict=True)), Fraction(0)) for row in short
    ]
    best = min(range(len(total)), key=lambda one: (total[one], -sum(points[one])))
    package = first_package(every, best)
    if total[best] == 0:
        signed = game.frontier(cap=_CAP)
        return Zone(True, {}, package, {}, signed.fixed, relative)
    alone: dict[str, Fraction | None] = {}
    for number, party in enumerate(game.parties):
        fits = [
            row[number] for row in short if not any(s for at, s in enumerate(row) if at != number)
        ]
        alone[party] = min(fits) if fits else None
    moves = {one: far for one, far in zip(game.parties, short[best], strict=True) if far}
    return Zone(False, moves, package, alone, every.fixed, relative)


def _by_solver(game: PackageGame, *, relative: bool) -> Zone:
    units = _ranges(game, relative=relative)
    reach = most(game)
    model = make_model(game, reserved=())
    goal: dict[int, float] = {}
    for party, (terms, base) in enumerate(zip(model.scores, model.base, strict=True)):
        short = model.column(whole=False, top=np.inf)
        scale = reach[party]
        model.row(
            {**{c: s / scale for c, s in terms.items()}, short: 1.0 / scale}, -base / scale, np.inf
        )
        goal[short] = -1.0 / float(units[party])
    solved, value, bound = model.maximise(goal, _SECONDS)
    if not len(solved):
        return Zone(False, {}, None, {}, {}, relative, note="no package is legal")
    package = model.package(solved)
    worth = game.worth(package)
    moves = {one: d - worth[one] for one, d in game.reservations.items() if worth[one] < d}
    proven = bound - value <= milp.TOLERANCE * (1 + abs(value))
    fixed, note = _fixed(game, possible=not moves)
    if not moves:
        return Zone(True, {}, package, {}, fixed, relative, proven, note)
    alone: dict[str, Fraction | None] = {}
    for number, name in enumerate(game.parties):
        others = [one for one in game.parties if one != name]
        model = make_model(game, reserved=others)
        solved, _, _ = model.maximise(model.scores[number], _SECONDS)
        alone[name] = None
        if len(solved):
            got = game.worth(model.package(solved))[name]
            alone[name] = max(game.reservations[name] - got, Fraction(0))
    return Zone(False, moves, package, alone, fixed, relative, proven, note)


def _fixed(game: PackageGame, *, possible: bool) -> tuple[dict[str, str] | None, str]:
    """What is fixed in every efficient package, where the frontier is small enough to tell."""
    try:
        return game.frontier(reserved=possible, cap=_CAP // 3).fixed, ""
    except (TooManyPoints, TooManyLinked):
        return (
            None,
            "what is fixed in every efficient package is not told: the frontier is too large",
        )
