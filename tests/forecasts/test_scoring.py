"""Scores of models: against hand-made cases, against a slow bootstrap, and their invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from summitry.forecasts.scoring import resampled, scores

NAN = np.nan


def score(errors, decision, names=None, resamples=500, seed=3):
    errors = np.asarray(errors, dtype=float)
    names = names or [f"m{number}" for number in range(errors.shape[1])]
    at = np.asarray(decision, dtype=np.int64)
    return scores(names, errors, at, resamples=resamples, seed=seed)


def test_a_case_reckoned_by_hand():
    errors = [[3, -4, 0], [-1, 4, 0], [2, 10, NAN]]
    found, pairs = score(errors, [0, 0, 1], ["a", "b", "c"])
    assert [one.issues for one in found] == [3, 3, 2]
    assert [one.mae for one in found] == [2, 6, 0]
    assert found[0].rmse == pytest.approx(np.sqrt((9 + 1 + 4) / 3))
    assert [one.common for one in found] == [2, 4, 0]  # on the two issues that all answered
    assert [one.rank for one in found] == [2, 3, 1]
    assert [one.best for one in found] == [0, 0, 1]
    first = pairs[0]
    assert (first.first, first.second, first.issues, first.decisions) == ("a", "b", 3, 2)
    assert first.difference == pytest.approx((-1 - 3 - 8) / 3)
    assert first.nearer == 1
    assert (pairs[1].issues, pairs[1].low) == (2, None)  # both in one decision


def test_two_decisions_have_three_equally_known_bootstrap_means():
    """Of two decisions a draw has the first twice, both, or the second twice: 1/4, 1/2, 1/4."""
    found, _ = score([[1], [1], [1], [5]], [0, 0, 0, 1], resamples=4000)
    assert (found[0].low, found[0].high) == (1, 5)
    counts = resampled(2, 4000, 3)
    assert (counts.sum(axis=1) == 2).all()
    share = (counts[:, 0] == 1).mean()
    assert share == pytest.approx(0.5, abs=0.03)
    means = (counts @ [3, 5]) / (counts @ [3, 1])
    assert set(np.round(means, 9)) == {1, 2, 5}


def test_the_bootstrap_draws_decisions_and_not_issues():
    """A hundred equal issues of one decision tell no more than one of them."""
    one, _ = score([[1], [9]], [0, 1], resamples=4000)
    many, _ = score([[1]] * 100 + [[9]], [0] * 100 + [1], resamples=4000)
    assert (one[0].low, one[0].high) == (many[0].low, many[0].high) == (1, 9)


@given(st.integers(2, 6), st.integers(0, 50))
@settings(max_examples=25, deadline=None)
def test_intervals_by_a_slow_bootstrap_of_the_same_draws(decisions, seed):
    source = np.random.default_rng(seed)
    decision = np.sort(np.append(source.integers(0, decisions, 12), range(decisions)))
    errors = source.normal(0, 10, (len(decision), 2))
    found, pairs = score(errors, decision, resamples=200, seed=seed)
    counts = resampled(decisions, 200, seed)
    slow = {"a": [], "gap": []}
    for row in counts:
        picked = [one for at, times in enumerate(row.astype(int)) for one in [at] * times]
        issues = np.concatenate([np.flatnonzero(decision == at) for at in picked])
        size = np.abs(errors[issues])
        slow["a"].append(size[:, 0].mean())
        slow["gap"].append((size[:, 0] - size[:, 1]).mean())
    low, high = np.quantile(slow["a"], (0.025, 0.975))
    assert (found[0].low, found[0].high) == pytest.approx((low, high))
    low, high = np.quantile(slow["gap"], (0.025, 0.975))
    assert (pairs[0].low, pairs[0].high) == pytest.approx((low, high))
    assert pairs[0].low <= pairs[0].difference + 12
    assert pairs[0].told_apart == (not low <= 0 <= high)


@given(arrays(float, (6, 3), elements=st.floats(-100, 100)), st.floats(0.5, 3))
@settings(max_examples=50, deadline=None)
def test_scores_are_what_they_are_called(errors, factor):
    decision = [0, 0, 1, 2, 2, 2]
    found, pairs = score(errors, decision)
    size = np.abs(errors)
    for number, one in enumerate(found):
        assert one.mae == pytest.approx(size[:, number].mean())
        assert one.rmse >= one.mae - 1e-9
        assert one.low - 1e-9 <= one.high
        assert one.rank == 1 + sum(size[:, other].mean() < one.mae - 1e-9 for other in range(3))
    larger, _ = score(errors * factor, decision)
    for one, two in zip(found, larger, strict=True):
        assert two.mae == pytest.approx(factor * one.mae)
        assert two.low == pytest.approx(factor * one.low)
    swapped, back = score(errors[:, ::-1], decision, ["m2", "m1", "m0"])
    assert {one.model: one.mae for one in swapped} == {one.model: one.mae for one in found}
    assert back[0].difference == pytest.approx(-pairs[2].difference)
    assert back[0].nearer == pytest.approx(1 - pairs[2].nearer)


def test_a_model_that_never_answers_has_no_rank_and_spoils_nobodys():
    found, pairs = score([[1, NAN], [3, NAN]], [0, 1], ["a", "mute"])
    assert found[0].rank == 1
    assert found[1].rank is None
    assert found[1].mae is None
    assert pairs == ()
