"""The published and closed-form cases of FORMAL B.2, B.4 and C, on raw tables."""

from __future__ import annotations

import math

import numpy as np
import pytest

from summitry.games.packages.bargain import Code, Solution, bargain
from summitry.games.packages.space import Rule, package_space
from tests.games.tables import table_game


def one_issue(points: int):
    """One issue of a status quo (level 0, no deal) and ``points`` + 1 levels from 0 to 1."""
    space = package_space([points + 2], [0])
    return space, np.linspace(0, 1, points + 1)


def split(first, second):
    """Tables of two principals over the levels, with nothing at the status quo."""
    return [np.concatenate(([0.0], first)), np.concatenate(([0.0], second))]


def trade(v, c, holding_back):
    """Bilateral trade at a price: the buyer's value v, the seller's cost c, both from -1 to 1."""
    space, price = one_issue(1024)
    price = 2 * price - 1
    constant = np.column_stack((v, -c))
    claim = np.full(constant.shape, holding_back)
    game = table_game(split(-price, price), principals=2, constant=constant, claim=claim)
    return bargain(space, game)


def test_bilateral_trade_has_the_region_of_chatterjee_and_samuelson_draw_by_draw():
    v, c = (axis.ravel() / 64 for axis in np.meshgrid(np.arange(65), np.arange(65)))
    struck = trade(v, c, 1 / 8)
    np.testing.assert_array_equal(struck.code == Code.DEAL, v - c >= 1 / 4)
    np.testing.assert_array_equal(struck.code == Code.NO_OVERLAP, v < c)


@pytest.mark.parametrize(
    ("holding_back", "chance", "gain"), [(1 / 8, 9 / 32, 9 / 64), (0, 1 / 2, 1 / 6)]
)
def test_bilateral_trade_with_uniform_types(holding_back, chance, gain):
    v, c = np.random.default_rng(5).random((2, 20_000))
    struck = trade(v, c, holding_back)
    assert (struck.code == Code.DEAL).mean() == pytest.approx(chance, abs=0.01)
    assert struck.gains.sum(axis=1).mean() == pytest.approx(gain, abs=0.004)


@pytest.mark.parametrize(
    ("shift", "chance"), [(0, 0.28), (0.25, 0.50), (0.5, 0.72), (0.75, 0.88), (1, 0.97)]
)
def test_holding_back_an_eighth_when_supports_are_shifted(shift, chance):
    v, c = np.random.default_rng(6).random((2, 20_000))
    struck = trade(v, c - shift, 1 / 8)
    assert (struck.code == Code.DEAL).mean() == pytest.approx(chance, abs=0.01)


def test_nash_1950_bill_and_jack():
    goods = ["book", "whip", "ball", "bat", "box", "pen", "toy", "knife", "hat"]
    bill = [2, 2, 2, 2, 4, 10, 4, 6, 2]
    jack = [4, 2, 1, 2, 1, 1, 1, 2, 2]
    gives = [-1] * 5 + [1] * 4
    table = np.zeros((2, 18))
    table[0, 1::2] = np.array(bill) * gives
    table[1, 1::2] = -np.array(jack) * np.array(gives)
    space = package_space([2] * 9, [0] * 9)
    struck = bargain(space, table_game(table, principals=2))
    moved = space.packages[struck.package[0]] == 1
    assert [good for good, gone in zip(goods, moved, strict=True) if gone] == [
        "book", "whip", "ball", "bat", "pen", "toy", "knife",
    ]  # fmt: skip
    assert struck.gains[0].tolist() == [12, 5]
    products = sorted(
        np.prod(table[:, package + space.offsets].sum(axis=1))
        for package in space.packages
        if (table[:, package + space.offsets].sum(axis=1) > 0).all()
    )
    assert products[-2:] == [56, 60]


@pytest.mark.parametrize(
    ("solution", "where"),
    [(Solution.NASH, 2 / 3), (Solution.KALAI_SMORODINSKY, (math.sqrt(5) - 1) / 2)],
)
def test_a_risk_averse_party_gets_less(solution, where):
    space, x = one_issue(3000)
    struck = bargain(space, table_game(split(x, np.sqrt(1 - x)), principals=2), solution)
    assert x[struck.package[0]] == pytest.approx(where, abs=1 / 3000)


@pytest.mark.parametrize("power", [0.2, 0.5, 0.679, 0.9])
def test_influence_divides_the_surplus(power):
    space, x = one_issue(1000)
    game = table_game(split(x, 1 - x), principals=2, weights=[2 * power, 2 * (1 - power)])
    assert x[bargain(space, game).package[0]] == pytest.approx(power, abs=0.001)


def test_nash_tends_to_the_weighted_mean_when_no_deal_is_awful():
    """Achen's compromise as a limit: quadratic losses, no-deal far below any legal stake."""
    weight = np.array([[0.7, 0.3], [0.2, 0.8]])
    ideal = np.array([[0.9, 0.2], [0.1, 0.6]])
    x = np.linspace(0, 1, 101)
    loss = np.concatenate([-weight[:, [k]] * (x - ideal[:, [k]]) ** 2 for k in range(2)], axis=1)
    space = package_space([101, 101], [0, 0])
    struck = bargain(space, table_game(loss, principals=2, constant=[[1e4, 1e4]]))
    found = x[space.packages[struck.package[0]]]
    mean = (weight * ideal).sum(axis=0) / weight.sum(axis=0)
    np.testing.assert_allclose(found, mean, atol=0.0051)


def two_levels(ratifiers, margins, points=1000):
    """The closed forms of FORMAL C: x for principal 1, 1 - x for principal 2, no deal 0."""
    space, x = one_issue(points)
    # A constant in a margin is slack: every package moves the one issue.
    own = [np.concatenate(([0.0], slope * x)) for slope in margins]
    table = [*split(x, 1 - x), *own]
    struck = bargain(space, table_game(table, principals=2, ratifiers=ratifiers))
    return None if struck.package[0] < 0 else x[struck.package[0]]


@pytest.mark.parametrize("needed", [0.2, 0.5, 0.7, 0.9])
def test_a_veto_binds_only_above_one_half(needed):
    assert two_levels([(0, math.inf, -needed)], [1]) == pytest.approx(max(0.5, needed))


@pytest.mark.parametrize(
    ("least", "most", "where"),
    [(0.6, 0.8, 0.6), (0.2, 0.4, 0.4), (0.3, 0.7, 0.5), (0.6, 0.6, 0.6), (0.7, 0.6, None)],
)
def test_two_vetoes(least, most, where):
    found = two_levels([(0, math.inf, -least), (1, math.inf, most)], [1, -1])
    assert found == (None if where is None else pytest.approx(where))


@pytest.mark.parametrize("leverage", [0.0, 0.25, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("needed", [0.3, 0.5, 0.6, 0.8, 1.0])
def test_soft_leverage(leverage, needed):
    expected = 0.5
    if needed >= 0.5:
        expected = min(needed, 0.5 + leverage / (1 + leverage) * needed / 2)
    assert two_levels([(0, leverage, -needed)], [1]) == pytest.approx(expected, abs=0.0011)


def test_clauses_and_the_status_quo_leave_the_list():
    space = package_space([3, 2], [0, 0], [Rule(((0, (2,)),), ((1, (1,)),))])
    assert space.packages.tolist() == [[0, 1], [1, 0], [1, 1], [2, 1]]
    never = package_space([2, 2], [0, 0], [Rule(((0, (1,)), (1, (1,))), None)])
    assert never.packages.tolist() == [[0, 1], [1, 0]]
