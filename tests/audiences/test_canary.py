"""Nothing that is not for an audience is in anything made for it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys

import pytest

import summitry as sm
from summitry.charts.album import Case, album, shown_case
from summitry.charts.render import png, svg
from summitry.charts.signature import signature, signature_png
from summitry.dossier.audience import AudienceError, audience
from summitry.dossier.excerpt import excerpt
from summitry.dossier.references import RULES
from summitry.forecasts.audience import view
from summitry.forecasts.views import as_html
from tests.audiences.canary import MARK, TEXT, dossier, found


@pytest.fixture(scope="module")
def case():
    return dossier()


@pytest.fixture(scope="module")
def compared(case):
    return sm.compare(case, draws=400)


def artefacts(case, made):
    """Everything that a comparison becomes."""
    from rich.console import Console

    from summitry.forecasts.frames import comparison_frame
    from summitry.report.page import report
    from summitry.report.short import short_report

    console = Console(width=200, record=True, file=io.StringIO())
    console.print(made.comparison)
    yield "terminal", console.export_text()
    yield "json", made.comparison.to_json()
    yield "notebook", as_html(made.comparison.tables())
    yield "csv", comparison_frame(made.comparison).to_csv()
    yield "repr", repr(made.comparison)
    for one in made.comparison.forecasts:
        yield "forecast", one.to_json() + as_html(one.tables())
    for name, picture in album(made).items():
        yield f"{name}.svg", svg(picture.spec)
        if made.audience == "lower":
            yield f"{name}.png", png(picture.spec, scale=0.5)
        yield f"{name}.json", json.dumps(picture.spec)
    yield "signature.svg", signature(made.dossier)
    yield "signature.png", signature_png(made.dossier)
    yield "report", report(made)
    yield "short report", short_report(made)
    yield "dossier", json.dumps(made.dossier._tree, default=str) + repr(made.dossier)


@pytest.mark.parametrize("who", ["anyone", "lower", "upper"])
def test_no_marker_in_any_artefact(case, compared, who):
    for name, artefact in artefacts(case, shown_case(case, compared, who)):
        assert not found(artefact), name


def test_the_team_sees_every_marker_so_the_search_can_fail(case, compared):
    made = dict(artefacts(case, Case(case, compared)))
    assert len(found(made["dossier"])) > 70
    assert len(found(made["report"])) > 40
    assert found(made["json"])
    assert found(made["stances.svg"])


def test_what_is_for_them_is_there(case, compared):
    made = dict(artefacts(case, shown_case(case, compared, "anyone")))
    for text in ("Talks on the river", "Upper Valley", "more water", "The hopeful"):
        assert text in made["report"] + made["json"], text
    levels = json.loads(made["json"])["forecasts"][0]["levels"]
    assert set(levels) == {"water", "payments"}


def test_a_party_sees_what_is_for_it_and_the_others_do_not(case):
    trees = {who: excerpt(case, audience(case, who))._tree for who in ("upper", "lower", "anyone")}
    assert "farmers" in trees["upper"]["parties"]
    assert "farmers" not in trees["lower"]["parties"]
    assert "no_deal" not in trees["upper"]["issues"]["water"]
    assert "no_deal" in trees["lower"]["issues"]["water"]


def test_every_hidden_number_and_text_bears_a_marker(case):
    """The net has no holes: all but what is marked for anyone is searched for."""
    shown = json.dumps(excerpt(case, audience(case, "anyone"))._tree)
    whole = set(re.findall(rf"{MARK}\d\d", TEXT))
    assert whole == {f"{MARK}{n:02}" for n in range(1, 58)}
    assert not found(shown)


def test_shares_are_too_coarse_to_try_guesses_by(case, compared):
    made = view(compared, case, "anyone")
    data = made.to_dict()
    text = json.dumps(data["forecasts"])
    assert not re.search(r"\d\.\d{4,}", text)
    for one in made.forecasts:
        assert one.provenance.seed is None
        assert one.provenance.packages is None
        assert one.provenance.dossier != compared.forecasts[0].provenance.dossier


def test_the_fingerprint_shown_does_not_hang_on_what_is_hidden(case):
    other = sm.build({**case._tree, "note": "another secret", "curve": [1, 1.5, 2]})
    made = [
        view(sm.forecast(one, draws=100), one, "anyone").provenance.dossier for one in (case, other)
    ]
    assert made[0] == made[1]


def test_without_marks_nobody_else_sees_anything(case):
    bare = sm.build({key: one for key, one in case._tree.items() if key != "audiences"})
    tree = excerpt(bare, audience(bare, "anyone"))._tree
    assert tree == {"summitry": 1, "title": "not shown", "as_of": "not shown",
                    "parties": {}, "issues": {}, "stances": {}}  # fmt: skip
    with pytest.raises(AudienceError, match="nam"):
        view(sm.forecast(bare, draws=100), bare, "anyone")


def test_results_without_a_view_are_for_the_team(case):
    from summitry.forecasts.shown import Shown

    with pytest.raises(AudienceError, match="team alone"):
        view(Shown(), case, "lower")
    with pytest.raises(AudienceError, match="no audience 'nobody'"):
        view(sm.forecast(case, draws=100), case, "nobody")


def test_every_root_of_a_dossier_has_a_rule_or_is_never_shown():
    fields = {field.alias or name for name, field in sm.Dossier.model_fields.items()}
    assert fields - set(RULES) == {"audiences", "coding"}


@pytest.mark.parametrize(
    ("command", "more"),
    [("forecast", ["--json"]), ("compare", []), ("report", ["-o"]), ("charts", ["-o"])],
)
def test_the_command_line_tells_no_more(tmp_path, command, more):
    file = tmp_path / "dossier.yaml"
    file.write_text(TEXT)
    more = [*more, str(tmp_path / "out")] if more == ["-o"] else more
    run = subprocess.run(
        [sys.executable, "-m", "summitry", command, str(file), "--audience", "lower",
         "--draws", "200", *more],
        capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert not found(run.stdout)
    assert not found(run.stderr)
    for one in (tmp_path / "out",) if (tmp_path / "out").is_file() else tmp_path.glob("out/*"):
        assert not found(one.read_bytes()), one
        assert not found(one.name)


def test_a_what_if_is_for_the_team(tmp_path):
    file = tmp_path / "dossier.yaml"
    file.write_text(TEXT)
    run = subprocess.run(
        [sys.executable, "-m", "summitry", "forecast", str(file), "--audience", "lower",
         "--set", "curve=1.5"], capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert run.returncode == 2
    assert "--set is for the team" in run.stderr
