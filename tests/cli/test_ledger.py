"""``summitry record``, ``resolve``, ``score`` and ``ledger``, as their users call them."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from summitry.cli.main import _run, main
from summitry.dossier.loading import build, digest, load
from summitry.ledger.store import New, Store
from tests.ledger import gjp_files, records
from tests.ledger.records import clock
from tests.ledger.servers import postgres

CASES = Path(__file__).parents[2] / "cases"
HANOI = CASES / "hanoi-2019"
FEW = ("--draws", "200")


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A ledger's file, which the environment names."""
    found = tmp_path / "ledger.sqlite"
    monkeypatch.setenv("SUMMITRY_LEDGER", str(found))
    monkeypatch.setenv("COLUMNS", "200")
    return found


def run(*arguments, code=0):
    result = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def refused(capsys, *arguments):
    """What a refused command says: at least one line, no traceback, exit code 2."""
    assert _run([str(one) for one in arguments]) == 2
    told = capsys.readouterr().err
    assert told.strip()
    assert "Traceback" not in told
    return told


@pytest.fixture(scope="module")
def hanoi(tmp_path_factory):
    """Hanoi recorded for every school, and resolved as it ended."""
    file = tmp_path_factory.mktemp("hanoi") / "ledger.sqlite"
    recorded = run("record", HANOI, "--ledger", file, *FEW, "--json")
    run("resolve", HANOI, "--ledger", file)
    return file, json.loads(recorded.stdout)


def test_hanoi_is_hindsight_outside_all_rankings_and_settles_nothing(hanoi):
    file, _ = hanoi
    text = " ".join(run("score", "--ledger", file).stdout.split())
    assert "Hindsight, outside all rankings" in text
    assert "One case settles nothing" in text
    assert "no option changes that" in text
    told = json.loads(run("score", "--ledger", file, "--json").stdout)
    assert told["boards"] == []
    schools = {one["school"] for one in told["hindsight"]}
    assert schools == set(load(HANOI).assessments)
    agreed = [one for one in told["hindsight"] if one["claim"]["on"] == "agreed"]
    assert len(agreed) == len(schools)
    for one in agreed:
        assert one["outcome"] is False
        assert one["brier"] == pytest.approx(one["claim"]["chance"] ** 2)
        assert any("coded after the outcome" in why for why in one["why"])


def test_the_record_holds_all_it_takes_to_repeat_the_forecast(hanoi):
    file, recorded = hanoi
    entries = Store(str(file)).entries()
    assert [one.kind for one in entries] == ["dossier", *["forecast"] * 3, "resolution"]
    assert recorded["receipt"].startswith("4:")
    dossier = load(HANOI)
    kept = build(entries[0].body["content"])
    assert digest(kept) == digest(dossier) == entries[0].body["sha256"]
    body = entries[1].body
    assert body["dossier"] == entries[0].body["sha256"]
    assert (body["school"], body["seed"], body["as_of"]) == ("burton", 1, dossier.as_of)
    assert body["settings"]["draws"] == 200
    assert body["version"]
    again = json.loads(run("forecast", HANOI, "-a", "burton", *FEW, "--json").stdout)
    said = {one["on"]: one["chance"] for one in body["claims"] if one["type"] == "number"}
    assert said == {one["name"]: one["probability"] for one in again["events"]}
    assert entries[4].body["outcomes"]["agreed"] is False
    assert entries[4].body["date"] == "2019-02-28"


def test_no_deal_is_said_of_each_event_by_the_dossiers_own_logic(hanoi):
    file, _ = hanoi
    claims = Store(str(file)).entries(["forecast"])[0].body["claims"]
    said = {one["on"]: one.get("no_deal") for one in claims if one["type"] == "number"}
    assert said["agreed"] == said["exchange"] == said["the column's package"] == 0
    assert said["no deal but the freeze holds"] == 1
    assert said["Washington asks for all"] is None


def test_the_dossier_is_kept_once(file):
    run("record", HANOI, "-a", "eve", *FEW)
    run("record", HANOI, "-a", "eve", *FEW, "--seed", "2")
    assert [one.kind for one in Store(str(file)).entries()] == ["dossier", "forecast", "forecast"]


