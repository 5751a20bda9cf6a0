"""Pictures of influence: they show the figures they are made of, and draw whatever the names."""

from __future__ import annotations

import copy
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.charts.matrices import matrices
from summitry.charts.paths import paths, quoted, spread
from summitry.charts.pressure import outcomes, pictures
from summitry.charts.weights import weights
from summitry.formats.positions import PositionTable, read_positions
from tests.procedures.test_influence import BASE

CARS = Path(__file__).parents[2] / "docs" / "examples" / "car-emissions" / "positions.csv"
EVIL = "a'b\"c</script>{{x}} \u202e + datum.value"


@pytest.fixture(scope="module")
def table():
    return sm.pressure(read_positions(CARS), models=["mean", "challenge"])


@pytest.fixture(scope="module")
def case():
    data = copy.deepcopy(BASE)
    data["assessments"] = {"one": {}, "two": {"set": {"stances.a.land.ideal": "half"}}}
    return sm.pressure(sm.build(data), draws=100)


def of_layer(spec, number):
    return spec["layer"][number]["data"]["values"]


def test_outcomes_are_the_models(case):
    panel = outcomes(case)["concat"][0]
    values = panel["data"]["values"]
    own = next(one for one in values if (one["model"], one["assessment"]) == (
        "weighted mean", "two"))  # fmt: skip
    issue = case["two"]["mean"]["land"]
    assert (own["at"], own["low"], own["high"]) == (issue.central, issue.low, issue.high)
    answered = sum(not one.refused for study in case.studies for one in study.pulls)
    assert len(values) == answered


def test_a_path_has_every_actor_in_every_round_and_the_outcome(table):
    study = table.studies[0]
    pull = study["challenge"]
    panel = paths(table, study, pull)["concat"][0]
    lines = of_layer(panel, 0)
    rounds = len(pull.history.positions)
    assert len(lines) == 10 * rounds
    belgium = [one["at"] for one in lines if one["actor"] == "Belgium"]
    place = study.actors.index("Belgium")
    assert belgium == pull.history.positions[:, place, 0].tolist()
    assert [one["at"] for one in of_layer(panel, 1)] == pull.history.outcomes[:, 0].tolist()
    with pytest.raises(ValueError, match="no rounds"):
        paths(table, study, study["mean"])


def test_a_matrix_has_a_cell_for_each_two_and_none_for_oneself(table):
    study = table.studies[0]
    spec = matrices(study, study["challenge"])
    cells = spec["data"]["values"]
    assert len(cells) == 90
    own = study["challenge"].matrices[0].values["own"]
    names = study.actors
    for one in cells:
        assert one["value"] == own[names.index(one["row"]), names.index(one["column"])]
    assert matrices(study, study["mean"]) is None


def test_trades_are_the_gains_of_the_exchanges(case):
    study = case.studies[0]
    pull = study["exchange"]
    traded = [one for one in pull.history.events if one["what"] == "exchange"]
    spec = matrices(study, pull)
    if not traded:
        assert spec is None
        return
    total = sum(one["value"] for one in spec["data"]["values"])
    assert total == pytest.approx(sum(sum(one["gains"]) for one in traded))


def test_weights_are_shares(case):
    for study in case.studies:
        for panel in weights(case, study)["concat"]:
            assert sum(one["weight"] for one in panel["data"]["values"]) == pytest.approx(1)


def test_only_assessments_that_differ_have_a_map_of_their_own(case):
    assert [one.assessment for one in case.distinct] == ["one", "two"]
    same = copy.deepcopy(BASE)
    same["assessments"] = {"one": {}, "two": {"set": {"process.slip": 0.3}}}
    found = sm.pressure(sm.build(same), models=["mean"], draws=100)
    assert [one.assessment for one in found.distinct] == ["one"]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=12).map(sorted), st.floats(0.5, 12))
@settings(max_examples=100, deadline=None)
def test_names_are_spread_without_overlap_and_in_order(places, apart):
    found = spread(places, apart, 0, 100)
    assert found == sorted(found)
    assert all(b - a >= apart - 1e-9 for a, b in pairwise(found))
    if apart * (len(places) - 1) <= 100:
        assert min(found) >= -1e-9
        assert max(found) <= 100 + 1e-9


def test_everything_draws_whatever_the_names_are():
    render = pytest.importorskip("summitry.charts.render")
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    data = copy.deepcopy(BASE)
    data["parties"]["a"]["name"] = data["issues"]["land"]["name"] = data["title"] = EVIL
    found = sm.pressure(sm.build(data), models=["mean", "challenge", "exchange"], draws=100)
    for spec in pictures(found).values():
        drawn = render.svg(spec)
        assert drawn.startswith("<svg")
        assert "<script" not in drawn


def test_a_name_cannot_leave_its_literal():
    text = quoted(EVIL)
    inner = text[1:-1]
    assert text[0] == text[-1] == "'"
    assert "'" not in inner
    assert '"' not in inner
    assert "\\u0027" in inner


def test_many_actors_draw_without_numbers_in_the_cells():
    rng = np.random.default_rng(1)
    count = 30
    table = PositionTable(
        "many", "expected utility", tuple(f"a{one}" for one in range(count)), ("x",),
        rng.random((count, 1)), rng.random((count, 1)), rng.random((count, 1)),
        np.array([[0.0, 1.0]]), np.array([np.nan]),
    )  # fmt: skip
    found = sm.pressure(table, models=["challenge"])
    spec = matrices(found.studies[0], found.studies[0]["challenge"])
    assert len(spec["layer"]) == 1
    assert spec["width"]["step"] * count < 800
