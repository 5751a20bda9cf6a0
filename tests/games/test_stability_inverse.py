"""Inverse analysis, hypergames, sensitivity to statements, and reasons in sentences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from summitry.stability import (
    BASIC,
    Concept,
    Conflict,
    Hypergame,
    Option,
    Payoffs,
    Ranking,
    Statements,
    count_rankings,
    inverse,
    placements,
    sensitivity,
    tell,
    why,
)
from tests.games.stability_conflicts import (
    chicken,
    cuba,
    dilemma,
    elmira,
    random_graph,
    random_options,
)


def drawn(random, number):
    return random_options(random, most=3) if number % 2 else random_graph(random)


def test_with_nothing_varied_inverse_is_forward():
    random = np.random.default_rng(0)
    for number in range(100):
        conflict = drawn(random, number)
        analysis = conflict.analyse(BASIC)
        for concept, state in product(BASIC, range(conflict.size)):
            found = inverse(conflict, state, concept)
            assert found.possible == analysis.is_equilibrium(state, concept)
            for party in conflict.parties:
                content = found.requirements[party] == (frozenset(),)
                assert content == analysis.of(concept, party)[state]


def satisfied(conflict, condition):
    payoffs = conflict.payoffs
    for one in condition:
        own = payoffs[conflict.party(one.party)]
        lower, upper = own[one.lower], own[one.upper]
        if not (lower < upper if one.strict else lower <= upper):
            return False
    return True


def test_conditions_hold_exactly_where_the_state_is_an_equilibrium():
    """Every ranking of what varies, one by one, which the analysis itself never does."""
    random = np.random.default_rng(1)
    for number in range(14):
        conflict = drawn(random, number)
        parties = [str(one) for one in random.choice(conflict.parties, 2, replace=False)]
        count = min(conflict.size, 2)
        vary = {one: random.choice(conflict.size, count, replace=False).tolist() for one in parties}
        rankings = [list(placements(conflict, one, vary[one])) for one in parties]
        state = int(random.integers(conflict.size))
        found = {concept: inverse(conflict, state, concept, vary) for concept in BASIC}
        for one, other in product(*rankings):
            ranked = conflict.given({parties[0]: Payoffs(one), parties[1]: Payoffs(other)})
            analysis = ranked.analyse(BASIC)
            for concept in BASIC:
                holds = any(satisfied(ranked, each) for each in found[concept].conditions)
                assert holds == analysis.is_equilibrium(state, concept)
        for concept, own in found.items():
            assert own.complete
            if own.possible:
                example = conflict.given(own.example)
                assert example.analyse([concept]).is_equilibrium(state, concept)
                assert satisfied(example, own.conditions[0])


def test_placements_are_as_many_as_there_are():
    """Of two states among two groups: 3 times 4."""
    every = [tuple(one) for one in placements(dilemma(), "A", [0, 1])]
    assert len(every) == len(set(every)) == 12


def test_rankings_are_counted_as_if_listed():
    random = np.random.default_rng(2)
    for number in range(16):
        conflict = drawn(random, number)
        state = int(random.integers(conflict.size))
        vary = {
            party: random.choice(conflict.size, min(conflict.size, 3), replace=False).tolist()
            for party in conflict.parties
        }
        for concept in (*BASIC, *["SIM"] * (conflict.names is None)):
            counts = count_rankings(conflict, state, concept, vary)
            for party in conflict.parties:
                every = list(placements(conflict, party, vary[party]))
                fine = [
                    conflict.given({party: Payoffs(one)}).analyse([concept]).of(concept, party)
                    for one in every
                ]
                assert counts[party] == (sum(one[state] for one in fine), len(every))
    with pytest.raises(ValueError, match="rankings are counted by"):
        count_rankings(dilemma(), 0, "L", {})
    with pytest.raises(ValueError, match="option form only"):
        count_rankings(random_graph(np.random.default_rng(0)), 0, "SIM", {})
    with pytest.raises(ValueError, match="or 'all', not 'some'"):
        count_rankings(dilemma(), 0, "SEQ", {"A": "some"})


def test_in_how_many_rankings_fear_keeps_a_party_from_leaving():
    """A alone varies, B as in the dilemma: from YN only B's answer YY counts, which pays B."""
    vary = {"A": ["NN", "YN", "YY"]}
    found = {one: count_rankings(dilemma(), "NN", one, vary)["A"] for one in ("Nash", "SEQ")}
    assert found == {"Nash": (12, 24), "SEQ": (16, 24)}
    loose = dilemma().given({"B": Payoffs([3, 1, 4, 0])})
    assert count_rankings(loose, "NN", "SEQ", vary)["A"] == found["Nash"]
    assert count_rankings(loose, "NN", "GMR", vary)["A"] == found["SEQ"]


