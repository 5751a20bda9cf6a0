"""The forecast over the shape of utility: curve by loss aversion, other draws the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from summitry.dossier.logic import Statement
from summitry.draws import Draws
from summitry.forecasts.events import holds
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate

CURVES = (1.0, 1.5, 2.0)
LOSS_AVERSIONS = (1.0, 1.5, 2.0)


@dataclass(frozen=True)
class Grid:
    """Probability of each event at fixed curve (rows) and loss aversion of everybody (columns)."""

    curves: tuple[float, ...]
    loss_aversions: tuple[float, ...]
    cells: Mapping[str, tuple[tuple[float, ...], ...]]


def grid(
    layout: Layout,
    draws: Draws,
    form: Form,
    events: Mapping[str, Statement],
    progress: Callable[[float], None] | None = None,
) -> Grid:
    """Fix curve and loss aversion at each pair of values in turn."""
    cells: dict[str, list[tuple[float, ...]]] = {name: [] for name in events}
    for number, curve in enumerate(CURVES):
        columns: dict[str, list[float]] = {name: [] for name in events}
        for aversion in LOSS_AVERSIONS:
            fixed = {f"loss_aversion/{party}": aversion for party in layout.principals}
            outcomes = negotiate(layout, draws.fix({"curve": curve, **fixed}), form, reasons=False)
            for name, event in events.items():
                columns[name].append(float(holds(event, outcomes).mean()))
        for name in events:
            cells[name].append(tuple(columns[name]))
        if progress is not None:
            progress((number + 1) / len(CURVES))
    return Grid(CURVES, LOSS_AVERSIONS, {name: tuple(rows) for name, rows in cells.items()})
