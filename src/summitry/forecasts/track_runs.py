"""What comes of tracks in the same draws, several of them side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.forecasts.doubt import forms
from summitry.forecasts.events import chances_of, holds
from summitry.procedures.agenda import Agenda
from summitry.procedures.baskets import negotiate_tracks
from summitry.procedures.gains import gains
from summitry.procedures.games import Games
from summitry.procedures.package import Form
from summitry.procedures.settling import Way

Shifts = Mapping[str, tuple[float, float]]
"""Event: how far its chance moves down, and up, over the forms of the model."""


@dataclass(frozen=True)
class Run:
    """What comes of a track.

    Attributes
    ----------
    hits, chances
        Event: in which draws it holds, (draws,); and its probability.
    gains
        Principal: its mean gain over all draws, none where there is no deal.
    """

    hits: Mapping[str, NDArray[np.bool_]]
    chances: Mapping[str, float]
    gains: Mapping[str, float]


def run(
    games: Games,
    every: Sequence[Agenda],
    form: Form,
    events: Mapping[str, Statement],
    progress: Callable[[float], None] | None = None,
) -> list[Run]:
    """Run tracks in every draw; those that are the same, once."""
    alone = {one: number for number, one in enumerate(dict.fromkeys(every))}
    found: list[Run] = []
    size, principals = games.draws.size, games.layout.principals
    for some in negotiate_tracks([Way(games, form, one) for one in alone], progress):
        hits = {name: holds(event, some).reshape(-1, size) for name, event in events.items()}
        chances = {name: hit.mean(axis=1).tolist() for name, hit in hits.items()}
        mean = gains(games, some).reshape(-1, size, len(principals)).mean(axis=1)
        found += [
            Run(
                {name: hit[number] for name, hit in hits.items()},
                {name: chance[number] for name, chance in chances.items()},
                dict(zip(principals, own.tolist(), strict=True)),
            )
            for number, own in enumerate(mean)
        ]
    return [found[alone[one]] for one in every]


def over_forms(
    games: Games, every: Sequence[Agenda], own: Form, events: Mapping[str, Statement]
) -> list[Shifts]:
    """How far each track's chances move over the forms of the model, on the same draws."""
    some = [form for _, form in forms(own)]
    ways = [Way(games, form, agenda) for agenda in every for form in some]
    found = chances_of(negotiate_tracks(ways), events, games.draws.size)
    by_form = {name: chance.reshape(len(every), len(some)) for name, chance in found.items()}
    moves = {name: chance - chance[:, :1] for name, chance in by_form.items()}
    return [
        {name: (float(move[number].min()), float(move[number].max()))
         for name, move in moves.items()}
        for number in range(len(every))
    ]  # fmt: skip
