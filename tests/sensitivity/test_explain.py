"""What drives a forecast: drivers, groups, regions, signs, multiverse."""

from __future__ import annotations

import copy
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import summitry as sm
from summitry.draws import Draws
from summitry.forecasts.events import find_event, holds
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import negotiate
from summitry.sensitivity.explain_tables import explanation_tables
from summitry.sensitivity.multiverse import DRAWS as UNIVERSE_DRAWS
from summitry.sensitivity.watch import information
from tests.forecasts.test_forecast import case
from tests.strategies import dossiers


def signs():
    data = case()
    data["process"] = {
        "slip": 0.05, "trust": {"a": [0.85, 0.95, 1], "b": [0.8, 0.9, 1]},
        "big_ask": {"a": {"issue": "troops", "at_most": "stay", "likelihood": 0.3}},
    }  # fmt: skip
    data["events"]["a insists"] = {"when": "ask of a", "observable_by": "2020-02-01"}
    data["events"]["arms go"] = {"when": "arms = scrap", "observable_by": "2020-03-01"}
    return data


@pytest.fixture(scope="module")
def dossier():
    return sm.build(signs())


@pytest.fixture(scope="module")
def made(dossier):
    return sm.explain(dossier, ["same"], draws=4_000, seed=5, universes=True)


def test_the_ask_drives_it_and_what_is_not_asked_for_is_told(made):
    (study,) = made.studies
    first = study.drivers[0]
    assert first.name == "process/big_ask/a#coin"
    assert first.matters
    assert first.high == 0  # where the ask is made there is no exchange
    assert first.low > study.probability
    assert first.text == "whether the ask by a (troops) is made"
    assert "parties/ally/influence" in study.unread  # the bargaining never asks for it
    assert "curve" in study.exact
    assert not {one.name for one in study.drivers} & {*study.unread, *study.exact}


def test_low_and_high_are_the_chances_in_the_draws(dossier, made):
    own = sm.assess(dossier, "same")
    games = Games(Layout(own), Draws(own, 4_000, 5))
    hits = holds(find_event(own, "exchange"), negotiate(games, reasons=False))
    (study,) = made.studies
    assert study.probability == hits.mean()
    one = next(one for one in study.drivers if one.name == "process/trust/a")
    values = games.draws.value("process/trust/a")
    order = np.argsort(values, kind="stable")
    assert one.low == pytest.approx(hits[order[:800]].mean())
    assert one.high == pytest.approx(hits[order[-800:]].mean())


def test_an_input_that_does_nothing_is_reported_as_doing_nothing():
    """c answers to nobody that matters: leverage nothing, so its wishes move nothing."""
    data = signs()
    data["parties"]["c"] = {"role": "ratifier", "of": "b", "leverage": 0}
    data["stances"]["c"] = {"troops": {"ideal": [0, 0.5, 1], "salience": [10, 50, 90]}}
    made = sm.explain(sm.build(data), ["same"], draws=4_000, seed=5)
    (study,) = made.studies
    mine = [one for one in study.drivers if one.party == "c"]
    assert mine
    assert not any(one.matters for one in mine)
    group = next(one for one in study.groups if one.name == "c")
    assert (group.matter, group.first_order, group.strongest) == (0, 0, None)
    text = " ".join(
        cell for table in explanation_tables(made) for row in table.rows for cell in row
    )
    assert "none can be told from nothing" in text


def test_groups_add_up_what_matters(made):
    (study,) = made.studies
    for group in study.groups:
        if group.kind == "issue":
            own = [one for one in study.drivers if one.issue == group.name and not one.chance]
            assert group.inputs == len(own)
            assert group.first_order == pytest.approx(
                sum(one.first_order for one in own if one.matters)
            )
    parties = [group for group in study.groups if group.kind == "party"]
    assert sum(group.inputs for group in parties) == len(study.drivers)


def test_a_region_is_told_in_words_and_holds_on_fresh_draws(made):
    (study,) = made.studies
    lost = next(one for one in study.scenarios if not one.holds)
    assert "the ask by a (troops) is made" in lost.conditions
    assert lost.density > 0.9
    assert lost.text.startswith("no 'exchange' in")
    won = next(one for one in study.scenarios if one.holds)
    assert "the ask by a (troops) is not made" in won.conditions
    assert len(won.conditions) <= 3


