"""At a glance the pressure points where the study says, draw for draw, with less told about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import summitry as sm
from summitry.charts.pressure import outcomes
from summitry.charts.weights import weights
from summitry.forecasts.glance import Sight
from summitry.forecasts.glances.pressure import FEW, FEWER, PressureSight
from summitry.forecasts.pressure import subject_of
from summitry.forecasts.pulls import pull
from summitry.procedures.games import Games
from summitry.procedures.influence import Options, chosen

HANOI = Path(__file__).parents[2] / "cases" / "hanoi-2019"
MODELS = ("mean", "median", "procedural", "challenge", "exchange")
QUICK = MODELS[:-1]
MOVED = {
    "nothing": {},
    "no interest": {"process.slip": 0.3},
    "one issue": {"stances.dprk.sanctions.ideal": [0.1, 0.2, 0.3]},
    "what one school sets": {"stances.us.exercises.ideal": [0.1, 0.2, 0.3]},
    "two issues": {
        "stances.us.sanctions.salience": [1, 2, 3],
        "stances.us.exercises.salience": [90, 95, 99],
    },
    "every issue": {"parties.china.influence": [1, 2, 3]},
    "who sets the agenda": {"parties.us.influence": 0.1},
    "a level's place": {"issues.testing.no_deal.resumed": 0.4},
}


@pytest.fixture(scope="module")
def hanoi():
    return sm.load(HANOI)


@pytest.fixture(scope="module")
def sight(hanoi):
    return Sight(hanoi, draws=150, seed=4)


@pytest.fixture(scope="module")
def pressing(sight):
    return PressureSight(sight.games(), MODELS)


@pytest.mark.parametrize("which", MOVED)
def test_it_says_what_the_study_says_of_the_same_draws(hanoi, sight, pressing, which):
    games = sight.games(MOVED[which])
    made = pressing.look(games)
    changed = sm.what_if(hanoi, MOVED[which])
    whole = sm.pressure(changed, models=QUICK, draws=FEW, seed=4)
    assert (made.draws, made.seed, made.scales) == (FEW, 4, whole.scales)
    for own, own_games, its in zip(made.studies, games, whole.studies, strict=True):
        assert (own.assessment, own.label, own.names) == (its.assessment, its.label, its.names)
        assert own.standings == its.standings
        for model in MODELS:
            if model == "exchange":
                few = Games(own_games.layout, own_games.draws.first(FEWER))
                options = Options(seed=4).of(own_games.layout.dossier)
                expected = pull(chosen([model])[0], *subject_of(few, options))[0]
                assert any("20 draws" in note for note in own[model].notes)
            else:
                expected = its[model]
            for name in ("title", "variant", "issues", "refused", "settled"):
                assert getattr(own[model], name) == getattr(expected, name), (model, name)


def test_the_moves_move_it(sight, pressing):
    still = [one.pulls for one in pressing.look(sight.games()).studies]
    for which in ("one issue", "what one school sets", "two issues", "every issue"):
        now = [one.pulls for one in pressing.look(sight.games(MOVED[which])).studies]
        for model in (0, MODELS.index("exchange")):
            assert still[2][model].issues != now[2][model].issues, (which, MODELS[model])
    kept = pressing.look(sight.games(MOVED["no interest"])).studies
    assert all(
        one is other for own, its in zip(still, kept, strict=True)
        for one, other in zip(own, its.pulls, strict=True)
    )  # fmt: skip


def test_schools_with_the_same_interests_are_asked_once(sight, pressing):
    first, second, third = pressing.look(sight.games(MOVED["one issue"])).studies
    assert all(one is other for one, other in zip(first.pulls, second.pulls, strict=True))
    assert third["mean"].issues != first["mean"].issues


def test_the_pictures_are_those_of_the_study(hanoi, sight, pressing):
    made = pressing.look(sight.games(MOVED["one issue"]))
    changed = sm.what_if(hanoi, MOVED["one issue"])
    whole = sm.pressure(changed, models=QUICK, draws=FEW, seed=4)
    cut = replace(
        made,
        studies=tuple(
            replace(one, pulls=tuple(own for own in one.pulls if own.model in QUICK))
            for one in made.studies
        ),
    )
    assert outcomes(cut) == outcomes(whole)
    for one, other in zip(made.distinct, whole.distinct, strict=True):
        assert weights(made, one) == weights(whole, other)


def test_a_model_without_an_answer_says_why(sight):
    nobody = {f"parties.{one}.influence": 0 for one in sight.dossier.parties}
    games = sight.games(nobody)
    made = PressureSight(sight.games(), ("challenge",)).look(games).studies[0]["challenge"]
    options = Options(seed=4).of(games[0].layout.dossier)
    few = Games(games[0].layout, games[0].draws.first(FEW))
    said = pull(chosen(["challenge"])[0], *subject_of(few, options))[0]
    assert made.refused == said.refused != ""


def test_there_must_be_such_a_model(sight):
    with pytest.raises(KeyError, match="no model 'guess'"):
        PressureSight(sight.games(), ("guess",))
