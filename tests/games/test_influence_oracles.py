"""Influence: the compiled models against slow, plain ones, over all their switches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.influence import VARIANTS, ChallengeRules, SpatialRules, challenge, exchange, spatial
from tests.games.influence_arenas import drawn, hundredths
from tests.games.influence_oracles import SlowChallenge, SlowExchange, SlowSpatial

SEEDS = st.integers(0, 2**32 - 1)
SWITCHES = {
    "status_quo": [0.0, 0.5, 1.0],
    "drift": ["middle", 0.0, 0.3, 1.0],
    "drift_sign": [-1, 1],
    "pool": ["pair", "all pairs"],
    "voters": ["perceiver", "own", "neutral"],
    "net": [False, True],
    "view": ["own", "target"],
    "middle": ["median", "mean"],
    "choice": ["least move", "lowest", "strongest"],
    "order": ["at once", "sequence"],
    "compromise": ["ratio", "split"],
    "capitulation": [True, False],
}
challenge_rules = st.builds(
    ChallengeRules, **{name: st.sampled_from(one) for name, one in SWITCHES.items()}
)
spatial_rules = st.builds(
    SpatialRules,
    voting=st.sampled_from(["Binary", "PropBin", "Proportional", "PropCbc", "Cubic", "ASymProsp"]),
    victory=st.sampled_from(["Linear", "Square", "Quartic", "Octic", "Binary"]),
    equilibrium=st.sampled_from(["Conditional", "MarkovUniform", "MarkovIncentive"]),
    risk_range=st.sampled_from(["Min", "Mid", "Max"]),
    risk_adjust=st.sampled_from(["None", "OneThird", "Half", "TwoThirds", "Full"]),
    commit=st.sampled_from(["NoCommit", "SemiCommit", "FullCommit"]),
    interpolation=st.sampled_from(["S1P1", "S2P2", "S2PMax"]),
    bargain=st.sampled_from(["InitOnly", "InitRcvr", "PWComp"]),
    compromise_power=st.sampled_from(["initiator", "own"]),
    receiver_view=st.sampled_from(["gain", "chance"]),
)


def check_challenge(arena, rules, rounds=3):
    x, s, w = arena.positions[0, :, 0], arena.salience[0, :, 0], arena.weights[0, :, 0]
    slow = SlowChallenge(x, s, w, rules)
    found = challenge(arena, rounds, rules=rules)
    for turn in range(rounds):
        slow.turn()
        assert found.path[0, turn + 1, :, 0] == pytest.approx(slow.x, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(2, 6), challenge_rules)
def test_challenge_with_any_switches_is_what_its_formulas_say(seed, n, rules):
    check_challenge(drawn(seed, n, 1), rules)


@pytest.mark.parametrize("variant", sorted(VARIANTS))
@pytest.mark.parametrize("seed", range(6))
def test_challenge_variants_are_what_their_formulas_say(variant, seed):
    check_challenge(drawn(seed, 7, 1), VARIANTS[variant])
    check_challenge(drawn(seed, 7, 1), replace(VARIANTS[variant], status_quo=0.5))


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(2, 5), st.integers(1, 3), spatial_rules, st.booleans())
def test_spatial_with_any_switches_is_what_its_formulas_say(seed, n, m, rules, adjusted):
    rules = replace(rules, turns=3, calm=0.0)
    arena = drawn(seed, n, m)
    shares = np.random.default_rng(seed).dirichlet(np.ones(n + 1), n)[:, :-1] if adjusted else None
    # Saliences that add up to more than 1 are shared out over the issues.
    s = arena.salience[0] / (m if (arena.salience[0].sum(axis=1) > 1).any() else 1)
    slow = SlowSpatial(arena.positions[0] / 100, s, arena.power()[0], rules, shares)
    found = spatial(arena, rules, accommodation=shares)
    for turn in range(int(found.rounds[0])):
        slow.turn()
        assert found.path[0, turn + 1] == pytest.approx(100 * slow.place, abs=0.011)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(2, 7), st.integers(2, 4))
def test_exchange_is_what_every_candidate_with_its_own_memory_comes_to(seed, n, m):
    arena = drawn(seed, n, m)
    slow, made = SlowExchange(arena.positions[0], arena.salience[0], arena.weights[0]).play()
    found = exchange(arena, 1)
    assert hundredths(arena, found.path[0, 1]) == pytest.approx(slow, abs=1e-6)
    events = found.events()
    assert [one.gains for one in events] == [pytest.approx(one.gains, abs=1e-9) for one in made]
