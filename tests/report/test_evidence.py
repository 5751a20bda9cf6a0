"""What the report says each number rests on: passages and numbers lead to one another."""

from __future__ import annotations

import re
from html import escape

import pytest

import summitry as sm
from summitry.charts.album import Case, shown_case
from summitry.dossier.marking import marked
from summitry.report.evidence import KEPT, LONG, grounds
from summitry.report.page import report
from tests.forecasts.test_forecast import case
from tests.report.test_report import browser, parsed  # noqa: F401 - a fixture

WORDS = "They will leave at once [sic]. The arms stay, and <i>stay</i>. They will leave, we hear."
RIGHT_TO_LEFT = "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645"


def cited():
    data = case()
    data["sources"] = {
        "s": {"title": "Words", "author": RIGHT_TO_LEFT, "file": "s.txt"},
        "t": {"title": "No text at hand", "file": "t.txt"},
    }
    data["stances"]["a"]["troops"]["cite"] = {"s": "will leave at once"}
    data["stances"]["a"]["arms"]["cite"] = {
        "s": "at once [sic]. The arms stay",
        "t": "gone",
    }
    data["stances"]["b"]["arms"]["cite"] = {"s": "will leave at once"}
    data["parties"]["a"]["name"] = RIGHT_TO_LEFT
    return data


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    (folder / "s.txt").write_text(WORDS)
    dossier = sm.build(cited())
    texts = tuple(marked(dossier, [folder]))
    return Case(dossier, sm.compare(dossier, draws=200), texts=texts)


@pytest.fixture(scope="module")
def page(made):
    return report(made)


def test_the_text_is_whole_and_its_quotes_marked(made):
    (text, other) = grounds(made).texts
    assert "".join(one.text for one in text.stretches) == WORDS
    told = "".join(one.text for one in text.stretches if one.cited)
    assert told == "will leave at once [sic]. The arms stay"
    assert not other.stretches
    assert [quote for quote, _, _ in other.quotes] == ["gone"]


def test_passages_and_numbers_lead_to_one_another(made, page):
    found = grounds(made)
    rows = {one.number.name: one for one in found.rows}
    ideal = rows["stances/a/troops/ideal"]
    assert [one.anchor for one in ideal.passages] == ["q1-1"]
    last = next(one for one in found.texts[0].stretches if ideal in one.numbers)
    assert {one.number.name.split("/")[1] for one in last.numbers} >= {"a", "b"}
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_numbers_are_called_in_words_and_their_lines_can_be_found(made, page):
    (row,) = [one for one in grounds(made).rows if one.number.name == "stances/b/arms/salience"]
    assert (row.words, row.path) == ("salience of arms to b", "stances.b.arms.salience")
    assert f'>{row.words} <span class="path" dir="ltr">{row.path}</span>' in page
    for one in (*grounds(made).judged, *grounds(made).defaults):
        assert f'title="{escape(one.path)}"' in page
    assert "leverage of hawks (parties.hawks.leverage)" in page  # among what they dispute
    assert not re.search(r">(stances|process|parties)/[a-z]+/", page)


def test_what_rests_on_nothing_is_listed_by_name(made):
    found = grounds(made)
    names = {one.number.name for one in (*found.judged, *found.defaults)}
    assert "stances/a/troops/ideal" not in names
    for row in found.rows:
        assert (row.number.name in names) != bool(row.number.citations) or row.where


def test_a_long_text_keeps_what_is_cited(tmp_path):
    data = cited()
    (tmp_path / "s.txt").write_text("x " * LONG + WORDS)
    dossier = sm.build(data)
    made = Case(dossier, sm.compare(dossier, draws=200), texts=tuple(marked(dossier, [tmp_path])))
    told = "".join(one.text for one in grounds(made).texts[0].stretches)
    assert "will leave at once [sic]. The arms stay" in told
    assert "characters left out" in told
    assert len(told) < 3 * KEPT + len(WORDS)


def test_others_see_no_text_and_only_their_quotes(made):
    data = cited()
    data["audiences"] = {"events": "anyone", "parties": "anyone", "issues": "anyone",
                         "assessments.doves": "anyone",
                         "stances.a.troops": "anyone", "sources.s": "anyone"}  # fmt: skip
    dossier = sm.build(data)
    page = report(shown_case(dossier, sm.compare(dossier, draws=200), "anyone"))
    assert "will leave at once" in page
    assert "[sic]" not in page
    assert "we hear" not in page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, tmp_path, made, scheme):  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    from dataclasses import replace

    from summitry.sensitivity.answer_book import answer_books

    books = answer_books(made.dossier, made.comparison, draws=200)
    file = tmp_path / "report.html"
    file.write_text(report(replace(made, books=books)))
    tab = browser.new_context(color_scheme=scheme, bypass_csp=True).new_page()
    tab.goto(file.as_uri())
    wrong = [
        (one["id"], one["help"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in axe.Axe().run(tab).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1000])
def test_it_fits_the_window_and_anchors_lead_there(browser, tmp_path, page, width):  # noqa: F811
    file = tmp_path / "report.html"
    file.write_text(page)
    tab = browser.new_page(viewport={"width": width, "height": 700})
    tab.goto(file.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.locator("a[href='#q1-1']").first.click()
    assert 0 <= tab.locator("#q1-1").bounding_box()["y"] <= 700
    assert tab.locator("h3", has_text=RIGHT_TO_LEFT).first.get_attribute("dir") == "auto"
