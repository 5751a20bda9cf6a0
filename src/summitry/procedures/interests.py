"""Draws become interests: where every party stands, how much it cares, and its influence.

All parties count here, whoever signs: principals, ratifiers and thirds. Salience is what the
dossier has, divided by 100, so its size counts between parties, and not only its ratios within one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.draws import Draws
from summitry.procedures.layout import Layout

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Interests:
    """Everybody's interests in every row of draws.

    Attributes
    ----------
    actors
        Ids of the parties with a stance on any issue, sorted.
    issues
        Ids of the issues, sorted.
    positions : (rows, actors, issues)
        On the issue's scale of 0 to 1; NaN where a party has no stance.
    salience : (rows, actors, issues)
        0 to 1; 0 where a party has no stance.
    influence : (rows, actors, issues)
        At least 0; only ratios count.
    status_quo : (issues,)
        Where each issue stands.
    """

    actors: list[str]
    issues: list[str]
    positions: Floats
    salience: Floats
    influence: Floats
    status_quo: Floats


def interests(layout: Layout, draws: Draws) -> Interests:
    """The interests of a dossier's draws.

    A table of values stands for the position of the level that is worth most in the row; of
    several, the nearest to how things stand, then the earlier.
    """
    stances = layout.dossier.stances
    actors = sorted(party for party, own in stances.items() if own)
    shape = draws.rows, len(actors), len(layout.issues)
    positions, salience = np.full(shape, np.nan), np.zeros(shape)
    influence = np.zeros(shape)
    quo = layout.positions[layout.offsets + np.asarray(layout.status_quo)]
    for number, party in enumerate(actors):
        influence[:, number] = draws.value(f"parties/{party}/influence")[:, None]
        for place, key in enumerate(layout.issues):
            if key not in stances[party]:
                continue
            name = f"stances/{party}/{key}"
            own = stances[party][key]
            salience[:, number, place] = draws.value(f"{name}/salience") / 100
            if own.influence is not None:
                influence[:, number, place] = draws.value(f"{name}/influence")
            if own.values is None:
                positions[:, number, place] = draws.value(f"{name}/ideal")
            else:
                worth = np.column_stack(
                    [draws.value(f"{name}/values/{level}") for level in layout.levels[key]]
                )
                positions[:, number, place] = _best(layout, place, worth, float(quo[place]))
    return Interests(actors, layout.issues, positions, salience, influence, quo)


def _best(layout: Layout, place: int, worth: Floats, quo: float) -> Floats:
    """Position of the level worth most, (rows,)."""
    first = int(layout.offsets[place])
    at = layout.positions[first : first + layout.sizes[place]]
    order = np.lexsort((np.arange(len(at)), np.abs(at - quo)))
    return np.asarray(at[order][worth[:, order].argmax(axis=1)])
