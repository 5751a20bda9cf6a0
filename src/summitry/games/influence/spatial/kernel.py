"""The compiled turns of KTAB's spatial model behind :func:`...spatial.model.spatial`.

O(n^3) a turn: each actor's estimate of everybody's utilities is one table, and the utility of a
bargain is the sum over all positions with two of them replaced.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from summitry.games.influence.spatial.chances.kernel import chances, standings, vote

NO_COMMIT, SEMI_COMMIT, FULL_COMMIT = 0, 1, 2
S1P1, S2P2, S2PMAX = 0, 1, 2
INITIATOR, BOTH, COMPROMISE = 0, 1, 2
TINY = 1e-10
LEAST_GAIN = 1e-5
NEAR = 1e-3
"""Positions nearer together than this are one when probabilities are reported."""


class Rules(NamedTuple):
    """Switches of :class:`~summitry.games.influence.spatial.rules.SpatialRules`, as numbers."""

    voting: int
    victory: int
    equilibrium: int
    risk_range: int  # 0 min, 1 mid, 2 max
    risk_share: float  # of another's own risk in one's estimate of it; below 0: one's own risk
    commit: int
    interpolation: int
    bargain: int
    own_power: bool
    gain_as_chance: bool
    stochastic: bool
    turns: int
    calm: float


class Log(NamedTuple):
    """What happened, by turn; of no length where nobody asks."""

    target: NDArray[np.int64]  # (turns, actors)
    gain: NDArray[np.float64]  # (turns, actors)
    bargain: NDArray[np.float64]  # (turns, 2 * actors, 4 + 2 * issues)
    made: NDArray[np.int64]  # (turns,)
    taken: NDArray[np.int64]  # (turns, actors): number of the bargain taken, -1 for none
    risk: NDArray[np.float64]  # (turns, actors)
    chosen: NDArray[np.float64]  # (turns, 2 * actors, 2): its chance in either queue


@njit(cache=True, nogil=True)
def spatial_draws(arena, rules, accommodation, seed, draws, log, out):
    """Play draws ``first`` to ``last``; fill path, chances and counts.

    ``arena`` is (positions 0 to 1, ideals or none, salience, capability), with a draws axis of 1
    or more. ``out`` is (path, chance, mean, count, settled, gain, probability).
    """
    positions, salience, capability = arena
    path, chance, mean, count, settled, _, _ = out
    ballot = (rules.voting, rules.victory, rules.equilibrium)
    rows = path.shape[1]
    n, m = positions.shape[1], positions.shape[2]
    for draw in range(draws[0], draws[1]):
        place = positions[draw % len(positions)].copy()
        s = salience[draw % len(salience)]
        c = capability[draw % len(capability)]
        ideal = place.copy()
        state = np.uint64(seed) + np.uint64(draw) * np.uint64(0x9E3779B97F4A7C15)
        first_far = 0.0
        for turn in range(rules.turns + 1):
            u, r = _attitudes(place, ideal, s, c, rules)
            if rows > 2 or turn == 0:
                standings(u, c, ballot, place, NEAR, chance[draw, turn], mean[draw, turn])
            if turn == rules.turns or settled[draw] or n == 1:
                settled[draw] = settled[draw] or n == 1
                if rows == 2:
                    standings(u, c, ballot, place, NEAR, chance[draw, 1], mean[draw, 1])
                    path[draw, 1] = place
                break
            moved, state = _turn(place, ideal, s, c, r, rules, state, turn, log, draw, out)
            far = 0.0
            for i in range(n):
                step = 0.0
                for k in range(m):
                    step += (moved[i, k] - place[i, k]) ** 2
                far += np.sqrt(step)
            if turn == 0:
                first_far = far
            place = moved
            ideal = _accommodate(ideal, place, accommodation)
            count[draw] = turn + 1
            if rows > 2:
                path[draw, turn + 1] = place
            if far == 0.0 or (turn >= 1 and far / (first_far + 1e-4) < rules.calm):
                settled[draw] = True


@njit(cache=True, nogil=True)
def _accommodate(ideal, place, accommodation):
    """Ideals drawn towards positions."""
    if len(accommodation) == 0:
        return place.copy()
    n, m = place.shape
    found = np.empty((n, m))
    for i in range(n):
        total = accommodation[i].sum()
        for k in range(m):
            found[i, k] = (1.0 - total) * ideal[i, k]
            for j in range(n):
                found[i, k] += accommodation[i, j] * place[j, k]
    return found


@njit(cache=True, nogil=True)
def _distance(ideal, place, s):
    """Salience-weighted distance of a position from an ideal; 0 for whom nothing matters."""
    over, under = 0.0, 0.0
    for k in range(len(s)):
        part = s[k] * s[k]
        under += part
        over += part * (ideal[k] - place[k]) ** 2
    return np.sqrt(over / under) if under > 0.0 else 0.0


@njit(cache=True, nogil=True)
def _worth(d, r):
    """Utility of what lies at distance d, for risk attitude r."""
    if d > 1.0:
        return (1.0 - d) * (1.0 + r)
    return (1.0 - d) * (1.0 + r * d)


@njit(cache=True, nogil=True)
def _attitudes(place, ideal, s, c, rules):
    """Utilities with everybody's own risk attitude, and the attitudes."""
    n = len(place)
    u = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            u[i, j] = 1.0 - _distance(ideal[i], place[j], s[i])
    p = chances(u, c, rules.voting, rules.victory, rules.equilibrium)
    low, high = p.min(), p.max()
    r = np.zeros(n)
    if high - low > 1e-12:
        for i in range(n):
            share = (p[i] - low) / (high - low)
            if rules.risk_range == 0:
                r[i] = share
            elif rules.risk_range == 1:
                r[i] = 1.5 * share - 0.5
            else:
                r[i] = 2.0 * share - 1.0
    for i in range(n):
        for j in range(n):
            u[i, j] = _worth(1.0 - u[i, j], r[i])
    return u, r


