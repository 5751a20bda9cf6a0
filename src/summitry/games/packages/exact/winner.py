"""Adjusted winner: two parties divide what they dispute (Brams and Taylor 1996, chapter 4)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from summitry.games.packages.exact.evaluate import between, written
from summitry.games.packages.exact.pieces import Divisible, Issue
from summitry.games.packages.exact.solution import Solution

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

DEFINITION = (
    "each issue to who puts more of its 100 points on it; then, from the richer, in order of how "
    "little it loses a point that the other gains, until both have as many (Brams and Taylor 1996)"
)


@dataclass(frozen=True)
class _Stake:
    """What an issue is about: each party's best option, and what it is to have it and not."""

    issue: str
    best: tuple[Any, Any]
    at_worst: tuple[Fraction, Fraction]
    worth: tuple[Fraction, Fraction]


def adjusted_winner(game: PackageGame) -> Solution:
    """The adjusted winner of a game of two parties.

    Every issue is taken as divisible between the one party's best option and the other's, scores
    in proportion; what lies between does not count. Points are scaled to 100 a party.

    Raises
    ------
    ValueError
        There are not two parties, or clauses or bonuses link the issues.
    """
    if len(game.parties) != 2:
        raise ValueError(f"adjusted winner is for two parties; here are {len(game.parties)}")
    if game.clauses or game.bonuses:
        raise ValueError("adjusted winner takes issues one by one: no clauses, no bonuses")
    stakes = [_stake(game, issue) for issue in game.issues]
    total = [sum((one.worth[party] for one in stakes), Fraction(0)) for party in (0, 1)]
    points = [
        tuple(
            100 * one.worth[party] / total[party] if total[party] else Fraction(0)
            for party in (0, 1)
        )
        for one in stakes
    ]
    share = _shares(points)
    scores = {}
    for party, name in enumerate(game.parties):
        mine = [part if party == 0 else 1 - part for part in share]
        scores[name] = sum(
            (
                one.at_worst[party] + part * one.worth[party]
                for one, part in zip(stakes, mine, strict=True)
            ),
            Fraction(0),
        )
    held = sum((part * own[0] for part, own in zip(share, points, strict=True)), Fraction(0))
    package = {
        one.issue: _written(one, part, game.parties)
        for one, part in zip(stakes, share, strict=True)
    }
    return Solution(
        game,
        "adjusted-winner",
        DEFINITION,
        package,
        scores,
        float(held),
        float(held),
        "optimal",
        "adjusted winner",
        dict.fromkeys(game.parties, Fraction(1)),
        ties=(tuple(scores.values()),),
        shares={one.issue: part for one, part in zip(stakes, share, strict=True)},
        notes=tuple(_notes(game, total, scores)),
    )


def _shares(points: list[Any]) -> list[Fraction]:
    """The first party's share of each issue."""
    share = [Fraction(1) if own[0] >= own[1] else Fraction(0) for own in points]
    held = [
        sum((part * own[0] for part, own in zip(share, points, strict=True)), Fraction(0)),
        sum(((1 - part) * own[1] for part, own in zip(share, points, strict=True)), Fraction(0)),
    ]
    rich = 0 if held[0] >= held[1] else 1
    poor = 1 - rich
    own_side = Fraction(1) if rich == 0 else Fraction(0)
    giving = [
        number for number, part in enumerate(share) if part == own_side and points[number][poor] > 0
    ]
    giving.sort(key=lambda number: (points[number][rich] / points[number][poor], number))
    for number in giving:
        apart = held[rich] - held[poor]
        if apart <= 0:
            break
        part = min(apart / (points[number][rich] + points[number][poor]), Fraction(1))
        held[rich] -= part * points[number][rich]
        held[poor] += part * points[number][poor]
        share[number] += part if rich == 1 else -part
    return share


def _stake(game: PackageGame, issue: Issue | Divisible) -> _Stake:
    first, second = game.parties
    columns: tuple[Any, Any] = (game.scores[first][issue.name], game.scores[second][issue.name])
    if isinstance(issue, Divisible):
        amounts = sorted({corner[0] for column in columns for corner in column})
        table = [[between(column, amount) for amount in amounts] for column in columns]
        names: list[Any] = [written(amount) for amount in amounts]
    else:
        table = [list(column) for column in columns]
        names = list(issue.options)
    places = range(len(names))
    mine = max(places, key=lambda at: (table[0][at], table[1][at], -at))
    theirs = max(places, key=lambda at: (table[1][at], table[0][at], -at))
    return _Stake(
        issue.name,
        (names[mine], names[theirs]),
        (table[0][theirs], table[1][mine]),
        (table[0][mine] - table[0][theirs], table[1][theirs] - table[1][mine]),
    )


def _written(one: _Stake, part: Fraction, parties: tuple[str, ...]) -> str:
    if part in (0, 1) or one.best[0] == one.best[1]:
        return str(one.best[0] if part == 1 else one.best[1])
    return (
        f"{float(part):.1%} to {parties[0]} ({one.best[0]}), "
        f"{float(1 - part):.1%} to {parties[1]} ({one.best[1]})"
    )


def _notes(game: PackageGame, total: list[Fraction], scores: dict[str, Fraction]) -> list[str]:
    found = [
        f"{party} has nothing at stake"
        for party, own in zip(game.parties, total, strict=True)
        if not own
    ]
    if any(own not in (0, 100) for own in total):
        found.append("points were scaled to 100 a party")
    if any(not isinstance(i, Divisible) and len(i.options) > 2 for i in game.issues):
        found.append("options between the two parties' best were passed over")
    found += [
        f"{one} would rather have no deal"
        for one, d in game.reservations.items()
        if scores[one] < d
    ]
    return found
