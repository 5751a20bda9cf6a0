"""The compiled loop over draws behind :func:`summitry.games.packages.bargain.bargain`.

A draw walks the tree of packages, adding one level's scores a step, and turns back where even the
best levels of the issues still open cannot make a package acceptable, or good enough.
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
    add_directions,
    criterion,
    fill_table,
    is_hopeless,
    is_preferred,
    need_of,
)
from summitry.games.packages.game import TOLERANCE, Game
from summitry.games.packages.space import Trie

RECENT = 4
"""How many packages struck before are tried first."""


class Scratch(NamedTuple):
    """Working memory of one thread."""

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
    found: NDArray[np.int32]
    found_gains: NDArray[np.float64]


@njit(cache=True, nogil=True)
def bargain_draws(trie, game, space, rule, even, out):
    """Fill ``out`` (codes, packages, gains) for every draw."""
    packages, moves, offsets, status_quo = space
    code, package, gains = out
    space_slots = (offsets, status_quo)
    recent = np.full(RECENT, -1, dtype=np.int32)
    turn = 0
    draws, principals = game.constant.shape
    tables, acceptors, slots = game.scores.shape
    issues = len(offsets)
    inner = draws // tables
    directions = 2 * (1 + principals)
    columns = acceptors + directions
    scratch = Scratch(
        np.empty((slots, columns)),
        np.empty((issues + 1, columns)),
        np.zeros((issues + 1, columns)),
        np.zeros((issues + 1, len(game.consent_on)), dtype=np.bool_),
        np.empty((directions, principals + 2)),
        np.zeros((directions, principals + game.leverage.shape[1])),
        np.empty(directions),
        np.empty(principals),
        np.empty(principals),
        np.empty(principals),
        np.empty(principals),
        np.empty(len(moves), dtype=np.int32),
        np.empty((len(moves), principals)),
    )
    for draw in range(draws):
        row = draw // inner
        fill_table(game, draw, row, scratch.table)
        _bound(scratch, offsets, 0, acceptors)
        add_directions(game, draw, row, rule, scratch)
        _bound(scratch, offsets, acceptors, columns)
        start = -1.0
        if rule == KALAI_SMORODINSKY:
            scratch.ideal[:] = -1.0
            for who in range(principals):
                rule_of = IDEAL - who
                _head_start(game, draw, row, packages, space_slots, recent, rule_of, even, scratch)
                _search(trie, game, draw, row, status_quo, rule_of, even, scratch, -1.0)
        if rule != OVERLAP_ONLY:
            start = _head_start(game, draw, row, packages, space_slots, recent, rule, even, scratch)
        overlap, count = _search(trie, game, draw, row, status_quo, rule, even, scratch, start)
        if count == 0:
            code[draw] = 1 if overlap else 0
            package[draw] = -1
            continue
        code[draw] = 2
        chosen = _choose(scratch, count, moves, rule, even, game.weights[row])
        package[draw] = scratch.found[chosen]
        if not (recent == package[draw]).any():
            recent[turn] = package[draw]
            turn = (turn + 1) % RECENT
        gains[draw] = scratch.found_gains[chosen]


@njit(cache=True, nogil=True)
def bargain_groups(tries, ends, game, space, rule, even, out):
    """As :func:`bargain_draws`, one group of draws after the other, each over its own packages.

    Trees and packages of the groups lie one behind the other; ``ends`` tell where each group's
    nodes, packages and draws end. A table serves one draw.
    """
    packages, moves, offsets, status_quo = space
    code, package, gains = out
    node, row, draw = 0, 0, 0
    for group in range(len(ends)):
        last_node, last_row, last = ends[group]
        trie = Trie(
            tries.slot[node:last_node],
            tries.depth[node:last_node],
            tries.skip[node:last_node],
            tries.leaf[node:last_node],
        )
        own = Game(
            game.scores[draw:last],
            game.leverage[draw:last],
            game.slack[draw:last],
            game.weights[draw:last],
            game.constant[draw:last],
            game.claim[draw:last],
            game.active[draw:last],
            game.line_owner,
            game.line_slots,
            game.answers_to,
            game.consent_on,
        )
        legal = (packages[row:last_row], moves[row:last_row], offsets, status_quo)
        found = (code[draw:last], package[draw:last], gains[draw:last])
        bargain_draws(trie, own, legal, rule, even, found)
        node, row, draw = last_node, last_row, last


@njit(cache=True, nogil=True)
def _bound(scratch, offsets, first, last):
    """Most that each of the given columns can still add once the first issues are settled."""
    table, rest = scratch.table, scratch.rest
    rest[len(offsets), first:last] = 0.0
    end = len(table)
    for issue in range(len(offsets) - 1, -1, -1):
        for column in range(first, last):
            best = table[offsets[issue], column]
            for slot in range(offsets[issue] + 1, end):
                best = max(best, table[slot, column])
            rest[issue, column] = rest[issue + 1, column] + best
        end = offsets[issue]


@njit(cache=True, nogil=True)
def _head_start(game, draw, row, packages, space_slots, recent, rule, even, scratch):
    """Best score among packages that earlier draws struck: it spares this draw most of the tree.

    It decides nothing: the search finds whatever scores as well or better.
    """
    offsets, status_quo = space_slots
    acceptors = game.scores.shape[1]
    hope = scratch.hope
    best = -1.0
    for package in recent:
        if package < 0:
            continue
        for issue in range(len(offsets)):
            slot = offsets[issue] + packages[package, issue]
            _step(game, issue, slot, slot != status_quo[issue], acceptors, scratch)
        lost = is_hopeless(game, draw, row, len(offsets), True, scratch)
        if not lost and rule <= IDEAL:
            scratch.ideal[IDEAL - rule] = max(scratch.ideal[IDEAL - rule], hope[IDEAL - rule])
        elif not lost:
            best = max(best, criterion(rule, even, hope, game.weights[row], scratch.ideal))
    return best


@njit(cache=True, nogil=True)
def _search(trie, game, draw, row, status_quo, rule, even, scratch, start):
    """Walk the tree: whether somebody could accept something, and how many claimable were found."""
    rest, sums, hope = scratch.rest, scratch.sums, scratch.hope
    principals = len(hope)
    weights = game.weights[row]
    best = start
    overlap = start >= 0.0 or rule <= IDEAL  # only what is claimable matters to an ideal
    count = 0
    node = 0
    acceptors = game.scores.shape[1]
    columns = scratch.table.shape[1]
    need_of(game, draw, rule, overlap, best, scratch)
    while node < len(trie.slot):
        depth = trie.depth[node]
        slot = trie.slot[node]
        _step(game, depth, slot, slot != status_quo[depth], columns, scratch)
        lost = False
        for number in range(len(scratch.needed)):
            at = acceptors + number
            if sums[depth + 1, at] + rest[depth + 1, at] < scratch.needed[number]:
                lost = True
        if not lost:
            lost = is_hopeless(game, draw, row, depth + 1, overlap, scratch)
        if not lost and rule <= IDEAL:
            lost = hope[IDEAL - rule] <= scratch.ideal[IDEAL - rule]
        elif not lost and best > 0.0:
            lost = criterion(rule, even, hope, weights, scratch.ideal) < best * PRUNE
        if lost:
            node = trie.skip[node]
            continue
        if trie.leaf[node] >= 0:
            if rule == OVERLAP_ONLY:
                return True, 0
            fresh = not overlap
            overlap = True
            claimed = True
            for who in range(principals):
                if hope[who] < game.claim[draw, who] - TOLERANCE:
                    claimed = False
            if claimed and rule <= IDEAL:
                scratch.ideal[IDEAL - rule] = hope[IDEAL - rule]
                fresh = True
            elif claimed:
                scratch.found[count] = trie.leaf[node]
                scratch.found_gains[count] = hope
                count += 1
                score = criterion(rule, even, hope, weights, scratch.ideal)
                fresh = fresh or score > best
                best = max(best, score)
            if fresh:
                need_of(game, draw, rule, overlap, best, scratch)
        node += 1
    return overlap, count


@njit(inline="always")
def _step(game, depth, slot, moved, columns, scratch):
    """Settle one more issue: add its level's scores; note whom the move concerns."""
    sums, table = scratch.sums, scratch.table
    for column in range(columns):
        sums[depth + 1, column] = sums[depth, column] + table[slot, column]
    for who in range(len(game.consent_on)):
        concerns = moved and game.consent_on[who, depth]
        scratch.concerned[depth + 1, who] = scratch.concerned[depth, who] or concerns


@njit(cache=True, nogil=True)
def _choose(scratch, count, moves, rule, even, weights):
    """Number, among those found, of the package struck."""
    found, gains = scratch.found, scratch.found_gains
    best = -np.inf
    for one in range(count):
        best = max(best, criterion(rule, even, gains[one], weights, scratch.ideal))
    least = best - TOLERANCE * abs(best)
    chosen = -1
    for one in range(count):
        if criterion(rule, even, gains[one], weights, scratch.ideal) < least:
            continue
        fewer = chosen >= 0 and moves[found[one]] < moves[found[chosen]]
        if chosen < 0 or is_preferred(gains[one], gains[chosen], fewer, rule, scratch):
            chosen = one
    return chosen
