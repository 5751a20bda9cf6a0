"""Compiled votes between options, and the probability of each that follows from all of them."""

import numpy as np
from numba import njit

BINARY, PROPORTIONAL_BINARY, PROPORTIONAL, PROPORTIONAL_CUBIC, CUBIC, ASYMMETRIC = 0, 1, 2, 3, 4, 5
LINEAR, SQUARE, QUARTIC, OCTIC, CLEAR = 0, 1, 2, 3, 4
CONDITIONAL, UNIFORM, INCENTIVE = 0, 1, 2
ALIKE = 1e-12
"""Utilities nearer together than this are the same; no rounding casts a vote."""
FLOOR = 1e-8
"""Added to every coalition, so that none is empty."""


@njit(cache=True, nogil=True)
def vote(rule, weight, better, worse):
    """Votes that an actor casts for one option against another; negative: against it."""
    delta = better - worse
    if abs(delta) < ALIKE:
        return 0.0
    if rule == PROPORTIONAL:
        return weight * delta
    if rule == BINARY:
        return weight * min(1.0, max(-1.0, delta / 1e-8))
    if rule == PROPORTIONAL_BINARY:
        return weight * (0.8 * delta + 0.2 * min(1.0, max(-1.0, delta / 1e-8)))
    if rule == PROPORTIONAL_CUBIC:
        return weight * (0.5 * delta + 0.5 * delta * delta * delta)
    if rule == CUBIC:
        return weight * delta * delta * delta
    return weight * delta if delta < 0.0 else weight * delta * 2.0 / 3.0


@njit(cache=True, nogil=True)
def chances(worth, weight, voting, victory, equilibrium):
    """Probability of each option; ``worth`` is (actors, options)."""
    options = worth.shape[1]
    coalition = np.full((options, options), FLOOR)
    for k in range(len(weight)):
        if weight[k] == 0.0:
            continue
        for a in range(options):
            for b in range(a):
                cast = vote(voting, weight[k], worth[k, a], worth[k, b])
                if cast > 0.0:
                    coalition[a, b] += cast
                else:
                    coalition[b, a] += vote(voting, weight[k], worth[k, b], worth[k, a])
    beats = np.full((options, options), 0.5)
    for a in range(options):
        for b in range(a):
            beats[a, b], beats[b, a] = _victory(victory, coalition[a, b], coalition[b, a])
    if equilibrium == CONDITIONAL:
        return _conditional(beats)
    return _markov(beats, coalition, equilibrium)


@njit(cache=True, nogil=True)
def _victory(rule, ours, theirs):
    """Probability that either coalition prevails."""
    if rule == CLEAR:
        share = ours / (ours + theirs)
        if ours >= 1.10 * theirs:
            first, second = 1.0, 1e-6
        elif theirs >= 1.10 * ours:
            first, second = 1e-6, 1.0
        else:
            first = (2.10 * share - 1.0) / 0.10
            second = 1.0 - first
        return first / (first + second), second / (first + second)
    big = max(ours, theirs)
    one, two = ours / big, theirs / big
    if rule == SQUARE:
        one, two = one**2, two**2
    elif rule == QUARTIC:
        one, two = one**4, two**4
    elif rule == OCTIC:
        one, two = one**8, two**8
    return one / (one + two), two / (one + two)


@njit(cache=True, nogil=True)
def _conditional(beats):
    """Probability proportional to that of beating every option (itself with one half).

    Products are rescaled by powers of two alone, so that options alike in all stay exactly alike.
    """
    options = len(beats)
    part = np.ones(options)
    power = np.zeros(options)
    for a in range(options):
        for b in range(options):
            part[a] *= beats[a, b]
            while part[a] < 2.0**-500:
                if part[a] == 0.0:
                    break
                part[a] *= 2.0**500
                power[a] -= 500.0
    top = power.max()
    for a in range(options):
        part[a] = 0.0 if power[a] < top - 500.0 else part[a] * 2.0 ** (power[a] - top)
    return part / part.sum()


@njit(cache=True, nogil=True)
def _markov(beats, coalition, equilibrium):
    """Stationary probabilities when options are challenged evenly, or as far as it pays."""
    options = len(beats)
    p = np.full(options, 1.0 / options)
    tolerance = 1e-6 if equilibrium == UNIFORM else 1e-8
    share = np.full((options, options), 1.0 / options)
    if equilibrium == INCENTIVE:
        for b in range(options):
            total = 0.0
            for a in range(options):
                share[a, b] = coalition[a, b] * beats[a, b] + (1e-10 if a == b else 0.0)
                total += share[a, b]
            for a in range(options):
                share[a, b] /= total
    for _ in range(100_000):
        q = np.zeros(options)
        for a in range(options):
            for b in range(options):
                if equilibrium == UNIFORM:
                    q[a] += beats[a, b] * (p[a] + p[b]) / options
                else:
                    q[a] += beats[a, b] * (p[a] * share[b, a] + p[b] * share[a, b])
        far = np.abs(q - p).max()
        p = (p + q) / 2.0
        if far <= tolerance:
            break
    return p / p.sum()


@njit(cache=True, nogil=True)
def standings(worth, weight, rules, positions, near, p, mean):
    """Fill each actor's position's probability, and the mean position; ``rules`` is (vote, ...).

    Positions nearer together than ``near`` are one option, and each has that option's probability.
    """
    n, m = positions.shape
    home = np.arange(n)
    for i in range(n):
        for j in range(i):
            if home[j] != j:
                continue
            far = 0.0
            for k in range(m):
                far += (positions[i, k] - positions[j, k]) ** 2
            if np.sqrt(far) < near:
                home[i] = j
                break
    options = np.flatnonzero(home == np.arange(n))
    found = chances(worth[:, options], weight, rules[0], rules[1], rules[2])
    mean[:] = 0.0
    for at in range(len(options)):
        p[options[at]] = found[at]
        for k in range(m):
            mean[k] += found[at] * positions[options[at], k]
    for i in range(n):
        p[i] = p[home[i]]
