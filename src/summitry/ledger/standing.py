"""What proves that a forecast came before its outcome; everything else is hindsight.

Only the ledger's own order and clock count for it, and everything that a forecast says of itself
can only count against it. No option changes any of this.

A forecast stands *before* its outcome if

- it was recorded, by the ledger's clock, before the day of the outcome began anywhere on Earth (14
  hours before that day begins in Greenwich),
- its entry comes before the first resolution of its case,
- the whole span of its information cut-off lies before the day of the outcome, and
- neither the dossier nor the assessment says that it was coded after the outcome, and none of the
  dates at which their numbers were coded lies on the day of the outcome or after it.

Where a resolution was amended, the earliest day that any resolution of the case gave is the day of
the outcome. Rows of an archive are told apart: their date is the archive's word.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

from summitry.dossier.calendar import earliest
from summitry.ledger.chain import Entry

AHEAD = timedelta(hours=14)
"""The most that any place's clock is ahead of Greenwich."""


class Standing(Enum):
    """How a forecast stands to the outcome of its case."""

    OPEN = "open"
    BEFORE = "before"
    ARCHIVE = "dated by its archive"
    HINDSIGHT = "hindsight"


@dataclass(frozen=True, slots=True)
class Judged:
    """A standing, and the reasons for it."""

    standing: Standing
    reasons: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the forecast may enter rankings, weights and calibration."""
        return self.standing in (Standing.BEFORE, Standing.ARCHIVE)


_OPEN, _ARCHIVE, _BEFORE = (
    Judged(one) for one in (Standing.OPEN, Standing.ARCHIVE, Standing.BEFORE)
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """When a case was resolved.

    Attributes
    ----------
    day
        The earliest day that any of its resolutions gave.
    entry
        Number of the first entry that resolved it.
    begins
        The day's first moment anywhere on Earth, as an entry's date is written.
    """

    day: date
    entry: int
    begins: str

    @classmethod
    def on(cls, day: date, entry: int) -> Outcome:
        """The outcome of a day."""
        day = max(day, date(1, 1, 2))  # the first that has a day before it
        first = datetime(day.year, day.month, day.day, tzinfo=UTC) - AHEAD
        return cls(day, entry, first.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


@lru_cache(maxsize=4096)
def latest(text: str) -> date | None:
    """Last day of a date such as 2019, 2019-02 or 2019-02-24; None if it is no date."""
    first = earliest(text)
    if first is None:
        return None
    parts = text.count("-")
    if parts == 2:
        return first
    if parts == 1:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first.replace(month=12, day=31)


def judge(entry: Entry, outcome: Outcome | None) -> Judged:
    """How a forecast or a reference class stands to its outcome."""
    body = entry.body
    archive = body.get("archive")
    if outcome is None:
        reasons = _against_itself(body, None)
        return Judged(Standing.HINDSIGHT, reasons) if reasons else _OPEN
    reasons = _against_itself(body, outcome.day)
    if archive:
        made = earliest(str(archive.get("made", "")))
        if made is None or made >= outcome.day:
            reasons = (*reasons, "its archive dates it on the day of the outcome or after it")
        return Judged(Standing.HINDSIGHT, reasons) if reasons else _ARCHIVE
    reasons = (*_by_clock(entry, outcome), *reasons)
    return Judged(Standing.HINDSIGHT, reasons) if reasons else _BEFORE


def _by_clock(entry: Entry, outcome: Outcome) -> tuple[str, ...]:
    if entry.recorded >= outcome.begins:
        return (f"recorded on {entry.recorded[:10]}, not before the outcome of {outcome.day}",)
    if entry.number >= outcome.entry:
        return (f"recorded after the resolution in entry {outcome.entry}",)
    return ()


def _against_itself(body: Any, day: date | None) -> tuple[str, ...]:  # noqa: ANN401 - read JSON
    """What a forecast's own words have against it."""
    found = []
    if body.get("coded_after_outcome"):
        found.append("its dossier says that it was coded after the outcome")
    if day is None:
        return tuple(found)
    as_of = body.get("as_of")
    if as_of is not None:
        cut = latest(str(as_of))
        if cut is None or cut >= day:
            found.append(f"its information runs to {as_of}, not only to before {day}")
    coded = body.get("coded")
    late = _late(coded, day) if coded else None
    if late:
        found.append(f"numbers of its dossier were coded in {late}")
    return tuple(found)


def _late(coded: Sequence[object], day: date) -> str | None:
    """The last of the dates of coding that cannot be shown to lie before a day."""
    late = [str(one) for one in coded if (latest(str(one)) or date.max) >= day]
    return max(late, default=None)
