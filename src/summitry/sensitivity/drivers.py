"""Which inputs an event answers to: by input, by party and by issue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.draws import quantile
from summitry.forecasts.events import holds
from summitry.procedures.games import Games
from summitry.procedures.package import negotiate
from summitry.sensitivity.estimators import measure, noise, sobol
from summitry.sensitivity.sample import Sample

Floats = NDArray[np.float64]

WORLD = "the world's chances"
"""Stands for the party of what is nobody's: coins and hidden walk-away points count as chances."""


@dataclass(frozen=True)
class Driver:
    """An input, and how an event answers to it.

    Attributes
    ----------
    name, text, party, issue, chance
        As in :class:`~summitry.sensitivity.naming.Label`.
    regional, first_order, pawn
        As in :class:`~summitry.sensitivity.estimators.Measures`.
    low, high
        Probability of the event in the draws with the lowest, and the highest, fifth of the input.
        For a coin, low is where it does not come true, high where it does.
    matters
        Its regional distance is beyond what inputs that do nothing reach by chance.
    first, total
        Full Sobol indices, where they were asked for.
    """

    name: str
    text: str
    party: str | None
    issue: str | None
    chance: bool
    regional: float
    first_order: float
    pawn: float
    low: float
    high: float
    matters: bool
    first: float | None = None
    total: float | None = None


@dataclass(frozen=True)
class Group:
    """All inputs of a party, or of an issue, together.

    ``first_order`` is the sum of its inputs' shares, which leaves out what they do jointly.
    """

    kind: str
    name: str
    label: str
    inputs: int
    matter: int
    first_order: float
    strongest: str | None


def drivers(sample: Sample, hits: NDArray[np.bool_]) -> tuple[Driver, ...]:
    """Every input that was read, the strongest first; of equals by name."""
    if not sample.labels:
        return ()
    found = measure(sample.values, hits.astype(float))
    count = int(hits.sum())
    floor = noise(count, len(hits) - count, len(sample.labels))
    made = [
        Driver(
            one.name,
            one.text,
            one.party,
            one.issue,
            one.chance,
            0.0 if np.isnan(found.regional[at]) else float(found.regional[at]),
            float(found.first_order[at]),
            float(found.pawn[at]),
            float(found.low[at]),
            float(found.high[at]),
            bool(found.regional[at] > floor),
        )
        for at, one in enumerate(sample.labels)
    ]
    return tuple(sorted(made, key=lambda one: (not one.matters, -one.regional, one.name)))


def groups(sample: Sample, found: tuple[Driver, ...]) -> tuple[Group, ...]:
    """The inputs by party, then by issue; the strongest first. Chances are a group of their own."""
    return tuple(
        sorted(
            _groups(sample, found),
            key=lambda one: (one.kind != "party", -one.first_order, one.name),
        )
    )


def _groups(sample: Sample, found: tuple[Driver, ...]) -> Iterator[Group]:
    dossier = sample.dossier
    own = [one for one in found if not one.chance]
    for party in dossier.parties:
        yield _group("party", party, dossier.label(party), [o for o in own if o.party == party])
    yield _group("party", "", WORLD, [one for one in found if one.chance])
    yield _group(
        "party", "-", "nobody's: process and form", [one for one in own if one.party is None]
    )
    for issue, one in dossier.issues.items():
        name = one.name or issue
        yield _group("issue", issue, name, [o for o in own if o.issue == issue])


def _group(kind: str, name: str, label: str, inputs: list[Driver]) -> Group:
    telling = [one for one in inputs if one.matters]
    strongest = max(telling, key=lambda one: one.regional).text if telling else None
    share = sum(one.first_order for one in telling)
    return Group(kind, name, label, len(inputs), len(telling), share, strongest)


def with_sobol(
    sample: Sample,
    event: Statement,
    found: tuple[Driver, ...],
    rows: int,
    progress: Callable[[float], None] | None = None,
) -> tuple[Driver, ...]:
    """The same drivers with full Sobol indices, from ``rows`` x (inputs + 2) new runs."""
    draws, layout = sample.draws, sample.games.layout
    law = sample.dossier.law
    runs = rows * (len(sample.labels) + 2)
    done = 0

    def model(uniform: Floats) -> Floats:
        nonlocal done
        values, chances = {}, {}
        for column, one in zip(uniform.T, sample.labels, strict=True):
            if one.chance:
                chances[one.name] = column
            else:
                values[one.name] = quantile(draws.inputs[one.name].range, column, law)
        given = draws.given(values, chances)
        outcomes = negotiate(Games(layout, given), sample.form, reasons=False)
        done += len(uniform)
        if progress is not None:
            progress(min(1.0, done / runs))
        return holds(event, outcomes).astype(float)

    first, total = sobol(model, len(sample.labels), rows, draws.seed)
    at = {one.name: number for number, one in enumerate(sample.labels)}
    return tuple(
        replace(one, first=float(first[at[one.name]]), total=float(total[at[one.name]]))
        for one in found
    )
