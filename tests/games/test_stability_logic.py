"""Statements in full logic, and preferences made of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.stability import Conflict, Option, Payoffs, Ranking, Statements

NAMES = ["withdraw", "air strike", "stay"]


def game(preference, **more):
    options = [Option(name, ("A",)) for name in NAMES]
    return Conflict(options, {"A": preference}, **more)


def where(text):
    conflict = game(Statements([]))
    return {conflict.label(int(state)) for state in conflict.where(text)}


def signs(test):
    return {
        "".join("NY"[one] for one in bits)
        for bits in itertools.product((0, 1), repeat=3)
        if test(*bits)
    }


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("withdraw", lambda w, s, t: w),
        ("not withdraw", lambda w, s, t: not w),
        ("air strike and not stay", lambda w, s, t: s and not t),
        ('"air strike" or stay and withdraw', lambda w, s, t: s or (t and w)),
        ("(air strike or stay) and withdraw", lambda w, s, t: (s or t) and w),
        ("stay if withdraw", lambda w, s, t: t or not w),
        ("if withdraw then stay", lambda w, s, t: t or not w),
        ("if withdraw then if stay then air strike", lambda w, s, t: not w or not t or s),
        ("stay iff withdraw or air strike", lambda w, s, t: bool(t) == bool(w or s)),
        ("not (withdraw iff stay)", lambda w, s, t: bool(w) != bool(t)),
        ("1, -3", lambda w, s, t: w and not t),
        ("-1", lambda w, s, t: not w),
        ("3 if 1", lambda w, s, t: t or not w),
        ("Y-N", lambda w, s, t: w and not t),
        ("---", lambda w, s, t: True),
        ("NOT withdraw AND stay", lambda w, s, t: not w and t),
        ({"withdraw": True, "stay": False}, lambda w, s, t: w and not t),
        ({}, lambda w, s, t: True),
    ],
)
def test_what_holds_where(text, test):
    assert where(text) == signs(test)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a statement is empty"),
        ("withdraw and", "the name of an option is missing at the end"),
        ("and withdraw", "the name of an option is missing before 'and'"),
        ("(withdraw", "a bracket is not closed"),
        ("withdraw)", r"'\)' stands where"),
        ("if withdraw", "after 'if …' there is no 'then'"),
        ("withdrw", "no option is called 'withdrw'; there are withdraw, air strike, stay"),
        ("4", "no option is called '4'"),
        ('"withdraw', "cannot be read"),
        ('withdraw "stay"', "stands where"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(text, message):
    with pytest.raises(ValueError, match=message):
        where(text)


def test_statements_are_lexicographic():
    """Weights 2^(K-j) of Hipel, Kilgour and Peng give the same order."""
    statements = ["withdraw", "not air strike", "stay if air strike"]
    order = game(Statements(statements)).payoffs[0]
    scores = []
    for code in range(8):
        w, s, t = code & 1, code >> 1 & 1, code >> 2 & 1
        scores.append(4 * w + 2 * (not s) + (t or not s))
    assert order.tolist() == (np.unique(scores, return_inverse=True)[1] + 1).tolist()


def test_there_is_no_limit_on_statements():
    empty = ["withdraw or not withdraw"] * 100
    last = game(Statements([*empty, "stay", *empty, "withdraw"])).payoffs[0]
    assert last.tolist() == game(Statements(["stay", "withdraw"])).payoffs[0].tolist()
    assert game(Statements([])).payoffs.tolist() == [[1] * 8]


@given(st.lists(st.lists(st.sampled_from("YN-"), min_size=3, max_size=3).map("".join), max_size=90))
def test_any_number_of_patterns_folds_as_weights_would(patterns):
    order = game(Statements(patterns)).payoffs[0]
    conflict = game(Statements([]))
    scores = [0] * 8
    for pattern in patterns:
        for state in range(8):
            label = conflict.label(state)
            fits = all(p in ("-", s) for p, s in zip(pattern, label, strict=True))
            scores[state] = 2 * scores[state] + fits
    ranks = {score: rank for rank, score in enumerate(sorted(set(scores)), start=1)}
    assert order.tolist() == [ranks[score] for score in scores]


def test_rankings_and_payoffs_agree():
    ranked = Ranking(["YYY", ["NNN", "YNN"], "NYN", "YYN", "NNY", "YNY", "NYY"])
    assert game(ranked).payoffs[0].tolist() == [6, 6, 5, 4, 3, 2, 1, 7]
    assert game(Payoffs([6.5, 6.5, 5, 4, 3, 2, -1, 7])).payoffs[0].tolist() == [
        6, 6, 5, 4, 3, 2, 1, 7,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("preference", "message"),
    [
        (Payoffs([1, 2]), "A: there are 8 states, but payoffs for 2"),
        (Payoffs([np.nan] * 8), "A: payoffs must be finite numbers"),
        (Payoffs(["a"] * 8), "A: payoffs must be finite numbers"),
        (Ranking([0, 1, 2, 3, 4, 5, 6]), "A: state YYY is not ranked"),
        (Ranking([0, 0]), "A: state NNN is ranked twice"),
        (Ranking([8]), "there is no state number 8; there are 8, from 0"),
        (Ranking(["YN"]), "'YN' is no state: write one Y or N for each option"),
    ],
)
def test_preferences_that_do_not_fit(preference, message):
    with pytest.raises(ValueError, match=message):
        _ = game(preference).payoffs


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Conflict([Option("a")], {}), "at least one party"),
        (
            lambda: Conflict([Option("a"), Option("a")], {"A": Payoffs([])}),
            "two options are called 'a'",
        ),
        (
            lambda: Conflict([Option("a", ("B",))], {"A": Payoffs([])}),
            "option 'a': no party is called 'B'",
        ),
        (lambda: Conflict([Option("a", ("A",), "up")], {"A": Payoffs([])}), "direction is both"),
        (
            lambda: Conflict([Option("a")], {"A": Payoffs([])}, infeasible=["a", "not a"]),
            "no state is feasible",
        ),
        (lambda: Conflict([Option("a")], {"A": Payoffs([])}, merged=["a", "a"]), "merged into two"),
        (
            lambda: Conflict([Option("a")], {"A": Payoffs([])}, feasible=[2]),
            "does not fit the options",
        ),
        (
            lambda: Conflict([Option(str(k)) for k in range(30)], {"A": Payoffs([])}),
            "list the feasible states",
        ),
        (lambda: Conflict.graph(["s", "s"], {}, {"A": Payoffs([])}), "same name"),
        (lambda: Conflict.graph([], {}, {"A": Payoffs([])}), "at least one state"),
        (lambda: Conflict.graph(["s"], {"B": []}, {"A": Payoffs([])}), "no party is called 'B'"),
        (
            lambda: Conflict.graph(["s"], {"A": [("s", "t")]}, {"A": Payoffs([])}),
            "no state is called 't'",
        ),
        (
            lambda: Conflict.graph(["s"], {}, {"A": Statements(["s"])}).payoffs,
            "statements need options",
        ),
    ],
)
def test_conflicts_that_do_not_fit_together(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_many_options_with_few_feasible_states():
    names = [f"o{k}" for k in range(40)]
    options = [Option(name, ("A",) if k < 20 else ("B",)) for k, name in enumerate(names)]
    codes = [0, 1 << 3, 1 << 30, 1 << 3 | 1 << 30]
    conflict = Conflict(
        options, {"A": Payoffs([3, 4, 1, 2]), "B": Payoffs([3, 1, 4, 2])}, feasible=codes
    )
    found = conflict.analyse()
    assert found.equilibria("Nash").tolist() == [3]
    assert found.equilibria("SEQ").tolist() == [0, 3]


def test_merged_states_are_one_state_with_all_their_moves():
    options = [Option("a", ("A",)), Option("b", ("B",)), Option("c", ("B",))]
    conflict = Conflict(options, {"A": Statements([]), "B": Statements([])}, merged=["c"])
    assert [conflict.label(one) for one in range(conflict.size)] == [
        "NNN", "YNN", "NYN", "YYN", "--Y",
    ]  # fmt: skip
    assert conflict.state("YNY") == conflict.state("NYY") == 4
    assert conflict.moves("B", "--Y".replace("-", "N")).tolist() == [0, 1, 2, 3]
    assert conflict.moves("A", 4).tolist() == []


def test_merged_states_of_a_graph():
    moves = {"A": [("s", "t"), ("u", "v")], "B": [("t", "u")]}
    conflict = Conflict.graph(
        ["s", "t", "u", "v"], moves, {"A": Payoffs([1, 2, 3]), "B": Payoffs([1, 2, 3])},
        merged=[["s", "u"]],
    )  # fmt: skip
    assert conflict.names == ("s", "t", "v")
    assert conflict.moves("A", "s").tolist() == [1, 2]
    assert conflict.moves("B", "t").tolist() == [0]


def test_a_party_does_not_move_where_it_does_not_see():
    options = [Option("a", ("A",)), Option("b", ("B",))]
    preferences = {"A": Payoffs([1, 2, 3, 4]), "B": Payoffs([1, 2, 3, 4])}
    conflict = Conflict(options, preferences, unseen={"A": ["a and b"]})
    assert conflict.moves("A", "NY").tolist() == []
    assert conflict.moves("B", "YN").tolist() == [3]
    found = conflict.analyse()
    assert found.of("Nash", "A").tolist() == [False, True, True, True]
    listed = conflict.given({})
    listed.__dict__["terrain"] = conflict.terrain.listed()
    assert np.array_equal(
        listed.analyse(["Nash", "SEQ"]).stable, conflict.analyse(["Nash", "SEQ"]).stable
    )
