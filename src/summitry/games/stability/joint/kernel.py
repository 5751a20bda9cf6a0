"""Compiled search, state by state, for what a coalition gains and what answers it, on a lattice.

Everything is indexed by code; ``terrain`` is that of :mod:`summitry.games.stability.lattice`: own,
forward and back (parties,), usable (parties, codes), order, first and last of each party's cells.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from summitry.games.stability.ways.kernel import walk_lattice


@njit(cache=True, nogil=True)
def spread_back(seeds, movers, terrain, payoff, credible):
    """The codes from which some parties can reach a seed in any number of moves, none included.

    Every cell is passed through once: from the worst for its mover upwards if moves must gain.
    """
    own, forward, back, usable, order, first, last = terrain
    size = len(seeds)
    found = seeds.copy()
    stack = np.empty(size, dtype=np.int32)
    done = first.copy()
    height = 0
    for code in range(size):
        if seeds[code]:
            stack[height] = code
            height += 1
    while height:
        height -= 1
        code = stack[height]
        for who in range(len(own)):
            if not movers[who] or not usable[who, code]:
                continue
            key = code & ~(own[who] & ~forward[who] & ~back[who])
            undo = code & forward[who] | ~code & back[who]
            flip = undo
            while True:
                cell = key ^ flip
                start = done[who, cell]
                while start < last[who, cell]:
                    before = order[who, start]
                    if credible and payoff[who, before] >= payoff[who, code]:
                        break
                    start += 1
                    if not found[before]:
                        found[before] = True
                        stack[height] = before
                        height += 1
                done[who, cell] = start
                if flip == 0:
                    break
                flip = (flip - 1) & undo
    return found


@njit(cache=True, nogil=True)
def judge_joint(members, codes, payoff, terrain, wanted, out):
    """Whether some codes are stable for a coalition by the basic concepts: ``out`` (5, codes)."""
    size = payoff.shape[1]
    others = ~members
    improve = np.empty(size, dtype=np.bool_)
    deter = np.empty(size, dtype=np.bool_)
    for at in range(len(codes)):
        state = codes[at]
        steps = walk_lattice(state, members, terrain, payoff, False)[0]
        leaves = False
        for code in range(size):
            improve[code] = payoff[0, code] > 0
            for who in range(len(members)):
                if members[who]:
                    improve[code] &= payoff[who, code] > payoff[who, state]
            deter[code] = payoff[0, code] > 0 and not improve[code]
            leaves |= improve[code] and steps[code] >= 0
        out[:, at] = not leaves
        if not leaves:
            continue
        held = deter.copy()
        if wanted[2] or wanted[4]:
            held &= ~spread_back(improve, members, terrain, payoff, False)
        for concept in range(1, 5):
            if not wanted[concept]:
                continue
            good = deter if concept % 2 else held
            answered = spread_back(good, others, terrain, payoff, concept > 2)
            stays = True
            for code in range(size):
                if improve[code] and steps[code] >= 0 and not answered[code]:
                    stays = False
                    break
            out[concept, at] = stays
