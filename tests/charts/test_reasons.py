"""Pictures of what drives, flips and sets apart: they carry the figures they are drawn from."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import summitry as sm
from summitry.charts.album import Case, album
from summitry.charts.bridges import bridges
from summitry.charts.drivers import drivers
from summitry.charts.flips import flips
from summitry.charts.multiverse import multiverse
from summitry.charts.watch import watch
from summitry.charts.waterfall import waterfall
from tests.sensitivity.test_differences import two_schools
from tests.sensitivity.test_explain import signs
from tests.sensitivity.test_flip import asked


@pytest.fixture(scope="module")
def explained():
    return sm.explain(sm.build(signs()), ["same", "doves"], draws=1_000, universes=True)


@pytest.fixture(scope="module")
def flipped():
    return sm.flip(sm.build(asked()), ["same"], draws=500)


@pytest.fixture(scope="module")
def differing():
    return sm.why(sm.build(two_schools()), "calm", "wary", draws=300)


def test_drivers_are_dots_at_both_ends(explained):
    panel = drivers(explained)["vconcat"][0]
    dots = panel["layer"][1]["data"]["values"]
    first = explained.studies[0].drivers[0]
    assert [one["chance"] for one in dots[:2]] == [first.low, first.high]
    assert panel["layer"][2]["data"]["values"] == [{"base": explained.studies[0].probability}]
    shown = {one["input"] for one in dots}
    assert shown <= {one.text for one in explained.studies[0].drivers if one.matters}


def test_signs_are_dots_where_the_draws_put_them(explained):
    dots = watch(explained)["vconcat"][0]["layer"][0]["data"]["values"]
    one = explained.studies[0].watch[0]
    assert [dot["chance"] for dot in dots[:2]] == [one.seen, one.unseen]


def test_the_multiverse_marks_the_shipped_one(explained):
    study = explained.studies[0]
    spec = multiverse("exchange", study)
    top, bottom = spec["vconcat"]
    points = top["data"]["values"]
    assert [one["chance"] for one in points] == [one.probability for one in study.universes]
    assert sum(one["who"] == "the dossier's own" for one in points) == 1
    (fold,) = bottom["transform"]
    options = {one[choice] for one in bottom["data"]["values"] for choice in fold["fold"]}
    assert len(bottom["data"]["values"]) == len(points)
    assert len(fold["fold"]) == 5
    assert set(bottom["encoding"]["y"]["sort"]) == options
    assert "least likely first" in bottom["encoding"]["x"]["axis"]["title"]
    turned = replace(study, universes=study.universes[::-1])
    assert (
        "before the move"
        in multiverse("exchange", turned)["vconcat"][1]["encoding"]["x"]["axis"]["title"]
    )


def test_a_waterfall_begins_where_the_one_above_ends(differing):
    steps = waterfall(differing)["data"]["values"]
    assert steps[0]["to"] == differing.before
    assert steps[-1]["to"] == differing.after
    at = differing.before
    for step, part in zip(steps[1:-1], differing.parts, strict=True):
        assert step["from"] == pytest.approx(at)
        at += part.share
        assert step["to"] == pytest.approx(at)


def test_flips_stand_within_their_bounds(flipped):
    (panel,) = flips(flipped)["vconcat"]
    for one in panel["data"]["values"]:
        assert 0 <= one["low"] <= one["mode"] <= one["high"] <= 1
        assert 0 <= one["flip"] <= 1
    none = sm.flip(sm.build(asked()), ["same"], event="agreed and no deal", draws=200)
    (panel,) = flips(none)["vconcat"]
    assert panel["data"]["values"] == [{"text": "no number flips it within its bounds"}]


def test_bridges_cost_what_they_cost(flipped):
    (panel,) = bridges(sm.build(asked()), flipped)["vconcat"]
    values = panel["data"]["values"]
    found = flipped.studies[0].bridges.found
    assert sum(one["cost"] for one in values) == pytest.approx(sum(one.cost for one in found))


def test_they_draw_and_the_album_holds_those_there_are(explained, flipped, differing):
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    from summitry.charts.render import svg

    dossier = sm.build(signs())
    made = sm.compare(dossier, draws=200)
    whole = album(Case(dossier, made, None, None, explained, flipped, (differing,)))
    extra = set(whole) - set(album(Case(dossier, made)))
    assert extra == {
        "drivers", "watch", "multiverse-same", "multiverse-doves", "flips", "bridges",
        "waterfall-1",
    }  # fmt: skip
    for name in extra:
        assert json.loads(json.dumps(whole[name].spec)) == whole[name].spec
        drawn = svg(whole[name].spec)
        assert drawn.startswith("<svg"), name
        assert "NaN" not in drawn, name
        assert whole[name].text
