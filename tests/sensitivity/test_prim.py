"""Scenario discovery: a planted box is found, and noise is no box."""

from __future__ import annotations

import numpy as np
import pytest

from summitry.sensitivity.prim import Bound, discover, told


def sampled(seed=1, draws=20_000, inputs=30):
    return np.random.default_rng(seed).random((draws, inputs))


def test_a_planted_box_is_found():
    inputs = sampled()
    hits = (inputs[:, 0] < 0.3) & (inputs[:, 4] > 0.5) & (inputs[:, 7] > 0.2)
    box = discover(inputs, hits)
    assert [one.column for one in box.bounds] == [0, 4, 7]
    assert box.bounds[0].high == pytest.approx(0.3, abs=0.03)
    assert box.bounds[1].low == pytest.approx(0.5, abs=0.03)
    assert box.bounds[2].low == pytest.approx(0.2, abs=0.06)
    assert box.bounds[0].low == -np.inf
    assert box.density > 0.88
    assert box.coverage > 0.95


def test_at_most_three_inputs_are_restricted():
    inputs = sampled(2)
    hits = (inputs[:, :5] < 0.7).all(axis=1)
    assert len(discover(inputs, hits).bounds) == 3
    assert len(discover(inputs, hits, most=1).bounds) == 1


def test_the_search_sees_half_of_the_draws_and_the_telling_the_other():
    """A box that is planted in one half only is either not found or not borne out."""
    inputs = sampled(6)
    chance = np.random.default_rng(6).random(len(inputs)) < 0.3
    planted = inputs[:, 0] < 0.3
    half = np.arange(len(inputs)) % 2 == 0
    assert discover(inputs, np.where(half, chance, planted)) is None
    assert discover(inputs, np.where(half, planted, chance)) is None


def test_noise_is_no_box():
    inputs = sampled(3)
    for seed in range(5):
        assert discover(inputs, np.random.default_rng(seed).random(len(inputs)) < 0.4) is None
    assert discover(inputs, np.zeros(len(inputs), dtype=bool)) is None
    assert discover(inputs, np.ones(len(inputs), dtype=bool)) is None


def test_a_coin_is_taken_whole():
    inputs = sampled(4)
    inputs[:, 9] = inputs[:, 9] < 0.2
    hits = (inputs[:, 9] == 1) & (inputs[:, 0] < 0.8)
    box = discover(inputs, hits)
    assert {one.column for one in box.bounds} == {0, 9}
    coin = next(one for one in box.bounds if one.column == 9)
    assert coin.low == coin.high == 1


def test_a_box_is_told_by_counting():
    inputs = np.array([[0.1], [0.2], [0.6], [0.9]])
    hits = np.array([True, False, True, True])
    box = told(inputs, hits, (Bound(0, 0.5, np.inf),))
    assert (box.density, box.mass, box.base) == (1, 0.5, 0.75)
    assert box.coverage == pytest.approx(2 / 3)
