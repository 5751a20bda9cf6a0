"""Bridges at a glance: the sets of levers that are shown, pulled as far as it then takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import isclose

from summitry.forecasts.events import chances_beside, find_event
from summitry.procedures.games import Games
from summitry.procedures.package import Form
from summitry.procedures.variants import variants
from summitry.sensitivity.bridges import Bridge, Bridges, Way, along, bridge_of, pulled, way_of
from summitry.sensitivity.flip import Flips, FlipStudy, goal
from summitry.sensitivity.glances.pairs import pairs
from summitry.sensitivity.pulls import pulls

PLACES = (0.5, 0.75, 1.0, 1.5, 2.0)
"""How far along a set is tried: at 1 it is pulled as at rest, at 2 all the way."""


def bridges_at_a_glance(games: Sequence[Games], rest: Flips, form: Form | None = None) -> Flips:
    """The bridges found at rest, each pulled as far as it takes with a number moved.

    No other sets are searched. One is tried at :data:`PLACES` between not pulled at all and pulled
    all the way, its levers in proportion as at rest, each chance that of :func:`summitry.flip` on
    as many draws; between two places the chance is taken as a straight line. A set that does not
    reach the wanted chance any more is left out, and so is all else that a picture of bridges does
    not show.

    Parameters
    ----------
    games
        The games of each assessment, with the number moved.
    rest
        The flips as the numbers rest.
    form
        The structural choices, where they are not the dossier's.
    """
    studies = tuple(_study(*pair, rest, form) for pair in pairs(games, rest.studies))
    return replace(rest, studies=studies, seed=games[0].draws.seed, draws=games[0].draws.rows)


def _study(games: Games, still: FlipStudy, rest: Flips, form: Form | None) -> FlipStudy:
    dossier = games.layout.dossier
    sets = [made for one in still.bridges.found if (made := _ways(games, one))]
    tried = [(ways, along(shares, place)) for ways, shares in sets for place in PLACES]
    every = variants(games, form or Form.of(dossier), [pulled(*one) for one in tried])
    event = find_event(dossier, rest.event)
    now, *chances = chances_beside(every, {"event": event})["event"].tolist()
    given = not isclose(still.bridges.wanted, goal(still.bridges.now, rest.threshold))
    wanted = still.bridges.wanted if given else goal(now, rest.threshold)
    found = []
    for number, (ways, shares) in enumerate(sets):
        own = chances[number * len(PLACES) : (number + 1) * len(PLACES)]
        place = _least((0.0, *PLACES), (now, *own), wanted)
        if now < wanted and place is not None:
            found.append(bridge_of(dossier, ways, along(shares, place), wanted))
    return FlipStudy(
        still.assessment, still.label, now, (), (), (), (), None,
        Bridges(wanted, now, tuple(found), None, {}), {}, (), still.names,
    )  # fmt: skip


def _ways(games: Games, bridge: Bridge) -> tuple[list[Way], list[float]] | None:
    """A set's levers from where they now are likeliest, and the share each is pulled at rest.

    None where a lever is already where it would be pulled to, or nobody's any more.
    """
    levers = pulls(games.layout.dossier)
    ways, shares = [], []
    for lever in bridge.levers:
        pull, one = levers.get(lever.name), games.draws.inputs[lever.name]
        if pull is None:
            return None
        end = pull.high if lever.to > lever.start else pull.low
        if end == one.range.mode:
            return None
        way = way_of(pull, one, end)
        ways.append(way)
        shares.append(min(1.0, max(0.0, (lever.to - way.start) / (way.end - way.start))))
    return ways, shares


def _least(places: Sequence[float], chances: Sequence[float], wanted: float) -> float | None:
    """The first place along at which the chance is as wanted."""
    for (low, less), (high, more) in pairwise(zip(places, chances, strict=True)):
        if less < wanted <= more:
            return low + (high - low) * (wanted - less) / (more - less)
    return None
