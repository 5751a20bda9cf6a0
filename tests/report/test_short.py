"""The report on one page: what it says, and that it is one page whatever the dossier holds."""

from __future__ import annotations

import json
import re

import pytest

import summitry as sm
from summitry.charts.album import Case, shown_case
from summitry.forecasts.whatif import change_table
from summitry.report.short import CAUTIONS, SCHOOLS, answer, cut, short_report
from tests.forecasts.test_forecast import case
from tests.report.test_report import EVIL, browser, hostile, parsed  # noqa: F401 - a fixture

LONG = "long " * 400 + "x" * 3_000
HEBREW_AND_ARABIC = "\u202e\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645\u200f"
RIGHT_TO_LEFT = HEBREW_AND_ARABIC + " \U0001f54a\ufe0f\x1b[31m"


def overlong(name=LONG):
    """A dossier in which every text is too long, and there is too much of everything."""
    data = case()
    data["title"] = data["question"] = data["author"] = name
    data["unknowns"] = [name] * 9
    for kind in ("parties", "issues"):
        for one in data[kind].values():
            one["name"] = name
    data["events"] = {f"event {n} {'e' * 300}": "troops = go" for n in range(9)}
    doves = data["assessments"]["doves"]
    data["assessments"] |= {f"school{n}": {**doves, "name": f"{n} {name}"} for n in range(6)}
    return data


def page_of(data, *, bridges=True):
    dossier = sm.build(data)
    names = list(dossier.assessments)[:SCHOOLS]
    flips = sm.flip(dossier, names, draws=200) if bridges else None
    return short_report(Case(dossier, sm.compare(dossier, draws=200), flips=flips))


def words_of(page):
    return " ".join(" ".join(parsed(page).text).split())


@pytest.fixture(scope="module")
def page():
    return page_of(case())


def test_it_says_what_has_to_be_on_the_page(page):
    text = words_of(page)
    order = [
        "The chance of an exchange is", "not a prediction of what the parties will do",
        "The schools side by side", "Why there might be no deal", "The likeliest package",
        "What would flip it: the cheapest bridge", "draws from seed 1; bridges 200; dossier sha256",
    ]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "The doves" in text
    assert f"summitry {sm.__version__}" in text


def test_the_answer_is_the_span_of_the_schools_and_of_their_doubt():
    made = sm.compare(sm.build(case()), draws=400).forecasts
    chances = [one.probability("exchange") for one in made]
    least = min(one.event("exchange").spread.least for one in made)
    from summitry.forecasts.tables import figure

    told = answer(made)
    for share in (min(chances), max(chances), least):
        assert figure(share) in told
    assert "“" not in answer(made[:1])


def test_figures_are_those_of_the_comparison_and_the_bridges():
    dossier = sm.build(case())
    made, flips = sm.compare(dossier, draws=400), sm.flip(dossier, draws=400)
    page = words_of(short_report(Case(dossier, made, flips=flips)))
    from summitry.forecasts.tables import figure

    for one in made.forecasts:
        assert (
            f"{figure(one.probability('agreed'))} {figure(one.event('agreed').spread.least)} to"
            in page
        )
    for study in flips.studies:
        for lever in study.bridges.found[0].levers if study.bridges.found else ():
            assert lever.text in page
            assert f"{lever.start:.3g} → {lever.to:.3g}" in page


def test_what_was_left_out_is_said():
    text = words_of(page_of(overlong()))
    more = len(overlong()["assessments"]) - SCHOOLS
    assert f"So are {more} more of the schools" in text
    assert "more events are in the full report" in text
    assert text.count("Not known") == 1
    assert CAUTIONS == 3


def test_without_bridges_it_does_not_speak_of_them():
    assert "flip" not in words_of(page_of(case(), bridges=False))


def test_a_what_if_and_hindsight_are_marked():
    dossier = sm.build(case(coded_after_outcome=True))
    base, changed = (sm.compare(one, draws=200) for one in (
        dossier, sm.what_if(dossier, {"process.slip": 0.5})))  # fmt: skip
    change = change_table(base, changed, {"process.slip": 0.5})
    text = words_of(short_report(Case(dossier, changed, change=change)))
    assert "A what-if, not the dossier as it stands. What if: process.slip = 0.5" in text
    assert "Coded in hindsight" in text
    assert "what-if" not in words_of(short_report(Case(dossier, base)))


def test_an_audience_gets_a_page_of_its_own():
    data = case()
    data["audiences"] = {"events": "anyone", "assessments.doves": "anyone"}
    data["parties"]["a"]["name"] = "CANARY"
    dossier = sm.build(data)
    page = short_report(shown_case(dossier, sm.compare(dossier, draws=200), "anyone"))
    assert "For anyone" in words_of(page)
    assert "CANARY" not in page
    assert "seed" not in words_of(page)


def test_texts_of_a_dossier_are_escaped():
    page = page_of(hostile())
    tags = parsed(page).tags
    assert not [tag for tag, _ in tags if tag in ("script", "img", "link", "iframe")]
    assert not [one for _, one in tags if any(key.startswith("on") for key in one)]
    assert "default-src 'none'" in page
    assert EVIL[:8] in "".join(parsed(page).text)
    strange = page_of(overlong(RIGHT_TO_LEFT))
    assert "\u202e" not in strange
    assert "\x1b" not in strange


def test_a_text_is_cut_at_a_word_and_never_longer():
    assert cut("one  two\nthree", 20) == "one two three"
    assert cut("one two three", 9) == "one two…"
    assert cut("x" * 50, 10) == "x" * 9 + "…"


def test_the_command_writes_it(tmp_path):
    from click.testing import CliRunner

    from summitry.cli.main import main

    file, output = tmp_path / "d.yaml", tmp_path / "p.html"
    file.write_text(json.dumps(case()))
    line = ["report", str(file), "--short", "--draws", "200", "-a", "doves", "-o", str(output)]
    made = CliRunner().invoke(main, line)
    assert made.exit_code == 0, made.output
    text = words_of(output.read_text())
    assert "The doves" in text
    assert "The hawks" not in text


@pytest.mark.browser
@pytest.mark.parametrize("data", [case, hostile, overlong], ids=["case", "hostile", "overlong"])
def test_it_is_one_page_on_either_paper(browser, tmp_path, data):  # noqa: F811
    file = tmp_path / "short.html"
    file.write_text(page_of(data()))
    context = browser.new_context(offline=True, viewport={"width": 900, "height": 900})
    tab = context.new_page()
    murmurs = []
    tab.on("console", lambda message: murmurs.append(message.text))
    tab.goto(file.as_uri())
    assert murmurs == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for paper in ("A4", "Letter"):
        made = tab.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    tab.emulate_media(media="print")
    bottom = "document.querySelector('footer').getBoundingClientRect().bottom"
    assert tab.evaluate(bottom) <= 259.4 / 25.4 * 96
    context.close()


@pytest.mark.browser
def test_nothing_of_an_ordinary_case_is_cut_off(browser, tmp_path, page):  # noqa: F811
    file = tmp_path / "short.html"
    file.write_text(page)
    tab = browser.new_page(viewport={"width": 703, "height": 900})
    tab.goto(file.as_uri())
    tab.emulate_media(media="print")
    body = "document.querySelector('.body')"
    assert tab.evaluate(f"{body}.scrollHeight <= {body}.clientHeight + 1")
    tab.close()
