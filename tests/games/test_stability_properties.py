"""What holds of every conflict: implications between concepts, and invariances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.stability import (
    BASIC,
    Concept,
    Conflict,
    Option,
    Payoffs,
    analyse_coalitions,
    reach,
    simultaneous,
)
from tests.games.stability_conflicts import random_graph, random_options

EVERY = settings(max_examples=80, deadline=None)
SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed, most=5):
    random = np.random.default_rng(seed)
    graph = random.random() < 0.5
    return random, random_graph(random) if graph else random_options(random, most=most)


@EVERY
@given(SEEDS)
def test_implications_between_concepts(seed):
    """Fang, Hipel and Kilgour (1993); Rego and Vieira (2017) for SSEQ."""
    _, conflict = drawn(seed)
    analysis = conflict.analyse(horizon=1)
    by = {concept: analysis.stable[:, at] for at, concept in enumerate(analysis.concepts)}
    for strong, weak in (
        ("Nash", "SMR"), ("SMR", "GMR"), ("Nash", "SEQ"), ("SEQ", "GMR"), ("Nash", "SSEQ"),
        ("SSEQ", "SMR"), ("SSEQ", "SEQ"),
    ):  # fmt: skip
        assert (by[strong] <= by[weak]).all(), (strong, weak)
    assert np.array_equal(by["L"], by["Nash"])
    if "SIM" in by:
        assert (by["Nash"] <= by["SIM"]).all()


@EVERY
@given(SEEDS)
def test_maps_of_payoffs_that_keep_their_order_change_nothing(seed):
    random, conflict = drawn(seed)
    analysis = conflict.analyse(horizon=3)
    mapped = {}
    for party, own in zip(conflict.parties, conflict.payoffs, strict=True):
        heights = np.sort(random.normal(size=int(own.max()) + 1))
        mapped[party] = Payoffs(heights[own])
    other = conflict.given(mapped).analyse(horizon=3)
    assert other.concepts == analysis.concepts
    assert np.array_equal(other.stable, analysis.stable)


@EVERY
@given(SEEDS)
def test_renumbering_states_renumbers_the_results(seed):
    random = np.random.default_rng(seed)
    conflict = random_graph(random)
    order = random.permutation(conflict.size)
    names = [conflict.names[at] for at in order]
    moves = {
        party: [
            (conflict.names[s], conflict.names[t])
            for s in range(conflict.size)
            for t in conflict.moves(party, s)
        ]
        for party in conflict.parties
    }
    preferences = {
        party: Payoffs(own[order])
        for party, own in zip(conflict.parties, conflict.payoffs, strict=True)
    }
    other = Conflict.graph(names, moves, preferences).analyse(horizon=3)
    assert np.array_equal(other.stable, conflict.analyse(horizon=3).stable[:, :, order])


@EVERY
@given(SEEDS)
def test_an_option_turned_round_with_its_direction_changes_nothing(seed):
    random = np.random.default_rng(seed)
    conflict = random_options(random)
    turned = int(random.integers(len(conflict.options)))
    back = {"both": "both", "forward": "back", "back": "forward"}
    options = [
        Option(one.name, one.owners, back[one.direction] if at == turned else one.direction)
        for at, one in enumerate(conflict.options)
    ]
    codes = conflict.codes ^ (1 << turned)
    order = np.argsort(codes)
    preferences = {
        party: Payoffs(own[order])
        for party, own in zip(conflict.parties, conflict.payoffs, strict=True)
    }
    other = Conflict(options, preferences, feasible=codes).analyse(horizon=3)
    assert np.array_equal(other.stable, conflict.analyse(horizon=3).stable[:, :, order])


@EVERY
@given(SEEDS)
def test_options_in_another_order_change_nothing(seed):
    random = np.random.default_rng(seed)
    conflict = random_options(random)
    order = random.permutation(len(conflict.options))
    codes = np.zeros(conflict.size, dtype=np.int64)
    for new, old in enumerate(order):
        codes |= (conflict.codes >> old & 1) << new
    place = np.argsort(codes)
    preferences = {
        party: Payoffs(own[place])
        for party, own in zip(conflict.parties, conflict.payoffs, strict=True)
    }
    other = Conflict([conflict.options[at] for at in order], preferences, feasible=codes)
    assert np.array_equal(
        other.analyse(horizon=2).stable, conflict.analyse(horizon=2).stable[:, :, place]
    )


@EVERY
@given(SEEDS)
def test_a_coalition_of_one_is_that_party_and_a_larger_one_asks_more(seed):
    _, conflict = drawn(seed, most=4)
    single = analyse_coalitions(conflict, [[one] for one in conflict.parties])
    assert np.array_equal(single.stable, conflict.analyse(BASIC).stable)


@EVERY
@given(SEEDS)
def test_one_party_alone_is_stable_where_it_is_best_off(seed):
    random = np.random.default_rng(seed)
    options = [Option(f"o{at}", ("A",)) for at in range(3)]
    conflict = Conflict(options, {"A": Payoffs(random.integers(0, 4, 8))})
    best = conflict.payoffs[0] == conflict.payoffs[0].max()
    for concept in Concept:
        assert np.array_equal(conflict.analyse([concept]).of(concept), best)


@EVERY
@given(SEEDS)
def test_with_two_parties_a_sanction_is_one_move(seed):
    random = np.random.default_rng(seed)
    conflict = random_options(random, shared=False)
    if len(conflict.parties) != 2:
        return
    own = conflict.payoffs[0]
    for state in range(conflict.size):
        gains = [t for t in conflict.moves("P0", state) if own[t] > own[state]]
        met = all(any(own[x] <= own[state] for x in conflict.moves("P1", int(t))) for t in gains)
        assert conflict.analyse(["GMR"]).of("GMR", "P0")[state] == met


def test_chosen_states_by_simultaneous_stability_are_what_all_of_them_are():
    conflict = random_options(np.random.default_rng(2), most=6, shared=False)
    every = conflict.analyse(["SIM"]).stable[:, 0]
    some = [0, conflict.size - 1]
    assert np.array_equal(simultaneous(conflict, some), every[:, some])


def test_work_can_be_watched_and_stopped():
    random = np.random.default_rng(0)
    options = [Option(f"o{at}", (f"P{at % 3}",)) for at in range(12)]
    conflict = Conflict(options, {f"P{at}": Payoffs(random.random(1 << 12)) for at in range(3)})
    told = []
    conflict.analyse(progress=lambda share, what: told.append((share, what)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] == 1
    assert any("P2" in what for _, what in told)

    def stop(share, what):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        conflict.analyse(progress=stop)


def test_what_is_left_out_is_said():
    graph = random_graph(np.random.default_rng(0))
    analysis = graph.analyse()
    assert "option form only" in analysis.left_out[Concept.SIM]
    with pytest.raises(ValueError, match="SIM was not analysed"):
        analysis.of("SIM")
    with pytest.raises(ValueError, match="option form only"):
        graph.analyse(["SIM"])
    with pytest.raises(ValueError, match="no concept is called 'Nsah'"):
        graph.analyse(["Nsah"])
    with pytest.raises(ValueError, match="a horizon is at least 1"):
        graph.analyse(horizon=0)
    options = [Option(f"o{at}", ("A",)) for at in range(15)]
    large = Conflict(options, {"A": Payoffs(np.arange(1 << 15))})
    found = large.analyse()
    assert found.concepts == BASIC
    assert "16,384 states" in found.left_out[Concept.SIM]
    assert large.analyse(["L"]).equilibria("L").tolist() == [(1 << 15) - 1]


def test_ways_that_do_not_exist_are_refused():
    conflict = Conflict.graph(["s", "t"], {"A": [("s", "t")]}, {"A": Payoffs([1, 2])})
    assert reach(conflict, "t").states.tolist() == [1]
    with pytest.raises(ValueError, match="no such sequence leads from t to s"):
        reach(conflict, "t").path("s")
    with pytest.raises(ValueError, match="moves are moves"):
        reach(conflict, "t", kind="any")
