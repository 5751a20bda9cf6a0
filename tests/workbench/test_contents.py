"""Forms for everything in a dossier: complete, faithful, and refusing in words at the field."""

from __future__ import annotations

import html
import re
import threading
from pathlib import Path

import pytest
from pydantic import BaseModel

import summitry as sm
from summitry.dossier import levers, model, pressure, process, relation
from summitry.dossier.editing import same
from summitry.dossier.starter import starter
from summitry.dossier.writeback import opened
from summitry.workbench.adding import AddError
from summitry.workbench.asking import Rows
from summitry.workbench.fields import Field, estimate_of
from summitry.workbench.forms import form, from_form
from summitry.workbench.items import items
from summitry.workbench.places import ABSENT, standing_at
from summitry.workbench.sheets import BY_KEY, KINDS
from summitry.workbench.sourcing import keep_text
from tests.workbench.making_pages import visited

ROOT = Path(__file__).parents[2]
CASES = sorted(one for one in (ROOT / "cases").iterdir() if one.is_dir())
EVIL = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>{{7*7}}"


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "dossier.yaml").write_text(starter("river"))
    return folder


@pytest.fixture
def visitor(home):
    with visited(home) as found:
        yield found.sit()


def marks(visitor, kind):
    text = visitor.get("contents").text
    part = text.split(f'id="kind-{kind}"', 1)[1].split("</section>", 1)[0]
    return re.findall(r'/contents/([0-9a-f]{12})"[^>]*>(.*?)</a>', part, re.S)


def mark(visitor, kind, label=""):
    found = [key for key, text in marks(visitor, kind) if label in html.unescape(text)]
    assert found, (kind, label)
    return found[0]


def name_of(visitor, page, label):
    """The name of the field that a label is at."""
    text, words = html.unescape(visitor.get(page).text), re.escape(label)
    found = re.search(rf'<label for="(\w+)">{words}', text) or re.search(
        rf'<legend>{words}.*?name="(\w+):', text, re.DOTALL
    )
    assert found, (page, label)
    return found[1]


def said(answer):
    text = re.sub(r"<[^>]+>", " ", html.unescape(answer.text))
    return " ".join(text.split())


def data_of(home):
    return opened(home / "dossier.yaml").data


# What the forms ask for.

MODELS = {
    "case": model.Dossier, "party": model.Party, "issue": model.Issue, "stance": model.Stance,
    "stake": model.Stake, "cover": model.Cover, "event": model.Event, "source": model.Source,
    "process": process.Process, "ask": process.BigAsk, "time": process.Time,
    "date": process.DatedHazard, "track": process.Track, "road": process.RoadMap,
    "relation": relation.Relation, "lever": levers.Lever, "reveal": levers.Reveal,
    "school": model.Assessment, "models": pressure.Pressure,
}  # fmt: skip
ROWS = {("stance", "red_line"): model.RedLine, ("track", "baskets"): process.Basket,
        ("relation", "events"): relation.RelationEvent, ("reading", ""): model.Reading}  # fmt: skip
ELSEWHERE = {
    "case": {"summitry", "coding", "audiences"} | {kind.home[0] for kind in KINDS if kind.home},
    "issue": {"reads_as"}, "process": {"big_ask"}, "time": {"dates"}, "school": {"set"},
}  # fmt: skip
PLAIN = {"reveal": {"cite", "kind", "coder", "date", "note"}}


def roots(asks):
    return {str(one.path[0]) for one in asks if one.path} | {"" for one in asks if not one.path}


def fields_of(record: type[BaseModel]):
    return {field.alias or name for name, field in record.model_fields.items()}


@pytest.mark.parametrize("key", sorted(MODELS))
def test_every_part_of_the_form_has_its_field(key):
    asks = [one for group in BY_KEY[key].groups for one in group.asks]
    missing = fields_of(MODELS[key]) - roots(asks) - ELSEWHERE.get(key, set())
    assert missing <= PLAIN.get(key, set())
    for one in asks:
        if isinstance(one, Rows) and (key, ".".join(one.path)) in ROWS:
            record = ROWS[key, ".".join(one.path)]
            assert fields_of(record) == roots(one.asks), record


