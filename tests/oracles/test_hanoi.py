"""The engine's oracle: the prototype's figures for the first coding of the column.

The dossier beside this file is known to be a poor coding. It checks that this engine reads FORMAL
as the prototype did, and nothing more; no shipped case has its probabilities tested.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import summitry as sm
from summitry.dossier.inputs import inputs
from summitry.dossier.logic import read_event
from summitry.draws import Draws
from summitry.forecasts.events import find_event, holds, statements
from summitry.games.roadmap.order import best_order
from summitry.games.roadmap.path import critical, incentives
from summitry.procedures.agenda import agendas
from summitry.procedures.baskets import negotiate_track
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Ending
from summitry.procedures.package import Form, negotiate
from summitry.procedures.roads import follow, legal, unit_moves
from summitry.procedures.terrain import at_modes, terrain
from summitry.sensitivity.joint import joint_flip
from summitry.sensitivity.sample import sample
from summitry.sensitivity.singles import flips

WITHIN = 0.015


@pytest.fixture(scope="module")
def dossier():
    return sm.load(Path(__file__).parent / "hanoi.yaml")


def run(dossier, draws=20_000, fixed=None, **form):
    layout = Layout(dossier)
    made = Draws(dossier, draws, 7, fixed=fixed or {})
    return negotiate(Games(layout, made), Form(**form) if form else None)


@pytest.fixture(scope="module")
def burton(dossier):
    return run(sm.assess(dossier, "burton"))


def chance(outcomes, event):
    named = statements(outcomes.layout.dossier)
    return float(holds(named.get(event) or read_event(event), outcomes).mean())


def test_the_packages(dossier):
    space = Layout(dossier).space
    assert np.prod(space.sizes) == 3**8
    assert len(space.packages) == 1574


def test_the_149_inputs(dossier):
    """FORMAL counts what the prototype drew; the model's other numbers are exact here."""
    drawn = [
        one
        for one in inputs(dossier).values()
        if not one.range.exact and not one.name.startswith("time/")  # road maps only
    ]
    assert len(drawn) == 149


@pytest.mark.parametrize(
    ("event", "expected"),
    [("agreed", 0.83), ("mutual moves", 0.72), ("the column's package", 0.30)],
)
def test_burton(burton, event, expected):
    assert chance(burton, event) == pytest.approx(expected, abs=WITHIN)


@pytest.mark.parametrize(
    ("ending", "expected"),
    [(Ending.NO_OVERLAP, 0.13), (Ending.BREAKDOWN, 0.00), (Ending.SLIP, 0.04)],
)
def test_burton_ends(burton, ending, expected):
    assert (burton.ending == ending).mean() == pytest.approx(expected, abs=WITHIN)


def test_burton_fails_by_the_ask_alone(burton, dossier):
    kinds = {burton.causes[number].kind for number in set(burton.cause.tolist()) - {-1}}
    assert kinds == {"ask"}
    without = run(sm.assess(dossier, "burton"), fixed={"process/big_ask/trump/likelihood": 0.0})
    assert not (without.ending == Ending.NO_OVERLAP).any()
    assert chance(without, "mutual moves") == pytest.approx(0.82, abs=WITHIN)


def test_burton_modal_package(burton):
    numbers, times = np.unique(burton.struck[burton.agreed], return_counts=True)
    layout = burton.layout
    package = layout.space.packages[numbers[times.argmax()]]
    moved = {
        key: layout.levels[key][package[number]]
        for number, key in enumerate(layout.issues)
        if package[number] != layout.status_quo[number]
    }
    assert moved == {
        "end of war": "declaration",
        "exercises": "scaled back",
        "inspectors": "some",
        "sanctions": "partial easing",
    }
    assert times.max() / len(burton.struck) == pytest.approx(0.20, abs=WITHIN)


@pytest.mark.parametrize(
    ("curve", "aversion", "expected"),
    [
        (2, 1, 0.84),
        (2, 2, 0.62),
        (1.5, 1.5, 0.32),
        (1.5, 2, 0.05),
        (1, 1, 0.09),
        (1, 1.5, 0.00),
    ],
)
def test_the_structural_grid(dossier, curve, aversion, expected):
    fixed = {"curve": curve, "loss_aversion/kim": aversion, "loss_aversion/trump": aversion}
    outcomes = run(sm.assess(dossier, "burton"), fixed=fixed)
    assert chance(outcomes, "the column's package") == pytest.approx(expected, abs=0.02)


def test_other_solutions_change_the_package_only(dossier, burton):
    for solution in ("kalai-smorodinsky", "egalitarian", "utilitarian"):
        other = run(sm.assess(dossier, "burton"), draws=5_000, solution=solution)
        np.testing.assert_array_equal(other.ending, burton.ending[:5_000])
        assert (other.struck != burton.struck[:5_000]).any()


