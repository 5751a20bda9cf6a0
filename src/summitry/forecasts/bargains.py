"""Which deal: the likely level of each issue, and the packages most often struck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.procedures.games import Games
from summitry.procedures.outcomes import Outcomes

SAMPLE = 2_000
"""Rows over which the gains of those who do not sign are averaged."""


@dataclass(frozen=True)
class Package:
    """A deal, how often it is struck, and what it brings.

    Attributes
    ----------
    levels
        Issue: level, for every issue.
    moved
        The issues that leave the status quo.
    share
        Share of all draws that end in exactly this deal.
    gains
        Party: mean gain over no deal, 1 being everything the party wants. For principals the mean
        over the draws in which the package is struck, critics and stakes counted; for the others
        the mean change in what they want from the issues, cover counted.
    """

    levels: Mapping[str, str]
    moved: tuple[str, ...]
    share: float
    gains: Mapping[str, float]


def level_shares(outcomes: Outcomes) -> dict[str, dict[str, float]]:
    """Issue: level: share of the draws with a deal. Empty inside if there is none."""
    layout = outcomes.layout
    deals = outcomes.levels[outcomes.agreed]
    found: dict[str, dict[str, float]] = {}
    for key in layout.dossier.issues:
        number = layout.issues.index(key)
        count = np.bincount(deals[:, number], minlength=layout.sizes[number])
        names = layout.levels[key] if len(deals) else []
        found[key] = {level: float(count[at] / len(deals)) for at, level in enumerate(names)}
    return found


def top_packages(outcomes: Outcomes, games: Games, count: int = 5) -> tuple[Package, ...]:
    """The deals most often struck, most frequent first."""
    deals = outcomes.struck[outcomes.agreed]
    numbers, times = np.unique(deals, return_counts=True)
    order = np.lexsort((numbers, -times))[:count]
    if not len(order):
        return ()
    tables = games.others.scores(0, min(SAMPLE, games.draws.rows))
    return tuple(
        _package(outcomes, int(numbers[one]), int(times[one]) / len(outcomes.struck), tables)
        for one in order
    )


def _package(outcomes: Outcomes, number: int, share: float, tables: NDArray[np.float64]) -> Package:
    layout = outcomes.layout
    at = outcomes.packages[number]
    levels = {
        key: layout.levels[key][at[layout.issues.index(key)]] for key in layout.dossier.issues
    }
    moved = tuple(
        key for key, one in levels.items() if one != layout.dossier.issues[key].status_quo
    )
    struck = outcomes.agreed & (outcomes.struck == number)
    own = dict(zip(layout.principals, outcomes.gains[struck].mean(axis=0), strict=True))
    of_others = tables[:, :, at + layout.offsets].sum(axis=2)
    own |= {key: of_others[:, place].mean() for place, key in enumerate(layout.others)}
    gains = {key: float(own[key]) for key in layout.dossier.parties}
    return Package(levels, moved, share, gains)
