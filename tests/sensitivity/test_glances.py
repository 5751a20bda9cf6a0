"""Studies at a glance say, of what they show, what the studies say on as many draws."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import summitry as sm
from summitry.dossier.assessment import assess
from summitry.forecasts.events import find_event
from summitry.forecasts.glance import Sight
from summitry.sensitivity.crossing import scanned
from summitry.sensitivity.glances import bridges as bridges_module
from summitry.sensitivity.glances.bridges import bridges_at_a_glance
from summitry.sensitivity.glances.differences import difference_at_a_glance
from summitry.sensitivity.glances.explanation import (
    explanation_at_a_glance,
    under_every_law,
    universes_at_a_glance,
)
from summitry.sensitivity.glances.flips import flips_at_a_glance
from summitry.sensitivity.sample import sample
from summitry.sensitivity.singles import bounds_of, is_straight
from tests.sensitivity.test_differences import two_schools
from tests.sensitivity.test_flip import asked

DRAWS = 120
CASES = Path(__file__).parents[2] / "cases"


def sight(dossier):
    return Sight(dossier, draws=DRAWS, seed=3)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("process.slip", [0.1, 0.2, 0.3]),
        ("parties.hawks.leverage", [0.2, 0.3, 0.4]),
        ("stakes.b.x", -0.2),
    ],
)
def test_a_difference_with_a_number_moved(path, value):
    data = two_schools()
    data["stakes"] = {"b": {"x": -0.05}}
    ask = {"issue": "troops", "at_most": "stay", "likelihood": 0.1}
    data["process"] |= {"big_ask": {"a": ask}, "slip": 0.05}
    dossier = sm.build(data)
    rest = sm.why(dossier, "calm", "wary", draws=300, seed=3)
    moved = {path: value}
    made = difference_at_a_glance(sight(dossier).games(moved), rest)
    whole = sm.why(sm.what_if(dossier, moved), "calm", "wary", draws=DRAWS, seed=3)
    assert (made.before, made.after) == (whole.before, whole.after)
    assert (made.before, made.after) != (rest.before, rest.after)
    shares = {one.paths: (one.share, one.alone, one.last) for one in made.parts}
    for one in whole.parts:
        assert shares[one.paths] == pytest.approx((one.share, one.alone, one.last), abs=1e-12)
    gone = [own for paths, own in shares.items() if paths == (path,)]
    assert gone in ([], [(0.0, 0.0, 0.0)])
    assert [one.name for one in made.parts] == [one.name for one in rest.parts]
    assert made.draws == DRAWS


def test_no_glance_at_a_difference_of_structure():
    dossier = sm.build(two_schools(set={"process.solution": "egalitarian"}))
    rest = sm.why(dossier, "calm", "wary", draws=100, seed=3)
    assert difference_at_a_glance(sight(dossier).games(), rest) is None


@pytest.fixture(scope="module")
def hanoi():
    return sm.load(CASES / "hanoi-2019" / "dossier.yaml")


@pytest.mark.parametrize("moved", [{"process.rapport": [0.1, 0.2, 0.3]}, {"process.slip": 0.3}])
def test_drivers_and_signs_with_a_number_moved(hanoi, moved):
    rest = sm.explain(hanoi, draws=2_000, seed=3)
    made = explanation_at_a_glance(sight(hanoi).games(moved), rest)
    whole = sm.explain(sm.what_if(hanoi, moved), draws=DRAWS, seed=3)
    for study, own, still in zip(made.studies, whole.studies, rest.studies, strict=True):
        assert study.probability == own.probability != still.probability
        known = {one.name: one for one in own.drivers}
        assert len(study.drivers) > 2
        assert [one.name for one in study.drivers] == [
            one.name for one in still.drivers if one.matters and one.name in known
        ]
        for one in study.drivers:
            own_share = known[one.name].first_order
            assert one.first_order == pytest.approx(own_share, abs=1e-12)
            assert one == replace(known[one.name], matters=True, first_order=one.first_order)
        assert {one.name: one for one in study.watch} == {one.name: one for one in own.watch}
        assert [one.name for one in study.watch] == [one.name for one in still.watch]


def test_a_driver_that_became_exact_drives_nothing(hanoi):
    rest = sm.explain(hanoi, draws=2_000, seed=3)
    name = "process/rapport"
    drivers = rest.studies[0].drivers
    told = (replace(next(one for one in drivers if one.name == name), matters=True), *drivers[:2])
    rest = replace(rest, studies=(replace(rest.studies[0], drivers=told),))
    made = explanation_at_a_glance(sight(hanoi).games({"process.rapport": 0.3}), rest)
    assert [one.name for one in made.studies[0].drivers] == [one.name for one in drivers[:2]]


def test_universes_with_a_number_moved(hanoi):
    moved = {"process.rapport": [0.1, 0.2, 0.3]}
    rest = sm.explain(hanoi, ["burton", "eve"], draws=100, seed=3, universes=True)
    games = {
        law: Sight(own, ["burton", "eve"], draws=100, seed=3).games(moved)[1]
        for law, own in under_every_law(hanoi).items()
    }
    made = universes_at_a_glance(games, rest)
    changed = sm.what_if(hanoi, moved)
    whole = sm.explain(changed, ["eve"], draws=100, seed=3, universes=True)
    (study,) = made.studies
    assert set(study.universes) == set(whole["eve"].universes) != set(rest["eve"].universes)
    order = [[(one.solution, one.holding_back, one.curve, one.loss_aversion, one.law)
              for one in each.universes] for each in (study, rest["eve"])]  # fmt: skip
    assert order[0] == order[1]
    assert study.probability == whole["eve"].probability


LEVERS = [
    {"process.slip": 0.2},
    {"process.trust.a": [0.9, 0.95, 1]},
    {"process.big_ask.a.likelihood": [0.3, 0.4, 0.5]},
    {"stances.a.arms.salience": 80},
]


@pytest.fixture(scope="module")
def flipping():
    dossier = sm.build(asked())
    return dossier, sm.flip(dossier, ["same"], draws=600, seed=3)


def by_hand(dossier, moved):
    """The chance with some inputs held, as a person would run it."""
    own = assess(sm.what_if(dossier, moved), "same")
    made, event = sample(own, DRAWS, 3), find_event(own, "exchange")
    return made, lambda fixed: made.chance(event, fixed)


@pytest.mark.parametrize("moved", LEVERS)
def test_flips_with_a_number_moved(flipping, moved):
    dossier, rest = flipping
    games = Sight(dossier, ["same"], draws=DRAWS, seed=3).games(moved)
    (study,) = flips_at_a_glance(games, rest).studies
    made, chance = by_hand(dossier, moved)
    assert study.probability == chance({})
    shown = {one.name: one for one in (*study.levers, *study.facts, *study.form)}
    assert set(shown) == {one.name for one in rest["same"].nearest}
    flips = 0
    for name, one in shown.items():
        number = made.draws.inputs[name]
        assert (one.low, one.mode, one.high) == (
            number.range.low, number.range.mode, number.range.high
        )  # fmt: skip
        bounds = bounds_of(number)
        grid = scanned(bounds, number.range.mode, straight=is_straight(number))
        known = [(at, chance({name: bounds.at(at)}) - 0.5) for at in grid]
        crossings = [
            bounds.at(low + (high - low) * less / (less - more))
            for (low, less), (high, more) in pairwise(known)
            if (less >= 0) != (more >= 0)
        ]
        if one.value is None:
            assert not crossings
        else:
            assert any(one.value == pytest.approx(own, abs=1e-9) for own in crossings)
            flips += 1
    assert flips


@pytest.mark.parametrize("moved", LEVERS)
def test_bridges_with_a_number_moved(flipping, moved, monkeypatch):
    """On a fine grid, a bridge is what takes the event to the wanted chance on the same draws."""
    monkeypatch.setattr(bridges_module, "PLACES", tuple(at / 40 for at in range(1, 81)))
    dossier, rest = flipping
    assert rest["same"].bridges.found
    games = Sight(dossier, ["same"], draws=DRAWS, seed=3).games(moved)
    (study,) = bridges_at_a_glance(games, rest).studies
    made, chance = by_hand(dossier, moved)
    assert study.bridges.now == chance({})
    wanted = study.bridges.wanted
    assert wanted == (0.5 if chance({}) < 0.5 else chance({}) + (1 - chance({})) / 4)
    assert study.bridges.found
    for one in study.bridges.found:
        assert chance({lever.name: lever.to for lever in one.levers}) == pytest.approx(
            wanted, abs=0.05
        )
        assert one.cost == pytest.approx(sum(lever.cost for lever in one.levers))
        for lever in one.levers:
            assert lever.start == made.draws.inputs[lever.name].range.mode


def test_a_bridge_that_does_not_reach_is_left_out(flipping):
    dossier, rest = flipping
    games = Sight(dossier, ["same"], draws=DRAWS, seed=3).games({"process.slip": 0.95})
    (study,) = bridges_at_a_glance(games, rest).studies
    assert study.bridges.found == ()
    assert study.bridges.now < 0.1
