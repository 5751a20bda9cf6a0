"""Influence: what has to hold of every model, on random arenas and degenerate ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from summitry.influence import (
    Arena,
    ChallengeRules,
    ExchangeRules,
    SpatialRules,
    challenge,
    exchange,
    nash,
    procedural,
    spatial,
    vote,
    weighted_mean,
    weighted_median,
)
from tests.games.influence_arenas import arenas, drawn, hundredths

MODELS = {
    "mean": weighted_mean,
    "median": weighted_median,
    "vote": lambda a: vote(a, risk=1.4),
    "sign": lambda a: vote(a, "sign"),
    "nash": nash,
    "nash weighted": lambda a: nash(a, "quadratic", "capability"),
    "procedural": lambda a: procedural(a, a.actors[0]),
    "challenge": lambda a: challenge(a, 4),
    "scholz": lambda a: challenge(a, 4, "scholz-code"),
    "spatial": lambda a: spatial(a, SpatialRules(turns=4)),
    "exchange": lambda a: exchange(a, 3),
}
BETWEEN = [name for name in MODELS if name not in ("nash", "nash weighted", "procedural")]
SEEDS = st.integers(0, 2**32 - 1)
model = st.sampled_from(sorted(MODELS))


def weighty(arena):
    """Somebody with weight on every issue; capability enough."""
    return bool((arena.weights.sum(axis=1) > 0).all() and (arena.power().sum(axis=1) > 0).all())


@settings(max_examples=200, deadline=None)
@given(arenas(), model)
def test_outcomes_are_numbers_between_the_positions_held(arena, name):
    assume(weighty(arena))
    found = MODELS[name](arena)
    draws, m = arena.draws, len(arena.issues)
    assert found.outcome.shape == (draws, m)
    assert np.isfinite(found.outcome).all()
    assert (np.isnan(found.path) == ~arena.stances[:, None]).all()
    assert found.path[:, 0] == pytest.approx(arena.positions, nan_ok=True)
    assert found.outcomes[:, -1] == pytest.approx(found.outcome)
    low, high = np.nanmin(arena.positions, axis=1), np.nanmax(arena.positions, axis=1)
    if name not in BETWEEN:
        low, high = np.minimum(low, arena.status_quo), np.maximum(high, arena.status_quo)
    # The spatial model rounds offers to a ten-thousandth of the scale.
    slack = 0.0051 if name == "spatial" else 1e-9
    assert (found.outcome >= low - slack).all()
    assert (found.outcome <= high + slack).all()
    inside = np.nan_to_num(found.path, nan=50.0)
    assert (inside >= min(0, *low.ravel()) - 1e-9).all()
    assert (inside <= 100 + 1e-9).all()


@settings(max_examples=120, deadline=None)
@given(SEEDS, st.integers(1, 6), st.integers(1, 3), model, st.sampled_from([0.01, 3.7]))
def test_units_and_the_origin_of_a_scale_change_nothing(seed, n, m, name, unit):
    arena = drawn(seed, n, m, equal=seed % 2 == 0)
    assume(weighty(arena))
    moved = Arena(
        arena.actors,
        arena.issues,
        unit * arena.positions - 12,
        arena.salience,
        2.5 * arena.power(),
        unit * arena.status_quo - 12,
        unit * arena.bounds - 12,
    )
    mine, other = MODELS[name](arena).outcome, MODELS[name](moved).outcome
    slack = 0.02 if name == "spatial" else 1e-4
    if name == "nash" and m > 1:
        # Linear losses may leave several points with the same gains.
        gains = [MODELS[name](one).matrices["gain"] for one in (arena, moved)]
        assert gains[0] / 100 == pytest.approx(gains[1] / unit / 100, abs=1e-5)
        return
    assert (other + 12) / unit == pytest.approx(mine, abs=slack)


@settings(max_examples=120, deadline=None)
@given(SEEDS, st.integers(2, 6), st.integers(1, 3), model)
def test_the_order_of_actors_changes_nothing_without_ties(seed, n, m, name):
    arena = drawn(seed, n, m)
    first, *rest = arena.actors
    order = [first, *np.random.default_rng(seed).permutation(rest)]
    names = order if name == "procedural" else order[::-1]
    other = MODELS[name](arena.only(names))
    mine = MODELS[name](arena)
    if name == "nash" and m > 1:
        back = [names.index(one) for one in arena.actors]
        assert other.matrices["gain"][:, back] == pytest.approx(mine.matrices["gain"], abs=1e-5)
        return
    assert other.outcome == pytest.approx(mine.outcome, abs=0.02 if name == "spatial" else 1e-4)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(1, 6), st.integers(1, 3), model)
def test_draws_are_played_each_for_itself(seed, n, m, name):
    arena = drawn(seed, n, m, 5)
    found = MODELS[name](arena)
    for draw in range(5):
        alone = MODELS[name](arena.draw(draw))
        assert alone.outcome[0].tolist() == found.outcome[draw].tolist()
        rows = min(alone.path.shape[1], found.path.shape[1])
        assert alone.path[0, :rows].tolist() == found.path[draw, :rows].tolist()


@settings(max_examples=60, deadline=None)
@given(arenas(draws=3), st.sampled_from(["challenge", "scholz", "spatial", "exchange"]))
def test_the_record_tells_every_step_of_the_path(arena, name):
    assume(weighty(arena))
    found = MODELS[name](arena)
    draw = arena.draws - 1
    record = found.record(draw)
    place = found.path[draw].copy()
    for turn in range(1, found.path.shape[1]):
        steps = [one for one in record.moves if one.round == turn]
        told = {}
        for one in steps:
            told[one.actor, one.issue] = one.end
        if name == "exchange":  # the next round begins elsewhere than where the last one ended
            for (actor, issue), end in told.items():
                at = place[turn, arena.actors.index(actor), arena.issues.index(issue)]
                assert at == pytest.approx(end, abs=1e-9)
            continue
        for i, actor in enumerate(arena.actors):
            for q, issue in enumerate(arena.issues):
                if np.isnan(place[turn, i, q]):
                    continue
                end = told.get((actor, issue), place[turn - 1, i, q])
                assert place[turn, i, q] == pytest.approx(end, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(arenas(issues=1), st.sampled_from(["paper", "own", "neutral"]))
def test_chances_of_a_challenge_add_up_to_one(arena, kind):
    assume(weighty(arena))
    rules = ChallengeRules() if kind == "paper" else ChallengeRules(voters=kind)
    found = challenge(arena, 1, rules=rules)
    p = found.matrices["probability"][..., 0]
    apart = np.abs(arena.positions[:, :, None, 0] - arena.positions[:, None, :, 0]) > 0
    # Each side's chance is as it sees it; with one risk for all both see the same.
    if kind != "paper":
        assert (p + p.swapaxes(1, 2))[apart] == pytest.approx(1)
    else:
        neutral = challenge(arena, 1, rules=ChallengeRules(voters="neutral"))
        both = neutral.matrices["probability"][..., 0]
        assert (both + both.swapaxes(1, 2))[apart] == pytest.approx(1)
    assert (p[apart] >= 0).all()
    assert (p[apart] <= 1).all()


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(2, 7), st.integers(2, 4))
def test_exchanges_give_both_the_same_and_never_pass_a_demand(seed, n, m):
    arena = drawn(seed, n, m, gaps=0.1)
    found = exchange(arena, 2)
    total = {"first": 0.0}
    for one in found.events():
        assert one.gains[0] == pytest.approx(one.gains[1], abs=1e-9)
        assert min(one.gains) > 0
        total["first"] += one.own
        third = set(one.externalities) - set(one.actors)
        assert set(one.inner) | set(one.outer) <= third
        assert not set(one.inner) & set(one.outer)
        i, j = (arena.actors.index(name) for name in one.actors)
        q, p = (arena.issues.index(name) for name in one.supplies)
        if one.round == 1:
            x = arena.positions[0]
            assert min(x[i, q], x[j, q]) - 1e-9 <= one.ends[0] <= max(x[i, q], x[j, q]) + 1e-9
            assert min(x[i, p], x[j, p]) - 1e-9 <= one.ends[1] <= max(x[i, p], x[j, p]) + 1e-9
    last = hundredths(arena, found.outcomes[0])
    assert last.min() >= -1e-9
    assert last.max() <= 100 + 1e-9


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from(["randomised", "random"]), st.sampled_from([0.2, 1.0]))
def test_random_rates_leave_both_a_gain_and_repeat_with_their_seed(seed, rate, part):
    arena = drawn(seed, 6, 3, 2)
    rules = ExchangeRules(rate=rate, part=part if rate == "randomised" else 0.0)
    found = exchange(arena, 2, rules=rules, seed=seed)
    for draw in range(2):
        for one in found.events(draw):
            assert min(one.gains) > 0
    again = exchange(arena, 2, rules=rules, seed=seed)
    assert again.path.tolist() == found.path.tolist()
    if rate == "randomised":
        none = exchange(arena, 2, rules=ExchangeRules(rate=rate, part=0.0), seed=seed)
        assert none.outcome == pytest.approx(exchange(arena, 2).outcome, abs=1e-7)


def test_random_rates_differ_from_equal_gains():
    arena = drawn(5, 8, 3)
    events = exchange(arena, 1, rules=ExchangeRules(rate="random")).events()
    assert any(abs(one.gains[0] - one.gains[1]) > 1e-3 for one in events)


def test_ties_of_exchange():
    """Two alike face one partner: only one of them can have the trade."""
    x = [[90, 80], [90, 80], [10, 20]]
    s = [[0.9, 0.2], [0.9, 0.2], [0.2, 0.9]]
    arena = Arena(["a", "b", "c"], ["p", "q"], x, s, [1, 1, 1], bounds=[[0, 100]] * 2)
    first = exchange(arena, 1)
    assert first.events()[0].actors[0] == "a" or first.events()[0].actors[1] == "a"
    assert any("equal gain" in note for note in first.notes)
    every = exchange(arena, 1, "all")
    assert every.orders.exact
    assert every.orders.chances.tolist() == [[0.5, 0.5]]
    seen = {exchange(arena, 1, "random", seed=one).path.tobytes() for one in range(12)}
    assert len(seen) == 2


def test_stochastic_transitions_repeat_and_differ_by_draw_and_seed():
    one = drawn(4, 6, 2)
    copies = Arena(
        one.actors, one.issues, np.repeat(one.positions, 40, axis=0), one.salience, one.power(),
        bounds=one.bounds,
    )  # fmt: skip
    rules = SpatialRules(transition="Stochastic", turns=3)
    found = spatial(copies, rules, seed=1)
    assert np.unique(found.outcome[:, 0]).size > 5
    assert spatial(copies, rules, seed=1).outcome.tolist() == found.outcome.tolist()
    assert spatial(copies, rules, seed=2).outcome.tolist() != found.outcome.tolist()
    record = found.record(7)
    ends = {(m.actor, m.issue): m.end for m in record.moves if m.round == found.rounds[7]}
    for (actor, issue), end in ends.items():
        at = found.path[7, found.rounds[7], one.actors.index(actor), one.issues.index(issue)]
        assert at == pytest.approx(end, abs=1e-9)


@pytest.mark.parametrize("name", sorted(MODELS))
def test_degenerate_arenas_have_defined_answers(name):
    quo = [0.0, 0.0]
    alone = Arena(["a"], ["p", "q"], [[3, 4]], [[1, 0.5]], [2], quo)
    assert MODELS[name](alone).outcome.tolist() == [[3, 4]]
    same = Arena(list("abc"), ["p", "q"], [[5, 5]] * 3, [[1, 0.5]] * 3, [1, 2, 3], quo)
    assert MODELS[name](same).outcome == pytest.approx(np.array([[5, 5]]))
    mute = Arena(
        list("abc"), ["p", "q"], [[1, 2], [3, np.nan], [9, 4]], [[1, 1], [1, 1], [0, 0]],
        [1, 1, 0], quo,
    )  # fmt: skip
    assert np.isfinite(MODELS[name](mute).outcome).all()


@pytest.mark.parametrize("name", ["challenge", "scholz", "spatial", "exchange"])
def test_ends_alone_are_the_ends_of_the_path(name):
    arena = drawn(9, 6, 3, 4)
    run = {
        "challenge": lambda path: challenge(arena, 3, path=path),
        "scholz": lambda path: challenge(arena, 3, "scholz-code", path=path),
        "spatial": lambda path: spatial(arena, SpatialRules(turns=3), path=path),
        "exchange": lambda path: exchange(arena, 3, path=path),
    }[name]
    whole, ends = run(True), run(False)
    assert ends.path.shape[1] == 2
    assert ends.path[:, -1].tolist() == whole.path[:, -1].tolist()
    assert ends.outcomes[:, 0] == pytest.approx(whole.outcomes[:, 0])
    assert ends.outcome.tolist() == whole.outcome.tolist()
    assert ends.rounds.tolist() == whole.rounds.tolist()


BAD = [
    (lambda a: challenge(a, 0), "at least 1"),
    (lambda a: challenge(a, variant="x"), "variants are"),
    (lambda a: challenge(a, outcome="mode"), "outcome is"),
    (lambda _: ChallengeRules(view="x"), "view is one of"),
    (lambda _: ChallengeRules(status_quo=2), "from 0 to 1"),
    (lambda _: ChallengeRules(drift=2), "drift is a probability"),
    (lambda _: ChallengeRules(zero=-1), "at least 0"),
    (lambda _: SpatialRules(voting="x"), "voting is one of"),
    (lambda _: SpatialRules(turns=0), "turns must be"),
    (lambda a: spatial(a, accommodation=[[1]]), "accommodation has shape"),
    (lambda a: spatial(a, accommodation=np.ones((3, 3))), "at most 1"),
    (lambda a: spatial(Arena(["a"], ["q"], [[1]], [[1]], [0])), "nobody has any capability"),
    (lambda a: exchange(a, 0), "at least 1"),
    (lambda a: exchange(a, ties="x"), "ties are"),
    (lambda _: ExchangeRules(rate="x"), "rate is one of"),
    (lambda _: ExchangeRules(limit="x"), "limit is"),
    (lambda _: ExchangeRules(part=0.5), "change nothing"),
    (lambda _: ExchangeRules(swing=0.8, least=0.3), "from 0 to 1"),
]


@pytest.mark.parametrize(("make", "words"), BAD, ids=[str(one) for one in range(len(BAD))])
def test_errors_are_one_clear_sentence(make, words):
    with pytest.raises(ValueError, match=words) as caught:
        make(drawn(1, 3, 2))
    assert "\n" not in str(caught.value)


def test_capability_by_issue_is_for_models_that_can_use_it():
    arena = Arena(
        ["a", "b"],
        ["p", "q"],
        [[0, 9], [8, 1]],
        [[0.9, 0.3], [0.3, 0.9]],
        [[[1, 2], [3, 4]]],
        [0, 0],
    )
    assert np.isfinite(exchange(arena, 2).outcome).all()
    assert weighted_mean(arena).outcome[0, 0] == pytest.approx(0.9 * 8 / 1.8)
    for run in (spatial, lambda a: nash(a, weights="capability")):
        with pytest.raises(ValueError, match="'a' has another capability on each issue"):
            run(arena)
