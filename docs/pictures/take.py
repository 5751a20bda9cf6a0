"""Take the screenshots of the tour: every page of Hanoi, as a reader of the tour sees it.

Run ``python docs/pictures/take.py`` in the project's folder; it needs Chromium, and some minutes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
CASE = HERE.parents[1] / "cases" / "hanoi-2019"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = (
    "overview", "bridges", "parties", "package", "tracks", "roadmap", "stability", "influence",
    "why", "evidence", "ledger", "numbers", "state", "making", "grid", "coding", "sharing",
)  # fmt: skip
MINUTE = 60_000


def settle(page: Page) -> None:
    """Wait until the page waits for nothing, and its pictures are there."""
    page.locator("[data-waits]").first.wait_for(state="detached", timeout=10 * MINUTE)
    page.wait_for_load_state("networkidle", timeout=MINUTE)
    page.wait_for_timeout(1500)


def take(page: Page, name: str) -> None:
    """One page, as far as a screen shows it."""
    page.screenshot(path=HERE / f"{name}.png")
    print(f"took {name}.png")


def main(folder: str) -> None:
    """Every page in light, the overview in the dark, on a telephone, and while a hand moves."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    summitry = [sys.executable, "-m", "summitry"]
    for verb in ("record", "resolve"):  # so that the ledger has something to show
        subprocess.run([*summitry, verb, str(CASE)], cwd=folder, check=True)  # noqa: S603
    command = [*summitry, "serve", str(CASE), "--port", "0", "--no-open"]
    server = subprocess.Popen(  # noqa: S603 - ourselves
        command, stderr=subprocess.PIPE, text=True, cwd=folder
    )
    address = ""
    while not address and server.stderr is not None:
        found = re.search(r"http://\S+", server.stderr.readline())
        address = found[0] if found else ""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(address)
        page.wait_for_url("**/overview", timeout=10 * MINUTE)
        at = page.url.rsplit("/", 1)[0]
        for name in sys.argv[1:] or PAGES:
            if page.goto(f"{at}/{name}", timeout=3 * MINUTE).status == 200:
                settle(page)
                take(page, name)
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
        browser.close()
    server.terminate()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as somewhere:
        main(somewhere)
