"""Variants side by side end, draw by draw, as each ends alone."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.draws import Draws, Stacked
from summitry.forecasts.doubt import forms
from summitry.games.packages import beside
from summitry.games.packages.bargain import bargain
from summitry.games.packages.beside import differs
from summitry.procedures import variants as module
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import SOLUTIONS, Form, negotiate
from summitry.procedures.variants import Variant, negotiate_beside, variants
from tests.strategies import dossiers

DRAWS = 40
FIELDS = ("ending", "gains", "signed", "levels", "without", "asking", "insisting", "cause")


def games_of(data, *, inner=1, draws=DRAWS):
    return Games(Layout(sm.build(data)), Draws(sm.build(data), draws, 5, inner=inner))


def moves(draw, games, least=1):
    """Some sets of inputs, each replaced by a value within its bounds."""
    names = st.sampled_from(sorted(games.draws.inputs))
    every = []
    for some in draw(
        st.lists(st.lists(names, max_size=3, unique=True), min_size=least, max_size=6)
    ):
        kinds = {name: games.draws.inputs[name].estimate.quantity for name in some}
        every.append(
            {name: draw(st.floats(kind.low + 1e-6, min(kind.high, 100.0) - 1e-6))
             for name, kind in kinds.items()}
        )  # fmt: skip
    return every


def assert_as_alone(ways, *, size):
    parts = list(negotiate_beside(ways))
    for field in FIELDS:
        own = np.concatenate([getattr(one, field) for one in parts])
        own = own.reshape(len(own) // size, size, *own.shape[1:])
        assert len(own) == len(ways)
        for number, way in enumerate(ways):
            alone = negotiate(way.games, way.form, reasons=False)
            np.testing.assert_array_equal(own[number], getattr(alone, field), err_msg=field)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_each_variant_ends_as_it_does_alone(data):
    inner = data.draw(st.sampled_from([1, 4]))
    games = games_of(data.draw(dossiers()), inner=inner)
    own = Form(data.draw(st.sampled_from(["nash", "egalitarian"])))
    ways = list(variants(games, own, moves(data.draw, games)))
    if data.draw(st.booleans()):
        ways += [Variant(games, form) for _, form in forms(own)]
    if data.draw(st.booleans()):  # whatever comes first
        ways.reverse()
    assert_as_alone(ways, size=DRAWS * inner)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_rules_and_shares_held_back_end_as_alone(data):
    """What kin take over from one another is what each would find, in any order of them."""
    games = games_of(data.draw(dossiers()))
    shares = data.draw(st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0]), min_size=1, max_size=3))
    every = [Form(solution, share) for solution, share in product(SOLUTIONS, shares)]
    some = data.draw(st.permutations(every))[: data.draw(st.integers(1, len(every)))]
    other = games.fix(moves(data.draw, games)[0])
    ways = [Variant(one, form) for form in some for one in (games, other)]
    assert_as_alone(ways, size=DRAWS)


def test_what_kin_know_is_not_bargained_again(monkeypatch):
    games, bargained = games_of(DATA), []

    def counted(space, game, *args):
        bargained.append(len(game.constant))
        return bargain(space, game, *args)

    monkeypatch.setattr(beside, "bargain", counted)
    shares = (0.0, 0.1, 0.2)
    assert_as_alone([Variant(games, Form("nash", one)) for one in shares], size=DRAWS)
    (whole, *rest) = bargained
    assert whole == DRAWS
    assert sum(rest) < DRAWS / 2


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_variants_of_variants_share_their_tables_rightly(data):
    games = games_of(data.draw(dossiers()))
    first = moves(data.draw, games)[0]
    games.prepare()
    fixed = games.fix(first)
    fixed.prepare()
    fixed.tables.scores(0, DRAWS)
    ways = [Variant(fixed.fix(one), Form()) for one in moves(data.draw, games)]
    for way in ways:
        alone = Games(way.games.layout, Draws(way.games.layout.dossier, DRAWS, 5,
                                              fixed=way.games.draws.fixed))  # fmt: skip
        np.testing.assert_array_equal(
            way.games.tables.scores(0, DRAWS), alone.tables.scores(0, DRAWS)
        )


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_however_many_are_concluded_at_a_time(data):
    games = games_of(data.draw(dossiers()))
    ways = variants(games, Form(), moves(data.draw, games, least=3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "AT_ONCE", 2 * DRAWS)
        assert_as_alone(ways, size=DRAWS)


def test_more_draws_than_a_block():
    games = games_of(DATA, draws=2_500)
    ways = variants(games, Form(), [{"curve": 1.5}, {"process/hidden/west": 0.0}])
    assert_as_alone(ways, size=2_500)


def test_what_changes_nothing_is_not_bargained_again():
    games = games_of(DATA)
    games.prepare()
    first = games.block(0, DRAWS, 0.125)
    same = games.fix({"process/slip": 0.9})
    assert not differs(same.block(0, DRAWS, 0.125), first).any()
    other = games.fix({"process/hidden/west": 0.0})
    assert differs(other.block(0, DRAWS, 0.125), first).all()


def test_stacked_draws_are_for_reading():
    made = games_of(DATA).draws
    both = Stacked([made, made.fix({"process/slip": 0.5})])
    assert both.size == 2 * DRAWS
    np.testing.assert_array_equal(both.value("process/slip")[DRAWS:], 0.5)
    np.testing.assert_array_equal(both.uniform("a#coin"), np.tile(made.uniform("a#coin"), 2))
    with pytest.raises(TypeError, match="one by one"):
        both.fix({"process/slip": 0.1})


DATA = {
    "summitry": 1,
    "title": "Water",
    "as_of": "2019-01-01",
    "parties": {"east": {"role": "principal"}, "west": {"role": "principal"}},
    "issues": {
        "water": {"performed_by": "west", "levels": ["none", "some", "all"], "status_quo": "none"},
        "money": {"performed_by": "east", "levels": ["none", "half", "full"], "status_quo": "none"},
    },
    "stances": {
        "east": {
            "water": {"ideal": "all", "salience": [50, 70, 90]},
            "money": {"ideal": "none", "salience": [20, 40, 60]},
        },
        "west": {
            "water": {"ideal": "none", "salience": [20, 40, 60]},
            "money": {"ideal": "full", "salience": [50, 70, 90]},
        },
    },
    "process": {"hidden": {"west": [0.0, 0.2, 0.4]}, "slip": 0.1},
}
