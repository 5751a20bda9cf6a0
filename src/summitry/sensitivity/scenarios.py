"""Where in the numbers an event comes true: boxes told in the dossier's own words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.sensitivity.drivers import Driver
from summitry.sensitivity.naming import Label
from summitry.sensitivity.prim import Bound, discover
from summitry.sensitivity.sample import Sample

CANDIDATES = 30
"""Inputs searched: those that the event answers to most."""


@dataclass(frozen=True)
class Scenario:
    """A region of the numbers in which an event is nearly certain, or nearly out of reach.

    Attributes
    ----------
    holds
        Whether it is the event that is dense in it, or its absence.
    conditions
        At most three, in words.
    inputs
        The inputs they restrict, with the least and the greatest value (None where open).
    coverage, density, mass, base
        As in :class:`~summitry.sensitivity.prim.Box`, on draws that the search did not see.
    text
        The whole in a sentence.
    """

    holds: bool
    conditions: tuple[str, ...]
    inputs: tuple[tuple[str, float | None, float | None], ...]
    coverage: float
    density: float
    mass: float
    base: float
    text: str


def scenarios(
    sample: Sample, event: str, hits: NDArray[np.bool_], found: tuple[Driver, ...]
) -> tuple[Scenario, ...]:
    """A region where the event comes true and one where it does not, where there are such."""
    telling = [one.name for one in found if one.matters][:CANDIDATES]
    at = {one.name: number for number, one in enumerate(sample.labels)}
    columns = [at[name] for name in telling]
    if not columns:
        return ()
    values = sample.values[:, columns]
    labels = [sample.labels[one] for one in columns]
    made = []
    for holds in (False, True):
        box = discover(values, hits if holds else ~hits)
        if box is None:
            continue
        conditions = tuple(_condition(labels[b.column], b) for b in box.bounds)
        what = f"'{event}'" if holds else f"no '{event}'"
        text = (
            f"{what} in {_share(box.density)} of the draws where {' and '.join(conditions)} "
            f"({_share(box.mass)} of all draws, {_share(box.coverage)} of those with {what}; "
            f"{_share(box.base)} over all)"
        )
        inputs = tuple(
            (labels[b.column].name, _open(b.low), _open(b.high)) for b in box.bounds
        )  # fmt: skip
        made.append(
            Scenario(holds, conditions, inputs, box.coverage, box.density, box.mass, box.base, text)
        )
    return tuple(made)


def _share(share: float) -> str:
    """A share in whole percent, never rounded to all or nothing."""
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{share:.0%}"


def _open(end: float) -> float | None:
    return float(end) if np.isfinite(end) else None


def _condition(one: Label, bound: Bound) -> str:
    if one.chance and bound.low == bound.high:
        text = one.text.removeprefix("whether ")
        return text if bound.low else _negated(text)
    low, high = f"{bound.low:.2g}", f"{bound.high:.2g}"
    if np.isinf(bound.low):
        return f"{one.text} is at most {high}"
    if np.isinf(bound.high):
        return f"{one.text} is at least {low}"
    return f"{one.text} is from {low} to {high}"


def _negated(text: str) -> str:
    for said, denied in (
        (" is made", " is not made"),
        (" is real", " is not real"),
        ("a deal slips", "no deal slips"),
        (" lapses", " does not lapse"),
        (" insists", " does not insist"),
    ):
        if said in text:
            return text.replace(said, denied, 1)
    return f"not ({text})"
