"""Compiled search, state by state, for a group's improvements and what answers them.

The group moves by legal sequences of its members (one member: by single moves), the others sanction
by legal sequences of theirs. A position is a state and who moved last.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def spread(seeds, movers, after, starts, ends, allowed):
    """Where some of the parties can go from the seeds, by legal sequences of at least one move.

    Forwards with the arcs as they are, backwards with them turned round. ``after`` is who moved
    before a sequence, or moves behind it; -1 for nobody. ``allowed`` (arcs,): the moves that count.
    """
    parties, size = starts.shape[0], starts.shape[1] - 1
    seen = np.zeros((parties, size), dtype=np.bool_)
    stack = np.empty(parties * size, dtype=np.int64)
    height = 0
    for state in range(size):
        if seeds[state]:
            for who in range(parties):
                if movers[who] and who != after:
                    height = _step(state, who, starts, ends, allowed, seen, stack, height)
    while height:
        height -= 1
        last, state = divmod(stack[height], size)
        for who in range(parties):
            if movers[who] and who != last:
                height = _step(state, who, starts, ends, allowed, seen, stack, height)
    found = np.zeros(size, dtype=np.bool_)
    for who in range(parties):
        for state in range(size):
            found[state] |= seen[who, state]
    return found


@njit(inline="always")
def _step(state, who, starts, ends, allowed, seen, stack, height):
    size = seen.shape[1]
    for at in range(starts[who, state], starts[who, state + 1]):
        end = ends[at]
        if allowed[at] and not seen[who, end]:
            seen[who, end] = True
            stack[height] = who * size + end
            height += 1
    return height


@njit(cache=True, nogil=True)
def judge_group(state, members, rows, arcs, wanted, out):
    """Whether a state is stable for a group by the basic concepts: ``out`` (5,).

    ``rows``, each (states,): what would be an improvement, what deters, where the group would
    escape a symmetric sanction. ``arcs``: starts, ends and which moves are credible, forwards, then
    the same backwards.
    """
    improve, deter, escape = rows
    starts, ends, _, backs, sources, credible = arcs
    everything = np.ones(len(ends), dtype=np.bool_)
    size = len(improve)
    seeds = np.zeros(size, dtype=np.bool_)
    seeds[state] = True
    reached = spread(seeds, members, -1, starts, ends, everything)
    reached &= improve
    out[:] = not reached.any()
    if out[0]:
        return
    others = ~members
    held = deter.copy()
    if wanted[2] or wanted[4]:
        held = spread(escape, members, -1, backs, sources, everything)
        held |= escape
        held = deter & ~held
    for concept in range(1, 5):
        if wanted[concept]:
            good = deter if concept % 2 else held
            allowed = credible if concept > 2 else everything
            answered = spread(good, others, -1, backs, sources, allowed)
            out[concept] = not (reached & ~answered).any()


@njit(cache=True, nogil=True)
def judge_related(who, states, relations, arcs, wanted, out):
    """The same for one party at some states.

    ``relations`` (states, states) each, ``out`` (5, states asked for).
    """
    members = np.zeros(arcs[0].shape[0], dtype=np.bool_)
    members[who] = True
    improve, deter, escape = relations
    flags = np.zeros(5, dtype=np.bool_)
    for at in range(len(states)):
        state = states[at]
        rows = improve[state], deter[state], escape[state]
        judge_group(state, members, rows, arcs, wanted, flags)
        out[:, at] = flags


@njit(cache=True, nogil=True)
def judge_coalition(members, states, payoff, arcs, wanted, out):
    """The same for a coalition of parties with ordinal payoffs: all members must gain."""
    size = payoff.shape[1]
    improve = np.empty(size, dtype=np.bool_)
    flags = np.zeros(5, dtype=np.bool_)
    for at in range(len(states)):
        state = states[at]
        improve[:] = True
        for who in range(len(members)):
            if members[who]:
                for end in range(size):
                    improve[end] &= payoff[who, end] > payoff[who, state]
        judge_group(state, members, (improve, ~improve, improve), arcs, wanted, flags)
        out[:, at] = flags
