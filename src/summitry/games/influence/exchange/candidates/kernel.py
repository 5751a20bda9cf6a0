"""Compiled list of possible exchanges, what each would bring, and the quick search for the best."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

LEAST = 1e-10
"""Shifts and gains below this are none."""

NEAR = 1e-9
"""Outcomes nearer together than this are the same."""

EQUAL, RANDOMISED, RANDOM = 0, 1, 2


class Board(NamedTuple):
    """One round of one draw; positions run from 0 to 100.

    ``start``, ``salience``, ``pull`` (capability times salience), ``now`` (voting positions):
    (actors, issues). ``whole``: sum of pulls; ``sum``: of pulls times start positions. ``heard``
    (actors, issues, actors): for who demands an issue, where those stand who gave way to it
    there; NaN for the rest; ``drift`` is what that adds to ``sum``.
    """

    start: NDArray[np.float64]
    salience: NDArray[np.float64]
    pull: NDArray[np.float64]
    now: NDArray[np.float64]
    whole: NDArray[np.float64]
    sum: NDArray[np.float64]
    heard: NDArray[np.float64]
    drift: NDArray[np.float64]


@njit(cache=True, nogil=True)
def list_candidates(start, salience, outcome):
    """Possible exchanges (I, J, p, q): I demands p and supplies q, J the other way round.

    Both hold both issues, on opposite sides of the outcome on either.
    """
    n, m = start.shape
    middle = outcome + NEAR
    found = np.empty((64, 4), dtype=np.int32)
    count = 0
    for p in range(m):
        for q in range(p + 1, m):
            for same in (True, False):
                for a in range(n):
                    if np.isnan(start[a, p]) or np.isnan(start[a, q]):
                        continue
                    left_p, left_q = start[a, p] <= middle[p], start[a, q] <= middle[q]
                    if left_q or left_p == same:
                        continue
                    for b in range(n):
                        if np.isnan(start[b, p]) or np.isnan(start[b, q]):
                            continue
                        other_p, other_q = start[b, p] <= middle[p], start[b, q] <= middle[q]
                        if not other_q or other_p == left_p:
                            continue
                        mine = salience[a, p] * salience[b, q]
                        yours = salience[b, p] * salience[a, q]
                        if abs(mine - yours) <= 1e-14:
                            continue
                        if count == len(found):
                            more = np.empty((2 * count, 4), dtype=np.int32)
                            more[:count] = found
                            found = more
                        found[count, 0] = a if mine > yours else b
                        found[count, 1] = b if mine > yours else a
                        found[count, 2] = p
                        found[count, 3] = q
                        count += 1
    return found[:count]


@njit(cache=True, nogil=True)
def index(candidates, n, m, supply):
    """Candidates by (actor, issue supplied, or demanded): places in a list, and the list.

    The list holds twice a candidate's number, and one more where the actor is its J.
    """
    starts = np.zeros(n * m + 1, dtype=np.int64)
    first = 3 if supply else 2
    second = 2 if supply else 3
    for f in range(len(candidates)):
        starts[candidates[f, 0] * m + candidates[f, first] + 1] += 1
        starts[candidates[f, 1] * m + candidates[f, second] + 1] += 1
    starts = np.cumsum(starts)
    fill = starts.copy()
    members = np.empty(2 * len(candidates), dtype=np.int64)
    for f in range(len(candidates)):
        for side in range(2):
            at = candidates[f, side] * m + candidates[f, first if side == 0 else second]
            members[fill[at]] = 2 * f + side
            fill[at] += 1
    return starts, members


@njit(cache=True, nogil=True)
def reckon(f, candidates, board, rate, part, luck, told):
    """What a candidate would bring; below 0 if it is not possible.

    Fills ``told``: new voting positions of I and J, shifts of the outcome on p and q, gains of I
    and J.
    """
    i, j, p, q = candidates[f]
    s = board.salience
    mine, yours = board.pull[i, q] / board.whole[q], board.pull[j, p] / board.whole[p]
    if not (mine > 0.0 and yours > 0.0):
        return -1.0
    k = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])
    if rate == RANDOM:
        low, high = s[j, p] / s[j, q], s[i, p] / s[i, q]
        k = low + luck[f, 0] * (high - low)
    on_p = abs(board.now[j, p] - board.start[i, p]) * yours
    on_q = k * on_p
    room = abs(board.start[j, q] - board.now[i, q])
    if on_q > room * mine:
        on_q = room * mine
        on_p = on_q / k
    if rate == RANDOMISED:
        on_p, on_q = _tilt(on_p, on_q, s[i, p], s[i, q], s[j, p], s[j, q], part, luck[f])
    if not (on_p > 0.0 and on_q > 0.0):
        return -1.0
    k = on_q / on_p
    gain = _settle(i, j, p, q, board, on_p, on_q, told)
    if gain < 0.0:
        return -1.0
    far, passed = _passes(i, j, q, board, told[0])
    if passed:
        on_q = far * mine
        on_p = on_q / k
        gain = _settle(i, j, p, q, board, on_p, on_q, told)
        if gain < 0.0:
            return -1.0
    far, passed = _passes(j, i, p, board, told[1])
    if passed:
        on_p = far * yours
        on_q = on_p * k
        gain = _settle(i, j, p, q, board, on_p, on_q, told)
    return gain


@njit(cache=True, nogil=True)
def _tilt(on_p, on_q, s_ip, s_iq, s_jp, s_jq, part, luck):
    """Shifts in one side's favour: the other's gain is left the smaller by chance.

    A side wins by giving less itself, and loses by getting less.
    """
    gain = on_p * s_ip - on_q * s_iq
    first, wins = luck[0] < 0.5, luck[1] < 0.5
    if wins:
        top = on_p * (s_ip - s_iq * s_jp / s_jq) if first else on_q * (s_jq - s_jp * s_iq / s_ip)
        gain += part * luck[2] * (top - gain)
        if first:
            return on_p, (on_p * s_ip - gain) / s_iq
        return (on_q * s_jq - gain) / s_jp, on_q
    gain -= part * luck[2] * gain
    if first:
        return (gain + on_q * s_iq) / s_ip, on_q
    return on_p, (gain + on_p * s_jp) / s_jq


@njit(cache=True, nogil=True)
def _settle(i, j, p, q, board, on_p, on_q, told):
    """Fill ``told`` for these shifts of the outcomes; the mean gain, or below 0 if not possible."""
    shift_i = on_q * board.whole[q] / board.pull[i, q]
    shift_j = on_p * board.whole[p] / board.pull[j, p]
    up_i = board.start[j, q] > board.now[i, q]
    up_j = board.start[i, p] > board.now[j, p]
    told[0] = board.now[i, q] + (shift_i if up_i else -shift_i)
    told[1] = board.now[j, p] + (shift_j if up_j else -shift_j)
    told[2], told[3] = on_p, on_q
    s = board.salience
    told[4] = on_p * s[i, p] - on_q * s[i, q]
    told[5] = on_q * s[j, q] - on_p * s[j, p]
    # Towards the other side of the outcome, as at the start: nobody turns round.
    if up_i != (board.start[j, q] > board.start[i, q]):
        return -1.0
    if up_j != (board.start[i, p] > board.start[j, p]):
        return -1.0
    for side in range(2):
        shift = shift_i if side == 0 else shift_j
        slack = 1e-9
        if shift <= LEAST or shift > 100.0 + slack:
            return -1.0
        if told[side] < -slack or told[side] > 100.0 + slack:
            return -1.0
        told[side] = min(100.0, max(0.0, told[side]))
        aim = board.start[j, q] if side == 0 else board.start[i, p]
        if abs(told[side] - aim) < slack:
            told[side] = aim
    if min(told[4], told[5]) < LEAST:
        return -1.0
    return 0.5 * (told[4] + told[5])


@njit(cache=True, nogil=True)
def _passes(who, other, issue, board, to):
    """Whether the outcome would pass what the partner demands, and the shift that just gets there.

    The outcome is reckoned with all at their start positions, but those of whom the partner heard.
    """
    pull, whole = board.pull[who, issue], board.whole[issue]
    heard = board.heard[other, issue, who]
    own = board.start[who, issue] if np.isnan(heard) else heard
    rest = board.sum[issue] + board.drift[other, issue] - pull * own
    before = (rest + pull * board.now[who, issue]) / whole
    after = (rest + pull * to) / whole
    aim = board.start[other, issue]
    way = 1.0 if to > board.now[who, issue] else -1.0
    if way * (aim - before) <= NEAR or way * (after - aim) <= NEAR:
        return 0.0, False
    base = before if np.isnan(heard) else (rest + pull * own) / whole
    return abs(aim - base) * whole / pull, True


@njit(cache=True, nogil=True)
def plant(values):
    """A tree of maxima over the values, padded to a power of two."""
    size = 1
    while size < len(values):
        size *= 2
    tree = np.full(2 * size, -1.0)
    tree[size : size + len(values)] = values
    for node in range(size - 1, 0, -1):
        tree[node] = max(tree[2 * node], tree[2 * node + 1])
    return tree


@njit(cache=True, nogil=True)
def replant(tree, place, value):
    """Set one value of the tree."""
    node = len(tree) // 2 + place
    tree[node] = value
    node //= 2
    while node >= 1:
        tree[node] = max(tree[2 * node], tree[2 * node + 1])
        node //= 2


@njit(cache=True, nogil=True)
def count_from(tree, least):
    """How many values are at least ``least``."""
    size = len(tree) // 2
    stack = np.empty(64, dtype=np.int64)
    stack[0] = 1
    height, found = 1, 0
    while height:
        height -= 1
        node = stack[height]
        if tree[node] < least:
            continue
        if node >= size:
            found += 1
            continue
        stack[height], stack[height + 1] = 2 * node + 1, 2 * node
        height += 2
    return found


@njit(cache=True, nogil=True)
def pick_from(tree, least, number):
    """Place of the ``number``-th value that is at least ``least``, in their order."""
    size = len(tree) // 2
    stack = np.empty(64, dtype=np.int64)
    stack[0] = 1
    height = 1
    while height:
        height -= 1
        node = stack[height]
        if tree[node] < least:
            continue
        if node >= size:
            if number == 0:
                return node - size
            number -= 1
            continue
        stack[height], stack[height + 1] = 2 * node + 1, 2 * node
        height += 2
    return -1
