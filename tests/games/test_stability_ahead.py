"""What is done at once, and looking ahead, for coalitions and merged states, cell by cell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.games.stability import coalitions
from summitry.games.stability.horizon import movers, reckoned
from summitry.games.stability.simultaneous import taken_apart
from summitry.stability import (
    BASIC,
    Concept,
    Conflict,
    Fuzzy,
    Option,
    Payoffs,
    Unknown,
    analyse_attitudes,
    analyse_coalitions,
    analyse_relations,
    simultaneous,
    tell,
    why,
)
from tests.games.stability_brute import AtOnce, Foresight
from tests.games.stability_conflicts import (
    DIRECTIONS,
    dilemma,
    elmira,
    random_graph,
    random_merged,
    random_options,
)

LATER = (Concept.SIM, Concept.LIMITED, Concept.NONMYOPIC)
SEEDS = st.integers(0, 2**32 - 1)
EVERY = settings(max_examples=60, deadline=None)


def drawn(random, most=4):
    kind = random.integers(3)
    if kind == 0:
        return random_graph(random)
    return (random_options if kind == 1 else random_merged)(random, most=most)


def later(conflict):
    return LATER[1:] if conflict.names else LATER


class Grouped:
    """A coalition as one mover among the others, from a conflict's own moves."""

    def __init__(self, conflict, group):
        self.conflict, self.group = conflict, sorted(group)
        payoffs = conflict.payoffs.tolist()
        self.sides = [[i] for i in range(len(conflict.parties)) if i not in group]
        self.sides.append(self.group)
        self.sides.sort(key=min)
        self.at = self.sides.index(self.group)
        moves = [[self.reached(side, s) for s in range(conflict.size)] for side in self.sides]

        def prefers(m, s, t):
            return all(payoffs[i][t] > payoffs[i][s] for i in self.sides[m])

        def equal(m, s, t):
            return all(payoffs[i][t] == payoffs[i][s] for i in self.sides[m])

        self.foresight, self.prefers = Foresight(moves, prefers, equal), prefers

    def reached(self, side, s):
        found, queue, seen = set(), [(s, None)], set()
        while queue:
            x, last = queue.pop()
            for i in side:
                for t in self.conflict.moves(self.conflict.parties[i], x) if i != last else ():
                    found.add(int(t))
                    if (t, i) not in seen:
                        seen.add((t, i))
                        queue.append((t, i))
        return sorted(found - {s})

    def gains(self, s, t):
        return self.prefers(self.at, s, t)

    def stays(self, s, horizon):
        return self.foresight.stays(self.at, s, horizon, lambda a, b: not self.gains(a, b))


def test_coalitions_at_once_and_ahead_by_the_definitions():
    random = np.random.default_rng(21)
    larger = 0
    for number in range(150):
        conflict, horizon = drawn(random), int(random.integers(1, 5))
        chosen = [one for one in later(conflict) if one != "NM" or number % 5 == 0]
        found = analyse_coalitions(conflict, concepts=chosen, horizon=horizon)
        at_once = None if conflict.names else AtOnce(conflict)
        payoffs = conflict.payoffs

        def credible(j, s, t, payoffs=payoffs):
            return payoffs[j, t] > payoffs[j, s]

        for members in found.members:
            group = [conflict.party(one) for one in members]
            reading = Grouped(conflict, group)

            def holds(s, t, reading=reading):
                return not reading.gains(s, t)

            for concept in chosen:
                wanted = [
                    at_once.stable(group, s, reading.gains, holds, credible)
                    if concept == "SIM"
                    else reading.stays(s, horizon)
                    if concept == "L"
                    else all(reading.stays(s, h) for h in range(40, 60))
                    for s in range(conflict.size)
                ]
                assert found.of(concept, members).tolist() == wanted, (number, members, concept)
                larger += len(members) > 1 and not all(wanted)
    assert larger > 50


