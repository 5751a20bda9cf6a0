"""Scenario discovery by the patient rule induction method: arrays in, a box out.

Friedman and Fisher (1999); as scenario discovery, Bryant and Lempert (2010). The box is peeled on
half of the draws and told of on the other half, so that its density is no artefact of the search.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ALPHA = 0.05
"""Share of the box that one peel takes away at most."""
MOST = 3
"""Inputs that a box restricts at most: what a reader can keep in mind."""
LEAST_MASS = 0.02
"""Share of all draws below which nothing more is peeled."""
DENSITY = 0.9
"""The widest box of this density is chosen, if there is one."""
BEYOND = 3.0
"""Standard errors by which the held-out density must beat the base rate."""
WORTH = 0.01
"""Density that a restriction must add to stay."""


@dataclass(frozen=True)
class Bound:
    """A restriction: the input's column lies in [low, high]; infinite where it is open."""

    column: int
    low: float
    high: float

    def holds(self, inputs: Floats) -> Bools:
        """In which draws it holds."""
        own = inputs[:, self.column]
        return np.asarray((own >= self.low) & (own <= self.high))


@dataclass(frozen=True)
class Box:
    """A region of the inputs.

    Attributes
    ----------
    bounds
        Its restrictions, by column.
    coverage
        Share of the cases of interest that lie in it.
    density
        Share of what lies in it that is of interest.
    mass
        Share of all draws that lie in it.
    base
        Share of all draws that is of interest.
    """

    bounds: tuple[Bound, ...]
    coverage: float
    density: float
    mass: float
    base: float


def discover(inputs: Floats, hits: Bools, *, most: int = MOST) -> Box | None:
    """The box in which what is of interest is dense.

    Parameters
    ----------
    inputs : (draws, inputs)
        Values; a column with two values only is peeled to the one or the other.
    hits : (draws,)
        What is of interest.
    most
        Inputs that may be restricted.

    Returns
    -------
    The widest box met with density :data:`DENSITY`, else the one that lifts density over most mass
    (weighted relative accuracy; Lavrač et al. 1999); None if no box lifts it.
    """
    search, check = slice(0, None, 2), slice(1, None, 2)
    boxes = _peel(inputs[search], hits[search], most)
    base = float(hits[search].mean())
    if not boxes or not 0 < base < DENSITY:
        return None  # what is all but certain everywhere needs no region
    dense = [one for one in boxes if one[1] >= DENSITY]
    best = dense[0] if dense else max(boxes, key=lambda one: (one[1] - base) * one[2])
    bounds, density = best[:2]
    if density <= base:
        return None
    bounds = _trimmed(inputs[search], hits[search], bounds, density)
    box = told(inputs[check], hits[check], bounds)
    inside = max(1.0, box.mass * len(hits[check]))
    chance = (box.base * (1 - box.base) / inside) ** 0.5
    return box if box.density > box.base + BEYOND * chance else None


def told(inputs: Floats, hits: Bools, bounds: tuple[Bound, ...]) -> Box:
    """Coverage, density and mass of a region."""
    inside = _inside(inputs, bounds)
    both = float((inside & hits).sum())
    return Box(
        tuple(sorted(bounds, key=lambda one: one.column)),
        both / max(1.0, float(hits.sum())),
        both / max(1.0, float(inside.sum())),
        float(inside.mean()),
        float(hits.mean()),
    )


def _inside(inputs: Floats, bounds: tuple[Bound, ...]) -> Bools:
    inside = np.ones(len(inputs), dtype=bool)
    for one in bounds:
        inside &= one.holds(inputs)
    return inside


_Step = tuple[tuple[Bound, ...], float, float]


def _peel(inputs: Floats, hits: Bools, most: int) -> list[_Step]:
    """Every box on the way down, with its density and mass."""
    two = [
        len(np.unique(column[:1000])) <= 2 and len(np.unique(column)) <= 2 for column in inputs.T
    ]
    bounds: dict[int, Bound] = {}
    found: list[_Step] = []
    inside = np.ones(len(inputs), dtype=bool)
    while inside.mean() > LEAST_MASS:
        own, out = inputs[inside], hits[inside]
        free = range(inputs.shape[1]) if len(bounds) < most else sorted(bounds)
        best: tuple[float, float, Bound] | None = None
        for column in free:
            for bound in _cuts(own[:, column], column, two=two[column]):
                kept = bound.holds(own)
                count = int(kept.sum())
                if count < LEAST_MASS * len(inputs) or count == len(own):
                    continue
                # What a peel gains for each draw it gives up (the lenient objective of Kwakkel and
                # Jaxa-Rozen 2016), so that a coin does not win by its size alone.
                rate = (out[kept].mean() - out.mean()) / (1 - count / len(own))
                if best is None or rate > best[0]:
                    best = (float(rate), float(out[kept].mean()), bound)
        if best is None or best[0] <= 0:
            break
        bound = best[2]
        before = bounds.get(bound.column, Bound(bound.column, -np.inf, np.inf))
        bounds[bound.column] = Bound(
            bound.column, max(before.low, bound.low), min(before.high, bound.high)
        )
        inside = _inside(inputs, tuple(bounds.values()))
        found.append((tuple(bounds.values()), float(hits[inside].mean()), float(inside.mean())))
    return found


def _cuts(own: Floats, column: int, *, two: bool) -> list[Bound]:
    if two:
        values = np.unique(own)
        return [Bound(column, one, one) for one in values] if len(values) == 2 else []
    count = max(1, int(ALPHA * len(own)))
    if len(own) <= 2 * count:
        return []
    ends = np.partition(own, (count, len(own) - 1 - count))
    return [
        Bound(column, float(ends[count]), np.inf),
        Bound(column, -np.inf, float(ends[len(own) - 1 - count])),
    ]


def _trimmed(
    inputs: Floats, hits: Bools, bounds: tuple[Bound, ...], density: float
) -> tuple[Bound, ...]:
    """Without restrictions that add next to nothing."""
    for one in bounds:
        fewer = tuple(other for other in bounds if other is not one)
        if fewer and density - told(inputs, hits, fewer).density < WORTH:
            return _trimmed(inputs, hits, fewer, told(inputs, hits, fewer).density)
    return bounds
