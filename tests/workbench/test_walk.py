"""What a demanding day at the workbench came upon, over plain HTTP."""

from __future__ import annotations

import html
import json
import re

import pytest

from tests.forecasts.test_forecast import case
from tests.workbench.making_pages import opened, settled, visited
from tests.workbench.test_journeys import figure, slider


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Somebody at the workbench, and the dossier's file."""
    monkeypatch.setenv("SUMMITRY_LEDGER", str(tmp_path / "record.sqlite"))
    folder = tmp_path / "valley"
    folder.mkdir()
    file = folder / "dossier.yaml"
    file.write_text(json.dumps(case()))
    with visited(folder) as visitor:
        yield visitor.sit(), file


def number_on(visitor):
    return re.search(r'data-number="([0-9a-f]+)"', visitor.get("numbers").text)[1]


@pytest.mark.parametrize(
    ("answered", "page"),
    [("state/load", "state"), ("ledger/judgement", "ledger"), ("undo", "overview")],
)
def test_the_address_of_an_answer_leads_to_the_page_that_asked(here, answered, page):
    visitor, _ = here
    again = visitor.get(answered)
    assert again.status_code == 303
    assert again.headers["location"] == f"{visitor.at}/{page}"


def test_a_change_made_beside_an_answer_goes_back_to_its_page(here):
    visitor, _ = here
    visitor.own["referer"] = f"{visitor.own['origin']}{visitor.at}/state/load"
    answer = visitor.post("change", number=number_on(visitor), value="0.5")
    assert answer.headers["location"] == f"{visitor.at}/state"


def test_a_page_with_a_receipt_can_be_loaded_again_without_a_second_entry(here):
    pytest.importorskip("sqlalchemy", reason="the record needs the ledger extra")
    visitor, _ = here
    answer = visitor.post("ledger/forecast", author="A. Coder")
    assert answer.status_code == 303
    told = html.unescape(visitor.get(answer.headers["location"]).text)
    assert "On record in" in told
    assert "Receipt" in told
    assert "On record in" not in visitor.get("ledger").text


def test_who_listens_is_not_read_every_part_of_long_work(here):
    visitor, _ = here
    waiting = visitor.get("bridges").text
    ((box, told),) = re.findall(
        r"<div (class=\"banner working\"[^>]*)>(.*?)</div>", waiting, re.DOTALL
    )
    assert "role=" not in box
    assert '<p role="status"><strong>Working out' in told


@pytest.mark.parametrize(
    ("page", "fields", "said"),
    [
        ("state/draws", {"draws": "1000000", "seed": "1"}, "from 100 to 100,000"),
        ("state/draws", {"draws": "many", "seed": "1"}, "Draws and seed are whole numbers."),
        ("state/load", {"state": "nonsense"}, "this is no saved state; choose a file"),
        ("state/load", {"state": '{"form": "summitry-state/1", "off": [["a"]]}'}, "no assessment"),
    ],
)
def test_what_cannot_be_taken_up_is_said_in_plain_words(here, page, fields, said):
    visitor, _ = here
    before = visitor.get("state/file").text
    answer = visitor.post(page, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert visitor.get("state/file").text == before


@pytest.mark.browser
def test_a_number_moved_beside_an_answer_leaves_the_page_and_the_figures_are_told(chromium, here):
    _, file = here
    with opened(chromium, file.parent, refusals=1) as page:
        page.goto(f"{page.at}/state")
        page.locator("#state").fill("nonsense")
        page.get_by_role("button", name="Take up", exact=True).click()
        page.wait_for_url("**/state/load")
        slider(page, "slips").focus()
        page.keyboard.press("ArrowRight")
        page.locator("#changes li").wait_for()
        assert page.locator("h1").inner_text() == "Save and share"
        page.goto(f"{page.at}/overview")
        settled(page)
        slider(page, "slips").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.getElementById('live').textContent")
        told = page.locator("#live").inner_text()
        assert figure(page) in told
        assert page.locator("#cards h2").first.inner_text() in told
