"""Compiled anticipation: where a state leads if its mover looks a number of moves ahead."""

from __future__ import annotations

import numpy as np
from numba import njit

from summitry.games.stability.lattice.kernel import sort_all_cells


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
def look_draws(payoffs, likings, terrain, codes, horizon, furthest, out):
    """Who stays at some codes in many draws: at one horizon, and at every one from some on.

    When horizons repeat themselves is found as by Brent (1980): each is compared with one that is
    kept, for twice as many steps each time another is kept. What lies between two equal ones is
    all that comes back for ever.

    ``payoffs``, ``likings`` (draws, parties, codes). ``furthest``: horizons looked at for the
    latter, 0 if it is not asked for. ``out``: limited and lasting (draws, parties, codes asked
    for), settled (draws,): whether horizons begin to repeat themselves; lasting is false if not.
    """
    limited, lasting, settled = out
    own, forward, back, usable = terrain
    parties, size = usable.shape
    order = np.zeros((parties, size), dtype=np.int32)
    first = np.zeros((parties, size), dtype=np.int32)
    last = np.zeros((parties, size), dtype=np.int32)
    for draw in range(len(payoffs)):
        payoff, liking = payoffs[draw], likings[draw]
        sort_all_cells(payoff, terrain, order, first, last)
        full = (own, forward, back, usable, order, first, last)
        ahead = np.empty((parties, size), dtype=np.int32)
        for who in range(parties):
            for code in range(size):
                ahead[who, code] = code
        kept, since, until = ahead, 0, 1
        lasting[draw] = True
        settled[draw] = False
        step = 0
        while step < horizon or (step < furthest and not settled[draw]):
            step += 1
            ahead = look_lattice(ahead, payoff, liking, full)
            if step == horizon:
                for who in range(parties):
                    for at in range(len(codes)):
                        limited[draw, who, at] = ahead[who, codes[at]] == codes[at]
            if step > furthest or settled[draw]:
                continue
            for who in range(parties):
                for at in range(len(codes)):
                    if ahead[who, codes[at]] != codes[at]:
                        lasting[draw, who, at] = False
            since += 1
            if (ahead == kept).all():
                settled[draw] = True
            elif since == until:
                kept, since, until = ahead, 0, 2 * until
                lasting[draw] = True
        if not settled[draw]:
            lasting[draw] = False


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
