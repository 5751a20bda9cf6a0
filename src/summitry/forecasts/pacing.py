"""How modest the first step must be: the pacing programme put to a dossier's road map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.games.roadmap.pacing import pace
from summitry.games.roadmap.path import Terrain
from summitry.procedures.layout import Layout
from summitry.procedures.roads import Road

Floats = NDArray[np.float64]
PERIODS = 10
"""Periods of the schedule; more change nothing in the first step."""


def first_step(
    layout: Layout, likeliest: Terrain, road: Road, own: Floats
) -> dict[str, float] | None:
    """Principal: the share of its whole concession that the programme has it perform first.

    Each principal's whole concession is what it moves on the whole path, given in shares. What it
    brings the others and costs it is the mean of what it does alone and what it does last, so that
    critics count once and the value of having any deal at all does not.

    Returns None if some principal moves nothing: there is no exchange to pace.
    """
    whole, status_quo = road.steps[-1], likeliest.status_quo
    moved = whole != status_quo
    mine = np.array([moved & (likeliest.performer == one) for one in range(len(layout.principals))])
    if not mine.any(axis=1).all():
        return None
    alone = np.where(mine, whole, status_quo)
    without = np.where(mine, status_quo, whole)
    flows = likeliest.flow(np.vstack([status_quo, whole, alone, without]))[0]
    first = flows[2 : 2 + len(mine)] - flows[0]
    last = flows[1] - flows[2 + len(mine) :]
    flow = ((first + last) / 2).T  # flow[i, j]: what j's whole concession brings i
    undo, seen = _weighted(likeliest, whole, mine)
    found = pace(flow, undo, seen, own, years=PERIODS).first
    return dict(zip(layout.principals, found.tolist(), strict=True))


def _weighted(
    likeliest: Terrain, whole: NDArray[np.int64], mine: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Each party's undo and verify over its moves, weighed by what each move costs it."""
    undo, seen = np.ones(len(mine)), np.ones(len(mine))
    for party, own in enumerate(mine):
        issues = np.flatnonzero(own)
        back = np.tile(whole, (len(issues), 1))
        back[np.arange(len(issues)), issues] = likeliest.status_quo[issues]
        flows = likeliest.flow(np.vstack([whole[None, :], back]))[0, :, party]
        cost = np.maximum(flows[1:] - flows[0], 0.0)
        weight = cost / cost.sum() if cost.sum() > 0 else np.full(len(issues), 1 / len(issues))
        undo[party] = float(weight @ likeliest.undo[0, issues])
        seen[party] = float(weight @ likeliest.verify[0, issues])
    # Weights that add up to one but for rounding lift a mean of ones above one.
    return np.minimum(undo, 1.0), np.minimum(seen, 1.0)
