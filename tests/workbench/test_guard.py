"""The door: who gets in, from where, with what, and what every answer carries."""

from __future__ import annotations

import asyncio
import json
import threading
import time

import pytest

pytest.importorskip("fastapi", reason="the workbench needs the web extra")
pytest.importorskip("vl_convert", reason="pictures need the charts extra")
pytest.importorskip("httpx2", reason="the test client needs httpx2")

from fastapi.testclient import TestClient

from summitry.dossier.starter import starter
from summitry.workbench import guard
from summitry.workbench.app import create
from summitry.workbench.bench import Bench
from summitry.workbench.guard import MOST_BYTES, Door
from summitry.workbench.jobs import Jobs

OWN = "http://127.0.0.1:8737"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("case")
    (folder / "dossier.yaml").write_text(starter("river"))
    (folder.parent / "secret.txt").write_text("nothing for you")
    return create(Bench(folder), Door())


@pytest.fixture
def visitor(app):
    door = app.state.door
    client = TestClient(app, base_url=OWN, follow_redirects=False)
    client.cookies.set(door.name, door.cookie)
    return client


@pytest.fixture
def at(visitor):
    return visitor.get("/").headers["location"].rsplit("/", 1)[0]


POST = {"origin": OWN, "sec-fetch-site": "same-origin"}


def test_nobody_gets_in_without_the_key(app):
    stranger = TestClient(app, base_url=OWN, follow_redirects=False)
    for path in ("/", "/s/abc/overview", "/static/workbench.css", "/static/vega.js", "/?token=x"):
        assert stranger.get(path).status_code == 401, path


def test_the_key_becomes_a_cookie_and_leaves_the_address(app):
    stranger = TestClient(app, base_url=OWN, follow_redirects=False)
    came = stranger.get(f"/?token={app.state.door.token}")
    cookie = came.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert app.state.door.token not in cookie
    assert app.state.door.token not in came.text
    assert stranger.get("/").status_code == 303


def test_another_name_for_this_machine_is_refused(app, visitor):
    for host in ("evil.example", "evil.example:8737", "127.0.0.1.evil.example", ""):
        assert visitor.get("/", headers={"host": host}).status_code == 421, host
    for host in ("localhost:1", "127.0.0.1", "[::1]:8737"):
        assert visitor.get("/", headers={"host": host}).status_code == 303, host


def test_elsewhere_bare_addresses_are_welcome_and_names_are_not():
    door = Door("0.0.0.0")  # noqa: S104 - what somebody may ask for
    assert door.welcomes("192.168.1.7:8737")
    assert not door.welcomes("evil.example")
    assert not Door().welcomes("192.168.1.7")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": OWN, "sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1:9999", "sec-fetch-site": "same-site"},
        {},
    ],
)
def test_only_a_page_of_ours_changes_something(visitor, at, headers):
    assert visitor.post(f"{at}/undo", headers=headers).status_code == 403
    assert visitor.post(f"{at}/undo", headers=POST).status_code == 303


def test_every_answer_is_sealed(visitor, at):
    for path in (f"{at}/parties", f"{at}/parties.json", "/nowhere", f"{at}/state/file"):
        headers = visitor.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe-eval" not in visitor.get(f"{at}/short.html").headers["content-security-policy"]


