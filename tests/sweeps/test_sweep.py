"""Sweeps: every cell once, the same bytes wherever they run, and kills that lose nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

import summitry as sm
from summitry.procedures.package import Form
from summitry.procedures.parallel import in_order, threads
from summitry.sweeps import sweep as sweep_module
from summitry.sweeps.cells import Cell, plan, run_cell
from summitry.sweeps.journal import Journal
from tests.forecasts.test_forecast import case

parquet = pytest.importorskip("pyarrow.parquet", reason="sweeps need the sweep extra")

ROOT = Path(__file__).parents[2]


@pytest.fixture
def dossiers():
    plain = case()
    del plain["assessments"]
    return {"schools": sm.build(case()), "plain": sm.build(plain)}


def rows(path):
    return parquet.read_table(path).to_pylist()


def test_every_cell_is_what_forecast_says(dossiers, tmp_path):
    made = sm.sweep(
        dossiers, tmp_path / "s.parquet", solutions=["nash", "egalitarian"], seeds=[1, 7],
        draws=300, workers=1,
    )  # fmt: skip
    assert (made.cells, made.before) == (4 * 2 * 2, 0)
    found = rows(made.path)
    assert len(found) == made.rows == 16 * 6
    for one in found[::17]:
        form = Form(one["solution"], one["holding_back"])
        whole = sm.forecast(
            dossiers[one["dossier"]], one["assessment"], draws=300, seed=one["seed"], form=form
        )
        assert whole.probability(one["event"]) == one["probability"]
    assert {one["dossier"] for one in found} == {"schools", "plain"}
    assert {one["assessment"] for one in found if one["dossier"] == "plain"} == {None}
    assert not list(tmp_path.glob("*.journal"))


def test_the_bytes_do_not_depend_on_who_ran_them(dossiers, tmp_path):
    for workers in (1, 2):
        sm.sweep(dossiers, tmp_path / f"{workers}.parquet", seeds=range(3), draws=200,
                 workers=workers)  # fmt: skip
    first, second = ((tmp_path / f"{n}.parquet").read_bytes() for n in (1, 2))
    assert first == second


def test_finished_cells_are_not_run_again(dossiers, tmp_path, monkeypatch):
    target = tmp_path / "s.parquet"
    told = []

    def stop(part, share):
        told.append(part)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sm.sweep(dossiers, target, seeds=[1, 2], draws=200, workers=1, progress=stop)
    assert not target.exists()
    journal = tmp_path / "s.parquet.journal"
    assert len(journal.read_text().splitlines()) == 3
    # A line cut off by a kill, and a cell of some other sweep, do no harm.
    other = json.dumps({"cell": "another", "rows": []}) + "\n"
    journal.write_text(journal.read_text() + other + '{"cell": "half')
    run = []
    monkeypatch.setattr(
        sweep_module, "in_processes", lambda cells, texts, workers: counted(run, cells, texts)
    )
    made = sm.sweep(dossiers, target, seeds=[1, 2], draws=200, workers=1)
    assert (made.before, len(run)) == (3, 5)
    fresh = sm.sweep(dossiers, tmp_path / "fresh.parquet", seeds=[1, 2], draws=200, workers=1)
    assert fresh.before == 0
    assert target.read_bytes() == (tmp_path / "fresh.parquet").read_bytes()


def counted(run, cells, texts):
    for cell in cells:
        run.append(cell.key)
        yield cell, run_cell(texts[cell.dossier], cell)


def test_other_settings_are_other_cells(dossiers):
    own = dossiers["plain"]
    base = next(plan([("p", own)], None, [(None, None)], [1], 200))
    for other in (
        plan([("p", own)], None, [("egalitarian", None)], [1], 200),
        plan([("p", own)], None, [(None, 0.2)], [1], 200),
        plan([("p", own)], None, [(None, None)], [2], 200),
        plan([("p", own)], None, [(None, None)], [1], 300),
        plan([("p", sm.what_if(own, {"curve": 1.5}))], None, [(None, None)], [1], 200),
    ):
        assert next(other).key != base.key
    twice = plan([("p", own)], None, [(None, None), ("nash", None)], [1, 1], 200)
    assert len(list(twice)) == 1  # the same forecast, asked for four times


def test_a_killed_sweep_goes_on(tmp_path):
    target = tmp_path / "s.parquet"
    arguments = [
        sys.executable, "-m", "summitry", "sweep", str(ROOT / "cases" / "hanoi-2019"),
        "--seeds", "1-40", "--draws", "2000", "--workers", "1", "-o", str(target),
    ]  # fmt: skip
    with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as process:
        journal = tmp_path / "s.parquet.journal"
        for _ in range(3_000):
            if journal.exists() and journal.read_bytes().count(b"\n") >= 5:
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
    assert not target.exists()
    kept = journal.read_bytes().count(b"\n")
    assert 5 <= kept < 120
    again = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert f"120 cells, {kept} of them finished before" in again.stderr
    assert len(rows(target)) == 120 * 12


@pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
def test_an_interrupted_sweep_stops_soon_and_goes_on(tmp_path):
    target = tmp_path / "s.parquet"
    arguments = [
        sys.executable, "-m", "summitry", "sweep", str(ROOT / "cases" / "hanoi-2019"),
        "--seeds", "1-400", "--draws", "4000", "--workers", "2", "-o", str(target),
    ]  # fmt: skip
    with subprocess.Popen(
        arguments, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        journal = tmp_path / "s.parquet.journal"
        for _ in range(3_000):
            if journal.exists() and b"\n" in journal.read_bytes():
                break
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all of them
        _, words = process.communicate(timeout=240)
    assert process.returncode == 130
    assert f"kept in {journal}" in words
    assert "Traceback" not in words
    assert not target.exists()
    assert 0 < journal.read_bytes().count(b"\n") < 1200


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(tmp_path):
    distributed = pytest.importorskip("distributed", reason="clusters need the cluster extra")
    dossiers = {"hanoi": sm.load(ROOT / "cases" / "hanoi-2019")}
    settings = {"seeds": range(1, 9), "draws": 2_000}
    killed = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        silence_logs=50,
    ) as cluster:  # fmt: skip

        def kill(part, share):
            if not killed and share > 0.2:
                victim = next(iter(cluster.workers.values())).process.pid
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)

        sm.sweep(
            dossiers, tmp_path / "far.parquet", cluster=cluster.scheduler_address, progress=kill,
            **settings,
        )  # fmt: skip
    assert killed
    sm.sweep(dossiers, tmp_path / "here.parquet", workers=1, **settings)
    assert (tmp_path / "far.parquet").read_bytes() == (tmp_path / "here.parquet").read_bytes()


def test_no_cluster_is_said_in_one_line(dossiers, tmp_path, monkeypatch):
    pytest.importorskip("distributed", reason="clusters need the cluster extra")
    from summitry.sweeps import crews

    monkeypatch.setattr(crews, "PATIENCE", 1)
    with pytest.raises(crews.CrewLost, match=r"no Dask cluster at tcp://127\.0\.0\.1:9"):
        sm.sweep(dossiers, tmp_path / "s.parquet", draws=100, cluster="tcp://127.0.0.1:9")


def test_a_dossier_of_too_many_packages_to_list_is_swept_like_any(tmp_path):
    data = yaml.safe_load((ROOT / "tests" / "oracles" / "many.yaml").read_text())
    for number in range(12):
        data["issues"][f"issue {number}"] = {
            "levels": [f"step {level}" for level in range(5)], "status_quo": "step 0",
            "performed_by": "a",
        }  # fmt: skip
    made = sm.sweep({"big": sm.build(data)}, tmp_path / "s.parquet", draws=100, workers=1)
    found = rows(made.path)
    assert {row["event"] for row in found} >= {"agreed", "exchange"}
    assert all(0 <= row["probability"] <= 1 for row in found)


def test_nothing_to_sweep_is_said(dossiers, tmp_path):
    with pytest.raises(ValueError, match="no dossier has such an assessment"):
        sm.sweep(dossiers, tmp_path / "s.parquet", assessments=["owls"], draws=100)
    with pytest.raises(ValueError, match="at least 100 draws"):
        sm.sweep(dossiers, tmp_path / "s.parquet", draws=10)


def test_a_journal_that_is_no_journal_is_begun_anew(tmp_path):
    path = tmp_path / "j"
    path.write_bytes(b"\x00\xff no lines")
    journal = Journal(path, {"a"})
    assert journal.done == {}
    journal.add("a", [{"event": "e"}])
    assert Journal(path, {"a"}).done == {"a": [{"event": "e"}]}


def test_one_thread_gives_what_many_give():
    with threads(1):
        assert list(in_order(lambda x: x * x, range(50))) == [x * x for x in range(50)]
    cell = Cell("d", "0", None, "nash", 0.125, 1, 300)
    data = case()
    text = json.dumps({key: value for key, value in data.items() if key != "assessments"})
    whole = sm.forecast(sm.build(json.loads(text)), draws=300, seed=1)
    found = {row["event"]: row["probability"] for row in run_cell(text, cell)}
    assert found == {one.name: one.probability for one in whole.events}
