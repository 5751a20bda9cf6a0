"""Influence without rounds: means, medians, votes, agenda setting, Nash bargaining, pivots."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from summitry.influence import (
    Arena,
    nash,
    pivots,
    procedural,
    vote,
    weighted_mean,
    weighted_median,
)
from tests.games.influence_arenas import arenas, cars, drawn

SEEDS = st.integers(0, 2**32 - 1)


def test_weights_are_what_their_name_says():
    arena = Arena(["a", "b"], ["q"], [[0], [1]], [[0.5], [1]], [3, 1])
    expected = {
        "capability x salience": 1 / 2.5,
        "salience": 2 / 3,
        "capability": 0.25,
        "equal": 0.5,
    }
    for weights, outcome in expected.items():
        found = weighted_mean(arena, weights)
        assert found.outcome.item() == pytest.approx(outcome)
        assert weights in found.model


def test_median_of_even_weights_has_a_lower_and_an_upper_end():
    arena = Arena(["a", "b", "c"], ["q"], [[0], [4], [9]], [[1], [1], [0]], [1, 1, 5])
    assert weighted_median(arena).outcome.item() == 0
    assert weighted_median(arena, upper=True).outcome.item() == 4
    assert vote(arena, "sign").outcome.item() == 0
    assert vote(arena, "sign", ties="upper").outcome.item() == 4
    assert vote(arena, ties="upper").outcome.item() == 4  # weightless c holds no less than it costs
    # A tenth three times and three tenths are the same weight, whatever floats say.
    rounded = Arena(list("abcd"), ["q"], [[0], [0], [0], [5]], [[0.1]] * 3 + [[0.3]], [1] * 4)
    assert weighted_median(rounded).outcome.item() == 0
    assert weighted_median(rounded, upper=True).outcome.item() == 5


@settings(deadline=None)
@given(arenas(), st.sampled_from([0.5, 1.0, 2.0]))
def test_votes_beat_every_position_held(arena, risk):
    cost, sign = vote(arena, risk=risk), vote(arena, "sign")
    for draw, issue in itertools.product(range(arena.draws), range(len(arena.issues))):
        one = arena.draw(draw)
        held = one.stances[0, :, issue]
        x, w = one.positions[0, held, issue], one.weights[0, held, issue]
        span = max(np.ptp(x), 1e-9)
        d = (np.abs(x[:, None] - x) / span) ** risk
        best = cost.outcome[draw, issue]
        mine = w @ (np.abs(x - best) / span) ** risk
        assert mine <= (w @ d).min() + 1e-9
        assert best in x
        near = np.abs(x - sign.outcome[draw, issue])
        for other in x:
            margin = w @ np.sign(np.abs(x - other) - near)
            assert margin >= -1e-9
        assert sign.outcome[draw, issue] == weighted_median(arena).outcome[draw, issue]


@settings(deadline=None)
@given(SEEDS, st.integers(1, 6), st.sampled_from([0.3, 0.5, 0.7, 1.0]), st.booleans())
def test_agenda_setter_takes_the_best_point_that_passes(seed, n, quota, consent):
    arena = drawn(seed, n, 2, 3, gaps=0.2)
    votes = np.random.default_rng(seed).integers(1, 4, n)
    needed = ["a1"] if consent and n > 1 else []
    found = procedural(arena, "a0", quota, needed, votes)
    grid = np.linspace(0, 100, 2001)
    for draw, issue in itertools.product(range(3), range(2)):
        x, q = arena.positions[draw, :, issue], arena.status_quo[0, issue]
        held = ~np.isnan(x)
        points = np.append(grid, [q, found.outcome[draw, issue]])
        likes = np.abs(points - x[held, None]) <= np.abs(q - x[held, None]) + 1e-9
        passes = votes[held] @ likes >= quota * votes[held].sum() - 1e-9
        if needed and held[1]:
            passes &= likes[held[:1].sum()]
        assert passes[-1]
        gap = np.abs(points[passes] - x[0])
        assert abs(found.outcome[draw, issue] - x[0]) <= gap.min() + 1e-9
        assert found.agreed[draw, issue] == (found.outcome[draw, issue] != q)


def test_agenda_setting_by_hand():
    arena = Arena(["s", "m", "z"], ["q"], [[10], [4], [-1]], [[1]] * 3, [1] * 3, status_quo=[0])
    assert procedural(arena, "s").outcome.item() == 8  # m's mirror image of the status quo
    held = procedural(arena, "s", quota=1)
    assert held.outcome.item() == 0
    assert not held.agreed.any()
    assert "status quo stays" in " ".join(held.notes)
    assert procedural(arena, "s", consent=["z"]).outcome.item() == 0


def product(arena, draw, point, loss, exponents):
    """Weighted sum of logarithms of gains over the status quo at points (..., issues)."""
    x, s = arena.positions[draw] / 100, arena.salience[draw]
    quo = arena.status_quo[0] / 100
    power = 1 if loss == "linear" else 2
    here = np.abs(x - np.asarray(point)[..., None, :] / 100) ** power
    gain = (s * (np.abs(x - quo) ** power - here)).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (exponents * np.log(np.maximum(gain, 0))).sum(axis=-1)
    return np.where((gain > 1e-9).all(axis=-1), found, -np.inf)


@settings(max_examples=80, deadline=None)
@given(
    SEEDS,
    st.integers(1, 6),
    st.integers(1, 3),
    st.sampled_from(["linear", "quadratic"]),
    st.sampled_from(["equal", "capability"]),
)
def test_no_point_of_a_grid_has_a_greater_nash_product(seed, n, m, loss, weights):
    arena = drawn(seed, n, m)
    if seed % 3:  # a status quo that all want to leave, so that there is often a bargain
        quo = np.zeros(m)
        x = 40 + 0.6 * arena.positions
        arena = Arena(
            arena.actors, arena.issues, x, arena.salience, arena.power(), quo, [[0, 100]] * m
        )
    exponents = np.ones(n) if weights == "equal" else arena.power()[0]
    found = nash(arena, loss, weights)
    axis = np.linspace(0, 100, {1: 4001, 2: 201, 3: 41}[m])
    grid = np.stack(np.meshgrid(*[axis] * m, indexing="ij"), axis=-1).reshape(-1, m)
    best = product(arena, 0, grid, loss, exponents).max()
    if not found.agreed.any():
        assert best == -np.inf
        assert found.outcome[0] == pytest.approx(arena.status_quo[0])
        return
    mine = product(arena, 0, found.outcome[0], loss, exponents)
    assert mine >= best - 1e-9
    gains = found.matrices["gain"][0]
    assert (gains > 0).all()


@pytest.mark.parametrize("seed", range(8))
def test_quadratic_nash_is_where_a_general_optimiser_ends(seed):
    arena = drawn(seed, 5, 4)
    arena = Arena(
        arena.actors, arena.issues, 30 + 0.7 * arena.positions, arena.salience, arena.power(),
        np.zeros(4), [[0, 100]] * 4,
    )  # fmt: skip
    found = nash(arena, "quadratic", "capability")
    e = arena.power()[0]
    start = np.full(4, 60.0)
    other = minimize(
        lambda p: -product(arena, 0, p, "quadratic", e), start, method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-12, "maxiter": 20_000, "maxfev": 20_000},
    )  # fmt: skip
    assert found.outcome[0] == pytest.approx(other.x, abs=1e-3)


def test_nash_by_hand():
    even = Arena(["a", "b"], ["q"], [[2], [6]], [[1], [1]], [1, 3], status_quo=[0])
    # Linear: gains x and x up to 2, then 4 - x and x: the product is greatest at 2.
    assert nash(even).outcome.item() == pytest.approx(2)
    # With b three times as strong: (4 - x) x^3 is greatest at 3.
    assert nash(even, weights="capability").outcome.item() == pytest.approx(3)
    torn = Arena(["a", "b"], ["q"], [[-1], [1]], [[1], [1]], [1, 1], status_quo=[0])
    assert not nash(torn).agreed.any()
    assert "stays" in nash(torn).notes[0]
    # c has all it cares about on q, and leaves r to the others.
    held = Arena(
        list("abc"), ["q", "r"], [[5, 4], [5, 6], [0, np.nan]], [[1, 1]] * 3, [1] * 3, [0, 0]
    )
    found = nash(held, "quadratic")
    assert found.agreed.tolist() == [[False, True]]
    assert found.outcome[0, 0] == 0
    assert 4 < found.outcome[0, 1] < 6
    assert "cannot gain" in found.notes[0]


@settings(deadline=None)
@given(arenas())
def test_distant_disagreement_gives_the_mean_or_the_median(arena):
    if (arena.salience.sum(axis=1) == 0).any() or (arena.weights.sum(axis=1) == 0).any():
        return
    for weights, used in (("equal", "salience"), ("capability", "capability x salience")):
        mean = nash(arena, "quadratic", weights, "distant").outcome
        assert mean == pytest.approx(weighted_mean(arena, used).outcome)
        median = nash(arena, "linear", weights, "distant").outcome
        assert median == pytest.approx(weighted_median(arena, used).outcome)


@pytest.mark.parametrize("loss", ["linear", "quadratic"])
def test_a_far_status_quo_comes_near_the_limit_of_a_distant_one(loss):
    near = drawn(3, 5, 2)
    quo = np.full(2, -1e6)
    arena = Arena(near.actors, near.issues, near.positions, np.full((5, 2), 0.7), near.power(), quo)
    found = nash(arena, loss, "capability").outcome
    assert found == pytest.approx(nash(arena, loss, "capability", "distant").outcome, abs=0.05)


def test_pivots():
    arena = cars()
    found = pivots(weighted_median, arena)
    # Without any one of the weightiest of the far side the median falls to another position.
    for actor, share, shift in zip(found.actors, found.share[:, 0], found.shift[:, 0], strict=True):
        rest = weighted_median(arena.without(actor)).outcome.item()
        assert share == float(rest != 7)
        assert shift == pytest.approx(7 - rest)
    assert found.share.any()
    steps = pivots(weighted_mean, arena, levels=[[4, 7, 10]])
    assert not steps.share.any()
    assert pivots(weighted_mean, arena, 0.02).share.any()
    many = pivots(weighted_mean, drawn(1, 4, 2, 50), 0.05)
    assert ((many.share > 0) & (many.share < 1)).any()
    assert (many.anywhere >= many.share.max(axis=1)).all()
    alone = Arena(["a", "b"], ["q", "r"], [[1, 1], [2, np.nan]], [[1, 1]] * 2, [1, 1])
    assert pivots(weighted_mean, alone).share[0].tolist() == [1, 1]
    assert np.isnan(pivots(weighted_mean, alone).shift[0, 1])


BAD = [
    (lambda: Arena([], ["q"], [], [], []), "at least one actor"),
    (lambda: Arena(["a", "a"], ["q"], [[1], [2]], [[1], [1]], [1, 1]), "named twice"),
    (lambda: Arena("ab", ["q"], [[1], [2]], [[1], [1]], [1, 1]), "list of names"),
    (lambda: Arena(["a"], ["q"], [[1, 2]], [[1]], [1]), r"must be \(1, 1\) or \(draws, 1, 1\)"),
    (lambda: Arena(["a"], ["q"], [["x"]], [[1]], [1]), "positions must be numbers"),
    (lambda: Arena(["a"], ["q"], [[np.inf]], [[1]], [1]), "finite"),
    (lambda: Arena(["a"], ["q"], [[np.nan]], [[1]], [1]), "nobody has a stance on issue 'q'"),
    (lambda: Arena(["a"], ["q"], [[1]], [[1.5]], [1]), "salience of 'a' on 'q' is 1.5"),
    (lambda: Arena(["a"], ["q"], [[1]], [[np.nan]], [1]), "salience of 'a' on 'q' is nan"),
    (lambda: Arena(["a"], ["q"], [[1]], [[1]], [-1]), "capability must be finite and at least 0"),
    (lambda: Arena(["a"], ["q"], [[1]], [[1]], [1, 1]), "capability has shape"),
    (lambda: Arena(["a"], ["q"], [[1]], [[1]], [1], [np.inf]), "status_quo"),
    (lambda: Arena(["a"], ["q"], [[1]], [[1]], [1], None, [[2, 1]]), "lower end"),
    (lambda: Arena(["a"], ["q"], [[1]], [[1]], [1], None, [[2, 3]]), "outside bounds 2 to 3"),
    (lambda: Arena(["a"], ["q"], [[[1]]] * 2, [[[1]]] * 3, [1]), "disagree on the number of draws"),
    (lambda: weighted_mean(cars(), "power"), "weights are"),
    (lambda: weighted_mean(Arena(["a"], ["q"], [[1]], [[0]], [1])), "has any weight there"),
    (lambda: vote(cars(), "loud"), "rules are"),
    (lambda: vote(cars(), risk=0), "above 0"),
    (lambda: vote(cars(), risk=[1, 2]), "one number, or one for each actor"),
    (lambda: vote(cars(), ties="last"), "ties are"),
    (lambda: vote(cars(), "sign", ties="first"), "'lower' or 'upper'"),
    (lambda: procedural(cars(), "XX"), "there is no actor 'XX'"),
    (lambda: procedural(cars(), "NL", 0), "quota is 0"),
    (lambda: procedural(cars(), "NL", votes=[1]), "votes must be 10"),
    (lambda: procedural(Arena(["a"], ["q"], [[1]], [[1]], [1]), "a"), "needs a status quo"),
    (lambda: nash(Arena(["a"], ["q"], [[1]], [[1]], [1])), "needs a status quo"),
    (lambda: nash(cars(), "cubic"), "loss is"),
    (lambda: nash(cars(), disagreement="near"), "disagreement is"),
    (lambda: nash(Arena(["a"], ["q"], [[1]], [[0]], [1], [0])), "nobody who cares"),
    (lambda: pivots(weighted_mean, cars(), -1), "tolerance"),
    (lambda: pivots(weighted_mean, cars(), levels=[]), "levels must be 1 lists"),
    (lambda: cars().only(["XX"]), "there is no actor 'XX'"),
    (lambda: cars().draw(1), "there is no draw 1"),
    (lambda: weighted_mean(cars()).moves(3), "there is no draw 3"),
]


@pytest.mark.parametrize(("make", "words"), BAD, ids=[str(one) for one in range(len(BAD))])
def test_errors_are_one_clear_sentence(make, words):
    with pytest.raises(ValueError, match=words) as caught:
        make()
    assert "\n" not in str(caught.value)
