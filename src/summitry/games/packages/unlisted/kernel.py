"""The compiled loop over draws where packages are too many to be listed.

A draw first looks for the weights that bound it best. Then it walks the tree of levels, issues with
most at stake first and best levels first, and leaves a branch as soon as it cannot reach what has
been found. Nothing is sampled: what is struck is what listing would strike.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from summitry.games.packages.bounds.kernel import (
    IDEAL,
    KALAI_SMORODINSKY,
    OVERLAP_ONLY,
    PRUNE,
    add_columns,
    add_directions,
    complete_direction,
    criterion,
    fill_table,
    is_hopeless,
    is_preferred,
    need_of,
)
from summitry.games.packages.game import TOLERANCE
from summitry.games.packages.ladders.kernel import bound_columns, keep_unbeaten, set_out
from summitry.games.packages.weights.kernel import is_legal, settle, weigh_gains, worth_of

LIMIT = 20_000_000
"""Steps after which the walk of one draw gives up."""
RECENT = 4
"""How many packages struck before are tried first."""


class Scratch(NamedTuple):
    """Working memory that the bounds share; the last directions are this search's own."""

    table: NDArray[np.float64]
    rest: NDArray[np.float64]
    sums: NDArray[np.float64]
    concerned: NDArray[np.bool_]
    direction: NDArray[np.float64]
    mix: NDArray[np.float64]
    needed: NDArray[np.float64]
    hope: NDArray[np.float64]
    ideal: NDArray[np.float64]
    mine: NDArray[np.float64]
    theirs: NDArray[np.float64]


class Walk(NamedTuple):
    """Where a walk stands, and the best package that it has met."""

    order: NDArray[np.int64]
    ladder: NDArray[np.int64]
    width: NDArray[np.int64]
    at: NDArray[np.int64]
    when_off: NDArray[np.uint64]
    then_off: NDArray[np.uint64]
    settled: NDArray[np.uint64]
    taken: NDArray[np.int64]
    chosen: NDArray[np.int64]
    chosen_gains: NDArray[np.float64]
    middle: NDArray[np.float64]
    vertex: NDArray[np.int64]
    trial: NDArray[np.int64]
    weights: NDArray[np.float64]
    best_weights: NDArray[np.float64]
    spread: NDArray[np.float64]
    kept: NDArray[np.bool_]
    steps: NDArray[np.int64]


@njit(cache=True, nogil=True)
def bargain_unlisted(ground, game, rule, even, out):
    """Fill ``out`` (codes, levels, gains) for every draw."""
    code, levels, gains = out
    draws, principals = game.constant.shape
    tables, acceptors, slots = game.scores.shape
    issues = len(ground.offsets)
    inner = draws // tables
    ratifiers = game.leverage.shape[1]
    words = len(ground.never)
    plain = 2 * (1 + principals)
    directions = plain + 1
    columns = acceptors + directions
    scratch = Scratch(
        np.empty((slots, columns)),
        np.zeros((issues + 1, columns)),
        np.zeros((issues + 1, columns)),
        np.zeros((issues + 1, len(game.consent_on)), dtype=np.bool_),
        np.empty((directions, principals + 2)),
        np.zeros((directions, principals + ratifiers)),
        np.empty(directions),
        np.empty(principals),
        np.empty(principals),
        np.empty(principals),
        np.empty(principals),
    )
    walk = Walk(
        np.arange(issues),
        np.empty((issues, ground.sizes.max()), dtype=np.int64),
        np.empty(issues, dtype=np.int64),
        np.empty(issues, dtype=np.int64),
        np.zeros((issues + 1, words), dtype=np.uint64),
        np.zeros((issues + 1, words), dtype=np.uint64),
        np.zeros((issues + 1, words), dtype=np.uint64),
        np.empty(issues, dtype=np.int64),
        np.empty(issues, dtype=np.int64),
        np.empty(principals),
        np.empty(acceptors),
        np.empty(issues, dtype=np.int64),
        np.empty(issues, dtype=np.int64),
        np.empty(principals + ratifiers),
        np.empty(principals + ratifiers),
        np.empty(issues),
        np.empty(slots, dtype=np.bool_),
        np.zeros(1, dtype=np.int64),
    )
    recent = np.full((RECENT, issues), -1, dtype=np.int64)
    turn = 0
    for draw in range(draws):
        row = draw // inner
        fill_table(game, draw, row, scratch.table)
        walk.order[:] = np.arange(issues)
        bound_columns(ground, scratch, walk, 0, acceptors)
        add_directions(game, draw, row, rule, scratch)
        keep_unbeaten(ground, game, scratch, walk)
        walk.steps[0] = 0
        found = False
        if rule != OVERLAP_ONLY:
            if rule == KALAI_SMORODINSKY:
                scratch.ideal[:] = -1.0
                for who in range(principals):
                    _seek(ground, game, draw, row, IDEAL - who, even, scratch, walk, recent)
            found = _seek(ground, game, draw, row, rule, even, scratch, walk, recent)
        if walk.steps[0] > LIMIT:
            code[draw] = -1
            return
        if found:
            code[draw] = 2
            levels[draw] = walk.chosen - ground.offsets
            _natural(game, draw, row, scratch, walk.chosen, gains[draw])
            if not _is_recent(recent, walk.chosen):
                recent[turn] = walk.chosen
                turn = (turn + 1) % RECENT
            continue
        levels[draw] = -1
        overlap = _seek(ground, game, draw, row, OVERLAP_ONLY, even, scratch, walk, recent)
        code[draw] = 1 if overlap else 0
        if walk.steps[0] > LIMIT:
            code[draw] = -1
            return