def test_what_is_too_large_is_not_read(visitor, at):
    big = b"x" * (MOST_BYTES + 1)
    assert visitor.post(f"{at}/state/load", content=big, headers=POST).status_code == 413

    def drops():
        for _ in range(MOST_BYTES // 1000 + 2):
            yield b"x" * 1000

    assert visitor.post(f"{at}/state/load", content=drops(), headers=POST).status_code == 413


def test_what_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(guard, "MOST_SECONDS", 0.05)
    sent = []

    async def slow(scope, receive, send):
        await asyncio.sleep(5)

    async def send(message):
        sent.append(message)

    door = Door()
    cookie = f"{door.name}={door.cookie}".encode()
    scope = {
        "type": "http", "method": "GET", "path": "/x", "query_string": b"", "scheme": "http",
        "headers": [(b"host", b"localhost"), (b"cookie", cookie)],
    }  # fmt: skip
    asyncio.run(guard.Guard(slow, door)(scope, None, send))
    assert sent[0]["status"] == 503


@pytest.mark.parametrize(
    "path", ["/static/../../secret.txt", "/static/%2e%2e%2fsecret.txt", "/static/dossier.yaml"]
)
def test_no_path_leaves_its_folder(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "nothing for you" not in answer.text


def test_there_is_no_description_for_machines_that_loads_from_elsewhere(visitor):
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert visitor.get(path).status_code == 404


def test_addresses_hold_nothing_of_the_dossier(visitor, at):
    text = visitor.get(f"{at}/overview").text + visitor.get(f"{at}/numbers").text
    import re

    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', text)
    words = {"north", "south", "water", "river", "process", "stances", "trust"}
    assert addresses
    assert not [one for one in addresses if any(word in one.lower() for word in words)]


def test_a_state_goes_out_as_a_file_and_comes_back(visitor, at):
    key = visitor.get(f"{at}/numbers.json").json()["groups"]
    one = next(each for own in key.values() for each in own if each["path"] == "process.slip")
    changed = visitor.post(f"{at}/change", json={"number": one["key"], "to": 0.4}, headers=POST)
    assert changed.status_code == 200
    state = visitor.get(f"{at}/state/file").json()
    assert list(state["changes"]) == ["process.slip"]
    other = visitor.get("/").headers["location"].rsplit("/", 1)[0]
    assert visitor.post(f"{other}/state/load", json=state, headers=POST).status_code == 200
    assert visitor.get(f"{other}/state/file").json() == state
    wrong = {**state, "changes": {"process.slop": 1}}
    told = visitor.post(f"{other}/state/load", json=wrong, headers=POST)
    assert told.status_code == 422
    assert "Nothing was taken up" in told.text
    assert visitor.get(f"{other}/state/file").json() == state
    for bad in ([], {"form": "other"}, {**state, "draws": 1}, {**state, "off": ["nobody"]}):
        answer = visitor.post(
            f"{other}/state/load", content=json.dumps(bad), headers={**POST,
            "content-type": "application/json"},
        )  # fmt: skip
        assert answer.status_code in (400, 422), bad


def test_every_page_has_its_twin_and_its_tables(visitor, at):
    for page in ("overview", "parties", "package", "evidence", "numbers", "state"):
        assert visitor.get(f"{at}/{page}").status_code == 200, page
        assert visitor.get(f"{at}/{page}.json").json()["page"] == page
    table = visitor.get(f"{at}/evidence/table/0.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert "process.slip" in table.text
    assert visitor.get(f"{at}/evidence/table/99.csv").status_code == 404


def test_work_is_told_on_and_can_be_stopped():
    jobs, going = Jobs(), threading.Event()

    def endless(tell):
        while True:
            tell("on and on", 0.5)
            going.set()
            time.sleep(0.01)

    job = jobs.find("a", "something endless", endless)
    assert going.wait(120)
    assert (job.state, job.share, job.part) == ("working", 0.5, "on and on")
    assert jobs.find("a", "the same", endless) is job
    job.stop()
    assert job.wait(120)
    assert job.state == "stopped"
    assert jobs.find("a", "still stopped", endless) is job
    jobs.forget("a")
    again = jobs.find("a", "begun again", lambda tell: 42)
    assert again.wait(120)
    assert again.result == 42

    def broken(tell):
        raise ValueError("no such thing")

    failed = jobs.find("b", "something broken", broken)
    assert failed.wait(120)
    assert (failed.state, failed.fault) == ("failed", "no such thing")
    jobs.close()
