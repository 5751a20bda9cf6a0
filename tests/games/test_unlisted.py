"""Packages too many to be listed: what is struck is what listing would strike."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.games.packages.bargain import Solution, bargain
from summitry.games.packages.count import count_packages
from summitry.games.packages.game import Game
from summitry.games.packages.space import PackageSpace, Rule, package_space
from tests.games.test_packages_properties import games


def unlisted(space: PackageSpace) -> PackageSpace:
    """The same packages, not listed."""
    sizes, quo = space.sizes.tolist(), space.status_quo.tolist()
    return package_space(sizes, quo, space.rules, space.held, cap=-1)


def same(space: PackageSpace, game: Game, solution: Solution) -> None:
    """Both searches strike the same, to the last digit of the gains."""
    one, other = bargain(space, game, solution), bargain(unlisted(space), game, solution)
    np.testing.assert_array_equal(one.code, other.code)
    np.testing.assert_array_equal(one.levels, other.levels)
    np.testing.assert_array_equal(one.gains, other.gains)
    assert (other.package == -1).all()


@given(games(), st.sampled_from(list(Solution)))
@settings(max_examples=300, deadline=None)
def test_searched_packages_are_the_listed_ones(case, solution):
    same(*case, solution)


@given(games())
@settings(max_examples=100, deadline=None)
def test_an_overlap_is_found_where_there_is_one(case):
    space, game = case
    listed = bargain(space, game, overlap_only=True).code > 0
    searched = bargain(unlisted(space), game, overlap_only=True).code > 0
    assert listed.tolist() == searched.tolist()


@st.composite
def ruled(draw) -> PackageSpace:
    """A space under clauses, some with issues held; more clauses than a word has bits, at times."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=5))
    quo = [draw(st.integers(0, size - 1)) for size in sizes]

    def part() -> tuple[tuple[int, tuple[int, ...]], ...]:
        issues = draw(st.sets(st.integers(0, len(sizes) - 1), min_size=1, max_size=2))
        return tuple(
            (one, tuple(sorted(draw(st.sets(st.integers(0, sizes[one] - 1), min_size=1)))))
            for one in sorted(issues)
        )

    count = draw(st.sampled_from([0, 1, 2, 4]))
    rules = [Rule(part(), draw(st.sampled_from([part(), None]))) for _ in range(count)]
    if draw(st.booleans()):  # beyond one word of 64: the same ones once more change nothing
        rules = rules * (70 // max(1, count))
    held = None
    if draw(st.booleans()):
        held = np.array([draw(st.sampled_from([-1, -1, level])) for level in quo])
        held[draw(st.integers(0, len(sizes) - 1))] = -1
    return package_space(sizes, quo, rules, held)


@given(ruled(), st.integers(0, 2**32 - 1), st.sampled_from(list(Solution)))
@settings(max_examples=300, deadline=None)
def test_clauses_and_held_issues_are_kept(space, seed, solution):
    random = np.random.default_rng(seed)
    scores = random.integers(-3, 5, (6, 4, space.slots)) / 8
    scores[:, :, space.offsets + space.status_quo] = 0.0
    game = Game(
        scores=scores, leverage=np.full((6, 1), 0.5), slack=np.full((6, 1), 0.25),
        weights=np.ones((6, 2)), constant=np.full((6, 2), -0.125), claim=np.zeros((6, 2)),
        active=np.zeros((6, 0), dtype=bool), line_owner=np.zeros(0, dtype=np.int64),
        line_slots=np.zeros((0, space.slots), dtype=bool), answers_to=np.zeros(1, dtype=np.int64),
        consent_on=np.ones((1, len(space.sizes)), dtype=bool),
    )  # fmt: skip
    same(space, game, solution)


@given(ruled())
@settings(max_examples=200, deadline=None)
def test_packages_are_counted_and_told_legal_without_a_list(space):
    other = unlisted(space)
    assert count_packages(other) == (len(space.packages), True)
    every = np.array(list(product(*(range(size) for size in space.sizes))))
    np.testing.assert_array_equal(other.legal(every), space.legal(every))
    assert other.legal(every).sum() == len(space.packages)


def test_a_space_is_listed_up_to_its_cap():
    assert package_space([5] * 6, [0] * 6, cap=5**6 - 1).listed
    assert not package_space([5] * 6, [0] * 6, cap=5**6 - 2).listed


@pytest.mark.parametrize("solution", list(Solution))
def test_twelve_issues_of_five_levels_end_as_they_should(solution):
    """Two principals, each issue worth 1 to one of them at its last level and nothing to nobody."""
    space = package_space([5] * 12, [0] * 12)
    assert not space.listed
    assert count_packages(space) == (5**12 - 1, True)
    scores = np.zeros((1, 2, 60))
    for issue in range(12):
        scores[0, issue % 2, issue * 5 : issue * 5 + 5] = np.arange(5) / 4
    game = Game(
        scores=scores, leverage=np.zeros((1, 0)), slack=np.zeros((1, 0)), weights=np.ones((1, 2)),
        constant=np.zeros((1, 2)), claim=np.zeros((1, 2)), active=np.zeros((1, 0), dtype=bool),
        line_owner=np.zeros(0, dtype=np.int64), line_slots=np.zeros((0, 60), dtype=bool),
        answers_to=np.zeros(0, dtype=np.int64), consent_on=np.zeros((0, 12), dtype=bool),
    )  # fmt: skip
    struck = bargain(space, game, solution)
    assert struck.levels.tolist() == [[4] * 12]
    assert struck.gains.tolist() == [[6.0, 6.0]]
