"""Talks over several meetings, and what may end them before the last (FORMAL B.2, Time)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.calendar import earliest
from summitry.draws import Draws


def talks_ended(draws: Draws, meetings: int, table: str = "") -> NDArray[np.bool_]:
    """Where talks end before their last meeting, (draws,).

    Parameters
    ----------
    draws
        A dossier's draws.
    meetings
        How many meetings a table plans; a single one cannot be broken off.
    table
        Name of the table: each table's talks run their own risk between two meetings, while a
        named day is the same day for all.
    """
    found = np.zeros(draws.size, dtype=bool)
    if meetings <= 1:
        return found
    survive = (1 - draws.value("time/between_meetings")) ** (meetings - 1)
    name = f"time/between_meetings{'/' if table else ''}{table}#coin"
    found |= draws.uniform(name) < 1 - np.repeat(survive, draws.inner)
    for key in dates_before_deadline(draws):
        found |= draws.coin(f"time/dates/{key}", f"time/dates/{key}/chance")
    return found


def dates_before_deadline(draws: Draws) -> list[str]:
    """Names of the days that fall before the last meeting; none where no deadline is given."""
    time = draws.dossier.time
    last = earliest(time.deadline) if time.deadline else None
    if last is None:
        return []
    days = {key: earliest(one.on) for key, one in time.dates.items()}
    return sorted(key for key, day in days.items() if day is not None and day <= last)
