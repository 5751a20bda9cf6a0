"""GENIUS's evaluators of numbers: a value's evaluation between 0 and 1."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from summitry.formats.xml import Element

if TYPE_CHECKING:
    from summitry.formats.genius import Matter, Reading

ZERO, ONE = Fraction(0), Fraction(1)


def integer_score(file: str, issue: Element, matter: Matter, reading: Reading) -> list[Fraction]:
    """Each value's evaluation: offset + slope (value - lower bound), cut to 0..1."""
    evaluator = issue.first("evaluator")
    if evaluator is None:
        reading.warn(file, issue, f"{matter.name} has no evaluator", "it scores 0")
        return [ZERO] * len(matter.options)
    _kind(file, evaluator, matter, reading, ("linear",))
    offset = reading.number(file, evaluator, "offset", evaluator.get("parameter0", "0"))
    slope = reading.number(file, evaluator, "slope", evaluator.get("parameter1"))
    return [_cut(offset + slope * step) for step in range(len(matter.options))]


def real_corners(
    file: str, issue: Element, matter: Matter, reading: Reading
) -> list[tuple[Fraction, Fraction]]:
    """The corners of a real issue's evaluation, cut to 0..1.

    Linear is parameter0 + parameter1 value; triangular 0 at parameter0 and parameter1 and 1 at
    parameter2; constant parameter0.
    """
    low, high = matter.low, matter.high
    evaluator = issue.first("evaluator")
    if evaluator is None:
        reading.warn(file, issue, f"{matter.name} has no evaluator", "it scores 0")
        return [(low, ZERO), (high, ZERO)]
    kind = _kind(file, evaluator, matter, reading, ("linear", "constant", "triangular"))
    first = reading.number(file, evaluator, "parameter0")
    if kind == "constant":
        return [(low, _cut(first)), (high, _cut(first))]
    second = reading.number(file, evaluator, "parameter1")
    if kind == "linear":
        return _cut_line(low, first + second * low, high, first + second * high)
    top = reading.number(file, evaluator, "parameter2")
    if not first <= top <= second or first == second:
        reading.fault(
            file, evaluator, f"{matter.name}: a triangle's top lies between its ends",
            "parameter0 <= parameter2 <= parameter1",
        )  # fmt: skip
        return [(low, ZERO), (high, ZERO)]

    def height(amount: Fraction) -> Fraction:
        if amount <= first or amount >= second:
            return ONE if amount == top else ZERO
        if amount <= top:
            return (amount - first) / (top - first) if top > first else ONE
        return (second - amount) / (second - top)

    places = sorted({low, high, *(one for one in (first, top, second) if low < one < high)})
    return [(amount, height(amount)) for amount in places]


def _cut_line(
    low: Fraction, at_low: Fraction, high: Fraction, at_high: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """A line cut to 0..1, with a corner where it meets either."""
    places = {low, high}
    if at_low != at_high:
        for level in (ZERO, ONE):
            amount = low + (level - at_low) * (high - low) / (at_high - at_low)
            if low < amount < high:
                places.add(amount)
    slope = (at_high - at_low) / (high - low)
    return [(amount, _cut(at_low + slope * (amount - low))) for amount in sorted(places)]


def _cut(score: Fraction) -> Fraction:
    return min(max(score, ZERO), ONE)


def _kind(
    file: str, evaluator: Element, matter: Matter, reading: Reading, known: tuple[str, ...]
) -> str:
    kind = (evaluator.get("ftype") or "linear").lower()
    if kind not in known:
        reading.fault(
            file, evaluator, f"{matter.name}: no evaluator is called {kind!r}", " or ".join(known)
        )
        return known[0]
    return kind
