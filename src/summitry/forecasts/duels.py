"""Any two tracks against each other: what only one settles, and where the verdict turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.forecasts.events import holds
from summitry.procedures.agenda import Agenda
from summitry.procedures.baskets import negotiate_track
from summitry.procedures.games import Games
from summitry.procedures.package import Form

BONDS = tuple(number / 10 for number in range(11))
"""Rapports at which tracks are compared; between them the chances are taken to be straight."""
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


def parts_of(games: Games, agenda: Agenda, form: Form, event: Statement, chance: float) -> Parts:
    """Strip a track of its asks, then its bond, then its tables' consents, on the same draws."""
    calm = agenda.with_asks(False)
    cold = calm.without_bond()
    bare = cold.without_consents()
    without_asks = chance if calm == agenda else _chance(games, calm, form, event)
    without_bond = without_asks if cold == calm else _chance(games, cold, form, event)
    least = without_bond if bare == cold else _chance(games, bare, form, event)
    bond, asks = without_asks - without_bond, chance - without_asks
    return Parts(least, without_bond - least, bond, asks)


def break_evens(
    few: Games, every: Sequence[Agenda], form: Form, event: Statement, hits: Hits
) -> tuple[Duel, ...]:
    """Every pair of tracks, with the asks where they belong and everywhere.

    The chance of an event is linear in an ask's likelihood, so its break-even is exact on the
    draws; that of rapport is read off a grid of :data:`BONDS`.
    """
    lines = {"own": [_lines(few, one, form, event) for one in every]}
    lines["all"] = [
        own if one == one.with_asks() else _lines(few, one.with_asks(), form, event)
        for one, own in zip(every, lines["own"], strict=True)
    ]
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


def _chance(games: Games, agenda: Agenda, form: Form, event: Statement) -> float:
    return float(holds(event, negotiate_track(games, agenda, form)).mean())


def _lines(
    few: Games, agenda: Agenda, form: Form, event: Statement
) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Chance of the event as each number runs from 0 to 1: where it was worked out, and what."""
    found = {}
    base = _chance(few, agenda, form, event)
    for party in sorted(few.layout.dossier.process.big_ask):
        name = f"process/big_ask/{party}/likelihood"
        ends = np.array([base, base])
        if agenda.brings_asks:
            ends = np.array(
                [_chance(few.fix({name: at}), agenda, form, event) for at in (0.0, 1.0)]
            )
        found[name] = np.array([0.0, 1.0]), ends
    line = np.full(len(BONDS), base)
    if agenda.bonds:
        line = np.array(
            [
                _chance(few.fix(dict.fromkeys(agenda.bonds, bond)), agenda, form, event)
                for bond in BONDS
            ]
        )
    found["process/rapport"] = np.array(BONDS), line
    return found


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
