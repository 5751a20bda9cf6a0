"""The relations index: dated events move one number a dyad, and it fades (FORMAL F).

``x`` runs from -1 to 1, fades by half in every half-life, and is moved by each event's weight. It
does two things, and only if a dossier asks for it: it shifts the likeliest value of the leaders'
rapport, and of the chance of a crisis, inside their ranges.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from pydantic import Field

from summitry.dossier.estimate import Range
from summitry.dossier.record import Reasoned, Text

GOLDSTEIN = 50.0
"""A Goldstein score (1992), from -10 to 10, divided by this is an event's weight: judgement."""


class RelationEvent(Reasoned):
    """Something that happened between two parties."""

    on: Text = Field(description="The day: 2018-06-12.")
    what: Text | None = Field(None, description="What happened, in a few words.")
    weight: float | None = Field(
        None, ge=-1, le=1, description="How far it moves the index, -1 to 1."
    )
    goldstein: float | None = Field(
        None, ge=-10, le=10, description="Instead of a weight: its Goldstein score, -10 to 10."
    )

    @property
    def gamma(self) -> float:
        """How far it moves the index."""
        return self.weight if self.weight is not None else (self.goldstein or 0.0) / GOLDSTEIN


class Relation(Reasoned):
    """How two parties get on, as dated events tell it."""

    between: list[Text] = Field(description="The two parties.", min_length=2, max_length=2)
    start: float = Field(0.0, ge=-1, le=1, description="The index before the first event.")
    half_life: float = Field(180.0, gt=0, description="Days in which the index fades by half.")
    events: list[RelationEvent] = Field([], description="What happened, with its day.")


def index(
    events: Iterable[tuple[date, float]], on: date, *, start: float = 0.0, half_life: float = 180.0
) -> float:
    """The relations index on a day.

    Parameters
    ----------
    events
        Day and weight of each event; those after ``on`` do not count.
    on
        The day asked for.
    start
        The index just before the first event, -1 to 1.
    half_life
        Days in which it fades by half.

    Notes
    -----
    x(t + dt) = x(t) 2^(-dt / half-life) + the day's weights, clipped to [-1, 1] after each day.
    With an equal weight every dt days it settles at weight / (1 - 2^(-dt / half-life)).
    """
    by_day: dict[date, float] = {}
    for day, weight in events:
        if day <= on:
            by_day[day] = by_day.get(day, 0.0) + weight
    x = start
    last: date | None = None
    for day in sorted(by_day):
        x = _faded(x, (day - last).days if last else 0, half_life)
        x = min(1.0, max(-1.0, x + by_day[day]))
        last = day
    return _faded(x, (on - last).days if last else 0, half_life)


def _faded(x: float, days: int, half_life: float) -> float:
    return float(x * 2.0 ** (-days / half_life))


def rapport_given(x: float, span: Range) -> Range:
    """Rapport with its likeliest value at max(0, x), inside its range."""
    return _shifted(span, max(0.0, x))


def crisis_given(x: float, span: Range) -> Range:
    """The chance of a crisis with its likeliest value at logistic(a - 2x), inside its range.

    ``a`` is such that at x = 0 nothing is shifted.
    """
    if not 0 < span.mode < 1:
        return span
    a = math.log(span.mode / (1 - span.mode))
    return _shifted(span, 1 / (1 + math.exp(2 * x - a)))


def _shifted(span: Range, mode: float) -> Range:
    return Range(span.low, min(span.high, max(span.low, mode)), span.high)
