"""The range of a forecast: doubt about the numbers, and about the form of the model.

Given the numbers, an event has a chance: the world's own (are red lines real, is the ask made,
where do walk-away points hide, does the deal slip). That chance is worked out for many rows of
numbers, each with worlds of its own, and for every form of the model. Its spread is the range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.forecasts.events import holds
from summitry.procedures.games import Games
from summitry.procedures.package import SOLUTIONS, Form, negotiate
from summitry.procedures.parallel import in_order

ROWS = 256
"""Rows of numbers, unless asked otherwise."""
WORLDS = 32
"""Worlds a row. Few worlds make a row's chance noisy and the range too wide: see the tests."""
HOLDING_BACK = (0.10, 0.125, 0.18)
"""Shares held back that the literature's bargaining forms span (FORMAL B.2)."""
TAIL = 0.05
"""The range leaves out this share of the rows at each end."""


@dataclass(frozen=True)
class Spread:
    """An event's chance over the analyst's doubt and the forms of the model.

    Attributes
    ----------
    least, greatest
        The fifth and the ninety-fifth percentile of the chance over the rows of numbers, each at
        the form of the model that makes it most extreme.
    middle
        The median over the rows, at the dossier's own form.
    forms
        Form of the model: the mean chance under it.
    """

    least: float
    middle: float
    greatest: float
    forms: Mapping[str, float]


def forms(own: Form) -> Iterator[tuple[str, Form]]:
    """The dossier's own form, then those that differ from it in one choice."""
    yield "as in the dossier", own
    for solution in SOLUTIONS:
        if solution != own.solution:
            yield f"solution: {solution}", replace(own, solution=solution)
    for share in HOLDING_BACK:
        if not np.isclose(share, own.holding_back):
            yield f"holding back: {share:g}", replace(own, holding_back=share)


def spreads(
    games: Games,
    own: Form,
    events: Mapping[str, Statement],
    progress: Callable[[float], None] | None = None,
) -> dict[str, Spread]:
    """Range of each event's chance; the games' draws have several worlds a row."""
    every = list(forms(own))
    slip = games.draws.value("process/slip")  # independent of all else: weighed, not drawn
    chances: dict[str, list[NDArray[np.float64]]] = {name: [] for name in events}

    def by_row(form: Form) -> dict[str, NDArray[np.float64]]:
        outcomes = negotiate(games, form, reasons=False)
        kept, lost = outcomes.slipped(all_=False), outcomes.slipped(all_=True)
        return {
            name: (1 - slip) * kept.by_row(holds(event, kept))
            + slip * lost.by_row(holds(event, lost))
            for name, event in events.items()
        }

    for number, rows in enumerate(in_order(by_row, [form for _, form in every])):
        for name in events:
            chances[name].append(rows[name])
        if progress is not None:
            progress((number + 1) / len(every))
    labels = [label for label, _ in every]
    return {name: _spread(labels, rows) for name, rows in chances.items()}


def _spread(labels: list[str], rows: list[NDArray[np.float64]]) -> Spread:
    low, high = (np.quantile(np.stack(rows), tail, axis=1) for tail in (TAIL, 1 - TAIL))
    means = {label: float(row.mean()) for label, row in zip(labels, rows, strict=True)}
    return Spread(float(low.min()), float(np.median(rows[0])), float(high.max()), means)
