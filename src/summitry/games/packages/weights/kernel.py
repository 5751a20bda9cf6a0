"""Weights of the principals' gains under which the best weighted sum is least, compiled.

They are the Lagrangian dual of the concave bargain between packages, found step by step (Frank and
Wolfe 1956). They bound what any package can reach, and the packages met on the way are good ones.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from summitry.games.packages.bounds.kernel import (
    EGALITARIAN,
    IDEAL,
    KALAI_SMORODINSKY,
    NASH,
    OVERLAP_ONLY,
    UTILITARIAN,
    criterion,
    is_hopeless,
)
from summitry.games.packages.game import TOLERANCE

STEPS = 24
"""Steps towards the best weights, for each search of a draw."""
FIRMEST = 8.0
"""Leverage with which a veto counts in weights; the walk takes it as it is."""
PENALTY = 3.0
"""Weight of a principal that would be left below its claim, where only another's gain counts."""
NOTHING = 1e-8
"""Weighted sums below 0 by more than this leave no doubt that some gain is below 0."""


@njit(cache=True, nogil=True)
def is_legal(ground, taken):
    """Whether no rule forbids a package, given by its slots, and it moves what it must."""
    moved = False
    for issue in range(len(taken)):
        if not ground.open[taken[issue]]:
            return False
        if ground.counted[issue] and taken[issue] != ground.status_quo[issue]:
            moved = True
    for word in range(len(ground.never)):
        off, broken = np.uint64(0), ground.never[word]
        for issue in range(len(taken)):
            off |= ground.when_off[taken[issue], word]
            broken |= ground.then_off[taken[issue], word]
        if broken & ~off:
            return False
    return moved


@njit(cache=True, nogil=True)
def worth_of(ground, game, draw, row, rule, even, claimed, scratch, walk):
    """Criterion of the trial package, -1 if it is not legal or somebody would not have it."""
    if not is_legal(ground, walk.trial):
        return -1.0
    issues = len(walk.trial)
    acceptors = game.scores.shape[1]
    for issue in range(issues):
        slot = walk.trial[issue]
        moved = slot != ground.status_quo[issue]
        settle(game, issue, issue, slot, moved, acceptors, scratch)
    if is_hopeless(game, draw, row, issues, claimed, scratch):
        return -1.0
    if rule == OVERLAP_ONLY:
        return 1.0
    if rule <= IDEAL:
        return scratch.hope[IDEAL - rule]
    return criterion(rule, even, scratch.hope, game.weights[row], scratch.ideal)


@njit(inline="always")
def settle(game, depth, issue, slot, moved, columns, scratch):
    """Settle one more issue: add its level's scores; note whom the move concerns."""
    sums, table = scratch.sums, scratch.table
    for column in range(columns):
        sums[depth + 1, column] = sums[depth, column] + table[slot, column]
    for who in range(len(game.consent_on)):
        concerns = moved and game.consent_on[who, issue]
        scratch.concerned[depth + 1, who] = scratch.concerned[depth, who] or concerns


@njit(cache=True, nogil=True)
def weigh_gains(ground, game, draw, row, rule, even, claimed, scratch, walk, start):
    """Find the best weights; return the best criterion met on the way, -2 if nothing can be had."""
    principals = len(scratch.hope)
    ratifiers = game.leverage.shape[1]
    weights, middle = walk.weights, walk.middle
    least_bound = np.inf
    for who in range(principals):
        reach = scratch.rest[0, who] + game.constant[draw, who]
        least = game.claim[draw, who] if claimed else 0.0
        if reach < least - TOLERANCE:
            return -2.0
        weights[who] = 1.0 / max(reach, 1e-3)
    for who in range(ratifiers):
        weights[principals + who] = 0.5
    for step in range(STEPS):
        if step > 0:
            _reweigh(game, draw, row, rule, claimed, step, scratch, walk)
        best = _best_vertex(ground, game, draw, row, scratch, walk)
        bound = _dual(game, draw, row, rule, claimed, best, scratch, walk)
        if bound < least_bound:
            least_bound = bound
            for who in range(len(weights)):
                walk.best_weights[who] = weights[who]
            for who in range(ratifiers):
                power = min(game.leverage[row, who], FIRMEST) * weights[game.answers_to[who]]
                walk.best_weights[principals + who] = weights[principals + who] * power
        walk.trial[:] = walk.vertex
        start = max(start, worth_of(ground, game, draw, row, rule, even, claimed, scratch, walk))
        if rule == OVERLAP_ONLY and (start > 0.0 or least_bound < -NOTHING):
            return start if start > 0.0 else -2.0
        pace = 2.0 / (step + 2.0)
        for who in range(len(middle)):
            total = 0.0
            for issue in range(len(walk.vertex)):
                total += scratch.table[walk.vertex[issue], who]
            middle[who] = total if step == 0 else middle[who] + pace * (total - middle[who])
    return start


