"""Would the principals take what the pressure of all interests points to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from summitry.dossier.logic import Statement
from summitry.forecasts.events import holds
from summitry.games.influence.outcome import Influence
from summitry.procedures.games import Games
from summitry.procedures.influence import points
from summitry.procedures.package import Form
from summitry.procedures.proposal import Answer, Proposed, nearest, put


@dataclass(frozen=True)
class Taken:
    """What comes of one model's proposals, once they are put to those who must sign.

    Attributes
    ----------
    proposed
        Share of the draws in which the nearest legal package changes anything.
    bent
        Share of the draws in which clauses forbid the nearest levels; None, as ``unconsented``,
        where not all of it is for the audience.
    taken
        Share of all draws in which the principals would take it.
    events
        Event: its probability under this procedure.
    refusing
        Principal: share of the proposals that bring it less than it holds back.
    unconsented
        Share of the proposals that somebody whose consent they need would lose by.
    package
        Issue: level, of the package proposed most often; empty if nothing ever is.
    moved
        The issues that it moves.
    share
        Share of all draws in which exactly this package is proposed.
    """

    proposed: float
    bent: float | None
    taken: float
    events: Mapping[str, float]
    refusing: Mapping[str, float]
    unconsented: float | None
    package: Mapping[str, str]
    moved: tuple[str, ...]
    share: float


def taken(
    games: Games, answer: Influence, form: Form, events: Mapping[str, Statement]
) -> tuple[Taken, Proposed]:
    """Put a model's outcomes to the principals in every draw."""
    layout = games.layout
    proposed = nearest(layout, points(layout, answer))
    found = put(games, proposed, form)
    made = found.made
    some = max(int(made.sum()), 1)
    refusing = {
        party: float(found.short[:, number].sum() / some)
        for number, party in enumerate(layout.principals)
    }
    package, moved, share = _likeliest(games, proposed)
    return Taken(
        float(made.mean()), float(proposed.bent.mean()), float(found.accepted.mean()),
        chances(events, found), refusing, float(found.unconsented.sum() / some),
        package, moved, share,
    ), proposed  # fmt: skip


def chances(events: Mapping[str, Statement], found: Answer) -> dict[str, float]:
    """Probability of each event."""
    return {name: float(holds(one, found.outcomes).mean()) for name, one in events.items()}


def _likeliest(games: Games, proposed: Proposed) -> tuple[dict[str, str], tuple[str, ...], float]:
    levels = proposed.levels[proposed.made]
    if not len(levels):
        return {}, (), 0.0
    layout = games.layout
    every, times = np.unique(levels, axis=0, return_counts=True)
    best = int(times.argmax())
    package = {
        key: layout.levels[key][every[best][layout.issues.index(key)]]
        for key in layout.dossier.issues
    }
    moved = tuple(
        key for key, one in package.items() if one != layout.dossier.issues[key].status_quo
    )
    return package, moved, float(times[best] / len(proposed.levels))
