"""A package put to everybody: answers by brute force, and what would win the others."""

from __future__ import annotations

import json

import numpy as np
import pytest

import summitry as sm
from summitry.dossier.assessment import schools
from summitry.draws import Draws
from summitry.forecasts.glance import Sight
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate
from summitry.sensitivity.answers import answers, answers_of
from summitry.sensitivity.prices import prices
from summitry.sensitivity.sample import sample
from tests.forecasts.test_forecast import case


@pytest.fixture(scope="module")
def dossier():
    return sm.assess(sm.build(case()), "hawks")


def test_the_package_struck_is_one_that_all_claim(dossier):
    top = sm.forecast(dossier, draws=400).packages[0]
    made = answers(dossier, top.levels, draws=400)
    assert made.package == top.levels
    assert made.legal
    assert made.all_claim >= top.share - 1e-9
    principals = [one for one in made.answers if one.role == "principal"]
    assert made.all_claim <= min(one.yes for one in principals) + 1e-9


def test_answers_are_those_of_each_draw_by_hand(dossier):
    package = {"troops": "go", "arms": "scrap"}
    made = answers(dossier, package, draws=300, seed=4)
    layout, form = Layout(dossier), Form.of(dossier)
    games = Games(layout, Draws(dossier, 300, 4))
    negotiate(games, form)
    table = games.block(0, 300, form.holding_back)
    slots = [layout.slot(key, package[key]) for key in layout.issues]
    for number, party in enumerate(layout.principals):
        said = next(one for one in made.answers if one.party == party)
        yes = refused = 0
        for draw in range(300):
            gain = table.scores[draw, number, slots].sum() + table.constant[draw, number]
            for critic, owner in enumerate(table.answers_to):
                margin = (
                    table.scores[draw, len(layout.principals) + critic, slots].sum()
                    + table.slack[draw, critic]
                )
                if owner == number and margin < 0 and table.leverage[draw, critic] > 0:
                    gain += table.leverage[draw, critic] * margin
            hit = any(
                table.active[draw, line] and table.line_slots[line, slots].any()
                for line in range(len(table.line_owner))
                if table.line_owner[line] == number
            )
            refused += hit
            yes += not hit and gain >= max(table.claim[draw, number], 0) - 1e-12
        assert said.yes == pytest.approx(yes / 300)
        assert said.refused == pytest.approx(refused / 300)


def test_what_stays_as_it_is_is_no_package(dossier):
    made = answers(dossier, {}, draws=200)
    assert not made.legal
    assert all(abs(value) < 1e-12 for one in made.answers for value in one.issues.values())


def test_issues_add_up_to_the_gain_of_a_critic(dossier):
    made = answers(dossier, {"troops": "go"}, draws=200)
    critic = next(one for one in made.answers if one.role == "ratifier")
    assert sum(critic.issues.values()) == pytest.approx(critic.gain)


def test_it_shows_itself(dossier):
    made = answers(dossier, {"troops": "go"}, draws=200)
    told = json.loads(made.to_json())
    assert told["form"] == "summitry-answers/1"
    assert np.isfinite([one["yes"] for one in told["answers"]]).all()
    assert [table.title for table in made.tables()] == [
        "Everybody's answer", "What would make it acceptable",
    ]  # fmt: skip


@pytest.mark.parametrize("package", [{"moon": "go"}, {"troops": "gone"}])
def test_names_that_are_not_there_are_told(dossier, package):
    with pytest.raises(KeyError, match=r"there are: |it has: "):
        answers(dossier, package, draws=200)


def test_games_at_hand_are_answered_as_the_dossier_is(dossier):
    """What follows a hand: numbers moved in games that are there, and the file changed."""
    moved = {"stances.a.troops.salience": [5, 60, 95], "parties.hawks.leverage": [1, 2, 4]}
    package = {"troops": "go", "arms": "scrap"}
    games = Sight(dossier, draws=300, seed=4).games(moved)
    for own, school in zip(games, schools(sm.what_if(dossier, moved)), strict=True):
        assert answers_of(own, package) == answers(school, package, draws=300, seed=4)
    still = answers(schools(dossier)[0], package, draws=300, seed=4)
    assert answers_of(games[0], package) != still


def test_what_a_veto_makes_of_costs_is_no_riddle():
    data = case()
    data["parties"]["hawks"]["leverage"] = "veto"
    data["stances"]["hawks"] = {
        issue: {"ideal": one["status_quo"], "salience": 50} for issue, one in data["issues"].items()
    }
    games = sample(sm.build(data), 200, 1).games
    costs = [
        cost
        for package in games.layout.space.packages
        for one in prices(games, package)
        if one.change
        for cost in one.cost.values()
    ]
    assert 0.0 in costs  # the veto stands before and after
    assert not np.isnan(costs).any()
