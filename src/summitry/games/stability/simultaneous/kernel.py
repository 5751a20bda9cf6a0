"""Compiled search for improvements of others that, made together with one's own, spoil it."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def list_improvements(code, who, payoff, terrain, out):
    """Options flipped by each improvement of a party from a code; how many there are."""
    own, forward, back, usable = terrain
    if not usable[who, code]:
        return 0
    free = own[who] & ~forward[who] & ~back[who]
    free |= ~code & forward[who] | code & back[who]
    count = 0
    flip = free
    while flip:
        end = code ^ flip
        if usable[who, end] and payoff[who, end] > payoff[who, code]:
            out[count] = flip
            count += 1
        flip = (flip - 1) & free
    return count


@njit(cache=True, nogil=True)
def list_joint(code, focal, payoff, terrain, buffers, stamp, stamps):
    """Options flipped by improvements of one or more of the others together; how many ways."""
    joint, single = buffers
    count = 1
    joint[0] = 0
    stamps[0] = stamp
    for who in range(len(terrain[0])):
        if who == focal:
            continue
        found = list_improvements(code, who, payoff, terrain, single)
        before = count
        for one in range(found):
            for other in range(before):
                flip = single[one] | joint[other]
                if stamps[flip] != stamp:
                    stamps[flip] = stamp
                    joint[count] = flip
                    count += 1
    return count


@njit(cache=True, nogil=True)
def judge_together(focal, payoff, terrain, codes, out):
    """Whether each of some codes is simultaneously stable for a party."""
    size = payoff.shape[1]
    mine = np.empty(size, dtype=np.int64)
    buffers = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    stamps = np.full(size, -1, dtype=np.int64)
    for at in range(len(codes)):
        code = codes[at]
        out[at] = True
        found = list_improvements(code, focal, payoff, terrain, mine)
        if found == 0:
            continue
        joint = list_joint(code, focal, payoff, terrain, buffers, at, stamps)
        for one in range(found):
            spoilt = False
            for other in range(1, joint):
                end = payoff[focal, code ^ (mine[one] | buffers[0][other])]
                if 0 < end <= payoff[focal, code]:
                    spoilt = True
                    break
            if not spoilt:
                out[at] = False
                break
