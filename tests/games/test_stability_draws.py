"""All eight concepts over draws are those of the draws one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.games.stability.horizon.ahead import cycle, liking
from summitry.games.stability.robustness import ranked
from summitry.stability import Concept, Conflict, Option, Payoffs, robustness, sensitivity
from tests.games.stability_conflicts import (
    dilemma,
    elmira,
    random_graph,
    random_merged,
    random_options,
)

EVERY = tuple(Concept)
LATER = EVERY[5:]
SEEDS = st.integers(0, 2**32 - 1)
FAR = 2_000


def alone(conflict, payoffs):
    preferences = zip(conflict.parties, payoffs, strict=True)
    return conflict.given({party: Payoffs(own) for party, own in preferences})


def draws_of(random, conflict, count=6):
    """Payoffs with many ties, with few, or none."""
    high = int(random.choice((2, 4, 9, 1000)))
    return random.integers(0, high, (count, len(conflict.parties), conflict.size)) / 7


@settings(max_examples=80, deadline=None)
@given(SEEDS, st.integers(1, 5))
def test_every_draw_is_judged_as_by_itself(seed, horizon):
    random = np.random.default_rng(seed)
    conflict = random_options(random)
    draws = draws_of(random, conflict)
    found = robustness(conflict, draws, EVERY, horizon=horizon, furthest=FAR)
    assert found.settled.all()
    assert found.unsettled == 0
    for stable, payoffs in zip(found.stable, draws, strict=True):
        analysis = alone(conflict, payoffs).analyse(EVERY, horizon=horizon)
        assert np.array_equal(stable, analysis.stable)


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_some_states_and_some_concepts_are_cut_from_all(seed):
    random = np.random.default_rng(seed)
    conflict = random_options(random)
    draws = draws_of(random, conflict)
    whole = robustness(conflict, draws, EVERY).stable
    states = random.integers(0, conflict.size, 3)
    concepts = random.permutation(EVERY)[: random.integers(1, 8)].tolist()
    part = robustness(conflict, draws, concepts, states=states.tolist())
    assert part.concepts == tuple(concepts)
    places = [EVERY.index(one) for one in concepts]
    assert np.array_equal(part.stable, whole[:, :, places][..., states])


def test_states_that_a_party_does_not_see_are_left_out_of_its_moves():
    random = np.random.default_rng(3)
    options = [Option(f"o{at}", ("AB"[at % 2],)) for at in range(4)]
    for _ in range(10):
        draws = draws_of(random, dilemma(), 8).repeat(4, axis=2)
        given = {party: Payoffs(draws[0, at]) for at, party in enumerate("AB")}
        conflict = Conflict(options, given, unseen={"A": ["o1 and o2"], "B": ["not o3"]})
        found = robustness(conflict, draws, EVERY)
        for stable, payoffs in zip(found.stable, draws, strict=True):
            assert np.array_equal(stable, alone(conflict, payoffs).analyse(EVERY).stable)


def test_by_looking_ahead_the_dilemma_is_left_or_kept_as_its_payoffs_say():
    """Prisoner's dilemma (both states are non-myopic: Brams and Wittman, 1981), and harmony."""
    draws = np.array([[[3, 4, 1, 2], [3, 1, 4, 2]], [[4, 3, 2, 1], [4, 2, 3, 1]]])
    found = robustness(dilemma(), draws, EVERY, states=["NN", "YY"])
    told = {str(one): found.equilibrium[:, at].tolist() for at, one in enumerate(found.concepts)}
    assert told["Nash"] == [[False, True], [True, False]]
    assert told["SIM"] == [[True, True], [True, False]]
    assert told["L"] == [[True, True], [True, False]]
    assert told["NM"] == [[True, True], [True, False]]


def restless():
    """Payoffs of three parties whose horizons begin to repeat themselves only after a hundred."""
    options = [Option(f"o{at}", (f"P{at % 3}",)) for at in range(6)]
    for seed in range(500):
        draws = np.random.default_rng(seed).permuted(np.tile(np.arange(64.0), (1, 3, 1)), axis=2)
        conflict = Conflict(options, {f"P{at}": Payoffs(draws[0, at]) for at in range(3)})
        if cycle(conflict)[1] > 100:
            return conflict, draws
    raise AssertionError


def test_what_is_not_settled_is_not_known_to_hold_and_is_counted():
    conflict, draws = restless()
    still = np.zeros_like(draws)
    both = np.concatenate([draws, still])
    found = robustness(conflict, both, ["L", "NM"], furthest=20)
    assert found.settled.tolist() == [False, True]
    assert found.unsettled == 0.5
    assert not found.stable[0, :, 1].any()
    assert found.stable[1].all()
    assert np.array_equal(found.stable[0, :, 0], conflict.analyse(["L"]).stable[:, 0])
    enough = robustness(conflict, both, ["NM"], furthest=FAR)
    assert enough.settled.all()
    assert np.array_equal(enough.stable[0], conflict.analyse(["NM"]).stable)
    assert robustness(conflict, both, ["L"], furthest=20).settled.all()


def test_horizons_beyond_those_that_repeat_themselves_are_looked_at_too():
    conflict, draws = restless()
    for horizon in (1, 7, 300):
        found = robustness(conflict, draws, EVERY, horizon=horizon, furthest=FAR).stable[0]
        assert np.array_equal(found, conflict.analyse(EVERY, horizon=horizon).stable)


def test_likings_of_many_draws_are_those_of_each():
    random = np.random.default_rng(8)
    for high in (2, 5, 100):
        ranks = ranked(random.integers(0, high, (20, 3, 16)).astype(float))
        for one, liked in zip(ranks, liking(ranks), strict=True):
            assert np.array_equal(liking(one), liked)
            for who in range(3):
                keys = list(zip(one[who], -one[(who + 1) % 3], -one[(who + 2) % 3], strict=True))
                order = sorted(set(keys))
                assert liked[who].tolist() == [order.index(key) for key in keys]


@pytest.mark.parametrize("conflict", [random_graph(np.random.default_rng(1)), elmira(),
                                      random_merged(np.random.default_rng(2))])  # fmt: skip
def test_without_a_lattice_the_basic_ones_are_judged(conflict):
    draws = np.zeros((2, len(conflict.parties), conflict.size))
    message = "over draws SIM, L, NM cannot be judged in graph form or with merged states; Nash, GM"
    with pytest.raises(ValueError, match=message):
        robustness(conflict, draws, EVERY)
    assert robustness(conflict, draws).settled.all()


def test_faults_are_told():
    draws = np.zeros((1, 2, 4))
    with pytest.raises(ValueError, match="a horizon is at least 1"):
        robustness(dilemma(), draws, ["L"], horizon=0)
    with pytest.raises(ValueError, match="one of Nash, GMR, SMR, SEQ, SSEQ"):
        sensitivity(dilemma(), "NN", ["NM"])
