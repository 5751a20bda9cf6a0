"""Versions of random games, bargained side by side: each ends as it does alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.games.packages.bargain import Code, Solution, bargain
from summitry.games.packages.beside import bargain_beside
from summitry.games.packages.game import PER_TABLE
from summitry.games.packages.space import package_space
from tests.games.tables import table_game
from tests.games.test_packages_properties import games

SOLUTIONS = list(Solution)


def assert_as_alone(space, every, solutions, kin=None):
    found = bargain_beside(space, every, solutions, kin)
    draws = len(every[0].constant)
    for number, (game, solution) in enumerate(zip(every, solutions, strict=True)):
        own, alone = found.draws(slice(number * draws, (number + 1) * draws)), bargain(
            space, game, solution
        )  # fmt: skip
        for field in ("code", "package", "gains", "levels"):
            np.testing.assert_array_equal(getattr(own, field), getattr(alone, field), field)


@st.composite
def versions(draw):
    """A game of two tables, and versions of it: other claims, numbers of some draws, rules."""
    space, game = draw(games())
    game = game._replace(consent_on=game.consent_on.reshape(-1, len(space.sizes)))
    draws, people = game.constant.shape
    twice = {name: np.concatenate([getattr(game, name)] * 2) for name in PER_TABLE}
    game = game._replace(
        **twice,
        constant=np.concatenate([game.constant] * 2),
        claim=np.concatenate([game.claim] * 2),
        active=np.concatenate([game.active] * 2),
    )
    every, rules, kin = [], [], []
    for name in range(draw(st.integers(1, 3))):
        own = game
        if name:
            row = draw(st.integers(0, 1))
            scores, constant = game.scores.copy(), game.constant.copy()
            if draw(st.booleans()):
                scores[row] -= draw(st.integers(-4, 4)) / 32
                own = own._replace(scores=scores)
            if draw(st.booleans()):
                constant[row * draws :] += draw(st.integers(-8, 8)) / 32
                own = own._replace(constant=constant)
        for _ in range(draw(st.integers(1, 3))):
            claim = np.array(
                [[draw(st.integers(0, 8)) / 32 for _ in range(people)]] * len(game.constant)
            )
            every.append(own._replace(claim=claim))
            rules.append(draw(st.sampled_from(SOLUTIONS)))
            kin.append(name)
    return space, every, rules, draw(st.sampled_from([None, kin]))


@given(versions())
@settings(max_examples=150, deadline=None)
def test_each_version_ends_as_it_does_alone(case):
    assert_as_alone(*case)


def split(games_of, claims):
    """A pie of nine slices, and a game of one draw for each pair of claims."""
    space = package_space([9], [0])
    shares = np.arange(9) / 8
    scores = np.array([shares, 1 - shares])
    return space, [
        table_game(scores, principals=2, constant=[games_of], claim=[one]) for one in claims
    ]


def test_a_breakdown_may_end_otherwise_with_other_claims_alone():
    """The first game's claims leave nothing; the second's, all else as it was, leave a deal."""
    space, every = split([-0.2, -0.2], [[0.5, 0.5], [0.0, 0.0]])
    found = bargain_beside(space, every, [Solution.NASH] * 2)
    assert found.code.tolist() == [Code.BREAKDOWN, Code.DEAL]
    assert_as_alone(space, every, [Solution.NASH] * 2)


def test_another_rule_strikes_anew_what_is_no_kin():
    space, every = split([-0.5, 0.0], [[0.0, 0.0], [0.0, 0.0]])
    assert_as_alone(space, every, [Solution.UTILITARIAN, Solution.EGALITARIAN])


def test_what_one_claims_less_of_may_be_struck_where_nothing_was():
    """Kin whose claims in sum are more, and one of them less."""
    space, every = split([-0.1, -0.1], [[0.6, 0.0], [0.0, 0.7]])
    assert_as_alone(space, every, [Solution.NASH] * 2, ["a", "a"])
