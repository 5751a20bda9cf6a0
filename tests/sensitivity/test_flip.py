"""What would change the answer: single flips, all together, bridges, prices, choices."""

from __future__ import annotations

import json

import numpy as np
import pytest

import summitry as sm
from summitry.draws import Draws
from summitry.forecasts.events import find_event
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form
from summitry.sensitivity.crossing import CLOSE
from summitry.sensitivity.flip_tables import flip_tables
from summitry.sensitivity.joint import joint_flip, logistic, nearest_point
from summitry.sensitivity.prices import prices
from summitry.sensitivity.sample import sample
from tests.forecasts.test_forecast import case


def asked(**more):
    """A dossier with an ask, levers and facts, and an even chance to flip."""
    data = case()
    data["parties"]["hawks"]["leverage"] = [0, 0.2, 0.5]
    data["process"] = {
        "slip": 0.05, "rapport": 0.3, "hidden": {"a": 0.1, "b": 0.1},
        "trust": {"a": [0.85, 0.95, 1], "b": [0.9, 0.95, 1]},
        "big_ask": {"a": {"issue": "troops", "at_most": "stay", "likelihood": [0.6, 0.7, 0.8]}},
    }  # fmt: skip
    data["levers"] = {"process.trust.a": {"by": ["b"], "how": "show the arms", "to": 0.97}}
    data["reveals"] = {"process.trust.b": {"what": "what b's press writes", "on": "2020-02-01"}}
    return data | more


@pytest.fixture(scope="module")
def dossier():
    return sm.build(asked())


@pytest.fixture(scope="module")
def made(dossier):
    return sm.flip(dossier, ["same"], draws=4_000, seed=5)


def named(flips, name):
    return next(one for one in flips if one.name == name)


def chance(dossier, fixed, draws=4_000, seed=5, event="exchange"):
    own = sm.assess(dossier, "same")
    made = sample(own, draws, seed)
    return made.chance(find_event(own, event), fixed)


def test_the_chance_at_a_flip_is_the_threshold(dossier, made):
    (study,) = made.studies
    every = [*study.levers, *study.facts, *study.form]
    flipping = [one for one in every if one.value is not None]
    assert {"process/big_ask/a/likelihood"} <= {one.name for one in flipping}
    for one in flipping:
        assert one.least <= one.value <= one.greatest
        assert chance(dossier, {one.name: one.value}) == pytest.approx(0.5, abs=0.02), one.name


def test_no_flip_within_bounds_is_an_answer(dossier, made):
    (study,) = made.studies
    slip = named(study.facts, "process/slip")
    assert slip.value is None
    assert slip.touched
    idle = named(study.facts, "stances/ally/troops/ideal")
    assert idle.value is None
    whole = next(table for table in flip_tables(made) if table.title.startswith("Facts"))
    assert "no flip within bounds" in whole.note


def test_lists_are_told_apart_by_who_can_pull(made):
    (study,) = made.studies
    ask = named(study.levers, "process/big_ask/a/likelihood")
    assert ask.by == ("a",)
    trust = named(study.levers, "process/trust/a")
    assert (trust.by, trust.how) == (("b",), "show the arms")
    assert named(study.levers, "cover/ally>hawks/strength").by == ("ally",)
    fact = named(study.facts, "process/trust/b")
    assert (fact.reveals, fact.on) == ("what b's press writes", "2020-02-01")
    assert {one.name for one in study.form} == {"curve", "loss_aversion/a", "loss_aversion/b"}


def test_a_lever_can_be_nobodys_or_end_before_the_flip(dossier):
    data = asked(levers={
        "process.big_ask.a": {"by": ["a"], "to": 0.65}, "cover.ally>hawks": {"by": []},
    })  # fmt: skip
    (study,) = sm.flip(sm.build(data), ["same"], draws=1_000).studies
    ask = named(study.levers, "process/big_ask/a/likelihood")
    assert ask.value < 0.65
    assert ask.reach is False
    assert named(study.facts, "cover/ally>hawks/strength").by == ()
    assert study.bridges.found == ()
    assert study.bridges.furthest.probability < 0.5


def test_flips_are_ranked_by_how_far_they_move(made):
    (study,) = made.studies
    for own in (study.levers, study.facts, study.form):
        moves = [one.move for one in own if one.value is not None and one.move is not None]
        assert moves == sorted(moves)
        flipped = [one.value is not None for one in own]
        assert flipped == sorted(flipped, reverse=True)


