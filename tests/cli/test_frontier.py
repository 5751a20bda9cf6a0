"""``summitry frontier`` and ``summitry convert``, as their users call them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import summitry as sm
from summitry.cli.main import _run, main
from summitry.dossier.inputs import inputs
from summitry.draws import Draws
from summitry.forecasts.central import central
from summitry.forecasts.efficient import efficient_of_dossier
from summitry.formats.faults import FormatError
from summitry.formats.scenario import read_scenario
from summitry.games.packages.weigh import weigh
from summitry.procedures.games import Games
from tests.formats.files import discrete, write

CASES = Path(__file__).parents[2] / "cases"


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture
def scenario(tmp_path):
    issues = discrete(1, "price", [("low", None), ("mid", None), ("high", None)])
    issues += discrete(2, "7.5 days?", [("1", None), ("2", None), ("3", None)])
    first = discrete(1, "price", [("low", 4), ("mid", 3), ("high", 1)], "0.6")
    first += discrete(2, "7.5 days?", [("1", 1), ("2", 2), ("3", 4)], "0.4")
    second = discrete(1, "price", [("low", 1), ("mid", 2), ("high", 4)], "0.3")
    second += discrete(2, "7.5 days?", [("1", 5), ("2", 4), ("3", 1)], "0.7")
    rest = '<reservation value="0.4"/>'
    return write(tmp_path / "scenario", issues, first, second, (rest, rest))


def test_a_scenario_is_told_exactly(scenario, tmp_path):
    table, picture = tmp_path / "points.csv", tmp_path / "frontier.svg"
    result = run("frontier", scenario, "--json", "--csv", table, "--picture", picture)
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    game = read_scenario(scenario).game
    assert [row["scores"] for row in told["frontier"]] == game.frontier().points.tolist()
    assert [row["packages"] for row in told["frontier"]] == game.frontier().counts
    nash = game.solve("nash")
    assert told["solutions"][0]["package"] == nash.package
    assert told["solutions"][0]["proof"] == "optimal"
    rows = list(csv.reader(table.read_text().splitlines()))
    assert rows[0] == ["buyer", "seller", "packages", "price", "7.5 days?"]
    assert len(rows) == len(told["frontier"]) + 1
    drawn = picture.read_text()
    assert drawn.startswith("<svg")
    assert "buyer" in drawn
    assert "nash" in drawn
    every = json.loads(run("frontier", scenario, "--json", "--all").stdout)
    assert len(every["frontier"]) == len(game.frontier(reserved=False))


def test_no_zone_is_an_answer(scenario):
    for name in ("a.xml", "b.xml"):
        text = (scenario / name).read_text().replace('"0.4"/>\n', '"0.9"/>\n')
        (scenario / name).write_text(
            text.replace('reservation value="0.4"', 'reservation value="0.9"')
        )
    result = run("frontier", scenario)
    assert result.exit_code == 0
    assert "no deal" in result.stdout
    assert "What would open a zone" in result.stdout


def test_a_dossier_is_told_at_its_central_numbers():
    result = run("frontier", CASES / "hanoi-2019", "-a", "burton", "--json")
    told = json.loads(result.stdout)
    assert told["label"] == "The column"
    assert told["possible"]
    gains = [row["scores"] for row in told["frontier"]]
    assert all(min(row) >= 0 for row in gains)
    assert gains == sorted(gains, reverse=True)
    assert any("no forecast" in one for one in told["remarks"])


def test_central_gains_are_those_of_the_listed_packages():
    """The merge with critics and consents finds what listing every package finds."""
    dossier = sm.load(CASES / "hanoi-2019")
    found = efficient_of_dossier(dossier)
    case = central(dossier)
    layout = case.layout
    modes = {name: one.range.mode for name, one in inputs(dossier).items()}
    games = Games(layout, Draws(dossier, 1, 0, fixed=modes))
    table = games.block(0, 1, 0.0)
    table = table._replace(
        constant=-games.worth, active=np.array([[modes[one.chance] > 0.5 for one in layout.lines]])
    )
    gains = []
    for package in layout.space.packages:
        weighed = weigh(layout.space, table, package[None].astype(np.int64))
        if not weighed.refused[0] and (weighed.gains[0] >= 0).all():
            gains.append(tuple(np.round(weighed.gains[0], 7)))
    best = {
        one for one in gains
        if not any(o != one and all(a >= b for a, b in zip(o, one, strict=True)) for o in gains)
    }  # fmt: skip
    assert {tuple(np.round(row, 7)) for row in found.points} == best


def test_a_scenario_becomes_a_dossier_that_strikes_its_nash_package(scenario, tmp_path):
    target = tmp_path / "case.yaml"
    result = run("convert", scenario, target)
    assert result.exit_code == 0
    assert "lost: names a dossier cannot have" in result.stderr
    assert not [one for one in sm.check(target) if one.severity == "error"]
    dossier = sm.load(target)
    forecast = sm.forecast(dossier, draws=100)
    nash = read_scenario(scenario).game.solve("nash")
    struck = forecast.packages[0].levels
    assert forecast.probability("agreed") == 1
    assert [one.removeprefix("at ") for one in struck.values()] == list(nash.package.values())
    again = run("convert", scenario, target)
    assert again.exit_code == 2
    assert "nothing is overwritten" in again.stderr


def test_what_no_dossier_can_hold_is_told_and_nothing_is_written(scenario, tmp_path):
    profile = next(
        one for one in sorted(scenario.glob("*.xml")) if "reservation" in one.read_text()
    )
    profile.write_text(re.sub(r'(<reservation value=")[^"]*', r"\g<1>0.8", profile.read_text()))
    target = tmp_path / "made.yaml"
    done = CliRunner().invoke(main, ["convert", str(scenario), str(target)])
    assert isinstance(done.exception, FormatError)
    assert "no dossier can hold it: stakes/" in str(done.exception)
    assert not target.exists()


@pytest.mark.parametrize("kind", ["genius", "geniusweb"])
def test_a_dossier_goes_out_and_says_what_it_loses(kind, tmp_path):
    result = run("convert", CASES / "camp-david-1978", tmp_path / "out", "--to", kind)
    assert result.exit_code == 0
    for part in ("ranges", "critics", "clauses: the format has none"):
        assert part in result.stderr
    game = read_scenario(tmp_path / "out").game
    assert game.parties == ("Egypt (Sadat)", "Israel (Begin)", "United States (Carter)")
    assert len(game.issues) == 7


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["frontier", "{0}", "-a", "burton"], "a scenario has no assessments"),
        (["frontier", "{0}", "--picture", "x.gif"], "neither .svg nor .png"),
        (["convert", "{0}", "{0}/x.yaml", "-a", "burton"], "a scenario has no assessments"),
        (["frontier", "{0}/nothing.xml"], "nothing.xml: cannot be read"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(arguments, says, scenario, capfd):
    code = _run([one.format(scenario) for one in arguments])
    assert code == 2
    told = capfd.readouterr().err
    assert says in told
    assert "Traceback" not in told


def test_offers_tell_what_tactics_make_of_a_scenario(scenario):
    done = run("offers", scenario, "--runs", "200", "--rounds", "20", "--seed", "5")
    assert done.exit_code == 0
    assert "not a prediction" in done.output
    assert "boulware" in done.output
    made = json.loads(run("offers", scenario, "--runs", "200", "--json").stdout)
    assert made["kind"] == "offers"
    assert made["seed"] == 1
    assert sum(one["runs"] for one in made["tactics"]) == 200
    assert {"tactics", "packages", "agreed", "label"} <= set(made)


def test_offers_of_a_dossier_are_at_its_central_numbers():
    done = run("offers", CASES / "hanoi-2019", "-a", "burton", "--runs", "50", "--tactic", "linear")
    assert done.exit_code == 0
    assert "lost: ranges" in done.stderr
    assert "linear" in done.output
    assert "micro" not in done.output


def test_a_tactic_that_there_is_not_is_exit_2(scenario):
    done = CliRunner().invoke(main, ["offers", str(scenario), "--tactic", "charm"])
    assert done.exit_code == 2
    assert "boulware" in done.output


def test_what_not_all_would_sign_is_asked_of_a_scenario_alone():
    done = run("frontier", CASES / "hanoi-2019", "--all")
    assert done.exit_code == 2
    assert "--all is of a scenario" in done.stderr
