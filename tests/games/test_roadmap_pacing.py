"""The pacing programme: the published table, bounds, and its own schedule put to the checks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.games.roadmap.pacing import pace

EXCHANGE = np.array([[-2.0, 4.0], [4.0, -2.0]])


@pytest.mark.parametrize(
    ("undo", "verify", "first"),
    [
        (0.2, 1, 0.45), (0.4, 1, 0.61), (0.6, 1, 0.81), (0.8, 1, 1.0),
        (0.6, 0.3, 0.42), (0.6, 0.6, 0.66), (0.6, 1.0, 0.81),
    ],
)  # fmt: skip
def test_the_table_of_first_steps(undo, verify, first):
    found = pace(EXCHANGE, undo, verify, 0.7)
    np.testing.assert_allclose(found.first, first, atol=0.005)
    np.testing.assert_allclose(pace(EXCHANGE, undo, verify, 0.7, years=5).first, first, atol=0.005)


def test_nothing_that_can_be_taken_back_nothing_given():
    for delta in (0.3, 0.7, 0.95):
        np.testing.assert_allclose(pace(EXCHANGE, 0, 1, delta).shares, 0, atol=1e-9)


shares = st.floats(0.05, 1).map(lambda x: round(x, 3))


@given(shares, shares, shares, st.floats(0.3, 0.95))
@settings(max_examples=40, deadline=None)
def test_more_to_take_back_or_to_see_never_makes_the_first_step_smaller(undo, more, verify, delta):
    low, high = sorted((undo, more))
    small, large = pace(EXCHANGE, low, verify, delta), pace(EXCHANGE, high, verify, delta)
    assert (large.first >= small.first - 1e-6).all()
    blind, sharp = pace(EXCHANGE, verify, low, delta), pace(EXCHANGE, verify, high, delta)
    assert (sharp.first >= blind.first - 1e-6).all()


@st.composite
def exchanges(draw):
    parties = draw(st.integers(2, 3))
    source = np.random.default_rng(draw(st.integers(0, 2**31)))
    flow = source.uniform(0.5, 3, (parties, parties))
    flow[np.diag_indices(parties)] *= -1
    return (
        flow, source.uniform(0, 1, parties), source.uniform(0, 1, parties),
        source.uniform(0.3, 0.95, parties),
    )  # fmt: skip


@given(exchanges())
@settings(max_examples=40, deadline=None)
def test_nobody_gains_by_leaving_its_schedule(case):
    """Both checks of every party and year, year by year, from the definitions."""
    flow, undo, verify, delta = case
    years = 8
    x = pace(flow, undo, verify, delta, years=years).shares
    assert (np.diff(x, axis=1) >= -1e-7).all()
    u = flow @ x
    kept = flow * (1 - undo)
    for i in range(len(flow)):
        d = delta[i]
        for t in range(years):
            later = sum(d ** (s - t - 1) * u[i, s] for s in range(t + 1, years - 1))
            start = max(t + 1, years - 1)
            after = later + d ** (start - t - 1) * u[i, -1] / (1 - d)
            dev = x[:, t].copy()
            dev[i] = x[i, t - 1] if t else 0.0
            gain = flow[i] @ dev - u[i, t]
            assert gain <= d * verify[i] * (after - kept[i] @ dev / (1 - d)) + 1e-6
            retreat = -undo[i] * flow[i, i] * x[i, t]
            assert retreat <= d * (after - kept[i] @ x[:, t] / (1 - d)) + 1e-6


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((np.ones((2, 3)), 1, 1, 0.5), "square matrix"),
        ((EXCHANGE, 1.5, 1, 0.5), "undo lies from 0 to 1"),
        ((EXCHANGE, 1, -0.1, 0.5), "verify lies from 0 to 1"),
        ((EXCHANGE, 1, 1, 1.0), "strictly between 0 and 1"),
        ((EXCHANGE, 1, 1, 0.5, 1), "at least 2 years"),
    ],
)
def test_what_is_out_of_bounds(arguments, told):
    with pytest.raises(ValueError, match=told):
        pace(*arguments)
