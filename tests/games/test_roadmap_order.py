"""The best order of a road map's moves, against every path there is."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.games.roadmap.order import best_order
from summitry.games.roadmap.path import Terrain, critical, incentives, slacks


def anything(packages):
    return np.ones(len(packages), dtype=bool)


def terrain_of(seed, issues, kind):
    source = np.random.default_rng(seed)
    if kind == "additive":  # each move costs its performer and pleases the other
        performer = source.integers(0, 2, issues)
        table = source.uniform(0.5, 3, (issues, 2, 3)) * np.arange(3)
        table[np.arange(issues), performer] *= -0.6
        flow = lambda packages: sum(  # noqa: E731
            table[k][:, packages[:, k]].T for k in range(issues)
        )[None]
    else:
        performer = source.integers(-1, 2, issues)
        book = source.normal(0.3, 1, (1, 3**issues, 2))
        place = 3 ** np.arange(issues)
        flow = lambda packages: book[:, packages @ place]  # noqa: E731
    return Terrain(
        np.zeros(issues, dtype=np.int64), performer, source.random((1, issues)),
        source.uniform(0.4, 1, (1, issues)), flow,
    )  # fmt: skip


def splits(moves):
    """Every ordered partition of some moves."""
    if not moves:
        yield ()
        return
    for size in range(1, len(moves) + 1):
        for first in combinations(moves, size):
            for rest in splits([one for one in moves if one not in first]):
                yield (first, *rest)


def every_path(terrain, moves, legal, *, merge):
    numbers = list(range(len(moves)))
    orders = (
        splits(numbers) if merge else (tuple((n,) for n in one) for one in permutations(numbers))
    )
    for order in orders:
        made = [one for step in order for one in sorted(step)]
        place = {one: at for at, step in enumerate(order) for one in step}
        if any(
            a < b and set(moves[a]) & set(moves[b]) and place[a] > place[b]
            for a in numbers for b in numbers
        ):  # fmt: skip
            continue
        assert len(made) == len(moves)
        at, steps = terrain.status_quo.copy(), []
        for step in order:
            at = at.copy()
            for one in sorted(step):
                for issue, level in moves[one].items():
                    at[issue] = level
            steps.append(at)
        steps = np.array(steps)
        if legal(steps).all():
            yield steps


def least(terrain, steps):
    return float(critical(incentives(terrain, steps))[0])


@st.composite
def searches(draw):
    issues = draw(st.integers(2, 3))
    moves = [{issue: 1} for issue in range(issues)]
    if draw(st.booleans()):
        moves.append({draw(st.integers(0, issues - 1)): 2})  # an issue that moves twice
    if draw(st.booleans()) and issues > 2:
        moves = [{0: 1, 1: 1}, *({issue: 2} for issue in (0,)), {2: 1}]  # a bundle
    kind = draw(st.sampled_from(["additive", "any"]))
    return terrain_of(draw(st.integers(0, 2**31)), issues, kind), moves


@given(searches(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_it_finds_the_best_of_all_paths(case, merge):
    terrain, moves = case
    found = best_order(terrain, moves, anything, merge=merge)
    every = list(every_path(terrain, moves, anything, merge=merge))
    values = [least(terrain, steps) for steps in every]
    assert found.exact
    assert any(np.array_equal(found.steps, steps) for steps in every)
    if np.isnan(values).all():
        assert np.isnan(found.critical)
        slack = [slacks(incentives(terrain, steps), 0.95).least[0] for steps in every]
        own = slacks(incentives(terrain, found.steps), 0.95).least[0]
        assert own == pytest.approx(max(slack), abs=1e-9)
    else:
        assert found.critical == pytest.approx(least(terrain, found.steps), nan_ok=True)
        assert found.critical <= np.nanmin(values) + 0.005 + 1e-9


@given(searches())
@settings(max_examples=30, deadline=None)
def test_clauses_bind_every_package_on_the_way(case):
    terrain, moves = case

    def legal(packages):
        return (packages[:, 0] == 0) | (packages[:, 1] > 0)  # 0 only once 1 has moved

    found = best_order(terrain, moves, legal, merge=True)
    every = list(every_path(terrain, moves, legal, merge=True))
    assert (found is None) == (not every)
    if found is not None:
        assert legal(found.steps).all()
        values = [least(terrain, steps) for steps in every]
        if not np.isnan(values).all():
            assert found.critical <= np.nanmin(values) + 0.005 + 1e-9


@given(st.integers(0, 2**31))
@settings(max_examples=8, deadline=None)
def test_a_beam_is_never_better_than_the_exact_search(seed):
    terrain = terrain_of(seed, 4, "additive")
    moves = [{issue: 1} for issue in range(4)] + [{0: 2}]
    exact = best_order(terrain, moves, anything, merge=True)
    beam = best_order(terrain, moves, anything, merge=True, width=5, exact_up_to=2)
    assert not beam.exact
    assert exact.exact
    if not np.isnan(beam.critical):
        assert exact.critical <= beam.critical + 0.005


def test_no_legal_path():
    terrain = terrain_of(1, 2, "any")
    nothing = lambda packages: np.zeros(len(packages), dtype=bool)  # noqa: E731
    assert best_order(terrain, [{0: 1}, {1: 1}], nothing, merge=True) is None
    assert best_order(terrain, [], anything, merge=True) is None


def test_ties_go_to_fewer_steps():
    """Free moves: any path holds at any discount factor."""
    terrain = Terrain(
        np.zeros(3, dtype=np.int64), np.array([0, 1, -1]), np.ones((1, 3)), np.ones((1, 3)),
        lambda packages: np.repeat(packages.sum(axis=1)[:, None], 2, axis=1)[None].astype(float),
    )  # fmt: skip
    found = best_order(terrain, [{0: 1}, {1: 1}, {2: 1}], anything, merge=True)
    assert len(found.steps) == 1
    assert found.critical < 0.01
