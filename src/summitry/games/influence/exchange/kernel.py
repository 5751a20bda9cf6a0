"""The compiled rounds of the exchange model behind :func:`...exchange.model.exchange`.

Each issue's sums are kept, not summed anew; candidates are found by actor and issue; a tree of
maxima has the best of them. What a side hears of others depends on itself and the issue it
demands alone, so that it is kept once, not once for each candidate.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from summitry.games.influence.exchange.candidates.kernel import (
    EQUAL,
    Board,
    count_from,
    index,
    list_candidates,
    pick_from,
    plant,
    reckon,
    replant,
)

FIRST, RANDOM, SCRIPT = 0, 1, 2
SAME = 1e-11
"""Gains nearer together than this, or than this part of the greatest, tie."""


class Rules(NamedTuple):
    """Switches of :func:`summitry.games.influence.exchange.model.exchange`, as numbers."""

    rate: int
    part: float
    ties: int
    swing: float
    least: float
    remembers: bool


class Log(NamedTuple):
    """What happened; of no length where nobody asks."""

    trades: NDArray[np.float64]  # (most, 3 + 4 + 6 + 4): see ``_write``
    made: NDArray[np.int64]  # (1,): how many trades there were
    tied: NDArray[np.int64]  # (most,): candidates that tied at each choice that was one
    script: NDArray[np.int64]  # (most,): which of them to take
    choices: NDArray[np.int64]  # (1,)


@njit(cache=True, nogil=True)
def exchange_draws(arena, rules, rounds, seed, draws, log, out):
    """Play draws ``first`` to ``last``; ``out`` is (path, outcomes, count, settled, ties).

    ``arena`` is (positions 0 to 100, salience, pull), each (1 or draws, actors, issues).
    """
    positions, salience, pull = arena
    path, outcomes, count, settled, ties = out
    rows = path.shape[1]
    for draw in range(draws[0], draws[1]):
        start = positions[draw % len(positions)].copy()
        s = salience[draw % len(salience)]
        w = pull[draw % len(pull)]
        state = np.uint64(seed) + np.uint64(draw) * np.uint64(0x9E3779B97F4A7C15)
        for turn in range(rounds):
            now, trades, state = _round(start, s, w, rules, state, turn, draw, log, ties)
            if rows > 2 or turn == rounds - 1 or trades == 0:
                row = turn + 1 if rows > 2 else 1
                path[draw, row] = now
                outcomes[draw, row] = _outcome(now, w)
            if trades == 0:
                settled[draw] = True
                for row in range(turn + 2, rows):
                    path[draw, row] = now
                    outcomes[draw, row] = outcomes[draw, turn + 1]
                break
            count[draw] = turn + 1
            for i in range(start.shape[0]):
                for q in range(start.shape[1]):
                    if now[i, q] != start[i, q]:
                        share = rules.swing * (1.0 - s[i, q]) + rules.least
                        start[i, q] = share * now[i, q] + (1.0 - share) * start[i, q]


@njit(cache=True, nogil=True)
def _outcome(place, w):
    """Weighted mean on each issue."""
    n, m = place.shape
    found = np.zeros(m)
    for q in range(m):
        over, under = 0.0, 0.0
        for i in range(n):
            if not np.isnan(place[i, q]):
                over += w[i, q] * place[i, q]
                under += w[i, q]
        found[q] = over / under
    return found


@njit(cache=True, nogil=True)
def _set_up(start, s, w):
    """The board at the start of a round."""
    n, m = start.shape
    whole, total = np.zeros(m), np.zeros(m)
    for q in range(m):
        for i in range(n):
            if not np.isnan(start[i, q]):
                whole[q] += w[i, q]
                total[q] += w[i, q] * start[i, q]
    heard = np.full((n, m, n), np.nan)
    return Board(start, s, w, start.copy(), whole, total, heard, np.zeros((n, m)))


@njit(cache=True, nogil=True)
def _round(start, s, w, rules, state, turn, draw, log, ties):
    """All exchanges of one round, best first: voting positions, how many, the state of chance."""
    n, m = start.shape
    board = _set_up(start, s, w)
    candidates = list_candidates(start, s, _outcome(start, w))
    made = 0
    if len(candidates) == 0:
        return board.now, made, state
    by_supply = index(candidates, n, m, True)
    by_demand = index(candidates, n, m, False)
    luck = np.zeros((len(candidates), 3))
    if rules.rate != EQUAL:
        for f in range(len(candidates)):
            for each in range(3):
                state, luck[f, each] = _random(state)
    told = np.zeros((len(candidates), 8))
    past = np.zeros((len(candidates), 2))
    mark = np.zeros(len(candidates), dtype=np.int64)
    touched = np.empty(len(candidates), dtype=np.int64)
    gains = np.empty(len(candidates))
    for f in range(len(candidates)):
        gains[f] = _again(f, 0, candidates, board, rules, luck, told, past)
    tree = plant(gains)
    while tree[1] > 0.0:
        least = tree[1] - SAME * max(1.0, tree[1])
        number = 0
        tied = count_from(tree, least)
        if tied > 1:
            ties[draw] += 1
            if rules.ties == RANDOM:
                state, drawn = _random(state)
                number = min(tied - 1, int(drawn * tied))
            elif rules.ties == SCRIPT and log.choices[0] < len(log.script):
                number = log.script[log.choices[0]]
                log.tied[log.choices[0]] = tied
                log.choices[0] += 1
        best = pick_from(tree, least, number)
        i, j, p, q = candidates[best]
        if log.made[0] < len(log.trades):
            _write(log, turn, candidates[best], board, told[best])
        replant(tree, best, -1.0)
        board.now[i, q] = told[best, 0]
        board.now[j, p] = told[best, 1]
        _hear(board, i, p, j, told[best, 1])
        _hear(board, j, q, i, told[best, 0])
        made += 1
        count = _touch(candidates[best], m, by_supply, by_demand, tree, mark, touched)
        for at in range(count):
            f = touched[at]
            gain = _again(f, mark[f], candidates, board, rules, luck, told, past)
            mark[f] = 0
            replant(tree, f, gain)
    return board.now, made, state


@njit(cache=True, nogil=True)
def _touch(trade, m, by_supply, by_demand, tree, mark, touched):
    """Fill in which candidates a trade bears on, and mark whose own position it moved (1: I, 2: J).

    Those are the candidates in which either trader gives way on the same issue, and those in which
    either gains on the same issue.
    """
    i, j, p, q = trade
    count = 0
    leaf = len(tree) // 2
    for side in range(4):
        starts, members = by_supply if side < 2 else by_demand
        actor = i if side % 2 == 0 else j
        issue = q if side in (0, 3) else p
        for at in range(starts[actor * m + issue], starts[actor * m + issue + 1]):
            f = members[at] // 2
            if tree[leaf + f] <= 0.0:
                continue
            if mark[f] == 0:
                touched[count] = f
                count += 1
            mark[f] |= 4
            if side < 2:
                mark[f] |= 1 << (members[at] % 2)
    return count


@njit(cache=True, nogil=True)
def _again(f, mark, candidates, board, rules, luck, told, past):
    """A candidate reckoned anew, and struck off where its side's shifts up add up to too much.

    The program's own test adds to the new shift those that this candidate had come to before its
    actor moved elsewhere, whether or not they were made.
    """
    i, j, p, q = candidates[f]
    if mark & 1:
        past[f, 0] += told[f, 6]
    if mark & 2:
        past[f, 1] += told[f, 7]
    gain = reckon(f, candidates, board, rules.rate, rules.part, luck, told[f])
    told[f, 6] = told[f, 0] - board.now[i, q]
    told[f, 7] = told[f, 1] - board.now[j, p]
    if rules.remembers:
        for side in range(2):
            if past[f, side] + told[f, 6 + side] > 100.0 + 1e-9:
                return -1.0
    return gain


@njit(cache=True, nogil=True)
def _hear(board, who, issue, other, place):
    """Who demands an issue remembers where the one who gave way on it stands.

    Of two such steps it remembers the smaller.
    """
    old = board.heard[who, issue, other]
    start = board.start[other, issue]
    if not np.isnan(old):
        place = min(old, place) if place > start else max(old, place)
        board.drift[who, issue] -= board.pull[other, issue] * (old - start)
    board.heard[who, issue, other] = place
    board.drift[who, issue] += board.pull[other, issue] * (place - start)


@njit(cache=True, nogil=True)
def _write(log, turn, candidate, board, told):
    """One trade into the log: round, I, J, p, q, then what it was told, then both old positions."""
    row = log.trades[log.made[0]]
    row[0] = turn
    for each in range(4):
        row[1 + each] = candidate[each]
    row[5:11] = told[:6]
    i, j, p, q = candidate
    row[11] = board.now[i, q]
    row[12] = board.now[j, p]
    log.made[0] += 1


@njit(cache=True, nogil=True)
def _random(state):
    """The next state and a number from 0 to 1 (splitmix64, Steele et al. 2014)."""
    state = state + np.uint64(0x9E3779B97F4A7C15)
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return state, np.float64(z >> np.uint64(11)) / 9007199254740992.0
