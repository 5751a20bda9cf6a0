"""Scoring rules: equal to scoringrules, scikit-learn and SciPy, and to examples by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scoringrules
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats
from sklearn.isotonic import IsotonicRegression

from summitry.forecasts.pools import pooled
from summitry.ledger import scores
from summitry.ledger.corp import reliability
from summitry.ledger.crowd import crowd

RANDOM = np.random.default_rng(7)


def simplex(count, answers):
    return RANDOM.dirichlet(np.ones(answers), size=count)


def test_examples_by_hand():
    # 30% on what came true: each answer's error is .7, so half of .49 + .49.
    assert scores.brier([0.3, 0.7], 0) == pytest.approx(0.49)
    # Three answers: (.5 - 1)^2 + .3^2 + .2^2 = .38, and half of it.
    assert scores.brier([0.5, 0.3, 0.2], 0) == pytest.approx(0.19)
    # Ordered: cut points .5 against 1, .8 against 1: (.25 + .04) / 2.
    assert scores.ranked([0.5, 0.3, 0.2], 0) == pytest.approx(0.145)
    # Nearer is better: all on the neighbour costs half of all on the far end.
    assert scores.ranked([0, 1, 0], 0) == pytest.approx(0.5)
    assert scores.ranked([0, 0, 1], 0) == 1
    assert scores.log_score(0.25) == pytest.approx(math.log(4))
    assert scores.log_score(0.0) == pytest.approx(-math.log(0.005))
    assert scores.crps_sample([3.0], 5.0) == 2  # one draw: the absolute error
    assert scores.word_brier(0.55, 0.80, True) == pytest.approx((0.04, 0.2025))
    assert scores.place_of(["a", "b"], "b") == 2
    assert scores.place_of(["a", "b"], "c") == 3
    assert scores.skill(0.1, 0.25) == pytest.approx(0.6)
    assert scores.skill(0.1, 0.0) is None


@pytest.mark.parametrize("answers", [2, 3, 7])
def test_brier_and_log_as_scikit_learn(answers):
    chances = simplex(200, answers)
    at = RANDOM.integers(0, answers, 200)
    own = [scores.brier(row.tolist(), int(one)) for row, one in zip(chances, at, strict=True)]
    theirs = sklearn.metrics.brier_score_loss(
        np.eye(answers)[at] if answers > 2 else at,
        chances if answers > 2 else chances[:, 1],
        scale_by_half=True,
    )
    assert np.mean(own) == pytest.approx(theirs, abs=1e-12)
    logs = [scores.log_score(row[one], 0) for row, one in zip(chances, at, strict=True)]
    expected = sklearn.metrics.log_loss(at, chances, labels=list(range(answers)))
    assert np.mean(logs) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("answers", [2, 4, 6])
def test_ranked_as_scoringrules_and_as_the_mean_over_cut_points(answers):
    chances = simplex(100, answers)
    at = RANDOM.integers(0, answers, 100)
    own = np.array([scores.ranked(row.tolist(), int(one))
                    for row, one in zip(chances, at, strict=True)])  # fmt: skip
    theirs = scoringrules.rps_score(at + 1, chances)
    np.testing.assert_allclose(own * (answers - 1), theirs, atol=1e-12)
    cuts = [
        [scores.brier([below, 1 - below], int(one > cut))
         for cut, below in enumerate(np.cumsum(row)[:-1])]
        for row, one in zip(chances, at, strict=True)
    ]  # fmt: skip
    np.testing.assert_allclose(own, np.mean(cuts, axis=1), atol=1e-12)
    if answers == 2:
        half = [scores.brier(row.tolist(), int(one)) for row, one in zip(chances, at, strict=True)]
        np.testing.assert_allclose(own, half, atol=1e-12)


def test_brier_of_yes_or_no_and_log_as_scoringrules():
    chances, truth = RANDOM.random(200), RANDOM.integers(0, 2, 200)
    own = [scores.brier([1 - p, p], int(y)) for p, y in zip(chances, truth, strict=True)]
    np.testing.assert_allclose(own, scoringrules.brier_score(truth, chances), atol=1e-12)
    logs = [scores.log_score(p if y else 1 - p, 0) for p, y in zip(chances, truth, strict=True)]
    np.testing.assert_allclose(logs, scoringrules.log_score(truth, chances), atol=1e-9)


def test_crps_as_scoringrules():
    for _ in range(30):
        mean, deviation, value = RANDOM.normal(), RANDOM.gamma(2), RANDOM.normal(0, 3)
        own = scores.crps_normal(mean, deviation, value)
        assert own == pytest.approx(scoringrules.crps_normal(value, mean, deviation), abs=1e-12)
        draws = RANDOM.normal(size=int(RANDOM.integers(1, 40)))
        own = scores.crps_sample(draws.tolist(), value)
        theirs = scoringrules.crps_ensemble(value, draws, estimator="nrg")
        assert own == pytest.approx(float(theirs), abs=1e-12)
        at = np.sort(RANDOM.random(9) * 0.98 + 0.01)
        own = scores.crps_quantiles(at.tolist(), np.sort(draws[:9]).tolist() or [0.0], value) if (
            len(draws) >= 9
        ) else None  # fmt: skip
        if own is not None:
            theirs = scoringrules.crps_quantile(value, np.sort(draws[:9]), at)
            assert own == pytest.approx(float(theirs), abs=1e-12)


def test_crps_of_a_normal_law_is_its_integral():
    def gap(x):
        return (stats.norm.cdf(x, 1.0, 2.0) - (x >= 2.5)) ** 2

    whole = integrate.quad(gap, -20, 2.5)[0] + integrate.quad(gap, 2.5, 25)[0]
    assert scores.crps_normal(1.0, 2.0, 2.5) == pytest.approx(whole, abs=1e-7)


@given(st.floats(0, 1), st.floats(0, 1))
def test_honesty_pays(truth, said):
    """Propriety: nobody who believes in a chance does better in the mean by saying another."""

    def mean(chance):
        return truth * scores.brier([1 - chance, chance], 1) + (1 - truth) * scores.brier(
            [1 - chance, chance], 0
        )

    assert mean(truth) <= mean(said) + 1e-12


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.5001, 0.9, 1.0]), st.booleans()),
             min_size=1, max_size=40)
)  # fmt: skip
def test_the_parts_sum_to_the_score_exactly_and_the_curve_is_scikit_learns(claims):
    chances = np.array([one for one, _ in claims])
    truth = np.array([one for _, one in claims])
    found = reliability(chances, truth)
    assert found.score == pytest.approx(np.mean((chances - truth) ** 2), abs=1e-14)
    parts = found.miscalibration - found.discrimination + found.uncertainty
    assert found.score == pytest.approx(parts, abs=1e-14)
    assert found.miscalibration >= -1e-14
    assert found.discrimination >= -1e-14
    theirs = IsotonicRegression().fit(chances, truth.astype(float)).predict(found.chances)
    np.testing.assert_allclose(found.recalibrated, theirs, atol=1e-12)
    assert int(found.counts.sum()) == len(claims)


def test_parts_by_hand():
    # .2 came true 1 in 2, .8 came true 1 in 2: no discrimination, all miscalibration.
    found = reliability(np.array([0.2, 0.2, 0.8, 0.8]), np.array([True, False, True, False]))
    assert found.recalibrated.tolist() == [0.5, 0.5]
    assert found.uncertainty == 0.25
    assert found.discrimination == 0
    assert found.miscalibration == pytest.approx(0.09)


def test_a_band_holds_a_calibrated_forecaster_about_nine_times_in_ten():
    generator = np.random.default_rng(3)
    inside = []
    for _ in range(40):
        chances = generator.choice([0.1, 0.3, 0.5, 0.7, 0.9], 300)
        truth = generator.random(300) < chances
        found = reliability(chances, truth, seed=5)
        inside += ((found.low <= found.recalibrated) & (found.recalibrated <= found.high)).tolist()
    assert 0.84 <= np.mean(inside) <= 0.96
    biased = reliability(np.full(300, 0.2), generator.random(300) < 0.5)
    assert biased.recalibrated[0] > biased.high[0]


def test_no_claims_have_no_calibration():
    with pytest.raises(ValueError, match="no claims"):
        reliability(np.array([]), np.array([], dtype=bool))


@given(st.lists(st.floats(0.001, 0.999), min_size=2, max_size=6))
def test_pools_of_two_answers_are_the_pools_of_chances(chances):
    table = np.array([[one, 1 - one] for one in chances])
    assert crowd(table, None)[0] == pytest.approx(pooled(chances), abs=1e-9)
    for exponent in (1.0, 1.5):
        expected = pooled(chances, method="log-odds", exponent=exponent)
        assert crowd(table, exponent)[0] == pytest.approx(expected, abs=1e-9)
