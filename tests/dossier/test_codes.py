"""Each code of ``check``: a file that meets it, at the line and column where it should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import summitry as sm
from summitry.dossier.problem import CODES

BASE = """\
summitry: 1
title: Two valleys
as_of: 2026-06-30
sources:
  memo: {title: A memo, published: 2026-06, file: memo.txt}
parties:
  upper: {name: Upper, role: principal}
  lower: {name: Lower, role: principal}
  millers: {role: ratifier, of: upper, leverage: moderate}
  abbey: {role: third}
issues:
  water:
    levels: [none, half, full]
    status_quo: none
    performed_by: upper
  toll:
    levels: [high, low]
    status_quo: high
    performed_by: lower
stances:
  upper:
    water: {ideal: none, salience: 40, cite: {memo: "the water is ours"}}
    toll: {ideal: low, salience: 60}
  lower:
    water: {ideal: full, salience: 70}
    toll: {ideal: high, salience: [20, 30, 40]}
  millers:
    water: {ideal: none, salience: 80}
cover:
  - {from: abbey, to: millers, on: [water], strength: 0.5}
clauses:
  - water = full requires toll = low
process:
  rapport: 0.2
  slip: 0.05
  big_ask:
    lower: {issue: water, at_least: half, likelihood: unlikely}
events:
  enough water: water >= half
assessments:
  grim: {set: {process.rapport: 0.1}}
time:
  deadline: 2026-12-31
  patience: {upper: 0.9}
  dates:
    vote: {on: 2026-09-01, chance: unlikely}
tracks:
  mine:
    baskets:
      - [water]
      - {on: [toll], consent: [abbey]}
road_maps:
  slow:
    steps:
      - {toll: low}
      - {water: full}
relations:
  - between: [upper, lower]
    events: [{on: 2026-01-01, weight: 0.2}]
levers:
  process.rapport: {by: [upper, lower], to: 0.6, how: they meet at last}
reveals:
  stances.lower.toll.salience: {what: the accounts of the bridge, on: 2026-02-01}
