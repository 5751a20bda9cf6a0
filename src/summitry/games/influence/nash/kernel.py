"""Compiled search for the point of greatest Nash product, draw by draw.

Gains are concave in the outcome, so that the sum of their weighted logarithms is, too. On one issue
its slope is bisected. On several, distances are rounded off at their kink by less and less, and
each time the summit is found by Newton's method from the last one; rounded distances are too long,
so that no step ever leaves the set of points that all prefer.
"""

import numpy as np
from numba import njit

LINEAR, QUADRATIC = 0, 1
LEAST = 1e-9
"""Gains below this part of what is at stake are none."""
SHARPEST = 1e-11


@njit(cache=True, nogil=True)
def nash_draws(arena, loss, draws, out):
    """Fill ``out`` (outcomes, agreed, gains) for draws ``first`` to ``last``.

    ``arena`` is (positions, salience, exponents, disagreement), each with a draws axis of 1 or
    more; positions are parts of the scale.
    """
    positions, salience, exponents, quo = arena
    outcome, agreed, gains = out
    n, m = positions.shape[1], positions.shape[2]
    for draw in range(draws[0], draws[1]):
        x = positions[draw % len(positions)]
        s = salience[draw % len(salience)]
        e = exponents[draw % len(exponents)]
        q0 = quo[draw % len(quo)]
        open_issue = np.ones(m, dtype=np.bool_)
        inside = np.ones(n, dtype=np.bool_)
        _hold(x, s, q0, open_issue, inside)
        who, what = np.flatnonzero(inside), np.flatnonzero(open_issue)
        found = q0.copy()
        deal = False
        if len(who) and len(what):
            xs, ss = np.empty((len(who), len(what))), np.zeros((len(who), len(what)))
            for a in range(len(who)):
                for b in range(len(what)):
                    there = x[who[a], what[b]]
                    xs[a, b] = q0[what[b]] if np.isnan(there) else there
                    ss[a, b] = s[who[a], what[b]]
            start = q0[what]
            if len(what) == 1:
                deal = _bisect(xs[:, 0], e[who], loss, start)
            else:
                deal = _climb(xs, ss, e[who], loss, start)
            if deal:
                found[what] = start
        outcome[draw] = found
        agreed[draw] = open_issue if deal else np.zeros(m, dtype=np.bool_)
        for i in range(n):
            gains[draw, i] = 0.0
            for k in range(m):
                if s[i, k] > 0.0:
                    before, after = abs(x[i, k] - q0[k]), abs(x[i, k] - found[k])
                    if loss == QUADRATIC:
                        before, after = before * before, after * after
                    gains[draw, i] += s[i, k] * (before - after)


@njit(cache=True, nogil=True)
def _hold(x, s, q0, open_issue, inside):
    """Strike off who cannot gain at all, and the issues that they therefore hold where they are.

    Who cares about nothing that is open is struck off, too; so are issues that nobody cares about.
    """
    n, m = x.shape
    again = True
    while again:
        again = False
        for i in range(n):
            if not inside[i]:
                continue
            hopes = False
            for k in range(m):
                if open_issue[k] and s[i, k] > 0.0 and abs(x[i, k] - q0[k]) > LEAST:
                    hopes = True
            if hopes:
                continue
            inside[i] = False
            again = True
            for k in range(m):
                if s[i, k] > 0.0:
                    open_issue[k] = False
    for k in range(m):
        cared = False
        for i in range(n):
            cared = cared or (inside[i] and s[i, k] > 0.0)
        open_issue[k] = open_issue[k] and cared


