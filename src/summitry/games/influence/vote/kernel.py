"""The compiled search for the held position of least cost."""

import numpy as np
from numba import njit, prange


@njit(cache=True, parallel=True)
def least_cost(x, weight, risk, ties, out):
    """Fill ``out`` (draws, issues) with the held position of least weighted distance.

    x, weight: (draws or 1, actors, issues); risk: (draws or 1, actors). ``ties``: 0 the lowest
    position, 1 the highest, 2 the first actor's.
    """
    draws, issues = out.shape
    actors = x.shape[1]
    for draw in prange(draws):
        at_x, at_w, at_r = draw % len(x), draw % len(weight), draw % len(risk)
        for issue in range(issues):
            low, high = np.inf, -np.inf
            total = 0.0
            for i in range(actors):
                place = x[at_x, i, issue]
                if not np.isnan(place):
                    low, high = min(low, place), max(high, place)
                    total += weight[at_w, i, issue]
            span = high - low
            best, chosen = np.inf, low
            for a in range(actors):
                place = x[at_x, a, issue]
                if np.isnan(place):
                    continue
                cost = 0.0
                for i in range(actors):
                    w = weight[at_w, i, issue]
                    if w > 0.0 and span > 0.0:
                        cost += w * (abs(x[at_x, i, issue] - place) / span) ** risk[at_r, i]
                near = 1e-12 * total
                if cost < best - near:
                    best, chosen = cost, place
                elif cost <= best + near:
                    if ties == 0:
                        chosen = min(chosen, place)
                    elif ties == 1:
                        chosen = max(chosen, place)
            out[draw, issue] = chosen
