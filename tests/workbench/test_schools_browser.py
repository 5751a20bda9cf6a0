"""A school given an ask, a red line and cover of its own in Chromium, by mouse and by keyboard."""

from __future__ import annotations

import pytest

import summitry as sm
from summitry.dossier.starter import starter
from tests.workbench.making_pages import settled
from tests.workbench.test_contents_browser import saved, tab_to, turn, typed
from tests.workbench.test_journeys import figure, slider
from tests.workbench.test_making_browser import pages, pressed

pytestmark = pytest.mark.browser
EVIL = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home" / "case"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text(starter("river"))
    return folder


def figures(page):
    page.goto(f"{page.at}/overview")
    settled(page)
    return [figure(page, number, 0) for number in (0, 1)]


def number(page, label):
    """The field of a number, not of its reasons."""
    return page.get_by_role("combobox", name=label).first


def test_an_ask_a_red_line_and_no_cover_by_mouse(chromium, home):
    file = home / "dossier.yaml"
    before = file.read_text()
    with pages(chromium, home) as (page,):
        first = figures(page)
        turn(page, "school", "Those who hope")
        page.get_by_text("Nothing yet:").wait_for()
        page.get_by_role("link", name="Add: big ask").click()
        page.get_by_label("Who").select_option(label="Lower Valley")
        page.get_by_label("On which issue").select_option(label="Upper's new dam")
        page.get_by_label("Nothing short of").select_option(label="given up")
        number(page, "Chance that it is made").fill("1.7")
        pressed(page, "Add it")
        bad = page.locator("[aria-invalid=true]")
        bad.wait_for()
        assert bad.input_value() == "1.7"
        assert page.get_by_label("Nothing short of").input_value() == "given up"
        assert file.read_text() == before
        bad.fill("0.5, 0.7, 0.9")
        pressed(page, "Add it")
        saved(page)
        page.locator(".says").get_by_text("Nothing short of: given up").wait_for()
        page.get_by_label("A red line of").select_option(
            label="Upper Valley: Inspection of Lower's wells"
        )
        pressed(page, "Draw or move it")
        page.get_by_label("or nothing short of").first.select_option(label="allowed")
        number(page, "Chance that it means it").fill("likely")
        pressed(page, "Save")
        saved(page)
        page.get_by_label("Say otherwise").select_option(
            label="cover: by The Coast, against Farmers of the Upper Valley"
        )
        pressed(page, "Open")
        pressed(page, "This school says there is none")
        saved(page)
        page.reload()
        assert page.locator(".says tbody tr").count() == 3
        now = figures(page)
        assert now[0] < first[0]
        assert now[1] == first[1]
        # A hand moves a number of the cover, which this school has not.
        slider(page, "cover by").focus()
        page.keyboard.press("End")
        page.locator("#changes li").wait_for()
        settled(page)
        assert figure(page, 0, 0) == now[0]
        turn(page, "school", "Those who hope")
        page.get_by_role("link", name="Take back: big ask").click()
        pressed(page, "Remove it")
        saved(page, "Removed.")
    assert sm.load(home).assessments["hopeful"].set == {
        "stances.upper.inspection.red_line": {"below": "allowed", "likelihood": "likely"},
        "cover.coast>farmers": None,
    }
    after = file.read_text().splitlines()
    assert [one for one in before.splitlines() if one not in after] == []


def test_a_stance_and_a_choice_by_keyboard(chromium, home):
    with pages(chromium, home) as (page,):
        turn(page, "school", "Those who hope")
        page.locator("#main").focus()
        tab_to(page, "Add: stance")
        page.keyboard.press("Enter")
        page.wait_for_url("**/says/new/stance")
        page.locator("#main").focus()
        for label, text in (
            ("Who", "The Coast"), ("On which issue", "Upper's new"),
            ("The level it wants", "built"), ("How much it cares", "40, 60, 80"),
        ):  # fmt: skip
            tab_to(page, label)
            typed(page, text)
        page.keyboard.press("Enter")
        saved(page)
        page.locator("#main").focus()
        tab_to(page, "How they negotiate")
        page.keyboard.press("Enter")
        page.get_by_text("As this school has it.").wait_for()
        page.locator("#main").focus()
        tab_to(page, "Which package is struck")
        typed(page, "equal gains")
        tab_to(page, "Save")
        page.keyboard.press("Enter")
        saved(page)
    assert sm.load(home).assessments["hopeful"].set == {
        "stances.coast.dam": {"ideal": "built", "salience": [40, 60, 80]},
        "process.solution": "egalitarian",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_schools_forms_are_accessible_and_hostile_names_harmless(chromium, home, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    quoted = EVIL.replace("'", "''")
    (home / "dossier.yaml").write_text(
        starter("river")
        .replace("name: Those who doubt", f"name: '{quoted}'")
        .replace("name: Upper Valley", f"name: '{quoted}'")
        .replace("name: Farmers of the Upper Valley", f"name: {'x' * 5000}")
        .replace("name: The Coast", 'name: "\\u202etsaoC\\u202c \\u05d0\\u05d1"')
    )
    with pages(chromium, home, color_scheme=scheme) as (page,):
        turn(page, "school", "<script>")
        says = page.locator("#says")
        links = [one.get_attribute("href") for one in says.locator("a").all()]
        some = dict.fromkeys(links if scheme == "light" else links[:3])
        choices = page.get_by_label("Say otherwise").locator("option").all()
        values = [one.get_attribute("value") for one in choices]
        start = page.url
        own = [f"{start}/says/{one}" for one in values[:: 4 if scheme == "light" else 20]]
        wrong = []
        for address in [start, *(start.split("/s/")[0] + one for one in some), *own]:
            page.goto(address)
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            for width in (1200, 380):
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    wrong.append((address, f"wider than {width}"))
            page.set_viewport_size({"width": 1200, "height": 900})
            for one in axe.Axe().run(page).response["violations"]:
                if one["impact"] in ("serious", "critical"):
                    nodes = [node["html"][:200] for node in one["nodes"][:2]]
                    wrong.append((address, one["id"], nodes))
        assert not wrong, "\n".join(map(str, wrong))
