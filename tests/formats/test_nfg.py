"""Gambit's normal-form games: exact both ways, equal to Gambit's own reading, faults located."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry.formats.conflicts import conflict_of_game, option_names, read_conflict
from summitry.formats.faults import FormatError
from summitry.formats.nfg import NormalForm, nfg_text, read_nfg

DILEMMA = """NFG 1 R "Prisoner's \\"dilemma\\"" { "A" "B" }

{ { "c" "d" }
  { "c" "d" }
}
"first player's strategy changes fastest"

3 3 4 1 1 4 2 2
"""


def read(tmp_path, text):
    path = tmp_path / "g.nfg"
    path.write_text(text)
    return read_nfg(path)


def nash(game):
    conflict = conflict_of_game(game)
    every = [name for own in option_names(game) for name in own]
    found = set()
    for state in conflict.analyse(["Nash"]).equilibria("Nash"):
        taken = [every.index(name) for name in conflict.taken(state)]
        first = 0
        profile = []
        for own in game.strategies:
            profile += [at - first for at in taken if first <= at < first + len(own)]
            first += len(own)
        found.add(tuple(profile))
    return found


def test_the_payoff_form(tmp_path):
    game = read(tmp_path, DILEMMA)
    assert game.title == 'Prisoner\'s "dilemma"'
    assert game.players == ("A", "B")
    assert game.strategies == (("c", "d"), ("c", "d"))
    assert list(game.profiles()) == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert game.payoffs[1] == (4, 1)
    assert nash(game) == {(1, 1)}


def test_the_outcome_form_means_the_same(tmp_path):
    outcomes = """{ { "both" 3, 3 } { "A" 4 1 } { "B" 1, 4 } { "" 2, 2 } }\n1 2 3 4\n"""
    text = DILEMMA.replace("3 3 4 1 1 4 2 2\n", outcomes)
    assert read(tmp_path, text).payoffs == read(tmp_path, DILEMMA).payoffs
    text = text.replace("1 2 3 4", "1 2 0 4")
    assert read(tmp_path, text).payoffs[2] == (0, 0)


def test_numbers_of_strategies_and_numbers_of_all_kinds(tmp_path):
    text = 'NFG 1 D "x" { "A" "B" } { 2 2 }\n1/3 .5 -2 1e2 0.1 3. +4 -1.5E-1'
    game = read(tmp_path, text)
    assert game.strategies == (("1", "2"), ("1", "2"))
    assert game.payoffs == (
        (Fraction(1, 3), Fraction(1, 2)),
        (Fraction(-2), Fraction(100)),
        (Fraction(1, 10), Fraction(3)),
        (Fraction(4), Fraction(-3, 20)),
    )


def test_payoffs_that_floats_cannot_tell_apart_are_told_apart(tmp_path):
    big = 10**20
    text = f'NFG 1 R "x" {{ "A" }} {{ 2 }}\n{big} {big + 1}'
    assert nash(read(tmp_path, text)) == {(1,)}
    text = 'NFG 1 R "x" { "A" } { 2 }\n0.1 1/10'
    assert nash(read(tmp_path, text)) == {(0,), (1,)}


def test_names_that_come_twice_or_not_at_all(tmp_path):
    text = 'NFG 1 R "" { "A" "A" "" } { { "x" "x" } { "x" "" } { "A: x" } }\n' + "0 " * 12
    game = read(tmp_path, text)
    assert game.players == ("A", "A 2", "player 3")
    assert game.strategies == (("x", "x 2"), ("x", "strategy 2"), ("A: x",))
    assert any("two players called 'A'" in str(one) for one in game.warnings)
    names = [name for own in option_names(game) for name in own]
    assert len(set(names)) == 5
    assert conflict_of_game(game).size == 4


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "the file ends too soon"),
        ("EFG 2 R", 1, "is no normal-form game"),
        ('NFG 1 X "t"', 1, "'X' is no kind of number"),
        ("NFG 1 R title", 1, "no text in quotes"),
        ('NFG 1 R "t" { "A" } {\n2', 2, "the file ends too soon"),
        ('NFG 1 R "t" { } { }', 1, "no players"),
        ('NFG 1 R "t" { "A" } { 0 } ', 1, "no strategy"),
        ('NFG 1 R "t" { "A" } { 2 2 } ', 1, "1 players, and strategies of 2"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n\n1\n', 4, "the file ends too soon; 2 payoffs"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n1 2\n3', 4, "left over"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n1 x', 3, "'x' is no number"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n1 1/0', 3, "no number"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n1 inf', 3, "no number"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n1 1e9999', 3, "too large"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n1 ' + "9" * 5000, 3, "no number"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n{ { "a" 1 2 } } 1 1', 3, "2 payoffs"),
        ('NFG 1 R "t" { "A" }\n{ 2 }\n{ { "a" 1 } }\n1 2', 4, "'2' is too many"),
        ('NFG 1 R "t" { "A" }\n{ 999999999 }\n', 2, "too many"),
        ('NFG 1 R "t" { "A" "B" }\n{ 1048576 1048576 }\n', 2, "profiles; at most"),
        ('NFG 1 R "t', 1, "no text in quotes"),
        ('NFG 1 R "t" ' + "{ " * 5000, 1, "no text in quotes"),
    ],
)
def test_faults_have_their_line_and_say_what_would_be_right(tmp_path, text, line, what):
    with pytest.raises(FormatError) as error:
        read(tmp_path, text)
    said = str(error.value)
    assert said.startswith(f"{tmp_path / 'g.nfg'}:{line}: ")
    assert what in said
    assert len(said.splitlines()) == 1


def test_too_many_strategies_make_no_conflict(tmp_path):
    path = tmp_path / "g.nfg"
    path.write_text('NFG 1 R "t" { "A" } { 41 }\n' + "0 " * 41)
    with pytest.raises(FormatError, match="41 strategies"):
        read_conflict(path)


NUMBERS = st.one_of(st.integers(-9, 9).map(Fraction), st.fractions(-5, 5, max_denominator=40))


@st.composite
def games(draw, numbers=NUMBERS):
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    text = st.text(
        st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="\\"),
        min_size=1,
        max_size=6,
    )
    players = draw(st.lists(text, min_size=len(sizes), max_size=len(sizes), unique=True))
    strategies = [draw(st.lists(text, min_size=n, max_size=n, unique=True)) for n in sizes]
    total = 1
    for one in sizes:
        total *= one
    row = st.tuples(*[numbers] * len(sizes))
    payoffs = draw(st.lists(row, min_size=total, max_size=total))
    own = tuple(map(tuple, strategies))
    return NormalForm(
        draw(st.sampled_from(["t", 'a "b" \\" \\ c'])), tuple(players), own, tuple(payoffs)
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(games(), st.booleans())
def test_what_is_written_is_read_again(tmp_path, game, outcomes):
    assert read(tmp_path, nfg_text(game, outcomes=outcomes)) == game


def test_names_are_written_so_that_gambit_takes_them(tmp_path):
    game = NormalForm(
        "Zürich", ("Ü", "U", "日本"), (("é", "e"), ("—",), ("日",)), ((Fraction(1),) * 3,) * 2
    )
    again = read(tmp_path, nfg_text(game))
    assert again.players == ("U", "U 2", "player 3")
    assert again.strategies == (("e", "e 2"), ("-",), ("strategy 1",))
    gambit = pytest.importorskip("pygambit", reason="Gambit's own reading needs pygambit")
    assert len(gambit.read_nfg(tmp_path / "g.nfg").players) == 3


def by_hand(game):
    """Pure equilibria, by their definition."""
    place = {profile: at for at, profile in enumerate(game.profiles())}
    found = set()
    for profile in product(*(range(len(own)) for own in game.strategies)):
        better = [
            game.payoffs[place[(*profile[:at], other, *profile[at + 1 :])]][at]
            > game.payoffs[place[profile]][at]
            for at, own in enumerate(game.strategies)
            for other in range(len(own))
        ]
        if not any(better):
            found.add(profile)
    return found


@settings(max_examples=60, deadline=None)
@given(games(st.integers(0, 3).map(Fraction)))
def test_pure_equilibria_are_the_nash_states(game):
    assert nash(game) == by_hand(game)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(games(st.integers(-3, 3).map(lambda one: Fraction(one, 2))), st.booleans())
def test_gambit_reads_the_same_game_and_finds_the_same_equilibria(tmp_path, game, outcomes):
    gambit = pytest.importorskip("pygambit", reason="Gambit's own reading needs pygambit")
    path = tmp_path / "g.nfg"
    path.write_text(nfg_text(game, outcomes=outcomes))
    theirs = gambit.read_nfg(path)
    assert [one.label for one in theirs.players] == list(game.players)
    for profile, payoffs in zip(game.profiles(), game.payoffs, strict=True):
        outcome = theirs[profile]
        for player, payoff in zip(theirs.players, payoffs, strict=True):
            own = Fraction(str(outcome[player])) if outcome is not None else Fraction(0)
            assert own == payoff
    found = {
        tuple(
            next(at for at, one in enumerate(player.strategies) if mixed[one] == 1)
            for player in theirs.players
        )
        for mixed in gambit.nash.enumpure_solve(theirs).equilibria
    }
    assert found == nash(game)
    back = tmp_path / "theirs.nfg"
    back.write_text(theirs.to_nfg())
    assert read_nfg(back).payoffs == game.payoffs
