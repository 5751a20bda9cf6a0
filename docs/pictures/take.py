"""Take the screenshots of the tour: every page of Hanoi, as a reader of the tour sees it.

Run ``python docs/pictures/take.py`` in the project's folder; it needs Chromium, and some minutes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
CASE = HERE.parents[1] / "cases" / "hanoi-2019"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = (
    "overview", "bridges", "parties", "package", "tracks", "roadmap", "stability", "influence",
    "why", "evidence", "ledger", "numbers", "state", "making", "grid", "contents",
    "coding", "sharing",
)  # fmt: skip
MINUTE = 60_000
SUMMITRY = [sys.executable, "-m", "summitry"]
LETTER = (
    "Talks on the river resume. A clerk of the Upper Valley said on Monday that his council would "
    "rather build a smaller dam than none.\n\nIn the Lower Valley they answered that the rice "
    "depends on the summer water, and that nobody there had been asked.\n"
)
"""An invented text, for a picture of how passages are cited."""


def settle(page: Page) -> None:
    """Wait until the page waits for nothing, and its pictures are there."""
    page.locator("[data-waits]").first.wait_for(state="detached", timeout=10 * MINUTE)
    page.wait_for_load_state("networkidle", timeout=MINUTE)
    page.wait_for_timeout(1500)


def take(page: Page, name: str) -> None:
    """One page, as far as a screen shows it."""
    page.screenshot(path=HERE / f"{name}.png")
    print(f"took {name}.png")


@contextmanager
def served(path: str, folder: str) -> Iterator[str]:
    """The workbench over a dossier; the address to come in by."""
    command = [*SUMMITRY, "serve", path, "--port", "0", "--no-open"]
    server = subprocess.Popen(  # noqa: S603 - ourselves
        command, stderr=subprocess.PIPE, text=True, cwd=folder
    )
    address = ""
    while not address and server.stderr is not None:
        found = re.search(r"http://\S+", server.stderr.readline())
        address = found[0] if found else ""
    try:
        yield address
    finally:
        server.terminate()


def take_text(page: Page) -> None:
    """A source's text with a passage cited: of the invented starter, which has a text to show."""
    page.wait_for_url("**/overview", timeout=10 * MINUTE)
    at = page.url.rsplit("/", 1)[0]
    page.goto(f"{at}/contents")
    page.get_by_role("link", name="text and passages").first.click()
    page.get_by_label("or paste the text").fill(LETTER)
    page.get_by_role("button", name="Keep the text").click()
    page.get_by_text("The text is kept.").wait_for()
    for quote, target in (
        ("would rather build a smaller dam", "ideal of Upper Valley on dam"),
        ("the rice depends on the summer water", "salience of water to Lower Valley"),
    ):
        page.get_by_label("Its words").fill(quote)
        page.get_by_label("What they bear out").select_option(label=target)
        page.get_by_role("button", name="Cite it").click()
        page.get_by_text("Cited for").wait_for()
    take(page, "text")


def main(folder: str) -> None:
    """Every page in light, the overview in the dark, on a telephone, and while a hand moves."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    for verb in ("record", "resolve"):  # so that the ledger has something to show
        subprocess.run([*SUMMITRY, verb, str(CASE)], cwd=folder, check=True)  # noqa: S603
    subprocess.run([*SUMMITRY, "new", "river"], cwd=folder, check=True)  # noqa: S603
    with (
        served(str(CASE), folder) as address,
        served("river", folder) as river,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(address)
        page.wait_for_url("**/overview", timeout=10 * MINUTE)
        at = page.url.rsplit("/", 1)[0]
        for name in sys.argv[1:] or PAGES:
            if page.goto(f"{at}/{name}", timeout=3 * MINUTE).status == 200:
                settle(page)
                take(page, name)
        for kind in ("event", "issue"):
            page.goto(f"{at}/contents")
            page.locator(f"section:has(#kind-{kind}) .things a").first.evaluate(
                "one => one.click()"
            )
            page.wait_for_url("**/contents/*")
            settle(page)
            take(page, kind)
        page.goto(f"{at}/overview")
        settle(page)
        page.get_by_label("Find").fill("trust of united")
        slider = page.locator(".number:visible input[type=range]").first
        slider.focus()
        for _ in range(12):
            page.keyboard.press("ArrowLeft")
        page.locator("#changes li").wait_for(timeout=MINUTE)
        settle(page)
        take(page, "changed")
        for name, more in (
            ("dark", {"color_scheme": "dark", "viewport": {"width": 1280, "height": 860}}),
            ("narrow", {"viewport": {"width": 390, "height": 800}}),
        ):
            other = browser.new_context(**more).new_page()
            other.goto(address)
            other.wait_for_url("**/overview", timeout=10 * MINUTE)
            settle(other)
            take(other, name)
        text = browser.new_page(viewport={"width": 1280, "height": 860})
        text.goto(river)
        take_text(text)
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as somewhere:
        main(somewhere)