@njit(cache=True, nogil=True)
def _seek(ground, game, draw, row, rule, even, scratch, walk, recent):
    """Find what a rule picks; whether there is anything. An ideal is written into the scratch."""
    claimed = rule != OVERLAP_ONLY
    start = -1.0
    for number in range(len(recent)):
        if recent[number, 0] >= 0:
            walk.trial[:] = recent[number]
            start = max(
                start, worth_of(ground, game, draw, row, rule, even, claimed, scratch, walk)
            )
    start = weigh_gains(ground, game, draw, row, rule, even, claimed, scratch, walk, start)
    if start > 0.0 and rule == OVERLAP_ONLY:
        return True
    if start == -2.0:
        return False
    number = len(scratch.direction) - 1
    acceptors = game.scores.shape[1]
    for who in range(len(walk.weights)):
        scratch.mix[number, who] = walk.best_weights[who]
        if who < len(scratch.hope):
            scratch.direction[number, who] = walk.best_weights[who]
    complete_direction(game, draw, row, number, scratch)
    add_columns(game, number, number + 1, scratch)
    set_out(ground, scratch, walk, acceptors + number)
    bound_columns(ground, scratch, walk, 0, acceptors + number + 1)
    return _walk(ground, game, draw, row, rule, even, claimed, scratch, walk, start)


@njit(cache=True, nogil=True)
def _natural(game, draw, row, scratch, taken, gains):
    """Gains of a package, summed in the issues' own order, as listing sums them."""
    issues = len(taken)
    for issue in range(issues):
        settle(game, issue, issue, taken[issue], False, game.scores.shape[1], scratch)
    is_hopeless(game, draw, row, issues, True, scratch)
    gains[:] = scratch.hope


