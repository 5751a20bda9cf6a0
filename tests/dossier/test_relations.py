"""The relations index: its closed forms, what it shifts, and that it shifts nothing else."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import summitry as sm
from summitry.dossier.dyads import dyads
from summitry.dossier.estimate import Range
from summitry.dossier.inputs import inputs
from summitry.dossier.relation import crisis_given, index, rapport_given
from summitry.draws import Draws
from tests.procedures.test_package import biting

DAY = date(2019, 1, 1)


def after(days):
    return DAY + timedelta(days=days)


def test_it_fades_by_half_in_a_half_life():
    for half_life in (30, 180, 400):
        assert index([(DAY, 0.8)], after(half_life), half_life=half_life) == pytest.approx(0.4)
        assert index([(DAY, 0.8)], after(2 * half_life), half_life=half_life) == pytest.approx(0.2)


@given(st.integers(5, 60), st.floats(0.01, 0.05), st.integers(90, 300))
def test_a_steady_stream_of_events_settles(every, weight, half_life):
    events = [(after(every * number), weight) for number in range(1_500)]
    steady = weight / (1 - 2 ** (-every / half_life))
    if steady < 0.95:  # before clipping
        found = index(events, events[-1][0], half_life=half_life)
        assert found == pytest.approx(steady, rel=1e-3)


@given(st.lists(st.tuples(st.integers(0, 900), st.floats(-1, 1)), max_size=20), st.floats(-1, 1))
def test_it_stays_between_minus_one_and_one(events, start):
    found = index([(after(day), weight) for day, weight in events], after(1000), start=start)
    assert -1 <= found <= 1


@given(st.lists(st.tuples(st.integers(0, 900), st.floats(-1, 1)), max_size=9), st.randoms())
def test_order_of_the_events_does_not_matter(events, source):
    dated = [(after(day), round(weight, 3)) for day, weight in events]
    other = list(dated)
    source.shuffle(other)
    assert index(dated, after(950)) == pytest.approx(index(other, after(950)), abs=1e-12)


def test_later_events_do_not_count_and_the_start_fades_from_the_first():
    assert index([(after(10), 0.5)], DAY) == 0
    assert index([], DAY, start=0.3) == 0.3
    assert index([(DAY, 0.0)], after(180), start=0.6) == pytest.approx(0.3)


def test_it_shifts_likeliest_values_inside_their_ranges():
    span = Range(0.1, 0.2, 0.5)
    assert rapport_given(0.4, span) == Range(0.1, 0.4, 0.5)
    assert rapport_given(0.9, span) == Range(0.1, 0.5, 0.5)
    assert rapport_given(-0.9, span) == Range(0.1, 0.1, 0.5)
    assert crisis_given(0.0, span).mode == pytest.approx(0.2)
    assert crisis_given(0.3, span).mode == pytest.approx(1 / (1 + 4 * np.exp(0.6)))
    assert crisis_given(-0.5, span).mode == pytest.approx(1 / (1 + 4 * np.exp(-1)))
    assert crisis_given(-1.0, span) == Range(0.1, 0.5, 0.5)
    assert crisis_given(1.0, span).mode == 0.1
    assert crisis_given(0.5, Range(0, 0, 0)) == Range(0, 0, 0)


def case():
    data = biting()
    data["process"] = {"rapport": [0.1, 0.2, 0.6]}
    data["stakes"] = {"b": {"war": {"chance": [0.05, 0.2, 0.5], "cost": [0.1, 0.2, 0.3]}}}
    return data


def with_relation(between=("a", "b"), **more):
    data = case()
    event = {"on": "2019-12-31", "weight": 0.5}
    data["relations"] = [{"between": list(between), "events": [event], **more}]
    return data


def test_it_reads_a_dossier_and_shifts_nothing_but_rapport_and_crises():
    dossier = sm.build(with_relation())
    (found,) = dyads(dossier)
    assert found.x == pytest.approx(0.5 * 2 ** (-1 / 180))
    before, now = inputs(sm.build(case())), inputs(dossier)
    assert now["process/rapport"].range.mode == pytest.approx(found.x)
    assert now["stakes/b/war/chance"].range.mode < before["stakes/b/war/chance"].range.mode
    changed = {name for name in before if before[name].range != now[name].range}
    assert changed == {"process/rapport", "stakes/b/war/chance"}
    ours, theirs = Draws(sm.build(case()), 50, 3), Draws(dossier, 50, 3)
    for name in set(before) - changed:
        np.testing.assert_array_equal(ours.value(name), theirs.value(name))


def test_it_is_off_unless_the_dossier_asks():
    data = case()
    data["relations"] = []
    assert {name: one.range for name, one in inputs(sm.build(data)).items()} == {
        name: one.range for name, one in inputs(sm.build(case())).items()
    }


def test_a_relation_with_an_outsider_leaves_the_table_cold_or_warm_as_it_was():
    dossier = sm.build(with_relation(between=("b", "ally")))
    assert inputs(dossier)["process/rapport"].range.mode == 0.2
    assert inputs(dossier)["stakes/b/war/chance"].range.mode < 0.2


def test_the_coldest_pair_tells():
    data = with_relation()
    cold = {"between": ["b", "ally"], "events": [{"on": "2019-12-31", "goldstein": -10}]}
    data["relations"].append(cold)
    dossier = sm.build(data)
    assert dyads(dossier)[1].x == pytest.approx(-0.2 * 2 ** (-1 / 180))
    assert inputs(dossier)["stakes/b/war/chance"].range.mode > 0.2
    assert inputs(dossier)["process/rapport"].range.mode == pytest.approx(dyads(dossier)[0].x)


def test_a_crisis_is_a_chance_times_a_cost():
    data = case()
    data["stakes"]["b"]["war"] = {"chance": 0.25, "cost": 0.2}
    value = copy.deepcopy(data)
    value["stakes"]["b"]["war"] = -0.05
    first, second = (sm.forecast(sm.build(one), draws=300) for one in (data, value))
    assert [one.probability for one in first.events] == [one.probability for one in second.events]


def test_a_forecast_says_that_relations_were_counted():
    made = sm.forecast(sm.build(with_relation()), draws=100)
    assert any("Relations index of a and b on 2020-01-01: +0.50" in one for one in made.assumptions)
