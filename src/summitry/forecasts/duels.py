"""Any two tracks against each other: what only one settles, and where the verdict turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.forecasts.events import chances_of
from summitry.procedures.agenda import Agenda
from summitry.procedures.baskets import negotiate_tracks
from summitry.procedures.games import Games
from summitry.procedures.package import Form
from summitry.procedures.settling import Way

BONDS = tuple(number / 10 for number in range(11))
"""Rapports at which tracks are compared; between them the chances are taken to be straight."""
ENDS = (0.0, 1.0)
"""Likelihoods of an ask at which tracks are compared."""
Line = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Where a chance was worked out, and what it is there."""
Hits = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Which draws bring the event, (draws, tracks): as the tracks are, and with asks on all."""


@dataclass(frozen=True)
class Parts:
    """What makes up a track's chance of the substantive event.

    ``baskets`` is the chance with no bond, no ask and no consent but those that issues name; the
    others are what these add.
    """

    baskets: float
    consents: float
    bond: float
    asks: float


@dataclass(frozen=True)
class Turn:
    """Where two tracks change places.

    Attributes
    ----------
    what
        Name of the number that is replaced by a constant: an ask's likelihood, or the rapport.
    asks
        ``own``: asks come to the tables that the track says; ``all``: to every table.
    values
        The constants at which the two are equally likely to bring the event; none if there is no
        such value from 0 to 1.
    ahead
        The track ahead at 0; None if the two never differ.
    """

    what: str
    asks: str
    values: tuple[float, ...]
    ahead: str | None


@dataclass(frozen=True)
class Duel:
    """Two tracks.

    Attributes
    ----------
    only_first, only_second
        Share of draws in which one brings the event and the other does not.
    only_first_with_asks, only_second_with_asks
        The same with the asks on both; None where some ask is not for the audience.
    turns
        Break-evens.
    """

    first: str
    second: str
    only_first: float
    only_second: float
    only_first_with_asks: float | None
    only_second_with_asks: float | None
    turns: tuple[Turn, ...]


def stripped(agenda: Agenda) -> tuple[Agenda, Agenda, Agenda]:
    """A track without its asks, then without its bond too, then without its tables' consents."""
    calm = agenda.with_asks(False)
    cold = calm.without_bond()
    return calm, cold, cold.without_consents()


def parts_of(chance: float, calm: float, cold: float, bare: float) -> Parts:
    """What a track's asks, its bond and its tables' consents add to its chance, on the same draws.

    ``calm``, ``cold`` and ``bare`` are the chances of the track as :func:`stripped`.
    """
    return Parts(bare, cold - bare, calm - cold, chance - calm)


def break_evens(
    few: Games, every: Sequence[Agenda], form: Form, event: Statement, hits: Hits
) -> tuple[Duel, ...]:
    """Every pair of tracks, with the asks where they belong and everywhere.

    The chance of an event is linear in an ask's likelihood, so its break-even is exact on the
    draws; that of rapport is read off a grid of :data:`BONDS`.
    """
    asked = [one.with_asks() for one in every]
    known = _lines(few, list(dict.fromkeys([*every, *asked])), form, event)
    lines = {"own": [known[one] for one in every], "all": [known[one] for one in asked]}
    found = []
    for first, second in combinations(range(len(every)), 2):
        names = every[first].name, every[second].name
        turns = []
        for asks, own in lines.items():
            for what, (at, line) in own[first].items():
                difference = line - own[second][what][1]
                values, ahead = _crossings(at, difference)
                side = None if ahead is None else names[0 if ahead else 1]
                turns.append(Turn(what, asks, values, side))
        only = [
            float((hit[:, one] & ~hit[:, other]).mean())
            for hit in hits
            for one, other in ((first, second), (second, first))
        ]
        found.append(Duel(*names, only[0], only[1], only[2], only[3], tuple(turns)))
    return tuple(found)


def _lines(
    few: Games, every: Sequence[Agenda], form: Form, event: Statement
) -> dict[Agenda, dict[str, Line]]:
    """Chance of the event on each track as each number runs from 0 to 1."""
    asks = [
        f"process/big_ask/{one}/likelihood" for one in sorted(few.layout.dossier.process.big_ask)
    ]
    ways: dict[tuple[Agenda, tuple[str, ...], float], int] = {}  # each once, numbered
    places: dict[Agenda, dict[str, tuple[tuple[float, ...], list[int]]]] = {}
    for agenda in every:
        lines: list[tuple[str, tuple[float, ...], tuple[str, ...]]] = [
            *((name, ENDS, (name,) if agenda.brings_asks else ()) for name in asks),
            ("process/rapport", BONDS, agenda.bonds),
        ]
        places[agenda] = {
            name: (at, [ways.setdefault((agenda, fixed, one if fixed else 0.0), len(ways))
                        for one in at])
            for name, at, fixed in lines
        }  # fmt: skip
    few.prepare()  # so that each takes over what it does not change
    made = {
        (fixed, at): few.fix(dict.fromkeys(fixed, at)) if fixed else few for _, fixed, at in ways
    }
    own = [Way(made[fixed, at], form, agenda) for agenda, fixed, at in ways]
    (chances,) = chances_of(negotiate_tracks(own), {"": event}, few.draws.size).values()
    return {
        agenda: {name: (np.array(at), chances[numbers]) for name, (at, numbers) in lines.items()}
        for agenda, lines in places.items()
    }


def _crossings(
    at: NDArray[np.float64], difference: NDArray[np.float64]
) -> tuple[tuple[float, ...], bool | None]:
    """Where a line through points changes its sign, and whether it begins above zero.

    To meet at an end, where an ask is certain to sink both, say, is not to change places.
    """
    signs = np.sign(np.round(difference, 9))
    points = np.flatnonzero(signs)
    if not len(points):
        return (), None
    found = []
    for one, other in pairwise(points):
        if signs[one] == signs[other]:
            continue
        zero = np.flatnonzero(signs[one:other] == 0)
        if len(zero):
            found.append(float(at[one + zero[0]]))
            continue
        share = difference[one] / (difference[one] - difference[other])
        found.append(float(at[one] + share * (at[other] - at[one])))
    return tuple(found), bool(signs[points[0]] > 0)
