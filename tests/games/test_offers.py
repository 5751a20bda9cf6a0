"""Alternating offers: the search by worth, the protocol, and what tactics make of them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.games.packages.offers.worths import GRID, Worths
from summitry.packages import Clause, Divisible, PackageGame


@st.composite
def games(draw) -> PackageGame:
    """Two or three parties, a few issues, at times with a clause."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    parties = [f"p{number}" for number in range(draw(st.integers(2, 3)))]
    issues = {f"i{at}": [f"o{one}" for one in range(size)] for at, size in enumerate(sizes)}
    scores = {
        party: {
            issue: draw(st.lists(st.integers(0, 9), min_size=len(own), max_size=len(own)))
            for issue, own in issues.items()
        }
        for party in parties
    }
    reservations = {party: draw(st.integers(0, 15)) for party in parties}
    clauses = []
    if len(sizes) > 1 and draw(st.booleans()):
        clauses.append(Clause({"i0": ["o0"]}, {"i1": ["o0"]}))
    return PackageGame(issues, parties, scores, reservations, clauses)


def every(game: PackageGame) -> list[dict[str, str]]:
    names = [issue.name for issue in game.issues]
    found = [
        dict(zip(names, one, strict=True)) for one in product(*(i.options for i in game.issues))
    ]
    return [one for one in found if game.legal(one)]


@given(games(), st.floats(0, 1), st.integers(0, 2**32 - 1))
@settings(max_examples=200, deadline=None)
def test_a_package_drawn_is_worth_what_was_wanted_and_hardly_more(game, wanted, seed):
    worths = Worths(game)
    chances = np.random.default_rng(seed).random((20, len(worths.options)))
    chosen = worths.draw(0, np.full(20, wanted), chances)
    mine = worths.of(chosen)[:, 0]
    others = np.array([float(game.worth(one)[game.parties[0]]) for one in every(game)])
    others = (others - worths.low[0]) / worths.span[0]
    width = (len(worths.options) + 1) / GRID
    if (others >= wanted + width).any():
        assert (mine >= wanted - 1e-9).all()
        assert (mine <= others[others >= wanted].min() + 2 * width).all()
    for one in chosen:
        assert game.legal(worths.package(one))


@given(games())
@settings(max_examples=100, deadline=None)
def test_packages_are_counted_and_ranked_without_a_list(game):
    worths = Worths(game)
    packages = every(game)
    for number, party in enumerate(game.parties):
        assert worths.counts(number).sum() == len(packages)
        own = sorted((game.worth(one)[party] for one in packages), reverse=True)
        own = [one for one in own if one >= game.reservations[party]]
        ranked = worths.ranking(number, len(packages) + 1)
        assert [game.worth(worths.package(one))[party] for one in ranked] == own
        assert len({tuple(one) for one in ranked.tolist()}) == len(own)
        assert (worths.ranking(number, 3) == ranked[:3]).all()


def test_each_package_of_one_worth_is_as_likely():
    game = PackageGame(
        {"x": ["a", "b", "c"], "y": ["a", "b"]}, ["one", "two"],
        {"one": {"x": [1, 1, 0], "y": [1, 1]}, "two": {"x": [0, 0, 1], "y": [0, 1]}},
    )  # fmt: skip
    worths = Worths(game)
    chances = np.random.default_rng(1).random((40_000, 2))
    chosen = worths.draw(0, np.ones(40_000), chances)
    share = np.unique(chosen, axis=0, return_counts=True)[1] / 40_000
    np.testing.assert_allclose(share, [0.25] * 4, atol=0.01)


