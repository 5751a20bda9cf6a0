"""Everything in a dossier made and changed in Chromium: by mouse, by keyboard, and accessible."""

from __future__ import annotations

import pytest

import summitry as sm
from summitry.dossier.starter import starter
from tests.workbench.test_making_browser import pages, pressed

pytestmark = pytest.mark.browser
EVIL = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"
LETTER = "The Upper Valley would take a dam of half the size, if paid for. " + (
    "It rained that day. " * 80
)
MARKED = """() => {
  const words = document.getSelection().toString().trim().split(/\\s+/);
  return words.length > 1 && document.getElementById("quote").value === words.join(" ");
}"""
"""The words that are marked have come into their field; that they have been is told later."""


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home" / "case"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text(starter("river"))
    return folder


def turn(page, kind, label="", add=False):
    """Open an item, or the form of a new one, from the list of contents."""
    page.goto(f"{page.at}/contents")
    part = page.locator(f"section:has(#kind-{kind})")
    with page.expect_navigation():
        if add:
            part.get_by_role("link", name="Add:").click()
        else:
            part.locator(".things a").filter(has_text=label).first.click()


def saved(page, text="Saved in the file."):
    page.get_by_text(text).wait_for()


def test_an_event_and_a_clause_are_put_together_by_mouse(chromium, home):
    with pages(chromium, home) as (page,):
        turn(page, "event", add=True)
        page.get_by_label("What people call it").fill("a small step")
        for join, term, sign in (
            ("and", "agreed", "is the level"),
            ("and", "water = more", "is at least the level"),
            ("and not", "dam = given up", "is the level"),
        ):
            page.get_by_label("How it is joined on").select_option(join)
            page.get_by_label("What is said").select_option(term)
            page.get_by_label("How the level is meant").select_option(label=sign)
            pressed(page, "Put it behind")
        statement = page.get_by_label("It has happened when")
        assert statement.input_value() == "agreed and water >= more and not dam = given up"
        assert page.get_by_label("What people call it").input_value() == "a small step"
        # Checked at once, while it is written.
        statement.fill("agreed and water >= mor")
        page.locator(".verdict.bad").get_by_text("did you mean").wait_for()
        statement.fill("agreed and water >= more")
        page.locator(".verdict:not(.bad)").get_by_text("there is a deal and").wait_for()
        pressed(page, "Add it")
        saved(page)
        turn(page, "clause", add=True)
        for join, term in (("and", "water = most"), ("requires", "payments = some")):
            page.get_by_label("How it is joined on").select_option(join)
            page.get_by_label("What is said").select_option(term)
            pressed(page, "Put it behind")
        page.locator(".verdict").get_by_text("if “Water released").wait_for()
        pressed(page, "Add it")
        saved(page)
    dossier = sm.load(home)
    assert dossier.events["a small step"].when == "agreed and water >= more"
    assert dossier.clauses[-1] == "water = most requires payments = some"


def typed(page, text):
    """Type into what has the keys; to a list, slow letters each begin another word."""
    page.keyboard.type(text)
    chosen = "document.activeElement.selectedOptions?.[0]?.label.startsWith"
    for _ in range(10):
        if page.evaluate(f"text => {chosen}?.(text) ?? true", text):
            return
        page.wait_for_timeout(1_100)  # the list forgets what has been typed after a second
        page.keyboard.type(text)
    raise AssertionError(text)