def test_bridges_reach_the_wanted_chance_at_the_least_cost(dossier, made):
    (study,) = made.studies
    ways = study.bridges
    assert ways.now < ways.wanted == 0.5
    best = ways.found[0]
    assert best.probability >= 0.5 - CLOSE
    fixed = {one.name: one.to for one in best.levers}
    assert chance(dossier, fixed) == pytest.approx(best.probability)
    assert [one.cost for one in ways.found] == sorted(one.cost for one in ways.found)
    # Alone, the ask has to fall to its flip; no bridge may cost more than that.
    ask = named(study.levers, "process/big_ask/a/likelihood")
    assert best.cost <= ask.move * 1.05 + 0.05
    less = {
        one.name: one.start + 0.8 * (one.to - one.start) for one in best.levers
    }  # pulled less far, it does not get there
    assert chance(dossier, less) < 0.5


def test_a_cost_of_the_dossiers_own_decides():
    levers = {"process.big_ask.a": {"by": ["a"], "cost": 50}}
    dear = sm.flip(sm.build(asked(levers=levers)), ["same"], draws=1_000)
    (study,) = dear.studies
    pulled = {one.name: one for bridge in study.bridges.found for one in bridge.levers}
    ask = pulled["process/big_ask/a/likelihood"]
    assert ask.cost == pytest.approx(50 * (0.7 - ask.to) / 0.7, rel=0.01)


def test_what_is_there_already_needs_no_bridge(dossier):
    (study,) = sm.flip(dossier, ["same"], draws=500, want=0.05).studies
    assert study.bridges.found == ()
    assert study.bridges.furthest is None
    tables = flip_tables(sm.flip(dossier, ["same"], draws=500, want=0.05))
    assert "there already" in tables[0].note


def test_structural_choices_are_what_forecasts_say(dossier, made):
    (study,) = made.studies
    solutions = {one.option: one for one in study.choices if one.choice == "solution"}
    other = sm.forecast(dossier, "same", draws=4_000, seed=5, form=Form("utilitarian", 0.125))
    assert solutions["utilitarian"].probability == other.probability("exchange")
    assert solutions["nash"].shipped
    tracks = {one.option: one for one in study.choices if one.choice == "track"}
    compared = sm.tracks(dossier, ["same"], draws=4_000, seed=5)["same"]
    for one in compared.tracks:
        assert tracks[one.label].probability == pytest.approx(one.events["exchange"])
    assert {one.choice for one in study.choices} == {
        "solution", "holding back", "law of the ranges", "track",
    }  # fmt: skip


def test_the_nearest_point_of_a_linear_event_in_normal_inputs_is_exact():
    """P(event | z) = logistic(b0 + b z): the plane is b0 + b z = 0, the point on it known."""
    stream = np.random.default_rng(1)
    inputs = stream.normal(size=(200_000, 4))
    slopes, constant = np.array([1.2, -0.7, 0.3, 0.0]), 0.8
    hits = stream.random(200_000) < 1 / (1 + np.exp(-constant - inputs @ slopes))
    found_constant, found = logistic(inputs, hits)
    assert found_constant == pytest.approx(constant, abs=0.02)
    assert found == pytest.approx(slopes, abs=0.02)
    point = nearest_point(inputs, hits)
    assert point == pytest.approx(-constant * slopes / (slopes @ slopes), abs=0.02)
    assert np.linalg.norm(point) == pytest.approx(constant / np.linalg.norm(slopes), abs=0.02)
    third = nearest_point(inputs, hits, 0.25)
    assert constant + third @ slopes == pytest.approx(np.log(1 / 3), abs=0.05)


def test_a_linear_event_without_noise_is_exact_too():
    inputs = np.random.default_rng(2).normal(size=(20_000, 3))
    slopes = np.array([2.0, 1.0, 0.0])
    hits = inputs @ slopes + 1.5 > 0
    point = nearest_point(inputs, hits)
    assert point == pytest.approx(-1.5 * slopes / 5, abs=0.03)


def test_the_joint_flip_is_run_again_and_told_as_it_is(dossier, made):
    (study,) = made.studies
    joint = study.joint
    assert joint.distance == pytest.approx(np.sqrt(sum(one.deviations**2 for one in joint.shifts)))
    assert joint.shifts[0].name in ("process/big_ask/a/likelihood", "process/trust/a")
    second = [one for one in joint.trials if one.step == 2]
    assert second
    for one in second:
        assert one.probability == pytest.approx(0.5, abs=0.02)
    assert joint.trials[0].inputs == len(joint.shifts) == 5
    own = sm.assess(dossier, "same")
    first = sample(own, 1_000, 5)
    nothing = find_event(own, "agreed and no deal")
    assert joint_flip(first, nothing, 0.5, first.hits(nothing)) is None


