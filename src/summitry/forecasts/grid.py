"""The forecast over the shape of utility: curve by loss aversion, other draws the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from summitry.dossier.logic import Statement
from summitry.forecasts.events import chances_beside
from summitry.procedures.games import Games
from summitry.procedures.package import Form
from summitry.procedures.variants import Variant

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
    principals = games.layout.principals
    bent = {curve: games.fix({"curve": curve}) for curve in CURVES}
    for one in bent.values():
        one.prepare()  # so that each aversion takes it over
    ways = [
        Variant(bent[curve].fix({f"loss_aversion/{party}": aversion for party in principals}), form)
        for curve, aversion in product(CURVES, LOSS_AVERSIONS)
    ]
    found = chances_beside(ways, events, progress)
    shape = len(CURVES), len(LOSS_AVERSIONS)
    cells = {
        name: tuple(map(tuple, chance.reshape(shape).tolist())) for name, chance in found.items()
    }
    return Grid(CURVES, LOSS_AVERSIONS, cells)
