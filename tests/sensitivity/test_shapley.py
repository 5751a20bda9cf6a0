"""Shapley values: the axioms, and the mean over every order."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.sensitivity.shapley import every_set, shapley


@st.composite
def games(draw):
    count = draw(st.integers(1, 5))
    worth = {members: draw(st.floats(-1, 1)) for members in range(1 << count)}
    return count, worth


@given(games())
def test_shares_are_the_mean_over_every_order_and_add_up(game):
    count, worth = game
    by_hand = [0.0] * count
    orders = list(permutations(range(count)))
    for order in orders:
        members = 0
        for one in order:
            by_hand[one] += (worth[members | 1 << one] - worth[members]) / len(orders)
            members |= 1 << one
    found = shapley(count, worth)
    assert found == pytest.approx(by_hand, abs=1e-12)
    assert sum(found) == pytest.approx(worth[(1 << count) - 1] - worth[0], abs=1e-12)


@given(games())
def test_who_adds_nothing_gets_nothing_and_equals_get_the_same(game):
    count, worth = game
    with_idle = {members: worth[members & ((1 << count) - 1)] for members in range(1 << count + 1)}
    assert shapley(count + 1, with_idle)[count] == pytest.approx(0, abs=1e-12)
    alike = {members: worth[(1 << members.bit_count()) - 1] for members in range(1 << count)}
    found = shapley(count, alike)
    assert found == pytest.approx([found[0]] * count, abs=1e-12)


def test_every_set_is_run_once_and_told_of():
    seen, told = [], []

    def run(members):
        seen.append(members)
        return float(members)

    assert every_set(3, run, told.append) == {number: float(number) for number in range(8)}
    assert seen == list(range(8))
    assert told[-1] == 1
