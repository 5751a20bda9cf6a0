"""New dossiers from templates, blind coding and its freeze, on the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import summitry as sm
from summitry.cli.main import main


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def mine(tmp_path):
    done = run("new", tmp_path / "mine", "--template", "border")
    assert done.exit_code == 0, done.output
    return tmp_path / "mine"


def test_a_template_is_written_and_its_name_checked(mine):
    assert sm.load(mine).stances == {}
    done = run("new", mine.parent / "other", "--template", "../starter")
    assert done.exit_code == 2
    assert "there are: border, ceasefire, sanctions-relief" in done.output
    assert not (mine.parent / "other").exists()


def test_blind_coding_tells_nothing_until_it_is_frozen(mine):
    file = mine / "dossier.yaml"
    file.write_text(file.read_text() + "coding: {blind: true}  # until all agree\n")
    for command in ("forecast", "compare", "explain", "report"):
        done = run(command, mine)
        assert done.exit_code == 2
        assert "coded blind" in done.output
    done = run("check", mine)
    assert done.exit_code == 0
    assert "warnings from draws are left out" in done.output
    assert "W7" not in done.output
    done = run("freeze", mine)
    assert done.exit_code == 0, done.output
    assert "# until all agree" in file.read_text()
    assert run("forecast", mine, "--draws", 100).exit_code == 0


def test_a_freeze_tells_what_was_changed_since(mine):
    file = mine / "dossier.yaml"
    run("freeze", mine)
    file.write_text(file.read_text() + "# a comment is no change\n")
    assert "W610" not in run("check", mine, "--quick").output
    file.write_text(file.read_text().replace("title: A border", "title: Another border"))
    assert "W610 changed since it was frozen" in run("check", mine, "--quick").output


def test_an_assessment_is_no_change_since_the_freeze(tmp_path):
    run("new", tmp_path / "mine")
    assert sm.load(tmp_path / "mine").assessments
    run("freeze", tmp_path / "mine")
    assert "W610" not in run("check", tmp_path / "mine", "--quick").output


def test_freezing_does_not_change_the_fingerprint_of_a_forecast(mine):
    before = sm.forecast(sm.load(mine), draws=100)
    run("freeze", mine)
    dossier = sm.load(mine)
    assert sm.forecast(dossier, draws=100).to_dict() == before.to_dict()
    assert dossier.coding.sha256 == before.provenance.dossier
