"""Ten thousand random conflicts against the definitions read out loud, cell by cell."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from summitry.stability import BASIC, Conflict, Payoffs, analyse_coalitions, reach, robustness, why
from tests.games.stability_brute import Plain
from tests.games.stability_conflicts import dilemma, random_graph, random_options

PARTS = 4


def plain(conflict):
    moves = [
        [conflict.moves(party, state).tolist() for state in range(conflict.size)]
        for party in conflict.parties
    ]
    return Plain(moves, [own.tolist() for own in conflict.payoffs], conflict.codes.tolist())


def expected(reading, concept, horizon):
    memo = {}
    rows = []
    for i in range(reading.parties):
        row = []
        for s in range(reading.size):
            if concept == "L":
                row.append(reading.leads(i, s, horizon, memo) == s)
            elif concept == "SIM":
                row.append(reading.simultaneous(i, s))
            else:
                row.append(reading.stable(concept, i, s))
        rows.append(row)
    return np.array(rows)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_cell_of_ten_thousand_conflicts(part):
    random = np.random.default_rng(part)
    for number in range(10_000 // PARTS):
        conflict = random_options(random) if number % 2 else random_graph(random)
        horizon = int(random.integers(1, 5))
        reading = plain(conflict)
        analysis = conflict.analyse(horizon=horizon)
        for at, concept in enumerate(analysis.concepts):
            if concept != "NM":
                wanted = expected(reading, concept, horizon)
                assert np.array_equal(analysis.stable[:, at], wanted), (number, concept)


def test_conflicts_in_which_some_do_not_see_every_state():
    random = np.random.default_rng(13)
    for _ in range(400):
        seen = random_options(random, most=4)
        patterns = {
            party: ["".join(random.choice(list("YN-"), len(seen.options), p=(0.3, 0.3, 0.4)))]
            for party in seen.parties
            if random.random() < 0.6
        }
        conflict = Conflict(
            seen.options, seen.preferences, feasible=seen.codes.tolist(), unseen=patterns
        )
        reading = plain(conflict)
        analysis = conflict.analyse(horizon=3)
        for at, concept in enumerate(analysis.concepts):
            if concept != "NM":
                assert np.array_equal(analysis.stable[:, at], expected(reading, concept, 3))
        together = analyse_coalitions(conflict, [conflict.parties[:2]], states=[0])
        for concept in BASIC:
            assert together.of(concept).tolist() == [joint(reading, concept, {0, 1}, 0)]
        found = reach(conflict, 0, kind="improvements")
        lengths = walked(reading, "improvements")
        assert found.steps.tolist() == [lengths.get(s, -1) for s in range(conflict.size)]


def test_moves_of_options_are_what_the_options_allow():
    random = np.random.default_rng(11)
    for _ in range(80):
        conflict = random_options(random)
        labels = [conflict.label(state) for state in range(conflict.size)]
        for party in conflict.parties:
            for state in range(conflict.size):
                found = set(conflict.moves(party, state).tolist())
                assert found == {
                    end
                    for end in range(conflict.size)
                    if allowed(conflict.options, party, labels[state], labels[end])
                }


def allowed(options, party, before, after):
    if before == after:
        return False
    ways = {"both": ("NY", "YN"), "forward": ("NY",), "back": ("YN",)}
    return all(
        a == b or (party in option.owners and a + b in ways[option.direction])
        for a, b, option in zip(before, after, options, strict=True)
    )


def test_listed_arcs_and_the_lattice_agree_on_larger_conflicts():
    random = np.random.default_rng(5)
    for _ in range(40):
        conflict = random_options(random, most=9)
        listed = conflict.given({})
        listed.__dict__.pop("ground", None)
        listed.__dict__["terrain"] = conflict.terrain.listed()
        one, other = (
            conflict.analyse([*BASIC, "L"], horizon=3),
            listed.analyse([*BASIC, "L"], horizon=3),
        )
        assert np.array_equal(one.stable, other.stable)


def test_non_myopic_stability_is_limited_move_stability_from_some_horizon_on():
    random = np.random.default_rng(8)
    for number in range(150):
        conflict = random_options(random, most=3) if number % 2 else random_graph(random)
        far = conflict.analyse(["NM"]).stable[:, 0]
        reading, memo = plain(conflict), {}
        stays = np.array([
            [
                [reading.leads(i, s, h, memo) == s for h in range(60, 121)]
                for s in range(reading.size)
            ]
            for i in range(reading.parties)
        ])  # fmt: skip
        assert np.array_equal(far, stays.all(axis=2))


def test_coalitions_by_the_definitions():
    random = np.random.default_rng(9)
    for number in range(250):
        conflict = random_options(random, most=4) if number % 2 else random_graph(random)
        reading = plain(conflict)
        analysis = analyse_coalitions(conflict)
        for members in analysis.members:
            group = {conflict.party(one) for one in members}
            for concept in BASIC:
                own = analysis.of(concept, members)
                wanted = [joint(reading, concept, group, s) for s in range(reading.size)]
                assert own.tolist() == wanted, (number, members, concept)


def joint(reading, concept, group, s):
    """Whether a state is stable for a coalition, read out loud."""

    def go(seeds, movers, credible):
        found, queue = set(), [(one, -1) for one in seeds]
        seen = set(queue)
        while queue:
            x, last = queue.pop()
            for j in movers - {last}:
                for y in reading.better(j, x) if credible else reading.moves[j][x]:
                    found.add(y)
                    if (y, j) not in seen:
                        seen.add((y, j))
                        queue.append((y, j))
        return found

    def gain(t):
        return all(reading.payoffs[i][t] > reading.payoffs[i][s] for i in group)

    others = set(range(reading.parties)) - group
    for t in filter(gain, go([s], group, credible=False)):
        if concept == "Nash":
            return False
        ends = go([t], others, credible=concept in ("SEQ", "SSEQ"))
        fine = [x for x in ends if not gain(x)]
        if concept in ("SMR", "SSEQ"):
            fine = [x for x in fine if not any(map(gain, go([x], group, credible=False)))]
        if not fine:
            return False
    return True


def test_shares_over_draws_are_those_of_the_draws_one_by_one():
    random = np.random.default_rng(4)
    for number in range(20):
        conflict = random_options(random, most=4) if number % 2 else random_graph(random)
        draws = random.integers(0, 4, (30, len(conflict.parties), conflict.size)) / 7
        shares = robustness(conflict, draws)
        for draw, payoffs in enumerate(draws):
            given = {
                party: Payoffs(own) for party, own in zip(conflict.parties, payoffs, strict=True)
            }
            alone = conflict.given(given).analyse(BASIC)
            assert np.array_equal(shares.stable[draw], alone.stable)
        assert shares.shares == pytest.approx(shares.stable.all(axis=1).mean(axis=0))


def test_payoffs_nearer_than_the_tolerance_are_equal():
    conflict = random_graph(np.random.default_rng(1))
    draws = np.zeros((1, len(conflict.parties), conflict.size))
    noise = np.random.default_rng(0).random(draws.shape) * 1e-12
    assert robustness(conflict, draws + noise).shares.min() == 1
    assert robustness(conflict, draws + noise, tolerance=0).shares.min() < 1


@pytest.mark.parametrize(
    ("draws", "concepts", "message"),
    [
        (np.zeros((2, 3)), BASIC, "payoffs must be"),
        (np.zeros((0, 2, 4)), BASIC, "there are no draws"),
        (np.full((1, 2, 4), np.inf), BASIC, "finite numbers"),
        (np.zeros((1, 2, 4)), ["XYZ"], "no concept is called"),
    ],
)
def test_draws_that_do_not_fit(draws, concepts, message):
    with pytest.raises(ValueError, match=message):
        robustness(dilemma(), draws, concepts)


def test_reasons_tell_legal_moves_that_prove_the_verdict():
    random = np.random.default_rng(6)
    for number in range(80):
        conflict = random_options(random, most=4) if number % 2 else random_graph(random)
        analysis = conflict.analyse(horizon=3)
        for concept in analysis.concepts:
            for party in conflict.parties:
                for state in range(conflict.size):
                    reason = why(conflict, state, party, concept, horizon=3, most=99)
                    assert reason.stable == analysis.of(concept, party)[state]
                    proves(conflict, reason)


def proves(conflict, reason):
    mine = conflict.payoffs[conflict.party(reason.party)]
    home = mine[reason.state]
    assert reason.stable == (not reason.exits)
    for answer in reason.answers:
        steps = [answer.improvement, *answer.sanction]
        for step in steps:
            assert step.end in conflict.moves(step.party, step.start)
        if reason.concept in ("L", "NM"):
            assert mine[answer.end] > home
            continue
        assert mine[answer.improvement.end] > home
        if reason.concept == "SIM":
            assert all(step.start == reason.state for step in answer.sanction)
            assert not answer.deterred or mine[answer.end] <= home
            continue
        for one, other in pairwise(steps):
            assert one.end == other.start
            assert one.party != other.party
        if reason.concept in ("SEQ", "SSEQ"):
            for step in answer.sanction:
                own = conflict.payoffs[conflict.party(step.party)]
                assert own[step.end] > own[step.start]
        assert answer.deterred == (mine[answer.end] <= home)


def test_ways_are_shortest_and_all_are_found():
    random = np.random.default_rng(3)
    for number in range(150):
        conflict = random_options(random, most=4) if number % 2 else random_graph(random)
        kind = ("moves", "improvements", "worsenings")[number % 3]
        found = reach(conflict, 0, kind=kind)
        lengths = walked(plain(conflict), kind)
        assert found.steps.tolist() == [lengths.get(s, -1) for s in range(conflict.size)]
        for state in found.states.tolist():
            way = found.path(state)
            assert len(way) == lengths[state]
            every = found.paths(state, 1000)
            assert way in every
            assert len(set(every)) == len(every)


def walked(reading, kind):
    def counts(i, s, t):
        gain = reading.payoffs[i][t] - reading.payoffs[i][s]
        return {"moves": True, "improvements": gain > 0, "worsenings": gain < 0}[kind]

    lengths, layer, seen, at = {0: 0}, {(0, -1)}, {(0, -1)}, 0
    while layer:
        at += 1
        layer = {
            (t, i)
            for s, last in layer
            for i in range(reading.parties)
            for t in reading.moves[i][s]
            if i != last and counts(i, s, t)
        } - seen
        seen |= layer
        for state, _ in layer:
            lengths.setdefault(state, at)
    return lengths
