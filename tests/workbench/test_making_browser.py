"""A dossier made, frozen, edited and fought over, in Chromium: by mouse and by keyboard."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

import summitry as sm
from summitry.dossier.starter import starter
from summitry.workbench.app import create
from summitry.workbench.guard import Door
from tests.workbench.making_pages import bench_of, served, window

pytestmark = pytest.mark.browser
EVIL = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home" / "case"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text(starter("river"))
    return folder


@contextmanager
def pages(chromium, home, count=1, **context):
    """Pages at one workbench; afterwards nothing may have been said, asked elsewhere, or hurt."""
    door = Door()
    with served(create(bench_of(home), door)) as address:
        visit = window(chromium, viewport={"width": 1200, "height": 900}, **context)
        said, asked = [], []
        made = []
        for _ in range(count):
            page = visit.new_page()
            page.on("console", lambda one: said.append(one.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("request", lambda one: asked.append(one.url))
            page.goto(f"{address}/?token={door.token}")
            page.wait_for_url("**/overview")
            page.at = page.url.rsplit("/", 1)[0]
            made.append(page)
        yield made
        assert not any(page.evaluate("window.hurt") for page in made)
        visit.close()
        refused = "status of 4"  # a refusal that a test asks for is told on the console
        assert [one for one in said if refused not in one and "Vega-Lite" not in one] == []
        assert [one for one in asked if not one.startswith((address, "data:", "blob:"))] == []


def pressed(page, name):
    """Press a button by mouse, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def choose(page, at=1):
    """Answer the question by mouse."""
    for group in page.locator("#question fieldset").all():
        group.locator("label").nth(at).click()
    pressed(page, "Put it in")


def test_from_a_template_to_a_forecast_by_mouse(chromium, home):
    with pages(chromium, home) as (page,):
        page.goto(f"{page.at}/making")
        page.get_by_role("link", name="Begin a new dossier").click()
        page.get_by_text("A ceasefire", exact=True).click()
        page.get_by_label("Title").fill("Two sides")
        page.get_by_label("Folder").fill("two-sides")
        page.get_by_role("button", name="Begin").click()
        page.wait_for_url("**/making")
        for number in range(12):
            assert page.locator("#signature svg").count() == 0
            choose(page, number % 3)
        assert page.locator("#signature svg").is_visible()
        assert page.locator("#signature svg title").first.text_content() == (
            "Who stands where: Two sides"
        )
        page.get_by_role("link", name="Overview").click()
        page.wait_for_url("**/overview")
        assert "exchange" in page.locator("main").inner_text()
        dossier = sm.load(home.parent / "two-sides")
        assert dossier.title == "Two sides"
        assert len(dossier.stances["first"]) >= 3


def test_a_question_is_answered_by_keyboard_alone(chromium, home):
    with pages(chromium, home) as (page,):
        page.goto(f"{page.at}/making")
        asked = page.locator(".asked").inner_text()
        page.locator("#main").focus()
        groups = page.locator("#question fieldset").count()
        done = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            name = page.evaluate(
                "document.activeElement.name || document.activeElement.textContent"
            )
            if name.startswith("part-") and name not in done:
                page.keyboard.press("Space")
                page.keyboard.press("ArrowDown")
                done.add(name)
            if len(done) == groups and name.strip() == "Put it in":
                page.keyboard.press("Enter")
                break
        page.get_by_text("Saved in the file.").wait_for()
        assert page.locator(".asked").inner_text() != asked


def test_blind_until_frozen(chromium, home):
    with pages(chromium, home) as (page,):
        page.goto(f"{page.at}/coding")
        page.get_by_role("button", name="Hide the forecast").click()
        page.get_by_text("Coded blind.").first.wait_for()
        page.goto(f"{page.at}/overview")
        assert page.url.endswith("/coding")
        page.get_by_role("button", name="Freeze it").click()
        page.get_by_text("It has not been changed since.").wait_for()
        page.goto(f"{page.at}/overview")
        assert page.url.endswith("/overview")
        assert sm.load(home).coding.sha256[:16] in page.goto(f"{page.at}/coding").text()


def test_edit_save_reload_with_comments_kept(chromium, home):
    file = home / "dossier.yaml"
    before = file.read_text()
    with pages(chromium, home) as (page,):
        page.goto(f"{page.at}/grid")
        page.get_by_label("Cares: Upper Valley, Upper's new dam").fill("66")
        page.get_by_label("Wants: Lower Valley, Water released in summer").select_option("more")
        page.get_by_role("button", name="Save the grid").click()
        page.get_by_text("Saved in the file.").wait_for()
        page.reload()
        assert page.get_by_label("Cares: Upper Valley, Upper's new dam").input_value() == "66"
    after = file.read_text()
    gone = [one for one in before.splitlines() if one not in after.splitlines()]
    assert len(gone) == 2
    assert after.count("#") == before.count("#")


def test_two_pages_on_one_file(chromium, home):
    with pages(chromium, home, 2) as (first, second):
        for page in (first, second):
            page.goto(f"{page.at}/grid")
        first.get_by_label("Cares: Upper Valley, Upper's new dam").fill("66")
        first.get_by_role("button", name="Save the grid").click()
        first.get_by_text("Saved in the file.").wait_for()
        second.get_by_label("Cares: Lower Valley, Upper's new dam").fill("55")
        second.get_by_role("button", name="Save the grid").click()
        second.get_by_text("The file has changed").or_(
            second.get_by_role("heading", name="Changed by others")
        ).first.wait_for()
        assert "stances.upper.dam.salience" in second.locator("main").inner_text()
        second.get_by_role("button", name="Keep both").click()
        second.get_by_text("Saved in the file.").wait_for()
    stances = sm.load(home).stances
    assert stances["upper"]["dam"].salience.given == (66.0,)
    assert stances["lower"]["dam"].salience.given == (55.0,)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hostile_names_are_harmless_and_the_pages_accessible(chromium, home, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    file = home / "dossier.yaml"
    quoted = EVIL.replace("'", "''")
    file.write_text(
        starter(EVIL)
        .replace("name: Upper Valley", f"name: '{quoted}'")
        .replace("name: Farmers of the Upper Valley", f"name: {'x' * 5000}")
        .replace("name: The Coast", 'name: "\\u202etsaoC\\u202c \\u05d0\\u05d1"')
    )
    with pages(chromium, home, color_scheme=scheme) as (page,):
        for name in ("making", "grid", "coding", "sharing", "new"):
            page.goto(f"{page.at}/{name}" if name != "new" else f"{page.at.rsplit('/s/')[0]}/new")
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, name
            found = axe.Axe().run(page).response["violations"]
            grave = [one for one in found if one["impact"] in ("serious", "critical")]
            told = [(one["id"], [n["html"][:120] for n in one["nodes"][:2]]) for one in grave]
            assert told == [], name


def test_narrow_windows_need_no_sideways_scrolling(chromium, home):
    with pages(chromium, home) as (page,):
        page.set_viewport_size({"width": 380, "height": 800})
        for name in ("making", "grid", "coding", "sharing"):
            page.goto(f"{page.at}/{name}")
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, name
