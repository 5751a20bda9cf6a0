"""From what was struck to how each draw ended: ratified or not, slipped or not, talks ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.draws import Draws
from summitry.games.packages.space import catalogue
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Cause, Ending, Outcomes

BLOCK = 1024
"""Draws a block: small enough for the tables to stay in cache, the same whatever the cores."""


def blocks(draws: Draws) -> Iterator[tuple[int, int]]:
    """Rows in blocks, first and behind the last."""
    step = max(1, BLOCK // draws.inner)
    for start in range(0, draws.rows, step):
        yield start, min(start + step, draws.rows)


@dataclass(frozen=True, eq=False)
class Signing:
    """What came of the bargaining, before anything else could happen to it.

    ``ending`` is :attr:`Ending.DEAL` where a package was struck, and the reason elsewhere;
    ``levels`` (draws, issues) is that package, or the status quo; the other fields are those of
    :class:`Outcomes`.
    """

    ending: NDArray[np.int8]
    levels: NDArray[np.int16]
    gains: NDArray[np.float64]
    refused: NDArray[np.bool_]
    cause: NDArray[np.int16]
    causes: tuple[Cause, ...]


def conclude(
    layout: Layout,
    draws: Draws,
    signing: Signing,
    *,
    ended: NDArray[np.bool_],
    lost: NDArray[np.bool_] | None = None,
) -> Outcomes:
    """How each draw ends.

    Parameters
    ----------
    layout, draws, signing
        The dossier's structure, its draws, and what was struck.
    ended
        Where the talks had ended before anything could be struck.
    lost
        Where a deal would be lost from outside; by the dossier's own chance if left out.
    """
    ending = signing.ending.copy()
    deal = ending == Ending.DEAL
    if lost is None:
        lost = draws.coin("process/slip", "process/slip")
    ending[deal & lost] = Ending.SLIP
    ending[deal & signing.refused] = Ending.NOT_RATIFIED
    ending[ended] = Ending.TALKS_ENDED
    signed = deal & ~ended
    packages, numbers = catalogue(layout.space, signing.levels[signed])
    struck = np.full(draws.size, -1, dtype=np.int32)
    struck[signed] = numbers
    gains = np.where(ended[:, None], 0.0, signing.gains)
    cause = np.where(ended, np.int16(-1), signing.cause)
    without = levels_without_deal(layout, draws)
    levels = without.copy()
    deal = ending == Ending.DEAL
    levels[deal] = packages[struck[deal]]
    return Outcomes(
        layout, ending, struck, packages, gains, without, levels, cause, signing.causes,
        draws.inner, insisting(layout, draws), asking(layout, draws),
    )  # fmt: skip


def insisting(layout: Layout, draws: Draws) -> NDArray[np.bool_]:
    """Which readings of words their parties insist on, (draws, readings)."""
    found = np.empty((draws.size, len(layout.readings)), dtype=bool)
    for number, one in enumerate(layout.readings):
        found[:, number] = draws.coin(one.name, f"{one.name}/likelihood")
    return found


def asking(layout: Layout, draws: Draws) -> NDArray[np.bool_]:
    """Which principals insist on their big ask, (draws, principals)."""
    found = np.zeros((draws.size, len(layout.principals)), dtype=bool)
    for line in layout.lines:
        if line.kind == "ask":
            place = layout.principals.index(line.owner)
            found[:, place] = draws.coin(line.coin, line.chance)
    return found


def levels_without_deal(layout: Layout, draws: Draws) -> NDArray[np.int16]:
    """The level each issue falls to if there is no deal, (draws, issues)."""
    levels = np.tile(np.asarray(layout.status_quo, dtype=np.int16), (draws.size, 1))
    for number, key in enumerate(layout.issues):
        chances = layout.dossier.issues[key].no_deal
        if not chances:
            continue
        named = sorted(chances, key=layout.levels[key].index)
        share = np.column_stack([draws.value(f"issues/{key}/no_deal/{one}") for one in named])
        share /= np.maximum(share.sum(axis=1, keepdims=True), 1.0)
        upto = np.repeat(np.cumsum(share, axis=1), draws.inner, axis=0)
        where = (draws.uniform(f"issues/{key}/no_deal#coin")[:, None] >= upto).sum(axis=1)
        for place, level in enumerate(named):
            levels[where == place, number] = layout.levels[key].index(level)
    return levels