def test_single_parties_of_merged_states_and_of_arcs_by_the_definitions():
    random = np.random.default_rng(22)
    merged = 0
    for number in range(200):
        conflict = random_merged(random, most=5)
        if number % 2:
            patterns = ["".join(random.choice(list("YN-"), len(conflict.options)))]
            conflict = Conflict(
                conflict.options,
                conflict.preferences,
                feasible=np.concatenate(conflict.members()).tolist(),
                merged=[pattern_of(own, len(conflict.options)) for own in conflict.groups],
                unseen={conflict.parties[0]: patterns},
            )
        merged += len(conflict.groups) and max(map(len, conflict.groups)) > 1
        reading, payoffs = AtOnce(conflict), conflict.payoffs
        found = conflict.analyse(["SIM"])
        assert "SIM" in conflict.analyse().concepts
        for i, party in enumerate(conflict.parties):
            for s in range(conflict.size):
                wanted = reading.stable(
                    [i],
                    s,
                    lambda a, b, own=payoffs[i]: own[b] > own[a],
                    lambda a, b, own=payoffs[i]: own[b] <= own[a],
                    lambda j, a, b, own=payoffs: own[j][b] > own[j][a],
                )
                assert found.of("SIM", party)[s] == wanted
                reason = why(conflict, s, party, "SIM")
                assert reason.stable == wanted
                assert tell(reason)
        some = [0, conflict.size - 1]
        assert np.array_equal(simultaneous(conflict, some), found.stable[:, 0][:, some])
    assert merged > 50


def pattern_of(codes, count):
    """A condition that holds of some codes only."""
    states = [
        " and ".join(f"o{at}" if code >> at & 1 else f"not o{at}" for at in range(count))
        for code in codes.tolist()
    ]
    return " or ".join(f"({one})" for one in states)


def listed(conflict):
    """The same conflict with its moves listed as arcs."""
    other = conflict.given({})
    other.__dict__.pop("ground", None)
    other.__dict__["terrain"] = conflict.terrain.listed()
    return other


def test_more_options_than_the_lattice_takes():
    """17 options, few combinations feasible: the codes that matter are those of five options."""
    random = np.random.default_rng(23)
    for _ in range(30):
        small = random_options(random, most=5)
        idle = [Option(f"idle {at}") for at in range(12)]
        wide = Conflict([*small.options, *idle], small.preferences, feasible=small.codes.tolist())
        for concepts in (["SIM"], ["L", "SIM"]):
            assert np.array_equal(wide.analyse(concepts).stable, small.analyse(concepts).stable)
        both = [analyse_coalitions(one, concepts=["SIM"]).stable for one in (wide, small)]
        assert np.array_equal(*both)


@EVERY
@given(SEEDS)
def test_sets_of_outcomes_are_single_outcomes_where_preferences_are_complete(seed):
    """Our own definition is the published one: for each party, by relations or as a coalition."""
    random = np.random.default_rng(seed)
    conflict, horizon = drawn(random), int(random.integers(1, 6))
    plain = conflict.analyse(LATER[1:], horizon=horizon)
    alone = [[one] for one in conflict.parties]
    single = analyse_coalitions(conflict, alone, LATER[1:], horizon=horizon)
    assert np.array_equal(single.stable, plain.stable)
    related = analyse_relations(conflict, LATER[1:], horizon=horizon)
    assert np.array_equal(related.stable, plain.stable)


@EVERY
@given(SEEDS)
def test_what_a_coalition_of_all_looks_ahead_to_is_what_it_can_reach(seed):
    conflict = drawn(np.random.default_rng(seed))
    found = analyse_coalitions(conflict, [conflict.parties], ["Nash", *LATER[1:]], horizon=4)
    assert np.array_equal(found.of("L"), found.of("Nash"))
    assert np.array_equal(found.of("NM"), found.of("Nash"))


@EVERY
@given(SEEDS)
def test_implications(seed):
    """Nash entails simultaneous stability, and is limited-move stability of horizon 1.

    For a coalition and any reading as well. Strong stability entails general stability.
    """
    random = np.random.default_rng(seed)
    conflict = drawn(random)
    chosen = [Concept.NASH, *later(conflict)[:-1]]
    found = [analyse_coalitions(conflict, concepts=chosen, horizon=1)]
    pairs = [(a, b) for a in range(conflict.size) for b in range(a) if random.random() < 0.3]
    unsure = conflict.given({
        party: Unknown(conflict.preferences[party], pairs) for party in conflict.parties
    })  # fmt: skip
    found += [analyse_relations(unsure, chosen, reading=one, horizon=1) for one in "abcd"]
    for one in found:
        by = {concept: one.stable[:, at] for at, concept in enumerate(chosen)}
        assert np.array_equal(by["L"], by["Nash"])
        assert (by["Nash"] <= by.get("SIM", by["Nash"])).all()
    degrees = [analyse_relations(conflict, LATER[1:], degree=one, horizon=3) for one in (0, 1)]
    assert (degrees[1].stable <= degrees[0].stable).all()


