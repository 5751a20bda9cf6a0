"""What sanctions can force on lists of arcs, where nobody moves twice in a row.

Arcs need not compose, so a position is a state and who moved last.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def turn_round(starts, ends):
    """The same arcs backwards: from each state to where it can be reached from, party by party."""
    parties, size = starts.shape[0], starts.shape[1] - 1
    backs = np.zeros((parties, size + 1), dtype=np.int64)
    sources = np.empty(len(ends), dtype=np.int32)
    for who in range(parties):
        base = starts[who, 0]
        for at in range(base, starts[who, size]):
            backs[who, ends[at] + 1] += 1
        backs[who, 0] = base
        for state in range(size):
            backs[who, state + 1] += backs[who, state]
        place = backs[who].copy()
        for state in range(size):
            for at in range(starts[who, state], starts[who, state + 1]):
                sources[place[ends[at]]] = state
                place[ends[at]] += 1
    return backs, sources


@njit(cache=True, nogil=True)
def force(value, focal, backs, sources, payoff, credible):
    """Least value that the others can force from every state after the focal party moved there.

    Positions are taken from the worst state upwards and spread backwards, each passed once.
    """
    parties, size = payoff.shape
    least = np.zeros((parties, size), dtype=np.int32)
    stack = np.empty(parties * size, dtype=np.int64)
    for root in np.argsort(value):
        worth = value[root]
        height = 0
        for mover in range(parties):
            if least[mover, root] == 0:
                least[mover, root] = worth
                stack[height] = mover * size + root
                height += 1
        while height:
            height -= 1
            who, state = divmod(stack[height], size)
            if who == focal:
                continue
            for at in range(backs[who, state], backs[who, state + 1]):
                before = sources[at]
                if credible and payoff[who, before] >= payoff[who, state]:
                    continue
                for mover in range(parties):
                    if mover != who and least[mover, before] == 0:
                        least[mover, before] = worth
                        stack[height] = mover * size + before
                        height += 1
    return least[focal]


@njit(cache=True, nogil=True)
def reach_best(value, who, starts, ends):
    """The most that a party can reach in one move from every state; 0 where it has none."""
    size = len(value)
    best = np.zeros(size, dtype=np.int32)
    for state in range(size):
        for at in range(starts[who, state], starts[who, state + 1]):
            best[state] = max(best[state], value[ends[at]])
    return best


@njit(cache=True, nogil=True)
def judge_arcs(focal, payoff, arcs, wanted, out):
    """Whether each state is stable for a party: ``out`` (5, states), the order that of ``BASIC``.

    ``arcs``: starts, ends, and the same backwards.
    """
    starts, ends, backs, sources = arcs
    mine = payoff[focal]
    best = reach_best(mine, focal, starts, ends)
    for state in range(len(mine)):
        out[0, state] = best[state] <= mine[state]
        best[state] = max(best[state], mine[state])
    for concept in range(1, 5):
        if not wanted[concept]:
            continue
        value = mine if concept % 2 else best
        least = force(value, focal, backs, sources, payoff, concept > 2)
        for state in range(len(mine)):
            least[state] = min(least[state], mine[state])
        reach = reach_best(least, focal, starts, ends)
        for state in range(len(mine)):
            out[concept, state] = reach[state] <= mine[state]


@njit(cache=True, nogil=True)
def judge_arcs_draws(payoffs, arcs, wanted, states, out):
    """The same in many draws.

    ``payoffs`` (draws, parties, states), ``out`` (draws, parties, 5, states asked for).
    """
    flags = np.zeros((5, payoffs.shape[2]), dtype=np.bool_)
    for draw in range(len(payoffs)):
        for who in range(payoffs.shape[1]):
            judge_arcs(who, payoffs[draw], arcs, wanted, flags)
            for concept in range(5):
                for at in range(len(states)):
                    out[draw, who, concept, at] = flags[concept, states[at]]
