"""Every picture of a page follows a hand: with the plain look, or in a lane of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the workbench needs the web extra")
pytest.importorskip("vl_convert", reason="pictures need the charts extra")

import summitry as sm
from summitry.charts.album import Case, album
from summitry.forecasts.glance import Sight
from summitry.sensitivity.answering import likeliest
from summitry.workbench.lanes import ANSWERS, LANES, Place, followed, lane_of
from summitry.workbench.sitting import State
from summitry.workbench.studies import STUDIES

CASE = Path(__file__).parents[2] / "cases" / "hanoi-2019"
STATE = State(draws=200)
NEAR = {"process.trust.us": 0.4, "stances.us.sanctions.salience": 70}
FAR = {"process.trust.us": 0.9, "stances.us.sanctions.salience": 20}


def quiet(part, share):
    """Nobody is told."""


@pytest.fixture(scope="module")
def known():
    """A case that ships, with every study that a picture is made of."""
    dossier = sm.load(CASE)
    names = list(dossier.assessments)
    found = {name: one.work(dossier, names, STATE, quiet)
             for name, one in STUDIES.items() if name != "books"}  # fmt: skip
    return dossier, found


def place(known, lane, wanted=(), moved=None, key="rest"):
    dossier, found = known
    made = found["comparison"]
    return Place(
        dossier, key, list(dossier.assessments), STATE.seed, LANES[lane].begin,
        moved or NEAR, likeliest(made.forecasts), wanted, found.get(LANES[lane].study),
    )  # fmt: skip


def test_no_picture_is_left_behind(known):
    dossier, found = known
    every = album(Case(dossier, **found))
    look = album(Case(dossier, Sight(dossier, draws=100).look()))
    at_once = {name for name in look if name != "effects" and not name.startswith("grid-")}
    assert len(every) > 15
    assert {name for name in every if not lane_of(name)} == at_once
    lanes = {lane_of(name) for name in every} - {""}
    assert lanes == set(LANES) - {ANSWERS}


@pytest.mark.parametrize("lane", sorted(set(LANES) - {ANSWERS}))
def test_each_lane_draws_its_pictures_for_the_place_of_the_hand(known, lane):
    dossier, found = known
    wanted = [name for name in album(Case(dossier, **found)) if lane_of(name) == lane]
    assert wanted
    here, _ = followed(place(known, lane, wanted), lane, quiet)
    assert list(here) == wanted
    for text in here.values():
        assert json.loads(text)["$schema"].endswith("json")
    there, _ = followed(place(known, lane, wanted, FAR), lane, quiet)
    assert list(there) == wanted
    if lane != "frontier":  # which is that of packages, whatever becomes of them
        assert here != there


def test_answers_are_those_of_the_page(known):
    from summitry.sensitivity.answers import answers

    dossier, _ = known
    own = place(known, ANSWERS)
    drawn, made = followed(own, ANSWERS, quiet)
    assert drawn == {}
    changed = sm.what_if(dossier, own.moved)
    for name, one in zip(own.names, made, strict=True):
        school = sm.assess(changed, name)
        assert one == answers(school, own.package, draws=own.draws, seed=own.seed)


def test_only_what_is_in_view_is_worked_out(known):
    some = place(known, "grids", [f"grid-{next(iter(known[0].assessments))}"])
    drawn, _ = followed(some, "grids", quiet)
    assert list(drawn) == list(some.wanted)
    assert followed(replace(some, wanted=[]), "grids", quiet) == ({}, ())
