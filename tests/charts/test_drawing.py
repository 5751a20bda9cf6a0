"""Pictures drawn as the page draws them: the library has nothing to warn of."""

from __future__ import annotations

from pathlib import Path

import pytest

import summitry as sm

pytest.importorskip("vl_convert", reason="pictures need the charts extra")

import vl_convert

from summitry.charts.album import Case, album
from summitry.charts.render import LONGEST, cleaned
from tests.forecasts.test_forecast import case
from tests.report.test_report import browser, whole  # noqa: F401 - a fixture

CASES = Path(__file__).parents[2] / "cases"
DRAW = """async spec => {
  const place = document.createElement("div");
  document.body.append(place);
  await vegaEmbed(place, spec, { ast: true, actions: false, renderer: "svg" });
  place.remove();
}"""
CONFLICT = {
    "data": {"values": [{"a": "x"}]},
    "layer": [
        {"mark": "point", "encoding": {"color": {"field": "a", "legend": None}}},
        {"mark": "point", "encoding": {"color": {"field": "a", "legend": {"title": "a"}}}},
    ],
}


@pytest.fixture(scope="module")
def easel(browser, tmp_path_factory):  # noqa: F811
    folder = tmp_path_factory.mktemp("easel")
    (folder / "vega.js").write_text(vl_convert.javascript_bundle(None))
    (folder / "index.html").write_text('<!DOCTYPE html><script src="vega.js"></script>')
    tab = browser.new_page()
    tab.said = []
    tab.on("console", lambda one: tab.said.append(one.text))
    tab.goto((folder / "index.html").as_uri())
    yield tab
    tab.close()


def told(easel, spec):
    easel.said.clear()
    easel.evaluate(DRAW, {key: one for key, one in cleaned(spec).items() if key != "$schema"})
    return list(easel.said)


def test_long_texts_are_cut_and_still_told_apart():
    long = "x" * 5_000
    made = cleaned({"data": [f"{long} of the north", f"{long} of the south"], "labelExpr": long})
    north, south = made["data"]
    assert north != south
    assert max(map(len, made["data"])) <= LONGEST
    assert north.startswith("xxx")
    assert north.endswith("xxx of the north")
    assert made["labelExpr"] == long  # an expression would be broken
    assert cleaned("short") == "short"


@pytest.mark.browser
def test_every_picture_of_the_album_is_drawn_without_a_warning(easel):
    assert "Conflicting legend" in told(easel, CONFLICT)[0]
    said = {}
    shipped = [sm.load(CASES / name) for name in ("hanoi-2019", "camp-david-1978")]
    made = [whole(sm.build(case()), 200)]
    made += [Case(one, sm.compare(one, draws=200)) for one in shipped]
    for one in made:
        for name, picture in album(one).items():
            if words := told(easel, picture.spec):
                said[name] = words
    assert not said
