"""The frontier of package games: against the definition, and its invariants."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.packages import Bonus, Clause, PackageGame, TooManyLinked, TooManyPoints, Total
from tests.games.exact_games import (
    every_package,
    every_point,
    generator,
    random_game,
    signed,
    undominated,
)


def points_of(frontier):
    return [frontier.board.points(row) for row in frontier.units]


@pytest.mark.parametrize("top", [2, 9, 999])
@pytest.mark.parametrize("linked", [False, True])
def test_frontier_is_what_the_definition_says(top, linked):
    rng = generator(top + linked)
    for _ in range(170):
        game = random_game(rng, rng.integers(1, 6), rng.integers(1, 6), 4, top, linked=linked)
        for reserved in (True, False):
            points = every_point(game)
            points = signed(game, points) if reserved else points
            found = game.frontier(reserved=reserved)
            told = points_of(found)
            assert set(told) == undominated(points)
            assert len(told) == len(set(told))
            times = Counter(points)
            assert [times[one] for one in told] == found.counts
            for number, point in enumerate(told):
                behind = list(found.packages(number))
                assert len({tuple(one.items()) for one in behind}) == found.counts[number]
                assert all(tuple(game.worth(one).values()) == point for one in behind)
                assert all(game.legal(one) for one in behind)


def test_options_of_efficient_packages_are_those_taken():
    rng = generator(5)
    for _ in range(60):
        game = random_game(rng, 2, 4, 4, 5, linked=True)
        best = undominated(signed(game, every_point(game)))
        own = [one for one in every_package(game) if tuple(game.worth(one).values()) in best]
        found = game.frontier()
        if not own:
            assert not len(found)
            continue
        for issue, used in found.used.items():
            assert set(used) == {one[issue] for one in own}
        assert all(len({one[issue] for one in own}) == 1 for issue in found.fixed)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_names_and_order_change_nothing(seed, random):
    game = random_game(generator(seed), 3, 4, 3, 6, linked=True)
    issues = {one.name: list(one.options) for one in game.issues}
    order = random.sample(list(issues), len(issues))
    people = random.sample(list(game.parties), 3)
    scores = {
        one: {key: dict(zip(issues[key], game.scores[one][key], strict=True)) for key in issues}
        for one in game.parties
    }
    again = PackageGame(
        {key: random.sample(issues[key], len(issues[key])) for key in order},
        people,
        scores,
        game.reservations,
        game.clauses,
        bonuses=game.bonuses,
    )
    place = [people.index(one) for one in game.parties]
    told = {tuple(row[at] for at in place) for row in points_of(again.frontier())}
    assert told == set(points_of(game.frontier()))


def test_decimals_and_fractions_tie_where_floats_do_not():
    game = PackageGame(
        {"a": ["x", "y"], "b": ["x", "y"]},
        ["one", "two"],
        {
            "one": {"a": [0.1, 0.3], "b": ["0.2", 0]},
            "two": {"a": ["1/3", 0], "b": [0, "1/3"]},
        },
    )
    assert 0.1 + 0.2 != 0.3
    found = game.frontier()
    assert found.counts == [1, 2, 1]  # .1 + .2 and 1/3 ties with .3 and 1/3


def test_numbers_too_wide_for_the_machine_are_still_exact():
    rng = generator(8)
    for _ in range(30):
        game = random_game(rng, 3, 3, 3, 5)
        wide = {
            one: {
                key: [f"{score}.{10**30 + 7}" for score in column]
                for key, column in game.scores[one].items()
            }
            for one in game.parties
        }
        wider = game.but(scores=wide)
        assert wider.board.wide
        found = game.frontier(reserved=False)
        assert wider.frontier(reserved=False).counts == found.counts


def test_a_permitted_loss_is_kept_to():
    rng = generator(3)
    for _ in range(20):
        game = random_game(rng, 3, 5, 5, 200).but(reservations=None)
        every, some = game.frontier().points, game.frontier(eps=40)
        assert len(some) <= len(every)
        assert not some.exact
        for row in every:
            assert (some.points >= row - 40).all(axis=1).any()


def test_guards_say_how_far_they_came_and_what_to_do():
    rng = generator(1)
    game = PackageGame(
        {f"i{at}": list("abcdefgh") for at in range(12)},
        ["p", "q", "r", "s"],
        {one: {f"i{at}": rng.integers(0, 10**6, 8).tolist() for at in range(12)} for one in "pqrs"},
    )
    with pytest.raises(TooManyPoints, match=r"passed 500 points after \d of 12.*solve"):
        game.frontier(cap=500)
    linked = game.but(
        clauses=[Clause({f"i{at}": ("a",), f"i{at + 1}": ("b",)}) for at in range(11)]
    )
    with pytest.raises(TooManyLinked, match=r"68,719,476,736 combinations.*solve"):
        linked.frontier()


def test_totals_and_bonuses_without_a_condition():
    game = PackageGame(
        {"a": ["no", "yes"], "b": ["no", "yes"], "c": ["no", "yes"]},
        ["p", "q"],
        {"p": {"a": [0, 5], "b": [0, 3], "c": [0, 1]}, "q": {"c": [2, 0]}},
        clauses=[Total({key: {"yes": 1} for key in "abc"}, 2)],
        bonuses=[Bonus({}, {"q": 10}, everywhere=True)],
    )
    assert set(points_of(game.frontier())) == {(8, 12)}


def test_ceilings_cut_what_a_package_is_worth():
    rng = generator(4)
    for _ in range(60):
        game = random_game(rng, 2, 4, 3, 9)
        game = game.but(ceilings={"p0": 12, "p1": 15}, reservations={"p0": 3, "p1": 3})
        found = game.frontier()
        assert set(points_of(found)) == undominated(signed(game, every_point(game)))


def test_every_fault_of_a_game_is_told_at_once():
    with pytest.raises(ValueError, match="no score for y") as caught:
        PackageGame(
            {"a": ["x", "y"], "b": ["x", "x"]},
            ["p", "p"],
            {"p": {"a": {"x": 1}, "c": [1]}, "r": {}},
            {"q": 3},
            [Clause({"a": ("z",)})],
        )
    told = str(caught.value)
    for part in [
        "named twice",
        "which is no issue",
        "'r', who is no party",
        "'q'",
        "no option 'z'",
    ]:
        assert part in told


def test_scores_that_are_no_numbers_are_refused():
    for bad in ["nan", "inf", "x", "1/0", "1e9999999"]:
        with pytest.raises(ValueError, match="scores of p on a"):
            PackageGame({"a": ["x"]}, ["p"], {"p": {"a": [bad]}})


def test_growth_of_the_frontier_does_not_depend_on_the_packages():
    rng = np.random.default_rng(2)
    game = PackageGame(
        {f"i{at}": [str(x) for x in range(10)] for at in range(50)},
        ["p", "q"],
        {one: {f"i{at}": rng.integers(0, 100, 10).tolist() for at in range(50)} for one in "pq"},
    )
    assert game.combinations == 10**50
    found = game.frontier()
    top = found.board.points(found.units[0])
    assert top[0] == sum(max(game.scores["p"][f"i{at}"]) for at in range(50))
