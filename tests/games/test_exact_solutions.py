"""The bargaining solutions: against the definitions, published cases, and every method alike."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.packages import Bonus, Clause, Divisible, Issue, PackageGame
from tests.games.exact_games import (
    SOLUTIONS,
    every_point,
    generator,
    maximisers,
    random_game,
    signed,
)


def agrees(game, solution, method):
    expected = maximisers(game, solution)
    found = game.solve(solution, method=method)
    notes = " ".join(found.notes)
    if expected is None:
        assert not found.deal
        assert "no deal" in notes
    elif not expected:
        assert not found.deal
        assert "no gain" in notes
    else:
        scores = tuple(found.scores.values())
        assert scores in expected
        assert tuple(game.worth(found.package).values()) == scores
        assert game.legal(found.package)
        assert found.proof.startswith("optimal")
        if found.ties is not None:
            assert set(found.ties) == expected
            assert found.ties[0] == scores


@pytest.mark.parametrize("seed", range(4))
def test_solutions_are_what_the_definitions_say(seed):
    rng = generator(seed)
    for number in range(250):
        top = [2, 9, 99][number % 3]
        game = random_game(rng, rng.integers(2, 5), rng.integers(1, 6), 4, top)
        for solution in SOLUTIONS:
            agrees(game, solution, ["auto", "merge"][number % 2])


def test_solutions_under_clauses_and_bonuses():
    rng = generator(10)
    for number in range(300):
        game = random_game(rng, rng.integers(2, 5), rng.integers(1, 6), 4, 9, linked=True)
        for solution in SOLUTIONS:
            agrees(game, solution, "auto")
            if number % 6 == 0:
                agrees(game, solution, "milp")


def test_many_parties_by_every_method():
    rng = generator(11)
    for _ in range(12):
        game = random_game(rng, 5, 5, 4, 30)
        for solution in SOLUTIONS:
            for method in ("frontier", "merge", "milp"):
                agrees(game, solution, method)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(2, 50), st.integers(-20, 20))
def test_nash_and_kalai_smorodinsky_do_not_mind_units(seed, factor, shift):
    game = random_game(generator(seed), 3, 4, 3, 9)
    first = game.parties[0]
    key = game.issues[0].name
    own = {k: [score * factor for score in column] for k, column in game.scores[first].items()}
    own[key] = [score + shift for score in own[key]]
    other = game.but(
        scores={**game.scores, first: own},
        reservations={**game.reservations, first: game.reservations[first] * factor + shift},
    )
    for solution in ("nash", "kalai-smorodinsky", "relative"):
        one, two = game.solve(solution), other.solve(solution)
        assert one.deal == two.deal
        if one.deal:
            back = {((row[0] - shift) / factor, *row[1:]) for row in two.ties}
            assert back == set(one.ties)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from(SOLUTIONS))
def test_a_dominated_deal_is_never_chosen(seed, solution):
    game = random_game(generator(seed), 3, 4, 3, 4, linked=True)
    found = game.solve(solution)
    if found.deal:
        scores = tuple(found.scores.values())
        assert not any(
            row != scores and all(a >= b for a, b in zip(row, scores, strict=True))
            for row in signed(game, every_point(game))
        )


def test_weights_are_powers_and_divisors():
    game = PackageGame(
        {"cake": [str(x) for x in range(13)]},
        ["p", "q"],
        {"p": {"cake": list(range(13))}, "q": {"cake": list(range(12, -1, -1))}},
    )
    assert game.solve("nash").package == {"cake": "6"}
    assert game.solve("nash", weights={"p": 2}).package == {"cake": "8"}
    assert game.solve("egalitarian", weights={"p": 3}).package == {"cake": "9"}
    with pytest.raises(ValueError, match="weight of q is 0"):
        game.solve("nash", weights={"q": 0})


def test_nash_counts_ties_and_says_who_is_left_out():
    game = PackageGame(
        {"a": ["left", "right"], "b": ["x", "y"]},
        ["p", "q", "r"],
        {"p": {"a": [1, 2]}, "q": {"a": [2, 1]}, "r": {"b": [0, 0]}},
    )
    found = game.solve("nash")
    assert len(found.ties) == 2
    assert found.packages == 4
    assert found.left_out == ("r",)
    assert "r" in " ".join(found.notes)


def test_not_all_can_gain_together():
    game = PackageGame(
        {"prize": ["p", "q", "nobody"]},
        ["p", "q"],
        {"p": {"prize": [3, 0, 0]}, "q": {"prize": [0, 9, 0]}},
    )
    found = game.solve("nash")
    assert found.package == {"prize": "p"}
    assert "not all who could gain" in " ".join(found.notes)


def test_eight_parties_forty_issues_are_proven():
    rng = generator(1)
    game = PackageGame(
        {f"i{at}": list("abcdefghij") for at in range(40)},
        [f"p{at}" for at in range(8)],
        {
            f"p{p}": {f"i{at}": rng.integers(0, 100, 10).tolist() for at in range(40)}
            for p in range(8)
        },
    )
    found = game.solve("nash")
    assert found.proof == "optimal"
    assert found.method == "bounded merge"
    for issue in game.issues:  # no single change does better
        for option in issue.options:
            other = game.worth({**found.package, issue.name: option})
            product = 1
            for score in other.values():
                product *= score
            assert float(product) <= found.value * (1 + 1e-9)


def test_clauses_that_link_everything_are_left_to_the_solver():
    rng = generator(2)
    issues = {f"i{at}": list("abcde") for at in range(12)}
    clauses = [Clause({f"i{at}": ("a", "b")}, {f"i{at + 1}": ("c", "d", "e")}) for at in range(11)]
    people = ["p", "q", "r", "s"]
    scores = {one: {key: rng.integers(0, 50, 5).tolist() for key in issues} for one in people}
    game = PackageGame(issues, people, scores, clauses=clauses)
    found = game.solve("nash")
    assert found.method == "mixed-integer programming"
    assert found.proof.startswith("optimal")
    assert game.legal(found.package)
    free = game.but(clauses=()).solve("nash")
    assert free.value >= found.value


def test_divisible_issues_take_any_amount():
    game = PackageGame(
        [Divisible("price", Fraction(0), Fraction(100)), Issue("service", ("with", "without"))],
        ["seller", "buyer"],
        {
            "seller": {"price": [(0, 0), (50, 40), (100, 50)], "service": [0, 20]},
            "buyer": {"price": [(0, 60), (100, 0)], "service": [30, 0]},
        },
    )
    found = game.solve("egalitarian")
    assert found.package == {"price": "75", "service": "with"}
    assert list(found.scores.values()) == [45, 45]
    assert "tolerance" in found.proof
    near = game.on_grid(20).solve("egalitarian")
    assert abs(float(near.value) - 45) < 1


def test_discounts_shrink_scores_and_reservations_alike():
    game = random_game(generator(6), 2, 3, 3, 9).but(
        discounts={"p0": 0.5, "p1": 0.25}, reservations={"p0": 2, "p1": 2}
    )
    later = game.at(0.5)
    assert later.reservations["p1"] == 1
    assert game.at(0).solve("nash").package == later.solve("nash").package


def test_adjusted_winner_on_the_divorce_of_brams_and_taylor():
    # Points as in Brams and Taylor (1999), The Win-Win Solution; the arithmetic is theirs by hand.
    points = {
        "Connecticut": (10, 38), "Palm Beach": (40, 20), "Plaza": (10, 30),
        "Tower": (38, 10), "cash": (2, 2),
    }  # fmt: skip
    game = PackageGame(
        {key: ["his", "hers"] for key in points},
        ["Donald", "Ivana"],
        {
            "Donald": {key: [own[0], 0] for key, own in points.items()},
            "Ivana": {key: [0, own[1]] for key, own in points.items()},
        },
    )
    found = game.solve("adjusted-winner")
    assert found.scores["Donald"] == found.scores["Ivana"] == Fraction(218, 3)
    assert found.shares["Palm Beach"] == Fraction(13, 15)
    assert found.shares["cash"] == 0
    assert sum(part in (0, 1) for part in found.shares.values()) == 4


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=1, max_size=6))
def test_adjusted_winner_is_equitable_and_efficient(points):
    game = PackageGame(
        {str(at): ["p", "q"] for at in range(len(points))},
        ["p", "q"],
        {
            "p": {str(at): [own[0], 0] for at, own in enumerate(points)},
            "q": {str(at): [0, own[1]] for at, own in enumerate(points)},
        },
    )
    found = game.solve("adjusted-winner")
    totals = [sum(own[party] for own in points) for party in (0, 1)]
    shares = [
        Fraction(score, total) for score, total in zip(found.scores.values(), totals, strict=True)
    ]
    assert shares[0] == shares[1] >= Fraction(1, 2)  # equitable, envy-free
    assert sum(part not in (0, 1) for part in found.shares.values()) <= 1
    ratio = [Fraction(a * totals[1], b * totals[0]) for a, b in points]
    given_up = [r for r, part in zip(ratio, found.shares.values(), strict=True) if part < 1]
    kept = [r for r, part in zip(ratio, found.shares.values(), strict=True) if part > 0]
    assert not given_up or not kept or max(given_up) <= min(kept)


def test_bonus_of_a_package_decides():
    game = PackageGame(
        {"a": ["no", "yes"], "b": ["no", "yes"]},
        ["p", "q"],
        {"p": {"a": [1, 0], "b": [1, 0]}, "q": {"a": [1, 0], "b": [1, 0]}},
        bonuses=[Bonus({"a": ("yes",), "b": ("yes",)}, {"p": 5, "q": 4})],
    )
    assert game.solve("nash").package == {"a": "yes", "b": "yes"}
    assert game.solve("nash", method="milp").package == {"a": "yes", "b": "yes"}