def test_the_whole_of_a_dossier_is_among_the_kinds():
    homes = {kind.home[0] for kind in KINDS if kind.home}
    case = roots(one for group in BY_KEY["case"].groups for one in group.asks)
    assert fields_of(model.Dossier) <= homes | case | ELSEWHERE["case"]


def shown(own):
    """What a browser would send of a form that nobody has touched."""
    return {
        key: text
        for field in own.fields
        for key, text in field.shown(standing_at(own.node, field.path)).items()
    }


@pytest.mark.parametrize("case", [*CASES, None], ids=lambda one: one.name if one else "starter")
def test_a_form_sent_back_as_it_is_changes_nothing(case, home):
    folder = case or home
    dossier, data = sm.load(folder), data_of(folder)
    for item in items(dossier, data):
        own = form(dossier, data, item.kind, item.path)
        as_sent = {key: text.replace("\n", "\r\n") for key, text in shown(own).items()}
        found, path = from_form(dossier, data, own, as_sent)
        assert path == item.path
        assert same(found, data), item


@pytest.mark.parametrize(("text", "value"), [
    ("0.5", 0.5), ("[1, 2,3]", [1, 2, 3]), ("likely", "likely"), ("nan", "nan"), ("1e999", "1e999"),
    ("a, 0.5, b c", ["a", 0.5, "b c"]), ("60", 60), ("1_0", "1_0"), ("1;2;3", [1, 2, 3]),
])  # fmt: skip
def test_numbers_as_people_write_them(text, value):
    assert estimate_of(text) == value


def test_a_number_keeps_its_reason_and_codings_stay_as_written():
    field = Field((), "", "number", name="f1")
    old = {"value": 0.3, "kind": "assumed", "note": "n", "cite": {"s": ["a b", "c"]}}
    given = field.shown(old)
    assert field.read(old, given) is old
    changed = field.read(old, {**given, "f1": "0.4", "f1.kind": "reported"})
    assert changed == {**old, "value": 0.4, "kind": "reported"}
    fewer = field.read(old, {**given, "f1.cite.0.source": "", "f1.cite.0.quote": ""})
    assert fewer["cite"] == {"s": "c"}
    coded = {"coders": [{"coder": "A", "value": 1}, {"coder": "B", "value": 0}]}
    assert field.shown(coded)["f1"] == "="
    assert field.read(coded, field.shown(coded)) is coded
    assert field.read(coded, {**field.shown(coded), "f1.note": "x"}) == {**coded, "note": "x"}
    assert field.read(0.3, {"f1": ""}) is ABSENT
    assert field.read(ABSENT, {"f1": "0.1"}) == 0.1


# Adding, by what a browser would send.


def add(visitor, kind, **by_label):
    page = f"contents/new/{kind}"
    fields = {"version": visitor.version(page)}
    for label, value in by_label.items():
        name = name_of(visitor, page, label)
        if isinstance(value, list):
            fields |= {f"{name}:{one}": one for one in value}
        else:
            fields[name] = value
    return visitor.post(page, **fields)


