"""Every page of the workbench, its twin, pictures and tables, as each audience gets them."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager

import pytest

import summitry as sm
from tests.audiences.canary import MARK, TEXT, found

pytest.importorskip("fastapi", reason="the workbench needs the web extra")
pytest.importorskip("uvicorn", reason="the workbench needs the web extra")
pytest.importorskip("vl_convert", reason="pictures need the charts extra")

from summitry.dossier.references import RULES
from summitry.ledger.ledger import Ledger
from summitry.workbench.app import create, create_for
from summitry.workbench.page import PAGES, READ
from summitry.workbench.sitting import State
from summitry.workbench.studies import STUDIES, study
from tests.workbench.making_pages import visited

WHO = ("anyone", "lower", "upper")
DRAWS = 300


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("river")
    (folder / "dossier.yaml").write_text(TEXT)
    dossier = sm.load(folder)
    made = sm.compare(dossier, draws=DRAWS).forecasts
    record = Ledger(str(folder / "ledger.sqlite"))
    record.record(dossier, made, f"{MARK}-case", author=f"{MARK}-author")
    record.judge(f"{MARK}-case", "agreed=0.73184", author=f"{MARK}-person")
    return folder


@contextmanager
def opened(folder, audience="team"):
    """The bench of a workbench, for the team or for somebody, and a visitor."""
    benches = []

    def make(bench, door):
        bench.ledger = str(folder / "ledger.sqlite")
        benches.append(bench)
        return create(bench, door) if audience == "team" else create_for(bench, audience, door)

    with visited(folder, make) as visitor:
        yield benches[0], visitor


@contextmanager
def worked_out(folder):
    """A workbench on which every study is done, and how to sit down at it as somebody."""
    with opened(folder) as (bench, visitor):

        def sit(who):
            sitting = bench.sit(who)
            sitting.state = State(draws=DRAWS)
            visitor.at = f"/s/{sitting.id}"
            return sitting

        sitting = sit("team")
        for name in STUDIES:
            job = study(sitting, name)
            assert job.wait(1_200), name
            assert job.state == "done", job.fault
        yield visitor, sit


@pytest.fixture(scope="module")
def pages(home):
    with worked_out(home) as made:
        yield made


def artefacts(visitor):
    """Everything that a sitting can be asked for."""
    for name in sorted(READ):
        page, twin = visitor.get(name), visitor.get(f"{name}.json")
        assert page.status_code == twin.status_code == 200, name
        yield name, page
        yield f"{name}.json", twin
        for picture in sorted(set(re.findall(r"/picture/(\w+)\.svg", page.text))):
            for kind in ("svg", "png"):
                yield f"{name}: {picture}.{kind}", visitor.get(f"picture/{picture}.{kind}")
        for number in range(100):
            table = visitor.get(f"{name}/table/{number}.csv")
            if table.status_code == 404:
                break
            yield f"{name}: {number}.csv", table
    for name in ("report.html", "short.html", "jobs.json", "package/answers.json"):
        yield name, visitor.get(name)


@pytest.mark.parametrize("who", WHO)
def test_no_marker_is_on_any_page_in_any_picture_or_table(pages, who):
    visitor, sit = pages
    sit(who)
    every = dict(artefacts(visitor))
    assert len(every) > 60
    for name, one in every.items():
        assert one.status_code == 200, name
        assert not found(one.content), name
        assert not found(str(one.headers)), name


def test_the_team_finds_markers_on_every_page_so_the_search_can_fail(pages):
    visitor, sit = pages
    sit("team")
    without = {name for name, one in artefacts(visitor) if name in READ and not found(one.content)}
    assert not without


SHOWN = {
    "overview": ("Talks on the river", "more water", "The hopeful"),
    "bridges": ("salience of water to Lower Valley",),
    "parties": ("Upper Valley", "Summer water"),
    "package": ("water", "as now"),
    "tracks": ("Two tables", "whole package"),
    "roadmap": ("Water first",),
    "stability": ("Would it hold", "nothing of the package is shown"),
    "influence": ("Summer water", "The models"),
    "why": ("salience of water to Lower Valley", "some money"),
    "evidence": ("stances.lower.water.salience", "open words"),
    "ledger": ("hopeful",),
}


@pytest.mark.parametrize("page", sorted(SHOWN))
def test_what_is_for_anyone_is_on_its_page(pages, page):
    visitor, sit = pages
    sit("anyone")
    text = visitor.get(page).text + visitor.get(f"{page}.json").text
    for one in SHOWN[page]:
        assert one in text, one
    assert "there may be more that is not shown" in text


def test_a_hidden_number_is_not_shown_as_if_it_were_a_default(pages):
    visitor, sit = pages
    sit("upper")
    shown = [one["name"] for one in json.loads(visitor.get("evidence.json").text)["numbers"]]
    assert "parties/farmers/slack" in shown
    for one in ("parties/farmers/leverage", "process/slip", "process/rapport", "curve"):
        assert one not in shown


def test_the_twins_hold_figures_for_anyone(pages):
    visitor, sit = pages
    sit("anyone")
    tracks = json.loads(visitor.get("tracks.json").text)["tracks"]["studies"]
    assert [one["assessment"] for one in tracks] == ["hopeful"]
    assert set(tracks[0]["tracks"][0]["events"]) >= {"agreed", "exchange", "some money"}
    roads = json.loads(visitor.get("roadmap.json").text)["roadmap"]["studies"]
    assert [one["name"] for one in roads[0]["maps"]] == ["water first"]
    models = json.loads(visitor.get("influence.json").text)["influence"]["studies"][0]["models"]
    assert {one["issue"] for one in models[0]["issues"]} == {"water", "payments"}
    flips = json.loads(visitor.get("bridges.json").text)["flips"]["studies"][0]
    assert [one["name"] for one in flips["levers"]] == ["stances/lower/water/salience"]


def test_pages_of_the_team_are_closed_to_others(pages):
    visitor, sit = pages
    sit("lower")
    own = [name for name, _, group in PAGES if group == "own"]
    also = ["state/file", "numbers/group/0", "sharing/2", "live", "glance"]
    for name in (*own, *(f"{one}.json" for one in own), *also):
        answer = visitor.get(name)
        if answer.status_code == 303:  # where only a form's answer stands: to their own page
            assert answer.headers["location"] == f"{visitor.at}/overview", name
        else:
            assert answer.status_code == 403, name
        assert not found(answer.content)
    for name in ("change", "package/build", "glance", "live", "undo", "sharing/save",
                 "state/assessment", "sharing/2/pages"):  # fmt: skip
        assert visitor.post(name, number="x").status_code == 403, name


def test_a_member_of_the_team_sits_down_as_somebody_else(pages):
    visitor, sit = pages
    sit("team")
    made = visitor.post("sharing/3/pages")
    assert made.status_code == 303
    visitor.at = made.headers["location"].rsplit("/", 1)[0]
    page = visitor.get("overview")
    assert "Shown as <bdi>Lower Valley</bdi>" in page.text
    assert not found(page.content)


def test_an_audience_is_served_its_pages_and_no_others(home):
    with opened(home, "lower") as (bench, visitor):
        first = visitor.get("/")
        assert first.status_code == 303
        visitor.at = first.headers["location"].rsplit("/", 1)[0]
        page = visitor.get("parties")
        assert "Upper Valley" in page.text
        assert "Lower Valley" in page.text
        assert not found(page.content)
        team = bench.sit()
        assert visitor.get(f"/s/{team.id}/overview").status_code == 404


def test_with_everything_marked_for_anyone_the_pages_are_those_of_the_team(tmp_path):
    head = TEXT[: TEXT.index("audiences:")]
    marks = "".join(f"  {root}: anyone\n" for root in RULES if root != "summitry" and root in head)
    (tmp_path / "dossier.yaml").write_text(f"{head}audiences:\n{marks}")
    with worked_out(tmp_path) as (visitor, sit):
        pages = {}
        for who in ("team", "anyone"):
            sit(who)
            pages[who] = {name: visitor.get(name).text for name in sorted(READ - {"ledger"})}
            pages[who] |= {"report": visitor.get("report.html").text}
    for name, text in pages["team"].items():
        assert _things(text) == _things(pages["anyone"][name]), name


def _things(text):
    """The markers, pictures and headings that a page shows; what is asked in a form apart."""
    main = text[text.index("<h1") :].partition('<aside aria-label="Change')[0]
    main = re.sub(r"<form.*?</form>", "", main, flags=re.DOTALL)
    marks = set(re.findall(rf"{MARK}\d\d", main))
    headings = re.findall(r"<h[23][^>]*>([^<]*)", main)
    apart = (
        "Build a package", "A package put to everybody", "Answers to the likeliest package",
        "The likeliest packages, and what everybody says to them",
    )  # fmt: skip
    return marks, main.count("<img"), [one for one in headings if one not in apart]
