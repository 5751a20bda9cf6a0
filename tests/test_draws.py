"""Draws: named streams, laws, the two kinds of doubt."""

from __future__ import annotations

import copy

import numpy as np
import pytest

import summitry as sm
from summitry.dossier.estimate import Range
from summitry.draws import Draws, quantile
from tests.procedures.test_package import biting


@pytest.fixture
def dossier():
    return sm.build(biting())


def test_a_stream_depends_on_seed_name_and_number_alone(dossier):
    name = "parties/hawks/leverage"
    once = Draws(dossier, 100, 4).value(name)
    np.testing.assert_array_equal(once, Draws(dossier, 100, 4).value(name))
    np.testing.assert_array_equal(once, Draws(dossier, 500, 4).value(name)[:100])
    assert (once != Draws(dossier, 100, 5).value(name)).any()


def test_another_input_changes_no_draw(dossier):
    data = biting()
    data["stakes"] = {"a": {"victory": [-0.1, 0, 0]}}
    data["parties"] = {"newcomer": {"role": "third"}, **data["parties"]}
    data["stances"]["newcomer"] = {"arms": {"ideal": [0, 0.5, 1], "salience": [1, 50, 99]}}
    other = sm.build(data)
    ours, theirs = Draws(dossier, 50, 4), Draws(other, 50, 4)
    for name in ours.inputs:
        np.testing.assert_array_equal(ours.value(name), theirs.value(name))
    np.testing.assert_array_equal(ours.uniform("parties/a#type"), theirs.uniform("parties/a#type"))


def test_different_names_are_independent(dossier):
    made = Draws(dossier, 20_000, 4)
    first, second = made.uniform("one"), made.uniform("two")
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.03


@pytest.mark.parametrize("law", ["triangular", "pert"])
def test_laws_keep_ends_mode_and_order(law):
    span = Range(0.2, 0.3, 0.9)
    u = np.linspace(0, 1, 20_001)
    x = quantile(span, u, law)
    assert x[0] == pytest.approx(0.2)
    assert x[-1] == pytest.approx(0.9)
    assert (np.diff(x) >= 0).all()
    counts, edges = np.histogram(x, 50)
    mode = edges[counts.argmax()]
    assert mode == pytest.approx(0.3, abs=0.06)


def test_mean_of_each_law():
    u = (np.arange(100_000) + 0.5) / 100_000
    span = Range(0.0, 0.3, 1.2)
    assert quantile(span, u).mean() == pytest.approx((0 + 0.3 + 1.2) / 3, abs=1e-4)
    assert quantile(span, u, "pert").mean() == pytest.approx((0 + 4 * 0.3 + 1.2) / 6, abs=1e-4)


def test_a_point_is_that_point_to_the_bit():
    assert set(quantile(Range(0.1, 0.1, 0.1), np.linspace(0, 1, 9))) == {0.1}


def test_fixing_an_input_leaves_the_others(dossier):
    made = Draws(dossier, 50, 4)
    before = made.value("stances/a/arms/salience").copy()
    fixed = made.fix({"parties/hawks/leverage": 0.25})
    assert set(fixed.value("parties/hawks/leverage")) == {0.25}
    np.testing.assert_array_equal(before, fixed.value("stances/a/arms/salience"))
    assert len(set(made.value("parties/hawks/leverage"))) > 1
    with pytest.raises(KeyError, match="no such input"):
        made.fix({"parties/doves/leverage": 1.0})


def test_worlds_are_a_latin_hypercube_within_each_row(dossier):
    made = Draws(dossier, 40, 4, inner=8)
    worlds = made.uniform("parties/a#type").reshape(40, 8)
    strata = np.sort(np.floor(worlds * 8), axis=1)
    np.testing.assert_array_equal(strata, np.tile(np.arange(8), (40, 1)))
    assert made.value("parties/hawks/leverage").shape == (40,)


def test_a_coin_falls_as_often_as_its_chance(dossier):
    data = copy.deepcopy(biting())
    data["process"] = {"slip": 0.3}
    made = Draws(sm.build(data), 20_000, 4)
    assert made.coin("process/slip", "process/slip").mean() == pytest.approx(0.3, abs=0.01)
