"""Self-enforcing paths: textbook cases, brute force straight from the formulas, invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from summitry.games.roadmap.gradual import gradual_path
from summitry.games.roadmap.path import SCAN, Terrain, critical, incentives, slacks

DELTAS = (0.2, 0.5, 0.8, 0.95)


def dilemma(benefit=4.0, cost=2.0, undo=1.0, verify=1.0, extra=()):
    """Each of two parties performs one issue, which costs it and brings the other something.

    ``extra``: further issues, as (performer, cost, benefit, undo).
    """
    issues = [(0, cost, benefit, undo), (1, cost, benefit, undo), *extra]
    table = np.zeros((len(issues), 2))
    for number, (who, own, gain, _) in enumerate(issues):
        table[number, who], table[number, 1 - who] = -own, gain
    return Terrain(
        status_quo=np.zeros(len(issues), dtype=np.int64),
        performer=np.array([one[0] for one in issues]),
        undo=np.array([[one[3] for one in issues]], dtype=float),
        verify=np.full((1, len(issues)), verify),
        flow=lambda packages: (packages @ table)[None],
    )


def test_prisoners_dilemma():
    """Friedman (1971): delta* = C/B; seen half of the time, C/(C + p(B - C))."""
    both = np.array([[1, 1]])
    assert critical(incentives(dilemma(), both)) == pytest.approx([1 / 2], abs=1e-9)
    half = incentives(dilemma(verify=0.5), both)
    assert critical(half) == pytest.approx([2 / 3], abs=1e-9)
    for benefit, cost, p in ((3.0, 1.0, 0.4), (5.0, 4.0, 0.9)):
        found = critical(incentives(dilemma(benefit, cost, verify=p), both))
        assert found == pytest.approx([cost / (cost + p * (benefit - cost))], abs=1e-9)


def test_nothing_to_gain_is_held_by_nobody():
    assert np.isnan(critical(incentives(dilemma(benefit=1.0, cost=2.0), np.array([[1, 1]])))).all()


def test_an_irreversible_last_step_after_reversible_ones_can_hold():
    """The dilemma's concessions first, then one that costs 1 and cannot be taken back."""
    terrain = dilemma(extra=[(0, 1.0, 0.0, 0.0)])
    path = np.array([[1, 1, 0], [1, 1, 1]])
    # Once the last step is made, party 0 gets 4 - 2 - 1 = 1 a period. Not to perform its first
    # concession saves it 2 and costs it that 1 from the next period on: delta / (1 - delta) >= 2.
    assert critical(incentives(terrain, path)) == pytest.approx([2 / 3], abs=1e-3)
    alone = dilemma(undo=0.0)
    assert np.isnan(critical(incentives(alone, np.array([[1, 1]])))).all()


