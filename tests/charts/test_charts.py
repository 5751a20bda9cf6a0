"""Pictures: valid specifications that show the forecast's own figures, and draw."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import summitry as sm
from summitry.charts.album import Case, album
from summitry.charts.endings import endings
from summitry.charts.events import events
from summitry.charts.frontier import frontier
from summitry.charts.grid import grid
from summitry.charts.levels import levels
from summitry.charts.render import svg
from summitry.charts.staircase import staircase
from summitry.charts.stances import stances
from summitry.charts.style import PAGE
from summitry.charts.tracks import tracks
from summitry.forecasts.efficient import efficient_of_dossier
from summitry.forecasts.glance import Sight
from summitry.forecasts.glances.roadmaps import PROPOSED_BEFORE, roadmaps_at_a_glance
from summitry.forecasts.glances.tracks import tracks_at_a_glance
from tests.forecasts.test_forecast import case
from tests.forecasts.test_tracks import case as tracks_case


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
    panel = levels(dossier, compared)["concat"][0]
    shares = [one["share"] for one in panel["data"]["values"] if one["issue"] == "arms"]
    assert sum(shares) == pytest.approx(1)


def test_panels_go_below_one_another_where_a_page_is_too_narrow():
    """Three schools with long names: type keeps its size."""
    render = pytest.importorskip("summitry.charts.render")
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    hanoi = sm.load(Path(__file__).parents[2] / "cases" / "hanoi-2019")
    compared = sm.compare(hanoi, draws=200)
    for name, each in album(Case(hanoi, compared)).items():
        width = float(re.search(r'<svg[^>]*? width="([0-9.]+)"', render.svg(each.spec))[1])
        assert width < 1.1 * PAGE, name


def test_the_grid_shows_its_cells(compared):
    first = compared.forecasts[0]
    shown = [one["probability"] for one in grid(first)["concat"][0]["data"]["values"]]
    assert shown == [cell for row in first.grid.cells["agreed"] for cell in row]


def test_every_picture_draws_and_is_plain_data(dossier, compared):
    render = pytest.importorskip("summitry.charts.render")
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    for name, picture in album(Case(dossier, compared)).items():
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


@pytest.fixture(scope="module")
def ways():
    from tests.forecasts.test_roadmaps import case as roads_case

    dossier = sm.build(roads_case())
    return sm.tracks(dossier, draws=200), sm.roadmap(dossier, draws=100)


def test_tracks_carry_both_readings_of_the_asks(ways):
    found, _ = ways
    spec = tracks(found)
    panel = spec["hconcat"][0]
    values = panel["data"]["values"]
    assert panel["title"]["text"] == "exchange"
    assert spec["hconcat"][1]["title"]["text"] == "agreed"
    count = sum(len(study.tracks) for study in found.studies)
    assert len(values) == 2 * count
    first = found.studies[0].tracks[0]
    own = next(one for one in values if one["track"] == first.label)
    assert own["probability"] == first.events["exchange"]
    assert own["least"] == first.least["exchange"]


def test_a_staircase_has_a_stair_a_step_and_shows_where_it_breaks(ways):
    _, found = ways
    for study in found.studies:
        for one in study.maps:
            panels = staircase(one.name, (study,))["concat"]
            (panel,) = panels
            stairs = panel["data"]["values"]
            assert len(stairs) == len(one.steps)
            broken = {part.step for part in one.parties if part.least < -1e-12}
            assert {s["step"] for s in stairs if s["state"] == "breaks"} == broken
            assert all(str(level) in s["moves"].replace("\n", " ") for s, step in
                       zip(stairs, one.steps, strict=True) for level in step.values())  # fmt: skip


def test_the_album_holds_tracks_and_road_maps_where_they_are_given(ways):
    from tests.forecasts.test_roadmaps import case as roads_case

    pytest.importorskip("vl_convert")
    from summitry.charts.render import svg

    dossier = sm.build(roads_case())
    plain = album(Case(dossier, sm.compare(dossier, draws=200)))
    whole = album(Case(dossier, sm.compare(dossier, draws=200), *ways))
    extra = set(whole) - set(plain)
    assert extra == {"tracks", *(f"roadmap-{one.name}" for one in ways[1].studies[0].maps)}
    for name in extra:
        assert svg(whole[name].spec).startswith("<svg")
        assert whole[name].text


def test_a_frontier_without_a_package_that_all_would_sign_still_has_a_size(dossier):
    changed = sm.what_if(dossier, {"process.trust.b": 0.1})
    made = efficient_of_dossier(sm.assess(changed, next(iter(changed.assessments))))
    assert all(one.scores is None for one in made.solutions)
    width = re.search(r'<svg[^>]*? width="([^"]+)"', svg(frontier(made)))
    assert 300 < float(width[1]) < 2_000


def test_at_a_glance_ways_are_drawn_alike_and_say_what_was_taken_over():
    dossier = sm.build(tracks_case())
    sight = Sight(dossier, draws=100)
    games = sight.games({"process.big_ask.a.likelihood": 0.7})
    rest = sm.tracks(dossier, draws=300)
    still, moving = tracks(rest), tracks(tracks_at_a_glance(games, rest))
    for one, other in zip(still["hconcat"], moving["hconcat"], strict=True):
        assert len(one["data"]["values"]) == len(other["data"]["values"])
        assert one["width"] == other["width"]
        titles = [each["layer"][0]["encoding"]["x"]["axis"]["title"] for each in (one, other)]
        assert "forms of the model" in titles[0]
        assert "as wide as before" in titles[1]
    assert still["title"] == moving["title"]
    assert "<svg" in svg(moving)
    roads = sm.roadmap(dossier, draws=100)
    found = roadmaps_at_a_glance(games, roads)
    drawn = staircase("proposed", found.studies)
    assert drawn["title"] == PROPOSED_BEFORE != staircase("proposed", roads.studies)["title"]
    assert "<svg" in svg(drawn)
