"""The workbench in Chromium: read, move, let go, undo, keep, share; by mouse and by keyboard."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest

import summitry as sm
from summitry.workbench.app import create
from summitry.workbench.guard import Door
from tests.forecasts.test_forecast import case
from tests.workbench.making_pages import DRAWS, bench_of, opened, ready, served, settled, window

pytestmark = pytest.mark.browser
EVIL = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>{{7*7}}"
LONG = "אבג \u202e" + "x" * 5_000
DRAWN = """() => document.body.dataset.redrawn ===
  String(Number(document.querySelector(".number:not([hidden]) input[type=range]").value))"""
"""The page has been drawn for the place at which the hand is now."""
TRAILED = "() => document.body.dataset.trailed === document.body.dataset.redrawn"
SHIFTED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 200);
})"""
COMMENT = "# why this number: the ambassador's word"


def written(data):
    """A dossier's text, with a comment that must stay."""
    lines = json.dumps(data, indent=1, ensure_ascii=False)
    return f"{COMMENT}\n{lines}\n"


def dossier_file(folder, data):
    folder.mkdir(exist_ok=True)
    (folder / "dossier.yaml").write_text(written(data))
    return folder


def slider(page, text):
    """The slider of a number, found as a person finds it."""
    page.get_by_label("Find").fill(text)
    found = page.locator(".number:visible input[type=range]").first
    found.wait_for()
    return found


def figure(page, school=0, event=0):
    return page.locator("#cards .card").nth(school).locator("[data-figure]").nth(event).inner_text()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return dossier_file(tmp_path_factory.mktemp("w") / "case", case())


def test_a_slider_is_dragged_and_everything_follows(chromium, home):
    with opened(chromium, home) as page:
        before = [figure(page, 0, event) for event in (0, 1)]
        box = slider(page, "slips").bounding_box()
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 8, middle)
        page.mouse.down()
        for step in range(1, 8):
            page.mouse.move(box["x"] + box["width"] * step / 9, middle)
        page.wait_for_function(DRAWN)
        moving = [figure(page, 0, event) for event in (0, 1)]
        assert moving != before
        assert page.locator("#cards [data-change]").first.inner_text()[0] in "+-"
        assert page.locator(".drawn svg").count() >= 2  # the pictures follow too
        drawn = page.locator(".drawn").first.inner_html()
        page.mouse.move(box["x"] + box["width"] / 3, middle)
        page.wait_for_function(DRAWN)
        assert page.locator(".drawn").first.inner_html() != drawn  # from place to place
        assert page.locator("#changes li").count() == 0  # nothing is kept yet
        page.mouse.up()
        page.locator("#changes li").wait_for()
        settled(page)
        state = page.evaluate("u => fetch(u).then(r => r.json())", f"{page.at}/state/file")
        ((path, value),) = state["changes"].items()
        assert path == "process.slip"
        changed = sm.compare(sm.what_if(sm.load(home), {path: value}), draws=DRAWS)
        assert figure(page, 0, 1) == f"{changed.forecasts[0].probability('agreed'):.2f}"[1:]
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Nothing yet.").wait_for()
        settled(page)
        assert [figure(page, 0, event) for event in (0, 1)] == before


@contextmanager
def held(page, text):
    """A number's slider moved by the mouse, and not let go."""
    box = slider(page, text).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, middle)
    page.mouse.down()
    for step in (3, 5, 7):
        page.mouse.move(box["x"] + box["width"] * step / 9, middle)
    yield
    assert page.locator("#changes li").count() == 0  # nothing is kept yet
    page.mouse.up()
    page.locator("#changes li").wait_for()


def test_the_signature_picture_follows_before_the_hand_lets_go(chromium, home):
    with opened(chromium, home) as page:
        page.goto(f"{page.at}/parties")
        settled(page)
        picture = page.locator("[data-piece=signature]")
        before = picture.inner_html()
        shape = picture.bounding_box()
        with held(page, "ideal of a on arms"):
            page.wait_for_function(
                "was => document.querySelector('[data-piece=signature]').innerHTML !== was",
                arg=before,
            )
            assert picture.locator("svg title").first.text_content().startswith("Who stands")
            assert picture.bounding_box()["width"] == shape["width"]


@pytest.mark.parametrize(
    ("page_name", "place"),
    [
        ("overview", "figure[data-picture]:last-of-type >> nth=-1"),
        ("package", "#answers"),
        ("stability", "figure[data-picture] >> nth=0"),
    ],
)
def test_what_takes_longer_follows_too(chromium, home, page_name, place):
    with opened(chromium, home, viewport={"width": 1300, "height": 2400}) as page:
        page.goto(f"{page.at}/{page_name}")
        settled(page)
        held_place = page.locator(place)
        before = held_place.inner_html()
        with held(page, "slips" if page_name == "overview" else "trust of b"):
            page.wait_for_function(DRAWN)
            page.wait_for_function(TRAILED)
            assert held_place.inner_html() != before
            assert page.locator("figure.behind").count() == 0


