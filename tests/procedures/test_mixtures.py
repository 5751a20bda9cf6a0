"""Mixtures of two sets of numbers end, draw by draw, as each ends alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.draws import Draws
from summitry.procedures import mixtures as module
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.mixtures import Ends, mixtures_where
from summitry.procedures.package import Form, negotiate
from tests.strategies import dossiers

DRAWS = 30


def both(draw, inner):
    """Games of a random dossier, and of the same with some inputs held at values of their own."""
    dossier = sm.build(draw(dossiers()))
    first = Games(Layout(dossier), Draws(dossier, DRAWS, 5, inner=inner))
    every = sorted(first.draws.inputs)
    names = draw(st.lists(st.sampled_from(every), min_size=1, max_size=8, unique=True))
    kinds = {name: first.draws.inputs[name].estimate.quantity for name in names}
    held = {
        name: draw(st.floats(kind.low + 1e-6, min(kind.high, 100.0) - 1e-6))
        for name, kind in kinds.items()
    }
    group = [draw(st.integers(0, 3)) for _ in names]
    groups = [
        [name for name, own in zip(names, group, strict=True) if own == at] for at in range(4)
    ]
    return Ends(first, first.fix(held), groups), held


def levels_and_ending(made):
    return np.array([hash((*one, int(end))) % 1_000_003 for one, end in
                     zip(made.levels.tolist(), made.ending, strict=True)])  # fmt: skip


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_each_mixture_ends_as_it_does_alone(data):
    inner = data.draw(st.sampled_from([1, 3]))
    ends, held = both(data.draw, inner)
    every = data.draw(st.lists(st.integers(0, 15), min_size=1, max_size=10))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "AT_ONCE", data.draw(st.sampled_from([7, 40, 100_000])))
        found = mixtures_where(ends, every, Form(), levels_and_ending)
    assert found.shape == (len(every), DRAWS * inner)
    for members, own in zip(every, found, strict=True):
        fixed = {name: held[name] for name in ends.taken(members)}
        draws = Draws(ends.first.layout.dossier, DRAWS, 5, inner=inner, fixed=fixed)
        alone = negotiate(Games(ends.first.layout, draws), Form(), reasons=False)
        np.testing.assert_array_equal(own, levels_and_ending(alone))


@given(st.data())
@settings(max_examples=5, deadline=None)
def test_few_tables_are_kept_where_they_are_large(data):
    ends, _ = both(data.draw, 1)
    found = mixtures_where(ends, range(16), Form(), levels_and_ending)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "KEPT_BYTES", 1)
        again = mixtures_where(ends, range(16), Form(), levels_and_ending)
    np.testing.assert_array_equal(again, found)


def test_a_draw_that_two_mixtures_share_is_bargained_once(monkeypatch):
    """A likelihood tells only where its coin falls otherwise."""
    data = {
        "summitry": 1,
        "title": "Water",
        "as_of": "2019-01-01",
        "parties": {"east": {"role": "principal"}, "west": {"role": "principal"}},
        "issues": {
            "water": {"performed_by": "west", "levels": ["none", "all"], "status_quo": "none"},
            "money": {"performed_by": "east", "levels": ["none", "full"], "status_quo": "none"},
        },
        "stances": {
            "east": {"water": {"ideal": "all", "salience": 70},
                     "money": {"ideal": "none", "salience": 30}},
            "west": {"water": {"ideal": "none", "salience": 30},
                     "money": {"ideal": "full", "salience": 70}},
        },
        "process": {"big_ask": {"east": {"issue": "money", "at_most": "none", "likelihood": 0.2}}},
    }  # fmt: skip
    dossier = sm.build(data)
    name = "process/big_ask/east/likelihood"
    first = Games(Layout(dossier), Draws(dossier, 400, 5))
    second = first.fix({name: 0.4})
    bargained = []

    def counted(games, *args, **more):
        bargained.append(games.draws.rows)
        return negotiate(games, *args, **more)

    monkeypatch.setattr(module, "negotiate", counted)
    found = mixtures_where(Ends(first, second, [[name]]), [0, 1], Form(), lambda made: made.agreed)
    told = first.draws.coin(name[:-11], name) != second.draws.coin(name[:-11], name)
    assert bargained == [400 + told.sum()]
    assert 0 < told.sum() < 200
    np.testing.assert_array_equal(found[1], negotiate(second, Form(), reasons=False).agreed)
