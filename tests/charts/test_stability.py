"""The graph of states and moves shows what was worked out, and draws."""

from __future__ import annotations

import json

import pytest

import summitry as sm
from summitry.charts.album import Case, album
from summitry.charts.graph import HEIGHT, KEPT, WIDTH
from summitry.charts.stability import conflict_graph, stability
from summitry.forecasts.conflict_study import report_of
from summitry.forecasts.glance import Sight
from summitry.forecasts.glances.stability import stability_at_a_glance
from summitry.formats.conflicts import ConflictFile, read_conflict
from summitry.stability import Conflict, Option, Payoffs
from tests.forecasts.test_stability import BOTH, dilemma
from tests.formats.conflict_files import cuba, write


@pytest.fixture(scope="module")
def held():
    data = dilemma()
    data["assessments"] = {"one": {"set": {}}, "two": {"set": {"issues.troops.reversible": 0.4}}}
    return sm.hold(sm.build(data), package=BOTH, draws=100)


def test_at_a_glance_it_is_drawn_alike_and_says_whose_the_package_is(held):
    data = dilemma()
    data["assessments"] = {"one": {"set": {}}, "two": {"set": {"issues.troops.reversible": 0.4}}}
    games = Sight(sm.build(data), draws=100).games({"stances.a.arms.salience": 40})
    still, moving = stability(held), stability(stability_at_a_glance(games, held))
    for one, other in zip(still["concat"], moving["concat"], strict=True):
        assert len(layers(one)[2]) == len(layers(other)[2])
        first = [each["title"]["subtitle"] for each in (one, other)]
        assert "the package as before" not in first[0][0]
        assert "the package as before" in first[1][0]
        assert len(first[0]) == len(first[1])  # so that nothing moves on the page


def layers(panel):
    lines, heads, dots, texts = panel["layer"]
    return (
        lines["data"]["values"], heads["data"]["values"], dots["data"]["values"],
        texts["data"]["values"],
    )  # fmt: skip


def test_every_state_is_a_dot_and_every_way_out_an_arrow(held):
    spec = stability(held)
    assert len(spec["concat"]) == 2
    for panel, study in zip(spec["concat"], held.studies, strict=True):
        lines, heads, dots, texts = layers(panel)
        assert {(one["x"], one["y"]) for one in dots} == {
            (one.gains["a"], one.gains["b"]) for one in study.states
        }
        kept = next(one for one in dots if one["kind"] == KEPT)
        assert (kept["x"], kept["y"]) == (
            study.states[-1].gains["a"], study.states[-1].gains["b"]
        )  # fmt: skip
        steps = sum(1 + (way.answer is not None) for way in study.exits)
        assert len(lines) == len(heads) == steps > 2
        out = [one for one in lines if (one["x"], one["y"]) == (kept["x"], kept["y"])]
        assert {one["party"] for one in out} == {"Alphia", "b"}
        for one in out:
            gain = one["x2"] - one["x"] if one["party"] == "Alphia" else one["y2"] - one["y"]
            assert gain > 0
        assert {"all kept", "nothing kept"} <= {one["text"] for one in texts}
        assert panel["title"]["text"] == study.label


def test_labels_stay_apart_and_within(held):
    for panel in stability(held)["concat"]:
        *_, texts = layers(panel)
        axes = panel["layer"][0]["encoding"]
        low, high = axes["x"]["scale"]["domain"], axes["y"]["scale"]["domain"]
        for one in texts:
            across = (one["x"] - low[0]) / (low[1] - low[0]) * WIDTH
            up = (one["y"] - high[0]) / (high[1] - high[0]) * HEIGHT
            assert 0 <= across <= WIDTH
            assert 0 <= up <= HEIGHT


def test_a_small_conflict_shows_every_improvement(tmp_path):
    found = read_conflict(write(tmp_path / "cuba.gmcr", cuba()))
    report = report_of(found)
    lines, _, dots, texts = layers(conflict_graph(report)["concat"][0])
    conflict = found.conflict
    wanted = sum(
        int(
            (conflict.payoffs[at, conflict.moves(party, state)] > conflict.payoffs[at, state]).sum()
        )
        for at, party in enumerate(conflict.parties)
        for state in range(conflict.size)
    )
    assert len(lines) == wanted
    assert len(dots) == len(texts) == 12
    green = [one for one, dot in zip(range(12), dots, strict=True) if dot["ring"] != "white"]
    assert green == [4, 5, 6]


def test_a_large_one_is_drawn_around_the_state_asked_for():
    options = [Option(f"o{at}", ("ABC"[at % 3],)) for at in range(6)]
    values = {party: Payoffs([(7 * at + 3 * who) % 64 for at in range(64)])
              for who, party in enumerate("ABC")}  # fmt: skip
    conflict = Conflict(options, values)
    report = report_of(ConflictFile("large", conflict), state="10")
    spec = conflict_graph(report)
    assert len(spec["concat"]) == 3  # a panel a pair
    lines, _, dots, _ = layers(spec["concat"][0])
    assert 1 < len(dots) <= 10
    assert sum(one["kind"] == KEPT for one in dots) == 1
    assert lines


def test_pictures_draw(held, tmp_path):
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    from summitry.charts.render import png, svg

    one = Conflict([Option("a", ("A",))], {"A": Payoffs([0, 1])})
    specs = [
        stability(held),
        conflict_graph(report_of(read_conflict(write(tmp_path / "c.gmcr", cuba())))),
        conflict_graph(report_of(ConflictFile("alone", one))),
    ]
    for spec in specs:
        assert json.loads(json.dumps(spec)) == spec
        drawn = svg(spec)
        assert drawn.startswith("<svg")
        assert "NaN" not in drawn
    assert png(specs[0])[:4] == b"\x89PNG"


def test_nothing_to_hold_is_a_picture_too():
    data = dilemma()
    data["stances"]["a"]["troops"]["red_line"] = {"above": "stay", "likelihood": 1}
    data["stances"]["b"]["arms"]["red_line"] = {"above": "keep", "likelihood": 1}
    spec = stability(sm.hold(sm.build(data), draws=100))
    assert len(spec["concat"]) == 1
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    from summitry.charts.render import svg

    assert "no package to hold" in svg(spec)


def test_the_album_and_the_report_have_it():
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    from summitry.report.page import report

    data = dilemma()
    data["parties"]["b"]["name"] = "<b>Beta</b>"
    dossier = sm.build(data)
    case = Case(dossier, sm.compare(dossier, draws=200), holding=sm.hold(dossier, draws=200))
    assert "stability" in album(case)
    page = report(case)
    assert "<h2>Would it hold?</h2>" in page
    assert "it would hold, by fear of the answer" in page
    assert "<b>Beta" not in page
    assert "&lt;b&gt;Beta" in page
    assert "Would it hold?" not in report(Case(dossier, case.comparison))
