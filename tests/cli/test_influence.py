"""``summitry influence``, and position tables in ``summitry convert``, as their users call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import summitry as sm
from summitry.cli.main import _run, main
from summitry.formats.positions import read_positions

ROOT = Path(__file__).parents[2]
CARS = ROOT / "docs" / "examples" / "car-emissions" / "positions.csv"
HANOI = ROOT / "cases" / "hanoi-2019"


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def test_a_table_side_by_side_and_in_json():
    done = run("influence", CARS, "-m", "mean", "-m", "median", "-m", "vote", "-m", "challenge")
    assert done.exit_code == 0
    assert "7.39" in done.stdout
    assert "weighted median" in done.stdout
    assert "On whom it hangs" in done.stdout
    data = json.loads(run("influence", CARS, "-m", "mean", "--json").stdout)
    issue = data["studies"][0]["models"][0]["issues"][0]
    assert issue["central"] == pytest.approx(7.389956, abs=1e-6)
    assert data["seed"] == 1


def test_every_model_has_an_answer_or_a_reason():
    data = json.loads(run("influence", CARS, "--json").stdout)
    models = {one["model"]: one for one in data["studies"][0]["models"]}
    assert len(models) == 8
    for name, one in models.items():
        assert bool(one["refused"]) == (name == "procedural"), (name, one["refused"])


def test_paths_moves_and_challenges_of_a_single_model():
    text = run("influence", CARS, "-m", "challenge", "--rounds", "3").stdout
    assert "challenge: outcome by round" in text
    assert "challenge: who moved whom" in text
    assert "who gains by challenging whom" in text
    published = run("influence", CARS, "-m", "challenge", "--variant", "scholz-code", "--json")
    rounds = json.loads(published.stdout)["studies"][0]["models"][0]["rounds"]
    belgium = read_positions(CARS).actors.index("Belgium")
    assert rounds["positions"][1][belgium][0] == pytest.approx(8.415932, abs=1e-6)


def test_a_dossier_with_a_what_if_and_its_own_file(tmp_path):
    target = tmp_path / "out.json"
    done = run("influence", HANOI, "-a", "eve", "-m", "mean", "--draws", "200", "-o", target,
               "--set", "parties.dprk.influence=20")  # fmt: skip
    assert done.exit_code == 0
    assert "weighted mean taken" in done.stdout
    data = json.loads(target.read_text())
    assert data["what_if"]["changes"] == {"parties.dprk.influence": 20}
    assert data["studies"][0]["assessment"] == "eve"
    assert data["studies"][0]["models"][0]["taken"]["events"]["agreed"] <= 1


def test_the_same_seed_prints_the_same(tmp_path):
    first, second = (
        run("influence", HANOI, "-m", "mean", "--draws", "100", "--seed", "9", "--json").stdout
        for _ in range(2)
    )
    assert first == second
    assert json.loads(first)["seed"] == 9


def test_pictures_are_written_beside_one_another(tmp_path):
    pytest.importorskip("vl_convert", reason="pictures need the charts extra")
    done = run("influence", CARS, "-m", "mean", "-m", "challenge", "--picture", tmp_path / "c.svg")
    assert done.exit_code == 0
    made = sorted(one.name for one in tmp_path.iterdir())
    assert made == ["c-matrix-challenge.svg", "c-path-challenge.svg", "c-weights.svg", "c.svg"]
    for one in tmp_path.iterdir():
        assert one.read_text().startswith("<svg")
    assert "Belgium" in (tmp_path / "c-weights.svg").read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["influence", "{cars}", "-a", "eve"], "a table of positions has no assessments"),
        (["influence", "{cars}", "--set", "a=1"], "has no assessments, audiences or numbers"),
        (["influence", "{cars}", "--picture", "x.gif"], "neither .svg nor .png"),
        (["influence", "{cars}", "-m", "magic"], "no model 'magic'; there are: mean"),
        (["influence", "{cars}", "-m", "mean/magic"], "no variant 'magic' of 'mean'; there are:"),
        (["influence", "{hanoi}", "-a", "nobody"], "nobody"),
        (["influence", "{none}/nothing.yaml"], "nothing.yaml"),
        (["influence", "{none}/nothing.csv"], "nothing.csv"),
        (["influence", "{bad}"], "bad.csv:2: the salience is 'x'; a number"),
        (["influence", "{bad}"], "bad.csv:3: the capability is -1; at least 0"),
        (["convert", "{bad}", "{none}/x.yaml"], "bad.csv:2:"),
        (["convert", "{cars}", "{none}/x", "--to", "genius"], "no packages to make genius files"),
        (["convert", "{cars}", "{none}/x.yaml", "-a", "eve"], "has no assessments"),
        (["convert", "{cars}", "{cars}"], "nothing is overwritten"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(tmp_path, capfd, arguments, says):
    bad = tmp_path / "bad.csv"
    bad.write_text("actor,capability,position,salience\nA,1,1,x\nB,-1,1,1\n")
    places = {"cars": CARS, "hanoi": HANOI, "none": tmp_path, "bad": bad}
    assert _run([one.format(**places) for one in arguments]) == 2
    told = capfd.readouterr().err
    assert says in told
    assert "Traceback" not in told


def test_a_setter_who_is_nobody_is_refused(tmp_path):
    text = "issue,actor,position,salience,capability,status quo\na,X,1,1,1,0\na,Y,3,1,1,0\n"
    table = tmp_path / "t.csv"
    table.write_text(text)
    done = run("influence", table, "-m", "procedural", "--setter", "Z", "-m", "mean")
    assert done.exit_code == 2
    assert "there is no actor 'Z'; the actors are X, Y" in done.stderr
    done = run("influence", table, "-m", "procedural", "--setter", "Y", "--quota", "1",
               "--json")  # fmt: skip
    assert json.loads(done.stdout)["studies"][0]["models"][0]["issues"][0]["central"] == 2


@pytest.mark.parametrize("kind", ["expected-utility", "decide", "ktab"])
def test_a_table_goes_round_through_every_form(tmp_path, kind):
    target = tmp_path / "out.csv"
    done = run("convert", CARS, target, "--to", kind)
    assert done.exit_code == 0
    again, table = read_positions(target), read_positions(CARS)
    assert again.actors == table.actors
    span = again.scale[0, 1] - again.scale[0, 0]
    share = (again.positions - again.scale[:, 0]) / span
    assert share == pytest.approx((table.positions - 4) / 6)
    assert again.salience == pytest.approx(table.salience)


def test_a_dossier_goes_out_and_comes_back(tmp_path):
    out, back = tmp_path / "out.csv", tmp_path / "back.yaml"
    done = run("convert", HANOI, out, "-a", "burton")
    assert done.exit_code == 0
    assert "lost: ranges" in done.stderr
    table = read_positions(out)
    assert table.scale.tolist() == [[0, 100]] * 8
    assert run("convert", out, back).exit_code == 0
    dossier = sm.load(back)
    assert len(dossier.parties) == len(table.actors)
    assert not [one for one in sm.check(back) if one.severity == "error"]
    found = sm.pressure(dossier, models=["mean"], draws=100).studies[0]["mean"]
    direct = sm.pressure(sm.load(HANOI), ["burton"], models=["mean"], draws=100).studies[0]["mean"]
    for one in direct.issues:
        assert found[one.label].central == pytest.approx(one.central)


def test_a_dossier_made_of_ktabs_file_keeps_its_settings(tmp_path):
    from tests.formats.test_ktab import PARAMETERS, XML, pull

    own = "<IdealAdjustment>" + pull("Upper", "Upper", 0.8) + pull("Upper", "Lower", 0.1)
    text = XML.format(parameters=PARAMETERS, adjustment=own + "</IdealAdjustment>")
    source = tmp_path / "case.xml"
    source.write_text(text)
    target = tmp_path / "case.yaml"
    assert run("convert", source, target).exit_code == 0
    dossier = sm.load(target)
    assert dossier.influence.model == "spatial"
    rules = dossier.influence.spatial
    assert (rules.victory, rules.bargain, rules.risk_range) == ("square", "compromise", "max")
    assert dossier.influence.ideals == {"Upper": {"Upper": 0.8, "Lower": 0.1}}
    first = json.loads(run("influence", source, "-m", "spatial", "--json").stdout)
    assert "Square" in first["studies"][0]["models"][0]["variant"]
