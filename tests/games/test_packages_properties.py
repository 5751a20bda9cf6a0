"""Invariants of package bargaining on random games with many ties."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.games.packages.bargain import Solution, bargain
from summitry.games.packages.space import Rule, package_space
from tests.games.tables import brute_force, gains, table_game

SOLUTIONS = list(Solution)


@st.composite
def games(draw, *, most_principals: int = 3):
    """A space and a game: scores in 32nds, so that sums are exact and ties are many."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=4))
    status_quo = [draw(st.integers(0, size - 1)) for size in sizes]
    rules = []
    if len(sizes) > 1 and draw(st.booleans()):
        rules.append(Rule(((0, (sizes[0] - 1,)),), ((1, (sizes[1] - 1, 0)),)))
    space = package_space(sizes, status_quo, rules)
    principals = draw(st.integers(2, most_principals))
    ratifiers = [
        (
            draw(st.integers(0, principals - 1)),
            draw(st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0, float("inf")])),
            draw(st.integers(0, 4)) / 32,
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    consent = [[draw(st.booleans()) for _ in sizes] for _ in range(draw(st.integers(0, 1)))]
    acceptors = principals + len(ratifiers) + len(consent)
    cell = st.integers(-8, 8)
    scores = np.array(
        [[draw(cell) for _ in range(sum(sizes))] for _ in range(acceptors)], dtype=float
    )
    draws = draw(st.integers(1, 4))
    constant = [[draw(st.integers(-4, 12)) / 32 for _ in range(principals)] for _ in range(draws)]
    claim = [[draw(st.integers(0, 4)) / 32 for _ in range(principals)] for _ in range(draws)]
    lines = [
        (
            draw(st.integers(0, acceptors - 1)),
            draw(st.sets(st.integers(0, sum(sizes) - 1), min_size=1, max_size=2)),
            draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    game = table_game(
        scores / 32,
        principals=principals,
        constant=constant,
        claim=np.array(claim),
        ratifiers=ratifiers,
        consent_on=consent,
        lines=lines,
    )
    return space, game


@given(games(), st.sampled_from(SOLUTIONS))
@settings(max_examples=400, deadline=None)
def test_equals_brute_force(case, solution):
    space, game = case
    struck = bargain(space, game, solution)
    for draw in range(len(game.constant)):
        assert (struck.code[draw], struck.package[draw]) == brute_force(space, game, solution, draw)


@given(games(), st.sampled_from(SOLUTIONS))
@settings(max_examples=200, deadline=None)
def test_a_dominated_package_is_never_struck(case, solution):
    space, game = case
    struck = bargain(space, game, solution)
    for draw, package in enumerate(struck.package):
        if package >= 0:
            every = gains(space, game, draw)
            better = (every >= every[package]).all(axis=1) & (every > every[package]).any(axis=1)
            assert not better.any()


@given(games())
@settings(max_examples=150, deadline=None)
def test_the_solution_never_decides_whether_there_is_a_deal(case):
    space, game = case
    codes = [bargain(space, game, solution).code.tolist() for solution in SOLUTIONS]
    assert all(one == codes[0] for one in codes)


@given(games())
@settings(max_examples=150, deadline=None)
def test_overlap_alone_agrees_with_the_whole_search(case):
    space, game = case
    whole = bargain(space, game).code
    quick = bargain(space, game, overlap_only=True).code
    np.testing.assert_array_equal(whole > 0, quick > 0)


@given(games(), st.lists(st.sampled_from([0.25, 0.5, 2.0, 8.0]), min_size=3, max_size=3))
@settings(max_examples=150, deadline=None)
def test_nash_and_kalai_smorodinsky_do_not_care_about_a_partys_unit(case, units):
    """Units are powers of two, so that the arithmetic stays exact."""
    space, game = case
    principals = game.constant.shape[1]
    unit = np.array(units[:principals])
    scores = game.scores.copy()
    scores[:, :principals] *= unit[None, :, None]
    leverage = game.leverage * unit[game.answers_to]
    game = game._replace(line_slots=np.zeros_like(game.line_slots))
    other = game._replace(
        scores=scores, leverage=leverage, constant=game.constant * unit, claim=game.claim * unit
    )
    scale_free_tie = bargain(space, game, Solution.KALAI_SMORODINSKY)
    assert (
        bargain(space, other, Solution.KALAI_SMORODINSKY).package.tolist()
        == scale_free_tie.package.tolist()
    )
    first, second = bargain(space, game), bargain(space, other)
    np.testing.assert_array_equal(first.code, second.code)
    for draw in np.flatnonzero(first.package >= 0):
        every = np.maximum(gains(space, game, int(draw)), 0)
        products = every.prod(axis=1)
        # Leximin breaks ties in units; what no unit may change is the product.
        assert products[first.package[draw]] == products[second.package[draw]]


@given(games(most_principals=2))
@settings(max_examples=150, deadline=None)
def test_symmetry_to_swap_the_principals_swaps_the_gains(case):
    space, game = case
    order = [1, 0, *range(2, game.scores.shape[1])]
    back = np.argsort(order)
    other = game._replace(
        scores=np.ascontiguousarray(game.scores[:, order]),
        constant=np.ascontiguousarray(game.constant[:, ::-1]),
        claim=np.ascontiguousarray(game.claim[:, ::-1]),
        line_owner=back[game.line_owner],
        answers_to=1 - game.answers_to,
    )
    for solution in SOLUTIONS:
        first, second = bargain(space, game, solution), bargain(space, other, solution)
        np.testing.assert_array_equal(first.package, second.package)
        np.testing.assert_array_equal(first.gains, second.gains[:, ::-1])


@given(games())
@settings(max_examples=150, deadline=None)
def test_independence_of_irrelevant_alternatives(case):
    """Leave out a package that was not struck, and Nash strikes the same."""
    space, game = case
    struck = bargain(space, game).package
    spare = sorted(set(range(len(space.packages))) - set(struck.tolist()))
    if not spare:
        return
    kept = np.delete(np.arange(len(space.packages)), spare[len(spare) // 2])
    if not len(kept):
        return
    fewer = type(space)(space.sizes, space.status_quo, space.packages[kept])
    again = bargain(fewer, game).package
    np.testing.assert_array_equal(np.where(again >= 0, kept[again], -1), struck)


@given(games(), st.integers(0, 2), st.integers(1, 8))
@settings(max_examples=150, deadline=None)
def test_a_worse_no_deal_widens_the_zone_and_costs_the_party(case, who, worse):
    """FORMAL B.4: the zone weakly grows, and terms move against the party that needs the deal."""
    space, game = case
    who %= game.constant.shape[1]
    constant = game.constant.copy()
    constant[:, who] += worse / 32
    needy = game._replace(constant=constant)
    before, after = bargain(space, game), bargain(space, needy)
    assert (after.code >= before.code).all()
    if game.constant.shape[1] > 2:
        return
    for draw in np.flatnonzero(before.package >= 0):
        own = gains(space, game, int(draw))[:, who]
        assert own[after.package[draw]] <= own[before.package[draw]] + 1e-12


@given(games(), st.floats(0.1, 3))
@settings(max_examples=150, deadline=None)
def test_the_zone_never_grows_with_leverage(case, more):
    space, game = case
    firmer = game._replace(leverage=game.leverage + more)
    before = bargain(space, game, overlap_only=True).code
    after = bargain(space, firmer, overlap_only=True).code
    assert (after <= before).all()


def test_the_properties_bite():
    """On some game each property test above meets a change, or it would prove nothing."""
    space = package_space([2], [0])
    table = [[0.0, 0.25], [0.0, 0.25], [0.0, -0.5]]
    soft = table_game(table, principals=2, ratifiers=[(0, 0.25, 0.0)])
    firm = table_game(table, principals=2, ratifiers=[(0, 1.0, 0.0)])
    assert bargain(space, soft).code.tolist() == [2]
    assert bargain(space, firm).code.tolist() == [0]
    needy = firm._replace(constant=np.array([[0.5, 0.0]]))
    assert bargain(space, needy).code.tolist() == [2]
