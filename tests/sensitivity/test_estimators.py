"""Sensitivity indices on arrays: published values, other libraries' answers, and nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from summitry.sensitivity.estimators import measure, noise, sobol

DRAWS = 20_000


def ishigami(x):
    """Ishigami and Homma 1990, with a = 7 and b = 0.1."""
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


@pytest.fixture(scope="module")
def sampled():
    inputs = np.random.default_rng(5).uniform(-math.pi, math.pi, (DRAWS, 4))
    return inputs, ishigami(inputs)


def test_first_order_indices_of_ishigami(sampled):
    found = measure(*sampled).first_order
    assert found == pytest.approx([0.314, 0.442, 0, 0], abs=0.02)


def test_full_sobol_indices_of_ishigami():
    first, total = sobol(lambda u: ishigami(math.pi * (2 * u - 1)), 4, 2048, seed=3)
    assert first == pytest.approx([0.314, 0.442, 0, 0], abs=0.02)
    assert total == pytest.approx([0.558, 0.442, 0.244, 0], abs=0.02)


def test_pawn_is_that_of_salib(sampled):
    pawn = pytest.importorskip("SALib.analyze.pawn", reason="compared with SALib")
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[-math.pi, math.pi]] * 4}
    theirs = pawn.analyze(problem, *sampled, S=10)["median"]
    assert measure(*sampled).pawn == pytest.approx(theirs, abs=0.002)


def test_regional_distance_is_scipys(sampled):
    inputs, output = sampled
    hits = output > 3
    found = measure(inputs, hits.astype(float)).regional
    theirs = [stats.ks_2samp(column[hits], column[~hits]).statistic for column in inputs.T]
    assert found == pytest.approx(theirs, abs=1e-12)
    ties = inputs.round(0)
    found = measure(ties, hits.astype(float)).regional
    theirs = [stats.ks_2samp(column[hits], column[~hits]).statistic for column in ties.T]
    assert found == pytest.approx(theirs, abs=1e-12)


def test_an_input_that_does_nothing_stays_below_the_noise():
    stream = np.random.default_rng(1)
    inputs = stream.random((DRAWS, 150))
    hits = inputs[:, 0] + 0.3 * stream.random(DRAWS) > 0.7
    found = measure(inputs, hits.astype(float))
    floor = noise(int(hits.sum()), int((~hits).sum()), 150)
    assert found.regional[0] > 0.5
    assert (found.regional[1:] < floor).all()
    assert (found.first_order[1:] < 0.01).all()
    assert (found.pawn[1:] < 0.1).all()


def test_what_chance_leaves_between_bins_is_taken_off():
    """Of 400 draws in 20 bins chance alone explains a twentieth of the variance."""
    stream = np.random.default_rng(6)
    found = measure(stream.random((400, 300)), (stream.random(400) < 0.5).astype(float))
    assert found.first_order.mean() < 0.02


def test_a_coin_is_measured_on_its_two_sides():
    stream = np.random.default_rng(2)
    coin = (stream.random(DRAWS) < 0.07).astype(float)
    hits = np.where(coin == 1, stream.random(DRAWS) < 0.9, stream.random(DRAWS) < 0.2)
    found = measure(coin[:, None], hits.astype(float))
    assert found.low[0] == pytest.approx(hits[coin == 0].mean())
    assert found.high[0] == pytest.approx(hits[coin == 1].mean())
    share = coin.mean() * (1 - coin.mean()) * (found.high[0] - found.low[0]) ** 2 / hits.var()
    assert found.first_order[0] == pytest.approx(share, abs=0.002)


@given(st.integers(0, 10_000), st.integers(2, 6))
@settings(max_examples=20, deadline=None)
def test_order_of_inputs_and_monotone_scales_change_nothing(seed, count):
    stream = np.random.default_rng(seed)
    inputs = stream.random((400, count))
    output = (inputs @ stream.normal(size=count) > 0).astype(float)
    found = measure(inputs, output)
    shuffled = stream.permutation(count)
    again = measure(np.exp(3 * inputs[:, shuffled]), output)
    for one, other in (
        (found.regional, again.regional), (found.first_order, again.first_order),
        (found.pawn, again.pawn), (found.low, again.low), (found.high, again.high),
    ):  # fmt: skip
        np.testing.assert_allclose(one[shuffled], other, atol=1e-12)


def test_an_output_that_never_changes_has_no_sensitivity():
    found = measure(np.random.default_rng(1).random((200, 3)), np.ones(200))
    assert np.isnan(found.regional).all()
    assert (found.first_order == 0).all()
    assert (found.pawn == 0).all()
    assert noise(0, 200, 3) == math.inf


def test_no_inputs_and_too_few_draws():
    assert measure(np.empty((200, 0)), np.zeros(200)).regional.shape == (0,)
    with pytest.raises(ValueError, match="at least 100 draws"):
        measure(np.zeros((50, 2)), np.zeros(50))
