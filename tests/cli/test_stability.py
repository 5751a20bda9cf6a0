"""``summitry stability`` and ``convert`` of conflicts, as their users call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from summitry.cli.main import _run, main
from summitry.dossier.loading import load
from summitry.formats.conflicts import read_conflict
from tests.formats.conflict_files import cuba, maker, option, shared, write

CASES = Path(__file__).parents[2] / "cases"
HANOI = CASES / "hanoi-2019"
COLUMN = "the column's package"


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture
def crisis(tmp_path):
    return write(tmp_path / "cuba.gmcr", cuba())


def elmira():
    """Elmira with its twelve file states: merged ones are three of 'abandon' in the literature."""
    return {
        "options": [
            option("modify", "fwd"), option("delay"), option("accept"), option("abandon"),
            option("insist"),
        ],
        "decisionMakers": [
            maker("MoE", [0], [[[3, "N"]], [[2, "Y"]]]),
            maker("Uniroyal", [1, 2, 3], [[[0, "N"]], [[1, "Y"]]]),
            maker("Local", [4], [[[3, "N"]], [[2, "Y"]], [[4, "Y"]]]),
        ],
        "infeasibles": [
            [[1, "Y"], [2, "Y"]], [[1, "Y"], [3, "Y"]], [[2, "Y"], [3, "Y"]],
            [[1, "N"], [2, "N"], [3, "N"]],
        ],
        "useManualPreferenceRanking": False,
        "coalitions": [[0, 1], 2],
    }  # fmt: skip


def test_hanoi_is_told_in_a_sentence_by_every_school(tmp_path):
    picture, file = tmp_path / "graph.svg", tmp_path / "out.json"
    result = run("stability", HANOI, "-p", COLUMN, "--draws", 200, "--picture", picture, "-o", file)
    assert result.exit_code == 0, result.stderr
    told = json.loads(file.read_text())
    names = [one["assessment"] for one in told["studies"]]
    assert names == list(load(HANOI).assessments)
    for study in told["studies"]:
        assert study["verdict"].startswith(f"{study['label']}: it would ")
        assert set(study["package"]) == {"end of war", "exercises", "inspectors", "dismantling"}
    assert picture.read_text().startswith("<svg")
    shown = run("stability", HANOI, "-p", COLUMN, "--draws", 200, "-a", "burton").stdout
    for part in ("would it hold: The column", "Who would leave", "In a sentence", "Trust is off"):
        assert part in shown


def test_the_likeliest_package_is_the_default():
    told = [
        json.loads(run("stability", HANOI, "-a", "eve", "--draws", 100, "--json", *more).stdout)
        for more in ((), ("--modal",))
    ]
    assert told[0] == told[1]
    assert 0 < told[0]["studies"][0]["likeliest"] < 1


def test_what_if():
    change = "issues.inspectors.reversible=0"
    shown = run(
        "stability", HANOI, "-p", COLUMN, "-a", "burton", "--draws", 100, "--json", "--set", change
    ).stdout
    told = json.loads(shown)
    assert told["what_if"]["changes"] == {"issues.inspectors.reversible": 0}
    assert [one["issue"] for one in told["studies"][0]["final"]] == ["inspectors"]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["-p", "sanctions = lifted"], "breaks the clause"),
        (["-p", "nonsense"], "is no package; write"),
        (["-p", COLUMN, "--modal"], "not both"),
        (["--from", "1"], "of a conflict file"),
        (["-p", COLUMN, "--state", "without tea"], "is no state; write what is taken back"),
        (["--picture", "x.pdf"], "ends in neither"),
        (["-a", "nobody"], "nobody"),
        (["--draws", "5"], "100"),
    ],
)
def test_faults_of_a_dossiers_question_are_a_line(arguments, what, capsys):
    assert _run(["stability", str(HANOI), *arguments]) == 2
    said = capsys.readouterr()
    assert what in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_a_conflict_file_is_told(crisis, tmp_path):
    result = run("stability", crisis, "--json")
    told = json.loads(result.stdout)
    assert told["equilibria"]["Nash"] == [6]
    assert told["equilibria"]["SEQ"] == [5, 6, 7]
    assert [one["number"] for one in told["states"]] == list(range(1, 13))
    assert told["states"][6]["pattern"] == "NYYN"
    picture = tmp_path / "cuba.png"
    shown = run("stability", crisis, "--picture", picture)
    assert "air strike →" in shown.stdout
    assert picture.read_bytes()[:4] == b"\x89PNG"


def test_hanoi_is_told_by_all_eight_concepts_in_each_assessment():
    told = json.loads(run("stability", HANOI, "--draws", 100, "--json").stdout)["studies"]
    assert len(told) == 3
    for study in told:
        names = [one["concept"] for one in study["concepts"]]
        assert names == ["Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM", "L", "NM"]
        assert study["left_out"] == {}
        assert {one["concept"] for one in study["standing"]} == set(names)
        shares = {one["concept"]: one["share"] for one in study["concepts"]}
        assert shares["Nash"] <= min(shares["SSEQ"], shares["SIM"])
        assert all(one["unsettled"] == 0 for one in study["concepts"])
    shown = run("stability", HANOI, "--draws", 100, "-a", "burton").stdout
    assert "looking two moves ahead" in " ".join(shown.split())


def test_why_and_from_where(crisis):
    told = json.loads(run("stability", crisis, "--state", 7, "--from", "NNNN", "--json").stdout)
    why = {(one["party"], one["concept"]): one for one in told["reasons"]}
    assert why["USSR", "Nash"]["stable"]
    assert not why["US", "Nash"]["stable"]
    answer = why["US", "SEQ"]["answers"][0]
    assert answer["deterred"]
    assert answer["to"] == 5
    assert answer["sanction"] == [{"party": "USSR", "to": 1}]
    assert told["from"] == 1
    way = next(one for one in told["ways"] if one["state"] == 7)
    assert [step["party"] for step in way["improving"]] == ["US", "USSR"]
    shown = run("stability", crisis, "--state", "nyyn", "--from", 1).stdout
    assert "Why state 7 (NYYN) is stable or not" in shown
    assert "From state 1 (NNNN) to the equilibria" in shown
    assert "USSR stays: nothing that it can reach is better for it." in " ".join(shown.split())


def test_coalitions_of_elmira(tmp_path):
    """The pair moves from delay to acceptance, both the better: the agreement of 1991."""
    path = write(tmp_path / "elmira.gmcr", elmira())
    data = json.loads(path.read_text())
    orders = {  # published orders, worst state of 'abandon' once for all of its four
        "MoE": [7, 3, 4, 8, 5, 1, 2, 6, 9],
        "Uniroyal": [1, 4, 8, 5, 9, 3, 7, 2, 6],
        "Local": [7, 3, 5, 1, 8, 6, 4, 2, 9],
    }
    patterns = ["NYNNN", "YYNNN", "NNYNN", "YNYNN", "NYNNY", "YYNNY", "NNYNY", "YNYNY"]
    conflict = read_conflict(path).conflict
    number = {at: conflict.state(one) + 1 for at, one in enumerate(patterns, start=1)}
    last = [one + 1 for one in range(conflict.size) if conflict.label(one)[3] == "Y"]
    data["useManualPreferenceRanking"] = True
    for one in data["decisionMakers"]:
        order = orders[one["name"]]
        one["preferenceRanking"] = [last if at == 9 else number[at] for at in order]
    told = json.loads(run("stability", write(path, data), "--json").stdout)
    upset = told["upsets"]
    assert [(one["state"], one["coalition"], one["to"]) for one in upset] == [
        (number[5], ["MoE", "Uniroyal"], number[8])
    ]
    assert number[8] in told["together"]["Nash"]
    assert number[5] not in told["together"]["Nash"]


def test_a_game_is_told_too(tmp_path):
    path = tmp_path / "pd.nfg"
    path.write_text('NFG 1 R "PD" { "A" "B" } { { "c" "d" } { "c" "d" } }\n3 3 4 1 1 4 2 2\n')
    told = json.loads(run("stability", path, "--json").stdout)
    assert told["name"] == "PD"
    patterns = {one["number"]: one["pattern"] for one in told["states"]}
    assert [patterns[one] for one in told["equilibria"]["Nash"]] == ["NYNY"]
    assert [patterns[one] for one in told["equilibria"]["SEQ"]] == ["YNYN", "NYNY"]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--state", "13"], "no state 13; they are numbered from 1 to 12"),
        (["--state", "YYYY"], "the state YYYY is infeasible"),
        (["--from", "Y"], "'Y' is no state: write one Y or N for each option"),
        (["-a", "burton"], "no assessments"),
        (["--package", "x"], "no assessments, audiences, packages"),
    ],
)
def test_faults_of_a_files_question_are_a_line(arguments, what, crisis, capsys):
    assert _run(["stability", str(crisis), *arguments]) == 2
    said = capsys.readouterr()
    assert what in said.err
    assert said.out == ""


def test_files_that_are_not_there_or_hostile(tmp_path, capsys):
    assert _run(["stability", str(tmp_path / "none.gmcr")]) == 2
    (tmp_path / "deep.gmcr").write_text("[" * 100_000)
    assert _run(["stability", str(tmp_path / "deep.gmcr")]) == 2
    assert _run(["convert", str(tmp_path / "deep.gmcr"), str(tmp_path / "x.nfg")]) == 2
    said = capsys.readouterr().err
    assert "cannot be read" in said
    assert said.count("nests more than 60 deep") == 2
    assert not (tmp_path / "x.nfg").exists()


def test_names_cannot_forge_the_terminal(tmp_path):
    data = shared()
    data["options"][0]["name"] = "a\x1b[31m\u202e"
    shown = run("stability", write(tmp_path / "x.gmcr", data)).stdout
    assert "\x1b[31m" not in shown
    assert "\u202e" not in shown


def test_conversions(crisis, tmp_path):
    game, back = tmp_path / "cuba.nfg", tmp_path / "back.gmcr"
    result = run("convert", crisis, game)
    assert "lost: one-way options (air strike)" in result.stderr
    assert run("convert", game, back).exit_code == 0
    assert read_conflict(back).conflict.size == 12
    package = tmp_path / "hanoi.gmcr"
    result = run("convert", HANOI, package, "-a", "burton", "-p", COLUMN)
    assert "lost: ranges" in result.stderr
    made = read_conflict(package).conflict
    assert made.size == 32
    assert made.parties == ("North Korea (Kim)", "United States (Trump)")
    told = json.loads(run("stability", HANOI, "-a", "burton", "-p", COLUMN, "--draws", 100,
                          "--json").stdout)  # fmt: skip
    holds = {one["concept"]: one["holds"] for one in told["studies"][0]["concepts"]}
    everything = made.state("Y" * 5)
    analysis = made.analyse(list(holds))
    assert {one: analysis.is_equilibrium(everything, one) for one in holds} == holds


@pytest.mark.parametrize(
    ("target", "more", "what"),
    [
        ("x.yaml", [], "cannot be a dossier"),
        ("folder", [], "cannot be a genius"),
        ("x.nfg", ["-p", "x"], "no packages"),
        ("cuba.gmcr", [], "already there"),
    ],
)
def test_conversions_that_make_no_sense(target, more, what, crisis, tmp_path, capsys):
    assert _run(["convert", str(crisis), str(tmp_path / target), *more]) == 2
    assert what in capsys.readouterr().err


def test_a_package_is_for_conflicts_only(tmp_path, capsys):
    assert _run(["convert", str(HANOI), str(tmp_path / "out"), "-p", COLUMN]) == 2
    assert "--package is for a conflict" in capsys.readouterr().err


def test_coalitions_that_were_not_looked_at_are_not_said_to_stay(tmp_path):
    data = {
        "options": [option(f"o{at}") for at in range(13)],
        "decisionMakers": [maker("A", range(7), [[[0, "Y"]]]), maker("B", range(7, 13))],
        "infeasibles": [],
        "useManualPreferenceRanking": False,
    }
    shown = run("stability", write(tmp_path / "large.gmcr", data)).stdout
    assert "Not looked at: a conflict of more than 4,096 states." in shown
    assert "No coalition leaves" not in shown


def test_coalitions_of_a_file_are_told_by_all_eight_concepts(tmp_path):
    told = json.loads(run("stability", write(tmp_path / "e.gmcr", elmira()), "--json").stdout)
    assert list(told["together"]) == ["Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM", "L", "NM"]
    assert told["left_out"] == {"parties": {}, "coalitions": {}}


def test_by_what_coalitions_of_many_states_are_not_looked_at_is_said(tmp_path):
    """The prisoner's dilemma, beside seven options of nobody."""
    names = [f"idle {at}" for at in range(7)]
    file = {
        "options": [option("A defects"), option("B defects"), *map(option, names)],
        "decisionMakers": [
            maker("A", [0], [[[1, "N"]], [[0, "Y"]]]), maker("B", [1], [[[0, "N"]], [[1, "Y"]]]),
        ],
        "infeasibles": [],
        "useManualPreferenceRanking": False,
    }  # fmt: skip
    path = write(tmp_path / "wide.gmcr", file)
    left = json.loads(run("stability", path, "--json").stdout)["left_out"]["coalitions"]
    assert list(left) == ["L", "NM"]
    said = " ".join(run("stability", path).stdout.split())
    assert "Not looked at: limited-move, for there are more than 256 states" in said