ADDED = [
    ("party", {"Name, as people": "Monks", "What it does": "third"},
     lambda one: one["parties"]["monks"] == {"name": "Monks", "role": "third"}),
    ("issue", {"Short name": "tolls", "Levels in order": "none\r\nsome\r\nmany",
               "The level as things": "none", "Who must perform": "lower"},
     lambda one: one["issues"]["tolls"]["levels"] == ["none", "some", "many"]),
    ("stance", {"Who ": "coast", "On which issue": "dam", "The level it wants": "smaller",
                "How much it cares": "40"}, lambda one: one["stances"]["coast"]["dam"]),
    ("stake", {"Whose": "upper", "What it is": "pride", "It brings it": "-0.1, -0.05, 0"},
     lambda one: one["stakes"]["upper"]["pride"] == [-0.1, -0.05, 0]),
    ("clause", {"The rule": "dam = smaller requires water >= more"},
     lambda one: one["clauses"][-1].startswith("dam = smaller")),
    ("event", {"What people call it": "a step", "It has happened when": "agreed and water >= more"},
     lambda one: one["events"]["a step"] == "agreed and water >= more"),
    ("source", {"Title": "A letter", "Date": "2023"},
     lambda one: one["sources"]["a letter"]["title"] == "A letter"),
    ("date", {"What it is": "a vote", "The day": "2031-05-01", "Chance that it ends": "unlikely"},
     lambda one: one["time"]["dates"]["a vote"]["on"] == "2031-05-01"),
    ("track", {"Short name": "by turns", "Its issues": ["rest"]},
     lambda one: one["tracks"]["by turns"] == {"baskets": [["rest"]]}),
    ("road", {"Short name": "slow", "Water released in summer": "more"},
     lambda one: one["road_maps"]["slow"]["steps"] == [{"water": "more"}]),
    ("relation", {"Between whom": ["upper", "lower"], "Before the first": "0.2"},
     lambda one: one["relations"][0]["start"] == 0.2),
    ("lever", {"Which number": "process.slip", "What they would do": "wait"},
     lambda one: one["levers"]["process.slip"]["how"] == "wait"),
    ("reveal", {"Of which number": "process.slip", "What would be seen": "a leak"},
     lambda one: one["reveals"]["process.slip"] == "a leak"),
    ("school", {"Short name": "gloomy", "Who holds it": "Some"},
     lambda one: one["assessments"]["gloomy"]["holder"] == "Some"),
    ("change", {"Which assessment": "doubtful", "Which number": "process.slip",
                "What this school puts": "0.2"},
     lambda one: one["assessments"]["doubtful"]["set"]["process.slip"] == 0.2),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "holds"), ADDED, ids=[one[0] for one in ADDED])
def test_one_of_each_kind_is_added(visitor, home, kind, given, holds):
    before = (home / "dossier.yaml").read_text()
    given = dict(given)
    if kind == "lever":
        given["Who can; nobody"] = ["upper"]
    answer = add(visitor, kind, **given)
    assert answer.status_code == 303, said(answer)[:1500]
    assert holds(data_of(home)), data_of(home)
    sm.load(home)
    after = (home / "dossier.yaml").read_text()
    assert after.count("#") == before.count("#")
    assert visitor.get(answer.headers["location"]).status_code == 200


def test_every_kind_that_can_be_added_was(visitor):
    tried = {kind for kind, _, _ in ADDED} | {"cover", "ask", "reading"}  # in tests of their own
    assert {kind.key for kind in KINDS if not kind.single} == tried


def test_cover_an_ask_and_readings(visitor, home):
    made = visitor.post(
        f"contents/{mark(visitor, 'cover')}/remove", version=visitor.version("contents/new/cover")
    )
    assert made.status_code == 303
    assert not data_of(home).get("cover")
    added = add(visitor, "cover", **{
        "Who gives it": "coast", "Whose objections": "farmers", "On which issues": ["dam"],
        "Share of the objection": "0.5"})  # fmt: skip
    assert added.status_code == 303, said(added)[:800]
    assert data_of(home)["cover"] == [
        {"from": "coast", "to": "farmers", "on": ["dam"], "strength": 0.5}
    ]
    for one, _ in marks(visitor, "ask"):
        visitor.post(f"contents/{one}/remove", version=visitor.version("contents/new/ask"))
    added = add(visitor, "ask", **{
        "Who ": "lower", "On which issue": "dam", "Nothing short of": "smaller",
        "Chance that it is made": "unlikely"})  # fmt: skip
    assert added.status_code == 303, said(added)[:800]
    page = "contents/new/reading"
    text = visitor.get(page).text
    means = re.findall(r'<textarea id="(f\d+)"', text)
    fields = {"version": visitor.version(page), "k0": "water = more"}
    fields |= {means[0]: "inspection = allowed", means[1]: "payments = no payment"}
    alone = visitor.post(page, **{key: fields[key] for key in ("version", "k0", means[0])})
    assert alone.status_code == 422
    assert "S319" in alone.text
    assert visitor.post(page, **fields).status_code == 303
    assert len(data_of(home)["issues"]["water"]["reads_as"]["more"]) == 2


# Faults, at the field, with nothing lost.


