"""Forecasts in the layout of the Good Judgment Project: read, refused, scored, pooled."""

from __future__ import annotations

import numpy as np
import pytest

from summitry.formats.faults import FormatError
from summitry.ledger.gjp import read_archive
from summitry.ledger.score import score
from summitry.ledger.standing import Standing
from summitry.ledger.store import Store
from tests.ledger import records
from tests.ledger.gjp_files import FORECASTS, HEAD, QUESTIONS, row, told, write


@pytest.fixture
def archive(tmp_path):
    questions, forecasts = write(tmp_path)
    return read_archive(questions, [forecasts], "gjp")


@pytest.fixture
def store(archive, tmp_path):
    store = Store(str(tmp_path / "ledger.sqlite"))
    store.append(archive.wanted())
    return store


def test_questions_are_read_with_their_stray_bytes(archive):
    first, second, third = archive.questions.values()
    assert first.text == "Will the talks, long promised, resume?"
    assert first.options == {"a": "Yes", "b": "No"}
    assert first.answer is False
    assert str(first.day) == "2011-09-30"  # to close before it was closed
    assert second.text.startswith("Who wins the café vote?")
    assert second.options["c"] == "Other, or a run-off"
    assert second.answer == "Other, or a run-off"
    assert str(second.day) == "2011-09-20"  # closed before it was to close
    assert (first.ordered, third.ordered) == (False, True)


def test_rows_after_the_outcome_are_refused_and_counted(archive):
    assert archive.refused == {
        "rows dated after their question was resolved": 5,
        "forecasts whose values do not add up to 1, or name no answer": 1,
        "rows of questions that are void or not closed": 2,
        "rows of questions that the questions' file does not have": 2,
        "rows that withdraw a forecast": 1,
        "rows without a value": 1,
    }
    assert len(archive.forecasts) == 8


def test_scores_are_those_worked_out_by_hand(store):
    made = score(records.cases(store))
    (board,) = made.boards
    assert board.standing is Standing.ARCHIVE
    rows = {one.school: one for one in board.rows}
    # User 7: last word .1 on what did not come; (.25 + .09 + .64) / 2; cut points .5 and .8.
    by_hand = np.mean([0.01, (0.25 + 0.09 + 0.64) / 2, (0.25 + 0.04) / 2])
    assert rows["gjp 7"].brier == pytest.approx(by_hand)
    by_hand = np.mean([0.36, (0.01 + 0.01 + 0.04) / 2, (1 + 0.64) / 2])
    assert rows["gjp 8"].brier == pytest.approx(by_hand)
    assert rows["gjp 7"].log == pytest.approx(-np.mean(np.log([0.9, 0.2, 0.5])))
    assert rows["gjp 8"].log == pytest.approx(-np.mean(np.log([0.4, 0.8, 0.005])))
    assert "gjp 9" not in rows  # on the day of the outcome: it could have known
    assert [one.school for one in made.hindsight] == ["gjp 9"]
    assert made.hindsight[0].judged.reasons == (
        "its archive dates it on the day of the outcome or after it",
    )


def test_pools_are_those_worked_out_by_hand(store):
    (board,) = score(records.cases(store)).boards
    rows = {one.school: one for one in board.crowds}
    linear = [0.35**2, (0.3**2 + 0.2**2 + 0.5**2) / 2, (0.75**2 + 0.5**2) / 2]
    assert rows["pool: linear"].brier == pytest.approx(np.mean(linear))
    odds = np.sqrt((0.1 / 0.9) * (0.6 / 0.4))
    first = (odds / (1 + odds)) ** 2
    second = np.sqrt(np.array([0.5, 0.3, 0.2]) * np.array([0.1, 0.1, 0.8]))
    second = np.sum((second / second.sum() - [0, 0, 1]) ** 2) / 2
    third = np.sqrt(np.array([0.5, 0.3, 0.2]) * np.array([1e-4, 0.2, 0.8]))
    third = np.cumsum(third / third.sum())[:2]
    third = np.mean((third - 1) ** 2)
    expected = np.mean([first, second, third])
    assert rows["pool: log odds"].brier == pytest.approx(expected, abs=1e-9)


def test_the_convention_of_the_project_is_twice_ours(store):
    cases = records.cases(store)
    half, whole = score(cases), score(cases, convention="sum")
    for school, value in half.figures().items():
        assert whole.figures()[school] == pytest.approx(2 * value)


@pytest.mark.parametrize(
    ("questions", "forecasts", "told_of"),
    [
        (QUESTIONS.replace("outcome,", "result,"), FORECASTS, "ifps.csv:1: no column outcome"),
        (QUESTIONS, FORECASTS.replace('"value"', '"chance"'), "yr1.csv:1: no column value"),
        (QUESTIONS.replace(",b,Talks", ",z,Talks"), FORECASTS, "ifps.csv:2: .*none of its options"),
        (QUESTIONS.replace('"(a) Yes, (b) No"', "Yes or no"), FORECASTS, "ifps.csv:2: .*options"),
        (QUESTIONS.replace("9/30/11,10/2/11", "soon,later"), FORECASTS, "ifps.csv:2: .*no day"),
        (QUESTIONS, HEAD + row("9001-0", 7, 1, "a", "x", "2011-09-05"), "yr1.csv:2: a row"),
        (QUESTIONS, HEAD + row("9001-0", 7, 1, "a", 0.5, "5/9/11"), "yr1.csv:2: a row"),
        (QUESTIONS, HEAD + row("9001-0", 7, 1, "a", 7, "2011-09-05"), "yr1.csv:2: a row"),
        (QUESTIONS, HEAD + '"9001-0","1a"\n', "yr1.csv:2: a row with too few"),
        (QUESTIONS, HEAD + '"' + "x" * 200_000, "yr1.csv:.*no CSV"),
        ("", FORECASTS, "ifps.csv:1: no column"),
    ],
)
def test_files_of_another_layout_are_told_of_by_line(tmp_path, questions, forecasts, told_of):
    first, second = write(tmp_path, questions, forecasts)
    with pytest.raises(FormatError, match=told_of):
        read_archive(first, [second], "gjp")


def test_a_missing_answer_is_given_no_chance(tmp_path):
    first, second = write(tmp_path, forecasts=HEAD + told("9002-0", 1, 1, (0.5, 0.5), "2011-09-05"))
    store = Store(str(tmp_path / "ledger.sqlite"))
    store.append(read_archive(first, [second], "gjp").wanted())
    (board,) = score(records.cases(store)).boards
    assert board.rows[0].brier == pytest.approx((0.25 + 0.25 + 1) / 2)
