"""What proves that a forecast came before its outcome, and that no way leads round it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.ledger.chain import START, Entry
from summitry.ledger.score import score
from summitry.ledger.standing import Outcome, Standing, judge, latest
from summitry.ledger.store import New, Store
from tests.ledger import records
from tests.ledger.records import clock

DAY = latest("2019-02-28")
AFTER = Outcome.on(DAY, 10)


def entry(recorded, number=1, **body):
    return Entry(number, START, f"{recorded}.000000Z", "forecast", "x", {"claims": [], **body})


def standing(recorded, number=1, outcome=AFTER, **body):
    return judge(entry(recorded, number, **body), outcome).standing


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ("2019-02-27T09:59:59", Standing.BEFORE),
        # 28 February begins on the Line Islands at 10:00 on the 27th in Greenwich.
        ("2019-02-27T10:00:00", Standing.HINDSIGHT),
        ("2019-02-28T00:00:00", Standing.HINDSIGHT),
        ("2026-11-27T00:00:00", Standing.HINDSIGHT),
    ],
)
def test_the_clock_decides_and_the_day_begins_where_it_begins_first(recorded, expected):
    assert standing(recorded) is expected


@pytest.mark.parametrize(
    "body",
    [
        {"coded_after_outcome": True},
        {"coded": ["2019-01-02", "2019-02-28"]},
        {"coded": ["2019-02"]},  # the month runs to the day itself
        {"coded": ["2019"]},
        {"coded": ["last spring"]},
        {"as_of": "2019-02-28"},
        {"as_of": "2019-02"},
        {"as_of": "soon"},
    ],
)
def test_what_a_forecast_says_of_itself_counts_against_it(body):
    assert standing("2019-01-05T00:00:00", **body) is Standing.HINDSIGHT


def test_and_never_for_it():
    early = {"as_of": "2018-01-01", "coded": ["2018-01-01"], "coded_after_outcome": False}
    assert standing("2019-01-05T00:00:00", **early) is Standing.BEFORE
    assert standing("2019-03-01T00:00:00", **early) is Standing.HINDSIGHT
    assert standing("2019-03-01T00:00:00", made="2018-01-01", **early) is Standing.HINDSIGHT


def test_an_entry_after_the_resolution_is_hindsight_whatever_its_date():
    assert standing("2019-01-05T00:00:00", number=11) is Standing.HINDSIGHT


def test_an_archive_is_told_apart_and_must_be_dated_before():
    def made(day):
        return standing("2026-01-01T00:00:00", archive={"name": "gjp", "made": day})

    assert made("2019-02-27") is Standing.ARCHIVE
    assert made("2019-02-28") is Standing.HINDSIGHT
    assert made("") is Standing.HINDSIGHT
    late = {"archive": {"made": "2019-01-01"}, "coded_after_outcome": True}
    assert standing("2026-01-01T00:00:00", **late) is Standing.HINDSIGHT


def test_an_open_case_may_be_hindsight_already():
    assert standing("2019-01-05T00:00:00", outcome=None) is Standing.OPEN
    told = {"coded_after_outcome": True}
    assert standing("2019-01-05T00:00:00", outcome=None, **told) is Standing.HINDSIGHT


@given(st.dates(min_value=latest("1900")), st.integers(-3, 3))
def test_no_forecast_recorded_on_or_after_the_day_counts(day, days):
    from datetime import timedelta

    recorded = f"{day + timedelta(days=days)}T00:00:00"
    found = standing(recorded, outcome=Outcome.on(day, 10))
    assert (found is Standing.BEFORE) == (days < 0)


@pytest.fixture
def store(tmp_path):
    return Store(str(tmp_path / "ledger.sqlite"))


def ranked(store):
    made = score(records.cases(store))
    return {row.school for board in made.boards for row in board.rows}


def test_a_later_day_given_by_an_amendment_saves_nobody(store):
    records.judge(store, "x", "agreed=0.9", "early", "2019-02-20")
    records.judge(store, "x", "agreed=0.1", "late", "2019-02-28")
    records.resolve(store, "x", {"agreed": False}, "2019-02-28", "2019-03-01")
    assert ranked(store) == {"early"}
    body = {"outcomes": {}, "date": "2019-03-15", "by": "late", "source": "x", "why": "x"}
    store.append([New("amendment", "x", body)], clock("2019-03-02"))
    assert ranked(store) == {"early"}
    store.append([New("amendment", "x", {**body, "date": "2019-02-10"})], clock("2019-03-03"))
    assert ranked(store) == set()


def test_a_disputed_outcome_is_ranked_when_it_is_settled(store):
    records.judge(store, "x", "agreed=0.9", "early", "2019-02-20")
    records.resolve(store, "x", {"agreed": False}, "2019-02-28", "2019-03-01")
    store.append([New("dispute", "x", {"by": "me", "why": "they shook hands"})])
    made = score(records.cases(store))
    assert made.boards == ()
    assert made.disputed == ("x",)
    body = {"outcomes": {"agreed": True}, "date": "2019-02-28", "by": "b", "source": "s"}
    store.append([New("amendment", "x", body)])
    made = score(records.cases(store))
    assert made.disputed == ()
    assert made.boards[0].rows[0].brier == pytest.approx(0.01)
