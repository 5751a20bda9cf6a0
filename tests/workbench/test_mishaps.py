"""What a page says when it cannot be had; and that many who ask at once all get theirs."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
from collections import Counter

import pytest

pytest.importorskip("fastapi", reason="the workbench needs the web extra")
pytest.importorskip("vl_convert", reason="pictures need the charts extra")

from summitry.workbench.app import create_for
from summitry.workbench.bench import Bench
from summitry.workbench.jobs import Jobs
from summitry.workbench.page import PAGES
from summitry.workbench.pages import reading
from summitry.workbench.studies import case as case_of
from summitry.workbench.workers import CREW
from tests.audiences.canary import TEXT, found
from tests.forecasts.test_forecast import case
from tests.workbench.making_pages import Visitor, visited


def written(folder, data):
    (folder / "dossier.yaml").write_text(json.dumps(data))
    return folder


def with_guest():
    data = case()
    data["parties"]["guest"] = {"name": "Guest", "role": "third"}
    data["stances"]["guest"] = {"troops": {"ideal": "go", "salience": 10}}
    return data


def test_changes_that_no_longer_fit_the_file_can_be_taken_back(tmp_path):
    with visited(written(tmp_path, with_guest())) as visitor:
        visitor.sit()
        key = next(
            one["key"]
            for every in json.loads(visitor.get("numbers.json").text)["groups"].values()
            for one in every
            if one["path"] == "stances.guest.troops.salience"
        )
        assert visitor.post("change", number=key, value="20").status_code == 303
        written(tmp_path, case())
        visitor.post("state/reload")
        for page in ("overview", "package", "numbers"):
            told = visitor.get(page)
            assert told.status_code == 409, page
            assert "no longer fits it" in told.text
            assert "Take my changes back" in told.text
        assert "stances.guest.troops.salience" in visitor.get("state/file").text  # kept until then
        assert visitor.post("forgo").status_code == 303
        assert visitor.get("overview").status_code == 200


def broken(error):
    def cards(made, before):
        raise error

    return cards


@pytest.mark.parametrize(
    ("error", "status", "right"),
    [
        (KeyError("<b>troops</b>"), 500, "Load it again"),
        (MemoryError(), 503, "Close other programs"),
        (RuntimeError("can't start new thread"), 503, "Close other programs"),
    ],
)
def test_what_nobody_foresaw_says_what_to_do(tmp_path, monkeypatch, caplog, error, status, right):
    with visited(written(tmp_path, case())) as visitor:
        visitor.sit()
        monkeypatch.setattr(reading, "cards", broken(error))
        told = visitor.get("overview")
        assert told.status_code == status
        assert right in told.text
        assert "Traceback" not in told.text
        assert "<b>troops" not in told.text
        assert "default-src 'none'" in told.headers["content-security-policy"]
        assert told.headers["cache-control"] == "no-store"
        assert type(error).__name__ in caplog.text  # in full, in the terminal
        monkeypatch.undo()
        assert visitor.get("overview").status_code == 200


def test_an_audience_hears_nothing_of_a_mishap(tmp_path, monkeypatch):
    (tmp_path / "dossier.yaml").write_text(TEXT)
    with visited(tmp_path, lambda bench, door: create_for(bench, "lower", door)) as visitor:
        visitor.sit()
        monkeypatch.setattr(reading, "cards", broken(KeyError("zqcanary15")))
        told = visitor.get("overview")
        assert told.status_code == 404
        assert not found(told.text)
        assert "default-src 'none'" in told.headers["content-security-policy"]


def test_a_page_is_of_one_state_and_one_file_whatever_comes_meanwhile(tmp_path):
    bench = Bench(written(tmp_path, case()))
    sitting = bench.sit()
    still = sitting.still()
    before = still.key, still.schools, still.dossier
    other = case()
    gone = next(iter(other["assessments"]))
    del other["assessments"][gone]
    written(tmp_path, other)
    bench.reload()
    sitting.switch(sitting.schools[0])
    assert (still.key, still.schools, still.dossier) == before
    assert gone in still.schools
    assert gone not in sitting.schools
    assert sitting.key != still.key
    bench.jobs.close()


def test_states_that_change_under_a_page_are_never_mixed(tmp_path):
    bench = Bench(written(tmp_path, case()))
    sitting, over = bench.sit(), threading.Event()
    first = sitting.schools[0]

    def switching():
        while not over.is_set():
            sitting.switch(first)

    hand, usual = threading.Thread(target=switching), sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    hand.start()
    try:
        for _ in range(60):
            still = sitting.still()
            made, _ = case_of(still)
            assert [one.assessment for one in made.comparison.forecasts] == still.schools
    finally:
        over.set()
        hand.join()
        sys.setswitchinterval(usual)
        bench.jobs.close()


def test_work_that_cannot_be_begun_is_told():
    jobs = Jobs()
    jobs.close()
    job = jobs.find("late", "something late", lambda tell: 42)
    assert job.wait(1)
    assert job.state == "failed"
    assert "could not be begun" in job.fault


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_many_ask_at_once_while_processes_are_killed(tmp_path):
    names = [name for name, _, _ in PAGES]
    seen: Counter[int] = Counter()
    with visited(written(tmp_path, case())) as visitor:
        visitor.sit()
        visitors = [visitor, Visitor(f"http://{visitor.host}", visitor.door).sit()]

        def ask(number):
            dice = random.Random(number)
            for _ in range(12):
                one = dice.choice(visitors)
                page = dice.choice([*names, "jobs.json", "overview.json", "state/file"])
                answer = one.post("undo") if dice.random() < 0.1 else one.get(page)
                seen[answer.status_code] += 1

        every = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for one in every:
            one.start()
        while any(one.is_alive() for one in every):
            for worker in list(CREW._every):
                os.kill(worker.pid, signal.SIGKILL)
            every[0].join(0.5)
            for one in every[1:]:
                one.join(0.05)
    assert seen.total() == 72
    assert set(seen) <= {200, 303}, seen
