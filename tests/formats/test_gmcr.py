"""Conflicts of GMCR+: read as that program means them, every quirk told, hostile files refused."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry.formats.conflict_writing import (
    CannotHold,
    cover,
    game_of_conflict,
    gmcr_of,
    gmcr_of_conflict,
    gmcr_text,
)
from summitry.formats.conflicts import ConflictFile, conflict_of_game, read_conflict
from summitry.formats.faults import FormatError
from summitry.formats.gmcr import read_gmcr
from summitry.formats.gmcr_conditions import MOST_REMARKS
from summitry.formats.nfg import NormalForm, nfg_text, read_nfg
from summitry.stability import Conflict, Fuzzy, Option, Payoffs, Ranking, Statements
from tests.formats.conflict_files import cuba, maker, option, shared, write


def told(path):
    return " | ".join(str(one) for one in read_gmcr(path).warnings)


def refused(tmp_path, data):
    path = tmp_path / "x.gmcr"
    path.write_text(data if isinstance(data, str) else json.dumps(data, indent=1))
    with pytest.raises(FormatError) as error:
        read_gmcr(path)
    return str(error.value)


def states(report, concept):
    return report.equilibria(concept).tolist()


@pytest.mark.parametrize(("strike", "nash", "seq"), [("fwd", [5], [4, 5, 6]), ("both", [], [4, 6])])
def test_the_cuban_missile_crisis_from_a_file(tmp_path, strike, nash, seq):
    found = read_conflict(write(tmp_path / "cuba.gmcr", cuba(strike)))
    assert not found.warnings
    analysis = found.conflict.analyse()
    assert states(analysis, "Nash") == nash
    assert states(analysis, "SEQ") == seq
    assert found.conflict.label(6) == "NYYN"
    if strike == "fwd":
        assert states(analysis, "GMR") == states(analysis, "SMR") == [0, 1, 2, 4, 5, 6, 7]


def test_statements_are_lexicographic_and_compounds_are_or(tmp_path):
    conflict = read_conflict(write(tmp_path / "x.gmcr", shared())).conflict
    for state in range(8):
        a, b, c = (state >> at & 1 for at in range(3))
        assert conflict.payoffs[0, state] == 1 + 2 * b + (1 - a)
        assert conflict.payoffs[1, state] == 1 + 2 * a + max(1 - b, c)


def test_more_than_sixty_four_statements_do_no_harm(tmp_path):
    many = [[[0, "Y"], [1, "Y"]], *([[at % 2, "YN"[at // 2 % 2]], [2, "Y"]] for at in range(4))]
    data = shared()
    data["decisionMakers"][0]["preferences"] = [
        *({"compound": True, "members": [one, [[2, "N"], [at % 2, "Y"]]]} for at, one in
          enumerate(many * 20)),
    ]  # fmt: skip
    data["decisionMakers"][0]["preferences"][-1] = [[2, "N"]]
    conflict = read_conflict(write(tmp_path / "x.gmcr", data)).conflict
    assert conflict.payoffs[0].max() > 2


def test_old_key_names(tmp_path):
    data = cuba()
    data["useManualPreferenceVectors"] = data.pop("useManualPreferenceRanking")
    for one in data["decisionMakers"]:
        one["preferenceVector"] = one.pop("preferenceRanking")
    found = read_gmcr(write(tmp_path / "x.gmcr", data))
    assert not found.warnings
    assert found == read_gmcr(write(tmp_path / "y.gmcr", cuba()))


def test_neither_key_is_told_and_guessed(tmp_path):
    data = cuba()
    del data["useManualPreferenceRanking"]
    path = write(tmp_path / "x.gmcr", data)
    assert "no useManualPreferenceRanking" in told(path)
    assert "taken as true" in told(path)
    assert read_gmcr(path).rankings is not None
    data = shared()
    del data["useManualPreferenceRanking"]
    path = write(tmp_path / "x.gmcr", data)
    assert "taken as false" in told(path)
    assert read_gmcr(path).rankings is None


def test_rankings_are_numbered_after_the_options_are_grouped_by_owner(tmp_path):
    """Owner B's option stands first in the file; a ranking by hand counts A's option first."""
    data = {
        "options": [option("b"), option("a")],
        "decisionMakers": [
            maker("A", [1], ranking=[2, 4, 1, 3]),
            maker("B", [0], ranking=[[1, 2], [3, 4]]),
        ],
        "infeasibles": [],
        "useManualPreferenceRanking": True,
    }
    path = write(tmp_path / "x.gmcr", data)
    assert "options in the order 1, 0" in told(path)
    conflict = read_conflict(path).conflict
    assert [one.name for one in conflict.options] == ["a", "b"]
    likes = conflict.payoffs[0]
    assert likes[conflict.state("YN")] == 4  # state 2 with a first: a taken, b not
    assert conflict.payoffs[1].tolist() == [2, 2, 1, 1]


def test_conditions_point_at_the_same_options_however_they_are_grouped(tmp_path):
    data = shared()
    straight = read_conflict(write(tmp_path / "x.gmcr", data)).conflict
    turned = json.loads(json.dumps(data))
    turned["options"] = [data["options"][at] for at in (2, 0, 1)]  # c, a, b
    place = {0: 1, 1: 2, 2: 0}
    for one in turned["decisionMakers"]:
        one["options"] = [place[at] for at in one["options"]]
        for condition in one["preferences"]:
            for member in condition["members"] if isinstance(condition, dict) else [condition]:
                for pair in member:
                    pair[0] = place[pair[0]]
    other = read_conflict(write(tmp_path / "y.gmcr", turned)).conflict
    for state in range(8):
        taken = set(straight.taken(state))
        same = next(at for at in range(8) if set(other.taken(at)) == taken)
        assert straight.payoffs[:, state].tolist() == other.payoffs[:, same].tolist()


def test_options_of_nobody_never_change_and_stand_where_gmcr_puts_them(tmp_path):
    data = shared()
    data["decisionMakers"][1]["options"] = [1]
    path = write(tmp_path / "x.gmcr", data)
    assert "nobody owns option 2" in told(path)
    assert "in the order 0, 2, 1" in told(path)
    conflict = read_conflict(path).conflict
    assert conflict.options[1].owners == ()
    for state in range(8):
        for party in conflict.parties:
            ends = conflict.moves(party, state)
            assert ((conflict.codes[ends] ^ conflict.codes[state]) & 2 == 0).all()


def test_an_option_of_two_parties_may_be_changed_by_each(tmp_path):
    data = shared()
    data["decisionMakers"][0]["options"] = [0, 1]
    path = write(tmp_path / "x.gmcr", data)
    assert "option 1 is owned by A and by B" in told(path)
    conflict = read_conflict(path).conflict
    start = conflict.state("NNN")
    assert conflict.state("NYN") in conflict.moves("A", start)
    assert conflict.state("NYN") in conflict.moves("B", start)


@pytest.mark.parametrize("value", ["y", "n", "-", "", 1, None, True])
def test_values_other_than_y_and_n_never_hold(tmp_path, value):
    data = shared({"infeasibles": [[[0, value]]]})
    path = write(tmp_path / "x.gmcr", data)
    assert "only Y and N are ever met" in told(path)
    assert read_conflict(path).conflict.size == 8


def test_a_condition_that_wants_both_never_holds(tmp_path):
    data = shared({"infeasibles": [[[0, "Y"], [0, "N"]]]})
    assert "both Y and N" in told(write(tmp_path / "x.gmcr", data))


def test_duplicates_and_empty_conditions_are_told(tmp_path):
    data = shared()
    own = data["decisionMakers"][1]["preferences"]
    turned = {"compound": True, "members": list(reversed(own[1]["members"]))}
    data["decisionMakers"][1]["preferences"] = [*own, turned, [[0, "Y"]], []]
    path = write(tmp_path / "x.gmcr", data)
    said = told(path)
    assert said.count("stands there twice") == 2
    assert "a preference is empty" in said
    plain = read_conflict(write(tmp_path / "y.gmcr", shared())).conflict
    assert (read_conflict(path).conflict.payoffs == plain.payoffs).all()


def test_a_compound_infeasible_takes_each_member_away(tmp_path):
    compound = {"compound": True, "members": [[[0, "Y"]], [[1, "Y"]]]}
    path = write(tmp_path / "x.gmcr", shared({"infeasibles": [compound]}))
    assert "an infeasible is a compound condition" in told(path)
    assert read_conflict(path).conflict.size == 2


@pytest.mark.parametrize("text", ["forward", "FWD", "", None, 3])
def test_directions(tmp_path, text):
    data = shared()
    data["options"] = [option("a", "fwd"), option("b", "back"), option("c", text)]
    path = write(tmp_path / "x.gmcr", data)
    assert "taken as both" in told(path)
    conflict = read_conflict(path).conflict
    none, every = conflict.state("NNN"), conflict.state("YYY")
    assert conflict.moves("A", none).tolist() == [conflict.state("YNN")]
    assert conflict.moves("A", every).tolist() == []
    assert conflict.moves("B", none).tolist() == [conflict.state("NNY")]
    assert conflict.state("YNN") in conflict.moves("B", every)


def test_misperceptions_take_moves_away_and_nothing_else(tmp_path):
    data = shared()
    data["decisionMakers"][1]["misperceptions"] = [[[2, "Y"]]]
    path = write(tmp_path / "x.gmcr", data)
    assert "B does not see some states" in told(path)
    conflict = read_conflict(path).conflict
    start = conflict.state("NNN")
    assert conflict.moves("B", start).tolist() == [conflict.state("NYN")]
    assert conflict.moves("B", conflict.state("NNY")).tolist() == []
    assert conflict.size == 8
    plain = read_conflict(write(tmp_path / "y.gmcr", shared())).conflict
    assert (conflict.payoffs == plain.payoffs).all()


def test_coalitions(tmp_path):
    data = shared({"coalitions": [[0], 1]})
    assert read_conflict(write(tmp_path / "x.gmcr", data)).coalitions == ()
    data = shared({"coalitions": [[1, 0]]})
    assert read_conflict(write(tmp_path / "x.gmcr", data)).coalitions == (("A", "B"),)
    data = shared({"coalitions": [[0, 0]]})
    path = write(tmp_path / "x.gmcr", data)
    assert "do not hold every decision maker once" in told(path)
    assert read_conflict(path).coalitions == ()


def test_other_oddities_are_told(tmp_path):
    data = shared({"colour": 1})
    data["options"][1]["name"] = "a"
    data["decisionMakers"][1]["name"] = ""
    data["decisionMakers"][0]["options"] = [0, 0]
    del data["infeasibles"]
    path = write(tmp_path / "x.gmcr", data)
    said = told(path)
    for part in ("no key 'colour'", "two called 'a'", "decision maker 2 has no name",
                 "lists option 0 twice", "there is no infeasibles"):  # fmt: skip
        assert part in said
    path.write_text('{"options": [], "options": ' + json.dumps(data)[len('{"options": ') :])
    assert "has the key 'options' twice; the last counts" in told(path)


def test_faults_have_their_line_and_come_all_at_once(tmp_path):
    data = shared({"infeasibles": [[[7, "Y"]], [[0]], "x"]})
    data["decisionMakers"][0]["preferences"] = [{"compound": True}]
    said = refused(tmp_path, data).splitlines()
    assert len(said) == 4
    text = (tmp_path / "x.gmcr").read_text().splitlines()
    line = int(said[0].split(":")[1])
    assert "option 7, which is not there; numbers from 0 to 2" in said[0]
    assert text[line].strip().rstrip(",") == "7"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"options": []}, "0 options"),
        ({"options": [{"name": str(at)} for at in range(21)]}, "21 options"),
        ({"options": {"a": 1}}, "no list"),
        ({"options": [1, 2]}, "no object"),
        ({"decisionMakers": []}, "0 decision makers"),
        ({"decisionMakers": [maker("A", [9])]}, "owns 9, no option"),
        ({"decisionMakers": [maker("A", [True])]}, "owns True, no option"),
        ({"infeasibles": [[]]}, "no state is feasible"),
        ({"useManualPreferenceRanking": "yes"}, "'yes'"),
        ({"useManualPreferenceRanking": True}, "leaves out state 1"),
        ({"coalitions": [5]}, "a coalition has 5"),
        ({"infeasibles": [{"compound": True, "members": [{"compound": True}]}]}, "within another"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken(tmp_path, change, what):
    assert what in refused(tmp_path, shared(change))


@pytest.mark.parametrize(
    ("ranking", "what"),
    [([1, 2, 2], "state 2 twice"), ([13], "has 13, no state"), ([0], "has 0, no state"),
     ([1, [2, 3]], "leaves out state 4"), (["1"], "no state"), ("best", "no list")],
)  # fmt: skip
def test_rankings_that_do_not_rank(tmp_path, ranking, what):
    data = cuba()
    data["decisionMakers"][0]["preferenceRanking"] = ranking
    assert what in refused(tmp_path, data)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no JSON"), ("[]", "no object"), ("{}", "has no options"), ("nonsense", "no JSON"),
        ("[" * 100_000, "nests more than 60 deep"), ('{"options":' * 5000, "nests more than 60"),
        ('{"options": NaN, "decisionMakers": []}', "NaN is no number"),
        ('{"options": ' + "9" * 5000 + "}", "no JSON to read"), ("\x00\x01", "no JSON"),
    ],
)  # fmt: skip
def test_hostile_text_is_refused_in_a_line(tmp_path, text, what):
    said = refused(tmp_path, text)
    assert what in said
    assert len(said.splitlines()) == 1
    assert len(said) < 400


def test_hostile_sizes_are_refused(tmp_path):
    path = tmp_path / "x.gmcr"
    path.write_bytes(b" " * 9_000_000)
    with pytest.raises(FormatError, match="9,000,000 bytes; at most"):
        read_gmcr(path)
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(FormatError, match="no text"):
        read_gmcr(path)
    said = refused(tmp_path, shared({"infeasibles": ["x"] * 5000}))
    assert len(said.splitlines()) == MOST_REMARKS + 1
    assert "and 4,940 more faults" in said
    with pytest.raises(FormatError, match="cannot be read"):
        read_gmcr(tmp_path / "none.gmcr")


PATTERNS = st.dictionaries(st.integers(0, 3), st.booleans(), min_size=1, max_size=3)


@st.composite
def files(draw):
    """A random file with four options of three parties, one perhaps of nobody or of two."""
    pairs = PATTERNS.map(lambda one: [[at, "Y" if taken else "N"] for at, taken in one.items()])
    compound = st.lists(pairs, min_size=1, max_size=3).map(
        lambda own: {"compound": True, "members": own}
    )
    owned = draw(st.permutations(range(4)))
    parts = [owned[:1], owned[1:3], owned[3:] if draw(st.booleans()) else owned[2:3]]
    infeasible = draw(st.lists(pairs.filter(lambda one: len(one) > 1), max_size=2))
    ways = st.sampled_from(["both", "fwd", "back"])
    return {
        "options": [option(f"o{at}", draw(ways)) for at in range(4)],
        "decisionMakers": [
            maker(f"p{at}", own, draw(st.lists(st.one_of(pairs, compound), max_size=4)))
            | {"misperceptions": draw(st.lists(pairs, max_size=1))}
            for at, own in enumerate(parts)
        ],
        "infeasibles": infeasible,
        "useManualPreferenceRanking": False,
        "coalitions": [[0, 2], 1] if draw(st.booleans()) else [0, 1, 2],
    }


def same(one, other):
    assert [vars_of(o) for o in one.options] == [vars_of(o) for o in other.options]
    assert one.codes.tolist() == other.codes.tolist()
    assert one.payoffs.tolist() == other.payoffs.tolist()
    for party in one.parties:
        for state in range(one.size):
            assert one.moves(party, state).tolist() == other.moves(party, state).tolist()


def vars_of(option):
    return option.name, option.owners, option.direction


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files())
def test_what_is_read_is_written_and_read_again(tmp_path, data):
    path = write(tmp_path / "x.gmcr", data)
    found = read_conflict(path)
    path.write_text(gmcr_text(gmcr_of(found)[0]))
    again = read_conflict(path)
    assert again.source == found.source
    assert again.coalitions == found.coalitions
    made, _ = gmcr_of_conflict(found.conflict)
    path.write_text(gmcr_text(made))
    same(read_conflict(path).conflict, found.conflict)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files(), st.randoms(use_true_random=False))
def test_rankings_are_written_and_read_again(tmp_path, data, random):
    found = read_conflict(write(tmp_path / "x.gmcr", data)).conflict
    values = {
        party: Payoffs([random.randint(0, 5) for _ in range(found.size)]) for party in found.parties
    }
    conflict = found.given(values)
    made, _ = gmcr_of_conflict(conflict)
    path = tmp_path / "y.gmcr"
    path.write_text(gmcr_text(made))
    same(read_conflict(path).conflict, conflict)


def test_full_logic_is_written_as_patterns(tmp_path):
    conflict = Conflict(
        [Option("a", ("A",)), Option("b", ("B",)), Option("c", ("B",))],
        {
            "A": Statements(["a iff b", "if c then not a", "not (a or b)"]),
            "B": Statements(["b if (a or c)"]),
        },
    )
    made, losses = gmcr_of_conflict(conflict)
    assert made.rankings is None
    assert not losses
    path = tmp_path / "x.gmcr"
    path.write_text(gmcr_text(made))
    same(read_conflict(path).conflict, conflict)


def test_wide_statements_become_a_ranking():
    names = [f"o{at}" for at in range(14)]
    conflict = Conflict(
        [Option(name, ("A",)) for name in names], {"A": Statements([" iff ".join(names)])}
    )
    made, losses = gmcr_of_conflict(conflict)
    assert made.rankings is not None
    assert "rankings instead" in losses[0]


def test_what_the_form_cannot_hold_is_said():
    graph = Conflict.graph(["s", "t"], {"A": [("s", "t")]}, {"A": Ranking(["t", "s"])})
    with pytest.raises(CannotHold, match="graph form"):
        gmcr_of_conflict(graph)
    options = [Option("a", ("A",)), Option("b", ("A",))]
    merged = Conflict(options, {"A": Statements(["a"])}, merged=["b"])
    with pytest.raises(CannotHold, match="merged"):
        gmcr_of_conflict(merged)
    unsure = Conflict(options[:1], {"A": Fuzzy(np.full((2, 2), 0.5))})
    with pytest.raises(CannotHold, match="order of all states"):
        gmcr_of_conflict(unsure)


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, 31)), st.sets(st.integers(0, 31)))
def test_a_cover_holds_inside_and_not_outside(inside, outside):
    outside = outside - inside
    codes = np.arange(32)
    found = cover(
        5, np.array(sorted(inside), dtype=np.int64), np.array(sorted(outside), dtype=np.int64)
    )
    held = {
        code
        for code in codes.tolist()
        if any(all((code >> at & 1) == taken for at, taken in one) for one in found)
    }
    assert inside <= held
    assert not held & outside


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.integers(1, 3), min_size=2, max_size=3).flatmap(
        lambda sizes: st.tuples(
            st.just(sizes),
            st.lists(
                st.tuples(*[st.integers(-3, 3)] * len(sizes)),
                min_size=int(np.prod(sizes)),
                max_size=int(np.prod(sizes)),
            ),
        )
    )
)
def test_a_game_keeps_its_nash_states_through_gmcr_and_back(tmp_path, given_game):
    sizes, rows = given_game
    game = NormalForm(
        "g",
        tuple(f"p{at}" for at in range(len(sizes))),
        tuple(tuple(f"s{at}.{one}" for one in range(size)) for at, size in enumerate(sizes)),
        tuple(tuple(Fraction(one) for one in row) for row in rows),
    )
    conflict = conflict_of_game(game)
    nash = {frozenset(conflict.taken(one)) for one in conflict.analyse(["Nash"]).equilibria("Nash")}
    path = tmp_path / "g.gmcr"
    made, _ = gmcr_of(ConflictFile("g", conflict, game))
    path.write_text(gmcr_text(made))
    again = read_conflict(path).conflict
    assert {
        frozenset(again.taken(one)) for one in again.analyse(["Nash"]).equilibria("Nash")
    } == nash
    back, _ = game_of_conflict(again, "g")
    path = tmp_path / "g.nfg"
    path.write_text(nfg_text(back))
    last = conflict_of_game(read_nfg(path))
    assert {frozenset(last.taken(one)) for one in last.analyse(["Nash"]).equilibria("Nash")} == nash


def test_infeasible_profiles_of_a_game_make_no_equilibrium_among_the_feasible(tmp_path):
    found = read_conflict(write(tmp_path / "cuba.gmcr", cuba("both")))
    data = cuba("both")
    data["infeasibles"].append([[0, "Y"], [2, "N"], [3, "N"]])
    numbers = list(range(1, 11))
    for one in data["decisionMakers"]:
        one["preferenceRanking"] = numbers
    found = read_conflict(write(tmp_path / "less.gmcr", data))
    game, losses = game_of_conflict(found.conflict, "less")
    assert any("2 infeasible profiles" in one for one in losses)
    own = found.conflict.analyse(["Nash"]).equilibria("Nash")
    other = conflict_of_game(game).analyse(["Nash"])
    assert len(other.equilibria("Nash")) == len(own)
