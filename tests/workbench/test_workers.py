"""Long work in a process of its own: told on, stopped, lost, failed; the next one still runs."""

from __future__ import annotations

import json
import os
import signal
import socket
import time

import pytest

pytest.importorskip("fastapi", reason="the workbench needs the web extra")
pytest.importorskip("vl_convert", reason="pictures need the charts extra")

import summitry as sm
from summitry.cli.serve import _listen
from summitry.workbench.bench import Bench
from summitry.workbench.following import _follow
from summitry.workbench.numbers import numbers
from summitry.workbench.page import environment
from summitry.workbench.sitting import State
from summitry.workbench.studies import STUDIES, Study, study
from summitry.workbench.workers import CREW, Crew, WorkerLostError, WorkFailedError
from tests.forecasts.test_forecast import case


class EnoughError(BaseException):
    """Somebody does not wait any longer."""


def counted(most, tell):
    """Work of a few parts; says in which process."""
    for number in range(most):
        tell(f"part {number}", number / most)
        time.sleep(0.001)
    return os.getpid()


def faulty(tell):
    tell("so far", 0.5)
    raise ValueError("no such thing")


def faulty_study(dossier, names, state, tell):
    del dossier, names, state
    faulty(tell)


def lost(tell):
    tell("so far", 0.5)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def crew():
    made = Crew()
    yield made
    made.close()


def quiet(part, share):
    del part, share


def test_work_is_done_elsewhere_and_told_on_here(crew):
    heard = []
    first = crew.run(counted, 3, tell=lambda part, share: heard.append((part, round(share, 2))))
    assert first != os.getpid()
    assert heard == [("part 0", 0.0), ("part 1", 0.33), ("part 2", 0.67)]
    assert crew.run(counted, 1, tell=quiet) == first  # the same process, kept


def test_what_nobody_waits_for_is_stopped_and_the_process_goes_on(crew):
    pid = crew.run(counted, 1, tell=quiet)

    def impatient(part, share):
        if share > 0.1:
            raise EnoughError

    begun = time.monotonic()
    with pytest.raises(EnoughError):
        crew.run(counted, 10_000, tell=impatient)
    assert time.monotonic() - begun < 20
    assert crew.run(counted, 1, tell=quiet) == pid


def test_failed_work_says_why(crew):
    with pytest.raises(WorkFailedError, match="no such thing"):
        crew.run(faulty, tell=quiet)


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_process_that_is_killed_is_told_and_replaced(crew):
    pid = crew.run(counted, 1, tell=quiet)
    with pytest.raises(WorkerLostError, match="killed"):
        crew.run(lost, tell=quiet)
    assert crew.run(counted, 1, tell=quiet) != pid


@pytest.mark.skipif(os.name == "nt", reason="an interrupt goes to a group elsewhere")
def test_an_interrupt_is_left_to_whoever_started_it(crew):
    pid = crew.run(counted, 1, tell=quiet)
    os.kill(pid, signal.SIGINT)
    assert crew.run(counted, 1, tell=quiet) == pid


def test_a_study_from_a_process_is_the_study():
    dossier, state = sm.build(case()), State(draws=200)
    names = list(dossier.assessments)
    there = CREW.run(STUDIES["comparison"].work, dossier, names, state, tell=quiet)
    assert there == sm.compare(dossier, draws=200)


def test_a_failed_study_is_begun_again_once_its_numbers_have_changed(tmp_path, monkeypatch):
    (tmp_path / "dossier.yaml").write_text(json.dumps(case()))
    bench = Bench(tmp_path)
    sitting = bench.sit()
    monkeypatch.setitem(STUDIES, "frontier", Study("something broken", faulty_study))
    failed = study(sitting, "frontier")
    assert failed.wait(600)
    assert failed.state == "failed"
    assert study(sitting, "frontier") is failed  # until somebody says so, or the numbers change
    sitting.change("process.slip", 0.4)
    changed = study(sitting, "frontier")
    assert changed is not failed
    assert changed.wait(600)
    sitting.undo()
    assert study(sitting, "frontier") not in (failed, changed)
    bench.jobs.close()


def test_answers_are_not_held_back():
    """The system may hold small packets back (Nagle) where a socket is not named as TCP."""
    listening = _listen("127.0.0.1", 0)
    assert listening.proto == socket.IPPROTO_TCP
    listening.close()


def test_what_follows_is_for_the_team_alone(tmp_path):
    (tmp_path / "dossier.yaml").write_text(json.dumps(case()))
    bench = Bench(tmp_path)
    sitting = bench.sit()
    one = next(one for one in numbers(sitting) if one.path == "process.trust.b")
    keys = {name: bench.opaque(name) for name in ("frontier", "effects", "answers")}

    def followed(lane):
        sent = {"number": one.key, "to": 0.9, "lane": lane, "want": list(keys.values())}
        return json.loads(_follow(sitting, sent, 0.9, environment().get_template))

    nothing = {"pictures": {}, "pieces": {}}
    assert followed("mechanisms") == nothing  # what is not there yet cannot follow
    assert study(sitting, "comparison").wait(600)
    assert set(followed("frontier")["pictures"]) == {keys["frontier"]}
    assert set(followed("mechanisms")["pictures"]) == {keys["effects"]}
    assert "chance that all who sign say yes" in followed("answers")["pieces"]["answers"]
    for lane in ("tracks", "no such lane", None, ["frontier"], {}):
        assert followed(lane) == nothing
    sitting.audience = "public"
    for lane in ("frontier", "mechanisms", "answers"):
        assert followed(lane) == nothing
    bench.jobs.close()
