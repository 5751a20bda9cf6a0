"""Compiled listing of the moves between codes that agree outside a party's options."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def count_pairs(codes, blocks, forward, back):
    """How many moves there are; codes of one block agree outside the party's options."""
    total = 0
    for block in range(len(blocks) - 1):
        for a in range(blocks[block], blocks[block + 1]):
            for b in range(blocks[block], blocks[block + 1]):
                if a != b and _allowed(codes[a], codes[b], forward, back):
                    total += 1
    return total


@njit(cache=True, nogil=True)
def list_pairs(codes, states, blocks, forward, back, total):
    """The moves, as numbers of states (from, to)."""
    found = np.empty((2, total), dtype=np.int64)
    at = 0
    for block in range(len(blocks) - 1):
        for a in range(blocks[block], blocks[block + 1]):
            for b in range(blocks[block], blocks[block + 1]):
                if a != b and _allowed(codes[a], codes[b], forward, back):
                    found[0, at] = states[a]
                    found[1, at] = states[b]
                    at += 1
    return found


@njit(inline="always")
def _allowed(a, b, forward, back):
    return (a & ~b & forward) == 0 and (~a & b & back) == 0
