"""A package built in the report: the same answers as the library's, by one script of its own."""

from __future__ import annotations

import random
import re
from base64 import b64encode
from hashlib import sha256

import pytest

import summitry as sm
from summitry.charts.album import Case
from summitry.forecasts.tables import figure, gain
from summitry.report.building import policy
from summitry.report.page import report
from summitry.sensitivity.answer_book import answer_books
from summitry.sensitivity.answers import answers
from tests.forecasts.test_forecast import case
from tests.report.test_report import browser, hostile, parsed  # noqa: F401 - a fixture

DRAWS = 200


def of(data, **more):
    dossier = sm.build(data)
    made = sm.compare(dossier, draws=DRAWS)
    books = answer_books(dossier, made, draws=DRAWS)
    return dossier, report(Case(dossier, made, books=books, **more))


def three_issues():
    """A case in which some packages are forbidden by a clause."""
    data = case()
    data["issues"]["aid"] = {"levels": ["none", "some", "much"], "status_quo": "none",
                             "performed_by": "a"}  # fmt: skip
    data["stances"]["a"]["aid"] = {"ideal": "none", "salience": 0.3}
    data["stances"]["b"]["aid"] = {"ideal": "much", "salience": 0.6}
    data["clauses"] = ["aid = much excludes troops = stay"]
    return data


def test_the_policy_lets_just_this_script_run():
    _, page = of(case())
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy()
    assert f'content="{policy()}"' in page.replace("&#39;", "'")
    assert "unsafe-eval" not in page
    assert not re.search(r"\beval\(|innerHTML|fetch\(|XMLHttp|import\(", script)


def test_without_answers_there_is_no_script():
    dossier = sm.build(case())
    page = report(Case(dossier, sm.compare(dossier, draws=DRAWS)))
    assert "<script" not in page
    assert "script-src" not in page
    assert "A package put to everybody" not in page


def test_the_likeliest_packages_stand_there_with_everybodys_answers():
    dossier, page = of(case())
    text = " ".join(" ".join(parsed(page).text).split())
    made = sm.compare(dossier, draws=DRAWS).forecasts[0]
    one = answers(sm.assess(dossier, made.assessment), made.packages[0].levels, draws=DRAWS)
    told = [figure(made.packages[0].share), figure(one.all_claim)]
    told += [figure(each.yes) for each in one.answers]
    assert " ".join(told) in text


@pytest.fixture
def tab(browser):  # noqa: F811
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.murmurs = []
    page.on("console", lambda message: page.murmurs.append(message.text))
    page.on("pageerror", lambda error: page.murmurs.append(str(error)))
    yield page
    assert page.murmurs == []
    context.close()


def chosen(tab, dossier, levels):
    for (_, issue), level, select in zip(
        dossier.issues.items(), levels, tab.locator("#builder select").all(), strict=True
    ):
        select.select_option(index=issue.levels.index(level))


def part(tab, label):
    return tab.locator("#builder-answers .answer").filter(
        has=tab.get_by_role("heading", name=label, exact=True)
    )


@pytest.mark.browser
def test_levels_chosen_are_answered_as_the_library_answers_them(tab, tmp_path):
    dossier, page = of(three_issues())
    file = tmp_path / "report.html"
    file.write_text(page)
    tab.goto(file.as_uri())
    dice = random.Random(5)
    forbidden = answered = 0
    for _ in range(12):
        levels = [dice.choice(issue.levels) for issue in dossier.issues.values()]
        chosen(tab, dossier, levels)
        package = dict(zip(dossier.issues, levels, strict=True))
        for name in dossier.assessments:
            own = sm.assess(dossier, name)
            made = answers(own, package, draws=DRAWS)
            shown = part(tab, made.label)
            if not made.legal:
                forbidden += 1
                assert re.search("moves nothing|do not allow", shown.inner_text())
                continue
            answered += 1
            assert shown.locator(".all").inner_text().startswith(f"{figure(made.all_claim)} chance")
            rows = [
                [cell.strip() for cell in row.inner_text().split("\t") if cell.strip()]
                for row in shown.locator("tbody tr").all()
            ]
            assert rows == [
                [one.label, one.role, figure(one.yes),
                 figure(one.refused) if one.refused else "–", gain(one.gain)]
                for one in made.answers
            ]  # fmt: skip
            wins = shown.locator("li").all_inner_texts()
            wanted = [one for one in made.wins if one.change != {}]
            assert len(wins) == len(wanted)
            for one in wanted:
                (line,) = [each for each in wins if each.startswith(f"{one.label}: ")]
                if one.change is None:
                    assert "no package that the clauses allow" in line
                for issue, (was, to) in (one.change or {}).items():
                    assert f"{dossier.issues[issue].name or issue}: {was} → {to}" in line
                assert ("off board" in line) == (one.stands is False)
    assert forbidden
    assert answered > 12


@pytest.mark.browser
def test_it_works_by_keyboard_and_is_told(tab, tmp_path):
    dossier, page = of(case())
    file = tmp_path / "report.html"
    file.write_text(page)
    tab.goto(file.as_uri())
    first = dossier.issues["troops"].name or "troops"
    select = tab.get_by_label(first)
    before = tab.get_by_role("status").inner_text()
    select.focus()
    tab.keyboard.press("Home")
    seen = {tab.get_by_role("status").inner_text()}
    tab.keyboard.press("End")
    seen.add(tab.get_by_role("status").inner_text())
    assert seen - {before}
    assert all("Chance that all who sign say yes" in one for one in seen)


@pytest.mark.browser
def test_without_script_and_in_print_the_builder_is_away(browser, tmp_path):  # noqa: F811
    _, page = of(case())
    file = tmp_path / "report.html"
    file.write_text(page)
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(file.as_uri())
    assert not plain.locator("#builder-part").is_visible()
    assert plain.get_by_text("The likeliest packages, and what everybody says").is_visible()
    printed = browser.new_page()
    printed.goto(file.as_uri())
    assert printed.locator("#builder-part").is_visible()
    printed.emulate_media(media="print")
    assert not printed.locator("#builder-part").is_visible()


@pytest.mark.browser
def test_hostile_names_hurt_nothing(tab, tmp_path):
    data = hostile()
    data["issues"]["arms"]["name"] = "</script><script>window.hurt = 1</script><!--"
    dossier, page = of(data)
    file = tmp_path / "report.html"
    file.write_text(page)
    tab.goto(file.as_uri())
    chosen(tab, dossier, [issue.levels[-1] for issue in dossier.issues.values()])
    assert tab.evaluate("window.hurt") is None
    assert "</script><script>" in tab.locator("#builder label").all_inner_texts()[1]
