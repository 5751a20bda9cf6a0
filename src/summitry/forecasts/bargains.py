"""Which deal: the likely level of each issue, and the packages most often struck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.draws import Draws
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Outcomes
from summitry.procedures.tables import Tables

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


def top_packages(outcomes: Outcomes, draws: Draws, count: int = 5) -> tuple[Package, ...]:
    """The deals most often struck, most frequent first."""
    layout = outcomes.layout
    deals = outcomes.struck[outcomes.agreed]
    numbers, times = np.unique(deals, return_counts=True)
    order = np.lexsort((numbers, -times))[:count]
    others = _tables_of_others(layout, draws) if len(order) else {}
    return tuple(
        _package(outcomes, int(numbers[one]), int(times[one]) / len(outcomes.struck), others)
        for one in order
    )


def _package(
    outcomes: Outcomes, number: int, share: float, others: Mapping[str, NDArray[np.float64]]
) -> Package:
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
    slots = at + layout.offsets
    gains = {
        key: float(own[key]) if key in own else float(others[key][:, slots].sum(axis=1).mean())
        for key in layout.dossier.parties
    }
    return Package(levels, moved, share, gains)


def _tables_of_others(layout: Layout, draws: Draws) -> dict[str, NDArray[np.float64]]:
    """Score tables of those who do not sign, (rows, slots)."""
    others = [key for key, party in layout.dossier.parties.items() if party.role != "principal"]
    if not others:
        return {}
    found = Tables(layout, draws, others).scores(0, min(SAMPLE, draws.rows))
    return {key: found[:, place] for place, key in enumerate(others)}