def test_many_states_that_vary_are_counted_exactly():
    """Sixteen states, anywhere: the one asked for is best in one ranking of sixteen."""
    options = [Option(f"o{at}", ("A",)) for at in range(4)]
    conflict = Conflict(options, {"A": Payoffs(range(16)), "B": Payoffs([0] * 16)})
    fitting, total = count_rankings(conflict, 0, "GMR", {"A": "all"})["A"]
    assert fitting * 16 == total


def test_what_would_make_cooperation_a_nash_equilibrium_of_the_dilemma():
    found = inverse(dilemma(), "NN", "Nash", {"A": ["YN"], "B": ["NY"]})
    (condition,) = found.conditions
    assert {(one.party, one.lower, one.upper, one.strict) for one in condition} == {
        ("A", 1, 0, False),
        ("B", 2, 0, False),
    }
    assert not inverse(dilemma(), "NN", "Nash", {"A": ["YN"]}).possible
    assert inverse(dilemma(), "NN", "Nash", {"A": "all", "B": "all"}).possible


def test_inverse_says_what_it_does_not_do():
    with pytest.raises(ValueError, match="inverse analysis goes by"):
        inverse(dilemma(), 0, "SIM")
    with pytest.raises(ValueError, match="or 'all', not 'some'"):
        inverse(dilemma(), 0, "Nash", {"A": "some"})


def test_a_hypergame_in_which_nobody_errs_is_the_conflict():
    for conflict in (cuba(), elmira(), dilemma()):
        plain = conflict.analyse(BASIC)
        found = Hypergame(conflict, {one: conflict for one in conflict.parties}).analyse()
        assert np.array_equal(found.stable, plain.stable)
        for concept in BASIC:
            assert all(not len(one) for one in found.surprises(concept).values())
            assert all(not len(one) for one in found.disappointments(concept).values())


def test_chicken_between_two_who_take_each_other_for_hawks():
    """Each thinks that the other would rather crash than yield: both yield, and are surprised."""
    conflict = chicken()
    hawk = {"A": Ranking(["YN", "YY", "NN", "NY"]), "B": Ranking(["NY", "YY", "NN", "YN"])}
    game = Hypergame(
        conflict,
        {"A": conflict.given({"B": hawk["B"]}), "B": conflict.given({"A": hawk["A"]})},
    )
    found = game.analyse(["Nash", "SEQ"])
    assert found.expected[0, 0].tolist() == [False, False, True, False]
    assert found.expected[1, 0].tolist() == [False, True, False, False]
    # Each stays by its own payoffs, so the Nash equilibria are those of the conflict itself.
    assert found.equilibria("Nash").tolist() == [1, 2]
    assert found.surprises("Nash")["A"].tolist() == [1]
    # Sure that the other would crash for it, each would rather yield for good.
    assert 0 in found.equilibria("SEQ")
    assert 0 not in conflict.analyse(["SEQ"]).equilibria("SEQ")
    assert found.surprises("SEQ")["A"].tolist()[0] == 0


def test_a_party_that_does_not_know_of_an_option():
    """Missiles are a move that US has not thought of."""
    actual = Conflict(
        [Option("missiles", ("USSR",)), Option("blockade", ("US",))],
        {"US": Ranking(["NN", "YY", "NY", "YN"]), "USSR": Ranking(["YN", "NN", "YY", "NY"])},
    )
    naive = Conflict(
        [Option("blockade", ("US",))],
        {"US": Ranking(["N", "Y"]), "USSR": Ranking(["N", "Y"])},
    )
    game = Hypergame(actual, {"US": naive})
    assert game.view("US").tolist() == [0, 0, 1, 1]
    found = game.analyse(["Nash"])
    assert found.disappointments("Nash")["US"].tolist() == [0]
    assert found.is_equilibrium("YN", "Nash")
    assert found.seen.all()


def test_a_state_that_a_party_takes_for_impossible():
    conflict = dilemma()
    mind = Conflict(
        conflict.options, {"A": Payoffs([3, 4, 1]), "B": Payoffs([3, 1, 4])},
        infeasible=["A defects and B defects"],
    )  # fmt: skip
    found = Hypergame(conflict, {"A": mind}).analyse(["Nash"])
    assert found.seen[0].tolist() == [True, True, True, False]
    assert found.stable[0, 0, 3]
    assert not found.expected[0, 0, 3]


def test_beliefs_about_beliefs():
    """A thinks that B takes A for a hawk, and so expects B to yield."""
    conflict = chicken()
    hawk = Ranking(["YN", "YY", "NN", "NY"])
    as_b_sees_it = conflict.given({"A": hawk})
    as_a_sees_it = Hypergame(conflict, {"B": as_b_sees_it})
    game = Hypergame(conflict, {"A": as_a_sees_it}).analyse(["SEQ"])
    assert (
        game.expected[0, 0].tolist() == as_a_sees_it.analyse(["SEQ"]).stable.all(axis=0)[0].tolist()
    )
    with pytest.raises(ValueError, match="A is no party"):
        Hypergame(conflict, {"A": Conflict([], {"B": Payoffs([0])})})
    graph = Conflict.graph(["s"], {}, {"A": Payoffs([0])})
    with pytest.raises(ValueError, match="another form"):
        Hypergame(conflict, {"A": graph})