def test_establishment_on_the_same_draws_is_far_less_hopeful(dossier, burton):
    school = sm.assess(dossier, "establishment")
    outcomes = run(school)
    assert chance(outcomes, "agreed") < chance(burton, "agreed") - 0.4
    ours, theirs = Draws(sm.assess(dossier, "burton"), 100, 7), Draws(school, 100, 7)
    disputed = {key for key in ours.inputs if ours.inputs[key].range != theirs.inputs[key].range}
    assert len(disputed) == 9
    for key in set(ours.inputs) - disputed:
        np.testing.assert_array_equal(ours.value(key), theirs.value(key))


@pytest.mark.parametrize(
    ("track", "expected"),
    [
        ("whole package", 0.72),
        ("paired baskets", 0.29),
        ("pillars", 0.08),
        ("issue by issue", 0.00),
    ],
)
def test_burtons_tracks(dossier, track, expected):
    """FORMAL's `exchange` is that each principal moves something: here `mutual moves`."""
    layout = Layout(sm.assess(dossier, "burton"))
    games = Games(layout, Draws(layout.dossier, 4_000, 7))
    agenda = next(one for one in agendas(layout) if one.name == track)
    outcomes = negotiate_track(games, agenda)
    assert chance(outcomes, "mutual moves") == pytest.approx(expected, abs=WITHIN)


def test_the_establishments_verdict_hangs_on_the_ask_alone(dossier):
    """Found, and said in one sentence: it favours baskets only while the ask is elsewhere."""
    made = sm.tracks(dossier, ["establishment"], event="mutual moves", draws=4_000, seed=7)
    study = made["establishment"]
    assert study.favoured == "paired baskets"
    assert study.favoured_with_asks == "whole package"
    assert "holds only while asks keep to their own tables" in study.verdict
    duel = next(one for one in study.duels if one.second == "paired baskets")
    own, every = (
        next(t for t in duel.turns if t.asks == asks and "big_ask" in t.what)
        for asks in ("own", "all")
    )
    assert len(own.values) == 1
    assert every.values == ()


MODEST = {"exercises": "scaled back", "inspectors": "some"}
LARGER = {"sanctions": "partial easing", "dismantling": "more sites"}
PEACE = {"end of war": "declaration"}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([MODEST], [0.74]),
        ([MODEST | LARGER | PEACE], [0.83]),
        ([MODEST | PEACE | {"dismantling": "more sites"}], [None]),  # without the easing
        ([MODEST, LARGER | PEACE], [0.74, 0.845]),
        ([MODEST, LARGER, PEACE], [0.74, 0.95, 0.67]),
        (["all at once"], [None]),
    ],
)
def test_critical_yearly_discount_factors(dossier, steps, expected):
    layout = Layout(sm.assess(dossier, "burton"))
    if steps == ["all at once"]:
        steps = [{key: layout.levels[key][-1] for key in layout.issues}]
    found = incentives(terrain(layout, at_modes(layout.dossier), 1.0), follow(layout, steps))
    for number, one in enumerate(expected, start=1):
        (least,) = critical(found.upto(number))
        if one is None:
            assert np.isnan(least)
        else:
            assert least == pytest.approx(one, abs=0.01)


def test_a_better_order_of_the_columns_package_than_those_written(dossier):
    """In one go .83, in three steps .67: the search over all 541 ways finds better."""
    layout = Layout(sm.assess(dossier, "burton"))
    (target,) = follow(layout, [MODEST | LARGER | PEACE])
    found = best_order(
        terrain(layout, at_modes(layout.dossier), 1.0),
        unit_moves(layout, target),
        lambda packages: legal(layout, packages),
        merge=True,
    )
    assert found.exact
    assert found.critical < 0.67
    assert len(found.steps) > 1


@pytest.fixture(scope="module")
def drawn(dossier):
    """40,000 draws of burton, with the event of the oracle's flips."""
    own = sm.assess(dossier, "burton")
    return sample(own, 40_000, 7), find_event(own, "mutual moves")


def test_single_flips(drawn):
    expected = {
        "process/big_ask/trump/likelihood": 0.39,
        "process/trust/trump": 0.46,
        "curve": 1.22,
        "loss_aversion/kim": 2.47,
    }
    found = {one.name: one for one in flips(*drawn, 0.5, names=list(expected))}
    for name, value in expected.items():
        assert found[name].value == pytest.approx(value, abs=0.03), name


def test_the_joint_flip(drawn):
    made, event = drawn
    joint = joint_flip(made, event, 0.5, made.hits(event))
    assert joint.distance == pytest.approx(1.04, abs=0.08)
    first = {one.inputs: one.probability for one in joint.trials if one.step == 1}
    assert first[6] == pytest.approx(0.50, abs=0.03)
    assert first[max(first)] == pytest.approx(0.47, abs=0.03)
    second = [one.probability for one in joint.trials if one.step == 2]
    assert second == pytest.approx([0.5] * len(second), abs=0.005)
    assert second