@given(
    st.lists(st.tuples(st.integers(0, 1), st.floats(0.5, 3), st.floats(0.5, 6)), min_size=1,
             max_size=4),
    st.randoms(use_true_random=False),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_what_cannot_be_taken_back_unravels(issues, source):
    """FORMAL E: no finite path of costly irreversible steps holds at any discount factor."""
    terrain = dilemma(undo=0.0, extra=[(who, cost, gain, 0.0) for who, cost, gain in issues])
    order = list(range(2 + len(issues)))
    source.shuffle(order)
    at, path = np.zeros(len(order), dtype=np.int64), []
    for one in order:
        at = at.copy()
        at[one] = 1
        path.append(at)
    assert np.isnan(critical(incentives(terrain, np.array(path)))).all()


def test_lockwood_and_thomas_linear():
    benefit, cost, delta = 3.0, 2.0, 0.8
    path = gradual_path(lambda own, other: benefit * other - cost * own, delta, 1.0, 30)
    steps = np.diff(path)
    np.testing.assert_allclose(steps[1:] / steps[:-1], cost / (delta * benefit), rtol=1e-9)


@pytest.mark.parametrize("delta", [0.3, 0.6, 0.9])
def test_lockwood_and_thomas_quadratic(delta):
    def payoff(own, other):
        return other - own**2 / 2

    path = gradual_path(payoff, delta, delta / 2, 4_000)
    np.testing.assert_allclose(path[2:], path[1] + path[1:-1] ** 2 / (2 * delta), atol=1e-9)
    assert path[-1] == pytest.approx(delta, abs=2e-3)  # below 1, the efficient level
    assert path[-1] < 1
    assert (np.diff(path) > 0).all()
    # Begun with more, concessions must grow past all bounds to make up for one another.
    lengths = range(2, 80, 2)
    assert any(gradual_path(payoff, delta, delta / 2 + 0.01, n)[-1] > 1 for n in lengths)
    assert gradual_path(payoff, delta, delta / 3, 400)[-1] < delta


def test_the_binding_path_leaves_no_slack_in_the_checks():
    delta, periods = 0.7, 60
    levels = gradual_path(lambda own, other: other - own**2 / 2, delta, delta / 2, periods)
    terrain = Terrain(
        status_quo=np.zeros(2, dtype=np.int64),
        performer=np.array([0, 1]),
        undo=np.zeros((1, 2)),
        verify=np.ones((1, 2)),
        flow=lambda packages: (levels[packages[:, ::-1]] - levels[packages] ** 2 / 2)[None],
    )
    steps = np.repeat(np.arange(1, periods + 1)[:, None], 2, axis=1)
    found = slacks(incentives(terrain, steps), delta)
    np.testing.assert_allclose(found.perform[0, :20], 0, atol=1e-6)
    assert found.perform[0, -1, 0] < -1e-6  # cut short, it unravels from its end


@st.composite
def terrains(draw, draws=2):
    """Any flows at all, not additive, by package; and a path through them."""
    issues, parties = draw(st.integers(2, 4)), draw(st.integers(2, 3))
    seed = draw(st.integers(0, 2**32 - 1))
    source = np.random.default_rng(seed)
    book = source.normal(0, 1, (draws, 3**issues, parties))
    place = 3 ** np.arange(issues)
    terrain = Terrain(
        status_quo=source.integers(0, 3, issues),
        performer=source.integers(-1, parties, issues),
        undo=source.random((draws, issues)),
        verify=source.random((draws, issues)),
        flow=lambda packages: book[:, packages @ place],
    )
    steps = source.integers(0, 3, (draw(st.integers(1, 4)), issues))
    return terrain, steps


def by_hand(terrain, steps, delta, draw):
    """Every slack of one draw, written out from FORMAL E, infinite sums summed to their end."""
    path = [terrain.status_quo, *steps]
    parties = terrain.flow(steps[:1]).shape[2]

    def u(package):
        return terrain.flow(np.array([package]))[draw, 0]

    def pun(package):
        total = u(package).copy()
        for k in range(len(package)):
            if package[k] != terrain.status_quo[k]:
                back = package.copy()
                back[k] = terrain.status_quo[k]
                total -= terrain.undo[draw, k] * (u(package) - u(back))
        return total

    def value(t):
        later = sum(delta ** (s - t) * u(path[s]) for s in range(t, len(path) - 1))
        start = max(t, len(path) - 1)
        return later + delta ** (start - t) * u(path[-1]) / (1 - delta)

    found = np.full((3, len(steps), parties), np.inf)
    for t in range(1, len(path)):
        for i in range(parties):
            mine = terrain.performer == i
            new = mine & (path[t] != path[t - 1])
            dev = np.where(new, path[t - 1], path[t])
            p = 1 - np.prod([1 - terrain.verify[draw, k] for k in np.flatnonzero(new)])
            after = value(t + 1)[i]
            if new.any():
                found[0, t - 1, i] = (
                    delta * p * (after - pun(dev)[i] / (1 - delta)) - (u(dev) - u(path[t]))[i]
                )
            retreat = 0.0
            for k in np.flatnonzero(mine & (path[t] != terrain.status_quo)):
                back = path[t].copy()
                back[k] = terrain.status_quo[k]
                retreat += terrain.undo[draw, k] * (u(back) - u(path[t]))[i]
            found[1, t - 1, i] = delta * (after - pun(path[t])[i] / (1 - delta)) - retreat
            found[2, t - 1, i] = value(t)[i]
    return found * (1 - delta)


@given(terrains(), st.sampled_from(DELTAS))
@settings(max_examples=60, deadline=None)
def test_slacks_agree_with_the_formulas(case, delta):
    terrain, steps = case
    found = slacks(incentives(terrain, steps), delta)
    for draw in range(2):
        expected = by_hand(terrain, steps, delta, draw)
        for name, mine in zip(("perform", "walk_out", "stay"), expected, strict=True):
            np.testing.assert_allclose(getattr(found, name)[draw], mine, atol=1e-9)


@given(terrains(draws=4))
@settings(max_examples=40, deadline=None)
def test_the_critical_factor_is_where_the_checks_begin_to_hold(case):
    terrain, steps = case
    found = incentives(terrain, steps)
    least = critical(found)
    for draw in range(4):
        own = found.rows(draw, draw + 1)
        np.testing.assert_array_equal(critical(own), least[draw : draw + 1])
        if np.isnan(least[draw]):
            assert slacks(own, float(SCAN[-1])).least[0] < 0
            continue
        above = [float(one) for one in SCAN if one >= least[draw]]
        assert min(slacks(own, one).least[0] for one in above) >= -1e-9
        if least[draw] > 0.01:
            assert slacks(own, float(least[draw]) - 1e-6).least[0] < 1e-9


@given(terrains(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_renumbering_issues_and_parties_changes_nothing(case, source):
    terrain, steps = case
    count = len(terrain.status_quo)
    order = list(range(count))
    source.shuffle(order)
    back = np.argsort(order)
    parties = terrain.flow(steps[:1]).shape[2]
    people = list(range(parties))
    source.shuffle(people)
    number = {old: new for new, old in enumerate(people)} | {-1: -1}
    other = Terrain(
        terrain.status_quo[order],
        np.array([number[one] for one in terrain.performer[order].tolist()]),
        terrain.undo[:, order],
        terrain.verify[:, order],
        lambda packages: terrain.flow(packages[:, back])[:, :, people],
    )
    first, second = (
        critical(incentives(terrain, steps)),
        critical(incentives(other, steps[:, order])),
    )
    np.testing.assert_allclose(first, second, atol=1e-9)


@given(terrains())
@settings(max_examples=30, deadline=None)
def test_a_path_stopped_is_the_shorter_path(case):
    terrain, steps = case
    assume(len(steps) > 1)
    stopped = incentives(terrain, steps).upto(1)
    short = incentives(terrain, steps[:1])
    np.testing.assert_allclose(slacks(stopped, 0.7).least, slacks(short, 0.7).least)


def test_discount_factors_of_their_own():
    found = incentives(dilemma(), np.array([[1, 1]]))
    assert (slacks(found, np.array([0.6, 0.6])).least >= 0).all()
    assert (slacks(found, np.array([0.6, 0.4])).least < 0).all()
    own = slacks(found, np.array([[0.6, 0.4]])).perform[0, 0]
    assert own[0] > 0 > own[1]


@pytest.mark.parametrize("delta", [0.0, 1.0, -0.5, 1.5, float("nan")])
def test_a_discount_factor_out_of_bounds(delta):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        slacks(incentives(dilemma(), np.array([[1, 1]])), delta)
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        gradual_path(lambda own, other: other - own, delta, 0.1, 3)


def test_no_step_is_no_road_map():
    with pytest.raises(ValueError, match="at least one step"):
        incentives(dilemma(), np.empty((0, 2), dtype=np.int64))


def test_flows_are_asked_for_once():
    calls = []
    terrain = dilemma()

    def flow(packages):
        calls.append(len(packages))
        return terrain.flow(packages)

    counted = Terrain(terrain.status_quo, terrain.performer, terrain.undo, terrain.verify, flow)
    incentives(counted, np.array([[1, 0], [1, 1]]))
    assert calls[1:] == [4]  # after one look at the number of parties