def test_a_season_from_judgement_to_leaderboard(file, tmp_path):
    for number in range(1, 4):
        run("record", f"case {number}", "-j", "agreed=0.2", "-j", "who=A > B", "--author", "Ann")
        run("record", f"case {number}", "-j", "agreed=likely", "--author", "Bob")
        run(
            "record", f"case {number}", "-j", "agreed=70%", "--author", "Exchange", "--by", "market"
        )
        run("record", f"case {number}", "--reference", "agreed=3 of 10", "--source", "ten summits")
    assert "open" in run("ledger", "show").stdout
    # What was recorded today can be resolved in some days at the earliest; that is not waited for.
    body = {"date": _in_days(3), "source": "a paper", "by": "me"}
    body["outcomes"] = {"agreed": False, "who": "B"}
    news = [New("resolution", f"case {number}", body) for number in range(1, 4)]
    Store(str(file)).append(news, clock(_in_days(4)))
    page, picture = tmp_path / "page.html", tmp_path / "board.svg"
    text = run("score", "--html", page, "--picture", picture).stdout
    assert "Leaderboard: recorded here before the outcome" in text
    told = json.loads(run("score", "--json").stdout)
    (board,) = told["boards"]
    assert [one["school"] for one in board["schools"]] == ["Ann", "reference class", "Exchange"]
    assert board["schools"][0]["brier"] == pytest.approx(0.04)
    assert board["words"][0]["school"] == "Bob"
    assert board["rankings"][0]["mean_place"] == 2
    assert told["conventions"]["log_floor"] == 0.005
    whole = json.loads(run("score", "--json", "--convention", "sum").stdout)
    assert whole["boards"][0]["schools"][0]["brier"] == pytest.approx(0.08)
    assert "Good Judgment Project" in run("score", "--convention", "sum").stdout
    assert picture.read_text().startswith("<svg")
    assert "Who was right" in page.read_text()
    assert json.loads(run("score", "--case", "case 1", "--json").stdout)["boards"][0]["cases"] == 1


def _in_days(days):
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%d")


def test_what_is_resolved_stays_and_is_added_to(file, capsys):
    run("record", "x", "-j", "agreed=0.2", "--author", "Ann")
    ruling = ("--date", "2026-01-02", "--source", "a paper", "--by", "me")
    run("resolve", "x", "--outcome", "agreed=no", *ruling)
    told = refused(capsys, "resolve", "x", "--outcome", "agreed=yes", *ruling)
    assert "resolved already, in entry 2; to correct it: summitry ledger amend" in told
    run("ledger", "dispute", "x", "--by", "you", "--why", "they shook hands")
    assert "disputed" in run("ledger", "show").stdout
    run("ledger", "amend", "x", "--outcome", "agreed=yes", "--source", "another", "--by", "me",
        "--why", "the text was found")  # fmt: skip
    kinds = [one.kind for one in Store(str(file)).entries()]
    assert kinds == ["forecast", "resolution", "dispute", "amendment"]
    told = json.loads(run("ledger", "show", "x", "--json").stdout)
    assert told["answers"] == {"agreed": True}
    assert not told["disputed"]


def test_verify_finds_a_change_and_says_what_it_cannot_exclude(file, tmp_path, capsys):
    receipt = tmp_path / "receipt.json"
    run("record", "x", "-j", "agreed=0.2", "--author", "Ann", "-o", receipt)
    run("record", "x", "-j", "agreed=0.3", "--author", "Ann")
    text = run("ledger", "verify").stdout
    assert "not excluded" in text
    assert "cut off" in text
    early = run("ledger", "verify", "--receipt", receipt).stdout
    assert "entries 1 to 1, by the receipts given" in early
    assert "what follows entry 1 (1 more) was written anew" in early
    last = run("ledger", "receipt").stdout.strip()
    assert re.fullmatch(r"2:[0-9a-f]{64}", last)
    run("ledger", "verify", "--receipt", last)
    # Everything written anew by somebody who owns the file: it fits together, but not the receipt.
    file.unlink()
    Store(str(file)).append(
        [New("forecast", "x", {"school": "Ann", "claims": []})] * 2, clock("2026-01-01")
    )
    run("ledger", "verify")
    text = run("ledger", "verify", "--receipt", last, "--json", code=2).stdout
    assert "written anew" in json.loads(text)["faults"][0]
    assert "no receipt" in refused(capsys, "ledger", "verify", "--receipt", "nonsense")


