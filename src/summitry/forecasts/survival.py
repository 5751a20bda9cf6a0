"""How long politics may let a road map last: by year and by step, whatever the incentives."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from summitry.dossier.calendar import years_between
from summitry.dossier.model import Dossier
from summitry.draws import Draws

YEARS = 10
"""Years shown at least."""


@dataclass(frozen=True)
class Survival:
    """Chance that nothing from outside has ended the process.

    Attributes
    ----------
    steps
        Chance of getting through each step, its own period included.
    years
        Chance of lasting through each year, from the first.
    dated
        Named days within those years: name: years from the information cut-off.
    """

    steps: tuple[float, ...]
    years: tuple[float, ...]
    dated: dict[str, float]


def survival(dossier: Dossier, draws: Draws, steps: int, period: float) -> Survival:
    """Mean over the draws of the chance to last: (1 - yearly) ^ years, and past each named day."""
    last = max(YEARS, ceil(steps * period))
    days = {name: years_between(dossier.as_of, one.on) for name, one in dossier.time.dates.items()}
    yearly = draws.value("time/yearly")

    def through(years: float) -> float:
        chance = (1 - yearly) ** years
        for name, day in days.items():
            if day <= years:
                chance = chance * (1 - draws.value(f"time/dates/{name}/chance"))
        return float(np.mean(chance))

    return Survival(
        tuple(through(step * period) for step in range(1, steps + 1)),
        tuple(through(year) for year in range(1, last + 1)),
        {name: day for name, day in days.items() if day <= last},
    )
