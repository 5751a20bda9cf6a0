"""What a school says otherwise, by form: everything that an assessment may set, and just that."""

from __future__ import annotations

import html
import re

import pytest

import summitry as sm
from summitry.dossier.editing import same
from summitry.dossier.inputs import inputs
from summitry.dossier.patching import OPEN, patched
from summitry.dossier.starter import starter
from summitry.workbench.forms import form
from summitry.workbench.schools import KINDS, things, view, with_form
from summitry.workbench.sourcing import targets
from tests.workbench.making_pages import visited
from tests.workbench.test_contents import CASES, data_of, mark, name_of, said
from tests.workbench.test_contents import shown as as_sent


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


def school(visitor, label="Those who hope"):
    return f"contents/{mark(visitor, 'school', label)}"


def thing(visitor, label, of="Those who hope"):
    """The page of a thing as a school has it."""
    text = html.unescape(visitor.get(school(visitor, of)).text)
    found = re.search(rf'<option value="([0-9a-f]{{12}})">(?:[a-z ]+: )?{re.escape(label)}', text)
    assert found, label
    return f"{school(visitor, of)}/says/{found[1]}"


def changes(home, name="hopeful"):
    return data_of(home)["assessments"][name].get("set", {})


def shown(visitor, page):
    """What a browser would send of a form that nobody has touched."""
    text = html.unescape(visitor.get(page).text).split('id="item"', 1)[1]
    found = dict(re.findall(r'<input [^>]*?name="([^"]+)"[^>]*? value="([^"]*)"', text))
    boxes = re.findall(r'type="checkbox" name="([^"]+)" value="([^"]*)"( checked)?', text)
    found |= {name: value for name, value, ticked in boxes if ticked}
    for name, _, _ in (one for one in boxes if not one[2]):
        found.pop(name, None)
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', text, re.S)
    return {**found, **dict(areas)}


def put(visitor, page, **by_label):
    """Fill in a form and send it: labels, with ``#2`` behind one for the second of that name."""
    fields = {**shown(visitor, page), "version": visitor.version(page)}
    for label, value in by_label.items():
        name = name_of(visitor, page, label)
        if isinstance(value, list):
            fields = {k: v for k, v in fields.items() if not k.startswith(f"{name}:")}
            fields |= {f"{name}:{one}": one for one in value}
        else:
            fields[name] = value
    return visitor.post(page, **fields)


