"""Pages on which a dossier is made: what they write, refuse, hide and show, over HTTP."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

import summitry as sm
from summitry.dossier.outlines import outline
from summitry.dossier.starter import starter
from summitry.workbench.app import create_for
from summitry.workbench.pages.new import FolderError, folder_for
from tests.audiences.canary import TEXT as SECRETS
from tests.audiences.canary import found
from tests.workbench.making_pages import visited

EVIL = "<script>alert(1)</script>\"'{{7*7}}"


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home" / "case"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text(starter("river"))
    return folder


@pytest.fixture
def visitor(home):
    with visited(home) as found_:
        yield found_.sit()


def new(visitor, **fields):
    given = {"template": "border", "title": "Mine", "folder": "mine", "as_of": "2024-01-01"}
    return visitor.post("/new", **{**given, **fields})


def answer(visitor, at=1, **more):
    text = visitor.get("making").text
    parts = {f"part-{n}": str(at) for n in range(text.count("<fieldset>"))}
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1]
              for name in ("mark", "version")}  # fmt: skip
    return visitor.post("making/answer", **{**hidden, **parts, **more})


def test_a_dossier_is_made_from_a_template_by_answers_alone(visitor, home):
    made = new(visitor, blind="")
    assert made.status_code == 303
    visitor.at = made.headers["location"].rsplit("/", 1)[0]
    for number in range(12):
        assert ("<svg" in visitor.get("making").text) is False
        assert answer(visitor, number % 3).status_code == 303
    page = visitor.get("making").text
    assert "<svg" in page
    assert "<strong>12</strong> answered" in page
    file = home.parent / "mine" / "dossier.yaml"
    dossier = sm.load(file)
    assert len(dossier.stances["west"]) >= 3
    before, after = outline("border").splitlines(), file.read_text().splitlines()
    assert [one for one in before if one.startswith("#")] == [
        one for one in after if one.startswith("#")
    ]
    assert visitor.get("making/signature.svg").text.startswith("<svg")
    assert visitor.get("making/signature.png").content.startswith(b"\x89PNG")
    assert visitor.get("overview").status_code == 200


@pytest.mark.parametrize(
    "folder",
    ["../out", "/etc/x", "a/b", "a\\b", "", ".", "..", "A", "con", "x" * 61, "-a", "a-", "a\0b",
     "case", "ｆ", "a b"],
)  # fmt: skip
def test_a_new_dossier_cannot_leave_its_folder_or_go_over_another(visitor, home, folder):
    before = sorted(home.parent.parent.rglob("*"))
    made = new(visitor, folder=folder)
    assert made.status_code == 422
    assert 'id="p-folder"' in made.text
    assert sorted(home.parent.parent.rglob("*")) == before


def test_a_link_to_elsewhere_is_no_new_folder(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "link").symlink_to(tmp_path)
    with pytest.raises(FolderError):
        folder_for(tmp_path / "home", "link")


def test_faults_of_the_new_form_are_told_at_its_fields(visitor):
    made = new(visitor, title="", as_of="soon", template="../../x")
    assert made.status_code == 422
    for name in ("title", "as_of", "template"):
        assert f'id="p-{name}"' in made.text


def test_names_of_others_are_harmless_on_every_page(home):
    file = home / "dossier.yaml"
    long = "x" * 5000
    file.write_text(
        starter(EVIL)
        .replace("name: Upper Valley", f"name: '{EVIL.replace(chr(39), chr(39) * 2)}'")
        .replace("name: Farmers of the Upper Valley", f"name: {long}")
        .replace("name: The Coast", 'name: "\\u202etsaoC\\u202c"')
    )
    with visited(home) as other:
        harmless_at(other.sit(), long)


def harmless_at(visitor, long):
    for page in ("making", "grid", "coding", "sharing"):
        text = visitor.get(page).text
        assert "<script>alert" not in text
        assert "{{7*7}}" in text or page == "coding"
        assert "\u202e" not in text
        assert long not in text or page in ("making", "sharing")
        assert visitor.get(f"{page}.json").status_code == 200


def test_an_answer_that_is_none_is_told(visitor, home):
    before = (home / "dossier.yaml").read_text()
    made = answer(visitor, 99)
    assert made.status_code == 422
    assert "choose one of" in made.text
    assert (home / "dossier.yaml").read_text() == before


def test_a_change_is_taken_back_and_made_again(visitor, home):
    file = home / "dossier.yaml"
    before = file.read_text()
    visitor.post("grid/save", version=visitor.version("grid"), **{"c0.0.salience": "61"})
    after = file.read_text()
    assert "Take it back" in visitor.get("grid").text
    made = visitor.post("making/undo", page="grid")
    assert made.headers["location"].endswith("/grid")
    assert file.read_text() == before
    visitor.post("making/undo", page="grid")
    assert file.read_text() == after
    file.write_text(after.replace("slip: 0.05", "slip: 0.07"))
    visitor.post("state/reload")
    assert visitor.post("making/undo", page="grid").status_code == 409
    assert "slip: 0.07" in file.read_text()


def test_a_question_can_be_put_off(visitor):
    first = re.search(r'class="asked"[^>]*>(.*?)<', visitor.get("making").text)[1]
    visitor.post("making/later", mark=visitor.hidden("making", "mark"))
    assert re.search(r'class="asked"[^>]*>(.*?)<', visitor.get("making").text)[1] != first


def test_the_grid_writes_what_was_changed_and_nothing_else(visitor, home):
    file = home / "dossier.yaml"
    before = file.read_text()
    version = visitor.version("grid")
    cells = {"c0.0.salience": "61", "c1.1.ideal": "more", "c0.2.line": "below some"}
    made = visitor.post("grid/save", version=version, **cells, **{"c0.2.likelihood": "likely"})
    assert made.status_code == 303, made.text
    lines = zip(before.splitlines(), file.read_text().splitlines(), strict=False)
    changed = [(a, b) for a, b in lines if a != b]
    assert changed[0][1] == changed[0][0].replace("salience: 60", "salience: 61")
    stances = sm.load(home).stances
    assert stances["lower"]["water"].ideal.given == ("more",)
    assert stances["lower"]["water"].note == "Its rice depends on it."
    assert stances["upper"]["payments"].red_line[0].key == "below some"
    assert "Saved in the file." in visitor.get("grid").text


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("c0.0.salience", "often", "c0.0.salience"), ("c0.0.salience", "1, 2", "c0.0.salience"),
        ("c0.0.salience", "-5", "c0.0.salience"), ("c0.0.ideal", "nowhere", "c0.0.ideal"),
        ("c0.0.salience", "", "c0.0.salience"), ("c3.0.ideal", "built", "c3.0.salience"),
        ("c0.0.salience", "90, 50, 10", "c0.0.salience"), ("c0.0.line", "above all", "c0.0.line"),
    ],
)  # fmt: skip
def test_the_checkers_messages_stand_at_the_fields(visitor, home, name, value, told):
    before = (home / "dossier.yaml").read_text()
    made = visitor.post("grid/save", version=visitor.version("grid"), **{name: value})
    assert made.status_code == 422
    assert f'id="p-{told}"' in made.text
    assert (home / "dossier.yaml").read_text() == before


def test_an_emptied_cell_takes_the_stance_out(visitor, home):
    visitor.post("grid/save", version=visitor.version("grid"),
                 **{"c3.1.ideal": "", "c3.1.salience": ""})  # fmt: skip
    assert "coast" not in {key for key, one in sm.load(home).stances.items() if one}


def test_parties_and_issues_are_added(visitor, home):
    visitor.post(
        "grid/party", version=visitor.version("grid"), name="Fish & <b>Co</b>", role="third"
    )
    levels = "never\nsometimes\nalways"
    fields = {"name": "Boats", "levels": levels, "now": "2", "by": "1"}
    visitor.post("grid/issue", version=visitor.version("grid"), **fields)
    dossier = sm.load(home)
    assert dossier.parties["fish b co b"].name == "Fish & <b>Co</b>"
    assert dossier.issues["boats"].status_quo == "sometimes"
    assert dossier.issues["boats"].performed_by == "lower"
    for fields in ({"name": ""}, {"name": "x" * 5001}, {"name": "K", "role": "king"},
                   {"name": "K", "role": "ratifier", "of": "7"}):  # fmt: skip
        made = visitor.post("grid/party", version=visitor.version("grid"), **fields)
        assert made.status_code == 422
        assert 'id="p-party-' in made.text


def test_two_pages_do_not_overwrite_each_other(visitor, home):
    first = visitor.version("grid")
    visitor.post("grid/save", version=first, **{"c0.0.salience": "61"})
    between = (home / "dossier.yaml").read_text()
    clash = visitor.post("grid/save", version=first, **{"c0.0.salience": "62"})
    assert clash.status_code == 409
    assert "stances.upper.dam.salience" in clash.text
    assert "another page of this workbench" in clash.text
    assert "Keep both" not in clash.text
    assert (home / "dossier.yaml").read_text() == between
    other = visitor.post("grid/save", version=first, **{"c1.0.salience": "51"})
    assert other.status_code == 409
    assert "Keep both" in other.text
    assert visitor.post("grid/save", version=first, merge="yes", **{"c1.0.salience": "51"}
                        ).status_code == 303  # fmt: skip
    stances = sm.load(home).stances
    assert stances["upper"]["dam"].salience.given == (61.0,)
    assert stances["lower"]["dam"].salience.given == (51.0,)


def test_a_change_from_outside_is_seen_too(visitor, home):
    version = visitor.version("grid")
    file = home / "dossier.yaml"
    file.write_text(file.read_text().replace("slip: 0.05", "slip: 0.07"))
    made = visitor.post("grid/save", version=version, **{"c0.0.salience": "61"})
    assert made.status_code == 409
    assert "process.slip" in made.text
    assert "the file belongs to" in made.text
    assert "slip: 0.07" in file.read_text()


def test_a_page_of_another_run_is_too_old(visitor):
    made = visitor.post("grid/save", version="0" * 64, **{"c0.0.salience": "61"})
    assert made.status_code == 422
    assert "too old" in made.text


def test_many_pages_at_once_lose_no_answer(visitor, home):
    version = visitor.version("grid")
    cells = [("c0.0.salience", 61), ("c0.1.salience", 41), ("c1.0.salience", 51),
             ("c1.2.salience", 39), ("c2.1.salience", 88)]  # fmt: skip

    def save(cell):
        return visitor.post("grid/save", version=version, merge="yes", **{cell[0]: str(cell[1])})

    with ThreadPoolExecutor(5) as pool:
        made = list(pool.map(save, cells))
    assert [one.status_code for one in made] == [303] * 5
    stances = sm.load(home).stances
    order = [list(one) for one in (sm.load(home).parties, sm.load(home).issues)]
    for name, value in cells:
        row, column = map(int, name.removeprefix("c").split(".")[:2])
        assert stances[order[0][row]][order[1][column]].salience.given == (value,)


def test_blind_coding_hides_every_forecast_until_the_freeze(visitor, home):
    visitor.post("coding/blind", version=visitor.version("coding"), on="yes")
    for page in ("overview", "bridges", "package", "tracks", "why"):
        assert visitor.get(page).headers.get("location", "").endswith("/coding"), page
        assert visitor.get(f"{page}.json").status_code == 403
    assert visitor.get("sharing/1").status_code == 403
    text = visitor.get("making").text + visitor.get("making.json").text
    assert "would move the forecast" not in text
    assert '"worth": null' in text
    assert answer(visitor).status_code == 303
    visitor.post("coding/freeze", version=visitor.version("coding"))
    dossier = sm.load(home)
    assert dossier.coding.blind
    assert dossier.coding.frozen
    assert visitor.get("overview").status_code == 200
    assert "has not been changed since" in visitor.get("coding").text
    visitor.post("grid/save", version=visitor.version("grid"), **{"c0.0.salience": "61"})
    assert "was changed since" in visitor.get("coding").text


def test_marks_are_written_and_shown(visitor, home):
    text = visitor.get("sharing").text
    title = re.search(r'for="(m\d+)"><bdi>Title', text)[1]
    made = visitor.post("sharing/save", version=visitor.version("sharing"), **{title: "1"})
    assert made.status_code == 303
    assert sm.load(home).audiences == {"title": ("anyone",)}
    assert visitor.get("sharing/1").status_code == 403
    assert visitor.get("sharing/0").status_code == 404
    assert visitor.post("sharing/save", version=visitor.version("sharing"), **{title: "999"}
                        ).status_code == 422  # fmt: skip
    visitor.post("sharing/save", version=visitor.version("sharing"), **{title: ""})
    assert sm.load(home).audiences == {}


def test_the_pages_of_an_audience_hold_no_canary_and_there_are_no_others(tmp_path):
    (tmp_path / "dossier.yaml").write_text(SECRETS)
    with visited(tmp_path, lambda bench, door: create_for(bench, "lower", door)) as visitor:
        shown_without_canary(visitor)


def shown_without_canary(visitor):
    front, figures = visitor.get("/"), visitor.get("/shown.json")
    visitor.at = front.headers["location"].rsplit("/", 1)[0]
    page = visitor.get("overview")
    assert "Talks on the river" in page.text
    missing = [visitor.get(one) for one in ("/new", "/s/x/overview", "/s/x/making.json", "/docs",
               "/openapi.json", "/static/../x", "/shown.csv", "making", "numbers", "sharing.json",
               "state/file", "numbers/group/0")]  # fmt: skip
    missing += [visitor.post("/s", name="x"), visitor.post("change", number="x")]
    for one in (front, figures, page, *missing):
        assert not found(one.content)
        assert not found(str(one.headers))
    assert {one.status_code for one in missing} == {404}
    assert {one.text for one in missing} == {"Nothing to see here."}


def test_an_audience_without_marks_gets_nothing(home):
    with visited(home, lambda bench, door: create_for(bench, "lower", door)) as visitor:
        assert visitor.get("/").status_code == 404
        assert visitor.get("/").text == "Nothing to see here."


def test_the_preview_of_an_audience_holds_no_canary(tmp_path):
    (tmp_path / "dossier.yaml").write_text(SECRETS)
    with visited(tmp_path) as visitor:
        made = visitor.sit().get("sharing/3")
    assert made.status_code == 200
    assert not found(made.content)
