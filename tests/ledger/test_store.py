"""The store: SQLite in a file, PostgreSQL of a real server, many writers, kills at any moment."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summitry.formats.faults import FormatError
from summitry.ledger import steps
from summitry.ledger.address import locate
from summitry.ledger.chain import START, Receipt, digest, receipts_in
from summitry.ledger.faults import LedgerError
from summitry.ledger.store import New, Store
from summitry.ledger.transfer import read_lines
from tests.ledger.records import clock
from tests.ledger.servers import postgres

ROOT = Path(__file__).parents[2]
NEW = New("forecast", "a case", {"school": "x", "claims": []})


@pytest.fixture(scope="module")
def server():
    with postgres() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """An empty ledger of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.sqlite")
    found = request.getfixturevalue("server")
    import psycopg

    folder = found.partition("host=")[2]
    with psycopg.connect(f"host={folder} user=summitry dbname=postgres", autocommit=True) as link:
        link.execute("DROP SCHEMA public CASCADE")
        link.execute("CREATE SCHEMA public")
    return found


def crew(address, writers, each):
    return [sys.executable, "-m", "tests.ledger.crew", address, str(writers), str(each)]


def told(output):
    """Receipts that the writers printed: what they were told is on record."""
    return receipts_in(output)


def test_what_is_written_is_read_again(address):
    store = Store(address)
    first = store.append([NEW, New("dispute", "another", {"by": "me", "why": "café \x00 ≥"})])
    (second,) = store.append([NEW])
    assert [one.number for one in (*first, second)] == [1, 2, 3]
    assert store.entries() == [*first, second]
    assert store.entries(["dispute"]) == [first[1]]
    assert store.entries(case="a case") == [first[0], second]
    assert first[0].previous == START
    assert second.previous == digest(first[1].line)
    assert store.receipt() == Receipt(3, digest(second.line))
    assert store.verify([store.receipt()]).whole


def test_fifty_writers_lose_and_break_nothing(address):
    done = subprocess.run(crew(address, 50, 3), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    receipts = told(done.stdout)
    found = Store(address).verify(receipts)
    assert found.faults == ()
    assert found.count == 150 == len(receipts)
    assert found.vouched == 150
    own = {(one.case, one.body["number"]) for one in Store(address).entries()}
    assert own == {(f"case {name}", number) for name in range(50) for number in range(3)}


def test_killed_at_any_moment_it_verifies_and_keeps_what_was_acknowledged(address):
    kept = 0
    for round_ in range(4):
        running = subprocess.Popen(crew(address, 6, 0), cwd=ROOT, stdout=subprocess.PIPE,
                                   text=True, start_new_session=True)  # fmt: skip
        lines = [running.stdout.readline()]  # the first is on record: now at any moment
        time.sleep(0.05 + 0.07 * round_)
        os.killpg(running.pid, signal.SIGKILL)
        lines += running.communicate()[0].splitlines(keepends=True)
        whole = [one for one in lines if one.endswith("\n")]
        found = Store(address).verify(told("".join(whole)))
        assert found.faults == ()
        assert found.count >= kept + len(whole)
        kept = found.count
    (after,) = Store(address).append([NEW])
    assert after.number == kept + 1


def test_a_writer_that_fails_leaves_nothing_behind(address):
    store = Store(address)
    store.append([NEW])
    with pytest.raises(LedgerError, match="cannot be put on record"):
        store.append([NEW, New("forecast", "a case", {"a": float("nan")})])

    def interrupted(connection):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.append(interrupted)
    with pytest.raises(LedgerError, match="a case has a name"):
        store.append([NEW, New("forecast", "a\ncase", {})])
    assert store.receipt().count == 1
    assert store.verify().whole


def test_entries_cannot_be_changed_by_mistake(address):
    from sqlalchemy.exc import DBAPIError

    store = Store(address)
    store.append([NEW, NEW])
    for statement in ("UPDATE summitry_entries SET line = 'x'", "DELETE FROM summitry_entries"):
        with store._connect().connect() as link, pytest.raises(DBAPIError, match="only ever added"):
            link.exec_driver_sql(statement)
    assert store.verify().whole


def test_no_two_entries_follow_the_same_one(address):
    from sqlalchemy.exc import IntegrityError

    store = Store(address)
    first, _ = store.append([NEW, NEW])
    values = f"(3, '{digest(first.line)}', '{'a' * 64}', 'forecast', 'a case', 'x')"
    columns = "number, previous, hash, kind, case_name, line"
    statement = f"INSERT INTO summitry_entries ({columns}) VALUES {values}"  # noqa: S608
    with store._connect().connect() as link, pytest.raises(IntegrityError):
        link.exec_driver_sql(statement)


def test_dates_never_run_backwards(address):
    """A clock set back, by mistake or to seem early, dates nothing before what was there."""
    store = Store(address)
    store.append([NEW], clock("2026-03-01"))
    (late,) = store.append([NEW], clock("2019-01-01"))
    assert late.recorded.startswith("2026-03-01")


def test_export_and_import_lose_nothing(address, tmp_path):
    store = Store(address)
    store.append([NEW, New("dispute", "ä case", {"why": "é\u2028\n\x00", "x": 0.1 + 0.2})])
    file = tmp_path / "all.jsonl"
    file.write_text("".join(f"{one}\n" for one in store.lines()))
    copy = Store(str(tmp_path / "copy.sqlite"))
    assert copy.adopt(read_lines(file)) == 2
    assert copy.lines() == store.lines()
    assert copy.receipt() == store.receipt()
    assert copy.adopt(read_lines(file)) == 0
    store.append([NEW])
    file.write_text("".join(f"{one}\n" for one in store.lines()))
    assert copy.adopt(read_lines(file)) == 1
    other = Store(str(tmp_path / "other.sqlite"))
    other.append([NEW])
    with pytest.raises(LedgerError, match="two different ledgers"):
        other.adopt(read_lines(file))


def lines_of(store, tmp_path, change):
    file = tmp_path / "changed.jsonl"
    file.write_bytes(b"".join(one.encode() + b"\n" for one in change(store.lines())))
    return file


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda lines: [lines[0].replace("2026", "2025"), *lines[1:]], ":2: the entry does not"),
        (lambda lines: [lines[0], lines[2]], ":2: the entry does not follow"),
        (lambda lines: [lines[1], lines[0]], ":1: the entry does not follow"),
        (lambda lines: [lines[0].replace(",", ", ", 1)], ":1: no entry: .* way that is hashed"),
        (lambda lines: ["nonsense"], ":1: no entry"),
        (lambda lines: ["né"], ":1: not a line of an export"),
        (lambda lines: [], ":1: holds no entries"),
    ],
)
def test_a_changed_export_is_refused_at_its_line(tmp_path, change, fault):
    store = Store(str(tmp_path / "ledger.sqlite"))
    store.append([NEW, NEW, NEW], clock("2026-01-01"))
    with pytest.raises(FormatError, match=fault):
        read_lines(lines_of(store, tmp_path, change))


