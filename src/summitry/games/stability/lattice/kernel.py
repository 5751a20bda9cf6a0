"""What sanctions can force, on a lattice of options, in time linear in the states.

Everything is indexed by code (bit k: option k is taken). A *cell* of a party is the set of codes
that agree outside its reversible options: within a cell every move is open to it. A cell is known
by its key, the code with those options off. Payoffs are ordinals from 1; 0 marks infeasible codes.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def sort_cells(payoff, usable, free):
    """Codes of each cell, worst first for the party; where each key's cell begins and ends.

    ``usable`` (codes,): feasible, and seen by the party; ``free``: its reversible options.
    """
    size = len(payoff)
    top = 0
    for code in range(size):
        top = max(top, payoff[code])
    at = np.zeros(top + 2, dtype=np.int32)
    for code in range(size):
        at[payoff[code] + 1] += 1
    for value in range(top + 1):
        at[value + 1] += at[value]
    ranked = np.empty(size, dtype=np.int32)
    for code in range(size):
        ranked[at[payoff[code]]] = code
        at[payoff[code]] += 1
    first = np.zeros(size, dtype=np.int32)
    for code in range(size):
        if usable[code]:
            first[code & ~free] += 1
    total = 0
    for key in range(size):
        total += first[key]
        first[key] = total - first[key]
    last = first.copy()
    order = np.empty(total, dtype=np.int32)
    for place in range(size):
        code = ranked[place]
        if usable[code]:
            key = code & ~free
            order[last[key]] = code
            last[key] += 1
    return order, first, last


@njit(cache=True, nogil=True)
def sort_all_cells(payoff, terrain, order, first, last):
    """The same for every party, into ``order``, ``first`` and ``last`` (parties, codes).

    ``terrain``: own, forward and back (parties,), usable (parties, codes).
    """
    own, forward, back, usable = terrain
    for who in range(len(own)):
        free = own[who] & ~forward[who] & ~back[who]
        found, starts, stops = sort_cells(payoff[who], usable[who], free)
        order[who, : len(found)] = found
        first[who] = starts
        last[who] = stops


@njit(cache=True, nogil=True)
def spread_best(value, usable, own, forward, back):
    """The most that the party can reach, in no move or one, from every usable code.

    Option by option: what is reached by changing the options looked at so far, also by way of codes
    that are none; from those themselves nothing is reached.
    """
    best = np.zeros(len(value), dtype=np.int32)
    for code in range(len(value)):
        if usable[code]:
            best[code] = value[code]
    bit = 1
    while bit < len(value):
        if own & bit:
            up, down = not forward & bit, not back & bit
            for base in range(0, len(value), 2 * bit):
                for code in range(base, base + bit):
                    off, on = best[code], best[code + bit]
                    if down:
                        best[code] = max(off, on)
                    if up:
                        best[code + bit] = max(off, on)
        bit <<= 1
    for code in range(len(value)):
        if not usable[code]:
            best[code] = 0
    return best


@njit(cache=True, nogil=True)
def spread_least(value, opponents, forward, back):
    """Least value that opponents can force where every code is feasible.

    Then they reach every combination of their options, in as many moves as it takes.
    """
    least = value.copy()
    bit = 1
    while bit < len(value):
        if opponents & bit:
            up, down = not forward & bit, not back & bit
            for base in range(0, len(value), 2 * bit):
                for code in range(base, base + bit):
                    off, on = least[code], least[code + bit]
                    if down:
                        least[code] = min(off, on)
                    if up:
                        least[code + bit] = min(off, on)
        bit <<= 1
    return least


@njit(cache=True, nogil=True)
def flood(value, focal, terrain, payoff, credible):
    """Least value that the others can force from every code by legal sequences of any length.

    Codes are taken from the worst upwards, and each is spread backwards to all from which it can be
    reached. Credible moves must gain their mover something: of a cell, sorted by its payoff, those
    below the code reached; so every cell is passed through once, whatever the moves.

    ``terrain``: own, forward and back (parties,), usable (parties, codes), order, first and last of
    each party's cells.
    """
    own, forward, back, usable, order, first, last = terrain
    size = len(value)
    top = 0
    for code in range(size):
        top = max(top, value[code])
    at = np.zeros(top + 2, dtype=np.int32)
    for code in range(size):
        at[value[code] + 1] += 1
    for one in range(top + 1):
        at[one + 1] += at[one]
    ranked = np.empty(size, dtype=np.int32)
    for code in range(size):
        ranked[at[value[code]]] = code
        at[value[code]] += 1
    least = np.zeros(size, dtype=np.int32)
    stack = np.empty(size, dtype=np.int32)
    done = first.copy()
    for place in range(size):
        root = ranked[place]
        if value[root] == 0 or least[root]:
            continue
        worth = value[root]
        least[root] = worth
        stack[0] = root
        height = 1
        while height:
            height -= 1
            code = stack[height]
            for who in range(len(own)):
                if who == focal or not usable[who, code]:
                    continue
                key = code & ~own[who] | code & (forward[who] | back[who])
                undo = code & forward[who] | ~code & back[who]
                reached = payoff[who, code]
                flip = undo
                while True:
                    cell = key ^ flip
                    start, stop = done[who, cell], last[who, cell]
                    while start < stop:
                        before = order[who, start]
                        if credible and payoff[who, before] >= reached:
                            break
                        start += 1
                        if least[before] == 0:
                            least[before] = worth
                            stack[height] = before
                            height += 1
                    done[who, cell] = start
                    if flip == 0:
                        break
                    flip = (flip - 1) & undo
    return least


@njit(cache=True, nogil=True)
def judge(focal, payoff, terrain, everywhere, wanted, out):
    """Whether each code is stable for a party: ``out`` (5, codes), the order that of ``BASIC``.

    A concept fails at s if an improvement t leads to no state worth as little as s: if the most
    that the party can reach, each t at what the others can force from there, exceeds s.
    ``everywhere``: every code is feasible, and seen by all. ``wanted`` (5,): the concepts.
    """
    own, forward, back, usable = terrain[:4]
    mine = payoff[focal]
    masks = own[focal], forward[focal], back[focal]
    best = spread_best(mine, usable[focal], *masks)
    for code in range(len(mine)):
        out[0, code] = best[code] <= mine[code]
        best[code] = max(best[code], mine[code])
    opponents = one_way_up = one_way_down = 0
    for who in range(len(own)):
        if who != focal:
            opponents |= own[who]
            one_way_up |= forward[who]
            one_way_down |= back[who]
    for concept in range(1, 5):
        if not wanted[concept]:
            continue
        value = mine if concept % 2 else best
        if everywhere and concept < 3:
            least = spread_least(value, opponents, one_way_up, one_way_down)
        else:
            least = flood(value, focal, terrain, payoff, concept > 2)
        for code in range(len(mine)):
            least[code] = min(least[code], mine[code])
        reach = spread_best(least, usable[focal], *masks)
        for code in range(len(mine)):
            out[concept, code] = reach[code] <= mine[code]


@njit(cache=True, nogil=True)
def judge_draws(payoffs, terrain, everywhere, wanted, codes, out):
    """The same in many draws: ``payoffs`` (draws, parties, codes).

    ``codes`` (states,) are those asked for, ``out`` (draws, parties, 5, states).
    """
    own, forward, back, usable = terrain
    parties, size = usable.shape
    order = np.zeros((parties, size), dtype=np.int32)
    first = np.zeros((parties, size), dtype=np.int32)
    last = np.zeros((parties, size), dtype=np.int32)
    flags = np.zeros((5, size), dtype=np.bool_)
    for draw in range(len(payoffs)):
        payoff = payoffs[draw]
        if wanted[1:].any():
            sort_all_cells(payoff, terrain, order, first, last)
        full = (own, forward, back, usable, order, first, last)
        for who in range(parties):
            judge(who, payoff, full, everywhere, wanted, flags)
            for concept in range(5):
                for at in range(len(codes)):
                    out[draw, who, concept, at] = flags[concept, codes[at]]