"""
READ = "    levels: [high, low]"
READS = READ + "\n    reads_as: {low: {upper: water = none, lower: water = full}}"
MEMO = "He said again: “the water is ours”, and then \u2013 the water is yours to buy."

# code, what is replaced, by what, line:column
CASES = [
    ("S105", "  upper: {name: Upper", "  upper: {name: Upper]", "7:22"),
    ("S107", "title: Two valleys", "title: Two valleys\ntitle: Three", "3:1"),
    ("S108", "title: Two valleys", "title: &t [*t]", "2:12"),
    ("S109", "title: Two valleys", "title: " + "[" * 60 + "]" * 60, "2:57"),
    ("S110", "title: Two valleys", "title: !!python/name:os.system x", "2:8"),
    ("S110", "title: Two valleys", "title: x\n<<: {a: 1}", "3:1"),
    ("S201", "name: Lower", "nam: Lower", "8:11"),
    ("S202", ", salience: 60", "", "23:5"),
    ("S203", "role: third", "role: fourth", "10:17"),
    ("S203", "summitry: 1", "summitry: 7", "1:11"),
    ("S204", "salience: 60", "salience: 160", "23:34"),
    ("S205", "[20, 30, 40]", "[30, 20, 40]", "26:35"),
    ("S206", "salience: 60", "salience: .nan", "23:34"),
    ("S206", "salience: 60", "salience: true", "23:34"),
    ("S207", "slip: 0.05", "slip: perhaps", "35:9"),
    ("S208", "rapport: 0.2", "rapport: likely", "34:12"),
    ("S208", "slip: 0.05", "slip: {value: likely, confidence: low}", "35:9"),
    ("S209", "[20, 30, 40]", "[20, 40]", "26:35"),
    ("S210", "  abbey: {role", "  abbey and lake: {role", "10:3"),
    ("S301", "performed_by: upper", "performed_by: uper", "15:19"),
    ("S302", "on: [water]", "on: [watr]", "30:37"),
    ("S303", "status_quo: high", "status_quo: hgh", "18:17"),
    ("S303", "ideal: low", "ideal: lo", "23:19"),
    ("S304", "cite: {memo:", "cite: {memoir:", "22:46"),
    ("S305", "to: millers", "to: lower", "30:23"),
    ("S305", "{role: third}", "{role: third, slack: 0.1}", "10:31"),
    ("S306", ", of: upper", "", "9:12"),
    ("S306", ", of: upper", ", of: abbey", "9:33"),
    ("S307", "name: Lower, role: principal", "name: Lower, role: third", "7:3"),
    ("S308", "levels: [high, low]", "levels: [high, high]", "17:20"),
    ("S308", "levels: [high, low]", "levels: [high, low]\n    at: [0.5, 0.1]", "18:9"),
    ("S309", "ideal: full, salience", "salience", "25:12"),
    ("S309", "water: {ideal: none, salience: 80}", "water: {ideal: none, salience: 0}", "28:5"),
    ("S310", "status_quo: high", "status_quo: high\n    no_deal: {high: 0.2}", "19:15"),
    ("S311", "at_least: half, ", "", "37:12"),
    ("S311", "salience: 70", "salience: 70, red_line: {likelihood: 1}", "25:50"),
    ("S312", "strength: 0.5}",
     "strength: 0.5}\n  - {from: abbey, to: millers, on: [toll], strength: 1}", "31:5"),
    ("S314", "process.rapport: 0.1", "title: x", "41:16"),
    ("S401", "water = full requires toll = low", "water = full needs toll", "32:5"),
    ("S402", "water = full requires toll = low",
     "water >= half requires toll = high\n  - toll = low excludes toll = low\n"
     "  - water >= half excludes toll = high", "32:3"),
    ("S204", "to: 0.6", "to: 1.6", "61:45"),
    ("S301", "by: [upper, lower]", "by: [upper, lowr]", "61:33"),
    ("S311", "enough water: water >= half", "enough water: ask of upper", "39:17"),
    ("S321", "process.rapport: {by", "process.raport: {by", "61:3"),
    ("S321", "stances.lower.toll.salience: {what", "stances.lower.toll.care: {what", "63:3"),
    ("S322", "{set: {process.rapport: 0.1}}",
     "{set: {process.rapport: 0.1}, groups: {mood: [process.slip]}}", "41:55"),
    ("S301", "process:\n", "influence: {ideals: {uper: {uper: 0.5}}}\nprocess:\n", "33:22"),
    ("S301", "process:\n", "influence: {ideals: {upper: {upper: 0.5, lowr: 0.1}}}\nprocess:\n",
     "33:42"),
    ("S326", "process:\n", "influence: {ideals: {upper: {lower: 0.1}}}\nprocess:\n", "33:29"),
    ("S203", "process:\n", "influence: {model: magic}\nprocess:\n", "33:20"),
    ("S403", "{set: {process.rapport: 0.1}}", "{wants: peace}", "41:17"),
    ("S302", "{set: {process.rapport: 0.1}}", "{wants: watr >= half}", "41:17"),
    ("S505", "on: 2026-02-01}", "on: Candlemas}", "63:71"),
    ("S505", "enough water: water >= half",
     "enough water: {when: water >= half, observable_by: soon}", "39:54"),
    ("S323", "process:\n", "audiences: {title: everyone}\nprocess:\n", "33:20"),
    ("S323", "process:\n", "audiences: {title: []}\nprocess:\n", "33:20"),
    ("S324", "process:\n", "audiences: {stances.uper: anyone}\nprocess:\n", "33:13"),
    ("S324", "process:\n", "audiences: {audiences: anyone}\nprocess:\n", "33:13"),
    ("S324", "process:\n", "audiences: {events.agred: anyone}\nprocess:\n", "33:13"),
    ("S325", "process:\n", "coding: {frozen: 2026-06-30}\nprocess:\n", "33:1"),
    ("S325", "process:\n", "coding: {frozen: soon, sha256: abc}\nprocess:\n", "33:18"),
    ("W610", "process:\n", "coding: {frozen: 2026-06-30, sha256: abc}\nprocess:\n", "33:1"),
    ("W611", "process:\n", "audiences: {stances.upper: anyone}\nprocess:\n", "33:13"),
    ("S403", "enough water: water >= half", "enough water: water >=", "39:17"),
    ("S404", "enough water: water >= half", "enough water: water = full and toll = high", "39:17"),
    ("S405", "enough water: water", "agreed: water", "39:3"),
    ("S204", "patience: {upper: 0.9}", "patience: {upper: 1}", "44:21"),
    ("S204", "patience: {upper: 0.9}", "patience: {upper: [0.8, 0.9, 1.0]}", "44:21"),
    ("S204", "patience: {upper: 0.9}", "patience: {upper: 0}", "44:21"),
    ("S204", "patience: {upper: 0.9}", "patience: {upper: -2}", "44:21"),
    ("S305", "patience: {upper: 0.9}", "patience: {abbey: 0.9}", "44:14"),
    ("S301", "patience: {upper: 0.9}", "patience: {uper: 0.9}", "44:14"),
    ("S505", "deadline: 2026-12-31", "deadline: Christmas", "43:13"),
    ("S316", "deadline: 2026-12-31", "deadline: 2026-06-30", "43:13"),
    ("S316", "on: 2026-09-01", "on: 2025-09-01", "46:16"),
    ("S505", "on: 2026-09-01", "on: soon", "46:16"),
    ("S210", "    vote: {", "    vote.2: {", "46:5"),
    ("S210", "  mine:", "  mine/2:", "48:3"),
    ("S302", "      - [water]", "      - [watr]", "50:10"),
    ("S315", "      - [water]", "      - [water, toll]", "51:15"),
    ("S315", "      - [water]\n", "", "48:3"),
    ("S315", "      - [water]", "      - [water, rest]", "50:17"),
    ("S315", "      - [water]", "      - [water]\n      - [rest]", "48:3"),
    ("S203", "      - [water]", "      - water", "50:9"),
    ("S301", "consent: [abbey]", "consent: [abey]", "51:32"),
    ("S305", "consent: [abbey]", "consent: [lower]", "51:32"),
    ("S302", "- {toll: low}", "- {tol: low}", "55:10"),
    ("S303", "- {toll: low}", "- {toll: lo}", "55:16"),
    ("S317", "- {toll: low}", "- {toll: high}", "55:9"),
    ("S317", "      - {toll: low}\n", "", "55:9"),
    ("S317", "- {water: full}", "- {toll: high}", "56:9"),
    ("S301", "between: [upper, lower]", "between: [upper, lowr]", "58:22"),
    ("S318", "between: [upper, lower]", "between: [upper, upper]", "58:14"),
    ("S318", "weight: 0.2", "what: a handshake", "59:14"),
    ("S318", "weight: 0.2", "weight: 0.2, goldstein: 4", "59:14"),
    ("S204", "weight: 0.2", "weight: 2", "59:39"),
    ("S316", "on: 2026-01-01", "on: 2026-07-01", "59:19"),
    ("S303", READ, READS.replace("{low:", "{lo:"), "18:16"),
    ("S319", READ, READS.replace(", lower: water = full", ""), "18:21"),
    ("S301", READ, READS.replace("lower:", "lowr:"), "18:43"),
    ("S406", READ, READS.replace("water = none", "agreed"), "18:29"),
    ("S406", READ, READS.replace("water = none", "toll = low"), "18:29"),
    ("S302", READ, READS.replace("water = none", "watr = none"), "18:29"),
    ("S303", READ, READS.replace("water = none", "water = nun"), "18:29"),
    ("W609", READ, READS, "18:16"),
    ("S404", "enough water: water >= half", "enough water: readings collide", "39:17"),
    ("S320", "process:\n", "stakes: {upper: {war: {chance: 0.1}}}\nprocess:\n", "33:18"),
    ("S320", "process:\n", "stakes: {upper: {war: {value: 0, cost: 0.1}}}\nprocess:\n", "33:18"),
    ("S314", "process.rapport: 0.1", "tracks.min.slip: 0.1", "41:16"),
    ("S317", "process.rapport: 0.1", "road_maps.slow.steps: [{water: full}]", "41:39"),
    ("S501", "the water is ours", "the river is ours", "22:46"),
    ("S502", "the water is ours", "a b c d e f g h i j k l m", "22:46"),
    ("S503", 'cite: {memo: "the water is ours"}', "cite: memo", "22:46"),
    ("S504", "published: 2026-06,", "published: 2026-07,", "22:46"),
    ("S505", "as_of: 2026-06-30", "as_of: 30.6.2026", "3:8"),
    ("S506", "file: memo.txt", "file: ../memo.txt", "5:51"),
    ("W601", "water: {ideal: none, salience: 40", "water: {ideal: half, salience: 40", "22:12"),
    ("W602", "title: Two valleys", "title: Two valleys", "1:1"),
    ("W604", "    toll: {ideal: low, salience: 60}\n", "", "21:3"),
    ("W605", "file: memo.txt", "file: other.txt", "5:3"),
    ("W608", "performed_by: lower", "performed_by: upper", "8:3"),
    ("W607", "salience: 70", "salience: 70, red_line: {above: full}", "25:50"),
]  # fmt: skip
ELSEWHERE = {"S101", "S102", "S103", "S104", "S106", "S313", "W603", "W606", "W701", "W702", "W703"}
"""Codes that other tests meet: files that are none, whole runs, many numbers."""


def told(folder, text):
    (folder / "memo.txt").write_text(MEMO, encoding="utf-8")
    (folder / "dossier.yaml").write_text(text, encoding="utf-8")
    return sm.check(folder)


def test_the_base_has_no_fault(tmp_path):
    assert [str(one) for one in told(tmp_path, BASE) if one.severity == "error"] == []


@pytest.mark.parametrize(("code", "old", "new", "place"), CASES)
def test_code(tmp_path, code, old, new, place):
    assert old in BASE
    problems = told(tmp_path, BASE.replace(old, new, 1))
    mine = [one for one in problems if one.code == code]
    assert mine, [str(one) for one in problems]
    assert place in [f"{one.line}:{one.column}" for one in mine], [str(one) for one in mine]
    line = str(mine[0])
    file = re.escape(str(tmp_path / "dossier.yaml"))
    assert re.fullmatch(rf"{file}:\d+:\d+: {code} .+; .+", line)
    assert "Input should" not in line
    assert "Value error" not in line
    if code.startswith("S"):
        with pytest.raises(sm.DossierError) as caught:
            sm.load(tmp_path)
        assert line in str(caught.value)
    else:
        assert sm.load(tmp_path)


def test_every_code_is_met_by_a_test():
    assert {code for code, *_ in CASES} | ELSEWHERE == set(CODES)


def test_every_code_is_documented():
    page = Path(__file__).parents[2] / "docs" / "reference" / "codes.md"
    rows = re.findall(r"(?m)^\| `([SW]\d{3})` \| ([^|]+) \|", page.read_text(encoding="utf-8"))
    assert {code: title.strip() for code, title in rows} == {
        code: title for code, (_, title) in CODES.items()
    }


def test_all_faults_come_at_once_in_the_files_order(tmp_path):
    text = BASE.replace("role: third", "role: fourth").replace("salience: 60", "salience: 160")
    text = text.replace("status_quo: high", "status_quo: hgh").replace("slip:", "slipp:")
    problems = [one for one in told(tmp_path, text) if one.severity == "error"]
    assert {one.code for one in problems} >= {"S203", "S204", "S201"}
    assert [one.line for one in problems] == sorted(one.line for one in problems)


def test_nearest_names_are_suggested(tmp_path):
    for old, new, right in (
        ("performed_by: upper", "performed_by: uper", "did you mean 'upper'?"),
        ("slip: 0.05", "slipp: 0.05", "did you mean 'slip'?"),
        ("water >= half", "watr >= half", "did you mean 'water'?"),
        ("of: upper", "of: uppr", "did you mean 'upper'?"),
    ):
        problems = told(tmp_path, BASE.replace(old, new))
        assert any(right in str(one) for one in problems), [str(one) for one in problems]


def test_an_assessments_fault_stands_at_its_own_line(tmp_path):
    text = BASE.replace("{process.rapport: 0.1}", "{parties.millers.leverage: hgh, curve: 9}")
    problems = [one for one in told(tmp_path, text) if one.severity == "error"]
    assert {(one.code, one.line) for one in problems} == {("S207", 41), ("S204", 41)}


def test_a_passage_that_carries_many_numbers(tmp_path):
    cite = ', cite: {memo: "the water is ours"}'
    text = BASE
    for row in ("toll: {ideal: low, salience: 60", "water: {ideal: full, salience: 70",
                "toll: {ideal: high, salience: [20, 30, 40]",
                "water: {ideal: none, salience: 80"):  # fmt: skip
        text = text.replace(row, row + cite)
    assert "W603" in [one.code for one in told(tmp_path, text)]


def test_coders_who_disagree(tmp_path):
    text = BASE.replace(
        "salience: 60", "salience: {coders: [{coder: A, value: 10}, {coder: B, value: 90}]}"
    )
    text = text.replace(
        "salience: 70", "salience: {coders: [{coder: A, value: 80}, {coder: B, value: 20}]}"
    )
    assert "W606" in [one.code for one in told(tmp_path, text)]
    dossier = sm.load(tmp_path)
    span = dossier.stances["upper"]["toll"].salience.range()
    assert (span.low, span.mode, span.high) == (10, 50, 90)


def test_unknown_assessment_by_name(tmp_path):
    told(tmp_path, BASE)
    with pytest.raises(sm.DossierError, match=r"S313.*grim"):
        sm.assess(sm.load(tmp_path), "grimm")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "S104"), (b"   \n# only words\n", "S104"), (b"[1]", "S106"), (b"a\0b", "S103"),
        (b"\xff\xfe\x00", "S103"), (b"x" * 5_000_001, "S102"),
    ],
)  # fmt: skip
def test_files_that_are_none(tmp_path, content, code):
    file = tmp_path / "d.yaml"
    file.write_bytes(content)
    assert [one.code for one in sm.check(file)] == [code]


def test_files_that_are_not_there(tmp_path):
    assert [one.code for one in sm.check(tmp_path / "none.yaml")] == ["S101"]
    assert [one.code for one in sm.check(tmp_path)] == ["S101"]