def forge(file, statement):
    """Change a SQLite ledger as somebody would who means to."""
    with sqlite3.connect(file) as link:
        for name in ("UPDATE", "DELETE"):
            link.execute(f"DROP TRIGGER summitry_no_{name}")
        link.execute(statement)
    link.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE summitry_entries SET line = replace(line, 'claims', 'claimt') WHERE number = 2",
        "UPDATE summitry_entries SET kind = 'dossier' WHERE number = 2",
        "UPDATE summitry_entries SET case_name = 'hidden' WHERE number = 2",
        "UPDATE summitry_entries SET hash = '~' || substr(hash, 2) WHERE number = 2",
        "DELETE FROM summitry_entries WHERE number = 2",
        "DELETE FROM summitry_entries WHERE number = 3",
        "UPDATE summitry_entries SET number = 10 WHERE number = 1",
        "UPDATE summitry_entries SET line = '' WHERE number = 3",
    ],
)
def test_changes_in_the_database_are_found(tmp_path, statement):
    file = str(tmp_path / "ledger.sqlite")
    store = Store(file)
    store.append([NEW, NEW, NEW])
    receipt = store.receipt()
    forge(file, statement)
    assert not Store(file).verify([receipt]).whole


def test_a_ledger_of_an_earlier_form_is_read_and_then_brought_up_to_date(address, monkeypatch):
    with monkeypatch.context() as early:
        early.setattr(steps, "STEPS", steps.STEPS[:1])
        Store(address).append([NEW])
    before = Store(address).lines()
    store = Store(address)
    assert store.verify().whole  # reading changes nothing
    store.append([NEW])
    assert store.lines()[:1] == before
    assert store.verify().whole
    with store._connect().connect() as link:
        version = link.exec_driver_sql("SELECT version FROM summitry_form").scalar()
    assert version == len(steps.STEPS)


def test_a_ledger_of_a_later_form_is_left_alone(address, monkeypatch):
    with monkeypatch.context() as late:
        late.setattr(steps, "STEPS", (*steps.STEPS, lambda connection: None))
        Store(address).append([NEW])
    for attempt in (Store(address).receipt, lambda: Store(address).append([NEW])):
        with pytest.raises(LedgerError, match="made by a later summitry"):
            attempt()


def test_reading_makes_no_file(tmp_path):
    file = tmp_path / "none.sqlite"
    with pytest.raises(LedgerError, match=r"no ledger at .*summitry record"):
        Store(str(file)).lines()
    assert not file.exists()
    sqlite3.connect(tmp_path / "other.sqlite").execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(LedgerError, match="holds no ledger"):
        Store(str(tmp_path / "other.sqlite")).lines()
    (tmp_path / "text.sqlite").write_text("this is no database at all, whatever its name says")
    with pytest.raises(LedgerError, match="not a database"):
        Store(str(tmp_path / "text.sqlite")).lines()
    with pytest.raises(LedgerError, match="make it first"):
        Store(str(tmp_path / "no folder" / "x.sqlite")).append([NEW])


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:geheim@127.0.0.1:1/x",
        "postgresql://me@127.0.0.1:1/x?password=geheim",
        "postgresql://me:geheim@127.0.0.1:port/x",
        "mysql://me:geheim@host/x",
        "postgresql://me:geheim@127.0.0.1:1/x?nonsense=1&password=geheim",
    ],
)
def test_a_password_is_never_shown(address):
    with pytest.raises(LedgerError) as error:
        Store(address).receipt()
    assert "geheim" not in str(error.value)
    assert error.value.__cause__ is None


def test_an_address_is_shown_without_its_password():
    found = locate("postgresql://me:geheim@host:5433/team?password=geheim&sslmode=require")
    assert found.shown == "postgresql://me:***@host:5433/team"
    assert found.url.password == "geheim"  # noqa: S105 - it is still used to connect


@pytest.mark.parametrize("address", ["", "  ", "sqlite://", "sqlite:///:memory:", "a\0b"])
def test_what_is_no_place_is_refused(address):
    with pytest.raises(LedgerError):
        Store(address)


def test_sqlite_writes_ahead_and_to_the_disk(tmp_path):
    file = tmp_path / "ledger.sqlite"
    Store(str(file)).append([NEW])
    with sqlite3.connect(file) as link:
        assert link.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    link.close()
