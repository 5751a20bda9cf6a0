"""Zone, swaps and rank: what an analyst asks of a package game."""

from __future__ import annotations

from fractions import Fraction

import pytest

from summitry.games.packages.exact.zone import _by_solver
from summitry.packages import Clause, PackageGame
from tests.games.exact_games import every_package, every_point, generator, random_game, signed


def test_zone_is_what_the_definition_says():
    rng = generator(21)
    closed = 0
    for number in range(150):
        game = random_game(
            rng, rng.integers(2, 5), rng.integers(1, 5), 3, 9, linked=number % 2 == 0
        )
        own = list(game.reservations.values())
        points = every_point(game)
        found = game.zone()
        if not points:
            assert found.note == "no package is legal"
            continue
        assert found.possible == bool(signed(game, points))
        short = [[max(d - u, 0) for u, d in zip(row, own, strict=True)] for row in points]
        assert found.total == min(map(sum, short))
        if found.possible:
            continue
        closed += 1
        for at, party in enumerate(game.parties):
            fits = [row[at] for row in short if sum(row) == row[at]]
            assert found.alone[party] == (min(fits) if fits else None)
        moved = {
            one: game.reservations[one] - found.moves.get(one, Fraction(0)) for one in game.parties
        }
        assert game.but(reservations=moved).zone().possible
        assert game.legal(found.package)
    assert closed > 5


def test_both_ways_to_the_zone_agree():
    rng = generator(22)
    for _ in range(25):
        game = random_game(rng, 3, 3, 3, 9)
        one, two = game.zone(), _by_solver(game, relative=False)
        assert (one.possible, one.total, one.alone, one.fixed) == (
            two.possible, two.total, two.alone, two.fixed,
        )  # fmt: skip


def test_swaps_hurt_nobody_and_lead_to_an_efficient_package():
    rng = generator(23)
    better = 0
    for number in range(60):
        game = random_game(rng, 3, 4, 3, 6, linked=number % 2 == 0)
        packages = list(every_package(game))
        if not packages:
            continue
        package = packages[rng.integers(len(packages))]
        now = game.worth(package)
        found = game.improve(package)
        dominating = [
            one
            for one in packages
            if game.worth(one) != now
            and all(a >= b for a, b in zip(game.worth(one).values(), now.values(), strict=True))
        ]
        assert found.efficient == (not dominating)
        assert bool(found.swaps) <= bool(dominating)
        for swap in found.swaps:
            other = {**package, **{issue: to for issue, (_, to) in swap.changes.items()}}
            assert game.legal(other)
            assert {one: game.worth(other)[one] - now[one] for one in now} == swap.gains
            assert min(swap.gains.values()) >= 0 < max(swap.gains.values())
        if dominating:
            better += 1
            assert found.best.package in dominating
            assert not game.improve(found.best.package).swaps
    assert better > 10


def test_rank_says_where_a_package_stands():
    game = PackageGame(
        {"a": ["l", "m", "r"], "b": ["l", "m", "r"]},
        ["p", "q"],
        {"p": {"a": [0, 6, 10], "b": [0, 2, 3]}, "q": {"a": [3, 2, 0], "b": [10, 6, 0]}},
        {"p": 2, "q": 2},
        [Clause({"a": ("m",), "b": ("m",)})],
    )
    nash = game.solve("nash")
    there = game.rank(nash.package)
    assert there.on_frontier
    assert there.distances["nash"].away == 0
    assert there.distances["nash"].issues == ()
    poor = game.rank({"a": "l", "b": "l"})
    assert poor.refused_by == ("p",)
    assert not poor.on_frontier
    assert poor.distances["nash"].losses["p"] == nash.scores["p"]
    barred = game.rank({"a": "m", "b": "m"})
    assert not barred.legal
    with pytest.raises(ValueError, match="b is left open"):
        game.rank({"a": "l"})
    with pytest.raises(ValueError, match="no option 'x'; it has l, m, r"):
        game.rank({"a": "x", "b": "l"})
