"""Indicators: what to watch for, and what seeing it would tell."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.sensitivity.sample import Sample

FEW = 30
"""Draws on a side below which a conditional probability is not told."""


@dataclass(frozen=True)
class Indicator:
    """An event that can be seen before the outcome is known.

    Attributes
    ----------
    name, when, by
        The event, what it says, and the day by which it can be seen.
    chance
        Probability that it will be seen.
    seen, unseen
        Probability of the outcome given that it is seen, and that it is not; None where fewer than
        :data:`FEW` draws tell.
    bits
        What it tells of the outcome (mutual information); at most 1.
    text
        What its being seen and its not being seen would say.
    """

    name: str
    when: str
    by: str
    chance: float
    seen: float | None
    unseen: float | None
    bits: float
    text: str


def watch_list(
    sample: Sample, event: str, hits: NDArray[np.bool_], events: dict[str, Statement]
) -> tuple[Indicator, ...]:
    """The dossier's observable events, the most telling first."""
    found = []
    for name, one in sample.dossier.events.items():
        if one.observable_by is None or name == event:
            continue
        sign = sample.hits(events[name])
        seen, unseen = _given(hits, sign), _given(hits, ~sign)
        bits = information(hits, sign)
        text = in_words(event, float(hits.mean()), seen, unseen)
        found.append(
            Indicator(
                name, one.when, one.observable_by, float(sign.mean()), seen, unseen, bits, text
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.bits, one.name)))


def _given(hits: NDArray[np.bool_], sign: NDArray[np.bool_]) -> float | None:
    return float(hits[sign].mean()) if sign.sum() >= FEW else None


def information(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    """Mutual information of two events in bits, less what chance gives (Miller and Madow 1954)."""
    draws = len(first)
    joint = np.array(
        [[(one & other).sum() for other in (second, ~second)] for one in (first, ~first)],
        dtype=float,
    )
    rows, columns = joint.sum(axis=1, keepdims=True), joint.sum(axis=0, keepdims=True)
    expected = rows @ columns / draws
    cells = joint > 0
    raw = float((joint[cells] * np.log2(joint[cells] / expected[cells])).sum() / draws)
    return max(0.0, raw - 1 / (2 * draws * math.log(2)))


def in_words(event: str, base: float, seen: float | None, unseen: float | None) -> str:
    """What its being seen, and its not being seen, would say of an event."""
    if seen is None:
        return "it is hardly ever seen in the draws, so what it would tell is not known"
    if unseen is None:
        return "it is hardly ever missing in the draws, so what its absence would tell is not known"
    lift = "up" if seen >= base else "down"
    return (
        f"seen, it takes '{event}' {lift} from {base:.2f} to {seen:.2f}; not seen, to {unseen:.2f}"
    )
