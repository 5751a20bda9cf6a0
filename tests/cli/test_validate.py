"""``summitry validate``, as somebody with a table of decisions calls it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from summitry.cli.main import _run, main
from tests.forecasts.test_validation import LONG

CARS = Path(__file__).parents[2] / "docs" / "examples" / "car-emissions"


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text(LONG)
    return path


def test_a_table_of_decisions_in_one_command(table, tmp_path):
    rows = tmp_path / "rows.csv"
    done = run("validate", table, "--seed", "3", "--csv", rows)
    assert done.exit_code == 0
    for part in ("weighted mean", "middle of the scale", "Two by two", "from seed 3", "rank"):
        assert part in done.stdout
    found = list(csv.DictReader(rows.read_text().splitlines()))
    assert {one["model"] for one in found} > {"weighted mean", "challenge", "spatial", "exchange"}
    mean = next(one for one in found if (one["model"], one["issue"]) == ("weighted mean", "dam"))
    assert float(mean["error"]) == pytest.approx(-10)


def test_json_repeats_and_names_its_seed(table):
    first = run("validate", table, "-m", "mean", "--json", "--seed", "5")
    assert first.stdout == run("validate", table, "-m", "mean", "--json", "--seed", "5").stdout
    data = json.loads(first.stdout)
    assert (data["seed"], data["resamples"], data["decisions"]) == (5, 2000, 2)
    assert data["scores"][0]["mae"] == pytest.approx(35 / 3)


def test_positions_in_files_of_their_own():
    done = run("validate", CARS / "outcomes.csv", "-p", CARS / "positions.csv", "-m", "mean")
    assert done.exit_code == 0
    assert "One decision is an anecdote" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["validate", "{none}/nothing.csv"], "nothing.csv"),
        (["validate", "{cars}"], "no column for the outcome"),
        (["validate", "{table}", "-m", "magic"], "no model 'magic'"),
        (["validate", "{table}", "--csv", "{none}/no/where.csv"], "make it first"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(table, tmp_path, capfd, arguments, says):
    places = {"none": tmp_path, "cars": CARS / "positions.csv", "table": table}
    assert _run([one.format(**places) for one in arguments]) == 2
    told = capfd.readouterr().err
    assert says in told
    assert "Traceback" not in told