BROUGHT = [
    ("ask", {"Who ": "lower", "On which issue": "dam", "Nothing short of": "given up",
             "Chance that it is made": "0.1, 0.3, 0.6"}, "process.big_ask.lower",
     {"issue": "dam", "at_least": "given up", "likelihood": [0.1, 0.3, 0.6]}),
    ("stance", {"Who ": "coast", "On which issue": "dam", "The level it wants": "smaller",
                "How much it cares": "40", "Nothing beyond": "built",
                "Chance that it means": "0.3"},
     "stances.coast.dam", {"ideal": "smaller", "salience": 40,
                           "red_line": {"above": "built", "likelihood": 0.3}}),
    ("stake", {"Whose": "coast", "What it is": "pride", "It brings it": "-0.1"},
     "stakes.coast.pride", -0.1),
    ("cover", {"Who gives it": "lower", "Whose objections": "farmers", "On which issues": ["dam"],
               "Share of the objection": "0.5"}, "cover.lower>farmers",
     {"on": ["dam"], "strength": 0.5}),
    ("clause", {"The rule": "dam = smaller requires water >= more"}, "clauses",
     ["dam = given up requires payments >= some", "payments >= some requires water >= more",
      "dam = smaller requires water >= more"]),
    ("date", {"What it is": "a vote", "The day": "2031-05-01", "Chance that it ends": "unlikely"},
     "time.dates.a vote", {"on": "2031-05-01", "chance": "unlikely"}),
    ("track", {"Short name": "by turns", "Its issues": ["rest"]}, "tracks.by turns",
     {"baskets": [["rest"]]}),
    ("road", {"Short name": "slow", "Water released in summer": "more"}, "road_maps.slow",
     {"steps": [{"water": "more"}]}),
    ("relation", {"Between whom": ["upper", "lower"], "Before the first": "0.2"}, "relations",
     [{"between": ["upper", "lower"], "start": 0.2}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "given", "path", "value"), BROUGHT, ids=[one[0] for one in BROUGHT]
)
def test_a_school_brings_in_one_of_each_kind(visitor, home, kind, given, path, value):
    before = (home / "dossier.yaml").read_text()
    answer = put(visitor, f"{school(visitor)}/says/new/{kind}", **given)
    assert answer.status_code == 303, said(answer)[:1500]
    assert changes(home) == {path: value}
    after = (home / "dossier.yaml").read_text()
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    sm.load(home)
    told = said(visitor.get(answer.headers["location"]))
    assert "Saved in the file." in told
    assert "Nothing yet" not in told


def test_readings_of_a_school(visitor, home):
    page = f"{school(visitor)}/says/new/reading"
    means = re.findall(r'<textarea id="(f\d+)"', visitor.get(page).text)
    fields = {"version": visitor.version(page), "k0": "water = more",
              means[0]: "inspection = allowed", means[1]: "payments = no payment"}  # fmt: skip
    assert visitor.post(page, **fields).status_code == 303
    ((path, value),) = changes(home).items()
    assert path == "issues.water.reads_as.more"
    assert len(value) == 2


def test_every_kind_that_a_school_may_bring_in_was():
    tried = {one[0] for one in BROUGHT} | {"reading"}
    brought = {one.key for one in KINDS if not one.single} - {"party", "issue"}
    assert brought == tried
    homes = {one.home[0] for one in KINDS if one.home}
    assert set(OPEN) - homes == {"law", "confidence", "curve", "loss_aversion"}


CHOICES = [
    ("How they negotiate", "Which package is struck", "egalitarian", "process.solution"),
    ("How they negotiate", "Share of what is hidden that a party holds", "0.3",
     "process.holding_back"),
    ("How they negotiate", "Personal bond", "0.1, 0.2, 0.3", "process.rapport"),
    ("How they negotiate", "Belief of Upper", "0.9", "process.trust.upper"),
    ("How numbers are taken", "Shape of every range", "pert", "law"),
    ("How numbers are taken", "Curve of losses", "1.2", "curve"),
    ("Time", "Meetings before", "4", "time.meetings"),
    ("Time", "Patience of Lower", "0.8", "time.patience.lower"),
    ("Farmers of the Upper Valley<", "How much it can hurt", "veto", "parties.farmers.leverage"),
    ("Upper's new dam", "Who must perform", "lower", "issues.dam.performed_by"),
    ("Upper's new dam", "Places of the levels", "0, 0.2, 1", "issues.dam.at"),
    ("Upper's new dam", "Chance that it then comes to “smaller”", "0.2",
     "issues.dam.no_deal.smaller"),
    ("Upper Valley: Upper's new dam", "How much it cares", "20", "stances.upper.dam.salience"),
    ("Upper Valley: Upper's new dam", "The level it wants", "given up", "stances.upper.dam.ideal"),
    ("Upper Valley: loan", "It brings it", "-0.2", "stakes.upper.loan"),
    ("by The Coast, against Farmers", "Share of the objection", "0.9",
     "cover.coast>farmers.strength"),
    ("Lower Valley: Inspection", "Chance that it means it", "0.9",
     "stances.lower.inspection.red_line.above refused.likelihood"),
]  # fmt: skip


@pytest.mark.parametrize(("of", "label", "text", "path"), CHOICES, ids=[one[3] for one in CHOICES])
def test_what_the_dossier_has_is_said_otherwise_and_taken_back(
    visitor, home, of, label, text, path
):
    before = (home / "dossier.yaml").read_text()
    page = thing(visitor, of)
    answer = put(visitor, page, **{label: text})
    assert answer.status_code == 303, said(answer)[:1500]
    assert list(changes(home)) == [path]
    assert data_of(home)["stances"] == sm.load(home)._tree["stances"]
    assert same({**data_of(home), "assessments": {}}, {**_data(before), "assessments": {}})
    place = re.search(r"/contents/([0-9a-f]{12})/remove\" aria-label=\"Take back",
                      visitor.get(school(visitor)).text)[1]  # fmt: skip
    gone = visitor.post(f"contents/{place}/remove", version=visitor.version(page))
    assert gone.status_code == 303
    assert changes(home) == {}


def _data(text):
    from summitry.dossier.reading import read_tree

    return read_tree(text).data


def test_a_number_of_the_schools_own_leaves_the_dossiers_reason_behind(visitor, home):
    put(visitor, thing(visitor, "Upper Valley: loan"), **{"It brings it": "-0.2"})
    assert changes(home) == {"stakes.upper.loan": -0.2}


def test_a_school_says_there_is_none_and_takes_that_back(visitor, home):
    text = (home / "dossier.yaml").read_text()
    for label, path in (
        ("Farmers of the Upper Valley: Water", "stances.farmers.water"),
        ("Lower Valley: drought", "stakes.lower.drought"),
        ("by The Coast, against Farmers", "cover.coast>farmers"),
    ):
        page = thing(visitor, label)
        answer = visitor.post(f"{page}/none", version=visitor.version(page))
        assert answer.status_code == 303, said(answer)[:800]
        assert changes(home) == {path: None}
        told = visitor.get(school(visitor))
        assert "there is none" in said(told)
        assert visitor.get(page).status_code == 404
        place = re.search(r"/contents/([0-9a-f]{12})/remove\" aria-label=\"Take", told.text)[1]
        visitor.post(f"contents/{place}/remove", version=visitor.version(school(visitor)))
        assert changes(home) == {}
    assert [one for one in text.splitlines() if "#" in one] == [
        one for one in (home / "dossier.yaml").read_text().splitlines() if "#" in one
    ]


def test_its_own_is_changed_and_removed(visitor, home):
    before = (home / "dossier.yaml").read_text()
    page = thing(visitor, "Upper Valley (its own)", "Those who doubt")
    answer = put(visitor, page, **{"Chance that it is made": "likely"})
    assert answer.status_code == 303
    after = (home / "dossier.yaml").read_text()
    assert after == before.replace("at_least: full price, likelihood: unlikely",
                                   "at_least: full price, likelihood: likely")  # fmt: skip
    gone = visitor.post(f"{page}/none", version=visitor.version(page))
    assert gone.status_code == 303
    assert "process.big_ask.upper" not in changes(home, "doubtful")


def test_a_thing_goes_back_to_what_the_dossier_has(visitor, home):
    page = thing(visitor, "Lower Valley: Inspection", "Those who doubt")
    answer = visitor.post(f"{page}/back", version=visitor.version(page))
    assert answer.status_code == 303
    left = changes(home, "doubtful")
    assert not any("red_line" in path for path in left)
    assert len(left) == 5
    assert visitor.post(f"{page}/back", version=visitor.version(page)).status_code == 404


def test_a_red_line_is_drawn_moved_and_taken_away(visitor, home):
    page = thing(visitor, "Lower Valley: Inspection")
    put(visitor, page, **{"Nothing beyond": "", "or nothing short of": "allowed",
                          "Chance that it means it": "0.5"})  # fmt: skip
    line = changes(home)
    assert {path for path, value in line.items() if value is None} == {
        "stances.lower.inspection.red_line.above refused"
    }
    own = sm.assess(sm.load(home), "hopeful").stances["lower"]["inspection"].red_line
    assert [one.key for one in own] == ["below allowed"]
    put(visitor, page, **{"or nothing short of": "", "Chance that it means it": ""})
    assert changes(home) == {"stances.lower.inspection.red_line": None}
    assert not sm.assess(sm.load(home), "hopeful").stances["lower"]["inspection"].red_line


def test_faults_stand_at_the_fields_and_nothing_is_lost(visitor, home):
    before = (home / "dossier.yaml").read_text()
    page = f"{school(visitor)}/says/new/cover"
    cover = {"Who gives it": "lower", "Whose objections": "farmers", "On which issues": ["dam"]}
    answer = put(visitor, page, **cover, **{"Share of the objection": "1.5"})
    name = name_of(visitor, page, "Share of the objection")
    assert answer.status_code == 422
    assert re.search(rf'id="p-{name}">S204', answer.text)
    assert 'value="1.5"' in answer.text
    page = thing(visitor, "Lower Valley: Inspection")
    answer = put(visitor, page, **{"Chance that it means it": "7", "How much it cares": "-1"})
    for label in ("Chance that it means it", "How much it cares"):
        assert re.search(rf'id="p-{name_of(visitor, page, label)}">S204', answer.text)
    page = f"{school(visitor)}/says/new/ask"
    answer = put(visitor, page, **{"On which issue": "dam", "Chance that it is made": "likely"})
    assert 'id="p-k0"' in answer.text
    ask = {"Who ": "lower", "On which issue": "dam", "Chance that it is made": "0.2"}
    answer = put(visitor, page, **ask, **{"Nothing short of": "most"})
    assert re.search(rf'id="p-{name_of(visitor, page, "Nothing short of")}">S303', answer.text)
    assert (home / "dossier.yaml").read_text() == before


def test_what_can_cite_a_passage_of_a_school(visitor, home):
    file = home / "dossier.yaml"
    own = (
        "    set: {cover.coast>farmers: null, process.solution: egalitarian, law: pert,\n"
        "          stances.coast.dam: {ideal: built, salience: 3}, stakes.coast.pride: 0.1}\n"
    )
    file.write_text(file.read_text().replace("    note: The dossier as it stands.\n", own))
    found = {(one.school, one.path) for one in targets(sm.load(home)) if one.school}
    assert {path for school, path in found if school == "hopeful"} == {
        "stances.coast.dam", "stakes.coast.pride"
    }  # fmt: skip
    assert len([1 for school, _ in found if school == "doubtful"]) == 6


def test_parties_and_issues_are_shared(visitor):
    for kind in ("party", "issue", "event", "source", "process"):
        assert visitor.get(f"{school(visitor)}/says/new/{kind}").status_code == 404
    page = thing(visitor, "Farmers of the Upper Valley<")
    assert visitor.post(f"{page}/none", version=visitor.version(page)).status_code == 404
    party = f"contents/{mark(visitor, 'party')}"
    assert visitor.get(f"{party}/says/new/ask").status_code == 404


def test_groups_keep_what_is_left(visitor, home):
    file = home / "dossier.yaml"
    groups = "    groups: {a: [process.big_ask.upper], b: [process.rapport]}\n"
    note = "    note: They remember"
    file.write_text(file.read_text().replace(note, groups + note))
    with visited(home) as other:
        other.sit()
        page = thing(other, "Upper Valley (its own)", "Those who doubt")
        assert other.post(f"{page}/none", version=other.version(page)).status_code == 303
    assert data_of(home)["assessments"]["doubtful"]["groups"] == {"b": ["process.rapport"]}


def test_two_pages_on_one_school_are_both_kept(visitor, home):
    of = "Those who doubt"
    first, second = (f"{school(visitor, of)}/says/new/{one}" for one in ("stake", "ask"))
    old, before = visitor.version(second), changes(home, "doubtful")
    page = thing(visitor, "Lower Valley: drought", of)
    visitor.post(f"{page}/none", version=visitor.version(page))
    put(visitor, first, **BROUGHT[2][1])
    fields = {**shown(visitor, second), "version": old}
    for label, text in BROUGHT[0][1].items():
        fields[name_of(visitor, second, label)] = text
    assert visitor.post(second, **fields).status_code == 409
    assert visitor.post(second, **fields, merge="yes").status_code == 303
    assert changes(home, "doubtful") == {**before, "stakes.lower.drought": None,
                                         "stakes.coast.pride": -0.1,
                                         BROUGHT[0][2]: BROUGHT[0][3]}  # fmt: skip


@pytest.mark.parametrize("case", [*CASES, None], ids=lambda one: one.name if one else "starter")
def test_a_form_sent_back_as_it_is_says_nothing_otherwise(case, home):
    folder = case or home
    dossier, data = sm.load(folder), data_of(folder)
    for name in dossier.assessments:
        seen = view(dossier, data, name)
        for one in things(seen):
            own = form(seen.dossier, seen.data, one.item.kind, one.item.path)
            found, wanted, path = with_form(seen, own, as_sent(own))
            assert path == one.item.path
            assert same(wanted, seen.data)
            assert same({**found, "assessments": 0}, {**data, "assessments": 0})
            assert same(found["assessments"][name].get("set", {}), dict(seen.own)), one


def test_a_single_number_still_has_its_form_and_other_changes_lead_to_the_school(visitor):
    number = f"contents/{mark(visitor, 'change', 'Those who doubt: leverage')}"
    assert visitor.get(number).status_code == 200
    ask = f"contents/{mark(visitor, 'change', 'Those who doubt: big ask')}"
    assert visitor.get(ask).headers["location"].endswith("#says")
    chosen = visitor.get("contents/new/change?k0=doubtful").text
    assert re.search(r'value="doubtful" selected', chosen)


def test_the_schools_forecast_differs_and_a_hand_moves_what_another_school_has_not(visitor, home):
    page = thing(visitor, "by The Coast, against Farmers")
    visitor.post(f"{page}/none", version=visitor.version(page))
    before = sm.forecast(sm.load(home), assessment="hopeful", draws=4_000, seed=1)
    put(visitor, f"{school(visitor)}/says/new/ask", **{
        "Who ": "lower", "On which issue": "dam", "Nothing short of": "given up",
        "Chance that it is made": "1"})  # fmt: skip
    after = sm.forecast(sm.load(home), assessment="hopeful", draws=4_000, seed=1)
    assert after.events[0].name == "agreed"
    assert after.events[0].probability < before.events[0].probability - 0.01
    assert "process/big_ask/lower/likelihood" in inputs(sm.assess(sm.load(home), "hopeful"))
    text = html.unescape(visitor.get("numbers").text)
    assert "cover by The Coast" in text
    assert patched(data_of(home), changes(home))["cover"] == []
