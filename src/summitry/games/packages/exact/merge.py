"""Merge-and-prune: the frontier of a sum of independent tables, block by block.

A package that is efficient over all blocks is efficient over the first few: were its beginning
dominated, the better beginning with the same end would dominate it. So what is dominated is dropped
after each block, and with it what cannot reach every reservation even with the best of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.exact.kernel import (
    find_links,
    merge_all_two,
    merge_ordered,
    undominated,
)

Points = NDArray[Any]
"""Rows of units, (points, parties), in falling lexicographic order without repetition."""


class TooManyPoints(ValueError):
    """More efficient beginnings than the guard allows.

    ``merged`` of ``blocks`` were merged, and ``points`` found; ``bound`` says how many there may be
    at the end at most, by multiplying on.
    """

    def __init__(self, merged: int, blocks: int, points: int, cap: int) -> None:
        self.merged, self.blocks, self.points, self.cap = merged, blocks, points, cap
        super().__init__(
            f"the frontier passed {cap:,} points after {merged} of {blocks} independent blocks of "
            f"issues ({points:,} beginnings still efficient); ask for a solution instead (solve), "
            "round the scores, allow a loss (eps), or raise the cap"
        )


def merge(
    tables: Sequence[Points], least: Points, cap: int, grain: Points | None = None
) -> list[Points]:
    """The frontier after each block, the last that of all sums.

    Parameters
    ----------
    tables
        Block by block the different rows of units, in falling order (for two parties without a
        grain in any order, and repeated at will).
    least
        What the sums must reach, (parties,).
    cap
        Guard against too many points after a block.
    grain
        Units within which points count as equal, at each block (parties,): one point a box of this
        size is kept. None for exactness.

    Raises
    ------
    TooManyPoints
        A stage passed the cap.
    """
    wide = any(table.dtype == object for table in tables)
    if not wide and grain is None and tables[0].shape[1] == 2:
        ends = np.cumsum([len(table) for table in tables])
        found, merged = merge_all_two(np.concatenate(tables), ends, least, cap)
        if merged < len(tables):
            raise TooManyPoints(merged, len(tables), len(found[-1]), cap)
        return list(found)
    step = _merge_wide if wide else _merge_step
    rest = [np.zeros_like(least)]
    for table in reversed(tables):
        rest.insert(0, rest[0] + table.max(axis=0))
    front = np.zeros((1, tables[0].shape[1]), dtype=tables[0].dtype)
    stages = [front]
    for number, table in enumerate(tables):
        if len(front) * len(table) > 20 * cap:
            raise TooManyPoints(number, len(tables), len(front), cap)
        front = step(front, table, least - rest[number + 1])
        if grain is not None and len(front):
            front = _coarse(front, grain)
        if len(front) > cap:
            raise TooManyPoints(number, len(tables), len(stages[-1]), cap)
        stages.append(front)
    return stages


def _merge_step(front: Points, table: Points, least: Points) -> Points:
    found = merge_ordered(front, table, least)
    return np.asarray(found[undominated(found)])


def _merge_wide(front: Points, table: Points, least: Points) -> Points:
    """The same on Python's own integers, by their ranks."""
    sums = (front[:, None, :] + table[None, :, :]).reshape(-1, front.shape[1])
    return efficient(sums[(sums >= least).all(axis=1)])


def ordered(points: Points) -> Points:
    """Points in falling order without repetition."""
    if not len(points):
        return points
    if points.dtype == object:
        rows = sorted({tuple(row) for row in points.tolist()}, reverse=True)
        return np.array(rows, dtype=object)
    return np.ascontiguousarray(np.unique(points, axis=0)[::-1])


def efficient(points: Points) -> Points:
    """Those points that no other dominates, in falling order without repetition."""
    found = ordered(points)
    if not len(found):
        return found
    return np.asarray(found[undominated(ranks(found))])


def ranks(points: Points) -> NDArray[np.int64]:
    """Points as integers of the machine's in the same order, party by party."""
    if points.dtype != object:
        return np.asarray(points, dtype=np.int64)
    columns = [
        np.unique(points[:, party], return_inverse=True)[1] for party in range(points.shape[1])
    ]
    return np.column_stack(columns).astype(np.int64)


def _coarse(front: Points, grain: Points) -> Points:
    boxes = front // np.maximum(grain, 1)
    keys, first = np.unique(boxes, axis=0, return_index=True)
    keep = undominated(np.ascontiguousarray(keys[::-1]))
    return ordered(front[first[::-1][keep]])


def links(before: Points, options: Points, after: Points) -> NDArray[np.int64]:
    """Where each sum of a point and an option stands in a later frontier; -1 where it does not."""
    if before.dtype != object:
        return np.asarray(find_links(before, options, after))
    place = {tuple(row): number for number, row in enumerate(after.tolist())}
    rows = [[place.get(tuple(sum_), -1) for sum_ in (row + options).tolist()] for row in before]
    return np.array(rows, dtype=np.int64).reshape(len(before), len(options))