def test_a_fault_is_told_at_its_field_and_nothing_is_lost(visitor, home):
    before = (home / "dossier.yaml").read_text()
    page = f"contents/{mark(visitor, 'process')}"
    bond, slip = (name_of(visitor, page, one) for one in ("Personal bond", "Chance that a struck"))
    answer = visitor.post(page, **{"version": visitor.version(page), bond: "7", slip: "perhaps",
                                   f"{bond}.note": "typed & kept"})  # fmt: skip
    assert answer.status_code == 422
    text = answer.text
    assert re.search(rf'id="p-{bond}">S204: [^<]*from 0 to 1', text)
    assert re.search(rf'id="p-{slip}">S207', text)
    assert f'name="{bond}" maxlength="400" autocomplete="off" dir="auto" value="7"' in text
    assert "typed &amp; kept" in text
    assert 'value="perhaps"' in text
    assert (home / "dossier.yaml").read_text() == before


def test_a_statement_that_cannot_be_read_is_told_at_once_and_at_the_field(visitor, home):
    page = "contents/new/event"
    answer = add(
        visitor, "event", **{"What people call it": "x", "It has happened": "water >= mor"}
    )
    assert answer.status_code == 422
    assert "S303" in answer.text
    assert "did you mean" in html.unescape(answer.text)
    name = name_of(visitor, page, "It has happened")
    built = visitor.post(page, **{
        "version": visitor.version(page), name: "agreed", "build": name,
        f"b-{name}-join": "and not",
        f"b-{name}-term": "water = more", f"b-{name}-sign": ">="})  # fmt: skip
    assert "agreed and not water &gt;= more</textarea>" in built.text
    assert "not: “Water released in summer” is at least “more”" in built.text
    assert "x" not in data_of(home)["events"]


def test_without_a_place_nothing_is_added(visitor):
    answer = add(visitor, "event", **{"It has happened when": "agreed"})
    assert answer.status_code == 422
    assert 'id="p-k0"' in answer.text
    taken = add(visitor, "stance", **{"Who ": "upper", "On which issue": "dam"})
    assert "there is one already" in taken.text


# Renaming, removing, levels.


def test_a_party_is_renamed_everywhere_and_back(visitor, home):
    file = home / "dossier.yaml"
    before = file.read_text()
    page = f"contents/{mark(visitor, 'party', 'Farmers')}"
    answer = visitor.post(f"{page}/rename", version=visitor.version(page), to="growers")
    assert answer.status_code == 303
    assert re.search(r"Renamed in \d+ places", visitor.get(answer.headers["location"]).text)
    after = data_of(home)
    assert "growers" in after["parties"]
    assert "farmers" not in after["stances"]
    assert file.read_text().count("#") == before.count("#")
    visitor.post("making/undo", page="contents")
    assert file.read_text() == before
    taken = visitor.post(f"{page}/rename", version=visitor.version(page), to="upper")
    assert taken.status_code == 422
    assert "already" in taken.text
    bad = visitor.post(f"{page}/rename", version=visitor.version(page), to="a = b")
    assert bad.status_code == 422
    assert "S210" in bad.text
    assert 'value="a = b"' in bad.text
    assert file.read_text() == before


def test_removing_shows_what_goes_too(visitor, home):
    before = (home / "dossier.yaml").read_text()
    page = f"contents/{mark(visitor, 'party', 'Farmers')}"
    asked = said(visitor.get(f"{page}/remove"))
    assert "stance: Farmers of the Upper Valley" in asked
    assert (home / "dossier.yaml").read_text() == before
    gone = visitor.post(f"{page}/remove", version=visitor.version(f"{page}/remove"))
    assert gone.status_code == 303
    assert "farmers" not in str(data_of(home)["parties"])
    sm.load(home)
    visitor.post("making/undo", page="contents")
    assert (home / "dossier.yaml").read_text() == before
    held = f"contents/{mark(visitor, 'party', 'Upper Valley')}/remove"
    assert "say first who else performs it" in said(visitor.get(held))
    assert visitor.post(held, version=visitor.version("contents/new/party")).status_code == 422
    assert "upper" in data_of(home)["parties"]


