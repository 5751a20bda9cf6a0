"""Every page by axe-core, light and dark; hostile texts on every page and in everything saved."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest

from summitry.workbench.app import create_for
from summitry.workbench.bench import Bench
from summitry.workbench.guard import Door
from summitry.workbench.page import PAGES
from tests.audiences.canary import TEXT
from tests.forecasts.test_forecast import case
from tests.workbench.making_pages import opened, served, settled, window

pytestmark = pytest.mark.browser
NAMES = [name for name, _, _ in PAGES]
SCRIPT = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>{{7*7}}"
FORMULA = "=HYPERLINK(1)"
LONG = "x" * 5_000
HEBREW_AND_ARABIC = "\u202e\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645\u200f"
STRANGE = HEBREW_AND_ARABIC + " \U0001f54a\ufe0f \x07\x1b[31m\u2028"
SERIOUS = ("serious", "critical")


def hostile():
    """Each kind of hostile text in another place, all of them on every page."""
    data = case()
    data["title"], data["question"], data["author"] = STRANGE, SCRIPT, FORMULA
    data["unknowns"] = [SCRIPT, STRANGE, FORMULA, LONG]
    data["parties"]["a"]["name"] = SCRIPT
    data["parties"]["b"]["name"] = LONG
    data["parties"]["hawks"]["name"] = STRANGE
    data["parties"]["ally"]["name"] = FORMULA
    data["issues"]["troops"]["name"] = SCRIPT
    data["issues"]["arms"]["name"] = STRANGE
    doves, hawks = list(data["assessments"])[:2]
    data["assessments"][doves] |= {"name": FORMULA, "note": SCRIPT, "holder": STRANGE}
    data["assessments"][hawks] |= {"name": SCRIPT, "note": LONG}
    data["sources"] = {"s": {"title": SCRIPT, "author": STRANGE, "url": "javascript:alert(1)"}}
    data["events"] = {FORMULA: "troops = go", SCRIPT: "arms = scrap", LONG[:300]: "agreed"}
    data["road_maps"] = {"slow": {"name": SCRIPT, "steps": [{"troops": "go"}, {"arms": "scrap"}]}}
    data["tracks"] = {"mine": {"name": FORMULA, "baskets": [["troops"], ["arms"]]}}
    return data


def turned_to(page, name):
    """A page with everything on it worked out, and all that is folded opened."""
    page.goto(f"{page.at}/{name}")
    settled(page)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def dossier_of(folder, data):
    folder.mkdir(exist_ok=True)
    (folder / "dossier.yaml").write_text(json.dumps(data, ensure_ascii=False))
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(chromium, tmp_path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    home = dossier_of(tmp_path / "case", case())
    found = []
    with opened(chromium, home, color_scheme=scheme) as page:
        for name in NAMES:
            turned_to(page, name)
            for one in axe.Axe().run(page).response["violations"]:
                if one["impact"] in SERIOUS:
                    nodes = [node["html"][:160] for node in one["nodes"][:3]]
                    found.append((name, one["id"], one["help"], len(one["nodes"]), nodes))
    assert not found, "\n".join(map(str, found))


def test_hostile_texts_hurt_nothing_anywhere(chromium, tmp_path):
    home = dossier_of(tmp_path / "case", hostile())
    wrong = []
    with opened(chromium, home) as page:
        for name in NAMES:
            turned_to(page, name)
            if page.evaluate("window.hurt"):
                wrong.append((name, "a script of the dossier ran"))
            if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                wrong.append((name, "wider than the window"))
            if page.locator("main script, aside script, img[onerror], a[href^=javascript]").count():
                wrong.append((name, "an element of the dossier's"))
            if re.search(r"[\u202a-\u202e\x00-\x08\x1b\x85]", page.content()):
                wrong.append((name, "control characters in the page"))
            if ">49<" in page.content():
                wrong.append((name, "a template of the dossier's was filled in"))
            links = page.eval_on_selector_all(
                "a[href$='.csv'], a[href$='.svg']", "every => every.map(one => one.href)"
            )
            answers = [(f"{page.at}/{name}.json", page.request.get(f"{page.at}/{name}.json"))]
            answers += [(one, page.request.get(one)) for one in dict.fromkeys(links)]
            wrong += [(name, one, fault) for one, got in answers for fault in faults(one, got)]
    assert not wrong, "\n".join(map(str, wrong))


def faults(address, got):
    """What is wrong with something saved: JSON, CSV or SVG."""
    if got.status != 200:
        yield f"status {got.status}"
        return
    text = got.text()
    if address.endswith(".json"):
        json.loads(text)
        if "nosniff" not in got.headers.get("x-content-type-options", ""):
            yield "may be taken for a page"
    elif address.endswith(".csv"):
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
            for cell in row:
                if cell[:1] in tuple("=+-@\t\r") and not re.fullmatch(r"[-+]?[\d.,%]+", cell):
                    yield f"a formula: {cell[:60]}"
    else:
        root = ET.fromstring(text)  # noqa: S314 - our own picture
        for one in root.iter():
            if one.tag.endswith(("script", "foreignObject")) or any(
                key.startswith("on") for key in one.attrib
            ):
                yield f"an element that could run: {one.tag}"


@pytest.mark.parametrize("width", [1300, 820])
def test_an_audience_has_the_whole_width_and_no_range_that_never_comes(chromium, tmp_path, width):
    door = Door()
    (tmp_path / "dossier.yaml").write_text(TEXT)
    bench = Bench(tmp_path)
    with served(create_for(bench, "lower", door)) as address:
        visit = window(chromium, viewport={"width": width, "height": 900})
        page = visit.new_page()
        page.goto(f"{address}/?token={door.token}")
        page.wait_for_url("**/overview")
        page.at = page.url.rsplit("/", 1)[0]
        turned_to(page, "overview")
        box = page.locator("main").bounding_box()
        assert box["x"] + box["width"] > width - 40
        assert "being worked out" not in page.locator("main").inner_text()
        visit.close()
    bench.jobs.close()


def test_every_page_can_be_reached_and_read_by_keyboard(chromium, tmp_path):
    home = dossier_of(tmp_path / "case", case())
    with opened(chromium, home) as page:
        for name, label, _ in PAGES:
            link = page.get_by_role("navigation").get_by_role("link", name=label, exact=True)
            link.focus()
            with page.expect_navigation(url=f"**/{name}"):
                page.keyboard.press("Enter")
            assert page.locator("h1").count() == 1
            current = page.locator("nav [aria-current=page]")
            assert current.inner_text() == label
        turned_to(page, "overview")
        seen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            ring = page.evaluate(
                "(() => { const one = document.activeElement, is = getComputedStyle(one);"
                " return [one.tagName, one === document.body ||"
                " (is.outlineStyle !== 'none' && parseFloat(is.outlineWidth) > 0)]; })()"
            )
            seen.append(ring)
        assert all(visible for _, visible in seen), seen
        assert {"A", "SUMMARY"} <= {tag for tag, _ in seen}