def stated():
    options = [
        Option("strike", ("US",), "forward"),
        Option("blockade", ("US",)),
        Option("withdraw", ("USSR",)),
        Option("escalate", ("USSR",)),
    ]
    return Conflict(
        options,
        {
            "US": Statements(["not escalate", "not strike", "withdraw", "-Y--"]),
            "USSR": Statements(["not strike", {"escalate": False}, "not blockade"]),
        },
        infeasible=["withdraw and escalate"],
    )


def test_sensitivity_is_what_each_edited_list_gives():
    conflict = stated()
    state = conflict.state("NYYN")
    found = sensitivity(conflict, state)
    assert found.equilibrium == {
        concept: conflict.analyse([concept]).is_equilibrium(state, concept) for concept in BASIC
    }
    kinds = [(one.party, one.kind, one.place) for one in found.edits]
    assert len(kinds) == len(set(kinds)) == 4 + 4 + 3 + 3 + 3 + 2
    turns = 0
    for edit in found.edits:
        statements = list(conflict.preferences[edit.party].statements)
        at = edit.place - 1
        if edit.kind == "drop":
            del statements[at]
        elif edit.kind == "swap":
            statements[at], statements[at + 1] = statements[at + 1], statements[at]
        else:
            statements[at] = {"-Y--": "not blockade"}.get(str(statements[at])) or (
                "escalate" if isinstance(statements[at], dict) else f"not ({statements[at]})"
            )
        analysis = conflict.given({edit.party: Statements(statements)}).analyse(BASIC)
        for concept in BASIC:
            assert edit.equilibrium[concept] == analysis.is_equilibrium(state, concept)
            assert edit.leaves[concept] == tuple(
                one for one in conflict.parties if not analysis.of(concept, one)[state]
            )
        turns += edit in found.turning("Nash")
    assert turns


def test_of_a_ranking_neighbours_are_swapped():
    conflict = dilemma()
    found = sensitivity(conflict, "NN", ["Nash", "SEQ"])
    assert [(one.party, one.place, one.what) for one in found.edits[:3]] == [
        ("A", 1, "YN"), ("A", 2, "NN"), ("A", 3, "YY"),
    ]  # fmt: skip
    assert found.edits[0].leaves[Concept.NASH] == ("B",)
    assert found.edits[0].equilibrium[Concept.SEQ]


def test_reasons_in_sentences():
    told = tell(why(cuba(), "NYYN", "US", "SEQ"))
    assert told == [
        "US stays: it could do better by one move, but that is answered.",
        "If US drops blockade, USSR drops withdraw: that ends in NNNN, worse for it.",
    ]
    assert tell(why(cuba(), "NYYN", "USSR", "Nash")) == [
        "USSR stays: nothing that it can reach is better for it."
    ]
    first, second = tell(why(dilemma(), "NN", "A", "Nash"))
    assert first == "A would leave: it can do better by one move."
    assert second == "If A takes A defects, it comes to YN, which it prefers."


def test_reasons_in_the_words_of_whoever_asks():
    class Words:
        def party(self, name):
            return {"US": "Washington", "USSR": "Moscow"}[name]

        def state(self, number):
            return f"state {number}"

        def move(self, step):
            return f"goes to {step.end}"

    (_, line) = tell(why(cuba(), 6, "US", "SMR"), Words())
    assert line == (
        "If Washington goes to 4, Moscow goes to 8; the best it can then do is that it goes to 11: "
        "that ends in state 11, worse for it."
    )
    (ahead,) = tell(why(cuba(), 6, "USSR", "NM"), Words())
    assert ahead.startswith(
        "Moscow would leave: it foresees that Moscow goes to 10, then Washington"
    )
    graph = Conflict.graph(["s", "t"], {"A": [("s", "t")]}, {"A": Payoffs([1, 2])})
    assert (
        tell(why(graph, "s", "A", "Nash"))[1] == "If A moves to t, it comes to t, which it prefers."
    )


def test_of_many_improvements_some_are_told():
    options = [Option(f"o{at}", ("A",)) for at in range(6)]
    conflict = Conflict(options, {"A": Payoffs(np.arange(64))})
    reason = why(conflict, 0, "A", "GMR", most=5)
    assert len(reason.answers) == 5
    assert reason.improvements == 63
    assert reason.answers[0].improvement.end == 63
    assert tell(reason)[-1] == "And 58 more."
