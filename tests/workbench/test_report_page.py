"""The report that a page gives: everything that the pages have, cut for whom it is for."""

from __future__ import annotations

import json
import re
import time
from html import unescape

import pytest

from summitry.report.building import policy
from summitry.workbench.app import create, create_for
from summitry.workbench.bench import Bench
from summitry.workbench.guard import Door
from summitry.workbench.page import PAGES
from summitry.workbench.studies import STUDIES
from tests.forecasts.test_forecast import case
from tests.workbench.making_pages import Visitor, served

READ = [name for name, _, group in PAGES if group == "read"]
TEXT = "We will leave, they said.\nMore words. <b>Arms stay.</b> And so on."
APART = ("Everybody's answer", "What would make it acceptable", "Forecast", "Provenance",
         "Every number and what it rests on", "Before you trust",
         "The likeliest package")  # fmt: skip
"""Tables that the report has in another form: as a section, as a list, or for every package."""

TITLES = r'<figure class="table">\s*<figcaption[^>]*>(.*?)</figcaption>'


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("case")
    data = case()
    data["sources"] = {"s": {"title": "Words", "file": "s.txt"}}
    data["stances"]["a"]["troops"]["cite"] = {"s": "We will leave"}
    data["audiences"] = {"events": "anyone", "assessments.doves": "anyone", "sources": "anyone"}
    (folder / "dossier.yaml").write_text(json.dumps(data))
    (folder / "s.txt").write_text(TEXT)
    return folder


@pytest.fixture(scope="module")
def visitor(home):
    door, bench = Door(), Bench(home)
    with served(create(bench, door)) as address:
        made = Visitor(address, door).sit()
        made.post("state/study")
        end = time.monotonic() + 1_200
        while time.monotonic() < end:
            done = [job for job in bench.jobs._jobs.values() if job.state == "done"]
            if len(done) == len(STUDIES):
                break
            time.sleep(0.2)
        yield made
    bench.jobs.close()


def plain(text):
    return unescape(re.sub(r"<[^>]*>", "", text)).strip()


def test_it_has_every_table_and_picture_of_every_page(visitor):
    report = visitor.get("report.html").text
    heads = r"<(?:figcaption|h2|h3)[^>]*>(.*?)</"
    captions = {plain(one) for one in re.findall(heads, report)}
    pictures = set(re.findall(r'<img src="data:[^"]*" alt="([^"]*)"', report))
    missing, tables = [], 0
    for name in READ:
        page = visitor.get(name).text
        assert "data-waits" not in page
        for one in re.findall(TITLES, page):
            tables += 1
            if plain(one) not in captions and not plain(one).startswith(APART):
                missing.append((name, plain(one)))
        missing += [
            (name, one) for one in re.findall(r'<img src="[^"]*" alt="([^"]*)"', page)
            if one not in pictures
        ]  # fmt: skip
    assert not missing, "\n".join(map(str, missing))
    assert tables > 30
    assert 'id="builder"' in report


def test_its_policy_permits_its_own_script_alone(visitor):
    told = visitor.get("report.html").headers["content-security-policy"]
    assert told == f"{policy()}; frame-ancestors 'none'"


def test_source_texts_and_numbers_lead_to_one_another(visitor):
    report = visitor.get("report.html").text
    assert "<mark>We will leave</mark>" in report
    assert "&lt;b&gt;Arms stay.&lt;/b&gt;" in report
    (anchor,) = re.findall(r'<span id="(q\d+-\d+)"></span><mark>We will leave', report)
    assert f'href="#{anchor}"' in report
    (back,) = re.findall(r'We will leave</mark><span class="back"> \[\s*<a href="#(n\d+)"', report)
    assert re.search(
        rf'<tr id="{back}">\s*<th[^>]*>ideal of [^<]*<span class="path"[^>]*>stances\.a\.troops',
        report,
    )
    ids = re.findall(r' id="([^"]*)"', report)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', report)) <= set(ids)


def test_changed_numbers_make_it_a_what_if(visitor, home):
    door, bench = Door(), Bench(home)
    with served(create(bench, door)) as address:
        other = Visitor(address, door).sit()
        sitting = bench.sitting(other.at.split("/")[-1])
        sitting.change("process.slip", 0.5)
        assert "A what-if." in other.get("report.html").text
    bench.jobs.close()
    assert "A what-if." not in visitor.get("report.html").text


def test_others_get_neither_texts_nor_answers_to_any_package(home):
    door, bench = Door(), Bench(home)
    with served(create_for(bench, "anyone", door)) as address:
        other = Visitor(address, door).sit()
        report = other.get("report.html")
    bench.jobs.close()
    assert report.status_code == 200
    assert "More words." not in report.text
    assert "<script" not in report.text
    assert "builder" not in re.sub(r"<style>.*?</style>", "", report.text, flags=re.DOTALL)