def tab_to(page, name):
    """Walk by the Tab key to what is called so."""
    for _ in range(250):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(() => { const one = document.activeElement; return one.labels?.[0]?.textContent ||"
            " one.getAttribute('aria-label') || one.textContent; })()"
        )
        if found.strip().startswith(name):
            return
    raise AssertionError(name)


def test_a_party_is_added_renamed_and_removed_by_keyboard(chromium, home):
    before = (home / "dossier.yaml").read_text()
    with pages(chromium, home) as (page,):
        page.goto(f"{page.at}/contents")
        page.locator("#main").focus()
        tab_to(page, "Add: party")
        page.keyboard.press("Enter")
        page.wait_for_url("**/new/party")
        page.locator("#main").focus()
        tab_to(page, "Name, as people read it")
        page.keyboard.type("The Monks")
        tab_to(page, "What it does")
        typed(page, "looks")
        page.keyboard.press("Tab")
        tab_to(page, "Add it")
        page.keyboard.press("Enter")
        saved(page)
        assert sm.load(home).parties["the monks"].role == "third"
        page.locator("#main").focus()
        tab_to(page, "It is called, wherever")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("brothers")
        page.keyboard.press("Enter")
        saved(page, "Renamed in")
        assert "brothers" in sm.load(home).parties
        page.locator("#main").focus()
        tab_to(page, "Remove …")
        page.keyboard.press("Enter")
        page.get_by_text("Nothing else speaks of it.").wait_for()
        page.locator("#main").focus()
        tab_to(page, "Remove it")
        page.keyboard.press("Enter")
        saved(page, "Removed.")
    assert (home / "dossier.yaml").read_text() == before


def test_renaming_and_removing_by_mouse_and_taken_back(chromium, home):
    file = home / "dossier.yaml"
    before = file.read_text()
    with pages(chromium, home) as (page,):
        turn(page, "issue", "Water")
        page.get_by_label("It is called, wherever").fill("the river")
        pressed(page, "Rename it everywhere")
        saved(page, "Renamed in")
        assert sm.load(home).events["more water"].when == "the river >= more"
        page.get_by_label("Level 2").fill("a lot")
        pressed(page, "Rename more")
        saved(page, "Renamed in")
        assert sm.load(home).events["more water"].when == "the river >= a lot"
        assert file.read_text().count("#") == before.count("#")
        page.get_by_role("link", name="Remove …").first.click()
        page.locator("#also").get_by_text("event: more water").wait_for()
        pressed(page, "Remove it")
        saved(page, "Removed.")
        assert "more water" not in sm.load(home).events
        pressed(page, "Take it back")
        saved(page, "Taken back.")
    assert sm.load(home).events["more water"].when == "the river >= a lot"


def test_two_pages_on_one_thing(chromium, home):
    with pages(chromium, home, 2) as (first, second):
        for page in (first, second):
            turn(page, "party", "Farmers")
        first.get_by_label("Name, as people read it").fill("The growers")
        pressed(first, "Save")
        saved(first)
        second.get_by_label("Name, as people read it").fill("The peasants")
        pressed(second, "Save")
        second.get_by_text("Nothing was written.").wait_for()
    assert sm.load(home).parties["farmers"].name == "The growers"


def test_a_fault_is_told_at_the_field_and_nothing_typed_is_lost(chromium, home):
    with pages(chromium, home) as (page,):
        turn(page, "process")
        page.get_by_label("Personal bond", exact=False).first.fill("0.9, 0.1, 0.5")
        page.get_by_label("Share of what is hidden that a party").fill("0.2")
        pressed(page, "Save")
        bad = page.locator("[aria-invalid=true]")
        bad.wait_for()
        assert bad.input_value() == "0.9, 0.1, 0.5"
        told = page.locator(f"#{bad.get_attribute('aria-describedby').split()[0]}")
        assert "out of order" in told.inner_text()
        assert page.get_by_label("Share of what is hidden that a party").input_value() == "0.2"
        bad.fill("0.1, 0.5, 0.9")
        pressed(page, "Save")
        saved(page)
    assert sm.load(home).process.rapport.given == (0.1, 0.5, 0.9)
    assert sm.load(home).process.holding_back == 0.2


def with_letter(page, home):
    turn(page, "source", add=True)
    page.get_by_label("Title").fill("A letter")
    pressed(page, "Add it")
    saved(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Its text, and passages").click()
    file = home.parent / "letter from upper.txt"
    file.write_text(LETTER)
    page.get_by_label("Choose a text file").set_input_files(file)
    page.get_by_text("characters. Save to keep it.").wait_for()
    page.get_by_label("Kept beside the dossier as").fill("letter.txt")
    pressed(page, "Keep the text")
    saved(page, "The text is kept.")
    assert (home / "letter.txt").read_text() == LETTER


def test_a_passage_is_marked_and_cited_by_mouse(chromium, home):
    with pages(chromium, home) as (page,):
        with_letter(page, home)
        # Drag over "a dam of half the size".
        box = page.evaluate("""() => {
            const text = document.querySelector('#text').firstChild, range = document.createRange();
            const at = text.data.indexOf('a dam of half');
            range.setStart(text, at); range.setEnd(text, at + 'a dam of half the size'.length);
            const one = range.getBoundingClientRect();
            return [one.left, one.top + one.height / 2, one.right];
        }""")
        page.mouse.move(box[0] + 1, box[1])
        page.mouse.down()
        page.mouse.move(box[2] - 1, box[1], steps=8)
        page.mouse.up()
        page.wait_for_function(MARKED)
        assert page.get_by_label("Its words").input_value() == "a dam of half the size"
        page.get_by_text("6 of at most 12 words").wait_for()
        page.get_by_label("What they bear out").select_option(
            label="salience of dam to Upper Valley"
        )
        page.get_by_label("It is then known because").select_option("stated")
        pressed(page, "Cite it")
        saved(page, "Cited for")
        assert page.locator("#text mark").inner_text() == "a dam of half the size"
        page.goto(f"{page.at}/evidence")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.locator(".source mark").first.inner_text() == "a dam of half the size"
    salience = sm.load(home).stances["upper"]["dam"].salience
    assert salience.cite[0].quote == "a dam of half the size"


def test_a_passage_is_marked_and_cited_by_keyboard(chromium, home):
    with pages(chromium, home) as (page,):
        with_letter(page, home)
        page.locator("#main").focus()
        tab_to(page, "Text of the source")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        for _ in range(2):
            page.keyboard.press("Shift+ArrowRight")
        page.wait_for_function(MARKED)
        words = page.get_by_label("Its words").input_value()
        assert words in LETTER
        assert 2 <= len(words.split()) <= 4
        tab_to(page, "What they bear out")
        typed(page, "salience of dam to U")
        page.keyboard.press("Tab")
        tab_to(page, "Cite it")
        page.keyboard.press("Enter")
        saved(page, "Cited for")
    assert sm.load(home).stances["upper"]["dam"].salience.cite[0].quote == words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forms_are_accessible_and_hostile_names_harmless(chromium, home, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    file = home / "dossier.yaml"
    quoted = EVIL.replace("'", "''")
    file.write_text(
        starter("river")
        .replace("name: Upper Valley", f"name: '{quoted}'")
        .replace("name: Farmers of the Upper Valley", f"name: {'x' * 5000}")
        .replace("name: The Coast", 'name: "\\u202etsaoC\\u202c \\u05d0\\u05d1"')
        .replace("\nsources:\n", f"\nsources:\n  s: {{title: '{quoted}', author: {'y' * 5000}}}\n")
    )
    with pages(chromium, home, color_scheme=scheme) as (page,):
        page.goto(f"{page.at}/contents")
        kinds = page.eval_on_selector_all("h2[id]", "all => all.map(one => one.id.slice(5))")
        addresses = [f"{page.at}/contents"]
        for kind in kinds:
            part = page.locator(f"section:has(#kind-{kind})")
            for links in (part.locator(".things a"), part.get_by_role("link", name="Add:")):
                first = [links.first.get_attribute("href")] if links.count() else []
                addresses += [page.url.split("/s/")[0] + one for one in first]
        party = next(one for one in addresses[2:] if "/new/" not in one)
        source = page.locator("section:has(#kind-source) .note a").first.get_attribute("href")
        addresses += [f"{party}/remove", page.url.split("/s/")[0] + source]
        wrong = []
        # In the dark only some: colours are all that differs.
        for address in addresses if scheme == "light" else [*addresses[:4], *addresses[-2:]]:
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
                    wrong.append((address.rsplit("/contents", 1)[1], one["id"], nodes))
        assert not wrong, "\n".join(map(str, wrong))