def brute_price(games, package, party, rows):
    """The nearest legal package by which a party gains at the mean of point numbers."""
    layout = games.layout
    game = games.block(0, rows, 0.0)
    number = games.acceptors.index(party)
    best = None
    for other in layout.space.packages:
        slots = other + layout.offsets
        sums = game.scores[0][:, slots].sum(axis=1)
        gains = sums[:2] - games.worth[0]
        for critic, principal in enumerate(game.answers_to):
            short = min(0.0, sums[2 + critic] + game.slack[0, critic])
            gains[principal] += game.leverage[0, critic] * short
        margin = gains[number] if number < 2 else sums[number] + game.slack[0, number - 2]
        if margin < -1e-12:
            continue
        signs = bool((gains >= -1e-12).all())
        key = (not signs, abs(other - package).sum())
        if best is None or key < best[0]:
            best = key, other
    return best


@pytest.mark.parametrize("target", [[1, 1, 0], [0, 1, 1], [1, 0, 0], [0, 0, 1]])
def test_prices_are_the_least_change_by_brute_force(target):
    """With point numbers a party is on board in all draws or none: counted by hand."""
    data = asked()
    data["stances"]["a"]["arms"]["salience"] = 65
    data["parties"]["hawks"]["leverage"] = 0.2
    data["parties"]["hawks"]["slack"] = 0
    data["issues"]["visas"] = {"levels": ["few", "many"], "status_quo": "few", "performed_by": "a"}
    data["stances"]["a"]["visas"] = {"ideal": "few", "salience": 12}
    data["stances"]["b"]["visas"] = {"ideal": "many", "salience": 20}
    data["stances"]["hawks"]["visas"] = {"ideal": "few", "salience": 5}
    data["process"] = {"slip": 0, "hidden": {"a": 0, "b": 0}}
    dossier = sm.build(data)
    made = sample(dossier, 200, 1)
    layout = made.games.layout
    assert layout.issues == ["arms", "troops", "visas"]
    package = np.array(target)
    games = Games(layout, Draws(dossier, 1, 1))
    for one in prices(made.games, package):
        key, nearest = brute_price(games, package, one.party, 1)
        if one.before == 1:
            assert one.change == {}
            assert (nearest == package).all() or key[0] is False
            continue
        assert one.before == 0
        assert one.after == 1
        assert len(one.change) == key[1]
        assert one.stands == (not key[0])


def test_who_need_not_consent_is_not_asked():
    """The ally loses by either move; its consent is needed for the troops only."""
    data = asked()
    data["issues"]["troops"]["consent"] = ["ally"]
    data["stances"]["ally"] = {
        "troops": {"ideal": "stay", "salience": 50}, "arms": {"ideal": "keep", "salience": 50},
    }  # fmt: skip
    made = sample(sm.build(data), 200, 1)
    assert made.games.layout.issues == ["arms", "troops"]
    for package, before in (([1, 0], 1), ([0, 1], 0), ([1, 1], 0)):
        ally = next(one for one in prices(made.games, np.array(package)) if one.party == "ally")
        assert (ally.role, ally.before) == ("third", before)
        assert ally.change == ({} if before else {"troops": ("go", "stay")} if package[0] else {
            "arms": ("keep", "scrap"), "troops": ("go", "stay")})  # fmt: skip


def test_a_party_that_nothing_wins_over_has_no_price():
    data = asked()
    data["stances"]["hawks"] = {
        "troops": {"values": {"stay": 1, "go": 0}, "salience": 50},
        "arms": {"values": {"keep": 1, "scrap": 0}, "salience": 50},
    }
    data["parties"]["hawks"] |= {"leverage": 0.1, "slack": 0}
    (study,) = sm.flip(sm.build(data), ["same"], draws=500).studies
    hawks = next(one for one in study.prices if one.party == "hawks")
    assert hawks.change is None
    assert hawks.after is None


def test_it_repeats_as_json_and_becomes_a_frame(dossier, made):
    assert sm.flip(dossier, ["same"], draws=4_000, seed=5).to_json() == made.to_json()
    data = json.loads(made.to_json())
    assert data["form"] == "summitry-flips/1"
    frame = made.to_frame()
    assert "process/trust/a" in frame.index.get_level_values("name")
    assert "<script" not in made._repr_html_()


def test_bad_questions_are_refused(dossier):
    for wrong in ({"threshold": 0}, {"threshold": 1.5}, {"want": 0}, {"draws": 50}):
        with pytest.raises(ValueError, match=r"between 0 and 1|at least 100"):
            sm.flip(dossier, **{"draws": 200, **wrong})
    with pytest.raises(KeyError, match="no event"):
        sm.flip(dossier, event="peace", draws=200)


def test_a_deal_that_is_never_struck_has_no_prices():
    data = asked()
    data["process"]["big_ask"]["a"]["likelihood"] = 1
    data["process"]["big_ask"]["b"] = {"issue": "arms", "at_most": "keep", "likelihood": 1}
    (study,) = sm.flip(sm.build(data), ["same"], draws=200).studies
    assert study.package == {}
    assert study.prices == ()
    layout = Layout(sm.build(data))
    assert layout.issues == ["arms", "troops"]
