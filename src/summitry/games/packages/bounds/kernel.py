"""What every search for a package struck rests on, compiled: tables, bounds, criteria, ties."""

from __future__ import annotations

import numpy as np
from numba import njit

from summitry.games.packages.game import FORBIDDEN, TOLERANCE

NASH, KALAI_SMORODINSKY, EGALITARIAN, UTILITARIAN = 0, 1, 2, 3
OVERLAP_ONLY, IDEAL = -1, -2
"""Searches that strike nothing: is there an overlap; the best claimable gain of principal number
``IDEAL - rule``."""
TILT = 2.5
"""How much a tilted direction favours one principal."""
PRUNE = 1.0 - 1e-9
"""A branch is left only if it falls short of the best by more than any tie could."""


@njit(cache=True, nogil=True)
def fill_table(game, draw, row, table):
    """Scores of this draw, (slots, acceptors), with its red lines and asks."""
    for slot in range(table.shape[0]):
        for acceptor in range(game.scores.shape[1]):
            table[slot, acceptor] = game.scores[row, acceptor, slot]
    for line in range(len(game.line_owner)):
        if game.active[draw, line]:
            for slot in range(table.shape[0]):
                if game.line_slots[line, slot]:
                    table[slot, game.line_owner[line]] += FORBIDDEN


@njit(cache=True, nogil=True)
def add_directions(game, draw, row, rule, scratch):
    """Weighted sums of the principals' gains, as further columns of the table.

    A package that each principal finds acceptable has a weighted sum at least that of what they
    need; and the sum's best over the issues still open knows, as the parties' separate bests do
    not, that one level cannot please both. A critic's charge, leverage times min(0, margin), is at
    most leverage times share times margin for any share from 0 to 1; directions come in pairs,
    without the critics and with all of them. Columns of ``direction``: weights, constant, and the
    best product of gains with weighted sum 1.
    """
    direction = scratch.direction
    principals = len(scratch.hope)
    for number in range(2 * (1 + principals)):
        for who in range(principals):
            reach = scratch.rest[0, who] + game.constant[draw, who]
            weight = 1.0 / max(reach, 1e-3)
            if number // 2 == who + 1:
                weight *= TILT
            elif number < 2 and rule == UTILITARIAN:
                weight = 1.0
            direction[number, who] = weight
        for who in range(game.leverage.shape[1]):
            charge = 0.0
            if number % 2 and game.leverage[row, who] < np.inf:
                charge = direction[number, game.answers_to[who]] * game.leverage[row, who]
            scratch.mix[number, principals + who] = charge
        complete_direction(game, draw, row, number, scratch)
    add_columns(game, 0, 2 * (1 + principals), scratch)


@njit(cache=True, nogil=True)
def complete_direction(game, draw, row, number, scratch):
    """Work out a direction's constant and best product from its weights and charges."""
    direction, mix = scratch.direction, scratch.mix
    principals = len(scratch.hope)
    constant = 0.0
    product = 1.0
    for who in range(principals):
        weight = direction[number, who]
        power = game.weights[row, who]
        product *= (power / (weight * principals)) ** power
        constant += weight * game.constant[draw, who]
        mix[number, who] = weight
    for who in range(game.leverage.shape[1]):
        constant += mix[number, principals + who] * game.slack[row, who]
    direction[number, principals] = constant
    direction[number, principals + 1] = product


@njit(cache=True, nogil=True)
def add_columns(game, first, last, scratch):
    """Fill the table's columns of some directions."""
    table, mix = scratch.table, scratch.mix
    acceptors = game.scores.shape[1]
    for slot in range(len(table)):
        for number in range(first, last):
            total = 0.0
            for who in range(mix.shape[1]):
                total += mix[number, who] * table[slot, who]
            table[slot, acceptors + number] = total


