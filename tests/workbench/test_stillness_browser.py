"""The page in Chromium stays still: at load, when something changes, and when studies arrive."""

from __future__ import annotations

import pytest

from tests.forecasts.test_forecast import case
from tests.workbench.making_pages import opened, ready, settled
from tests.workbench.test_journeys import dossier_file

pytestmark = pytest.mark.browser
READ = (
    "overview", "parties", "package", "tracks", "roadmap", "stability", "influence", "why",
    "bridges", "evidence", "ledger",
)  # fmt: skip
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    const what = one.sources.map(({ node }) => [node?.nodeName, node?.textContent?.slice(0, 60)]);
    window.shifts.push([one.value, JSON.stringify(what)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
PICTURES = "figure[data-picture] :is(img, .drawn)"
SWITCH = """(places) => new Promise((done) => {
  const seen = [];
  const was = document.body.dataset.fresh;
  let left = 20; // frames after the page is fresh
  const look = () => {
    const one = document.querySelector(places);
    seen.push(one ? Math.round(one.getBoundingClientRect().height) : 0);
    if (document.body.dataset.fresh !== was) left -= 1;
    left ? requestAnimationFrame(look) : done(seen);
  };
  requestAnimationFrame(look);
  document.querySelector("button[role=switch]").click();
})"""
SIZES = f"""() => [...document.querySelectorAll("{PICTURES}")].map((one) => {{
  const {{ width, height }} = (one.querySelector("svg") ?? one).getBoundingClientRect();
  return [Math.round(width), Math.round(height)];
}})"""
ALL_DRAWN = "() => document.querySelectorAll('[data-picture] img').length === 0"
LEAST = 0.005
"""A shift that is looked at: the share of the window that moves, times how far it moves."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return dossier_file(tmp_path_factory.mktemp("still") / "case", case())


def turned_to(page, name):
    """A page on which everything is worked out and which draws its pictures itself from now on."""
    page.goto(f"{page.at}/{name}")
    ready(page)


def shifts(page):
    """What has moved since it was last asked for."""
    page.wait_for_timeout(300)
    found = page.evaluate("() => window.shifts.splice(0)")
    return [one for one in found if one[0] >= LEAST]


def test_a_picture_keeps_its_place_when_an_assessment_is_switched(chromium, home):
    with opened(chromium, home) as page:
        turned_to(page, "package")
        button = page.get_by_role("switch").first
        place = button.bounding_box()
        for _ in range(2):
            heights = page.evaluate(SWITCH, PICTURES)
            assert page.locator(f"{PICTURES} >> nth=0").evaluate("one => one.className")  # drawn
            assert min(heights) > 0, heights
            assert button.bounding_box() == place  # who presses again presses the same


def test_the_page_draws_every_picture_as_large_as_the_server_does(chromium, home):
    with opened(chromium, home) as page:
        compared = 0
        for name in READ:
            turned_to(page, name)
            served = page.evaluate(SIZES)
            page.evaluate(SWITCH, PICTURES)
            settled(page)
            page.evaluate(SWITCH, PICTURES)
            settled(page)
            page.wait_for_function(ALL_DRAWN)
            own = page.evaluate(SIZES)
            assert own == [pytest.approx(each, abs=4) for each in served], name
            compared += len(own)
        assert compared > 20


@pytest.mark.parametrize("width", [900, 1300])
def test_nothing_moves_at_load_and_when_studies_arrive(chromium, home, width):
    moved = {}
    size = {"width": width, "height": 900}
    with opened(chromium, home, viewport=size) as page:
        page.context.add_init_script(WATCH)
        for name in READ:
            turned_to(page, name)
            moved[name] = shifts(page)
    assert not any(moved.values()), moved
