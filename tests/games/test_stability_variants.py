"""Unknown, strong and fuzzy preferences, and attitudes, against their definitions."""

from __future__ import annotations

import numpy as np
import pytest

from summitry.stability import (
    Concept,
    Fuzzy,
    Payoffs,
    Strength,
    Unknown,
    analyse_attitudes,
    analyse_relations,
)
from tests.games.stability_brute import AtOnce, Foresight, Plain
from tests.games.stability_conflicts import dilemma, random_graph, random_merged, random_options


def conflicts(seed, count, most=3):
    random = np.random.default_rng(seed)
    for number in range(count):
        if number % 3 == 2:
            yield random, random_merged(random, most=most)
        else:
            yield random, random_options(random, most=most) if number % 3 else random_graph(random)


def every(conflict, number=0):
    """All the concepts that a conflict's form has; non-myopic stability now and then."""
    left = {"SIM"} if conflict.names else set()
    return [one for one in Concept if one not in (left if number % 4 == 0 else left | {"NM"})]


class Related(Plain):
    """The definitions again, by improve, deter, escape, credible and equal, each of (i, s, t)."""

    def __init__(self, conflict, relations):
        moves = [
            [conflict.moves(party, state).tolist() for state in range(conflict.size)]
            for party in conflict.parties
        ]
        super().__init__(moves, None)
        self.improve, self.deter, self.escape, self.credible, self.equal = relations
        self.at_once = None if conflict.names else AtOnce(conflict)
        self.ahead = [Foresight(moves, self.told(i), self.equal) for i in range(len(moves))]

    def told(self, i):
        """What moves whom when party i looks at it: itself by its reading, others if credible."""
        return lambda m, s, t: (self.improve if m == i else self.credible)(m, s, t)

    def looks(self, i, s, horizon):
        return self.ahead[i].stays(i, s, horizon, lambda a, b: self.deter(i, a, b))

    def together(self, i, s):
        def improve(a, b):
            return self.improve(i, a, b)

        def deter(a, b):
            return self.deter(i, a, b)

        return self.at_once.stable([i], s, improve, deter, self.credible)

    def better(self, i, s):
        return [t for t in self.moves[i][s] if self.credible(i, s, t)]

    def holds(self, concept, i, s, horizon):
        if concept == "L":
            return self.looks(i, s, horizon)
        if concept == "NM":
            return all(self.looks(i, s, h) for h in range(40, 60))
        if concept == "SIM":
            return self.together(i, s)
        for t in self.moves[i][s]:
            if not self.improve(i, s, t):
                continue
            if concept == "Nash":
                return False
            symmetric = concept in ("SMR", "SSEQ")
            ends = self.sanctions(i, t, credible=concept in ("SEQ", "SSEQ"))
            if not any(
                self.deter(i, s, x)
                and not (symmetric and any(self.escape(i, s, y) for y in [x, *self.moves[i][x]]))
                for x in ends
            ):
                return False
        return True


def agree(conflict, relations, analysis):
    reading = Related(conflict, relations)
    for at, concept in enumerate(analysis.concepts):
        wanted = [
            [reading.holds(concept, i, s, analysis.horizon) for s in range(conflict.size)]
            for i in range(len(conflict.parties))
        ]
        assert analysis.stable[:, at].tolist() == wanted, concept


@pytest.mark.parametrize("reading", ["a", "b", "c", "d"])
def test_unknown_preference_in_its_four_readings(reading):
    """Li, Hipel, Kilgour and Fang (2004)."""
    for number, (random, conflict) in enumerate(conflicts(1, 60)):
        size = conflict.size
        pairs = {
            party: {
                (a, b) for a in range(size) for b in range(a) if random.random() < 0.3
            }
            for party in conflict.parties
        }  # fmt: skip
        given = {
            party: Unknown(conflict.preferences[party], sorted(own)) for party, own in pairs.items()
        }
        payoffs = conflict.payoffs

        def unknown(i, s, t, pairs=pairs, names=conflict.parties):
            return (s, t) in pairs[names[i]] or (t, s) in pairs[names[i]]

        def better(i, s, t, payoffs=payoffs, unknown=unknown):
            return payoffs[i][t] > payoffs[i][s] and not unknown(i, s, t)

        def improve(i, s, t, better=better, unknown=unknown):
            return better(i, s, t) or (reading in "ac" and unknown(i, s, t))

        def deter(i, s, t, payoffs=payoffs, unknown=unknown):
            if unknown(i, s, t):
                return reading in "cd"
            return payoffs[i][t] <= payoffs[i][s]

        relations = (
            improve,
            deter,
            lambda i, s, t, deter=deter: not deter(i, s, t),
            lambda i, s, t, b=better, u=unknown: b(i, s, t) or u(i, s, t),
            lambda i, s, t, p=payoffs, u=unknown: p[i][s] == p[i][t] and not u(i, s, t),
        )
        found = analyse_relations(
            conflict.given(given),
            every(conflict, number),
            reading=reading,
            horizon=1 + number % 4,
        )
        agree(conflict, relations, found)


