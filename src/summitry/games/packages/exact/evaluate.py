"""What one package brings, read straight off the definition."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from summitry.games.packages.exact.numbers import fraction
from summitry.games.packages.exact.pieces import Clause, Divisible, Issue, Options, Total

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

Package = Mapping[str, Any]


def worth(game: PackageGame, package: Package) -> dict[str, Fraction]:
    """What a package brings each party, exactly."""
    faults = _faults(game, package)
    if faults:
        raise ValueError("\n".join(faults))
    found = {}
    for party in game.parties:
        total = Fraction(0)
        for issue in game.issues:
            column = game.scores[party][issue.name]
            if isinstance(issue, Divisible):
                total += between(column, fraction(package[issue.name]))
            else:
                total += column[issue.options.index(str(package[issue.name]))]  # type: ignore[operator]
        for bonus in game.bonuses:
            if party in bonus.scores and _hold(bonus.when, package):
                total += fraction(bonus.scores[party])
        top = game.ceilings[party]
        found[party] = total if top is None else min(total, top)
    return found


def legal(game: PackageGame, package: Package) -> bool:
    """Whether no clause rules a package out."""
    return not any(_broken(link, package) for link in game.clauses)


def _broken(link: Clause | Total, package: Package) -> bool:
    if isinstance(link, Clause):
        return _hold(link.when, package) and (link.then is None or not _hold(link.then, package))
    total = sum(
        (fraction(own.get(str(package[issue]), 0)) for issue, own in link.amounts.items()),
        Fraction(0),
    )
    return total > fraction(link.at_most)


def _hold(parts: Options, package: Package) -> bool:
    return all(str(package[issue]) in options for issue, options in parts.items())


def _faults(game: PackageGame, package: Package) -> list[str]:
    known = {issue.name for issue in game.issues}
    faults = [f"{one!r} is no issue" for one in package if one not in known]
    for issue in game.issues:
        if issue.name not in package:
            faults.append(f"{issue.name} is left open")
            continue
        at = package[issue.name]
        if isinstance(issue, Divisible):
            if not issue.low <= fraction(at) <= issue.high:
                faults.append(f"{issue.name} at {at}: from {issue.low} to {issue.high} only")
        elif str(at) not in issue.options:
            faults.append(f"{issue.name} has no option {at!r}; it has {', '.join(issue.options)}")
    return faults


def between(corners: Any, amount: Fraction) -> Fraction:
    """A piecewise-linear score at an amount."""
    for (left, low), (right, high) in pairwise(corners):
        if left <= amount <= right:
            return Fraction(low + (high - low) * (amount - left) / (right - left))
    raise ValueError(f"{amount} lies outside the corners")


def on_grid(game: PackageGame, steps: int) -> PackageGame:
    """The game with divisible issues settled at a corner or at steps between two."""
    if steps < 1:
        raise ValueError(f"{steps} steps; at least 1")
    issues: list[Issue | Divisible] = []
    scores: dict[str, dict[str, Any]] = {one: dict(own) for one, own in game.scores.items()}
    for issue in game.issues:
        if not isinstance(issue, Divisible):
            issues.append(issue)
            continue
        amounts = grid(game, issue, steps)
        issues.append(Issue(issue.name, tuple(written(amount) for amount in amounts)))
        for party in game.parties:
            corners = game.scores[party][issue.name]
            scores[party][issue.name] = [between(corners, amount) for amount in amounts]
    return game.but(issues=issues, scores=scores)


def grid(game: PackageGame, issue: Divisible, steps: int) -> list[Fraction]:
    """Every party's corners on a divisible issue, and steps between each two."""
    ends = {corner[0] for one in game.parties for corner in game.scores[one][issue.name]}  # type: ignore[index]
    corners = sorted(ends)
    found = [corners[0]]
    for left, right in pairwise(corners):
        found += [left + (right - left) * step / steps for step in range(1, steps + 1)]
    return found


def written(amount: Fraction) -> str:
    """An amount as people write it: a decimal where that is exact and short, else a fraction."""
    short = f"{float(amount):.12g}"
    return short if fraction(short) == amount else str(amount)