def test_export_and_import_give_the_same_ledger(file, tmp_path, capsys):
    run("record", "x", "-j", "agreed=0.2", "--author", "Änn")
    copy, lines = tmp_path / "copy.sqlite", tmp_path / "all.jsonl"
    run("ledger", "export", "-o", lines)
    assert run("ledger", "export").stdout == lines.read_text()
    run("ledger", "import", lines, "--ledger", copy)
    assert run("ledger", "receipt", "--ledger", copy).stdout == run("ledger", "receipt").stdout
    lines.write_text(lines.read_text().replace("0.2", "0.1"))
    run("ledger", "import", lines, "--ledger", tmp_path / "new.sqlite")  # one entry: no receipt
    assert "two different ledgers" in refused(capsys, "ledger", "import", lines)
    lines.write_text('{"claims": 1}\n')
    assert re.search(r"all\.jsonl:1: no entry", refused(capsys, "ledger", "import", lines))


def test_an_archive_is_taken_and_ranked_apart(file, tmp_path, capsys):
    first, second = gjp_files.write(tmp_path)
    told = run("ledger", "import-gjp", first, second).stdout
    assert "Took 8 forecasts of 3 questions." in told
    assert "Refused 5: rows dated after their question was resolved." in told
    text = run("score").stdout
    assert "Leaderboard: dated by their archive, not by this ledger" in text
    assert "Pools of all who answered" in text
    run("ledger", "verify")
    told = refused(capsys, "ledger", "import-gjp", first, second)
    assert "'gjp 9001-0' is on record already" in told
    run("ledger", "import-gjp", first, second, "--name", "again")


def test_weights_of_a_pool_are_learnt_from_the_record(file, capsys):
    told = refused(capsys, "compare", HANOI, *FEW, "--pool", "linear", "--weights", "ledger")
    assert "no ledger at" in told
    store = Store(str(file))
    for case in range(3):
        for school, chance in (("burton", 0.8), ("establishment", 0.2), ("eve", 0.5)):
            records.forecast(store, f"c{case}", "2026-01-01", school=school,
                             said=[f"agreed={chance}"])  # fmt: skip
    for case in range(3):
        records.resolve(store, f"c{case}", {"agreed": True}, "2026-02-01", "2026-02-02")
    told = json.loads(
        run("compare", HANOI, *FEW, "--pool", "linear", "--weights", "ledger", "--json").stdout
    )
    (pool,) = told["pool"]
    total = 0.8**3 + 0.2**3 + 0.5**3
    assert pool["weights"] == pytest.approx(
        {"burton": 0.8**3 / total, "establishment": 0.2**3 / total, "eve": 0.5**3 / total}
    )
    assert "3 shared questions in 3 cases" in pool["basis"]
    assert "too few to rely on" in pool["basis"]
    told = refused(capsys, "compare", HANOI, "--weights", "ledger")
    assert "--pool" in told


def test_hindsight_gives_no_weights(hanoi, capsys):
    file, _ = hanoi
    told = refused(capsys, "compare", HANOI, *FEW, "--pool", "linear", "--weights", "ledger",
                   "--ledger", file)  # fmt: skip
    assert "forecasts in hindsight teach no weights" in told


def test_hindsight_is_told_when_it_is_recorded(file):
    told = json.loads(run("record", HANOI, "-a", "eve", *FEW, "--json").stdout)
    assert "Hindsight, and outside all rankings: its dossier says" in told["remarks"][0]
    run("record", "x", "-j", "agreed=0.2", "--author", "Ann")
    ruling = ("--date", "2026-01-02", "--source", "a paper", "--by", "me")
    run("resolve", "x", "--outcome", "agreed=no", *ruling)
    late = json.loads(run("record", "x", "-j", "agreed=0", "--author", "Ann", "--json").stdout)
    assert "not before the outcome of 2026-01-02" in late["remarks"][0]


