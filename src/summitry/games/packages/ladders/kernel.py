"""Which issues and levels a walk takes up, in which order, and what is left to gain: compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def keep_unbeaten(ground, game, scratch, walk):
    """Leave out levels that another level of the issue makes needless, whatever else is agreed.

    The other is as good for everybody, breaks no rule that this one keeps, and goes before it in a
    tie: it is the status quo, or an earlier level (one that moves as this does).
    """
    for issue in range(len(ground.offsets)):
        begin = ground.offsets[issue]
        end = begin + ground.sizes[issue]
        for slot in range(begin, end):
            walk.kept[slot] = ground.open[slot]
            for other in range(begin, end):
                if other == slot or not ground.open[other] or not walk.kept[slot]:
                    continue
                still = other == ground.status_quo[issue]
                earlier = other < slot and slot != ground.status_quo[issue]
                if (still or earlier) and _beats(ground, game, scratch, other, slot):
                    walk.kept[slot] = False


@njit(cache=True, nogil=True)
def _beats(ground, game, scratch, slot, other):
    """Whether a level is as good for everybody as another, and breaks no more rules."""
    for column in range(game.scores.shape[1]):
        if scratch.table[slot, column] < scratch.table[other, column]:
            return False
    for word in range(len(ground.never)):
        if ground.when_off[other, word] & ~ground.when_off[slot, word]:
            return False
        if ground.then_off[slot, word] & ~ground.then_off[other, word]:
            return False
    return True


@njit(cache=True, nogil=True)
def bound_columns(ground, scratch, walk, first, last):
    """Most that each column can still add once the first issues of the order are settled."""
    table, rest = scratch.table, scratch.rest
    issues = len(walk.order)
    rest[issues, first:last] = 0.0
    for depth in range(issues - 1, -1, -1):
        issue = walk.order[depth]
        begin = ground.offsets[issue]
        for column in range(first, last):
            best = -np.inf
            for slot in range(begin, begin + ground.sizes[issue]):
                if ground.open[slot]:
                    best = max(best, table[slot, column])
            rest[depth, column] = rest[depth + 1, column] + best


@njit(cache=True, nogil=True)
def set_out(ground, scratch, walk, column):
    """Issues with most at stake first, their levels from the best down, by one direction."""
    issues = len(walk.order)
    for issue in range(issues):
        begin = ground.offsets[issue]
        first, second = -np.inf, -np.inf
        for slot in range(begin, begin + ground.sizes[issue]):
            if walk.kept[slot]:
                value = scratch.table[slot, column]
                if value > first:
                    first, second = value, first
                elif value > second:
                    second = value
        walk.spread[issue] = first - second
    walk.order[:] = np.argsort(-walk.spread, kind="mergesort")
    for depth in range(issues):
        issue = walk.order[depth]
        begin = ground.offsets[issue]
        many = 0
        for slot in range(begin, begin + ground.sizes[issue]):
            if not walk.kept[slot]:
                continue
            place = many
            while place > 0 and (
                scratch.table[walk.ladder[depth, place - 1], column] < scratch.table[slot, column]
            ):
                walk.ladder[depth, place] = walk.ladder[depth, place - 1]
                place -= 1
            walk.ladder[depth, place] = slot
            many += 1
        walk.width[depth] = many
    words = len(ground.never)
    for word in range(words):
        pending = np.uint64(0)
        walk.settled[issues, word] = ~pending
        for depth in range(issues - 1, -1, -1):
            pending |= ground.when_on[walk.order[depth], word]
            walk.settled[depth, word] = ~pending