@njit(cache=True, nogil=True)
def _bisect(x, e, loss, place):
    """One issue: move ``place`` to the summit; whether there is one."""
    q0 = place[0]
    way = 1.0 if x[0] > q0 else -1.0
    far = np.inf
    for i in range(len(x)):
        if way * (x[i] - q0) <= 0.0:
            return False
        far = min(far, 2.0 * way * (x[i] - q0))
    low, high = 0.0, far
    for _ in range(200):
        t = 0.5 * (low + high)
        if t in (low, high):
            break
        slope = 0.0
        for i in range(len(x)):
            a = way * (x[i] - q0)
            if loss == QUADRATIC:
                slope += e[i] * (2.0 * a - 2.0 * t) / (t * (2.0 * a - t))
            else:
                slope += e[i] * (1.0 / t if t < a else -1.0 / (2.0 * a - t))
        if slope > 0.0:
            low = t
        else:
            high = t
    place[0] = q0 + way * 0.5 * (low + high)
    for i in range(len(x)):
        if abs(place[0] - x[i]) < 1e-12:
            place[0] = x[i]
    return True


@njit(cache=True, nogil=True)
def _losses(x, s, place, loss, round_off, slope, bend):
    """Each actor's loss at a place, with its slopes and bends by issue."""
    n, m = x.shape
    total = np.zeros(n)
    for i in range(n):
        for k in range(m):
            z = place[k] - x[i, k]
            if loss == QUADRATIC:
                total[i] += s[i, k] * z * z
                slope[i, k] = 2.0 * s[i, k] * z
                bend[i, k] = 2.0 * s[i, k]
            else:
                r = np.sqrt(z * z + round_off * round_off)
                total[i] += s[i, k] * r
                slope[i, k] = s[i, k] * z / r if r > 0.0 else 0.0
                bend[i, k] = s[i, k] * round_off * round_off / (r * r * r) if r > 0.0 else 0.0
    return total


@njit(cache=True, nogil=True)
def _climb(x, s, e, loss, place):
    """Several issues: move ``place`` to the summit; whether there is a point that all prefer."""
    n, m = x.shape
    slope, bend = np.empty((n, m)), np.empty((n, m))
    before = _losses(x, s, place, loss, 0.0, slope, bend)
    spot = np.empty(m)
    for k in range(m):
        weight = s[:, k].sum()
        spot[k] = (s[:, k] * x[:, k]).sum() / weight if weight > 0.0 else place[k]
    if not _enter(x, s, before, loss, spot):
        return False
    gain = before - _losses(x, s, spot, loss, 0.0, slope, bend)
    blunt = 0.0
    if loss == LINEAR:
        blunt = 0.05
        for i in range(n):
            blunt = min(blunt, 0.5 * gain[i] / s[i].sum())
    total = e.sum()
    while True:
        _ascend(x, s, e / total, before, loss, blunt, spot, np.inf)
        if blunt <= SHARPEST:
            break
        blunt *= 0.2
    if loss == LINEAR:
        _snap(x, s, e / total, before, spot)
    place[:] = spot
    return True


@njit(cache=True, nogil=True)
def _enter(x, s, before, loss, spot):
    """Move ``spot`` to where all gain, by raising the least gain; whether there is such a place."""
    n, m = x.shape
    slope, bend = np.empty((n, m)), np.empty((n, m))
    scale = 1.0 / s.sum(axis=1)
    even = np.ones(n)
    blunt, press = 0.1, 1.0
    for _ in range(20):
        rounded = blunt if loss == LINEAR else 0.0
        gain = (before - _losses(x, s, spot, loss, 0.0, slope, bend)) * scale
        if gain.min() > LEAST:
            return True
        _ascend(x, s, even, before, loss, rounded, spot, press)
        gain = (before - _losses(x, s, spot, loss, 0.0, slope, bend)) * scale
        if gain.min() > LEAST:
            return True
        if n / press < LEAST:
            return False
        press *= 4.0
        blunt = max(1e-9, blunt * 0.25)
    return False


@njit(cache=True, nogil=True)
def _value(x, s, e, before, loss, blunt, spot, floor, press, scale, slope, bend):
    """Sum of weighted logarithms of gains (above the floor, and the floor itself pressed up)."""
    lost = _losses(x, s, spot, loss, blunt, slope, bend)
    found = press * floor if press < np.inf else 0.0
    for i in range(len(e)):
        gain = (before[i] - lost[i]) * scale[i] - (floor if press < np.inf else 0.0)
        if gain <= 0.0:
            return -np.inf, lost
        found += e[i] * np.log(gain)
    return found, lost


