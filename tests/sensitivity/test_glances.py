"""Studies at a glance say, of what they show, what the studies say on as many draws."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import summitry as sm
from summitry.forecasts.glance import Sight
from summitry.sensitivity.glances.differences import difference_at_a_glance
from summitry.sensitivity.glances.explanation import (
    explanation_at_a_glance,
    under_every_law,
    universes_at_a_glance,
)
from tests.sensitivity.test_differences import two_schools

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
    assert study.universes == whole["eve"].universes != rest["eve"].universes
    assert study.probability == whole["eve"].probability