@njit(inline="always")
def need_of(game, draw, rule, overlap, best, scratch):
    """Least weighted sum, in each direction, of a package still worth finding."""
    direction, needed = scratch.direction, scratch.needed
    principals = len(scratch.hope)
    for number in range(len(direction)):
        total = 0.0
        weight = 0.0
        for who in range(principals):
            least = game.claim[draw, who] if overlap else 0.0
            if rule == IDEAL - who:
                least = max(least, scratch.ideal[who])
            total += direction[number, who] * least
            weight += direction[number, who]
        if best > 0.0 and rule == NASH:
            product = (best / direction[number, principals + 1]) ** (1.0 / principals)
            total = max(total, product)
        if best > 0.0 and rule == EGALITARIAN:
            total = max(total, best * weight)
        if best > 0.0 and rule == KALAI_SMORODINSKY:
            shares = 0.0
            for who in range(principals):
                shares += direction[number, who] * max(scratch.ideal[who], 0.0)
            total = max(total, best * shares)
        if best > 0.0 and rule == UTILITARIAN:
            even = np.inf
            for who in range(principals):
                even = min(even, direction[number, who])
            total = max(total, even * best + total - even * _least(game, draw, overlap))
        needed[number] = total * PRUNE - TOLERANCE * weight - direction[number, principals]


@njit(inline="always")
def _least(game, draw, overlap):
    """Least sum of gains of a package worth finding."""
    total = 0.0
    for who in range(game.claim.shape[1]):
        total += game.claim[draw, who] if overlap else 0.0
    return total


@njit(inline="always")
def is_hopeless(game, draw, row, depth, overlap, scratch):
    """Write each principal's best gain from here on; whether it, or a consenter, rules all out."""
    after, left, hope = scratch.sums[depth], scratch.rest[depth], scratch.hope
    principals = len(hope)
    ratifiers = game.leverage.shape[1]
    for who in range(len(game.consent_on)):
        at = principals + ratifiers + who
        if scratch.concerned[depth, who] and after[at] + left[at] < -TOLERANCE:
            return True
    for who in range(principals):
        hope[who] = after[who] + left[who] + game.constant[draw, who]
    for who in range(ratifiers):
        at = principals + who
        margin = after[at] + left[at] + game.slack[row, who]
        if margin < -TOLERANCE and game.leverage[row, who] > 0.0:
            hope[game.answers_to[who]] += game.leverage[row, who] * margin
    for who in range(principals):
        least = game.claim[draw, who] if overlap else 0.0
        if hope[who] < least - TOLERANCE:
            return True
    return False


@njit(inline="always")
def criterion(rule, even, gains, weights, ideal):
    """What the rule maximises; in a product, a loss counts as nothing."""
    if rule == NASH:
        product = 1.0
        for who in range(len(gains)):
            gain = max(gains[who], 0.0)
            product *= gain if even else gain ** weights[who]
        return product
    if rule == UTILITARIAN:
        total = 0.0
        for who in range(len(gains)):
            total += gains[who]
        return total
    least = np.inf
    for who in range(len(gains)):
        share = gains[who]
        if rule == KALAI_SMORODINSKY:
            share = share / ideal[who] if ideal[who] > TOLERANCE else 1.0
        least = min(least, share)
    return least


@njit(cache=True, nogil=True)
def is_preferred(gains, others, fewer, rule, scratch):
    """Whether the first of two tied packages goes before the second, which comes earlier."""
    mine, theirs = scratch.mine, scratch.theirs
    for who in range(len(gains)):
        unit = 1.0
        if rule == KALAI_SMORODINSKY and scratch.ideal[who] > TOLERANCE:
            unit = scratch.ideal[who]
        mine[who] = gains[who] / unit
        theirs[who] = others[who] / unit
    mine.sort()
    theirs.sort()
    for who in range(len(gains)):
        if mine[who] > theirs[who] + TOLERANCE:
            return True
        if mine[who] < theirs[who] - TOLERANCE:
            return False
    return fewer
