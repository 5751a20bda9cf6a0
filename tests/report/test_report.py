"""The one-file report: whole, harmless, without network; looked at in a real browser."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

import pytest

import summitry as sm
from tests import chromium
from tests.forecasts.test_forecast import case

pytest.importorskip("vl_convert", reason="pictures need the charts extra")

from summitry.charts.album import Case
from summitry.forecasts.whatif import change_table
from summitry.report.page import report
from summitry.sensitivity.answer_book import answer_books
from summitry.sensitivity.naming import path_of

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}"


def hostile():
    data = case()
    data["title"] = data["question"] = data["author"] = EVIL
    data["unknowns"] = [EVIL]
    data["parties"]["a"]["name"] = EVIL
    data["issues"]["troops"]["name"] = EVIL
    data["assessments"]["doves"]["name"] = data["assessments"]["doves"]["note"] = EVIL
    data["tracks"] = {"mine": {"name": EVIL, "baskets": [["troops"], ["arms"]]}}
    data["road_maps"] = {"slow": {"name": EVIL, "steps": [{"troops": "go"}, {"arms": "scrap"}]}}
    data["sources"] = {"s": {"title": EVIL, "url": "javascript:alert(1)"}}
    data["stances"]["a"]["troops"]["note"] = EVIL
    data["stances"]["a"]["troops"]["cite"] = {"s": EVIL}
    return data


def page_of(data):
    return report(whole(sm.build(data)))


def whole(dossier, draws=400):
    """A case with everything worked out, on few draws."""
    names = list(dossier.assessments)
    made = sm.compare(dossier, draws=draws)
    return Case(
        dossier,
        made,
        sm.tracks(dossier, draws=200),
        sm.roadmap(dossier, draws=100),
        sm.explain(dossier, draws=draws, universes=True),
        sm.flip(dossier, draws=200),
        tuple(sm.why(dossier, names[0], one, draws=200) for one in names[1:]),
        pressure=sm.pressure(dossier, models=["mean", "challenge", "exchange"], draws=100),
        books=answer_books(dossier, made, draws=200),
    )


@pytest.fixture(scope="module")
def page():
    return page_of(case())


class Tags(HTMLParser):
    """Every tag with its attributes, and the text."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def parsed(text):
    tags = Tags()
    tags.feed(text)
    return tags


def test_it_asks_for_nothing_from_anywhere(page):
    tags = parsed(page)
    for tag, attributes in tags.tags:
        assert tag not in ("link", "iframe", "object")
        if tag == "script":  # its own one, and what that looks up
            assert attributes in ({}, {"type": "application/json", "id": "answers-data"})
        for name in ("src", "href", "srcset", "action"):
            assert attributes.get(name, "data:").startswith(("data:", "#"))
    assert "default-src 'none'" in unescape(page)
    assert not re.search(r"@import|url\(", page)


def test_it_says_what_an_analyst_needs(page):
    text = " ".join(" ".join(parsed(page).text).split())
    for part in (
        "biting", "The doves", "The hawks", "an exchange", "any deal", "What they dispute",
        "What the dossier does not know", "Assumptions", "Every number", "judgement", "Provenance",
        "seed 1", "leverage of hawks (parties.hawks.leverage)",
    ):  # fmt: skip
        assert part in text, part
    images = [attributes for tag, attributes in parsed(page).tags if tag == "img"]
    # Of forecasts 8; the signature; tracks and the road map proposed; drivers, flips and bridges;
    # of the three assessments the multiverses, and what sets two apart from the first; influence
    # and stability.
    assert len(images) == 8 + 1 + 2 + 3 + 3 + 2 + 2
    assert all(one["alt"] for one in images)


def test_it_has_tracks_and_road_maps_where_they_are_given(page):
    text = " ".join(" ".join(parsed(page).text).split())
    for part in (
        "Which way of negotiating", "its own numbers favour", "Any two tracks", "break-even ask",
        "it can bring no trade", "Road maps", "critical", "may stop after", "How long it may last",
    ):  # fmt: skip
        assert part in text, part
    dossier = sm.build(case())
    bare = report(Case(dossier, sm.compare(dossier, draws=200)))
    assert "Which way of negotiating" not in bare
    assert "Road maps" not in bare


def test_it_says_what_would_change_it_and_why_schools_differ(page):
    text = " ".join(page.split())
    order = [
        "What would change it, and who could", "What is forecast", "What drives it",
        "where it is won and lost", "Why they differ", "Every combination of structural choices",
        "Drivers in figures", "What flips it, number by number",
    ]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "Shapley" in text
    assert "The price of each" in text


def test_a_what_if_is_marked_as_one():
    dossier = sm.build(case())
    base, changed = (sm.compare(one, draws=200) for one in (
        dossier, sm.what_if(dossier, {"process.slip": 0.5})))  # fmt: skip
    change = change_table(base, changed, {"process.slip": 0.5})
    text = report(Case(dossier, changed, change=change))
    assert "A what-if." in text
    assert "What if: process.slip = 0.5" in text
    assert "A what-if." not in report(Case(dossier, base))


def test_every_number_stands_in_it_with_its_basis(page):
    dossier = sm.build(case())
    from summitry.dossier.inputs import inputs

    for name in inputs(dossier):
        assert f' dir="ltr">{escape(path_of(name))}<' in page, name


def test_hindsight_is_labelled():
    assert "Coded in hindsight" not in page_of(case())
    assert "Coded in hindsight" in page_of(case(coded_after_outcome=True))


def test_texts_of_a_dossier_are_escaped():
    page = page_of(hostile())
    tags = parsed(page)
    assert len([tag for tag, _ in tags.tags if tag == "script"]) == 2
    assert not [
        attributes for _, attributes in tags.tags if any(key.startswith("on") for key in attributes)
    ]
    assert not [
        attributes for _, attributes in tags.tags if "javascript" in attributes.get("href", "")
    ]
    assert EVIL.split('"')[0] in "".join(tags.text)
    assert "49" not in re.findall(r"onerror=alert\(1\)>&#34;&#39;(.{0,6})", page)


@pytest.fixture(scope="module")
def browser():
    with chromium.browser() as made:
        yield made


@pytest.mark.browser
@pytest.mark.parametrize("data", [case, hostile])
def test_a_browser_draws_it_offline_without_a_murmur(browser, tmp_path, data):
    file = tmp_path / "report.html"
    file.write_text(page_of(data()))
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 900})
    tab = context.new_page()
    murmurs, requests = [], []
    tab.on("console", lambda message: murmurs.append(message.text))
    tab.on("pageerror", lambda error: murmurs.append(str(error)))
    tab.on("dialog", lambda dialog: murmurs.append(dialog.message))
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(file.as_uri())
    assert murmurs == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    widths = tab.evaluate("[...document.images].map(one => one.naturalWidth)")
    assert len(widths) >= 10
    assert min(widths) > 100
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.locator("h1").inner_text().strip()
    context.close()


@pytest.mark.browser
def test_it_prints(browser, tmp_path, page):
    file = tmp_path / "report.html"
    file.write_text(page)
    tab = browser.new_page(java_script_enabled=False)
    tab.goto(file.as_uri())
    tab.emulate_media(media="print")
    assert tab.pdf(format="A4")[:4] == b"%PDF"
    tab.close()
