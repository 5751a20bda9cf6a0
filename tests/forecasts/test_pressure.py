"""``pressure``: models side by side, on dossiers and on tables, put to those who must sign."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

import summitry as sm
from summitry.draws import Draws
from summitry.forecasts.pressure import pressure
from summitry.formats.dossiers import names
from summitry.formats.position_dossiers import as_dossier
from summitry.formats.positions import read_positions
from summitry.influence import weighted_mean
from summitry.procedures.games import Games
from summitry.procedures.influence import MODELS, Options, arena_of, points
from summitry.procedures.interests import interests
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate
from summitry.procedures.proposal import nearest, put
from summitry.procedures.terrain import at_modes
from tests.procedures.test_influence import BASE
from tests.strategies import dossiers

ROOT = Path(__file__).parents[2]
CARS = ROOT / "docs" / "examples" / "car-emissions" / "positions.csv"
PEERS = ROOT.parent / "shared" / "peers"
QUICK_FILES = ("mean", "median", "vote", "challenge", "spatial")
QUICK = ("mean", "median", "vote", "procedural", "challenge")


@pytest.fixture(scope="module")
def hanoi():
    return sm.load(ROOT / "cases" / "hanoi-2019")


@pytest.fixture(scope="module")
def made(hanoi):
    return sm.pressure(hanoi, models=QUICK, draws=300, seed=5)


def test_every_assessment_and_model_is_there(hanoi, made):
    assert [one.assessment for one in made.studies] == list(hanoi.assessments)
    for study in made.studies:
        assert [one.model for one in study.pulls] == list(QUICK)
        assert set(study.taken) == set(QUICK)
        assert set(study.package) == set(made.events)
        for own in study.taken.values():
            assert 0 <= own.taken <= own.proposed <= 1
            assert set(own.events) == set(made.events)
            assert own.events["agreed"] <= own.taken + 1e-12


def test_figures_are_those_of_the_parts(hanoi, made):
    """Interests, mean, nearest package and answer, each on its own, give what is told."""
    dossier = sm.assess(hanoi, "eve")
    layout = Layout(dossier)
    draws = Draws(dossier, 300, 5)
    games = Games(layout, draws)
    answer = weighted_mean(arena_of(layout, interests(layout, draws)))
    proposed = nearest(layout, points(layout, answer))
    found = put(games, proposed, Form.of(dossier))
    own = made["eve"].taken["mean"]
    assert own.taken == found.accepted.mean()
    assert own.proposed == found.made.mean()
    assert own.events["agreed"] == found.outcomes.agreed.mean()
    assert own.refusing["dprk"] == pytest.approx(found.short[:, 0].mean())
    package = negotiate(games, Form.of(dossier), reasons=False)
    assert made["eve"].package["agreed"] == package.agreed.mean()
    issue = made["eve"]["mean"]["sanctions"]
    place = layout.issues.index("sanctions")
    at = answer.outcome[:, place]
    assert (issue.low, issue.high) == pytest.approx(tuple(np.quantile(at, (0.1, 0.9))))
    names = list(dossier.issues["sanctions"].positions())
    places = np.array(list(dossier.issues["sanctions"].positions().values()))
    shares = np.bincount(np.abs(at[:, None] - places).argmin(axis=1), minlength=3) / 300
    assert issue.levels == pytest.approx(dict(zip(names, shares, strict=True)))


def test_a_deal_by_pressure_is_a_deal_that_bargaining_could_strike(made):
    """Where the principals take what is proposed, package bargaining finds something too."""
    for study in made.studies:
        for own in study.taken.values():
            assert own.events["agreed"] <= study.package["agreed"] + 1e-12


def test_json_and_tables_and_the_same_seed(hanoi, made):
    data = json.loads(made.to_json())
    assert data["form"] == "summitry-influence/1"
    model = data["studies"][0]["models"][4]
    assert model["model"] == "challenge"
    assert len(model["rounds"]["positions"][0]) == len(data["studies"][0]["actors"]) / 8
    again = sm.pressure(hanoi, models=QUICK, draws=300, seed=5)
    assert again.to_json() == made.to_json()
    titles = [one.title for one in made.tables()]
    assert any("where the pressure points" in one for one in titles)
    assert any("Would those who must sign take it" in one for one in titles)
    assert "weighted mean" in made._repr_html_()


def test_a_what_if_changes_the_figures(hanoi):
    from summitry.forecasts.whatif import what_if

    base = sm.pressure(hanoi, ["burton"], models=["mean"], draws=200)
    other = what_if(hanoi, {"parties.dprk.influence": 20})
    found = sm.pressure(other, ["burton"], models=["mean"], draws=200)
    assert found["burton"]["mean"]["sanctions"].central > base["burton"]["mean"][
        "sanctions"].central  # fmt: skip
    assert set(found.figures()) == set(base.figures())


@given(dossiers())
@settings(max_examples=8, deadline=None)
def test_any_dossier_has_an_answer(data):
    found = pressure(sm.build(copy.deepcopy(data)), models=["mean", "median", "vote"], draws=100)
    for study in found.studies:
        for one in study.pulls:
            assert not one.refused
            for issue in one.issues:
                assert -1e-9 <= issue.low <= issue.middle <= issue.high <= 1 + 1e-9
                assert sum(issue.levels.values()) == pytest.approx(1)
        for pivot in study.pivots["mean"]:
            assert pivot.share is None or 0 <= pivot.share <= 1
    assert found.tables()


def test_who_is_pivotal_by_hand():
    data = copy.deepcopy(BASE)
    data["stances"] = {
        "a": {"land": {"ideal": "none", "salience": 50}},
        "b": {"land": {"ideal": "none", "salience": 10}},
        "c": {"land": {"ideal": "all", "salience": 100}},
    }
    data["parties"]["b"]["influence"] = 1
    found = pressure(sm.build(data), models=["median"], draws=100).studies[0]
    # weights 1, .1 and 1: the median is none only as long as both a and b are there
    assert found["median"]["land"].level == "none"
    assert {one.actor: one.share for one in found.pivots["median"]} == {"a": 1, "b": 0, "c": 0}
    assert found.pivots["median"][0].shifts == {"land": -1}


def test_a_table_of_positions_speaks_in_its_own_units():
    table = read_positions(CARS)
    found = pressure(table, models=["mean", "median", "challenge"])
    study = found.studies[0]
    assert found.kind == "expected utility"
    assert study["mean"]["position"].central == pytest.approx(7.389956, abs=1e-6)
    assert study["median"]["position"].central == 7
    assert study.taken == {}
    history = study["challenge"].history
    assert history.positions.shape[1:] == (10, 1)
    assert history.moves[0]["actor"] in table.actors
    own = study["challenge"].matrices[0].values
    assert set(own) == {"own", "seen", "probability"}
    with pytest.raises(ValueError, match="no assessments"):
        pressure(table, ["x"])


def test_a_model_without_an_answer_says_why():
    found = pressure(read_positions(CARS), models=["procedural", "mean"])
    refused = found.studies[0]["procedural"]
    assert "status quo" in refused.refused
    assert refused.issues == ()
    assert any(one.title == "Models without an answer" for one in found.tables())


FILES = {
    CARS: QUICK_FILES,
    PEERS / "decide" / "sample_data.txt": ("mean", "median", "spatial"),
    PEERS / "decide" / "copenhagen.csv": ("mean", "median", "spatial"),
    PEERS / "ktab" / "dummyData_3Dim.csv": QUICK_FILES,
}
"""Where equal moves are many, the order of actors decides, which a dossier sorts: no challenge."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_dossier_made_of_a_table_points_where_the_table_does(tmp_path, path):
    if not path.is_file():
        pytest.skip("the files of ../shared/peers are not here")
    table = read_positions(path)
    file = tmp_path / "case.yaml"
    file.write_text(as_dossier(table, "2026-01-01").text)
    dossier = sm.load(file)
    layout = Layout(dossier)
    through = arena_of(layout, interests(layout, at_modes(dossier)))
    issues = dict(zip(names(table.issues).values(), table.issues, strict=True))
    actors = dict(zip(names(table.actors).values(), table.actors, strict=True))
    direct = table.arena().only(
        [actors[one] for one in through.actors], [issues[one] for one in through.issues]
    )
    low, high = direct.bounds.T
    for name in FILES[path]:
        expected = MODELS[name].run(direct, Options()).outcome[0]
        found = MODELS[name].run(through, Options().of(dossier)).outcome[0]
        np.testing.assert_allclose(low + (high - low) * found, expected, atol=1e-6, err_msg=name)


def test_too_few_draws():
    with pytest.raises(ValueError, match="at least 100 draws"):
        pressure(sm.build(BASE), draws=50)
