"""``validate``: from a table of decisions to errors, and every way that table goes wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from summitry.forecasts.validation import MIDDLE, validate
from summitry.formats.decisions import read_decisions
from summitry.formats.faults import FormatError

CARS = Path(__file__).parents[2] / "docs" / "examples" / "car-emissions"
SIMPLE = ["mean", "median"]

LONG = """decision,issue,actor,position,salience,capability,outcome,status_quo,low,high
water,dam,A,0,1,1,60,0,0,100
water,dam,B,100,0.5,2,,,,
water,fee,A,2,0.5,1,3,,,
water,fee,B,4,0.5,1,3,,,
fish,quota,A,10,1,3,10,,,
fish,quota,B,30,1,1,,,,
fish,season,A,1,1,1,,,,
"""


def put(folder, text, name="long.csv"):
    path = folder / name
    path.write_text(text)
    return path


def faults(path, positions=()):
    with pytest.raises(FormatError) as caught:
        read_decisions(path, positions)
    return [str(one).replace(str(path), "F") for one in caught.value.remarks]


def test_a_long_table_scored_by_hand(tmp_path):
    decisions = read_decisions(put(tmp_path, LONG))
    assert [one.name for one in decisions] == ["water", "fish"]
    assert decisions[0].outcomes == {"dam": 60, "fee": 3}
    assert decisions[1].outcomes == {"quota": 10}
    found = validate(decisions, models=SIMPLE, seed=5)
    errors = {(one.model, one.issue): one.error for one in found.trials}
    assert errors["weighted mean", "dam"] == pytest.approx(50 - 60)
    assert errors["weighted mean", "fee"] == pytest.approx(0)  # 3 of 2 to 4
    assert errors["weighted mean", "quota"] == pytest.approx(100 * (15 - 10) / 20)
    assert errors["weighted median", "quota"] == pytest.approx(0)
    assert errors[MIDDLE, "quota"] == pytest.approx(50)
    assert found["weighted mean"].mae == pytest.approx((10 + 0 + 25) / 3)
    assert (found.issues, found.decisions, found.seed) == (3, 2, 5)
    assert found["weighted mean"].low <= found["weighted mean"].mae


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    decisions = read_decisions(put(tmp_path, LONG))
    first, second = (validate(decisions, models=SIMPLE, seed=7).to_json() for _ in range(2))
    assert first == second
    other = validate(decisions, models=SIMPLE, seed=8)
    assert [one.mae for one in other.scores] == [
        one.mae for one in validate(decisions, models=SIMPLE, seed=7).scores
    ]


def test_an_outcome_beyond_every_position_stretches_the_scale(tmp_path):
    text = (
        "decision,issue,actor,position,salience,capability,outcome\nd,i,A,0,1,1,20\nd,i,B,10,1,1,\n"
    )
    found = validate(read_decisions(put(tmp_path, text)), models=["mean"])
    assert found.trials[0].error == pytest.approx(100 * (5 - 20) / 20)
    assert (found.trials[0].low, found.trials[0].high) == (0, 20)


def test_a_model_answers_where_it_can(tmp_path):
    found = validate(read_decisions(put(tmp_path, LONG)), models=["procedural", "mean"])
    own = {one.issue: one for one in found.trials if one.model == "procedural"}
    assert own["dam"].predicted is not None
    assert own["fee"].predicted is None
    assert own["quota"].why
    assert found["procedural"].issues == 1
    assert found["weighted mean"].common == pytest.approx(10)


def test_outcomes_and_positions_apart_say_the_same(tmp_path):
    positions = put(
        tmp_path,
        "issue,actor,position,salience,capability,low,high\ndam,A,0,1,1,0,100\ndam,B,100,0.5,2,,\n",
        "water.csv",
    )
    outcomes = put(tmp_path, "decision,issue,outcome\nwater,dam,60\n", "out.csv")
    found = validate(read_decisions(outcomes, [positions]), models=SIMPLE)
    assert found["weighted mean"].mae == pytest.approx(10)


def test_the_shipped_example_runs_and_claims_nothing():
    decisions = read_decisions(CARS / "outcomes.csv", [CARS / "positions.csv"])
    found = validate(decisions, models=SIMPLE)
    assert found.decisions == 1
    assert found["weighted mean"].low is None
    predicted = found.trials[0].predicted
    assert predicted == pytest.approx(7.389956, abs=1e-6)
    assert "anecdote" in found.tables()[0].note
    assert "check" in (CARS / "README.md").read_text()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("decision,issue,outcome\nwater,dam,60\n", "no table of positions"),
        ("decision,issue,outcome\nt,damm,60\n", "F:2: no issue 'damm' in 't'; did you mean 'dam'?"),
        ("decision,issue,outcome\nt,dam,wet\n", "F:2: the outcome is 'wet'; a number"),
        ("decision,issue,outcome\nt,dam,1\nt,dam,2\n", "F:3: 'dam' has an outcome already"),
        ("decision,issue,outcome\nt,dam,\n", "no issue has an outcome"),
        ("decision,issue\nt,dam\n", "no column for outcome"),
        ("", "the file is empty"),
    ],
)
def test_outcomes_that_fit_nowhere(tmp_path, rows, says):
    table = put(tmp_path, "issue,actor,position,salience,capability\ndam,A,0,1,1\n", "t.csv")
    told = faults(put(tmp_path, rows, "out.csv"), [table])
    assert any(says in one for one in told), told


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("outcome,", "colour,", "no column for the outcome"),
        ("water,dam,B,100", "water,dam,B,101", "F:3: the position is 101; on the scale"),
        ("fish,quota,B,30,1,1,", "fish,quota,B,30,1,1,11", "F:7: the outcome is 11 here and 10"),
        ("water,fee,A,2", "water,fee,A,two", "F:4: the position is 'two'"),
    ],
)
def test_a_long_table_with_faults(tmp_path, old, new, says):
    assert old in LONG
    told = faults(put(tmp_path, LONG.replace(old, new)))
    assert any(says in one for one in told), told


def test_the_csv_has_every_model_on_every_issue_and_no_formulas(tmp_path):
    text = LONG.replace("water,", "=water,")
    found = validate(read_decisions(put(tmp_path, text)), models=SIMPLE)
    lines = found.to_csv().splitlines()
    assert lines[0] == "decision,issue,model,outcome,predicted,error,low,high,why"
    assert len(lines) == 1 + 3 * 3
    assert lines[1].startswith("'=water,dam,weighted mean,60.0,50.0,-10.0,0.0,100.0,")


def test_a_frame_has_a_row_a_trial(tmp_path):
    pytest.importorskip("pandas", reason="frames need the frames extra")
    frame = validate(read_decisions(put(tmp_path, LONG)), models=SIMPLE).to_frame()
    assert len(frame) == 9
    assert np.isfinite(frame["error"]).all()
