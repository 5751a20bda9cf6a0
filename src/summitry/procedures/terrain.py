"""Draws become the terrain that a road map crosses: flows, what can be undone, what is seen.

Flows are the gains of the bargaining without doubt about performance and without what is hidden:
trust is earned by incentives here, and red lines and asks are off (FORMAL E and "Exactly").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.games.packages.weigh import weigh_all
from summitry.games.roadmap.path import Terrain
from summitry.procedures.conclude import blocks
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout

Floats = NDArray[np.float64]

VETO = 1e3
"""Leverage of a veto here: a package against it costs its principal more than all else together."""


def at_modes(dossier: Dossier, seed: int = 0) -> Draws:
    """A single draw in which every number is at its likeliest value."""
    modes = {name: one.range.mode for name, one in inputs(dossier).items()}
    return Draws(dossier, 1, seed, fixed=modes)


def terrain(layout: Layout, draws: Draws, period: float) -> Terrain:
    """The terrain of a dossier's draws.

    Parameters
    ----------
    layout, draws
        The dossier's structure and its numbers, one world a row.
    period
        Years that a step takes: a breach is looked for that long.
    """
    return terrain_of(Games(layout, draws).fix(without_distrust(draws)), period)


def terrain_of(games: Games, period: float) -> Terrain:
    """The terrain of games in which every word is believed; see :func:`terrain`."""
    layout, draws = games.layout, games.draws
    games.prepare()

    def flow(packages: NDArray[np.int64]) -> Floats:
        parts = []
        for start, stop in blocks(draws):
            game = games.block(start, stop, 0.0)
            bare = game._replace(
                constant=-games.worth[start:stop],
                leverage=np.minimum(game.leverage, VETO),
            )
            parts.append(weigh_all(layout.space, bare, packages))
        return np.concatenate(parts)

    issues = layout.dossier.issues
    performers = [issues[key].performed_by for key in layout.issues]
    principals = layout.principals
    undo = np.column_stack([draws.value(f"issues/{key}/reversible") for key in layout.issues])
    seen = np.column_stack([draws.value(f"issues/{key}/verifiable") for key in layout.issues])
    return Terrain(
        status_quo=np.asarray(layout.status_quo, dtype=np.int64),
        performer=np.array(
            [principals.index(one) if one in principals else -1 for one in performers]
        ),
        undo=undo,
        verify=1 - (1 - seen) ** period,
        flow=flow,
    )


def without_distrust(draws: Draws) -> dict[str, float]:
    """Every belief in performance, at certainty."""
    return {name: 1.0 for name in draws.inputs if _is_trust(name)}


def _is_trust(name: str) -> bool:
    return name.startswith("process/trust/") or (
        name.startswith("parties/") and name.endswith("/trust")
    )


def discount_factors(layout: Layout, draws: Draws, period: float) -> Floats:
    """Each principal's discount factor a step, (draws, principals): patience and survival.

    delta = (patience x (1 - yearly hazard)) ^ years a step.
    """
    survive = 1 - draws.value("time/yearly")
    own = [draws.value(f"time/patience/{one}") * survive for one in layout.principals]
    return np.asarray(np.column_stack(own) ** period)
