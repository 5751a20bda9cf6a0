"""The compiled rounds of the challenge model behind :func:`...challenge.model.challenge`.

O(n^3) a round: where the replicas sum over voters for every pair anew in every perceiver's eyes,
one table of weighted distances serves each perceiver.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

NEAR = 1e-10
"""Expectations, and parts of the range of positions, that differ by less are the same."""

NONE, CONFRONTATION, COMPROMISE, CAPITULATION, STALEMATE = 0, 1, 2, 3, 4


class Rules(NamedTuple):
    """Switches of :class:`~summitry.games.influence.challenge.rules.ChallengeRules`, as numbers."""

    status_quo: float
    drift: float  # probability that drift helps; below 0: where the challenger is near the middle
    drift_sign: float
    all_pairs: bool
    voters: int  # 0 the perceiver's risk, 1 the voter's own, 2 neutral
    net: bool
    target_view: bool
    mean_middle: bool
    choice: int  # 0 least move, 1 as coded by Scholz, 2 strongest challenger
    sequential: bool
    zero: float
    split: bool
    capitulates: bool
    stop: float


class Log(NamedTuple):
    """What happened, (rounds, actors, actors, issues); of no length where nobody asks."""

    own: NDArray[np.float64]
    seen: NDArray[np.float64]
    probability: NDArray[np.float64]
    kind: NDArray[np.int8]
    offer: NDArray[np.float64]
    taken: NDArray[np.int64]
    risk: NDArray[np.float64]


@njit(cache=True, nogil=True)
def challenge_draws(arena, rules, rounds, span, draws, log, out):
    """Play the rounds of draws ``first`` to ``last`` on every issue; fill path and counts.

    ``arena`` is (positions, salience, weights), each (1 or draws, n, m). ``out`` is (path, count,
    settled, own, seen, probability); the last three may be empty.
    """
    positions, salience, weights = arena
    path, count, settled, first_own, first_seen, first_chance = out
    m = positions.shape[2]
    rows = path.shape[1]
    for draw in range(draws[0], draws[1]):
        ax, asal, aw = draw % len(positions), draw % len(salience), draw % len(weights)
        for issue in range(m):
            here = np.flatnonzero(~np.isnan(positions[ax, :, issue]))
            x = positions[ax, :, issue][here]
            s = salience[asal, :, issue][here]
            w = weights[aw, :, issue][here]
            own = np.zeros((len(x), len(x)))
            seen = np.zeros((len(x), len(x)))
            chance = np.zeros((len(x), len(x)))
            kind = np.zeros((len(x), len(x)), dtype=np.int8)
            offer = np.zeros((len(x), len(x)))
            rest = False
            played = 0
            for turn in range(rounds):
                if not rest:
                    r = _attitudes(x, s, w, span[draw, issue], rules, own, seen, chance)
                    moved, taken = _offers(x, own, seen, span[draw, issue], rules, kind, offer)
                    if turn == 0 and len(first_own):
                        for i in range(len(x)):
                            for j in range(len(x)):
                                first_own[draw, here[i], here[j], issue] = own[i, j]
                                first_seen[draw, here[i], here[j], issue] = seen[i, j]
                                first_chance[draw, here[i], here[j], issue] = chance[i, j]
                    if len(log.own):
                        for i in range(len(x)):
                            log.taken[turn, here[i], issue] = (
                                here[taken[i]] if taken[i] >= 0 else -1
                            )
                            log.risk[turn, here[i], issue] = r[i]
                            for j in range(len(x)):
                                at = (turn, here[i], here[j], issue)
                                log.own[at] = own[i, j]
                                log.seen[at] = seen[i, j]
                                log.probability[at] = chance[i, j]
                                log.kind[at] = kind[i, j]
                                log.offer[at] = offer[i, j]
                    farthest = np.abs(moved - x).max()
                    rest = farthest <= rules.stop * span[draw, issue]
                    if farthest > 0.0:
                        played = turn + 1
                    x = moved
                if rows > 2 or turn == rounds - 1:
                    row = turn + 1 if rows > 2 else rows - 1
                    for i in range(len(x)):
                        path[draw, row, here[i], issue] = x[i]
            count[draw] = max(count[draw], played)
            settled[draw] = settled[draw] and rest


@njit(cache=True, nogil=True)
def _attitudes(x, s, w, span, rules, own, seen, chance):
    """Fill expected utilities and probabilities of the round; answer the risk exponents."""
    n = len(x)
    r = np.ones(n)
    if n == 1 or span <= 0.0:
        own[:] = 0.0
        seen[:] = 0.0
        chance[:] = 0.0
        return r
    d = np.abs(x.reshape(n, 1) - x.reshape(1, n)) / span
    middle = _median(x, w)
    _expect(x, d, s, w, r, span, middle, rules, own, seen, chance)
    security = np.zeros(n)
    for i in range(n):
        for j in range(n):
            if j != i:
                security[i] += own[j, i]
    low, high = security.min(), security.max()
    scale = max(abs(low), abs(high), 1e-300)
    if high - low > 1e-12 * scale:
        for i in range(n):
            bold = (2.0 * security[i] - high - low) / (high - low) / 3.0
            r[i] = (1.0 - bold) / (1.0 + bold)
    if rules.mean_middle and w.sum() > 0.0:
        middle = (w * x).sum() / w.sum()
    _expect(x, d, s, w, r, span, middle, rules, own, seen, chance)
    return r


@njit(cache=True, nogil=True)
def _median(x, w):
    """Lower weighted median; of the bare positions where nobody has weight."""
    order = np.argsort(x, kind="mergesort")
    total = w.sum()
    reached = 0.0
    for i in order:
        reached += w[i] if total > 0.0 else 1.0
        if reached >= (0.5 - 1e-12) * (total if total > 0.0 else len(x)):
            return x[i]
    return x[order[-1]]


@njit(cache=True, nogil=True)
def _power(base, r):
    """A number to the power r, by way of its logarithm: much faster, and as exact as needed."""
    if r == 1.0:
        return max(0.0, base)
    return np.exp(r * np.log(base)) if base > 0.0 else 0.0


@njit(cache=True, nogil=True)
def _raise(d, r, table):
    """Fill ``table`` with distances to the power r (they are symmetric)."""
    n = len(d)
    for k in range(n):
        table[k, k] = 0.0
        for j in range(k):
            far = _power(d[k, j], r)
            table[k, j] = far
            table[j, k] = far


@njit(cache=True, nogil=True)
def _whole(table, w):
    """Votes cast in all ordered pairs of positions together."""
    total = 0.0
    n = len(w)
    for k in range(n):
        ranked = np.sort(table[k])
        for place in range(n):
            total += w[k] * 2.0 * (2 * place - n + 1) * ranked[place]
    return total


@njit(cache=True, nogil=True)
def _expect(x, d, s, w, r, span, middle, rules, own, seen, chance):
    """Fill E_i(i -> j) in ``own``, E_j(i -> j) in ``seen``, P(i, j) as i sees it in ``chance``."""
    n = len(x)
    table = np.empty((n, n))
    filled = False
    whole = 0.0
    if rules.voters == 1:
        for k in range(n):
            for j in range(n):
                table[k, j] = _power(d[k, j], r[k])
        filled = True
    elif rules.voters == 2:
        _raise(d, 1.0, table)
        filled = True
    plus = np.empty(n)
    minus = np.empty(n)
    last = -1.0
    for i in range(n):
        if not filled and r[i] != last:
            _raise(d, r[i], table)
            last = r[i]
        if rules.all_pairs and (i == 0 or not filled):
            whole = _whole(table, w)
        _votes(table, w, i, plus, minus)
        quo = rules.status_quo * (2.0 - 4.0 * _power(0.5, r[i]))
        for j in range(n):
            if abs(x[i] - x[j]) <= NEAR * span:
                own[i, j] = 0.0
                seen[j, i] = 0.0
                chance[i, j] = 0.0
                continue
            total = whole if rules.all_pairs else plus[j] + minus[j]
            mine, theirs = 0.5, 0.5
            if total > 0.0:
                mine, theirs = plus[j] / total, minus[j] / total
                if rules.net:
                    mine = max(0.0, plus[j] - minus[j]) / total
                    theirs = max(0.0, minus[j] - plus[j]) / total
            chance[i, j] = mine
            success = 2.0 - 4.0 * _power(0.5 - 0.5 * d[i, j], r[i])
            failure = 2.0 - 4.0 * _power(0.5 + 0.5 * d[i, j], r[i])
            own[i, j] = s[j] * (mine * success + (1.0 - mine) * failure) - quo
            own[i, j] += (1.0 - s[j]) * success
            seen[j, i] = s[i] * (theirs * success + (1.0 - theirs) * failure) - quo
            seen[j, i] += (1.0 - s[i]) * success
            if rules.status_quo < 1.0:
                own[i, j] += _drift(i, j, x, d, r[i], span, middle, rules)
                seen[j, i] += _drift(j, i, x, d, r[i], span, middle, rules)


@njit(cache=True, nogil=True)
def _votes(table, w, i, plus, minus):
    """Votes for i's position against each other one, and against i's."""
    n = len(w)
    plus[:] = 0.0
    minus[:] = 0.0
    for k in range(n):
        weight = w[k]
        if weight == 0.0:
            continue
        base = table[k, i]
        for j in range(n):
            vote = weight * (table[k, j] - base)
            plus[j] += max(0.0, vote)
            minus[j] += max(0.0, -vote)


@njit(cache=True, nogil=True)
def _drift(i, j, x, d, r, span, middle, rules):
    """What i gives up by challenging j if things would not stay as they are."""
    far = 0.25 * (abs(x[i] - middle) / span + d[i, j])
    better = 2.0 - 4.0 * _power(0.5 - far, r)
    worse = 2.0 - 4.0 * _power(0.5 + far, r)
    helps = rules.drift
    if helps < 0.0:
        helps = 1.0 if abs(x[i] - middle) < abs(x[i] - x[j]) else 0.0
    left = helps * better + (1.0 - helps) * worse
    return rules.drift_sign * (1.0 - rules.status_quo) * left


@njit(cache=True, nogil=True)
def _classify(a, b, rules):
    """The octant in which a target with expectations a meets a challenger with expectations b."""
    if rules.zero > 0.0:
        a = 0.0 if abs(a) < rules.zero else a
        b = 0.0 if abs(b) < rules.zero else b
    if a > NEAR and b > a + NEAR:
        return CONFRONTATION
    if a < -NEAR and b < -NEAR:
        return STALEMATE
    if b > NEAR and (a < -NEAR or (a == 0.0 and rules.zero > 0.0)):
        if -a < b - NEAR or (-a < b + NEAR and rules.capitulates):
            return COMPROMISE
        return CAPITULATION if rules.capitulates else NONE
    return NONE


@njit(cache=True, nogil=True)
def _offers(x, own, seen, span, rules, kind, offer):
    """Every offer of the round, and whose each actor takes: new positions, challengers."""
    n = len(x)
    moved = x.copy()
    taken = np.full(n, -1, dtype=np.int64)
    for i in range(n):
        now = moved if rules.sequential else x
        best_rank, best_score, best_next = 9, np.inf, np.inf
        for j in range(n):
            kind[i, j] = NONE
            offer[i, j] = x[i]
            if abs(now[i] - now[j]) <= NEAR * span:
                continue
            a = own[i, j]
            b = seen[j, i] if rules.target_view else own[j, i]
            found = _classify(a, b, rules)
            kind[i, j] = found
            if found in (NONE, STALEMATE):
                continue
            place = now[j]
            if found == COMPROMISE:
                share = abs(b) / (abs(a) + abs(b)) if rules.split else min(1.0, abs(a) / b)
                place = now[i] + (now[j] - now[i]) * share
            offer[i, j] = place
            move = abs(place - now[i]) / span
            rank, score, following = found, move, 0.0
            if rules.choice == 1 and found == COMPROMISE:
                score = place / span
            elif rules.choice == 2:
                rank, score, following = 0, -b, move
            better = rank < best_rank
            if rank == best_rank:
                better = score < best_score - NEAR
                if abs(score - best_score) <= NEAR:
                    better = following < best_next - NEAR
            if better:
                best_rank, best_score, best_next = rank, score, following
                taken[i] = j
        if taken[i] >= 0:
            moved[i] = offer[i, taken[i]]
    return moved, taken
