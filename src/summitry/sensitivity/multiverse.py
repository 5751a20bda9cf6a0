"""The multiverse: an event under every defensible combination of structural choices.

Steegen et al. (2016); sorted, it is the specification curve of Simonsohn et al. (2020).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from summitry.dossier.assessment import patch
from summitry.dossier.logic import Statement
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.doubt import HOLDING_BACK
from summitry.forecasts.events import chances_beside
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import SOLUTIONS, Form
from summitry.procedures.variants import Variant

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
    games = {}
    for law in laws(dossier):
        own = dossier if law == dossier.law else patch(dossier, {"law": law})
        games[law] = Games(Layout(own), Draws(own, min(DRAWS, draws), seed))
    return universes(games, dossier.law, event, form, progress)


def laws(dossier: Dossier) -> list[str]:
    """Laws of the ranges that are tried."""
    return sorted({*LAWS, dossier.law})


def universes(
    games: Mapping[str, Games],
    own_law: str,
    event: Statement,
    form: Form,
    progress: Callable[[float], None] | None = None,
) -> tuple[Universe, ...]:
    """Every combination, all side by side, the least likely first.

    Parameters
    ----------
    games
        Law of the ranges: the dossier's games under it.
    own_law, form
        What the dossier itself chooses.
    event
        The event.
    progress
        Called with the share done, from 0 to 1.
    """
    choices = [
        Form(solution, share)
        for solution, share in product(SOLUTIONS, sorted({*HOLDING_BACK, form.holding_back}))
    ]
    shapes = [
        (law, curve, aversion, made)
        for law, own in games.items()
        for curve, bent in _held(own, CURVES, ["curve"])
        for aversion, made in _held(
            bent, AVERSIONS, [f"loss_aversion/{one}" for one in own.layout.principals]
        )
    ]
    ways = [Variant(made, choice) for *_, made in shapes for choice in choices]
    chances = chances_beside(ways, {"event": event}, progress)["event"].tolist()
    found = []
    for ((law, curve, aversion, _), choice), chance in zip(
        product(shapes, choices), chances, strict=True
    ):
        shipped = choice == form and law == own_law and curve is None and aversion is None
        found.append(
            Universe(choice.solution, choice.holding_back, curve, aversion, law, chance, shipped)
        )
    return tuple(sorted(found, key=lambda one: one.probability))


def _held(
    games: Games, values: Iterable[float | None], names: Sequence[str]
) -> Iterator[tuple[float | None, Games]]:
    """The games with some inputs at each value, None for as they are drawn."""
    games.prepare()  # so that each takes over what it does not change
    for value in values:
        yield value, games if value is None else games.fix(dict.fromkeys(names, value))
