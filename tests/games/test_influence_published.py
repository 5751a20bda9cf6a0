"""Influence: numbers that papers and other programs have printed."""

from __future__ import annotations

import re

import numpy as np
import pytest

from summitry.influence import (
    ChallengeRules,
    SpatialRules,
    challenge,
    exchange,
    spatial,
    vote,
    weighted_mean,
    weighted_median,
)
from tests.games.influence_arenas import PEERS, cars, here, hundredths, peer

# A replica of the program behind Scholz, Calbert and Smith (2011), on the emissions table.
MEANS = [7.389956, 7.461314, 7.552501, 7.590145, 7.358131, 7.349174]
MEANS += [7.414878, 7.510457, 7.572447, 7.324989, 7.242131]
MEDIANS = [7, 8.415932, 9.610859, 9.961980, 9.961980, 9.961980]
MEDIANS += [7.472046, 8.824594, 9.671130, 9.671130, 7]


def test_emissions_table_over_ten_rounds():
    mean = challenge(cars(), variant="scholz-code", outcome="mean")
    assert mean.outcomes[0, :, 0] == pytest.approx(MEANS, abs=1e-6)
    median = challenge(cars(), variant="scholz-code")
    assert median.outcomes[0, :, 0] == pytest.approx(MEDIANS, abs=1e-6)
    assert not median.settled[0]
    first = [(one.actor, one.end, one.kind) for one in median.moves() if one.round == 1]
    assert first == [
        ("BE", pytest.approx(8.415932, abs=1e-6), "compromise"),
        ("LU", 7, "confrontation"),
        ("IE", 4, "confrontation"),
    ]
    belgium = next(one for one in median.events() if one.accepted)
    assert (belgium.target, belgium.challenger) == ("BE", "FR")


def test_emissions_table_simple_models():
    assert weighted_mean(cars()).outcome.item() == pytest.approx(7.389956, abs=1e-6)
    assert weighted_median(cars()).outcome.item() == 7
    assert vote(cars()).outcome.item() == 7


def test_risk_exponents_of_another_replica():
    """Neutral probabilities with net votes: the exponents printed in that replica's notebook."""
    rules = ChallengeRules(
        net=True, voters="neutral", choice="strongest", order="sequence", drift=1
    )
    found = {}
    for move in challenge(cars(), 1, rules=rules).moves():
        found[move.actor] = move.why["risk exponent"], move.end
    assert found["BE"][0] == pytest.approx(0.780918, abs=1e-6)
    assert found["LU"] == (pytest.approx(0.5, abs=1e-6), 10)
    assert found["IE"] == pytest.approx((0.524782, 7.188031), abs=1e-6)


def reference():
    """KTAB's printed history: (states, actors, dimensions), and probabilities (states, actors)."""
    text = (PEERS / "ktab" / "20170530_ref-dummyData_3Dim.txt").read_text()
    rows = re.findall(r"^SActor-0(\d), Pstn(\d):((?:\s+[\d.]+)+)\s*$", text, re.MULTILINE)
    path = np.empty((11, 7, 3))
    for actor, dimension, values in rows:
        path[:, int(actor), int(dimension) - 1] = [float(one) for one in values.split()]
    chances = re.findall(r"^SActor-0\d, prob :((?:\s+[\d.]+)+)\s*$", text, re.MULTILINE)
    return text, path, np.array([[float(one) for one in row.split()] for row in chances]).T


@here
def test_ktab_reference_has_every_state_as_printed():
    _, path, chances = reference()
    found = spatial(peer("ktab/dummyData_3Dim.csv"))
    assert found.rounds[0] == 10
    assert found.settled[0]
    assert found.path.shape == (1, 11, 7, 3)
    assert np.abs(found.path[0] - path).max() <= 0.05 + 1e-9
    assert found.chances[0] == pytest.approx(chances[-1], abs=5.1e-5)
    ends = found.path[0, -1]
    assert ends[0] == pytest.approx([78.6, 31.8, 74.1], abs=0.05)
    assert ends[2] == pytest.approx([82.5, 90.9, 0.1], abs=0.05)
    assert ends[5] == pytest.approx([79.9, 34.4, 75.2], abs=0.05)


@here
def test_ktab_reference_probabilities_of_every_state():
    """Each state is a start of its own: the risk attitudes and chances depend on it alone."""
    _, _, chances = reference()
    arena = peer("ktab/dummyData_3Dim.csv")
    for turns in range(1, 11):
        found = spatial(arena, SpatialRules(turns=turns))
        assert found.chances[0] == pytest.approx(chances[turns], abs=5.1e-5)