@njit(cache=True, nogil=True)
def _estimate(h, place, ideal, s, r, rules, u):
    """Fill ``u`` with everybody's utilities as actor h believes them to be."""
    n = len(place)
    for i in range(n):
        risk = r[h]
        if rules.risk_share >= 0.0:
            risk = (1.0 - rules.risk_share) * r[h] + rules.risk_share * r[i]
        for j in range(n):
            u[i, j] = _worth(_distance(ideal[i], place[j], s[i]), risk)


@njit(cache=True, nogil=True)
def _challenge(i, j, u, w, s_j, rules):
    """Probability that i prevails over j, and i's expected gain, both by the utilities given."""
    ours, theirs = TINY, TINY
    cast = vote(rules.voting, w[i], u[i, i], u[i, j])
    ours, theirs = ours + max(0.0, cast), theirs + max(0.0, -cast)
    cast = vote(rules.voting, w[j], u[j, i], u[j, j])
    ours, theirs = ours + max(0.0, cast), theirs + max(0.0, -cast)
    base_ours, base_theirs = ours, theirs
    if rules.commit == SEMI_COMMIT:
        for k in range(len(w)):
            if k in (i, j):
                continue
            cast = vote(rules.voting, w[k], u[k, i], u[k, j])
            share = (base_ours + max(0.0, cast)) / (base_ours + base_theirs + abs(cast))
            mixed_win = 2.0 * u[k, i] + u[k, k]
            mixed_lose = 2.0 * u[k, j] + u[k, k]
            with_i = share * mixed_win + (1.0 - share) * 3.0 * u[k, j]
            with_j = share * 3.0 * u[k, i] + (1.0 - share) * mixed_lose
            cast = vote(rules.voting, w[k], with_i, with_j)
            ours, theirs = ours + max(0.0, cast), theirs + max(0.0, -cast)
    chance = ours / (ours + theirs)
    win, lose = 2.0 * u[i, i], 2.0 * u[i, j]
    expected = (1.0 - s_j) * win + s_j * (chance * win + (1.0 - chance) * lose)
    return chance, expected - (u[i, i] + u[i, j])


@njit(cache=True, nogil=True)
def _meet(first, second, s_first, s_second, chance, rule, mine, yours):
    """Fill where either would stand after a bargain, by its initiator's chance."""
    for k in range(len(first)):
        if rule == S2PMAX:
            mine[k] = _pulled(first[k], second[k], s_first[k], s_second[k], 1.0 - 2.0 * chance)
            yours[k] = _pulled(second[k], first[k], s_second[k], s_first[k], 2.0 * chance - 1.0)
            continue
        a = s_first[k] * chance
        b = s_second[k] * (1.0 - chance)
        if rule == S2P2:
            a, b = a * a, b * b
        one = ((a + 1e-6) * first[k] + b * second[k]) / (a + 1e-6 + b)
        two = (a * first[k] + (b + 1e-6) * second[k]) / (a + b + 1e-6)
        mine[k] = np.floor(1e4 * one + 0.5) / 1e4
        yours[k] = np.floor(1e4 * two + 0.5) / 1e4


@njit(cache=True, nogil=True)
def _pulled(here, there, s_here, s_there, edge):
    """Where somebody stands who is pulled by the other's edge in probability."""
    edge = max(0.0, edge)
    pull = edge * s_there * s_there
    share = pull / (pull + 1e-6 + (1.0 - edge) * s_here * s_here)
    return here + share * (there - here)


