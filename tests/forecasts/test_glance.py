"""A glance says what the comparison says, only sooner; numbers moved as if the file said so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.dossier.assessment import moved_in
from summitry.dossier.inputs import inputs
from summitry.dossier.problem import DossierError
from summitry.draws import Draws
from summitry.forecasts.glance import Sight, glance
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import negotiate
from tests.forecasts.test_forecast import case

DRAWS = 300
MOVED = {
    "process.slip": 0.3,
    "stances.a.troops.salience": [10, 20, 90],
    "stances.b.arms.ideal": [0.1, 0.2, 0.6],
    "parties.hawks.leverage": [0.5, 1.0, 3.0],
    "loss_aversion": 2.0,
}


@pytest.fixture(scope="module")
def dossier():
    return sm.build(case())


@pytest.fixture(scope="module")
def sight(dossier):
    return Sight(dossier, draws=DRAWS, seed=3)


def test_it_says_what_the_comparison_says(dossier, sight):
    whole, made = sm.compare(dossier, draws=DRAWS, seed=3), sight.look()
    assert made.figures() == whole.figures()
    for one, other in zip(made.forecasts, whole.forecasts, strict=True):
        assert one.reasons == other.reasons
        assert one.levels == other.levels
        assert one.packages == other.packages
        assert one.summary == other.summary


@pytest.mark.parametrize("path", MOVED)
def test_a_number_moved_is_the_number_changed(dossier, sight, path):
    moved = sight.look({path: MOVED[path]})
    changed = sm.compare(sm.what_if(dossier, {path: MOVED[path]}), draws=DRAWS, seed=3)
    assert moved.figures() == changed.figures()
    assert sight.look().figures() == sm.compare(dossier, draws=DRAWS, seed=3).figures()


def test_moves_change_something_here(sight):
    still = sight.look().figures()
    assert [path for path in MOVED if sight.look({path: MOVED[path]}).figures() == still] == []


def test_a_party_that_ratifies_and_consents_keeps_its_cover():
    data = case()
    data["issues"]["troops"]["consent"] = ["hawks"]
    data["cover"] = [{"from": "b", "to": "hawks", "on": ["troops", "arms"], "strength": 0.9}]
    dossier = sm.build(data)
    own = Games(Layout(dossier), Draws(dossier, 400, 1))
    assert own.acceptors.count("hawks") == 2
    negotiate(own)
    for name in ("parties/hawks/slack", "stances/hawks/troops/salience", "process/trust/a"):
        if name not in inputs(dossier):
            continue
        value = 0.5 * inputs(dossier)[name].range.mode + 0.01
        shared = own.fix({name: value})
        fresh = Games(Layout(dossier), Draws(dossier, 400, 1, fixed={name: value}))
        assert (shared.tables.scores(0, 400) == fresh.tables.scores(0, 400)).all()
        assert (negotiate(shared).ending == negotiate(fresh).ending).all()


@settings(max_examples=15, deadline=None)
@given(
    low=st.floats(0, 1), mode=st.floats(0, 1), high=st.floats(0, 1), few=st.sampled_from([100, 250])
)
def test_any_trust_is_as_in_the_file(low, mode, high, few):
    span = sorted(round(one, 3) for one in (low, mode, high))
    dossier = sm.build(case())
    moved = Sight(dossier, ["doves"], draws=few).look({"process.trust.a": span})
    there = glance(sm.what_if(dossier, {"process.trust.a": span}), ["doves"], draws=few)
    assert moved.figures() == there.figures()


@pytest.mark.parametrize(
    ("path", "value"), [("process.slip", 7), ("process.slipp", 0.1), ("process.slip", [0.3, 0.2])]
)
def test_what_cannot_be_is_refused(sight, path, value):
    with pytest.raises(DossierError):
        sight.look({path: value})


@pytest.mark.parametrize("path", [*MOVED, "confidence.salience", "issues.troops.reversible"])
def test_inputs_of_the_parts_that_moved_are_read_anew_in_the_same_order(path):
    base = sm.build(case())
    value = MOVED.get(path, "low" if path.startswith("confidence") else 0.4)
    moved = moved_in(base, {path: value})
    kept = moved._inputs
    moved._inputs = None
    assert list(inputs(moved).items()) == list(kept.items())
    assert kept != inputs(base)


def test_mechanisms_and_grids_of_a_moved_number_are_those_of_the_number_changed(dossier, sight):
    path = "parties.hawks.leverage"
    moved = sight.look({path: MOVED[path]}, also=("mechanisms", "grid"))
    changed = sm.compare(sm.what_if(dossier, {path: MOVED[path]}), draws=DRAWS, seed=3)
    for one, other in zip(moved.forecasts, changed.forecasts, strict=True):
        assert one.effects == other.effects
        assert one.grid == other.grid
        assert one.packages == ()
    assert [one.effects for one in moved.forecasts] != [
        one.effects for one in sm.compare(dossier, draws=DRAWS, seed=3).forecasts
    ]


def test_every_single_number_is_moved_as_the_file_would():
    """What games take over from those before must not rest on what was moved."""
    data = case()
    data["stakes"] = {"a": {"calm": [-0.2, -0.1, 0.0]}, "b": {"war": {"chance": 0.5, "cost": 0.4}}}
    least = data["issues"]["troops"]["levels"][0]
    asked = {"a": {"issue": "troops", "at_most": least, "likelihood": 0.5}}
    data["process"] = {**data.get("process", {}), "big_ask": asked}
    dossier = sm.build(data)
    base = Sight(dossier, ["doves"], draws=200)
    still, seen, felt = base.look(), set(), set()
    for name, one in inputs(dossier).items():
        path = "loss_aversion" if name.startswith("loss_aversion") else name.replace("/", ".")
        quantity, mode = one.estimate.quantity, one.range.mode
        if path in seen or quantity.exclusive:
            continue
        seen.add(path)
        for value in (max(quantity.low, 0.1 * mode), min(quantity.high, 3 * mode + 0.8)):
            there = glance(sm.what_if(dossier, {path: value}), ["doves"], draws=200)
            moved = base.look({path: value})
            assert moved.forecasts[0].reasons == there.forecasts[0].reasons, path
            assert moved.forecasts[0].packages == there.forecasts[0].packages, path
            assert moved.figures() == there.figures(), path
            if moved.forecasts[0].reasons != still.forecasts[0].reasons:
                felt.add(path.split(".")[0])
    assert {"parties", "stances", "stakes", "process"} <= felt


@pytest.mark.parametrize(
    "moved",
    [
        {"stances.a.troops.salience": [10, 20, 90]},
        {"stances.a.troops.salience": 5, "stances.hawks.arms.ideal": [0.1, 0.2, 0.3]},
        {"stances.a.troops": {"ideal": 0.3, "salience": 12}, "process.slip": 0.2},
        {"stances.b.troops.red_line": [{"above": "stay", "likelihood": 0.5}]},
    ],
)
def test_stances_moved_are_those_read_anew(moved):
    base = sm.build(case())
    made, changed = moved_in(base, moved), sm.what_if(base, moved)
    assert made.stances == changed.stances != base.stances
    assert list(made.stances["a"]) == list(changed.stances["a"])
    assert inputs(made) == inputs(changed)
    touched = {path.split(".")[1] for path in moved if path.startswith("stances")}
    assert [one for one in base.stances if made.stances[one] is not base.stances[one]] == [
        one for one in base.stances if one in touched
    ]  # what is not moved is not read again
