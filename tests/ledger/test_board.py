"""Ranking, skill, pairs, weights: by hand on small records."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import summitry as sm
from summitry.charts.scores import score_pictures
from summitry.forecasts.pools import weights_from_scores
from summitry.ledger.board import bootstrap
from summitry.ledger.faults import LedgerError
from summitry.ledger.filing import file_reference
from summitry.ledger.score import ranked_marks, score
from summitry.ledger.store import New, Store
from summitry.ledger.weights import learn
from tests.ledger import records
from tests.ledger.records import clock

CASES = Path(__file__).parents[2] / "cases"


@pytest.fixture
def store(tmp_path):
    return Store(str(tmp_path / "ledger.sqlite"))


def season(store, cases, said, truth):
    """Cases that each school forecasts in January, resolved in June."""
    for case in range(cases):
        for school, chance in said(case).items():
            records.judge(store, f"case {case}", f"agreed={chance}", school, "2019-01-10")
    for case in range(cases):
        records.resolve(store, f"case {case}", {"agreed": truth(case)}, "2019-06-01", "2019-06-02")


def table(made, title):
    return next(one for one in made.tables() if title in one.title)


def test_scores_are_means_over_cases_of_means_within(store):
    records.judge(store, "x", ["agreed=0.5", "exchange=0.9", "war=0.2"], "a", "2019-01-10")
    records.judge(store, "y", ["agreed=0.0"], "a", "2019-01-10")
    answers = {"agreed": True, "exchange": True, "war": False}
    records.resolve(store, "x", answers, "2019-02-01", "2019-02-02")
    records.resolve(store, "y", {"agreed": False}, "2019-02-01", "2019-02-02")
    (row,) = score(records.cases(store)).boards[0].rows
    assert row.brier == pytest.approx(((0.25 + 0.01 + 0.04) / 3 + 0) / 2)
    assert (row.cases, row.claims) == (2, 4)
    # 'No deal' says 0 of agreed and exchange, nothing of war: 1 and 1, then 0 and 0.
    assert row.skills["no deal"] == pytest.approx(1 - ((0.25 + 0.01) / 2 / 2) / (1 / 2))
    assert row.skills["uniform"] == pytest.approx(1 - row.brier / 0.25)
    assert row.skills["base rate"] is None


def test_the_last_word_before_the_outcome_counts(store):
    records.judge(store, "x", "agreed=0.9", "a", "2019-01-10")
    records.judge(store, "x", "agreed=0.6", "a", "2019-01-20")
    records.judge(store, "x", "agreed=0.01", "a", "2019-02-01")  # the day itself: hindsight
    records.resolve(store, "x", {"agreed": False}, "2019-02-01", "2019-02-02")
    made = score(records.cases(store))
    assert made.boards[0].rows[0].brier == pytest.approx(0.36)
    assert [one.brier for one in made.hindsight] == [pytest.approx(0.0001)]


def test_a_reference_class_is_scored_beside_every_forecast(store):
    records.judge(store, "x", "agreed=0.2", "a", "2019-01-10")
    store.append(
        [file_reference("x", "agreed", (4, 10), source="ten summits", author="b")],
        clock("2019-01-11"),
    )
    records.resolve(store, "x", {"agreed": False}, "2019-02-01", "2019-02-02")
    (board,) = score(records.cases(store)).boards
    rows = {one.school: one for one in board.rows}
    assert rows["reference class"].brier == pytest.approx(0.16)
    assert rows["a"].skills["base rate"] == pytest.approx(1 - 0.04 / 0.16)
    assert board.crowds == ()  # a base rate is no member of a crowd


def test_a_reference_class_recorded_afterwards_is_hindsight(store):
    records.judge(store, "x", "agreed=0.2", "a", "2019-01-10")
    late = file_reference("x", "agreed", (0, 10), source="ten summits", author="b")
    store.append([late], clock("2019-02-01"))
    records.resolve(store, "x", {"agreed": False}, "2019-02-01", "2019-02-02")
    made = score(records.cases(store))
    (row,) = made.boards[0].rows
    assert row.skills["base rate"] is None
    assert [one.school for one in made.hindsight] == ["reference class"]


def test_words_and_rankings_are_scored_as_what_they_are(store):
    records.judge(store, "x", ["agreed=likely", "kind=small > none > grand"], "a", "2019-01-10")
    records.judge(store, "y", ["agreed=likely", "kind=grand > small"], "a", "2019-01-10")
    for case, agreed, kind in (("x", True, "none"), ("y", False, "none")):
        answers = {"agreed": agreed, "kind": kind}
        records.resolve(store, case, answers, "2019-02-01", "2019-02-02")
    (board,) = score(records.cases(store)).boards
    assert board.rows == ()  # neither is a number
    assert board.reliability == {}
    (word,) = board.words
    assert (word.word, word.said, word.came_true) == ("likely", 2, 1)
    assert (word.least, word.greatest) == pytest.approx(((0.04 + 0.3025) / 2, (0.2025 + 0.64) / 2))
    (ranks,) = board.ranks
    assert (ranks.rankings, ranks.hits, ranks.mean_place) == (2, 0, 2.5)


def test_a_level_given_a_deal_is_scored_only_if_there_is_one(store):
    claim = {"type": "answers", "on": "level of sanctions", "given": "agreed", "ordered": True,
             "names": ["kept", "eased", "lifted"], "chances": [0.2, 0.5, 0.3]}  # fmt: skip
    for case, agreed in (("x", True), ("y", False)):
        new = New("forecast", case, {"school": "a", "claims": [claim]})
        store.append([new], clock("2019-01-10"))
        answers = {"agreed": agreed, "level of sanctions": "kept"}
        records.resolve(store, case, answers, "2019-02-01", "2019-02-02")
    made = score(records.cases(store))
    (row,) = made.boards[0].rows
    assert row.brier == pytest.approx((0.8**2 + 0.3**2) / 2)
    assert [(one.case, one.why) for one in made.open_claims] == [
        ("y", "it is asked given 'agreed', which did not come true")
    ]


def test_few_cases_are_said_to_be_few(store):
    season(store, 3, lambda case: {"a": 0.9, "b": 0.2}, lambda case: False)
    made = score(records.cases(store))
    (board,) = made.boards
    (pair,) = board.pairs
    assert pair.difference == pytest.approx(0.81 - 0.04)
    assert pair.verdict == "too few cases (3) to tell"
    assert "too few to tell skill from luck" in table(made, "Leaderboard").note
    assert "Too few to judge calibration" in table(made, "Calibration").note
    assert board.reliability == {}


def test_one_case_settles_nothing(store):
    season(store, 1, lambda case: {"a": 0.9, "b": 0.2}, lambda case: False)
    made = score(records.cases(store))
    assert "One case settles nothing" in table(made, "Leaderboard").note
    assert made.boards[0].pairs[0].low is None


def test_many_cases_tell_a_good_school_from_a_bad_one(store):
    generator = np.random.default_rng(2)
    chances = generator.choice([0.1, 0.3, 0.7, 0.9], 40)
    truth = generator.random(40) < chances
    season(
        store,
        40,
        lambda case: {"good": chances[case], "twin": chances[case], "bad": 1 - chances[case]},
        lambda case: bool(truth[case]),
    )
    made = score(records.cases(store))
    (board,) = made.boards
    verdicts = {(one.first, one.second): one.verdict for one in board.pairs}
    assert verdicts == {
        ("bad", "good"): "good better",
        ("bad", "twin"): "twin better",
        ("good", "twin"): "not told apart",
    }
    assert [one.school for one in board.rows][-1] == "bad"
    good, bad = board.reliability["good"], board.reliability["bad"]
    assert bad.miscalibration > 5 * good.miscalibration
    for one in board.reliability.values():
        parts = one.miscalibration - one.discrimination + one.uncertainty
        assert one.score == pytest.approx(parts, abs=1e-14)


def test_the_bootstrap_nears_the_interval_of_the_normal_law():
    means = np.random.default_rng(1).normal(0.1, 0.2, 400)
    low, high = bootstrap(means, 1)
    half = 1.96 * means.std() / 20
    assert (low, high) == pytest.approx((means.mean() - half, means.mean() + half), abs=0.003)
    assert bootstrap(means, 1) == (low, high)


def test_weights_are_bayes_rule_over_cases(store):
    season(store, 2, lambda case: {"a": 0.9, "b": 0.5}, lambda case: case == 0)
    marks, _ = ranked_marks(records.cases(store).values())
    found = learn(marks, ["a", "b"])
    expected = weights_from_scores({"a": [(0.9, True), (0.9, False)],
                                    "b": [(0.5, True), (0.5, False)]})  # fmt: skip
    assert found.weights == pytest.approx(expected)
    assert (found.cases, found.questions) == (2, 2)
    assert "too few to rely on" in found.basis
    assert learn(marks, ["a", "b"], temper=0).weights == {"a": 0.5, "b": 0.5}


def test_questions_of_one_case_are_one_draw_for_weights(store):
    """A case asked four times over weighs no more than asked once."""
    said = ["agreed=0.9", "exchange=0.9", "no deal=0.1", "war=0.9"]
    records.judge(store, "x", said, "a", "2019-01-10")
    said = ["agreed=0.5", "exchange=0.5", "no deal=0.5", "war=0.5"]
    records.judge(store, "x", said, "b", "2019-01-10")
    answers = {"agreed": True, "exchange": True, "no deal": False, "war": True}
    records.resolve(store, "x", answers, "2019-02-01", "2019-02-02")
    marks, _ = ranked_marks(records.cases(store).values())
    odds = learn(marks, ["a", "b"]).weights
    assert math.log(odds["a"] / odds["b"]) == pytest.approx(math.log(0.9 / 0.5))


def test_hindsight_teaches_no_weights(store):
    for school in ("a", "b"):
        records.judge(store, "x", "agreed=0.9", school, "2019-02-01")
    records.resolve(store, "x", {"agreed": True}, "2019-02-01", "2019-02-02")
    marks, _ = ranked_marks(records.cases(store).values())
    with pytest.raises(LedgerError, match="hindsight teach no weights"):
        learn(marks, ["a", "b"])


def test_an_archive_teaches_no_weights(store):
    for school in ("a", "b"):
        records.forecast(store, "x", "2019-01-10", school=school, archive={"made": "2019-01-10"})
    records.resolve(store, "x", {"agreed": True}, "2019-02-01", "2019-02-02")
    made = score(records.cases(store))
    assert [one.school for one in made.boards[0].rows] == ["a", "b"]
    marks, _ = ranked_marks(records.cases(store).values())
    with pytest.raises(LedgerError, match="no question"):
        learn(marks, ["a", "b"])


def test_a_curve_is_told_in_steps(store):
    """Of the .2s 2 in 10 came true, of the .8s none in 20: pooled, 2 in 30."""
    season(store, 30, lambda case: {"a": 0.2 if case < 10 else 0.8}, lambda case: case < 2)
    made = score(records.cases(store))
    ((chances, claims, came, band, where),) = table(made, "Calibration: a").rows
    assert (chances, claims, came, where) == (".20 to .80", "30", ".07", "outside")
    assert band.endswith(("to 1", "to .95", "to .90"))
    picture = score_pictures(made)["calibration-1"].spec
    drawn = picture["vconcat"][0]["data"]["values"]
    assert [one["came"] for one in drawn] == pytest.approx([2 / 30, 2 / 30])
    assert "Calibration: a" in picture["title"]["text"]


def test_the_ledger_in_python(tmp_path):
    book = sm.Ledger(str(tmp_path / "ledger.sqlite"))
    dossier = sm.load(CASES / "hanoi-2019")
    made = sm.compare(dossier, ["burton", "eve"], draws=200)
    early = book.record(dossier, made.forecasts, "hanoi", author="me")
    book.judge("hanoi", ["agreed=0.3", "the column's package=unlikely"], author="you",
               dossier=dossier)  # fmt: skip
    with pytest.raises(LedgerError, match="no case 'hano'"):
        book.resolve("hano", {"agreed": False}, day="2019-02-28", source="s", by="me")
    last = book.resolve("hanoi", {"agreed": False}, day="2019-02-28", source="s", by="me")
    with pytest.raises(LedgerError, match="resolved by somebody else just now"):
        book.resolve("hanoi", {"agreed": True}, day="2019-02-28", source="s", by="me")
    assert (early.count, last.count) == (3, 5)
    assert book.verify(early, str(last)).vouched == 5
    assert {one.school for one in book.score().hindsight} == {"burton", "eve", "you"}
    with pytest.raises(LedgerError, match="teach no weights"):
        book.weights(["burton", "eve"])
    with pytest.raises(LedgerError, match="COUNT:HASH"):
        book.verify("nonsense")
    assert len(book.entries()) == 5
