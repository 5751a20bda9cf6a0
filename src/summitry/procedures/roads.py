"""Road maps: the paths that a dossier writes, and the moves of which one can be proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.procedures.layout import Layout, Words

Steps = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Road:
    """A path of packages.

    Attributes
    ----------
    name, label
        What it is called.
    steps : (steps, issues)
        Level numbers of each package on the way.
    period
        Years that a step takes.
    written
        The dossier has it; otherwise it is proposed.
    """

    name: str
    label: str
    steps: Steps
    period: float
    written: bool


def written_roads(layout: Layout) -> list[Road]:
    """The road maps of a dossier, in the file's order."""
    found = []
    for name, one in layout.dossier.road_maps.items():
        steps = follow(layout, one.steps)
        period = one.period or layout.dossier.time.period
        found.append(Road(name, one.name or name, steps, period, written=True))
    return found


def follow(layout: Layout, moves: Sequence[Mapping[str, str]]) -> Steps:
    """The packages on a path, from the moves of each step; what none moves stays."""
    at = np.asarray(layout.status_quo, dtype=np.int64)
    found = []
    for step in moves:
        at = at.copy()
        for issue, level in step.items():
            at[layout.issues.index(issue)] = layout.levels[issue].index(level)
        found.append(at)
    return np.array(found)


def moves_of(layout: Layout, steps: Steps) -> list[dict[str, str]]:
    """What each step of a path moves, and to which level."""
    before = np.asarray(layout.status_quo)
    found = []
    for at in steps:
        changed = np.flatnonzero(at != before)
        found.append(
            {layout.issues[one]: layout.levels[layout.issues[one]][at[one]] for one in changed}
        )
        before = at
    return found


def unit_moves(layout: Layout, target: NDArray[np.integer]) -> list[dict[int, int]]:
    """From the status quo to a package one level at a time, each issue's levels in order."""
    found = []
    for issue, (start, end) in enumerate(zip(layout.status_quo, target.tolist(), strict=True)):
        direction = 1 if end > start else -1
        found += [{issue: level + direction} for level in range(start, end, direction)]
    return found


def bundles(layout: Layout, steps: Steps) -> list[dict[int, int]]:
    """The steps of a path as bundles of moves, which another order may take in another turn."""
    before = np.asarray(layout.status_quo)
    found = []
    for at in steps:
        found.append({int(one): int(at[one]) for one in np.flatnonzero(at != before)})
        before = at
    return found


def legal(layout: Layout, packages: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which packages (packages, issues) the clauses allow; the status quo always is."""
    stays = (packages == np.asarray(layout.status_quo)).all(axis=1)
    return np.asarray(stays | layout.space.legal(packages))


COLLIDE, MET, OPEN = "collide", "all met", "stay open"


def collision(layout: Layout, words: Words, steps: Steps) -> tuple[int | None, str]:
    """Where readings of some words collide on a path: the step, from 1, and what becomes of them.

    While no issue that a reading names has moved, the words are open: everybody keeps its own
    meaning. They collide at the first step, the words standing, at which one reading is met while
    another is not and never will be on this path; or, if none ever is met, where the path ends.
    """
    stands = steps[:, words.issue] == words.level
    named = list(words.named)
    touched = steps[:, named] != np.asarray(layout.status_quo)[named]
    if not stands.any() or not touched.any():
        return None, OPEN
    met = np.array([layout.readings[one].met(steps) for one in words.readings])
    if met[:, -1].all():
        return None, MET
    for step in range(int(np.argmax(stands)), len(steps)):
        never = ~met[:, step:].any(axis=1)
        if met[:, step].any() and never.any():
            return step + 1, COLLIDE
    return len(steps), COLLIDE
