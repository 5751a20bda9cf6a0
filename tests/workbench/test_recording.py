"""The record from the page: put down, refused, resolved; the same entries as the commands make."""

from __future__ import annotations

import html
import json
import re

import pytest

from tests.forecasts.test_forecast import case
from tests.workbench.making_pages import visited

pytest.importorskip("sqlalchemy", reason="the record needs the ledger extra")

from summitry.ledger.store import Store


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Somebody at the workbench, and the file of the ledger."""
    record = tmp_path / "record.sqlite"
    monkeypatch.setenv("SUMMITRY_LEDGER", str(record))
    folder = tmp_path / "valley"
    folder.mkdir()
    data = {**case(), "author": "A. Coder"}
    (folder / "dossier.yaml").write_text(json.dumps(data))
    with visited(folder) as visitor:
        yield visitor.sit(), record


def message(answer):
    return html.unescape(re.search(r'role="status" dir="auto">(.*?)</p>', answer.text)[1])


def put(visitor, page, **fields):
    """What is told after something was put on record, at an address of its own."""
    answer = visitor.post(page, **fields)
    return visitor.get(answer.headers["location"]) if answer.status_code == 303 else answer


def kinds(record):
    return [(one.kind, one.case) for one in Store(str(record)).entries()]


def test_a_forecast_goes_on_record_with_its_dossier_and_the_receipt_proves_it(here):
    visitor, record = here
    assert not record.exists()
    assert "Nothing is on record yet" in visitor.get("ledger").text
    assert not record.exists(), "looking writes nothing"
    answer = put(visitor, "ledger/forecast", author="A. Coder")
    assert answer.status_code == 200
    schools = len(visitor_schools(visitor))
    assert kinds(record) == [("dossier", "valley")] + [("forecast", "valley")] * schools
    store = Store(str(record))
    assert str(store.receipt()) in message(answer)
    assert store.verify().whole
    assert {one.body["author"] for one in store.entries() if one.kind == "forecast"} == {"A. Coder"}


def visitor_schools(visitor):
    return json.loads(visitor.get("overview.json").text)["comparison"]["forecasts"]


def test_the_entry_is_the_one_that_the_command_makes(here, tmp_path):
    from click.testing import CliRunner

    from summitry.cli.main import main

    visitor, record = here
    put(visitor, "ledger/forecast", author="A. Coder")
    other = tmp_path / "other.sqlite"
    line = ["record", str(tmp_path / "valley"), "--ledger", str(other)]
    assert CliRunner().invoke(main, line).exit_code == 0
    mine, theirs = (
        [one.body for one in Store(str(one)).entries() if one.kind == "forecast"]
        for one in (record, other)
    )
    assert mine == theirs


def test_numbers_that_the_file_does_not_have_are_not_recorded(here):
    visitor, record = here
    number = re.search(r'data-number="([0-9a-f]+)"', visitor.get("numbers").text)[1]
    kept = visitor.post("change", number=number, value="0.5")
    assert kept.status_code < 400
    answer = put(visitor, "ledger/forecast", author="A. Coder")
    assert answer.status_code == 422
    assert "keep them as an assessment" in message(answer)
    assert not record.exists()


def test_a_judgement_and_the_outcome(here):
    visitor, record = here
    assert (
        put(visitor, "ledger/judgement", event="agreed", chance="35%", author="").status_code == 422
    )
    wrong = put(visitor, "ledger/judgement", event="agreed", chance="perhaps so", author="B.")
    assert wrong.status_code == 422
    assert "likelihood word" in message(wrong)
    assert not record.exists() or not kinds(record)
    said = put(visitor, "ledger/judgement", event="agreed", chance="likely", author="B.", note="x")
    assert said.status_code == 200
    assert "agreed" in said.text.split("Say what came of it")[1]
    lacking = put(visitor, "ledger/outcome", on="agreed", answer="no", day="", source="", author="")
    assert "the day of the outcome" in message(lacking)
    answers = {"on": "agreed", "answer": "", "day": "2024-05-01", "source": "s", "author": "C."}
    assert "nothing is answered" in message(put(visitor, "ledger/outcome", **answers))
    done = put(visitor, "ledger/outcome", **answers | {"answer": "no"})
    assert done.status_code == 200
    assert kinds(record) == [("forecast", "valley"), ("resolution", "valley")]
    assert Store(str(record)).entries(["resolution"])[0].body["outcomes"] == {"agreed": False}
    assert "What came of this case is on record" in done.text
    twice = put(visitor, "ledger/outcome", **answers | {"answer": "yes"})
    assert twice.status_code == 422
    assert len(kinds(record)) == 2


def test_a_level_may_be_called_as_an_answer_is(here):
    """Levels named 'no', 'void' or 'open' are levels."""
    visitor, record = here
    ranked = put(visitor, "ledger/judgement", event="outcome", chance="void > open", author="B.")
    assert ranked.status_code == 200, message(ranked)
    done = put(
        visitor, "ledger/outcome", on="outcome", answer="void", day="2024-05-01", source="s",
        author="C.",
    )  # fmt: skip
    assert done.status_code == 200, message(done)
    assert Store(str(record)).entries(["resolution"])[0].body["outcomes"] == {"outcome": "void"}


def test_while_a_coding_is_blind_nothing_goes_on_record(tmp_path, monkeypatch):
    monkeypatch.setenv("SUMMITRY_LEDGER", str(tmp_path / "record.sqlite"))
    folder = tmp_path / "valley"
    folder.mkdir()
    (folder / "dossier.yaml").write_text(json.dumps({**case(), "coding": {"blind": True}}))
    with visited(folder) as visitor:
        visitor.sit()
        assert put(visitor, "ledger/forecast", author="A").status_code == 403
    assert not (tmp_path / "record.sqlite").exists()
