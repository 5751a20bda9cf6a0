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


@njit(cache=True, nogil=True)
def judge_together_draws(payoffs, terrain, codes, out):
    """The same in many draws, for every party.

    ``payoffs`` (draws, parties, codes), ``out`` (draws, parties, codes asked for).
    """
    for draw in range(len(payoffs)):
        for who in range(payoffs.shape[1]):
            judge_together(who, payoffs[draw], terrain, codes, out[draw, who])


@njit(cache=True, nogil=True)
def arrive(here, members, form):
    """(codes,) where a group gets from a code, by legal sequences of its members' moves.

    A merged state that is passed through is left from any of its codes. ``form`` is that of
    :class:`summitry.games.stability.simultaneous.taken_apart.Apart`, with which moves are credible.
    """
    codes, state, order, first, starts, ends, _ = form
    parties, size = starts.shape[0], len(codes)
    seen = np.zeros((parties, size), dtype=np.bool_)
    found = np.zeros(size, dtype=np.bool_)
    stack = np.empty(parties * size + 1, dtype=np.int64)
    stack[0] = parties * size
    height = 1
    while height:
        height -= 1
        last, place = divmod(stack[height], size)
        start, stop = first[state[place]], first[state[place] + 1]
        if last == parties:
            start, stop = 0, 1
        for one in range(start, stop):
            origin = here if last == parties else order[one]
            for who in range(parties):
                if not members[who] or who == last:
                    continue
                for at in range(starts[who, origin], starts[who, origin + 1]):
                    end = ends[at]
                    if not seen[who, end]:
                        seen[who, end] = found[end] = True
                        stack[height] = who * size + end
                        height += 1
    return found


@njit(cache=True, nogil=True)
def improve_at_once(here, members, form, most):
    """Options flipped if one or more of the others improve at once, each way once, ascending.

    Nothing if there are more than ``most``; a first entry of 0 stands for nobody.
    """
    codes, _, _, _, starts, ends, credible = form
    joint = np.zeros(1, dtype=np.int64)
    for who in range(len(members)):
        if members[who]:
            continue
        first, last = starts[who, here], starts[who, here + 1]
        count = 1 + credible[first:last].sum()
        if len(joint) * count > most:
            return joint[:0]
        grown = np.empty(len(joint) * count, dtype=np.int64)
        grown[: len(joint)] = joint
        height = len(joint)
        for at in range(first, last):
            if credible[at]:
                grown[height : height + len(joint)] = joint | (codes[here] ^ codes[ends[at]])
                height += len(joint)
        joint = np.unique(grown)
    return joint


@njit(cache=True, nogil=True)
def judge_at_once(at, members, improve, deter, form, most):
    """Whether a state is simultaneously stable for a group: 1 or 0; -1 if there is too much.

    ``improve``, ``deter`` (states,): what would be an improvement, and what deters.
    """
    codes, state, order, first, _, _, _ = form
    gained = np.zeros(len(improve), dtype=np.bool_)
    spoilt = np.zeros(len(improve), dtype=np.bool_)
    for one in range(first[at], first[at + 1]):
        here = order[one]
        reached = arrive(here, members, form)
        joint = np.empty(0, dtype=np.int64)
        for there in range(len(codes)):
            end = state[there]
            if not reached[there] or not improve[end] or spoilt[end]:
                continue
            gained[end] = True
            if not len(joint):
                joint = improve_at_once(here, members, form, most)
                if not len(joint):
                    return -1
            mine = codes[here] ^ codes[there]
            for other in joint[1:]:
                code = codes[here] ^ (mine | other)
                place = np.searchsorted(codes, code)
                if place < len(codes) and codes[place] == code and deter[state[place]]:
                    spoilt[end] = True
                    break
    for end in range(len(gained)):
        if gained[end] and not spoilt[end]:
            return 0
    return 1
