"""A workbench over HTTP and in Chromium, for the tests of the pages on which a dossier is made."""

from __future__ import annotations

import re
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

pytest.importorskip("fastapi", reason="the workbench needs the web extra")
pytest.importorskip("uvicorn", reason="the workbench needs the web extra")
pytest.importorskip("vl_convert", reason="pictures need the charts extra")

import uvicorn

from summitry.workbench import workers
from summitry.workbench.app import create
from summitry.workbench.bench import Bench
from summitry.workbench.guard import Door
from summitry.workbench.sitting import State

workers.CREW.nice = 0  # other tests fill the machine: what stands back from them is never done
SLOW = 120_000
"""Milliseconds that a step may take on a machine that much else keeps busy."""

DRAWS = 1_000
"""Enough for pages that are looked at; what is worked out on more is tested where it is made."""
WRITTEN = """() => !document.body.matches(".moving") &&
  document.body.dataset.asked === document.body.dataset.fresh"""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status_code: int
    headers: dict
    content: bytes

    @property
    def text(self):
        return self.content.decode()


class Visitor:
    """Somebody at the workbench, without a browser: plain HTTP to a real server."""

    def __init__(self, address, door):
        self.host = address.removeprefix("http://")
        self.door = door
        self.own = {
            "cookie": f"{door.name}={door.cookie}", "origin": address,
            "sec-fetch-site": "same-origin", "accept": "text/html",
        }  # fmt: skip
        self.at = ""

    def sit(self):
        """Come in; pages are then asked for by name."""
        self.at = self.get("/").headers["location"].rsplit("/", 1)[0]
        return self

    def get(self, page):
        return self._ask("GET", page)

    def post(self, page, /, **fields):
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", page, urlencode(fields), kind)

    def hidden(self, page, name):
        return re.search(rf'name="{name}" value="([^"]*)"', self.get(page).text)[1]

    def version(self, page):
        return self.hidden(page, "version")

    def _ask(self, method, page, body=None, more=None):
        where = page if page.startswith("/") else f"{self.at}/{page}"
        line = HTTPConnection(self.host, timeout=SLOW / 1000)
        try:
            line.request(method, where, body, {**self.own, **(more or {})})
            found = line.getresponse()
            return Answer(found.status, {k.lower(): v for k, v in found.headers.items()},
                          found.read())  # fmt: skip
        finally:
            line.close()


@contextmanager
def served(app):
    """The application on a free port; its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)


@contextmanager
def visited(path, make=None):
    """A visitor at the workbench over a dossier, or at another application of it."""
    door = Door()
    app = make(Bench(path), door) if make else create(Bench(path), door)
    with served(app) as address:
        yield Visitor(address, door)


def bench_of(path):
    """A bench at which everybody sits down with few draws."""
    made = Bench(path)
    usual = made.sit

    def sit(*who):
        sitting = usual(*who)
        sitting.state = State(draws=DRAWS)
        return sitting

    made.sit = sit
    return made


@contextmanager
def opened(chromium, folder, refusals=0, lost=0, **context):
    """A page at the overview; afterwards nothing may have been said, asked elsewhere, or hurt.

    A refusal that is looked for is told on Chromium's console; a question that is lost on its way
    is told there twice, by the browser and by the page.
    """
    door, said, asked, failed = Door(), [], [], []
    bench = bench_of(folder)
    with served(create(bench, door)) as address:
        visit = window(chromium, **{"viewport": {"width": 1300, "height": 900}, **context})
        page = visit.new_page()
        page.on("console", lambda one: said.append(one.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda one: said.append(one.message))
        page.on("request", lambda one: asked.append(one.url))
        page.on("response", lambda one: failed.append(one.url) if one.status >= 400 else None)
        page.goto(f"{address}/?token={door.token}")
        page.wait_for_url("**/overview")
        page.at = page.url.rsplit("/", 1)[0]
        settled(page)
        yield page
        assert not page.evaluate("window.hurt")
        visit.close()
        assert (len(said), len(failed)) == (refusals + 2 * lost, refusals), said
        assert [one for one in asked if not one.startswith((address, "data:", "blob:"))] == []
        assert not [one for one in asked if "token=" in one and not one.endswith(door.token)]
    bench.jobs.close()


def window(chromium, **context):
    """A browser's window of its own, with patience."""
    made = chromium.new_context(**context)
    made.set_default_timeout(SLOW)
    return made


def written(page):
    """Wait until all of the page is written: no hand moves, nothing that was asked for is to come.

    What has been done to the page must show on it by then, or the wait may be over before it began.
    """
    page.wait_for_function(WRITTEN)


def settled(page):
    """Wait until the page waits for nothing: neither for a study nor for being written anew."""
    page.wait_for_function(
        f"() => !document.querySelector('[data-waits]') && ({WRITTEN})()", timeout=4 * SLOW
    )


def ready(page):
    """Wait until everything is worked out and the page draws its pictures itself from now on."""
    settled(page)
    page.wait_for_function("() => !document.querySelector('[data-picture]') || window.vegaEmbed")


def until(page, condition):
    """Wait until something is so here, while the page goes on."""
    end = time.monotonic() + SLOW / 1000
    while not condition():
        assert time.monotonic() < end
        page.wait_for_timeout(20)