def test_a_clock_that_lags_behind_the_record_is_told_of(file):
    Store(str(file)).append([New("forecast", "y", {"school": "a", "claims": []})],
                            clock(_in_days(400)))  # fmt: skip
    told = json.loads(run("record", "x", "-j", "agreed=0.2", "--author", "Ann", "--json").stdout)
    assert "ahead of this machine's clock" in told["remarks"][0]


def test_a_history_is_drawn(hanoi, tmp_path):
    file, _ = hanoi
    picture = tmp_path / "history.svg"
    run("ledger", "show", "hanoi-2019", "--ledger", file, "--picture", picture)
    drawn = picture.read_text()
    assert "outcome, 2019-02-28: no" in drawn
    assert "hindsight" in drawn


def test_texts_of_a_record_are_made_harmless(file, tmp_path):
    pytest.importorskip("vl_convert")
    evil = "<script>alert(1)</script>"
    run("record", evil, "-j", f"{evil}=0.2", "--author", f"{evil}\u202e\x1b[31m")
    page = tmp_path / "page.html"
    text = run("score", "--html", page).stdout + run("ledger", "show", evil).stdout
    assert "\x1b" not in text
    assert "\u202e" not in text
    written = page.read_text()
    assert "<script" not in written
    assert "&lt;script&gt;" in written
    assert "default-src 'none'" in written


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["record", "x"], "cannot be read"),
        (["record", "x", "-j", "agreed=0.5"], "add --author NAME"),
        (["record", "x", "-j", "agreed=2", "--author", "a"], "from 0 to 1"),
        (["record", "x", "-j", "a=0.5", "-j", "a=0.6", "--author", "a"], "judged twice"),
        (["record", "x", "-j", "a=0.5", "--author", "a", "--as-of", "soon"], "no date"),
        (["record", "x", "-j", "a=0.5", "-a", "eve"], "one at a time"),
        (["record", "x", "--reference", "agreed=3 of 10"], "add --source"),
        (["record", "x", "--reference", "agreed=30%", "--source", "s"], "K of N"),
        (["record", "x", "--reference", "agreed=11 of 10", "--source", "s"], "0 <= k <= n"),
        (["record", "x", "-j", "a=0.5", "--author", "a", "--source", "s"], "add --reference"),
        (["record", HANOI, "--note", "n"], "--note are for a judgement"),
        (["record", "-", "-j", "a=0.5", "--author", "a"], "add --case NAME"),
        (["record", "x" * 300, "-j", "a=0.5", "--author", "a"], "up to 200 printable"),
        (["resolve", "y", "--outcome", "agreed=no"], "no case 'y'.*one of: known"),
        (["resolve", "knowm", "--outcome", "agreed=no"], "did you mean 'known'"),
        (["resolve", "known"], "Give --outcome"),
        (["resolve", "known", "--outcome", "agred=no"], "nobody forecast 'agred'.*'agreed'"),
        (["resolve", "known", "--outcome", "agreed=perhaps"], "agreed=yes"),
        (["resolve", "known", "--outcome", "agreed"], "QUESTION=ANSWER"),
        (["resolve", "known", "--outcome", "agreed=no"], "add --source"),
        (["resolve", "known", "--outcome", "agreed=no", "--source", "s", "--by", "b"], "--date"),
        (["resolve", "known", "--outcome", "agreed=no", "--source", "s", "--by", "b", "--date",
          "2999-01-01"], "has not come yet"),
        (["score", "--case", "y"], "no case 'y'"),
        (["score", "--picture", "x.gif"], "neither .svg nor .png"),
        (["ledger", "amend", "known"], "not resolved yet"),
        (["ledger", "dispute", "known", "--by", "a", "--why", "b"], "not resolved yet"),
        (["ledger", "import", "nowhere.jsonl"], "nowhere.jsonl: No such file"),
        (["ledger", "import-gjp", "nowhere.csv", "f.csv"], "nowhere.csv: No such file"),
        (["ledger", "show", "known", "--on", "war", "--picture", "x.svg"], "nobody gave"),
        (["score", "--ledger", "mysql://me:geheim@host/x"], "SQLite or PostgreSQL, not in mysql"),
        (["ledger", "verify", "--ledger", "none.sqlite"], "no ledger at none.sqlite"),
    ],
)  # fmt: skip
def test_bad_questions_are_told_in_a_line(file, capsys, monkeypatch, tmp_path, arguments, told):
    run("record", "known", "-j", "agreed=0.5", "--author", "a")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    text = refused(capsys, *arguments)
    assert re.search(told, text), text
    assert "geheim" not in text
    assert sorted(tmp_path.iterdir()) == before
    assert Store(str(file)).receipt().count == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("agreed: true\n", "outcome.yaml:1: 'resolved'"),
        ("resolved: 2019-02-28\nagreed: perhaps\n", "outcome.yaml:2: 'agreed' is 'perhaps'"),
        ("resolved: 2019-02-28\nagreed: true\nevents: {agreed: false}\n", "differs"),
        ("resolved: 2019-02-28\nevents:\n  war: maybe\n", "outcome.yaml:3: the event 'war'"),
        ("resolved: 2019-02-28\nagreed: true\n", "it has no sources"),
        ("resolved: 2019-02-28\nlevels: 3\nagreed: true\n", "outcome.yaml:2: 'levels'"),
        ("resolved: [\n", "outcome.yaml:"),
    ],
)
def test_an_outcome_file_is_told_of_by_line(file, capsys, tmp_path, text, told):
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "outcome.yaml").write_text(text)
    run("record", "x", "-j", "agreed=0.5", "--author", "a")
    assert told in refused(capsys, "resolve", folder)