def test_sequential_and_simultaneous_stability_are_independent():
    """What others do at once may spoil what nothing that they do afterwards would, and back."""
    random, apart = np.random.default_rng(5), {(False, True): 0, (True, False): 0}
    for _ in range(200):
        found = random_options(random).analyse(["SEQ", "SIM"]).stable
        for one in apart:
            apart[one] += int(((found[:, 0] == one[0]) & (found[:, 1] == one[1])).sum())
    assert min(apart.values()) > 0


@EVERY
@given(SEEDS)
def test_parties_in_another_order_and_other_names_change_nothing_at_once(seed):
    random = np.random.default_rng(seed)
    conflict = random_merged(random)
    order = [conflict.parties[at] for at in random.permutation(len(conflict.parties))]
    name = {party: f"{party}'" for party in order}
    other = Conflict(
        [Option(o.name, tuple(name[one] for one in o.owners), o.direction)
         for o in conflict.options],
        {name[party]: conflict.preferences[party] for party in order},
        feasible=np.concatenate(conflict.members()).tolist(),
        merged=[pattern_of(own, len(conflict.options)) for own in conflict.groups],
    )  # fmt: skip
    mine = analyse_coalitions(conflict, concepts=["SIM"])
    theirs = analyse_coalitions(other, concepts=["SIM"])
    for members in mine.members:
        renamed = [name[one] for one in members]
        assert np.array_equal(mine.of("SIM", members), theirs.of("SIM", renamed))


@EVERY
@given(SEEDS)
def test_parties_in_another_order_change_nothing_ahead_where_nothing_ties(seed):
    """Ties are broken by the order of the parties, as the published definition has it."""
    random = np.random.default_rng(seed)
    graph = drawn(random)
    conflict = graph.given({one: Payoffs(random.permutation(graph.size)) for one in graph.parties})
    order = random.permutation(len(conflict.parties))
    other = conflict.given({})
    other.__dict__.pop("ground", None)
    arcs = conflict.terrain.listed()
    lists = [[(s, int(t)) for s in range(conflict.size) for t in arcs.moves(at, s)] for at in order]
    names = [f"s{at}" for at in range(conflict.size)]
    parties = [conflict.parties[at] for at in order]
    other = Conflict.graph(
        names,
        dict(zip(parties, lists, strict=True)),
        {one: conflict.preferences[one] for one in parties},
    )
    mine = analyse_coalitions(conflict, concepts=LATER[1:], horizon=3)
    theirs = analyse_coalitions(other, concepts=LATER[1:], horizon=3)
    for members in mine.members:
        for concept in LATER[1:]:
            assert np.array_equal(mine.of(concept, members), theirs.of(concept, members))


@EVERY
@given(SEEDS)
def test_states_in_another_order_change_nothing(seed):
    random = np.random.default_rng(seed)
    conflict = random_graph(random)
    place = random.permutation(conflict.size)
    moves = {
        party: [
            (conflict.names[s], conflict.names[t])
            for s in range(conflict.size)
            for t in conflict.moves(party, s)
        ]
        for party in conflict.parties
    }
    payoffs = dict(zip(conflict.parties, conflict.payoffs, strict=True))
    other = Conflict.graph(
        [conflict.names[at] for at in place],
        moves,
        {party: Payoffs(own[place]) for party, own in payoffs.items()},
    )
    mine, theirs = (
        analyse_coalitions(one, concepts=LATER[1:], horizon=3) for one in (conflict, other)
    )
    assert np.array_equal(mine.stable[:, :, place], theirs.stable)


