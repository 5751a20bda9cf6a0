"""Published conflicts, in our own encoding, with the results that their sources state."""

from __future__ import annotations

import numpy as np
import pytest

from summitry.stability import (
    Concept,
    analyse_coalitions,
    evolution,
    joint_improvements,
    why,
)
from tests.games.stability_conflicts import chicken, cuba, dilemma, elmira

BOTH = ("GMR", "SMR")


def found(conflict):
    analysis = conflict.analyse()
    return {concept: set(analysis.equilibria(concept).tolist()) for concept in analysis.concepts}


def test_prisoners_dilemma():
    """Fang, Hipel and Kilgour (1993): NN 0, YN 1, NY 2, YY 3."""
    by = found(dilemma())
    assert by["Nash"] == {3}
    assert by["GMR"] == by["SMR"] == by["SEQ"] == {0, 3}
    # Brams and Wittman (1981): mutual cooperation is non-myopically stable too.
    assert by["NM"] == {0, 3}
    pair = analyse_coalitions(dilemma(), [["A", "B"]])
    assert not pair.of("Nash", ["A", "B"])[3]
    assert pair.of("Nash", ["A", "B"])[0]


def test_chicken():
    by = found(chicken())
    assert by["Nash"] == by["SEQ"] == {1, 2}
    assert by["GMR"] == by["SMR"] == {0, 1, 2}
    assert not chicken().analyse().of("GMR", "A")[3]
    assert not chicken().analyse().of("GMR", "B")[3]
    assert by["NM"] == {0}


def test_cuban_missile_crisis_with_an_air_strike_that_cannot_be_undone():
    by = found(cuba())
    assert cuba().size == 12
    assert by["Nash"] == {5}
    assert by["SEQ"] == {4, 5, 6}
    assert by["GMR"] == by["SMR"] == {0, 1, 2, 4, 5, 6, 7}


def test_cuban_missile_crisis_where_everything_can_be_undone():
    by = found(cuba("both"))
    assert by["Nash"] == set()
    assert by["SEQ"] == {4, 6}
    assert cuba().label(6) == "NYYN"


def test_elmira():
    conflict = elmira()
    labels = [conflict.label(state) for state in range(9)]
    assert labels == [
        "NYNNN", "YYNNN", "NNYNN", "YNYNN", "NYNNY", "YYNNY", "NNYNY", "YNYNY", "-NNY-",
    ]  # fmt: skip
    by = found(conflict)
    assert by["Nash"] == by["SEQ"] == {4, 7, 8}
    assert by["GMR"] == by["SMR"] == {0, 3, 4, 7, 8}


def test_the_coalition_of_elmira_goes_where_the_agreement_of_1991_was():
    conflict = elmira()
    every = analyse_coalitions(conflict, concepts=[Concept.NASH])
    nash = conflict.analyse().equilibria("Nash").tolist()
    upset = {state: every.upset("Nash", state) for state in nash}
    assert upset == {4: [("MoE", "Uniroyal")], 7: [], 8: []}
    (joint,) = joint_improvements(conflict, ["MoE", "Uniroyal"], 4)
    assert joint.end == 7
    assert [one.party for one in joint.steps] == ["Uniroyal", "MoE"]
    gains = conflict.payoffs[:2, 7] - conflict.payoffs[:2, 4]
    assert (gains > 0).all()


def test_the_status_quo_of_elmira_does_not_lead_to_the_agreement_by_improvements():
    analysis = elmira().analyse()
    by = {one.state: one for one in evolution(analysis, 0, "Nash")}
    assert [step.end for step in by[4].path] == [4]
    assert by[7].path is None
    freely = {one.state: one for one in evolution(analysis, 0, "Nash", kind="moves")}
    assert len(freely[7].path) == 3


def test_why_the_blockade_held():
    """US would rather have lifted it; that USSR would then have gone back on its word kept it."""
    reason = why(cuba(), "NYYN", "US", "SEQ")
    (answer,) = reason.answers
    assert reason.stable
    assert answer.deterred
    assert cuba().label(answer.improvement.end) == "NNYN"
    assert [step.party for step in answer.sanction] == ["USSR"]
    assert cuba().label(answer.end) == "NNNN"
    plain = why(cuba(), "NYYN", "US", "Nash")
    assert not plain.stable
    assert len(plain.exits) == 1


def test_the_table_shows_equilibria_state_by_state():
    rows = dilemma().analyse().table()
    assert [row.label for row in rows] == ["NN", "YY"]
    assert rows[0].payoffs == (3, 3)
    assert rows[0].stable[Concept.NASH] == {"A": False, "B": False}
    assert rows[1].equilibrium[Concept.NASH]
    (row,) = dilemma().analyse().table(["YN"])
    assert row.stable[Concept.NASH] == {"A": True, "B": False}


@pytest.mark.parametrize("concept", ["Nash", "SEQ", "L"])
def test_one_concept_alone_is_what_all_give(concept):
    alone = cuba().analyse([concept])
    assert np.array_equal(alone.of(concept), cuba().analyse().of(concept))
