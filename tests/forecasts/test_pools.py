"""Pools: formulas, properties, weights learnt, and never a pool without its spread."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summitry as sm
from summitry.forecasts.pools import pooled, weights_from_scores
from tests.forecasts.test_forecast import case

chances = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=5)


def test_by_hand():
    assert pooled([0.2, 0.8]) == pytest.approx(0.5)
    assert pooled([0.2, 0.8], [3, 1]) == pytest.approx(0.35)
    assert pooled([0.2, 0.8], method="log-odds") == pytest.approx(0.5)
    odds = (0.6 / 0.4) ** 0.5 * (0.9 / 0.1) ** 0.5
    assert pooled([0.6, 0.9], method="log-odds") == pytest.approx(odds / (1 + odds))
    sharper = odds**2 / (1 + odds**2)
    assert pooled([0.6, 0.9], method="log-odds", exponent=2) == pytest.approx(sharper)


@given(chances, st.sampled_from(["linear", "log-odds"]))
def test_a_pool_lies_between_its_parts_whatever_their_order(parts, method):
    found = pooled(parts, method=method)
    assert min(parts) - 1e-9 <= found <= max(parts) + 1e-9
    assert pooled(parts[::-1], method=method) == pytest.approx(found)
    assert pooled([parts[0]] * 3, method=method) == pytest.approx(parts[0])
    against = pooled([1 - one for one in parts], method=method)
    assert against == pytest.approx(1 - found)


def test_certainty_does_not_break_log_odds():
    assert 0 < pooled([0.0, 1.0], method="log-odds") < 1
    assert pooled([0.0, 0.0]) == 0


@pytest.mark.parametrize(
    ("given_", "more"),
    [([], {}), ([0.5], {"weights": [1, 2]}), ([0.5], {"weights": [0]}),
     ([0.5, 0.5], {"weights": [-1, 2]}), ([0.5], {"weights": [math.nan]}),
     ([0.5], {"exponent": 0}), ([0.5], {"method": "median"})],
)  # fmt: skip
def test_what_is_no_pool_is_refused(given_, more):
    with pytest.raises(ValueError, match=r"pool|weights|exponent"):
        pooled(given_, **more)


def test_weights_are_learnt_from_log_scores():
    scores = {"good": [(0.9, True), (0.2, False)], "bad": [(0.3, True), (0.6, False)]}
    likelihood = {"good": 0.9 * 0.8, "bad": 0.3 * 0.4}
    found = weights_from_scores(scores)
    assert found["good"] / found["bad"] == pytest.approx(likelihood["good"] / likelihood["bad"])
    assert sum(found.values()) == pytest.approx(1)
    assert weights_from_scores(scores, temper=0) == {"good": 0.5, "bad": 0.5}
    halfway = weights_from_scores(scores, temper=0.5)
    assert 0.5 < halfway["good"] < found["good"]
    with pytest.raises(ValueError, match="same questions"):
        weights_from_scores({"good": [(0.9, True)], "bad": []})


def test_the_spread_stays_beside_the_pool():
    made = sm.compare(sm.build(case()), draws=300)
    found = sm.pool(made, weights={"doves": 3, "hawks": 1})
    event = next(one for one in found.events if one.name == "exchange")
    parts = {one.assessment: one.probability("exchange") for one in made.forecasts}
    assert event.parts == parts
    assert event.pooled == pytest.approx(0.75 * parts["doves"] + 0.25 * parts["hawks"])
    assert (event.least, event.greatest) == (min(parts.values()), max(parts.values()))
    assert found.weights == {"doves": 0.75, "hawks": 0.25, "same": 0}
    assert found.basis == "given"
    (table,) = found.tables()
    assert "spread" in table.columns
    assert "weights given" in table.note
    assert sm.pool(made).basis == "equal"
    with pytest.raises(KeyError, match="no assessment 'owls'"):
        sm.pool(made, weights={"owls": 1})
