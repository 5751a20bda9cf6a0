"""From a slider's input to the page redrawn, in Chromium: median and 90th percentile.

Run with ``make bench``. Measured in the page itself: from the input event to the next frame after
figures and the pictures in view have followed; each input waits for the one before, so that none is
skipped. On Hanoi and on a dossier of 20 parties and 20 issues; one person, and four at once, each
moving a number of their own sitting. Then, page by page on Hanoi, the same, and how long after its
input everything in view has followed, each lane brought into view in turn in a usual window. The
server is ``summitry serve`` in a process of its own; what it takes of the processor is told beside,
as others may use the machine.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
INPUTS = 40
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MOVE = """async (count) => {
  const slider = document.querySelector(".number:not([hidden]) input[type=range]");
  const [least, most] = [Number(slider.min), Number(slider.max)];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const taken = [];
  for (let n = 0; n < count; n += 1) {
    slider.value = least + ((most - least) * (n + 1)) / (count + 2);
    const wanted = String(Number(slider.value));
    const begun = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (document.body.dataset.redrawn !== wanted) {
      if (performance.now() - begun > 30000) throw new Error("the page does not follow");
      await new Promise((done) => setTimeout(done, 1));
    }
    await frame();
    taken.push(performance.now() - begun);
  }
  return taken;
}"""

TRAIL = """async (count) => {
  const slider = document.querySelector(".number:not([hidden]) input[type=range]");
  const [least, most] = [Number(slider.min), Number(slider.max)];
  const taken = [];
  for (let n = 0; n < count; n += 1) {
    slider.value = most - ((most - least) * (n + 1)) / (count + 2);
    const wanted = String(Number(slider.value));
    const begun = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (document.body.dataset.trailed !== wanted) {
      if (performance.now() - begun > 60000) throw new Error("the page does not follow");
      await new Promise((done) => setTimeout(done, 5));
    }
    taken.push(performance.now() - begun);
  }
  return taken;
}"""
IN_VIEW = """() => [...new Set([...document.querySelectorAll("[data-lane]")].filter((one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}).map((one) => one.dataset.lane))]"""
PAGES = ("overview", "parties", "package", "tracks", "roadmap", "stability", "influence", "why",
         "bridges")  # fmt: skip
LANES = "main [data-lane]"
HAND = 16
"""Inputs that wait for a lane."""


def large(parties: int = 20, issues: int = 20) -> dict:
    """A dossier of many parties and issues: two who sign, six who must live with it."""
    levels = ["none", "some", "all"]
    names = [f"p{number:02d}" for number in range(parties)]
    matters = [f"i{number:02d}" for number in range(issues)]
    roles: dict[str, dict] = {}
    for number, name in enumerate(names):
        if number < 2:
            roles[name] = {"role": "principal"}
        elif number < 8:
            roles[name] = {"role": "ratifier", "of": names[number % 2], "leverage": "low"}
        else:
            roles[name] = {"role": "third"}
    stances = {
        name: {
            issue: {
                "ideal": levels[(3 * number + 2 * place + number * place) % 3],
                "salience": 10 + (37 * number + 61 * place) % 80,
            }
            for place, issue in enumerate(matters)
        }
        for number, name in enumerate(names)
    }
    return {
        "summitry": 1,
        "title": "Twenty by twenty",
        "as_of": "2026-01-01",
        "confidence": "moderate",
        "parties": roles,
        "issues": {
            issue: {"levels": levels, "status_quo": "none", "performed_by": names[place % 2]}
            for place, issue in enumerate(matters)
        },
        "stances": stances,
        "stakes": {names[0]: {"calm": [-0.3, -0.2, -0.1]}, names[1]: {"calm": [-0.3, -0.2, -0.1]}},
        "process": {"trust": {names[0]: [0.3, 0.5, 0.7], names[1]: [0.3, 0.5, 0.7]}},
    }


def opened(browser, address: str) -> Page:
    """A page of its own, with a number found and the pictures ready to follow."""
    page = browser.new_context(viewport={"width": 1300, "height": 1300}).new_page()
    page.goto(address)
    page.wait_for_url("**/overview", timeout=120_000)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait for long work, find a number, and move it until the pace is found."""
    page.locator("[data-waits]").first.wait_for(state="detached", timeout=600_000)
    page.get_by_label("Find").fill("trust of")
    page.locator(".number:visible").first.wait_for()
    page.evaluate(MOVE, 10)  # the drawing library loads, and the pace is found


def told(name: str, taken: list[float], more: str = "") -> None:
    """One line of the benchmark."""
    cut = statistics.quantiles(taken, n=10)
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    line = f"{name}: median {statistics.median(taken):.0f} ms, p90 {cut[8]:.0f} ms{more}; {load}"
    print(line, flush=True)


def processor(pid: int) -> float:
    """Milliseconds of the processor that a process has taken; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def by_page(page: Page) -> None:
    """One person on page after page: what comes with the plain look, then lane by lane."""
    at = page.url.rsplit("/", 1)[0]
    page.set_viewport_size({"width": 1300, "height": 800})  # a window on a usual screen
    for name in PAGES:
        page.goto(f"{at}/{name}")
        settled(page)
        told(f"Hanoi, {name}", page.evaluate(MOVE, INPUTS))
        places = page.locator(LANES)
        seen = set()
        for number in range(places.count()):
            lane = places.nth(number).get_attribute("data-lane")
            if lane not in seen:
                seen.add(lane)
                places.nth(number).scroll_into_view_if_needed()
                page.evaluate(TRAIL, HAND // 2)  # its pace is found
                beside = page.evaluate(IN_VIEW)
                more = f", {len(beside)} in view" if len(beside) > 1 else ""
                told(f"Hanoi, {name}, {lane}{more}", page.evaluate(TRAIL, HAND))


def measure(browser, path: Path, name: str, aim: str = "", *, pages: bool = False) -> None:
    """One person, then four at once, at one workbench; then page by page."""
    command = [sys.executable, "-m", "summitry", "serve", str(path), "--port", "0", "--no-open"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        address = ""
        while not address:
            found = re.search(r"http://\S+", server.stderr.readline())
            address = found[0] if found else ""
        people = [opened(browser, address)]
        before = processor(server.pid)
        taken = people[0].evaluate(MOVE, INPUTS)
        own = (processor(server.pid) - before) / INPUTS
        told(f"{name}, one person", taken, f"{aim}, {own:.0f} ms of the server's processor")
        people += [opened(browser, address) for _ in range(3)]
        for page in people:
            page.evaluate(f"() => {{ window.taken = ({MOVE})({INPUTS}) }}")
        every = [one for page in people for one in page.evaluate("() => window.taken")]
        told(f"{name}, four at once", every)
        for page in people[1:]:
            page.context.close()
        if pages:
            by_page(people[0])
        people[0].context.close()
    finally:
        server.terminate()
        server.wait(10)


def main() -> None:
    """Everything; with --quick, neither page by page nor the large dossier."""
    quick = "--quick" in sys.argv
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        print("workbench: no Chromium on this machine; .ci/run installs it")
        return
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        measure(
            browser, ROOT / "cases" / "hanoi-2019", "Hanoi", " (aim 60 and 100)", pages=not quick
        )
        if quick:
            browser.close()
            return
        file = Path(folder) / "dossier.yaml"
        file.write_text(json.dumps(large()))
        measure(browser, file, "20 parties, 20 issues")
        browser.close()


if __name__ == "__main__":
    main()