@njit(cache=True, nogil=True)
def _best_vertex(ground, game, draw, row, scratch, walk):
    """The package with the best weighted sum, rules aside, and that sum with its constants."""
    weights = walk.weights
    principals = len(scratch.hope)
    ratifiers = game.leverage.shape[1]
    total = 0.0
    for who in range(principals):
        total += weights[who] * game.constant[draw, who]
    for who in range(ratifiers):
        at = game.answers_to[who]
        power = weights[at] * min(game.leverage[row, who], FIRMEST)
        total += power * weights[principals + who] * game.slack[row, who]
    for issue in range(len(ground.offsets)):
        best = -np.inf
        begin = ground.offsets[issue]
        for slot in range(begin, begin + ground.sizes[issue]):
            if not ground.open[slot]:
                continue
            value = 0.0
            for who in range(principals):
                value += weights[who] * scratch.table[slot, who]
            for who in range(ratifiers):
                at = game.answers_to[who]
                power = weights[at] * min(game.leverage[row, who], FIRMEST)
                value += power * weights[principals + who] * scratch.table[slot, principals + who]
            if value > best:
                best = value
                walk.vertex[issue] = slot
        total += best
    return total


@njit(cache=True, nogil=True)
def _dual(game, draw, row, rule, claimed, best, scratch, walk):
    """What the weights bound, up to a growing function: below 0, nothing can be had."""
    principals = len(scratch.hope)
    weights = walk.weights
    need = 0.0
    unit = 0.0
    for who in range(principals):
        need += weights[who] * (game.claim[draw, who] if claimed else 0.0)
        unit += weights[who] * _unit(game, draw, rule, who, scratch)
    if rule == NASH:
        if best <= 0.0:
            return -1.0
        bound = principals * np.log(best / principals)
        for who in range(principals):
            power = game.weights[row, who]
            bound += power * (np.log(max(power, 1e-300)) - np.log(weights[who]))
        return bound
    if rule in (KALAI_SMORODINSKY, EGALITARIAN):
        return best / unit
    if rule == OVERLAP_ONLY:
        return (best - need) / unit
    who = IDEAL - rule if rule <= IDEAL else 0
    least = game.claim[draw, who]
    if rule == UTILITARIAN:
        even = weights[:principals].min()
        total = 0.0
        for one in range(principals):
            total += game.claim[draw, one]
        return (best - need + even * total) / even
    return (best - need + weights[who] * least) / weights[who]


@njit(inline="always")
def _unit(game, draw, rule, who, scratch):
    """In what a principal's gain is measured where the least counts."""
    if rule == KALAI_SMORODINSKY:
        return max(scratch.ideal[who], 1e-9)
    if rule == EGALITARIAN:
        return 1.0
    return max(scratch.rest[0, who] + game.constant[draw, who], 1e-3)


@njit(cache=True, nogil=True)
def _reweigh(game, draw, row, rule, claimed, step, scratch, walk):
    """Weights from where the mean of the packages met so far leaves each party."""
    weights, middle, gain = walk.weights, walk.middle, scratch.mine
    principals = len(scratch.hope)
    ratifiers = game.leverage.shape[1]
    pace = 2.0 / (step + 2.0)
    for who in range(principals):
        gain[who] = middle[who] + game.constant[draw, who]
    for who in range(ratifiers):
        short = middle[principals + who] + game.slack[row, who]
        if short < 0.0:
            gain[game.answers_to[who]] += min(game.leverage[row, who], FIRMEST) * short
        aim = 1.0 if short < 0.0 else 0.0
        weights[principals + who] += pace * (aim - weights[principals + who])
    if rule == NASH:
        for who in range(principals):
            reach = max(scratch.rest[0, who] + game.constant[draw, who], 1e-3)
            power = max(game.weights[row, who], 1e-9)
            weights[who] = power / max(gain[who], 0.02 * reach)
        return
    if rule == UTILITARIAN or rule <= IDEAL:
        for who in range(principals):
            wanted = 1.0 if rule == UTILITARIAN or who == IDEAL - rule else 1e-6
            short = gain[who] < game.claim[draw, who]
            aim = wanted + (PENALTY if short else 0.0)
            if step == 1:
                weights[who] = aim
            else:
                weights[who] += pace * (aim - weights[who])
        return
    least = np.inf
    for who in range(principals):
        wanted = game.claim[draw, who] if claimed and rule == OVERLAP_ONLY else 0.0
        gain[who] = (gain[who] - wanted) / _unit(game, draw, rule, who, scratch)
        least = min(least, gain[who])
    sharp = 5.0 + 3.0 * step
    for who in range(principals):
        weight = np.exp(-sharp * (gain[who] - least))
        weights[who] = max(weight, 1e-6) / _unit(game, draw, rule, who, scratch)
