"""The forecast over the shape of utility: curve by loss aversion, other draws the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from summitry.dossier.logic import Statement
from summitry.forecasts.events import holds
from summitry.procedures.games import Games
from summitry.procedures.package import Form, negotiate
from summitry.procedures.parallel import in_order

CURVES = (1.0, 1.5, 2.0)
LOSS_AVERSIONS = (1.0, 1.5, 2.0)


@dataclass(frozen=True)
class Grid:
    """Probability of each event at fixed curve (rows) and loss aversion of everybody (columns)."""

    curves: tuple[float, ...]
    loss_aversions: tuple[float, ...]
    cells: Mapping[str, tuple[tuple[float, ...], ...]]


def grid(
    games: Games,
    form: Form,
    events: Mapping[str, Statement],
    progress: Callable[[float], None] | None = None,
) -> Grid:
    """Fix curve and loss aversion at each pair of values in turn."""

    def cell(at: tuple[float, float]) -> dict[str, float]:
        fixed = {f"loss_aversion/{party}": at[1] for party in games.layout.principals}
        outcomes = negotiate(games.fix({"curve": at[0], **fixed}), form, reasons=False)
        return {name: float(holds(event, outcomes).mean()) for name, event in events.items()}

    corners = list(product(CURVES, LOSS_AVERSIONS))
    found = []
    for number, one in enumerate(in_order(cell, corners)):
        found.append(one)
        if progress is not None:
            progress((number + 1) / len(corners))
    width = len(LOSS_AVERSIONS)
    rows = [found[start : start + width] for start in range(0, len(found), width)]
    cells = {name: tuple(tuple(one[name] for one in row) for row in rows) for name in events}
    return Grid(CURVES, LOSS_AVERSIONS, cells)
