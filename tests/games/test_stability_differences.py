"""Where this library answers otherwise than existing programs: docs/stability.md, each checkable by
hand."""

from __future__ import annotations

import pytest

from summitry.formats.conflicts import read_conflict
from summitry.stability import (
    Conflict,
    Option,
    Payoffs,
    analyse,
    analyse_coalitions,
    evolution,
    why,
)
from tests.formats.conflict_files import maker, option, shared, write


def payoffs(conflict_states, **values):
    """Payoffs by pattern: those not named are worth 0."""
    return {
        party: Payoffs([own.get(one, 0) for one in conflict_states])
        for party, own in values.items()
    }


def patterns(options):
    count = len(options)
    return ["".join("NY"[code >> at & 1] for at in range(count)) for code in range(1 << count)]


def test_every_improvement_must_be_answered_at_once():
    """SIM: of A's two improvements only the first is spoilt by what B does at the same time."""
    options = [Option("x", ("A",)), Option("y", ("A",)), Option("b", ("B",))]
    every = [one for one in patterns(options) if not one.startswith("YY")]
    values = payoffs(
        every,
        A={"NNN": 3, "YNN": 5, "NYN": 4, "YNY": 1, "NYY": 4, "NNY": 2},
        B={"NNY": 1},
    )
    conflict = Conflict(options, values, infeasible=["x and y"])
    found = analyse(conflict, ["SIM", "Nash"])
    state = conflict.state("NNN")
    assert not found.of("SIM", "A")[state]
    answers = why(conflict, state, "A", "SIM").answers
    assert [conflict.label(one.improvement.end) for one in answers if one.deterred] == ["YNN"]
    assert [conflict.label(one.improvement.end) for one in answers if not one.deterred] == ["NYN"]


def chain():
    """F's move is undone only by A, then B, then A again, each improving."""
    options = [Option("f", ("F",)), Option("a", ("A",)), Option("b", ("B",))]
    values = payoffs(
        patterns(options),
        F={"NNN": 2, "YNN": 3, "YYN": 3, "YYY": 3, "YNY": 1},
        A={"YNN": 1, "YYN": 2, "YYY": 1, "YNY": 2},
        B={"YNN": 2, "YYN": 1, "YYY": 2, "YNY": 1},
    )
    return Conflict(options, values)


def test_a_party_may_answer_twice_if_another_moved_between():
    conflict = chain()
    state = conflict.state("NNN")
    assert analyse(conflict, ["SEQ"]).of("SEQ", "F")[state]
    (answer,) = why(conflict, state, "F", "SEQ").answers
    assert [(one.party, conflict.label(one.end)) for one in answer.sanction] == [
        ("A", "YYN"), ("B", "YYY"), ("A", "YNY")
    ]  # fmt: skip


def test_the_sixty_fifth_statement_counts_as_the_first_would(tmp_path):
    """99 statements that say nothing of option 0; the hundredth does."""
    number, statements = 0, []
    while len(statements) < 99:
        number += 1
        own = [[at + 1, "YN"[number // 3**at % 3 - 1]] for at in range(6) if number // 3**at % 3]
        statements.append(own)
    data = {
        "options": [option(f"o{at}") for at in range(7)],
        "decisionMakers": [maker("A", range(7), [*statements, [[0, "Y"]]])],
        "infeasibles": [],
        "useManualPreferenceRanking": False,
    }
    conflict = read_conflict(write(tmp_path / "x.gmcr", data)).conflict
    for state in range(0, 128, 2):
        assert conflict.payoffs[0, state + 1] == conflict.payoffs[0, state] + 1


def test_an_option_of_two_parties_is_changed_by_either(tmp_path):
    data = shared()
    data["options"] = data["options"][:1]
    data["decisionMakers"] = [maker("A", [0], [[[0, "Y"]]]), maker("B", [0], [[[0, "N"]]])]
    conflict = read_conflict(write(tmp_path / "x.gmcr", data)).conflict
    found = analyse(conflict, ["Nash", "GMR"])
    assert found.equilibria("Nash").tolist() == []  # A takes it up, B gives it up
    assert found.of("Nash", "A").tolist() == [False, True]
    assert found.of("GMR").tolist() == [True, True]


def test_a_coalition_moves_step_by_step():
    """Where neither may move alone, two who would both gain by moving at once stay."""
    options = [Option("a", ("A",)), Option("b", ("B",))]
    values = payoffs(["NN", "YY"], A={"YY": 1}, B={"YY": 1})
    conflict = Conflict(options, values, infeasible=["a and not b", "b and not a"])
    assert analyse_coalitions(conflict, [("A", "B")]).of("Nash").tolist() == [True, True]
    free = Conflict(options, payoffs(patterns(options), A={"YY": 1}, B={"YY": 1}))
    assert not analyse_coalitions(free, [("A", "B")]).of("Nash")[0]


def test_status_quo_lists_each_state_once_however_long_the_way():
    """Six parties, one option each, all in favour: the equilibrium is six moves away."""
    options = [Option(f"o{at}", (f"p{at}",)) for at in range(6)]
    values = {f"p{at}": Payoffs([code >> at & 1 for code in range(64)]) for at in range(6)}
    conflict = Conflict(options, values)
    (found,) = evolution(analyse(conflict, ["Nash"]), 0, "Nash")
    assert found.label == "YYYYYY"
    assert len(found.path) == 6


@pytest.mark.parametrize("manual", [False, True])
def test_payoffs_are_ranks_from_one_in_both_modes(tmp_path, manual):
    data = shared({"useManualPreferenceRanking": manual})
    data["decisionMakers"][0]["preferenceRanking"] = [[3, 4, 7, 8], [1, 2, 5, 6]]
    data["decisionMakers"][0]["preferences"] = [[[1, "Y"]]]
    data["decisionMakers"][1]["preferenceRanking"] = [list(range(1, 9))]
    data["decisionMakers"][1]["preferences"] = []
    conflict = read_conflict(write(tmp_path / "x.gmcr", data)).conflict
    assert conflict.payoffs.tolist() == [[1, 1, 2, 2, 1, 1, 2, 2], [1] * 8]
