"""Compiled breadth-first search from a state, with parents kept."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def walk_lattice(start, movers, terrain, payoff, gaining):
    """Steps to every code, the code before it and the mover; -1 where it cannot be reached.

    Moves compose, so that a shortest way never needs one party twice in a row. ``gaining``: every
    move must bring its mover more, by ``payoff``; of a cell, sorted by it, those above the code.
    """
    own, forward, back, usable, order, first, last = terrain
    parties, size = usable.shape
    steps = np.full(size, -1, dtype=np.int32)
    before = np.full(size, -1, dtype=np.int32)
    mover = np.full(size, -1, dtype=np.int8)
    queue = np.empty(size, dtype=np.int32)
    left = last.copy()
    steps[start] = 0
    queue[0] = start
    head, tail = 0, 1
    while head < tail:
        code = queue[head]
        head += 1
        for who in range(parties):
            if not movers[who] or not usable[who, code]:
                continue
            key = code & ~(own[who] & ~forward[who] & ~back[who])
            todo = ~code & forward[who] | code & back[who]
            flip = todo
            while True:
                cell = key ^ flip
                stop = left[who, cell]
                while stop > first[who, cell]:
                    end = order[who, stop - 1]
                    if gaining and payoff[who, end] <= payoff[who, code]:
                        break
                    stop -= 1
                    if steps[end] < 0:
                        steps[end] = steps[code] + 1
                        before[end] = code
                        mover[end] = who
                        queue[tail] = end
                        tail += 1
                left[who, cell] = stop
                if flip == 0:
                    break
                flip = (flip - 1) & todo
    return steps, before, mover


@njit(cache=True, nogil=True)
def walk_arcs(start, movers, starts, ends, payoff, gaining):
    """Steps to every position (mover, state) and the position before; nobody moves twice in a row.

    The first position is ``parties * states``: the start, before anybody moved.
    """
    parties, size = payoff.shape
    origin = parties * size
    steps = np.full(origin + 1, -1, dtype=np.int32)
    before = np.full(origin + 1, -1, dtype=np.int64)
    queue = np.empty(origin + 1, dtype=np.int64)
    steps[origin] = 0
    queue[0] = origin
    head, tail = 0, 1
    while head < tail:
        position = queue[head]
        head += 1
        last, state = divmod(position, size)
        if position == origin:
            state = start
        for who in range(parties):
            if not movers[who] or who == last:
                continue
            for at in range(starts[who, state], starts[who, state + 1]):
                end = ends[at]
                if gaining and payoff[who, end] <= payoff[who, state]:
                    continue
                fresh = who * size + end
                if steps[fresh] < 0:
                    steps[fresh] = steps[position] + 1
                    before[fresh] = position
                    queue[tail] = fresh
                    tail += 1
    return steps, before