def test_readings_that_differ_are_left_open(file):
    camp_david = CASES / "camp-david-1978"
    run("record", camp_david, *FEW)
    text = run("resolve", camp_david).stdout
    assert "The level of 'sinai' is read in several ways; it is left open." in text
    ruling = Store(str(file)).entries(["resolution"])[0].body["outcomes"]
    assert ruling["level of jerusalem"] == "left as it is"
    assert "level of sinai" not in ruling
    told = json.loads(run("score", "--json").stdout)
    levels = [one for one in told["hindsight"] if one["claim"]["on"].startswith("level of")]
    assert levels  # a deal came, so what was said of its levels is scored
    assert all(one["claim"]["given"] == "agreed" for one in levels)


def test_a_team_keeps_its_ledger_in_postgresql(tmp_path, monkeypatch):
    lines, copy = tmp_path / "all.jsonl", tmp_path / "copy.sqlite"
    with postgres() as address:
        monkeypatch.setenv("SUMMITRY_LEDGER", address)
        told = run("record", "x", "-j", "agreed=0.2", "--author", "Ann").stdout
        assert "postgresql://summitry:***@/postgres" in told
        assert "geheim" not in told
        ruling = ("--date", "2026-01-02", "--source", "a paper", "--by", "me")
        run("resolve", "x", "--outcome", "agreed=no", *ruling)
        assert "Hindsight" in run("score").stdout
        receipt = run("ledger", "receipt").stdout.strip()
        run("ledger", "verify", "--receipt", receipt)
        run("ledger", "export", "-o", lines)
    run("ledger", "import", lines, "--ledger", copy)
    run("ledger", "verify", "--receipt", receipt, "--ledger", copy)


@pytest.mark.parametrize(
    ("module", "address", "told"),
    [
        ("sqlalchemy", "x.sqlite", r"pip install 'summitry\[ledger\]'"),
        ("psycopg", "postgresql://me@127.0.0.1:1/x", r"pip install 'summitry\[team\]'"),
    ],
)
def test_a_missing_extra_is_told_with_the_line_that_installs_it(
    capsys, monkeypatch, module, address, told
):
    monkeypatch.setitem(sys.modules, module, None)
    assert re.search(told, refused(capsys, "ledger", "receipt", "--ledger", address))


def test_a_case_whose_outcome_nobody_wrote_is_told_what_to_do(file, tmp_path, capsys):
    case = tmp_path / "case"
    case.mkdir()
    (case / "dossier.yaml").write_text((HANOI / "dossier.yaml").read_text("utf-8"), "utf-8")
    run("record", case, "--draws", "100")
    told = refused(capsys, "resolve", case)
    assert f"{case / 'outcome.yaml'}: there is no such file" in told
    assert "--outcome agreed=no --date DATE" in told
    assert "dossier.yaml" not in told