@njit(cache=True, nogil=True)
def _ascend(x, s, e, before, loss, blunt, spot, press):
    """Newton's method with steps halved until they help.

    With ``press`` infinite: the Nash product. Else the least gain: one more unknown, a floor below
    all gains, is pressed up against a barrier.
    """
    n, m = x.shape
    slope, bend = np.empty((n, m)), np.empty((n, m))
    scale = 1.0 / s.sum(axis=1)
    lifted = press < np.inf
    size = m + 1 if lifted else m
    floor = 0.0
    if lifted:
        lost = _losses(x, s, spot, loss, blunt, slope, bend)
        floor = ((before - lost) * scale).min() - 0.1
    value, lost = _value(x, s, e, before, loss, blunt, spot, floor, press, scale, slope, bend)
    for _ in range(60):
        grad, hess = np.zeros(size), np.zeros((size, size))
        if lifted:
            grad[m] = press
        for i in range(n):
            gain = (before[i] - lost[i]) * scale[i] - (floor if lifted else 0.0)
            part = e[i] / gain
            row = np.zeros(size)
            for k in range(m):
                row[k] = -slope[i, k] * scale[i]
                hess[k, k] += part * bend[i, k] * scale[i]
            if lifted:
                row[m] = -1.0
            for k in range(size):
                grad[k] += part * row[k]
                for j in range(k + 1):
                    hess[k, j] += part / gain * row[k] * row[j]
        step = _solve(hess, grad)
        promise = (grad * step).sum()
        if promise < 1e-16 * max(1.0, abs(value)):
            break
        length = 1.0
        moved = False
        for _ in range(50):
            tried = spot + length * step[:m]
            raised = floor + length * step[m] if lifted else 0.0
            new, new_lost = _value(
                x, s, e, before, loss, blunt, tried, raised, press, scale, slope, bend
            )
            if new > value + 1e-4 * length * promise * (1.0 if promise > 1e-12 else 0.0):
                spot[:] = tried
                floor, value, lost = raised, new, new_lost
                moved = True
                break
            length *= 0.5
        if not moved:
            lost = _losses(x, s, spot, loss, blunt, slope, bend)
            break


@njit(cache=True, nogil=True)
def _solve(hess, grad):
    """Solve a system whose lower half is given, by Cholesky, with a slight ridge."""
    size = len(grad)
    low = hess.copy()
    ridge = 1e-14
    for k in range(size):
        ridge = max(ridge, 1e-13 * hess[k, k])
    for k in range(size):
        for j in range(k + 1):
            total = low[k, j] + (ridge if j == k else 0.0)
            for h in range(j):
                total -= low[k, h] * low[j, h]
            low[k, j] = np.sqrt(max(total, ridge)) if j == k else total / low[j, j]
    step = grad.copy()
    for k in range(size):
        for h in range(k):
            step[k] -= low[k, h] * step[h]
        step[k] /= low[k, k]
    for k in range(size - 1, -1, -1):
        for h in range(k + 1, size):
            step[k] -= low[h, k] * step[h]
        step[k] /= low[k, k]
    return step


@njit(cache=True, nogil=True)
def _snap(x, s, e, before, spot):
    """Set coordinates that lie next to a position held onto it, where that loses nothing."""
    n, m = x.shape
    slope, bend = np.empty((n, m)), np.empty((n, m))
    scale = 1.0 / s.sum(axis=1)
    value, _ = _value(x, s, e, before, LINEAR, 0.0, spot, 0.0, np.inf, scale, slope, bend)
    for k in range(m):
        near = int(np.abs(x[:, k] - spot[k]).argmin())
        if 0.0 < abs(x[near, k] - spot[k]) < 1e-6:
            tried = spot.copy()
            tried[k] = x[near, k]
            new, _ = _value(x, s, e, before, LINEAR, 0.0, tried, 0.0, np.inf, scale, slope, bend)
            if new >= value - 1e-13:
                value = new
                spot[k] = tried[k]