@njit(cache=True, nogil=True)
def _walk(ground, game, draw, row, rule, even, claimed, scratch, walk, start):
    """Walk the tree of levels; whether anything was found."""
    rest, sums, hope = scratch.rest, scratch.sums, scratch.hope
    issues = len(walk.order)
    acceptors = game.scores.shape[1]
    columns = scratch.table.shape[1]
    tuned = len(scratch.needed) - 1
    weights = game.weights[row]
    best = start
    chosen_score = -1.0
    found = False
    if rule <= IDEAL:
        scratch.ideal[IDEAL - rule] = max(scratch.ideal[IDEAL - rule], start)
    for slot in range(len(walk.kept)):
        if not ground.open[slot] or walk.kept[slot]:
            continue
        _take_alone(ground, slot, walk)
        score = worth_of(ground, game, draw, row, rule, even, claimed, scratch, walk)
        if score < 0.0:
            continue
        if rule == OVERLAP_ONLY:
            return True
        found = True
        best = max(best, score)
        if rule <= IDEAL:
            scratch.ideal[IDEAL - rule] = max(scratch.ideal[IDEAL - rule], score)
        else:
            walk.taken[:] = walk.trial
            if _goes_first(ground, walk, hope, score, chosen_score, rule, scratch):
                walk.chosen[:] = walk.taken
                walk.chosen_gains[:] = hope
                chosen_score = score
    need_of(game, draw, rule, claimed, best, scratch)
    depth = 0
    walk.at[0] = 0
    while depth >= 0:
        if walk.at[depth] == walk.width[depth]:
            depth -= 1
            continue
        walk.steps[0] += 1
        if walk.steps[0] > LIMIT:
            return False
        slot = walk.ladder[depth, walk.at[depth]]
        walk.at[depth] += 1
        issue = walk.order[depth]
        if not _allowed(ground, walk, depth, slot):
            continue
        settle(game, depth, issue, slot, slot != ground.status_quo[issue], columns, scratch)
        at = acceptors + tuned
        if sums[depth + 1, at] + rest[depth + 1, at] < scratch.needed[tuned]:
            walk.at[depth] = walk.width[depth]  # the levels that follow are worse still
            continue
        lost = False
        for number in range(tuned):
            at = acceptors + number
            if sums[depth + 1, at] + rest[depth + 1, at] < scratch.needed[number]:
                lost = True
                break
        if lost or is_hopeless(game, draw, row, depth + 1, claimed, scratch):
            continue
        if rule <= IDEAL:
            if hope[IDEAL - rule] <= scratch.ideal[IDEAL - rule]:
                continue
        elif (
            best > 0.0
            and rule != OVERLAP_ONLY
            and criterion(rule, even, hope, weights, scratch.ideal) < best * PRUNE
        ):
            continue
        walk.taken[issue] = slot
        if depth + 1 < issues:
            depth += 1
            walk.at[depth] = 0
            continue
        if not is_legal(ground, walk.taken):
            continue
        if rule == OVERLAP_ONLY:
            return True
        found = True
        if rule <= IDEAL:
            scratch.ideal[IDEAL - rule] = hope[IDEAL - rule]
            need_of(game, draw, rule, claimed, best, scratch)
            continue
        score = criterion(rule, even, hope, weights, scratch.ideal)
        if score > best:
            best = score
            need_of(game, draw, rule, claimed, best, scratch)
        if _goes_first(ground, walk, hope, score, chosen_score, rule, scratch):
            walk.chosen[:] = walk.taken
            walk.chosen_gains[:] = hope
            chosen_score = score
    return found


@njit(cache=True, nogil=True)
def _take_alone(ground, slot, walk):
    """Make the package that moves to one level and leaves all else the trial package.

    Levels that nobody needs are not walked, but to move nothing is no deal: where they would all
    be left out, one of them may yet be the deal.
    """
    for issue in range(len(walk.trial)):
        begin = ground.offsets[issue]
        walk.trial[issue] = ground.status_quo[issue]
        for one in range(begin, begin + ground.sizes[issue]):
            if not ground.counted[issue] and ground.open[one]:
                walk.trial[issue] = one
        if begin <= slot < begin + ground.sizes[issue]:
            walk.trial[issue] = slot


@njit(inline="always")
def _allowed(ground, walk, depth, slot):
    """Note a level's rules; whether none is broken whose condition is settled and true."""
    fine = True
    for word in range(len(ground.never)):
        off = walk.when_off[depth, word] | ground.when_off[slot, word]
        broken = walk.then_off[depth, word] | ground.then_off[slot, word]
        walk.when_off[depth + 1, word] = off
        walk.then_off[depth + 1, word] = broken
        if walk.settled[depth + 1, word] & ~off & (broken | ground.never[word]):
            fine = False
    return fine


@njit(cache=True, nogil=True)
def _goes_first(ground, walk, gains, score, other, rule, scratch):
    """Whether the package just met goes before the one chosen so far."""
    if other < 0.0 or score > other + TOLERANCE * abs(score):
        return True
    if score < other - TOLERANCE * abs(other):
        return False
    mine, theirs = 0, 0
    before = False
    for issue in range(len(walk.taken) - 1, -1, -1):
        mine += walk.taken[issue] != ground.status_quo[issue]
        theirs += walk.chosen[issue] != ground.status_quo[issue]
        if walk.taken[issue] != walk.chosen[issue]:
            before = walk.taken[issue] < walk.chosen[issue]
    fewer = mine < theirs or (mine == theirs and before)
    return is_preferred(gains, walk.chosen_gains, fewer, rule, scratch)


@njit(inline="always")
def _is_recent(recent, taken):
    """Whether a package is among those tried first."""
    known = False
    for number in range(len(recent)):
        known = known or (recent[number] == taken).all()
    return known
