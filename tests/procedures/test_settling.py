"""Tracks side by side end, draw by draw, as each ends alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.forecasts.doubt import forms
from summitry.games.packages.among import bargain_among
from summitry.games.packages.bargain import Solution, bargain
from summitry.games.packages.game import select
from summitry.procedures import baskets as module
from summitry.procedures.agenda import agendas
from summitry.procedures.baskets import negotiate_track, negotiate_tracks
from summitry.procedures.gains import gains
from summitry.procedures.package import Form
from summitry.procedures.settling import Way
from tests.procedures.test_tracks import games_of, hard, track, with_track
from tests.procedures.test_variants import FIELDS, moves

DRAWS = 40


def assert_as_alone(ways):
    size = ways[0].games.draws.size
    parts = list(negotiate_tracks(ways))
    for field in FIELDS:
        own = np.concatenate([getattr(one, field) for one in parts])
        own = own.reshape(len(own) // size, size, *own.shape[1:])
        assert len(own) == len(ways)
        for number, way in enumerate(ways):
            alone = negotiate_track(way.games, way.agenda, way.form)
            np.testing.assert_array_equal(own[number], getattr(alone, field), err_msg=field)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_each_track_ends_as_it_does_alone(data):
    dossier = data.draw(with_track(others=("status quo", "provisional")))
    games = games_of(dossier, DRAWS, inner=data.draw(st.sampled_from([1, 4])))
    every = list(agendas(games.layout))
    every += [one.with_asks() for one in every] + [one.without_consents() for one in every]
    own = Form(data.draw(st.sampled_from(["nash", "egalitarian"])))
    ways = [Way(games, own, one) for one in every]
    mine = track(games, "mine")
    ways += [Way(games, form, mine) for _, form in forms(own)]
    games.prepare()
    ways += [Way(games.fix(one), own, mine) for one in moves(data.draw, games)]
    assert_as_alone(data.draw(st.permutations(ways)))


def test_many_tracks_are_run_a_few_at_a_time(monkeypatch):
    data = hard() | {"tracks": {"mine": {"baskets": [["arms"], ["rest"]]}}}
    games = games_of(data, DRAWS)
    ways = [Way(games, Form(), one) for one in agendas(games.layout)]
    monkeypatch.setattr(module, "AT_ONCE", 2 * DRAWS)
    told = []
    parts = list(negotiate_tracks(ways, told.append))
    assert [len(one.ending) // DRAWS for one in parts] == [2] * (len(ways) // 2) + [
        1 for _ in range(len(ways) % 2)
    ]
    assert told[-1] == 1
    assert_as_alone(ways)


def test_gains_of_tracks_side_by_side_are_those_of_each():
    data = hard() | {"tracks": {"mine": {"baskets": [["arms"], ["rest"]]}}}
    games = games_of(data, 1_500)  # more than a block
    every = agendas(games.layout)
    (together,) = negotiate_tracks([Way(games, Form(), one) for one in every])
    alone = [gains(games, negotiate_track(games, one, Form())) for one in every]
    np.testing.assert_array_equal(gains(games, together), np.concatenate(alone))


@given(with_track(), st.sampled_from(list(Solution)), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_draws_over_packages_of_their_own_strike_what_they_strike_apart(data, solution, source):
    games = games_of(data, DRAWS)
    games.prepare()
    layout = games.layout
    quo = np.asarray(layout.status_quo)
    every = [np.array([source.random() < 0.6 for _ in layout.issues]) for _ in range(4)]
    spaces = [layout.basket(on, quo) for on in every]
    of = np.array([source.randrange(len(spaces)) for _ in range(DRAWS)])
    game = games.block(0, DRAWS, 0.125)
    found = bargain_among(spaces, of, game, solution)
    for number, space in enumerate(spaces):
        own = np.flatnonzero(of == number)
        if space.empty:
            assert (found.code[own] == 0).all()
            assert (found.levels[own] == quo).all()
        elif len(own):
            alone = bargain(space, select(game, own), solution)
            for field in ("code", "gains", "levels"):
                np.testing.assert_array_equal(getattr(found, field)[own], getattr(alone, field))
