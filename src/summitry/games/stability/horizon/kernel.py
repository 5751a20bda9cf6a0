"""Compiled anticipation: where a state leads if its mover looks a number of moves ahead."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def expect(ahead, liking):
    """What each mover expects of having moved to a state: the worst of where others would lead.

    ``ahead`` and the result (parties, states).
    """
    parties, size = ahead.shape
    found = np.empty((parties, size), dtype=np.int32)
    for who in range(parties):
        for state in range(size):
            worst = -1
            for other in range(parties):
                if other != who:
                    end = ahead[other, state]
                    if worst < 0 or liking[who, end] < liking[who, worst]:
                        worst = end
            found[who, state] = worst if worst >= 0 else state
    return found


@njit(cache=True, nogil=True)
def look_arcs(ahead, payoff, liking, starts, ends):
    """Where each state leads if each party is to move there, one move further ahead."""
    expected = expect(ahead, liking)
    parties, size = ahead.shape
    found = np.empty((parties, size), dtype=np.int32)
    for who in range(parties):
        for state in range(size):
            best = -1
            for at in range(starts[who, state], starts[who, state + 1]):
                end = expected[who, ends[at]]
                if best < 0 or liking[who, end] > liking[who, best]:
                    best = end
            gains = best >= 0 and payoff[who, best] > payoff[who, state]
            found[who, state] = best if gains else state
    return found


@njit(cache=True, nogil=True)
def look_lattice(ahead, payoff, liking, terrain):
    """The same on a lattice of options: of each cell the two best, so that one is no state itself.

    ``terrain``: own, forward and back (parties,), usable (parties, codes), order, first and last of
    each party's cells. Infeasible codes lead nowhere.
    """
    own, forward, back, usable, order, first, last = terrain
    expected = expect(ahead, liking)
    parties, size = ahead.shape
    found = np.empty((parties, size), dtype=np.int32)
    best = np.empty(size, dtype=np.int32)
    second = np.empty(size, dtype=np.int32)
    for who in range(parties):
        free = own[who] & ~forward[who] & ~back[who]
        likes = liking[who]
        for key in range(size):
            found[who, key] = key
            best[key] = second[key] = -1
            for at in range(first[who, key], last[who, key]):
                code = order[who, at]
                worth = likes[expected[who, code]]
                if best[key] < 0 or worth > likes[expected[who, best[key]]]:
                    best[key], second[key] = code, best[key]
                elif second[key] < 0 or worth > likes[expected[who, second[key]]]:
                    second[key] = code
        for code in range(size):
            if not usable[who, code]:
                continue
            key = code & ~free
            steps = ~code & forward[who] | code & back[who]
            chosen = second[key] if best[key] == code else best[key]
            flip = steps
            while flip:
                other = best[key ^ flip]
                if other >= 0 and (
                    chosen < 0 or likes[expected[who, other]] > likes[expected[who, chosen]]
                ):
                    chosen = other
                flip = (flip - 1) & steps
            if chosen >= 0:
                end = expected[who, chosen]
                if payoff[who, end] > payoff[who, code]:
                    found[who, code] = end
    return found


@njit(cache=True, nogil=True)
def join_rows(chosen, packed):
    """Row by row what the chosen rows of a packed matrix have between them, 64 states a word."""
    found = np.zeros((len(chosen), packed.shape[1]), dtype=np.uint64)
    for row in range(len(chosen)):
        for at in range(len(packed)):
            if chosen[row, at]:
                for word in range(packed.shape[1]):
                    found[row, word] |= packed[at, word]
    return found