def test_all_of_it_by_keyboard(chromium, home):
    with opened(chromium, home) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.id === 'main'")
        slider(page, "slips").focus()
        for _ in range(6):
            page.keyboard.press("ArrowRight")
        page.locator("#changes li").wait_for()
        assert page.evaluate("document.activeElement.type") == "range"  # one may go on
        settled(page)
        page.locator("[role=switch]").first.focus()
        page.keyboard.press("Space")
        page.wait_for_function("() => document.querySelectorAll('#cards .card').length === 2")
        assert page.locator("[role=switch]").first.get_attribute("aria-checked") == "false"
        page.get_by_role("link", name="Package", exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/package")
        page.locator("#build input:checked").first.focus()
        before = page.locator("#answers").inner_text()
        page.keyboard.press("ArrowDown")
        page.wait_for_function("before => document.querySelector('#answers').innerText !== before",
                               arg=before)  # fmt: skip
        page.get_by_role("link", name="Overview").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/overview")
        assert page.locator("#changes li").count() == 1


def test_a_field_takes_words_and_says_what_it_cannot_take(chromium, home):
    with opened(chromium, home) as page:
        slider(page, "slips")
        form = page.locator(".number:visible").first
        field = form.locator("input[type=text]")
        field.fill("likely")
        field.press("Enter")
        page.locator("#changes li").wait_for()
        assert "likely" in page.locator("#changes li").inner_text()


def test_changes_are_kept_in_the_file_and_its_comments_stay(chromium, tmp_path):
    home = dossier_file(tmp_path / "case", case())
    with opened(chromium, home) as page:
        slider(page, "slips").focus()
        page.keyboard.press("End")
        page.locator("#changes li").wait_for()
        page.get_by_role("link", name="Save, share, write back").click()
        page.get_by_label("As an assessment named").fill("what we feared")
        page.get_by_role("button", name="Keep as an assessment").click()
        page.get_by_text("Kept as the assessment").wait_for()
        text = (home / "dossier.yaml").read_text()
        assert text.startswith(COMMENT)
        again = sm.load(home)
        assert again.assessments["what we feared"].set["process.slip"] == 1
        page.goto(f"{page.at}/overview")
        settled(page)
        assert page.locator("#cards .card").count() == 4
        slider(page, "slips").focus()
        page.keyboard.press("Home")
        page.locator("#changes li").wait_for()
        page.get_by_role("link", name="Save, share, write back").click()
        page.get_by_role("button", name="Write into the file").click()
        page.get_by_text("Written into the file.").wait_for()
        assert sm.load(home).process.slip.range().mode == 0
        assert (home / "dossier.yaml").read_text().startswith(COMMENT)


def test_what_others_wrote_meanwhile_is_not_overwritten(chromium, tmp_path):
    home = dossier_file(tmp_path / "case", case())
    with opened(chromium, home, refusals=1) as page:
        slider(page, "slips").focus()
        page.keyboard.press("End")
        page.locator("#changes li").wait_for()
        other = case()
        other["unknowns"] = ["what the generals want"]
        (home / "dossier.yaml").write_text(written(other))
        page.goto(f"{page.at}/state")
        with page.expect_response("**/state/write") as answer:
            page.get_by_role("button", name="Write into the file").click()
        assert answer.value.status == 409
        assert "what the generals want" in (home / "dossier.yaml").read_text()
        assert sm.load(home).process.slip.range().mode != 1
        page.get_by_role("button", name="Keep both changes").click()
        page.get_by_text("Written into the file.").wait_for()
        both = sm.load(home)
        assert both.process.slip.range().mode == 1
        assert both.unknowns == ["what the generals want"]


@pytest.mark.parametrize("evil", [EVIL, LONG])
def test_hostile_names_hurt_nothing(chromium, tmp_path, evil):
    data = case()
    data["title"] = data["question"] = evil
    data["unknowns"] = [evil]
    data["parties"]["a"]["name"] = data["issues"]["troops"]["name"] = evil
    data["assessments"]["doves"]["name"] = evil
    data["sources"] = {"s": {"title": evil}}
    home = dossier_file(tmp_path / "case", data)
    with opened(chromium, home) as page:
        for name in ("overview", "parties", "package", "evidence", "numbers", "state"):
            page.goto(f"{page.at}/{name}")
            ready(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            assert "7*7" in page.content() or evil is LONG
            assert page.locator("main script, main img[onerror]").count() == 0


@pytest.mark.parametrize("width", [390, 820, 1300])
def test_nothing_moves_and_nothing_sticks_out(chromium, home, width):
    with opened(chromium, home, viewport={"width": width, "height": 800}) as page:
        for name in ("overview", "parties", "package", "evidence"):
            page.goto(f"{page.at}/{name}")
            ready(page)
            shifted = page.evaluate(SHIFTED)
            assert shifted < 0.1, (name, shifted)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_it_can_be_read_without_script(chromium, home):
    door = Door()
    with served(create(bench_of(home), door)) as address:
        visit = window(chromium, java_script_enabled=False)
        page = visit.new_page()
        page.goto(f"{address}/?token={door.token}")
        page.wait_for_url("**/overview")
        assert page.locator("#cards .card").count() == 3
        page.get_by_role("link", name="Every number").click()
        field = page.locator(".number", has_text="slips").locator("input[type=text]")
        field.fill("0.5")
        with page.expect_navigation():
            field.press("Enter")
        assert "chance that a deal slips" in page.locator("#changes").inner_text()
        visit.close()


def test_long_work_is_stopped_and_begun_again(chromium, home):
    with opened(chromium, home) as page:
        page.goto(f"{page.at}/bridges")
        page.get_by_role("button", name="Stop").click()
        page.get_by_text("Stopped: what would change it").wait_for()
        page.goto(f"{page.at}/parties")
        page.goto(f"{page.at}/bridges")
        page.get_by_text("Stopped: what would change it").wait_for()
        page.get_by_role("button", name="Begin again").click()
        settled(page)
        page.get_by_role("heading", name="What would change it, and who could").wait_for()
        assert page.get_by_text("Stopped: what would change it").count() == 0
