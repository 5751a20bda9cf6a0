"""Dates as a dossier writes them: 2019, 2019-02 or 2019-02-24."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
YEAR = 365.25
"""Days of a year."""


def earliest(text: str) -> date | None:
    """Earliest day of a date such as 2019, 2019-02 or 2019-02-24; None if it is no date."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def years_between(first: str, second: str) -> float:
    """Years from one date to another; raises ValueError if either is no date."""
    start, end = earliest(first), earliest(second)
    if start is None or end is None:
        msg = f"not a date: {first if start is None else second}"
        raise ValueError(msg)
    return (end - start).days / YEAR