def test_the_four_readings_differ_where_they_should():
    """Less is asked of a state if the party does not leave for what it may not prefer."""
    apart = 0
    for random, conflict in conflicts(2, 60):
        size = conflict.size
        given = {
            party: Unknown(
                conflict.preferences[party],
                [(a, b) for a in range(size) for b in range(a) if random.random() < 0.3],
            )
            for party in conflict.parties
        }
        found = {
            one: analyse_relations(conflict.given(given), reading=one).stable for one in "abcd"
        }
        assert (found["a"] <= found["b"]).all()
        assert (found["a"] <= found["c"]).all()
        assert (found["b"] <= found["d"]).all()
        assert (found["c"] <= found["d"]).all()
        apart += (found["a"] != found["d"]).any()
    assert apart


def test_strength_of_preference():
    """Hamouda, Kilgour and Hipel (2004, 2006); Xu, Hipel and Kilgour (2009)."""
    weak = 0
    for number, (random, conflict) in enumerate(conflicts(3, 80)):
        chosen, horizon = every(conflict, number), 1 + number % 4
        values = {one: random.integers(0, 9, conflict.size) for one in conflict.parties}
        strong = conflict.given(
            {one: Strength.of_values(own, gaps=[3, 6]) for one, own in values.items()}
        )
        plain = conflict.given({one: Payoffs(own) for one, own in values.items()})
        general = analyse_relations(strong, chosen, horizon=horizon)
        assert np.array_equal(general.stable, plain.analyse(chosen, horizon=horizon).stable)
        lists = [values[one].tolist() for one in conflict.parties]
        for degree, least in ((1, 1), (2, 3), (3, 6)):
            found = analyse_relations(strong, chosen, degree=degree, horizon=horizon)

            def loses(i, s, t, lists=lists, least=least):
                return lists[i][s] - lists[i][t] >= least

            def gains(i, s, t, lists=lists):
                return lists[i][t] > lists[i][s]

            def same(i, s, t, lists=lists):
                return lists[i][t] == lists[i][s]

            relations = gains, loses, lambda i, s, t, loses=loses: not loses(i, s, t), gains, same
            agree(strong, relations, found)
            assert (found.stable <= general.stable).all()
            weak += (found.stable != general.stable).any()
    assert weak


def test_strength_and_unknown_together():
    conflict = dilemma()
    degrees = np.sign(np.subtract.outer(*[conflict.payoffs[0]] * 2)).T
    hybrid = conflict.given({"A": Strength(degrees, unknown=[(0, 1)])})
    assert analyse_relations(hybrid, reading="b").of("Nash", "A")[0]
    assert not analyse_relations(hybrid, reading="a").of("Nash", "A")[0]


@pytest.mark.parametrize("threshold", [0.2, 0.6, 1.0])
def test_fuzzy_preference(threshold):
    """Bashar (2012): an improvement is what reaches the threshold, all else deters."""
    for number, (random, conflict) in enumerate(conflicts(4, 50)):
        size = conflict.size
        degrees = {}
        for party in conflict.parties:
            upper = np.triu(random.random((size, size)).round(1), 1)
            degrees[party] = upper + np.tril(1 - upper.T, -1) + np.eye(size) / 2
        fuzzy = conflict.given({one: Fuzzy(own, threshold) for one, own in degrees.items()})
        lists = [degrees[one] for one in conflict.parties]

        def better(i, s, t, lists=lists):
            return lists[i][s, t] - lists[i][t, s] >= threshold - 1e-12

        def not_better(i, s, t, better=better):
            return not better(i, s, t)

        def same(i, s, t, lists=lists):
            return lists[i][s, t] == lists[i][t, s]

        relations = better, not_better, better, better, same
        found = analyse_relations(fuzzy, every(fuzzy, number), horizon=1 + number % 4)
        agree(fuzzy, relations, found)