@here
@pytest.mark.parametrize("bargain", ["InitOnly", "InitRcvr", "PWComp"])
def test_ktab_reference_bargains_of_the_first_turn(bargain):
    """The log prints every bargain as its initiator, as its receiver, and both weighed, see it."""
    text, _, _ = reference()
    first = text[: text.index("Starting Model::run iteration 2")] if "iteration 2" in text else text
    number = r"\s+(-?[\d.]+)"
    shape = r"proposes (\d) adopt:" + 3 * number
    blocks = re.findall(
        r"\[\d+, (\d):(\d)\] (from (\d)'s|bargain).*?\n.*?" + shape + r".*?\n.*?" + shape, first
    )
    printed = {}
    for one in blocks:
        view = one[3] or "both"
        offers = (tuple(map(float, one[5:8])), tuple(map(float, one[9:12])))
        printed.setdefault((one[0], one[1], view), offers)
    found = spatial(peer("ktab/dummyData_3Dim.csv"), SpatialRules(bargain=bargain, turns=1))
    bargains = [one for one in found.events() if one.round == 1]
    assert len(bargains) == (14 if bargain == "InitRcvr" else 7)
    seen = set()
    for one in bargains:
        who, whom = one.initiator[-1], one.receiver[-1]
        view = "both" if bargain == "PWComp" else whom if (who, whom) in seen else who
        seen.add((who, whom))
        mine, yours = printed[who, whom, view]
        assert one.initiator_offer == pytest.approx(mine, abs=0.0006)
        assert one.receiver_offer == pytest.approx(yours, abs=0.0006)


@here
def test_ktab_reference_challenges_of_the_first_turn():
    text, _, _ = reference()
    shape = r"Est by  (\d) of prob ([\d.]+) that \[ (\d)> (\d)\], "
    shape += r"with expected gain to  \3 of \+([\d.]+)"
    printed = {}
    for judge, chance, who, whom, gain in re.findall(shape, text):
        if judge == who:
            printed.setdefault((int(who), int(whom)), (float(chance), float(gain)))
    found = spatial(peer("ktab/dummyData_3Dim.csv"), SpatialRules(turns=1))
    for pair in list(printed)[:7]:
        chance, gain = printed[pair]
        assert found.matrices["probability"][0][pair] == pytest.approx(chance, abs=5.1e-5)
        assert found.matrices["gain"][0][pair] == pytest.approx(gain, abs=5.1e-5)
        assert found.matrices["gain"][0][pair[0]].max() == found.matrices["gain"][0][pair]


@here
def test_ktab_six_dimensions_run_sanely():
    arena = peer("ktab/dummyData_6Dim.csv")
    found = spatial(arena)
    assert found.settled[0]
    low, high = arena.positions[0].min(axis=0), arena.positions[0].max(axis=0)
    assert (found.path >= low - 1e-9).all()
    assert (found.path <= high + 1e-9).all()
    assert found.rounds[0] >= 2
    assert not np.allclose(found.path[0, 0], found.path[0, -1])


SAMPLE = {
    1: [67.177856, 48.600509, 50.682797, 16.234703, 75.146199, 46.772734],
    3: [60.240426, 58.269720, 66.754881, 5.701452, 87.761126, 46.022952],
}
COPENHAGEN = {
    "Newtreaty": (61.576271, 54.261793),
    "DevlopC2020": (58.144654, 67.015753),
    "Domestred": (30.707395, 36.919307),
    "MRVdecrease": (52.235915, 47.427892),
    "Commitments": (51.949891, 19.063181),
    "Control": (57.621448, 68.541209),
    "Extra": (64.620690, 95.477833),
}


@here
def test_exchange_sample_over_three_rounds():
    arena = peer("decide/sample_data.txt")
    found = hundredths(arena, exchange(arena, 3).outcomes)
    for turn, outcome in SAMPLE.items():
        assert found[0, turn] == pytest.approx(outcome, abs=1e-5)


@here
def test_exchange_copenhagen_first_round():
    arena = peer("decide/copenhagen.csv")
    result = exchange(arena, 1)
    found = hundredths(arena, result.outcomes)[0]
    assert dict(zip(arena.issues, found.T.tolist(), strict=True)) == {
        issue: pytest.approx(pair, abs=1e-5) for issue, pair in COPENHAGEN.items()
    }
    assert len(result.events()) == 48


@here
def test_exchange_copenhagen_is_a_distribution_over_tie_orders():
    arena = peer("decide/copenhagen.csv")
    found = exchange(arena, 1, "all")
    assert found.orders.exact
    assert found.orders.chances.sum() == pytest.approx(1)
    assert found.orders.outcomes.shape[1] > 1
    ends = hundredths(arena, found.orders.outcomes[0])
    first = [after for _, after in COPENHAGEN.values()]
    assert np.abs(ends - first).max(axis=1).min() < 1e-5
    # Twelve seeds of the program's coin flips, which weigh ties otherwise, lay between these.
    span = dict(
        zip(arena.issues, zip(ends.min(axis=0), ends.max(axis=0), strict=True), strict=True)
    )
    assert span["Newtreaty"] == pytest.approx((51.39, 54.26), abs=0.005)
    assert span["MRVdecrease"] == pytest.approx((44.84, 47.43), abs=0.005)
    assert span["Commitments"] == pytest.approx((19.063181, 19.063181), abs=1e-5)
    later = exchange(arena, 3, "all", orders=40, seed=5)
    assert not later.orders.exact
    assert later.orders.outcomes.shape == (1, 40, 7)
    assert later.outcome == pytest.approx(later.orders.outcomes.mean(axis=1))
    one = exchange(arena, 3, "random", seed=5)
    assert (np.abs(later.orders.outcomes[0] - one.outcome).max(axis=1) < 1e-9).any()
