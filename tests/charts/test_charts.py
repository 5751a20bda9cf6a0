"""Pictures: valid specifications that show the forecast's own figures, and draw."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import summitry as sm
from summitry.charts.album import album
from summitry.charts.endings import endings
from summitry.charts.events import events
from summitry.charts.grid import grid
from summitry.charts.levels import levels
from summitry.charts.stances import stances
from tests.forecasts.test_forecast import case


@pytest.fixture(scope="module")
def dossier():
    return sm.build(case())


@pytest.fixture(scope="module")
def compared(dossier):
    return sm.compare(dossier, draws=400)


def test_events_carry_probability_and_range(compared):
    values = events(compared)["data"]["values"]
    first = compared.forecasts[0]
    own = next(
        one for one in values if one["assessment"] == first.label and one["event"] == "agreed"
    )
    assert own["probability"] == first.probability("agreed")
    assert own["least"] == first.event("agreed").spread.least
    assert len(values) == len(compared.forecasts) * len(first.events)


def test_endings_fill_the_bar(compared):
    for one in compared.forecasts:
        bars = [v for v in endings(compared)["data"]["values"] if v["assessment"] == one.label]
        assert sum(bar["to"] - bar["from"] for bar in bars) == pytest.approx(1)


def test_stances_show_red_lines_and_value_tables():
    data = case()
    data["stances"]["b"]["arms"]["red_line"] = {"above": "keep", "likelihood": 1}
    data["stances"]["b"]["troops"] = {"values": {"stay": 0.1, "go": 0.8}, "salience": 70}
    spec = stances(sm.build(data))
    arms = next(one for one in spec["concat"] if one["title"]["text"] == "arms")
    assert arms["layer"][1]["data"]["values"] == [{"party": "b", "from": 0.5, "to": 1.0}]
    troops = next(one for one in spec["concat"] if one["title"]["text"] == "troops")
    assert next(one for one in troops["data"]["values"] if one["party"] == "b")["at"] == 1.0


def test_levels_add_up(dossier, compared):
    panel = levels(dossier, compared)["hconcat"][0]
    shares = [one["share"] for one in panel["data"]["values"] if one["issue"] == "arms"]
    assert sum(shares) == pytest.approx(1)


def test_the_grid_shows_its_cells(compared):
    first = compared.forecasts[0]
    shown = [one["probability"] for one in grid(first)["concat"][0]["data"]["values"]]
    assert shown == [cell for row in first.grid.cells["agreed"] for cell in row]


def test_every_picture_draws_and_is_plain_data(dossier, compared):
    render = pytest.importorskip("summitry.charts.render")
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    for name, picture in album(dossier, compared).items():
        assert json.loads(json.dumps(picture.spec)) == picture.spec
        drawn = render.svg(picture.spec)
        assert drawn.startswith("<svg"), name
        assert "NaN" not in drawn, name
    assert render.png(picture.spec)[:4] == b"\x89PNG"


def test_two_reasons_of_a_kind_share_a_stretch_of_the_bar(compared):
    """Asks by either side, and by both, are one kind of ending."""
    first = compared.forecasts[0]
    doubled = tuple(replace(one, share=one.share / 2) for one in first.reasons) * 2
    twice = replace(compared, forecasts=(replace(first, reasons=doubled),))
    bars = endings(twice)["data"]["values"]
    assert sum(bar["to"] - bar["from"] for bar in bars) == pytest.approx(1)
    assert len({bar["ending"] for bar in bars}) == len(bars) > 1
