"""Random package games, and the definitions read off straight, package by package."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np

from summitry.packages import Bonus, Clause, PackageGame

SOLUTIONS = ["nash", "kalai-smorodinsky", "egalitarian", "welfare", "relative"]


def random_game(rng, parties, issues, options, top, *, linked=False):
    names = {
        f"i{at}": [f"o{x}" for x in range(rng.integers(1, options + 1))] for at in range(issues)
    }
    people = [f"p{at}" for at in range(parties)]
    scores = {
        one: {key: rng.integers(0, top + 1, len(own)).tolist() for key, own in names.items()}
        for one in people
    }
    most = [sum(max(column) for column in scores[one].values()) for one in people]
    reserve = {
        one: int(rng.integers(0, max(1, int(total * 0.6)) + 1))
        for one, total in zip(people, most, strict=True)
    }
    clauses, bonuses = [], []
    keys = list(names)

    def part():
        issue = keys[rng.integers(len(keys))]
        own = names[issue]
        some = rng.choice(own, size=rng.integers(1, len(own) + 1), replace=False)
        return {issue: tuple(some.tolist())}

    if linked:
        clauses += [
            Clause(part() | part(), part() if rng.random() < 0.7 else None)
            for _ in range(rng.integers(1, 4))
        ]
        for _ in range(rng.integers(0, 3)):
            own = {one: int(rng.integers(-top, top + 1)) for one in people if rng.random() < 0.7}
            bonuses.append(Bonus(part() | part(), own))
    return PackageGame(names, people, scores, reserve, clauses, bonuses=bonuses)


def every_package(game):
    names = [issue.name for issue in game.issues]
    for options in product(*[issue.options for issue in game.issues]):
        package = dict(zip(names, options, strict=True))
        if game.legal(package):
            yield package


def every_point(game):
    return [tuple(game.worth(package).values()) for package in every_package(game)]


def signed(game, points):
    own = list(game.reservations.values())
    return [row for row in points if all(a >= d for a, d in zip(row, own, strict=True))]


def undominated(points):
    points = set(points)
    return {
        one
        for one in points
        if not any(
            other != one and all(a >= b for a, b in zip(other, one, strict=True))
            for other in points
        )
    }


def maximisers(game, solution):
    """Every point that attains a solution; None: no deal; an empty set: no gain."""
    own = list(game.reservations.values())
    everyone = range(len(own))
    points = set(signed(game, every_point(game)))
    if not points:
        return None
    ideal = [max(row[at] for row in points) for at in everyone]
    able = [at for at in everyone if ideal[at] > own[at]]
    if not able:
        return set()

    def gains(row, among):
        return [row[at] - own[at] for at in among]

    def shares(row):
        return [Fraction(row[at] - own[at], ideal[at] - own[at]) for at in able]

    if solution == "nash":
        gaining = {row: tuple(at for at in able if row[at] > own[at]) for row in points}
        most = max(map(len, gaining.values()))
        group = min(one for one in gaining.values() if len(one) == most)
        points = {row for row in points if set(group) <= set(gaining[row])}
        keys = {row: math.prod(gains(row, group)) for row in points}
    elif solution == "kalai-smorodinsky":
        keys = {row: sorted(shares(row)) for row in points}
    elif solution == "egalitarian":
        keys = {row: sorted(gains(row, everyone)) for row in points}
    elif solution == "welfare":
        keys = {row: sum(row) for row in points}
    else:
        keys = {row: sum(shares(row)) for row in points}
    best = max(keys.values())
    return {row for row, key in keys.items() if key == best}


def generator(seed):
    return np.random.default_rng(seed)