def test_certain_fuzzy_preference_is_plain_preference():
    for _, conflict in conflicts(5, 40):
        degrees = {}
        for party, own in zip(conflict.parties, conflict.payoffs, strict=True):
            degrees[party] = Fuzzy((np.sign(own[None, :] - own[:, None]) + 1) / 2, 1.0)
        chosen = every(conflict)
        found = analyse_relations(conflict.given(degrees), chosen, horizon=3)
        assert np.array_equal(found.stable, conflict.analyse(chosen, horizon=3).stable)


def without_ties(random, conflict):
    return conflict.given(
        {party: Payoffs(random.permutation(conflict.size)) for party in conflict.parties}
    )


def test_discrete_attitudes_are_no_attitudes():
    """Inohara and Hipel (2009), for complete and antisymmetric preferences."""
    for random, given in conflicts(6, 80):
        conflict = without_ties(random, given)
        chosen = every(conflict)
        found = analyse_attitudes(conflict, {}, chosen, horizon=3)
        assert np.array_equal(found.stable, conflict.analyse(chosen, horizon=3).stable)


def test_wholly_neutral_attitudes():
    """Inohara and Hipel (2009): RNash is RSMR, and RGMR is RSEQ."""
    apart = 0
    for random, given in conflicts(7, 80):
        conflict = without_ties(random, given)
        neutral = {one: dict.fromkeys(conflict.parties, "0") for one in conflict.parties}
        found = analyse_attitudes(conflict, neutral)
        for party in conflict.parties:
            assert np.array_equal(found.of("Nash", party), found.of("SMR", party))
            assert np.array_equal(found.of("GMR", party), found.of("SEQ", party))
            apart += (found.of("Nash", party) != found.of("GMR", party)).any()
    assert apart


def test_attitudes_by_their_definition():
    for number, (random, conflict) in enumerate(conflicts(8, 60)):
        names = conflict.parties
        attitudes = {
            one: {other: "+0-"[random.integers(3)] for other in names} for one in names
        }  # fmt: skip
        payoffs = conflict.payoffs

        def accepts(i, s, t, attitudes=attitudes, payoffs=payoffs, names=names):
            for j, other in enumerate(names):
                sign = attitudes[names[i]][other]
                if sign == "+" and payoffs[j][t] < payoffs[j][s]:
                    return False
                if sign == "-" and payoffs[j][t] > payoffs[j][s]:
                    return False
            return True

        def reply(i, s, t, accepts=accepts):
            return s != t and accepts(i, s, t)

        def deters(i, s, t, accepts=accepts):
            return accepts(i, t, s)

        def same(i, s, t, accepts=accepts):
            return accepts(i, s, t) and accepts(i, t, s)

        chosen = every(conflict, number)
        found = analyse_attitudes(conflict, attitudes, chosen, horizon=1 + number % 4)
        agree(conflict, (reply, deters, reply, reply, same), found)


def test_love_ends_the_dilemma():
    """Positive attitudes towards each other: mutual cooperation is relationally Nash stable."""
    each = dict.fromkeys("AB", "+")
    found = analyse_attitudes(dilemma(), {"A": each, "B": each})
    assert 0 in found.equilibria("Nash")


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: analyse_relations(dilemma(), reading="e"), "a reading is a, b, c or d"),
        (lambda: analyse_relations(dilemma(), degree=-1), "a degree is at least 0"),
        (lambda: analyse_relations(dilemma(), ["L"], horizon=0), "a horizon is at least 1"),
        (
            lambda: analyse_relations(dilemma().given({"A": Strength(np.ones((4, 4)))})),
            "must be -degrees",
        ),
        (
            lambda: analyse_relations(dilemma().given({"A": Fuzzy(np.ones((4, 4)))})),
            "must add up to 1",
        ),
        (
            lambda: analyse_relations(dilemma().given({"A": Fuzzy(np.full((4, 4), 0.5), 0)})),
            "threshold is above 0",
        ),
        (
            lambda: analyse_relations(dilemma().given({"A": Strength(np.zeros((3, 3)))})),
            "4 by 4 states",
        ),
        (lambda: analyse_attitudes(dilemma(), {"A": {"B": "x"}}), "an attitude is"),
        (lambda: analyse_attitudes(dilemma(), {"C": {}}), "no party is called 'C'"),
        (
            lambda: dilemma().given({"A": Strength(np.zeros((4, 4)))}).payoffs,
            "leaves something open",
        ),
    ],
)
def test_what_does_not_fit_is_said(build, message):
    with pytest.raises(ValueError, match=message):
        build()