@njit(cache=True, nogil=True)
def _turn(place, ideal, s, c, r, rules, state, turn, log, draw, out):
    """One turn: challenges, bargains, the vote in every queue; new positions."""
    n, m = place.shape
    care = np.zeros(n)
    for i in range(n):
        care[i] = s[i].sum()
    w = care * c
    table = np.empty((n, n))
    pairs = np.empty((2 * n, 2), dtype=np.int64)
    offers = np.empty((2 * n, 2, m))
    count = 0
    for i in range(n):
        _estimate(i, place, ideal, s, r, rules, table)
        best, target, likely = LEAST_GAIN, -1, 0.0
        for j in range(n):
            if j == i:
                continue
            chance, gain = _challenge(i, j, table, w, care[j], rules)
            if turn == 0 and len(out[5]):
                out[5][draw, i, j] = gain
                out[6][draw, i, j] = chance
            if gain > best + TINY:
                best, target, likely = gain, j, chance
        if len(log.target):
            log.target[turn, i] = target
            log.gain[turn, i] = best if target >= 0 else 0.0
            log.risk[turn, i] = r[i]
        if target < 0:
            continue
        j = target
        one = offers[count]
        _meet(place[i], place[j], s[i], s[j], likely, rules.interpolation, one[0], one[1])
        views = 1
        other = 0.0
        if rules.bargain != INITIATOR:
            _estimate(j, place, ideal, s, r, rules, table)
            other, gain = _challenge(i, j, table, w, care[j], rules)
            if rules.gain_as_chance:
                other = min(1.0, max(0.0, gain))
            two = offers[count + 1]
            _meet(place[i], place[j], s[i], s[j], other, rules.interpolation, two[0], two[1])
            views = 2
        if rules.bargain == COMPROMISE:
            mine, yours = care[i] * c[i], care[j] * (c[j] if rules.own_power else c[i])
            share = mine / (mine + yours) if mine + yours > 0.0 else 0.5
            one[:] = share * one + (1.0 - share) * offers[count + 1]
            views = 1
        for view in range(views):
            pairs[count + view, 0] = i
            pairs[count + view, 1] = j
            if len(log.target):
                told = log.bargain[turn, count + view]
                told[0], told[1] = i, j
                told[2], told[3] = best, likely if view == 0 else other
                told[4 : 4 + m] = offers[count + view, 0]
                told[4 + m :] = offers[count + view, 1]
        count += views
    if len(log.target):
        log.made[turn] = count
    return _vote(place, ideal, s, c, r, rules, state, turn, pairs[:count], offers, log)


@njit(cache=True, nogil=True)
def _vote(place, ideal, s, c, r, rules, state, turn, pairs, offers, log):
    """In every actor's queue all vote by capability; each moves to its part of what wins there."""
    n = len(place)
    count = len(pairs)
    worth = np.empty((n, count + 1))
    for a in range(n):
        each = np.empty(n)
        for j in range(n):
            each[j] = _worth(_distance(ideal[a], place[j], s[a]), r[a])
        whole = each.sum()
        worth[a, count] = whole / n
        for b in range(count):
            i, j = pairs[b, 0], pairs[b, 1]
            mine = _worth(_distance(ideal[a], offers[b, 0], s[a]), r[a])
            yours = _worth(_distance(ideal[a], offers[b, 1], s[a]), r[a])
            worth[a, b] = (whole - each[i] - each[j] + mine + yours) / n
    moved = place.copy()
    queue = np.empty(count + 1, dtype=np.int64)
    for k in range(n):
        queue[0] = count
        length = 1
        for b in range(count):
            if pairs[b, 0] == k or pairs[b, 1] == k:
                queue[length] = b
                length += 1
        if length == 1:
            continue
        options = queue[:length]
        p = chances(worth[:, options], c, rules.voting, rules.victory, rules.equilibrium)
        pick = int((p >= p.max() * (1.0 - 1e-9)).argmax())
        if rules.stochastic:
            state, drawn = _random(state)
            pick = min(length - 1, int(np.searchsorted(np.cumsum(p), drawn, side="right")))
        chosen = options[pick]
        if len(log.target):
            log.taken[turn, k] = chosen if chosen < count else -1
            for place_in in range(1, length):
                b = options[place_in]
                log.chosen[turn, b, 0 if pairs[b, 0] == k else 1] = p[place_in]
        if chosen < count:
            moved[k] = offers[chosen, 0 if pairs[chosen, 0] == k else 1]
    return moved, state


@njit(cache=True, nogil=True)
def _random(state):
    """The next state and a number from 0 to 1 (splitmix64, Steele et al. 2014)."""
    state = state + np.uint64(0x9E3779B97F4A7C15)
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return state, np.float64(z >> np.uint64(11)) / 9007199254740992.0
