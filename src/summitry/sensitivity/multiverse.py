"""The multiverse: an event under every defensible combination of structural choices.

Steegen et al. (2016); sorted, it is the specification curve of Simonsohn et al. (2020).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from summitry.dossier.assessment import patch
from summitry.dossier.logic import Statement
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.doubt import HOLDING_BACK
from summitry.forecasts.events import holds
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import SOLUTIONS, Form, negotiate

LAWS = ("triangular", "pert")
CURVES: tuple[float | None, ...] = (None, 1.0, 2.0)
"""None: drawn from the dossier's own range."""
AVERSIONS: tuple[float | None, ...] = (None, 1.0, 2.25)
DRAWS = 1_000
"""Draws of each combination at most, the first of the forecast's own."""


@dataclass(frozen=True)
class Universe:
    """One combination of choices, and the event's probability under it.

    ``curve`` and ``loss_aversion`` are None where they are drawn from the dossier's ranges;
    ``shipped`` marks the dossier's own combination.
    """

    solution: str
    holding_back: float
    curve: float | None
    loss_aversion: float | None
    law: str
    probability: float
    shipped: bool


def multiverse(
    dossier: Dossier,
    event: Statement,
    form: Form,
    draws: int,
    seed: int,
    progress: Callable[[float], None] | None = None,
) -> tuple[Universe, ...]:
    """Every combination on the same draws, the least likely first.

    What the dossier itself chooses is always among them. ``draws``: of the forecast; no more than
    :data:`DRAWS` of them are used.
    """
    shares = sorted({*HOLDING_BACK, form.holding_back})
    shapes = list(product(sorted({*LAWS, dossier.law}), CURVES, AVERSIONS))
    found = []
    for number, (law, curve, aversion) in enumerate(shapes):
        own = dossier if law == dossier.law else patch(dossier, {"law": law})
        fixed = {} if curve is None else {"curve": curve}
        if aversion is not None:
            fixed |= {f"loss_aversion/{party}": aversion for party in dossier.principals}
        games = Games(Layout(own), Draws(own, min(DRAWS, draws), seed, fixed=fixed))
        for solution, share in product(SOLUTIONS, shares):
            choice = Form(solution, share)
            chance = float(holds(event, negotiate(games, choice, reasons=False)).mean())
            shipped = choice == form and law == dossier.law and curve is None and aversion is None
            found.append(Universe(solution, share, curve, aversion, law, chance, shipped))
        if progress is not None:
            progress((number + 1) / len(shapes))
    return tuple(sorted(found, key=lambda one: one.probability))