def test_a_sign_is_worth_what_the_draws_say(dossier, made):
    own = sm.assess(dossier, "same")
    outcomes = negotiate(Games(Layout(own), Draws(own, 4_000, 5)), reasons=False)
    hits, sign = (holds(find_event(own, text), outcomes) for text in ("exchange", "arms = scrap"))
    (study,) = made.studies
    assert study.watch[0].name in ("a insists", "arms go")
    one = next(one for one in study.watch if one.name == "arms go")
    assert one.by == "2020-03-01"
    assert one.chance == pytest.approx(sign.mean())
    assert one.seen == pytest.approx(hits[sign].mean())
    assert one.unseen == pytest.approx(hits[~sign].mean())
    assert [one.bits for one in study.watch] == sorted(
        (one.bits for one in study.watch), reverse=True
    )
    ask = next(one for one in study.watch if one.name == "a insists")
    assert ask.seen == 0


def test_information_is_the_mutual_information():
    stream = np.random.default_rng(1)
    first = stream.random(50_000) < 0.4
    second = np.where(stream.random(50_000) < 0.7, first, stream.random(50_000) < 0.5)
    table = [[(one & other).sum() for other in (second, ~second)] for one in (first, ~first)]
    joint = np.array(table) / 50_000
    theirs = sum(
        joint[i, j] * np.log2(joint[i, j] / joint.sum(1)[i] / joint.sum(0)[j])
        for i in range(2) for j in range(2)
    )  # fmt: skip
    assert information(first, second) == pytest.approx(theirs, abs=1e-4)
    assert information(first, stream.random(50_000) < 0.5) < 1e-4
    same = float(stats.entropy([first.mean(), 1 - first.mean()], base=2))
    assert information(first, first) == pytest.approx(same, abs=1e-4)


def test_the_multiverse_is_sorted_and_the_shipped_one_is_the_forecast(dossier, made):
    (study,) = made.studies
    chances = [one.probability for one in study.universes]
    assert chances == sorted(chances)
    (own,) = [one for one in study.universes if one.shipped]
    same = sm.forecast(dossier, "same", draws=UNIVERSE_DRAWS, seed=5)
    assert own.probability == pytest.approx(same.probability("exchange"))
    assert (own.solution, own.holding_back, own.law) == ("nash", 0.125, "triangular")
    combinations = {
        (one.solution, one.holding_back, one.curve, one.loss_aversion, one.law)
        for one in study.universes
    }
    assert len(combinations) == len(study.universes) == 4 * 3 * 3 * 3 * 2


def test_full_sobol_indices_are_asked_for_and_bounded(dossier):
    made = sm.explain(dossier, ["same"], draws=1_000, seed=5, sobol=512)
    (study,) = made.studies
    ask = study.drivers[0]
    assert ask.name == "process/big_ask/a#coin"
    assert 0.1 < ask.first <= ask.total + 0.05
    assert ask.first == pytest.approx(ask.first_order, abs=0.08)
    assert all(one.total > -0.05 for one in study.drivers)
    with pytest.raises(ValueError, match="power of two"):
        sm.explain(dossier, draws=100, sobol=100)


def test_an_event_may_be_a_statement_and_unknown_ones_are_named(dossier):
    made = sm.explain(dossier, ["same"], event="not no overlap", draws=500)
    assert 0 < made["same"].probability <= 1
    for event, told in (
        ("exchnge", "no event 'exchnge'"),
        ("troops = og", "is no level of 'troops'"),
        ("ask of b", "has no big ask"),
    ):
        with pytest.raises(KeyError, match=told):
            sm.explain(dossier, event=event, draws=200)


def test_an_event_that_never_or_always_holds_has_no_drivers(dossier):
    made = sm.explain(dossier, ["same"], event="agreed and no deal", draws=500)
    (study,) = made.studies
    assert study.probability == 0
    assert not any(one.matters for one in study.drivers)
    assert study.scenarios == ()
    assert "holds in no draw" in explanation_tables(made)[0].note


def test_it_repeats_as_json_and_becomes_a_frame(dossier, made):
    again = sm.explain(dossier, ["same"], draws=4_000, seed=5, universes=True)
    assert again.to_json() == made.to_json()
    assert json.loads(made.to_json())["form"] == "summitry-explanation/1"
    frame = made.to_frame()
    assert frame.loc[("same", "process/big_ask/a#coin")].matters
    assert "<script" not in made._repr_html_()


@given(dossiers(), st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_the_order_of_the_file_changes_nothing(data, source):
    """Everything but the order in which parties and issues are listed stays as it is."""
    other = copy.deepcopy(data)
    for key in ("parties", "issues", "stances"):
        names = list(other[key])
        source.shuffle(names)
        other[key] = {name: other[key][name] for name in names}
    first, second = (
        sm.explain(sm.build(one), event="agreed", draws=300, seed=2) for one in (data, other)
    )
    assert first.studies[0].drivers == second.studies[0].drivers
    assert first.studies[0].scenarios == second.studies[0].scenarios
    assert set(first.studies[0].groups) == set(second.studies[0].groups)
