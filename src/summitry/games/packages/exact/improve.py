"""From a package on the table to a better one: efficient swaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from summitry.games.packages.exact.evaluate import legal, worth
from summitry.games.packages.exact.pieces import Divisible
from summitry.games.packages.exact.solution import Solution

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

TRIED = 20_000
"""Swaps of two issues are tried up to so many combinations."""


@dataclass(frozen=True)
class Swap:
    """A change of one or two issues that hurts nobody and helps somebody.

    ``changes`` is issue: from, to; ``gains`` what each party gets out of it.
    """

    changes: dict[str, tuple[str, str]]
    gains: dict[str, Fraction]


@dataclass(frozen=True, eq=False)
class Improvement:
    """What can be made of a package without hurting anybody.

    Attributes
    ----------
    scores
        What the package brings now.
    swaps
        Changes of one or two issues that no other such change beats for everybody, that which
        leaves the least gain greatest first.
    best
        The Nash solution with the package as its disagreement point: no deal there means that the
        package is efficient already.
    complete
        Whether every swap of two issues was tried.
    """

    package: dict[str, Any]
    scores: dict[str, Fraction]
    swaps: tuple[Swap, ...]
    best: Solution
    complete: bool

    @property
    def efficient(self) -> bool:
        """Whether no legal package helps one party and hurts none (see ``best.proof``)."""
        return not self.best.deal


def improve(game: PackageGame, package: Mapping[str, Any]) -> Improvement:
    """Efficient swaps from a package, and the best that can be made of it.

    Raises
    ------
    ValueError
        The package leaves an issue open, or takes an option that there is not.
    """
    now = worth(game, package)
    own = {issue.name: package[issue.name] for issue in game.issues}
    best = game.but(reservations=now).solve("nash")
    found, complete = [], True
    for tried, changed in enumerate(_tries(game, own)):
        if tried == TRIED:
            complete = False
            break
        other = {**own, **changed}
        got = worth(game, other)
        gains = {one: got[one] - now[one] for one in game.parties}
        if min(gains.values()) >= 0 and max(gains.values()) > 0 and legal(game, other):
            moved = {issue: (str(own[issue]), str(to)) for issue, to in changed.items()}
            found.append(Swap(moved, gains))
    kept = [one for one in found if not any(_beats(other, one) for other in found)]
    kept.sort(key=lambda one: (sorted(one.gains.values()), -len(one.changes)), reverse=True)
    return Improvement(own, now, tuple(kept), best, complete)


def _tries(game: PackageGame, own: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    issues = [issue for issue in game.issues if not isinstance(issue, Divisible)]
    others = {one.name: [to for to in one.options if to != str(own[one.name])] for one in issues}
    for issue in others:
        for to in others[issue]:
            yield {issue: to}
    for first, second in combinations(others, 2):
        for to, too in product(others[first], others[second]):
            yield {first: to, second: too}


def _beats(other: Swap, one: Swap) -> bool:
    """Whether a swap gives everybody at least as much, and somebody more, or as much by less."""
    mine, theirs = list(one.gains.values()), list(other.gains.values())
    if theirs == mine:
        return len(other.changes) < len(one.changes)
    return all(a >= b for a, b in zip(theirs, mine, strict=True))