@EVERY
@given(SEEDS)
def test_an_option_turned_round_changes_nothing_at_once_for_coalitions(seed):
    random = np.random.default_rng(seed)
    conflict = random_options(random, most=4)
    turned = int(random.integers(len(conflict.options)))
    back = dict(zip(DIRECTIONS, ("both", "back", "forward"), strict=True))
    options = [
        Option(one.name, one.owners, back[one.direction] if at == turned else one.direction)
        for at, one in enumerate(conflict.options)
    ]
    codes = conflict.codes ^ (1 << turned)
    order = np.argsort(codes)
    payoffs = dict(zip(conflict.parties, conflict.payoffs, strict=True))
    other = Conflict(
        options,
        {party: Payoffs(own[order]) for party, own in payoffs.items()},
        feasible=codes.tolist(),
    )
    mine, theirs = (analyse_coalitions(one, concepts=["SIM"]) for one in (conflict, other))
    assert np.array_equal(mine.stable[:, :, order], theirs.stable)


def test_elmira_by_every_concept():
    """Its nine states, the ninth merged of several, by what is done at once as well."""
    conflict = elmira()
    found = conflict.analyse()
    assert found.concepts == tuple(Concept)
    assert not found.left_out
    assert (found.equilibria("SIM") + 1).tolist() == [5, 8, 9]
    told = tell(why(conflict, "NYNNN", "MoE", "SIM"))
    assert told == ["MoE stays: nothing that it can reach is better for it."]
    first, _ = tell(why(conflict, "YNYNN", "Local", "SIM"))
    assert first.startswith("Local would leave")
    every = analyse_coalitions(conflict, concepts=Concept)
    assert every.upset("SIM", 4) == [("MoE", "Uniroyal")]
    assert every.upset("L", 4) == every.upset("NM", 4) == [("MoE", "Uniroyal")]
    assert 7 in every.equilibria("NM")


def test_an_improvement_through_a_merged_state_counts_from_each_of_its_codes():
    """B can spoil what A does from one of the two codes of the merged state only."""
    options = [Option("a", ("A",)), Option("b", ("B",)), Option("c", ())]
    merged = Conflict(
        options,
        {"A": Payoffs([0] * 5), "B": Payoffs([0] * 5)},
        infeasible=["b and not c", "a and b and not c", "a and c and not b"],
        merged=["not a and not b"],
    )
    states = [merged.label(at) for at in range(merged.size)]
    assert states == ["YNN", "NYY", "YYY", "NN-"]
    a, b = [2, 1, 0, 1], [0, 1, 1, 0]
    conflict = merged.given({"A": Payoffs(a), "B": Payoffs(b)})
    assert not conflict.analyse(["SIM"]).of("SIM", "A")[3]
    reading = AtOnce(conflict)
    assert reading.arrivals([0], 0) == {1}
    assert reading.arrivals([0], 4) == set()


def test_outcomes_that_cannot_be_compared_are_all_reckoned_with():
    """B may go to u or v and it is unknown which it likes better; A fears only one of them."""
    graph = Conflict.graph(
        ["s", "t", "u", "v"],
        {"A": [("s", "t")], "B": [("t", "u"), ("t", "v")]},
        {"A": Payoffs([2, 3, 4, 1]), "B": Payoffs([0, 1, 2, 3])},
    )
    unsure = graph.given({"B": Unknown(Payoffs([0, 1, 2, 3]), [("u", "v")])})
    assert analyse_relations(graph, ["L"], horizon=2).of("L", "A")[0]
    assert analyse_relations(unsure, ["L"], horizon=2).of("L", "A")[0]
    sure = graph.given({"B": Payoffs([0, 1, 3, 2])})
    assert not analyse_relations(sure, ["L"], horizon=2).of("L", "A")[0]
    assert analyse_relations(unsure, ["NM"]).of("NM", "A")[0]


def test_fuzzy_preferences_that_are_not_certain_enough_are_no_ties():
    """B is not certain enough between u and v: A reckons with both, whatever C would like less."""
    sure = [[0.5, 0.5, 1, 1], [0.5, 0.5, 1, 1], [0, 0, 0.5, 0.6], [0, 0, 0.4, 0.5]]
    graph = Conflict.graph(
        ["s", "t", "u", "v"],
        {"A": [("s", "t")], "B": [("t", "u"), ("t", "v")]},
        {"A": Payoffs([2, 3, 4, 1]), "B": Fuzzy(sure, 1.0), "C": Payoffs([0, 0, 1, 2])},
    )
    assert analyse_relations(graph, ["L"]).of("L", "A")[0]
    sure[2][3] = sure[3][2] = 0.5
    tied = graph.given({"B": Fuzzy(sure, 1.0)})
    assert not analyse_relations(tied, ["L"]).of("L", "A")[0]


