"""What the commands print, write and draw for an audience."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import summitry as sm
from summitry.cli.main import main
from summitry.dossier.digest import digest
from summitry.ledger.audience import record_for
from summitry.ledger.chain import Entry
from summitry.ledger.ledger import Ledger
from summitry.ledger.record import read_record
from tests.audiences.canary import MARK, TEXT, found

pytest.importorskip("vl_convert", reason="pictures need the charts extra")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("river")
    (folder / "dossier.yaml").write_text(TEXT)
    return folder


def ran(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


COMMANDS = {
    "forecast -a hopeful": ("The hopeful", "more water"),
    "compare --why": ("The hopeful", "more water"),
    "tracks": ("Two tables", "one-sided pillars"),
    "flip": ("salience of water to Lower Valley", "care less for water"),
    "explain --multiverse": ("what drives 'exchange'", "some money"),
    "roadmap": ("Water first",),
    "stability": ("would it hold", "nothing of the package is shown"),
    "stability -p water=more,payments=some": ("water: more", "upper"),
    "influence -m mean -m procedural -m exchange": ("weighted mean", "payments"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("who", ["anyone", "lower"])
def test_a_command_tells_an_audience_its_part_and_no_more(home, tmp_path, command, who):
    name, *more = command.split()
    more = [one.replace("=", " = ") if "water" in one else one for one in more]
    picture = tmp_path / "picture.png"
    draws = ["--picture", picture] if name in ("stability", "influence") else []
    base = [name, home, *more, "--audience", who, "--draws", 200]
    table, data = ran(*base, *draws), ran(*base, "--json", "-o", tmp_path / "out.json")
    for one in (table, data):
        assert one.exit_code == 0, one.output
        assert not found(one.output)
    for text in COMMANDS[command]:
        assert text.lower() in " ".join(table.output.lower().split()) + data.output.lower(), text
    for file in tmp_path.iterdir():
        assert not found(file.read_bytes()), file.name
    assert '"seed": null' in data.output


def test_the_short_report_holds_what_is_for_them(home, tmp_path):
    made = ran("report", home, "--short", "--audience", "anyone", "--draws", 200,
               "-o", tmp_path / "short.html")  # fmt: skip
    assert made.exit_code == 0, made.output
    text = (tmp_path / "short.html").read_text()
    assert not found(text)
    assert "The hopeful" in text


def test_the_report_holds_every_section(home, tmp_path):
    made = ran("report", home, "--full", "--audience", "lower", "--draws", 200,
               "-o", tmp_path / "r.html")  # fmt: skip
    assert made.exit_code == 0, made.output
    text = (tmp_path / "r.html").read_text()
    assert not found(text)
    for one in ("What would change it, and who could", "What drives it", "Two tables",
                "Water first", "Would it hold?", "Where the pressure of all"):  # fmt: skip
        assert one in text, one


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["frontier"], "efficient packages are not shown"),
        (["compare", "--pool", "linear"], "--pool is for the team"),
        (["tracks", "--set", "curve=1.5"], "--set is for the team"),
        (["flip", "--set", "curve=1.5"], "--set is for the team"),
        (["flip", "--event", "no deal"], "nothing that tells of 'no deal' is for lower"),
        (["stability", "--audience", "nobody"], "no audience 'nobody'"),
    ],
)
def test_what_is_for_the_team_is_refused_in_one_line(home, arguments, told):
    name, *more = arguments
    draws = [] if name == "frontier" else ["--draws", 200]
    made = ran(name, home, "--audience", "lower", *draws, *more)
    assert made.exit_code == 2
    assert told in made.output
    assert not [one for one in found(made.output) if MARK in one and name != "stability"]


def test_the_record_is_scored_for_an_audience_of_its_dossier(home, tmp_path):
    dossier = sm.load(home)
    record = Ledger(str(tmp_path / "ledger.sqlite"))
    record.record(dossier, sm.compare(dossier, draws=200).forecasts, MARK, author=f"{MARK}-me")
    record.judge(MARK, "agreed=0.73184", author=f"{MARK}-person")
    base = ["score", "--ledger", tmp_path / "ledger.sqlite"]
    team, cut = (
        ran(*base, "--json", *more) for more in ([], ["--of", home, "--audience", "anyone"])
    )
    page = ran(*base, "--of", home, "--audience", "anyone", "--html", tmp_path / "page.html")
    assert team.exit_code == cut.exit_code == page.exit_code == 0, cut.output + page.output
    assert found(team.output)
    assert "Talks on the river" in cut.output
    for one in (cut.output, page.output, (tmp_path / "page.html").read_text()):
        assert not found(one)
    assert ran(*base, "--audience", "anyone").exit_code == 2


def test_the_record_is_shown_to_an_audience_of_its_dossier(home, tmp_path):
    dossier, ledger = sm.load(home), tmp_path / "ledger.sqlite"
    record = Ledger(str(ledger))
    record.record(dossier, sm.compare(dossier, draws=200).forecasts, MARK, author=f"{MARK}-me")
    record.judge(MARK, "agreed=0.73184", author=f"{MARK}-person")
    record.judge(f"{MARK}-other", "agreed=0.73184", author=f"{MARK}-person")
    picture = tmp_path / "history.svg"
    base, cut = ["ledger", "show", "--ledger", ledger], ["--of", home, "--audience", "anyone"]
    assert found(ran(*base, "--json").output)
    assert found(ran(*base, MARK, "--json").output)
    for arguments in ([], ["--json"], [MARK], [MARK, "--json"], [MARK, "--picture", picture]):
        shown = ran(*base, *cut, *arguments)
        assert shown.exit_code == 0, shown.output
        assert not found(shown.output), arguments
        assert "Talks on the river" in shown.output
        assert "ledger.sqlite" not in shown.output
    assert not found(picture.read_bytes())
    assert "hopeful" in picture.read_text()
    nothing = ran(*base, f"{MARK}-other", *cut)
    assert nothing.exit_code == 2
    assert "nothing of this case is for anyone" in nothing.output
    assert ran(*base, "--audience", "anyone").exit_code == 2
    assert ran(*base, "--of", home).exit_code == 2


def entry(number, kind, body, recorded="2024-03-02T00:00:00.000000Z"):
    return Entry(number, "", recorded, kind, f"{MARK}-case", body)


def test_of_the_record_an_audience_sees_forecasts_of_its_dossier_before_the_outcome(home):
    dossier = sm.load(home)
    claims = [{"type": "number", "on": on, "chance": 0.123456}
              for on in ("agreed", "meets a secret", "more water")]  # fmt: skip
    levels = {"type": "answers", "on": "level of water", "names": ["as now", "more", "most"],
              "chances": [0.5, 0.25, 0.25], "ordered": True, "given": "agreed"}  # fmt: skip
    own = {"school": "hopeful", "assessment": "hopeful", "label": f"{MARK}01",
           "as_of": "2024-03-01", "dossier": digest(dossier), "author": f"{MARK}02",
           "claims": [*claims, levels],
           "seed": 73184}  # fmt: skip
    late = "2026-01-01T00:00:00.000000Z"
    case = read_record([
        entry(1, "forecast", own),
        entry(2, "forecast", {**own, "dossier": "0" * 64, "school": f"{MARK}03"}),
        entry(3, "forecast", {**own, "assessment": "zqcanary56", "school": "zqcanary56"}),
        entry(4, "forecast", {**own, "coded": ["2025-06"], "label": f"{MARK}04"}),
        entry(5, "reference", {"school": f"{MARK}05", "claims": claims}),
        entry(6, "resolution", {"by": f"{MARK}06", "source": f"{MARK}07", "date": "2025-01-01",
                                "outcomes": {"agreed": True, "meets a secret": True,
                                             "level of water": "more"}}, late),
        entry(7, "dispute", {"by": f"{MARK}08", "why": f"{MARK}09"}, late),
    ])  # fmt: skip
    shown = record_for(case, dossier, "anyone")
    assert not found(repr(shown))
    (only,) = shown.values()
    assert only.name == "Talks on the river"
    assert [one.number for one in only.forecasts] == [1]
    told = {claim["on"]: claim.get("chance") for claim in only.forecasts[0].body["claims"]}
    assert told == {"agreed": 0.12, "more water": 0.12, "level of water": None}
    assert only.answers == {"agreed": True, "level of water": "more"}
    assert only.disputed
    assert record_for(case, dossier, "team") == case
    bare = sm.build({key: one for key, one in dossier._tree.items() if key != "audiences"})
    assert record_for(case, bare, "anyone") == {}