def test_levels_are_added_moved_renamed_and_removed(visitor, home):
    page = f"contents/{mark(visitor, 'issue', 'Water')}"
    levels = data_of(home)["issues"]["water"]["levels"]
    answer = visitor.post(f"{page}/level", version=visitor.version(page), level="a flood",
                          after=str(len(levels)))  # fmt: skip
    assert answer.status_code == 303
    assert data_of(home)["issues"]["water"]["levels"] == [*levels, "a flood"]
    keys = re.findall(r"/contents/([0-9a-f]{12})/move", visitor.get(page).text)
    visitor.post(f"contents/{keys[-1]}/move", version=visitor.version(page), by="up")
    assert data_of(home)["issues"]["water"]["levels"][-2] == "a flood"
    visitor.post(f"contents/{keys[-1]}/rename", version=visitor.version(page), to="plenty")
    assert data_of(home)["issues"]["water"]["levels"][-2] == "plenty"
    keys = re.findall(r"/contents/([0-9a-f]{12})/move", visitor.get(page).text)
    last = visitor.get(f"contents/{keys[-1]}/remove").text
    assert "goes to “plenty”" in last
    gone = visitor.post(f"contents/{keys[-1]}/remove", version=visitor.version(page),
                        instead="plenty")  # fmt: skip
    assert gone.status_code == 303
    assert data_of(home)["issues"]["water"]["levels"][-1] == "plenty"
    assert "more" not in [own.get("water", {}).get("ideal")
                          for own in data_of(home)["stances"].values()]  # fmt: skip
    sm.load(home)
    taken = visitor.post(f"{page}/level", version=visitor.version(page), level="plenty", after="0")
    assert taken.status_code == 422
    assert "that no other level has" in taken.text


def test_pages_of_an_old_version_lose_nobodys_change(visitor, home):
    page = f"contents/{mark(visitor, 'party', 'Farmers')}"
    old = visitor.version(page)
    case = f"contents/{mark(visitor, 'case')}"
    title = name_of(visitor, case, "Title")
    fields = shown_of(home, "case")
    assert visitor.post(case, **{**fields, "version": old, title: "Theirs"}).status_code == 303
    told = visitor.post(f"{page}/rename", version=old, to="growers")
    assert told.status_code == 409
    assert "Keep both" in told.text
    both = visitor.post(f"{page}/rename", version=old, to="growers", merge="yes")
    assert both.status_code == 303
    assert data_of(home)["title"] == "Theirs"
    assert "growers" in data_of(home)["parties"]


def shown_of(home, kind):
    dossier, data = sm.load(home), data_of(home)
    item = next(one for one in items(dossier, data) if one.kind.key == kind)
    return shown(form(dossier, data, item.kind, item.path))


# Texts of sources.


def source(visitor):
    add(visitor, "source", **{"Title": "A letter", "Date": "2023"})
    return mark(visitor, "source", "A letter")


LETTER = "The Upper Valley would take a dam of half the size, if paid for. \u05e9\u05dc\u05d5\u05dd"


def test_a_text_is_kept_and_cited(visitor, home):
    page = f"contents/{source(visitor)}/text"
    kept = visitor.post(page, version=visitor.version(page), text=LETTER, file="letter.txt")
    assert kept.status_code == 303, said(kept)[:600]
    assert (home / "letter.txt").read_text() == LETTER
    own = data_of(home)["sources"]["a letter"]
    assert own["file"] == "letter.txt"
    assert len(own["sha256"]) == 64
    text = html.unescape(visitor.get(page).text)
    target = re.search(r'<option value="(\d+)">salience of dam to Upper Valley', text)[1]
    wrong = visitor.post(page.replace("/text", "/cite"), version=visitor.version(page),
                         quote="a dam of twice the size", target=target)  # fmt: skip
    assert wrong.status_code == 422
    assert "S501" in wrong.text
    assert "a dam of twice the size" in wrong.text
    long = visitor.post(page.replace("/text", "/cite"), version=visitor.version(page),
                        quote=" ".join("abcdefghijklmn"), target=target)  # fmt: skip
    assert "one to 12 words" in long.text
    good = visitor.post(page.replace("/text", "/cite"), version=visitor.version(page), at="line 1",
                        quote="a dam of half the size", target=target, kind="stated")  # fmt: skip
    assert good.status_code == 303, said(good)[:600]
    salience = sm.load(home).stances["upper"]["dam"].salience
    assert salience.cite[-1].quote == "a dam of half the size"
    assert salience.kind == "stated"
    assert "<mark" in visitor.get("evidence").text
    assert "<mark" in visitor.get(page).text


