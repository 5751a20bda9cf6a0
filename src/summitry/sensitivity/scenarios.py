"""Where in the numbers an event comes true: boxes told in the dossier's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.sensitivity.drivers import Driver
from summitry.sensitivity.naming import Label
from summitry.sensitivity.prim import discover
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
        conditions = tuple(condition(labels[b.column], b.low, b.high) for b in box.bounds)
        text = in_words(event, conditions, (box.density, box.mass, box.coverage, box.base),
                        holds=holds)  # fmt: skip
        inputs = tuple(
            (labels[b.column].name, _open(b.low), _open(b.high)) for b in box.bounds
        )  # fmt: skip
        made.append(
            Scenario(holds, conditions, inputs, box.coverage, box.density, box.mass, box.base, text)
        )
    return tuple(made)


def in_words(
    event: str,
    conditions: Sequence[str],
    shares: tuple[float, float, float, float],
    *,
    holds: bool,
) -> str:
    """A region in a sentence; the shares are its density, mass, coverage and base."""
    density, mass, coverage, base = shares
    what = f"'{event}'" if holds else f"no '{event}'"
    return (
        f"{what} in {_share(density)} of the draws where {' and '.join(conditions)} "
        f"({_share(mass)} of all draws, {_share(coverage)} of those with {what}; "
        f"{_share(base)} over all)"
    )


def _share(share: float) -> str:
    """A share in whole percent, never rounded to all or nothing."""
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{share:.0%}"


def _open(end: float) -> float | None:
    return float(end) if np.isfinite(end) else None


def condition(one: Label, least: float, greatest: float) -> str:
    """That an input lies between two ends, to two digits; infinite ones are open."""
    if one.chance and least == greatest:
        text = one.text.removeprefix("whether ")
        return text if least else _negated(text)
    low, high = f"{least:.2g}", f"{greatest:.2g}"
    if np.isinf(least):
        return f"{one.text} is at most {high}"
    if np.isinf(greatest):
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