def test_strong_stability_ahead_asks_for_an_outcome_that_is_bad_enough():
    graph = Conflict.graph(
        ["s", "t", "u"],
        {"A": [("s", "t")], "B": [("t", "u")]},
        {"A": Payoffs([2, 3, 2]), "B": Payoffs([0, 1, 2])},
    )
    general, strong = (analyse_relations(graph, ["L"], degree=one).of("L", "A") for one in (0, 1))
    assert general[0]
    assert not strong[0]


def test_love_ends_the_dilemma_for_those_who_look_ahead():
    each = dict.fromkeys("AB", "+")
    found = analyse_attitudes(dilemma(), {"A": each, "B": each}, Concept, horizon=3)
    for concept in Concept:
        assert 0 in found.equilibria(concept)


@pytest.mark.parametrize("work", [analyse_coalitions, analyse_relations])
def test_what_cannot_be_done_is_said(work, monkeypatch):
    graph = random_graph(np.random.default_rng(0))
    with pytest.raises(ValueError, match="option form only"):
        work(graph, concepts=["SIM"])
    with pytest.raises(ValueError, match="a horizon is at least 1"):
        work(graph, horizon=0)
    options = [Option(f"o{at}", (f"P{at % 2}",)) for at in range(11)]
    payoffs = np.random.default_rng(0).permutation(1 << 11)
    large = Conflict(options, {one: Payoffs(payoffs) for one in ("P0", "P1")})
    with pytest.raises(ValueError, match="goes up to 1,024 states; there are 2,048"):
        work(large, concepts=["L"])
    monkeypatch.setattr(movers, "CELLS", 0)
    with pytest.raises(ValueError, match="is not settled: within 1 horizons"):
        work(dilemma(), concepts=["NM"])
    monkeypatch.setattr(taken_apart, "MOST_JOINT", 1)
    with pytest.raises(ValueError, match="from state NN the others can improve in more than 1"):
        work(dilemma(), concepts=["SIM"])


def test_coalitions_by_all_that_form_and_size_allow(monkeypatch):
    every = analyse_coalitions(elmira(), concepts=None)
    assert every.concepts == tuple(Concept)
    assert np.array_equal(every.stable, analyse_coalitions(elmira(), concepts=Concept).stable)
    graph = analyse_coalitions(random_graph(np.random.default_rng(0)), concepts=None)
    assert "option form only" in graph.left_out[Concept.SIM]
    assert graph.concepts == (*BASIC, *LATER[1:])
    monkeypatch.setattr(movers, "CELLS", 0)
    near = analyse_coalitions(elmira(), concepts=None)
    assert "is not settled" in near.left_out[Concept.NONMYOPIC]
    assert near.concepts == tuple(Concept)[:-1]
    assert np.array_equal(near.stable, every.stable[:, :-1])
    monkeypatch.setattr(coalitions, "FEW", 8)
    few = analyse_coalitions(elmira(), concepts=None)
    assert few.concepts == (*BASIC, "SIM")
    assert "more than 8 states" in few.left_out[Concept.LIMITED]


def test_likings_that_run_in_a_circle_leave_everything_open():
    """B likes u better than v, v than w, w than u: it may go to any of them."""
    size = 5  # s, t, u, v, w
    prefers = np.zeros((2, size, size), dtype=bool)
    prefers[0, 0, [1, 2, 3]] = True
    prefers[1, 1, [2, 3, 4]] = True
    for better, worse in ((2, 3), (3, 4), (4, 2)):
        prefers[1, worse, better] = True
    moves = np.zeros_like(prefers)
    moves[0, 0, 1] = moves[1, 1, 2] = moves[1, 1, 3] = moves[1, 1, 4] = True
    both = [reckoned.Mover(moves[at], prefers[at], np.eye(size, dtype=bool)) for at in range(2)]
    steps = reckoned.outcomes_ahead(both)
    first, second = next(steps), next(steps)
    assert np.flatnonzero(first.outcomes[1, 1]).tolist() == [2, 3, 4]
    assert not first.stays[0, 0]
    assert second.stays[0, 0]
