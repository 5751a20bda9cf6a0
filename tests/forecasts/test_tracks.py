"""Tracks side by side: break-evens, what only one settles, verdicts that say what they rest on."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

import summitry as sm
from summitry.charts.tracks import tracks as tracks_chart
from summitry.dossier.logic import read_event
from summitry.draws import Draws
from summitry.forecasts.duels import _crossings
from summitry.forecasts.events import holds
from summitry.forecasts.glance import Sight
from summitry.forecasts.glances.tracks import tracks_at_a_glance
from summitry.forecasts.track_tables import duels_table, track_tables
from summitry.procedures.agenda import WHOLE, agendas
from summitry.procedures.baskets import negotiate_track
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from tests.procedures.test_tracks import hard

ASK = "process/big_ask/a/likelihood"


def case(ask=0.3):
    """Two pairs of concessions, so that pairs can do what pillars cannot; an ask by one side."""
    data = hard()
    data["issues"]["visas"] = {"levels": ["few", "many"], "status_quo": "few", "performed_by": "a"}
    data["issues"]["trade"] = {
        "levels": ["shut", "open"],
        "status_quo": "shut",
        "performed_by": "b",
    }
    data["stances"]["a"] |= {
        "visas": {"ideal": "few", "salience": 20},
        "trade": {"ideal": "open", "salience": [20, 30, 40]},
    }
    data["stances"]["b"] |= {
        "visas": {"ideal": "many", "salience": 40},
        "trade": {"ideal": "shut", "salience": [60, 75, 90]},
    }
    data["process"]["big_ask"] = {"a": {"issue": "trade", "at_least": "open", "likelihood": ask}}
    data["process"]["rapport"] = [0.1, 0.3, 0.5]
    data["process"]["hidden"] = {"a": 0.2, "b": 0.2}
    data["assessments"] = {
        "calm": {"name": "The calm", "set": {}},
        "bold": {"set": {"process.big_ask.a.likelihood": "almost certain"}},
    }
    data["tracks"] = {"pairs": {"baskets": [["troops", "arms"], ["visas", "trade"]]}}
    return data


@pytest.fixture(scope="module")
def dossier():
    return sm.build(case())


@pytest.fixture(scope="module")
def made(dossier):
    return sm.tracks(dossier, draws=2_000, seed=5)


def test_it_lists_the_tracks_written_and_the_usual_ones(made):
    names = [one.name for one in made["calm"].tracks]
    assert names[:2] == [WHOLE, "pairs"]
    assert {"one-sided pillars", "issue by issue"} <= set(names)


def test_any_deal_stands_beside_a_substantive_event(made):
    for study in made.studies:
        for one in study.tracks:
            assert list(one.events)[:2] == ["agreed", "exchange"]
            assert one.events["exchange"] <= one.events["agreed"]


def test_parts_add_up_to_the_chance(made):
    for study in made.studies:
        for one in study.tracks:
            parts = one.parts
            total = parts.baskets + parts.consents + parts.bond + parts.asks
            assert total == pytest.approx(one.events["exchange"])


def test_consents_at_the_tables_are_told_apart_from_the_baskets():
    data = case()
    data["tracks"] = {"watched": {"baskets": [
        {"on": ["troops", "arms"], "consent": ["hawks"]}, ["visas", "trade"]]}}  # fmt: skip
    (study,) = sm.tracks(sm.build(data), ["calm"], draws=1_000).studies
    watched = study["watched"]
    free = sm.tracks(sm.build(case()), ["calm"], draws=1_000)["calm"]["pairs"]
    assert watched.parts.baskets == pytest.approx(free.events["exchange"])
    assert watched.parts.consents < -0.01
    assert study[WHOLE].parts.consents == 0


def test_only_one_settles(made):
    for study in made.studies:
        chances = {one.name: one.events["exchange"] for one in study.tracks}
        for duel in study.duels:
            gap = chances[duel.first] - chances[duel.second]
            assert duel.only_first - duel.only_second == pytest.approx(gap)
        assert sum(one.alone for one in study.tracks) <= 1


def chance(dossier, track, fixed, asks=False):
    layout = Layout(dossier)
    games = Games(layout, Draws(dossier, 2_000, 5, fixed=fixed))
    agenda = next(one for one in agendas(layout) if one.name == track)
    outcomes = negotiate_track(games, agenda.with_asks() if asks else agenda)
    return float(holds(read_event("exchange"), outcomes).mean())


def test_at_the_break_even_ask_two_tracks_are_level(dossier, made):
    found = 0
    for duel in made["calm"].duels:
        for turn in duel.turns:
            if turn.what != ASK or not turn.values:
                continue
            (at,) = turn.values
            assert 0 < at < 1
            level = [
                chance(sm.assess(dossier, "calm"), one, {ASK: at}, turn.asks == "all")
                for one in (duel.first, duel.second)
            ]
            assert level[0] == pytest.approx(level[1], abs=0.03)
            other = duel.second if turn.ahead == duel.first else duel.first
            first, second = (
                chance(sm.assess(dossier, "calm"), one, {ASK: 0.0}, turn.asks == "all")
                for one in (turn.ahead, other)
            )
            assert first > second
            found += 1
    assert found


def test_no_break_even_is_said_to_be_none(made):
    table = duels_table(made["calm"], every=True)
    assert any("none" in row[4] for row in table.rows)
    assert {row[1] for row in table.rows} == {"own table", "all"}


def test_crossings():
    at = np.array([0.0, 0.5, 1.0])
    assert _crossings(at, np.array([1.0, 0.5, -0.5])) == ((0.75,), True)
    assert _crossings(at, np.array([-1.0, 1.0, -1.0])) == ((0.25, 0.75), False)
    assert _crossings(at, np.array([0.0, 0.0, 0.0])) == ((), None)
    assert _crossings(at, np.array([0.5, 0.0, -0.5])) == ((0.5,), True)
    # To meet at an end is not to change places.
    assert _crossings(at, np.array([0.5, 0.2, 0.0])) == ((), True)


def test_the_verdict_names_the_favourite_and_what_it_rests_on(made):
    calm, bold = made["calm"], made["bold"]
    assert calm.verdict.startswith("The calm: its own numbers favour ")
    assert bold.favoured != WHOLE
    assert "holds only while asks keep to their own tables" in bold.verdict
    best = max(calm.tracks, key=lambda one: one.events["exchange"])
    assert calm.favoured in (best.name, None)


def test_without_asks_nothing_is_said_of_them():
    data = case()
    del data["process"]["big_ask"]
    data["assessments"] = {}
    (study,) = sm.tracks(sm.build(data), draws=400).studies
    assert "asks" not in study.verdict
    for one in study.tracks:
        assert one.events == one.events_with_asks
    assert {turn.what for duel in study.duels for turn in duel.turns} == {"process/rapport"}


def test_tracks_that_cannot_be_told_apart_are_not_ranked():
    data = case()
    del data["process"]["big_ask"]
    data["assessments"] = {}
    data["tracks"] = {"the same again": {"baskets": [{"on": ["rest"], "table": "leaders"}]}}
    (study,) = sm.tracks(sm.build(data), draws=400).studies
    assert study[WHOLE].events == study["the same again"].events
    assert study.favoured is None
    assert "favour no track" in study.verdict


def test_a_track_that_can_bring_no_trade_says_so(made):
    one = made["calm"]["one-sided pillars"]
    assert one.one_sided
    assert any("it can bring no trade" in note for note in one.notes)
    assert not made["calm"]["pairs"].one_sided
    assert any("order of its baskets has no effect" in note for note in one.notes)


def test_another_deciding_event(dossier):
    made = sm.tracks(dossier, ["calm"], event="mutual moves", draws=300)
    assert made.event == "mutual moves"
    with pytest.raises(KeyError, match="no event 'peace'"):
        sm.tracks(dossier, event="peace")
    with pytest.raises(ValueError, match="at least 100"):
        sm.tracks(dossier, draws=10)


def test_it_repeats_to_the_byte_and_is_json(dossier, made):
    again = sm.tracks(dossier, draws=2_000, seed=5)
    assert again.to_json() == made.to_json()
    told = json.loads(made.to_json())
    assert told["form"] == "summitry-tracks/1"
    assert sm.tracks(dossier, draws=2_000, seed=6).to_json() != made.to_json()


def test_the_forms_of_the_model_span_the_chance(made):
    wide = 0
    for study in made.studies:
        for one in study.tracks:
            for name, own in one.events.items():
                assert one.least[name] <= own <= one.greatest[name]
                wide += one.greatest[name] > one.least[name]
    assert wide


def test_a_track_that_one_assessment_alone_has_stands_beside_the_others():
    data = case()
    data["tracks"], pairs = {}, data["tracks"]["pairs"]
    data["assessments"]["bold"]["set"]["tracks.pairs"] = pairs
    made = sm.tracks(sm.build(data), draws=500, seed=5)
    assert "pairs" not in {one.name for one in made["calm"].tracks}
    held, told = track_tables(made)[-3], track_tables(made)[-1]
    row = next(row for row in told.rows if row[0] == "pairs")
    assert row[1] == "–"
    assert row[2][0] == "."
    assert "pairs" in [row[0] for row in held.rows]
    assert tracks_chart(made)


def test_tables_frame_and_html(made):
    pytest.importorskip("pandas")
    frame = made.to_frame()
    assert frame.loc[("calm", WHOLE), "exchange"] == made["calm"][WHOLE].events["exchange"]
    tables = track_tables(made)
    assert tables[-1].note.splitlines()[-1] == made["bold"].verdict
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert all(isinstance(cell, str) for cell in cells)
    assert "<script" not in made._repr_html_()
    assert re.search(r"\d\.?\d*/\.?\d", " ".join(cells))


MOVED = {
    "process.rapport": 0.8,
    "process.big_ask.a.likelihood": 0.9,
    "stances.b.trade.salience": 30,
    "process.slip": 0.4,
}


@pytest.mark.parametrize("path", MOVED)
def test_at_a_glance_the_chances_are_those_of_the_study(dossier, made, path):
    sight = Sight(dossier, draws=200, seed=5)
    found = tracks_at_a_glance(sight.games({path: MOVED[path]}), made)
    whole = sm.tracks(sm.what_if(dossier, {path: MOVED[path]}), draws=200, seed=5)
    still = tracks_at_a_glance(sight.games(), made)
    assert found.figures() == whole.figures()
    assert found.figures() != still.figures()
    for study, other, before in zip(found.studies, whole.studies, made.studies, strict=True):
        assert study.assessment == other.assessment
        assert study.favoured == other.favoured
        assert study.favoured_with_asks == other.favoured_with_asks
        for one in study.tracks:
            same = other[one.name]
            for field in ("label", "tables", "events", "events_with_asks", "gains", "alone"):
                assert getattr(one, field) == getattr(same, field), field
            assert one.parts is None
            rest = before[one.name]
            for event, chance in one.events.items():
                reach = rest.greatest[event] - rest.events[event]
                assert one.greatest[event] == pytest.approx(min(1, chance + reach))
                reach = rest.events[event] - rest.least[event]
                assert one.least[event] == pytest.approx(max(0, chance - reach))


def test_at_a_glance_before_there_is_a_study_there_are_no_ranges(dossier):
    found = tracks_at_a_glance(Sight(dossier, draws=100).games(), None, event="mutual moves")
    assert found.event == "mutual moves"
    for study in found.studies:
        assert all(one.least == one.events == one.greatest for one in study.tracks)