@given(games(), st.integers(0, 1000), st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_nobody_signs_what_is_worse_than_no_deal(game, seed, rounds):
    made = game.talks(rounds=rounds, runs=40, seed=seed)
    least = [float(one) for one in game.reservations.values()]
    assert (made.scores >= np.array(least) - 1e-9).all()
    assert (made.round[made.agreed] <= rounds).all()
    for package, share in made.packages():
        assert game.legal(package)
        assert 0 < share <= 1
    if not game.zone().possible:
        assert not made.agreed.any()
    assert sum(share for _, share in made.packages()) == pytest.approx(made.share)


def pie(steps: int = 100, **more) -> PackageGame:
    """A pie in so many parts."""
    parts = list(range(steps + 1))
    return PackageGame(
        {"share": [str(one) for one in parts]}, ["ann", "bob"],
        {"ann": {"share": parts}, "bob": {"share": parts[::-1]}}, **more,
    )  # fmt: skip


def test_two_who_concede_evenly_meet_in_the_middle():
    made = pie().talks(tactics=["linear"], runs=50)
    assert made.share == 1.0
    assert (abs(made.scores - 50) <= 2).all()
    assert (abs(made.round - 51) <= 2).all()


def test_who_holds_out_gets_more_and_later():
    made = pie().talks(tactics=["boulware", "conceder"], runs=400)
    ways = {tuple(one.tactics.values()): one for one in made.meetings}
    hard = ways["boulware", "conceder"]
    assert hard.scores["ann"] > 60 > hard.scores["bob"]
    assert ways["boulware", "boulware"].round > hard.round > ways["conceder", "conceder"].round


def test_micro_concedes_one_step_for_each_it_is_offered():
    made = pie().talks(tactics=["micro"], runs=20)
    assert made.share == 1.0
    assert (abs(made.scores - 50) <= 1).all()
    assert (made.round >= 50).all()
    assert not pie().talks(tactics=["micro"], runs=20, rounds=30).agreed.any()


def test_two_who_only_answer_each_other_never_move():
    assert not pie().talks(tactics=["tit-for-tat"], runs=20).agreed.any()


def test_tit_for_tat_gives_what_it_gets():
    made = pie().talks(tactics=["tit-for-tat", "linear"], runs=200)
    for one in made.meetings:
        if set(one.tactics.values()) == {"tit-for-tat", "linear"}:
            assert one.agreed == 1.0
            assert abs(one.scores["ann"] - 50) <= 3


def test_an_offer_needs_everybody():
    """Three parties; the third wins nothing from any package and has something to lose."""
    parts = list(range(11))
    game = PackageGame(
        {"share": [str(one) for one in parts]}, ["ann", "bob", "cy"],
        {"ann": {"share": parts}, "bob": {"share": parts[::-1]}, "cy": {"share": [0] * 11}},
        {"cy": 1},
    )  # fmt: skip
    assert not game.talks(runs=60, rounds=20).agreed.any()
    assert game.but(reservations={}).talks(runs=60, rounds=20, tactics=["linear"]).share == 1.0


def test_a_deal_late_is_worth_less_under_a_discount():
    plain = pie().talks(tactics=["linear"], runs=10)
    less = pie(discounts={"ann": "0.5"}).talks(tactics=["linear"], runs=10)
    time = (plain.round - 1) / 99
    np.testing.assert_allclose(less.scores[:, 0], plain.scores[:, 0] * 0.5**time)
    np.testing.assert_allclose(less.scores[:, 1], plain.scores[:, 1])


def test_the_seed_repeats_the_runs_and_the_label_says_what_they_are():
    one, other = pie().talks(runs=50, seed=3), pie().talks(runs=50, seed=3)
    assert one.to_dict() == other.to_dict()
    assert pie().talks(runs=50, seed=4).to_dict() != one.to_dict()
    assert "not a prediction" in one.to_dict()["label"]


def test_a_space_beyond_listing_is_no_matter():
    random = np.random.default_rng(2)
    issues = {f"i{at}": [str(one) for one in range(10)] for at in range(40)}
    scores = {
        party: {one: random.integers(0, 100, 10).tolist() for one in issues} for party in "ab"
    }
    made = PackageGame(issues, list("ab"), scores).talks(runs=50, rounds=40, tactics=["linear"])
    assert made.share == 1.0


def test_what_cannot_be_is_said():
    with pytest.raises(ValueError, match="the tactics are boulware, linear"):
        pie().talks(tactics=["hope"])
    with pytest.raises(ValueError, match="two parties"):
        PackageGame({"x": ["a"]}, ["one"], {"one": {"x": [1]}}).talks()
    with pytest.raises(ValueError, match="at least one round"):
        pie().talks(rounds=0)
    with pytest.raises(ValueError, match="no package obeys"):
        PackageGame(
            {"x": ["a"], "y": ["a"]}, ["one", "two"],
            {"one": {"x": [1], "y": [1]}, "two": {"x": [1], "y": [1]}},
            clauses=[Clause({"x": ["a"], "y": ["a"]}, None)],
        ).talks()  # fmt: skip
    land = PackageGame(
        [Divisible("land", 0, 1)], ["one", "two"],
        {"one": {"land": {0: 0, 1: 1}}, "two": {"land": {0: 1, 1: 0}}},
    )  # fmt: skip
    with pytest.raises(ValueError, match="divisible"):
        land.talks()
    assert land.on_grid(10).talks(tactics=["linear"], runs=10).share == 1.0
