"""Where the chance of an event crosses a threshold as one number runs through its bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from itertools import pairwise

from summitry.sensitivity.searches import alone

GRID = 5
"""Values tried across the bounds, the ends and the likeliest value besides."""
STEPS = 12
"""Steps of the search inside a bracket at most."""
CLOSE = 0.002
"""A chance so near the threshold is on it; and so near in share of the bounds is the same value."""

Chance = Callable[[float], float]


@dataclass(frozen=True)
class Bounds:
    """A number's bounds as a line from 0 to 1, the infinite end of a leverage included."""

    low: float
    high: float

    def at(self, place: float) -> float:
        """Value at a place on the line."""
        if math.isinf(self.high):
            return self.low + (place / (1 - place) if place < 1 else math.inf)
        return self.low + place * (self.high - self.low)

    def place(self, value: float) -> float:
        """Place of a value on the line."""
        if math.isinf(self.high):
            return 1.0 if math.isinf(value) else (value - self.low) / (1 + value - self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Scan:
    """Chances at places on the line, in order."""

    places: tuple[float, ...]
    chances: tuple[float, ...]

    @property
    def touched(self) -> bool:
        """Whether the number changes the chance at all."""
        return max(self.chances) > min(self.chances)


def scanned(bounds: Bounds, start: float, *, straight: bool = False) -> tuple[float, ...]:
    """Places of a grid that holds the start; the ends and it alone where the line is straight."""
    own = bounds.place(start)
    inner = [] if straight else [number / (GRID - 1) for number in range(1, GRID - 1)]
    return tuple(sorted({0.0, *inner, min(1.0, max(0.0, own)), 1.0}))


def scan(chance: Chance, bounds: Bounds, start: float, *, straight: bool = False) -> Scan:
    """Chances over the grid of :func:`scanned`."""
    places = scanned(bounds, start, straight=straight)
    return Scan(places, tuple(chance(bounds.at(one)) for one in places))


def brackets(found: Scan, start: float, threshold: float) -> tuple[float, float] | None:
    """The two neighbouring places, nearest to ``start``, between which the threshold is crossed."""
    signs = [one >= threshold for one in found.chances]
    crossed = [
        (one, other)
        for (one, first), (other, second) in pairwise(zip(found.places, signs, strict=True))
        if first != second
    ]
    if not crossed:
        return None
    return min(crossed, key=lambda ends: min(abs(end - start) for end in ends))


def cross(chance: Chance, low: float, high: float, threshold: float) -> float | None:
    """The place between two at which the chance is at the threshold; None if not crossed.

    False position with the Illinois step (Dowell and Jarratt 1971), which needs few runs.
    """
    return alone(crossing(low, high, threshold), chance)


def crossing(low: float, high: float, threshold: float) -> Generator[float, float, float | None]:
    """The search of :func:`cross`: it asks for the chances at places."""
    left = (yield low) - threshold
    right = (yield high) - threshold
    for place, value in ((low, left), (high, right)):
        if abs(value) < CLOSE:
            return place
    if left * right > 0:
        return None
    for _ in range(STEPS):
        place = (low * right - high * left) / (right - left)
        value = (yield place) - threshold
        if abs(value) < CLOSE or high - low < CLOSE:
            return place
        if value * right < 0:
            low, left = high, right
        else:
            left /= 2
        high, right = place, value
        if low > high:
            low, high, left, right = high, low, right, left
    return place
