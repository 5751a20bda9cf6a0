"""Where a package stands: on the frontier or not, and how far from each solution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from summitry.games.packages.exact.criteria import NAMES
from summitry.games.packages.exact.evaluate import legal, worth
from summitry.games.packages.exact.numbers import fraction
from summitry.games.packages.exact.pieces import Divisible
from summitry.games.packages.exact.solution import Solution

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame


@dataclass(frozen=True, eq=False)
class Distance:
    """How far a package is from a solution.

    ``issues`` are those settled otherwise in the package that the solution shows; ``away`` is the
    root of the summed squares of the differences in scores, each in shares of the ideal gain (of
    a point, where a party cannot gain); ``losses`` what each party would get more there.
    """

    solution: Solution
    away: float | None
    losses: dict[str, Fraction]
    issues: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Rank:
    """Where a package stands.

    Attributes
    ----------
    legal
        Whether no clause rules it out.
    refused_by
        Parties to whom it brings less than their reservation.
    efficient
        Whether no legal package helps one party and hurts none.
    better
        One that does, where there is.
    distances
        Solution: how far.
    """

    scores: dict[str, Fraction]
    legal: bool
    refused_by: tuple[str, ...]
    efficient: bool
    better: dict[str, Any] | None
    distances: dict[str, Distance]

    @property
    def on_frontier(self) -> bool:
        """Legal, efficient, and signed by all."""
        return self.legal and self.efficient and not self.refused_by


def rank(game: PackageGame, package: Mapping[str, Any]) -> Rank:
    """Where a package stands.

    Raises
    ------
    ValueError
        The package leaves an issue open, or takes an option that there is not.
    """
    scores = worth(game, package)
    refused = tuple(one for one, d in game.reservations.items() if scores[one] < d)
    best = game.but(reservations=scores).solve("nash")
    solved = {name: game.solve(name) for name in NAMES}
    ideal = solved["kalai-smorodinsky"].ideal
    spans = {
        one: float(ideal[one] - d) if ideal and ideal[one] > d else 1.0
        for one, d in game.reservations.items()
    }
    return Rank(
        scores,
        legal(game, package),
        refused,
        not best.deal,
        best.package,
        {name: _distance(game, package, scores, spans, one) for name, one in solved.items()},
    )


def _distance(
    game: PackageGame,
    package: Mapping[str, Any],
    scores: dict[str, Fraction],
    spans: dict[str, float],
    solution: Solution,
) -> Distance:
    if solution.scores is None or solution.package is None:
        return Distance(solution, None, {}, ())
    losses = {one: solution.scores[one] - scores[one] for one in game.parties}
    away = sum((float(loss) / spans[one]) ** 2 for one, loss in losses.items()) ** 0.5
    issues = tuple(
        issue.name
        for issue in game.issues
        if not _same(issue, package[issue.name], solution.package[issue.name])
    )
    return Distance(solution, away, losses, issues)


def _same(issue: Any, one: Any, other: Any) -> bool:
    if isinstance(issue, Divisible):
        return fraction(one) == fraction(other)
    return str(one) == str(other)
