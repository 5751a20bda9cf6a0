"""Compiled loops of merge-and-prune: points in, those that no other point dominates out.

Points are rows of integers, more is better. Sets of points are kept in falling lexicographic order,
without repetition. A point can then be dominated only by an earlier one.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def merge_two(front, options, least, cap):
    """Frontier of all sums of two sets, two parties: one pass an option.

    ``front`` is a frontier in falling order of the first party's points, so rising in the second's.
    Sums below ``least`` are left out. Returns the frontier, or an empty array and False past
    ``cap``.
    """
    size = len(front)
    here = np.empty((0, 2), dtype=np.int64)
    count = 0
    for option in range(len(options)):
        dx, dy = options[option, 0], options[option, 1]
        first = 0
        while first < size and front[first, 1] + dy < least[1]:
            first += 1
        last = size
        while last > first and front[last - 1, 0] + dx < least[0]:
            last -= 1
        joined = np.empty((count + last - first, 2), dtype=np.int64)
        a, b, kept = 0, first, 0
        top = np.iinfo(np.int64).min
        while a < count or b < last:
            if b >= last:
                own = True
            elif a >= count:
                own = False
            else:
                ax, bx = here[a, 0], front[b, 0] + dx
                own = ax > bx or (ax == bx and here[a, 1] >= front[b, 1] + dy)
            if own:
                x, y = here[a, 0], here[a, 1]
                a += 1
            else:
                x, y = front[b, 0] + dx, front[b, 1] + dy
                b += 1
            if y > top:
                joined[kept, 0], joined[kept, 1] = x, y
                kept += 1
                top = y
        if kept > cap:
            return np.empty((0, 2), dtype=np.int64), False
        here, count = joined, kept
    return here[:count], True


@njit(cache=True, nogil=True)
def merge_all_two(tables, ends, least, cap):
    """Frontiers of the sums of more and more sets, two parties.

    ``tables`` holds the sets' rows one behind the other, ``ends`` where each ends. Returns the
    frontiers stacked, where each ends, and the number of sets merged before one passed ``cap``.
    """
    stages = len(ends)
    rest = np.zeros((stages + 1, 2), dtype=np.int64)
    for stage in range(stages - 1, -1, -1):
        start = ends[stage - 1] if stage else 0
        for party in range(2):
            rest[stage, party] = rest[stage + 1, party] + tables[start : ends[stage], party].max()
    front = np.zeros((1, 2), dtype=np.int64)
    found = [front]
    for stage in range(stages):
        start = ends[stage - 1] if stage else 0
        front, done = merge_two(front, tables[start : ends[stage]], least - rest[stage + 1], cap)
        if not done:
            return found, stage
        found.append(front)
    return found, stages


@njit(inline="always")
def _order(a, i, b, j):
    """1 if a row comes before another in falling order, -1 if behind, 0 if they are equal."""
    for party in range(a.shape[1]):
        if a[i, party] > b[j, party]:
            return 1
        if a[i, party] < b[j, party]:
            return -1
    return 0


@njit(cache=True, nogil=True)
def merge_ordered(front, options, least):
    """All sums of two sets that reach ``least``, in falling order, without repetition.

    Each option shifts the front without changing its order, so that the shifted sets are merged
    pair by pair.
    """
    parties = front.shape[1]
    total = len(front) * len(options)
    here = np.empty((total, parties), dtype=np.int64)
    there = np.empty((total, parties), dtype=np.int64)
    ends = np.zeros(len(options) + 1, dtype=np.int64)
    filled = 0
    for option in range(len(options)):
        for row in range(len(front)):
            fits = True
            for party in range(parties):
                value = front[row, party] + options[option, party]
                here[filled, party] = value
                if value < least[party]:
                    fits = False
            if fits:
                filled += 1
        ends[option + 1] = filled
    runs = len(options)
    while runs > 1:
        written = 0
        made = 0
        for run in range(0, runs, 2):
            a, a_end = ends[run], ends[run + 1]
            b = a_end
            b_end = ends[run + 2] if run + 1 < runs else a_end
            while a < a_end or b < b_end:
                if b >= b_end:
                    order = 1
                elif a >= a_end:
                    order = -1
                else:
                    order = _order(here, a, here, b)
                if order >= 0:
                    for party in range(parties):
                        there[written, party] = here[a, party]
                    a += 1
                    if order == 0:
                        b += 1
                else:
                    for party in range(parties):
                        there[written, party] = here[b, party]
                    b += 1
                written += 1
            made += 1
            ends[made] = written
        runs = made
        here, there = there, here
    return here[: ends[1]]


@njit(cache=True, nogil=True)
def undominated(points):
    """Which points no other dominates; points in falling order without repetition."""
    if points.shape[1] == 1:
        keep = np.zeros(len(points), dtype=np.bool_)
        keep[:1] = True
        return keep
    if points.shape[1] == 2:
        return _undominated_two(points)
    if points.shape[1] == 3:
        return _undominated_three(points)
    return _undominated_many(points)


@njit(cache=True, nogil=True)
def _undominated_two(points):
    keep = np.zeros(len(points), dtype=np.bool_)
    top = np.iinfo(np.int64).min
    for row in range(len(points)):
        if points[row, 1] > top:
            top = points[row, 1]
            keep[row] = True
    return keep


@njit(cache=True, nogil=True)
def _undominated_three(points):
    """A sweep over the first party, with the staircase of the other two (Kung et al. 1975).

    The staircase falls in the second party's points and rises in the third's.
    """
    keep = np.zeros(len(points), dtype=np.bool_)
    ys = np.empty(256, dtype=np.int64)
    zs = np.empty(256, dtype=np.int64)
    size = 0
    for row in range(len(points)):
        y, z = points[row, 1], points[row, 2]
        low, high = 0, size  # first stair whose y lies below this one's
        while low < high:
            middle = (low + high) // 2
            if ys[middle] >= y:
                low = middle + 1
            else:
                high = middle
        if low > 0 and zs[low - 1] >= z:
            continue
        keep[row] = True
        first = low
        if first > 0 and ys[first - 1] == y:
            first -= 1
        last = low
        while last < size and zs[last] <= z:
            last += 1
        shift = 1 - (last - first)
        if size + 1 > len(ys):
            ys = np.concatenate((ys, np.empty_like(ys)))
            zs = np.concatenate((zs, np.empty_like(zs)))
        if shift == 1:
            for at in range(size, first, -1):
                ys[at] = ys[at - 1]
                zs[at] = zs[at - 1]
        elif shift < 0:
            for at in range(last, size):
                ys[at + shift] = ys[at]
                zs[at + shift] = zs[at]
        ys[first], zs[first] = y, z
        size += shift
    return keep


@njit(cache=True, nogil=True)
def _undominated_many(points):
    """A search tree of what is kept, split by one party a level (Bentley 1975).

    Each node knows the most that its subtree has for each party: where that does not reach a point,
    nothing in the subtree dominates it.
    """
    count, parties = points.shape
    keep = np.zeros(count, dtype=np.bool_)
    left = np.full(count, -1, dtype=np.int64)
    right = np.full(count, -1, dtype=np.int64)
    corner = np.empty((count, parties), dtype=np.int64)
    row_of = np.empty(count, dtype=np.int64)
    stack = np.empty(4096, dtype=np.int64)
    nodes = 0
    last = -1
    for row in range(count):
        dominated = False
        if last >= 0:
            dominated = True
            for party in range(1, parties):
                if points[last, party] < points[row, party]:
                    dominated = False
                    break
        if not dominated and nodes:
            stack[0] = 0
            top = 1
            while top:
                top -= 1
                node = stack[top]
                inside = True
                for party in range(1, parties):
                    if corner[node, party] < points[row, party]:
                        inside = False
                        break
                if not inside:
                    continue
                dominated = True
                for party in range(1, parties):
                    if points[row_of[node], party] < points[row, party]:
                        dominated = False
                        break
                if dominated:
                    last = row_of[node]
                    break
                if top + 2 > len(stack):
                    stack = np.concatenate((stack, np.empty_like(stack)))
                if left[node] >= 0:
                    stack[top] = left[node]
                    top += 1
                if right[node] >= 0:
                    stack[top] = right[node]
                    top += 1
        if dominated:
            continue
        keep[row] = True
        row_of[nodes] = row
        corner[nodes] = points[row]
        if nodes:
            node, level = 0, 0
            while True:
                for party in range(1, parties):
                    corner[node, party] = max(corner[node, party], points[row, party])
                party = 1 + level % (parties - 1)
                level += 1
                if points[row, party] < points[row_of[node], party]:
                    if left[node] < 0:
                        left[node] = nodes
                        break
                    node = left[node]
                else:
                    if right[node] < 0:
                        right[node] = nodes
                        break
                    node = right[node]
        nodes += 1
    return keep


@njit(cache=True, nogil=True)
def find_links(before, options, after):
    """Where each sum of two sets stands in a third, (before, options); -1 where it is not.

    ``after`` is in falling order.
    """
    found = np.full((len(before), len(options)), -1, dtype=np.int64)
    total = np.empty((1, before.shape[1]), dtype=np.int64)
    for row in range(len(before)):
        for option in range(len(options)):
            for party in range(before.shape[1]):
                total[0, party] = before[row, party] + options[option, party]
            low, high = 0, len(after)
            while low < high:
                middle = (low + high) // 2
                order = _order(after, middle, total, 0)
                if order == 0:
                    found[row, option] = middle
                    break
                if order > 0:
                    low = middle + 1
                else:
                    high = middle
    return found