@pytest.mark.parametrize("name", [
    "../out.txt", "/etc/x.txt", "a/b.txt", "dossier.yaml", "..txt", "con.txt", ".hidden.txt", "",
    "x.txt\0", "a..txt", "x.py", "~.txt", "C:\\x.txt", "n" * 200 + ".txt",
])  # fmt: skip
def test_a_text_leaves_its_folder_under_no_name(tmp_path, name):
    inside = tmp_path / "in"
    inside.mkdir()
    with pytest.raises(AddError):
        keep_text(inside, name, "text")
    assert list(tmp_path.rglob("*.*")) == []


def test_a_text_is_written_over_nothing(tmp_path):
    assert keep_text(tmp_path, "a.txt", "one")[1]
    assert not keep_text(tmp_path, "a.txt", "one")[1]
    with pytest.raises(AddError, match="already"):
        keep_text(tmp_path, "a.txt", "two")
    (tmp_path / "out.txt").symlink_to(tmp_path.parent / "elsewhere.txt")
    with pytest.raises(AddError, match="already"):
        keep_text(tmp_path, "out.txt", "one")
    assert not (tmp_path.parent / "elsewhere.txt").exists()
    for bad in ("", "  ", "a\0b", "x" * 1_000_001, "\ud800"):
        with pytest.raises(AddError):
            keep_text(tmp_path, "b.txt", bad)


def test_a_text_that_the_dossier_refuses_is_not_left_behind(visitor, home):
    page = f"contents/{source(visitor)}/text"
    visitor.post(page, version=visitor.version(page), text=LETTER, file="letter.txt")
    text = html.unescape(visitor.get(page).text)
    target = re.search(r'<option value="(\d+)">salience of dam to Upper Valley', text)[1]
    visitor.post(page.replace("/text", "/cite"), version=visitor.version(page), target=target,
                 quote="a dam of half the size")  # fmt: skip
    other = visitor.post(page, version=visitor.version(page), text="Nothing of it.", file="b.txt")
    assert other.status_code == 422
    assert "S501" in other.text
    assert not (home / "b.txt").exists()


# Hostile names.


def test_hostile_names_are_escaped_on_every_form(home):
    hostile = [EVIL.replace("'", "''"), "x" * 5000, "\\u202etsaoC\\u202c \\u05d0\\u05d1"]
    text = (
        starter("river")
        .replace("name: Upper Valley", f"name: '{hostile[0]}'")
        .replace("name: Farmers of the Upper Valley", f"name: {hostile[1]}")
        .replace("name: The Coast", f'name: "{hostile[2]}"')
    )
    (home / "dossier.yaml").write_text(text)
    with visited(home) as visitor:
        visitor.sit()
        pages = [f"contents/{key}" for kind in KINDS for key, _ in marks(visitor, kind.key)]
        pages += [f"contents/new/{kind.key}" for kind in KINDS if not kind.single]
        pages += [f"{one}/remove" for one in pages[1:9]]
        school = f"contents/{mark(visitor, 'school', 'doubt')}"
        says = re.findall(r'/says/(new/\w+|[0-9a-f]{12})"', visitor.get(school).text)
        pages += [f"{school}/says/{one}" for one in says]
        for page in ["contents", *pages]:
            shown = visitor.get(page)
            assert shown.status_code in (200, 303, 404), page
            assert "<script>window" not in shown.text, page
            assert "<img src=x" not in shown.text, page
            assert ">49<" not in shown.text, page
            told = re.sub(r'value="[^"]*"', "", shown.text)  # a field holds what the file says
            assert "\u202e" not in told, page


def test_two_at_once_are_both_kept_or_told(visitor, home):
    page = "contents/new/event"
    version = visitor.version(page)
    key, when = name_of(visitor, page, "What people"), name_of(visitor, page, "It has happened")
    found = []

    def one(number):
        found.append(visitor.post(page, version=version, merge="yes", **{
            key: f"event {number}", when: "agreed"}).status_code)  # fmt: skip

    threads = [threading.Thread(target=one, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [303] * 6
    assert {f"event {n}" for n in range(6)} <= set(data_of(home)["events"])
