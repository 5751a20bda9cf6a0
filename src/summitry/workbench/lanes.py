"""What follows a hand beside the plain look: each lane a question of its own, asked in a worker.

A lane's answer is a study at a glance: the same kind of result, from few draws, for the place where
the hand is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from summitry.charts.album import Case, album
from summitry.charts.render import cleaned
from summitry.dossier.assessment import moved_in
from summitry.dossier.logic import Statement
from summitry.dossier.model import Dossier
from summitry.forecasts.events import statements
from summitry.forecasts.evidence import finite
from summitry.forecasts.forecast import Progress
from summitry.forecasts.glance import Sight
from summitry.forecasts.glances.pressure import PressureSight
from summitry.forecasts.grid import Grid, grid
from summitry.forecasts.mechanisms import effects
from summitry.forecasts.steadied import steadied
from summitry.procedures.games import Games
from summitry.procedures.package import Form
from summitry.sensitivity.explain import ExplanationStudy
from summitry.workbench.sights import Kept, Pace
from summitry.workbench.studies import MODELS

SLOW, QUICK = 0.05, 0.015
"""Seconds for a lane: above the first, fewer draws; below the second, more."""
ANSWERS = "answers"
"""A piece of a page that is no picture, and follows as they do."""


@dataclass(frozen=True)
class Place:
    """Where a hand is, and over what.

    Attributes
    ----------
    dossier, key, names, seed
        The numbers as they rest, under a key that no others have; whose; the seed of the draws.
    draws
        How many of them.
    moved
        Path: what stands there instead.
    package
        The package that everybody is asked about.
    wanted
        The pictures that are in view, by name.
    rest
        The lane's study as it rests, where it is known.
    """

    dossier: Dossier
    key: object
    names: Sequence[str]
    seed: int
    draws: int
    moved: Mapping[str, Any]
    package: Mapping[str, str]
    wanted: Sequence[str]
    rest: Any = None


@dataclass(frozen=True)
class Lane:
    """One of the lanes.

    Attributes
    ----------
    work
        What the place makes of it: fields of a :class:`~summitry.charts.album.Case`.
    pictures
        Beginnings of the names of its pictures.
    study
        The study that it is a glance of.
    steps, begin
        How many draws it may take, and with how many it begins: it learns how many fit the time.
    """

    work: Callable[[Place, Sight], dict[str, Any]]
    pictures: tuple[str, ...]
    study: str = ""
    steps: tuple[int, ...] = (50, 100, 250, 500, 1_000)
    begin: int = 100

    def pace(self) -> Pace:
        """A pace for it."""
        return Pace(self.steps, self.steps.index(self.begin), SLOW, QUICK)


Asked = tuple[Games, Form, Mapping[str, Statement]]
"""What a part of a forecast is worked out from."""


def _mechanisms(place: Place, sight: Sight) -> dict[str, Any]:
    return _part(place, sight, ("mechanisms", "effects"), lambda one: effects(*one))


def _grids(place: Place, sight: Sight) -> dict[str, Any]:
    own = {name.removeprefix("grid-") for name in place.wanted}

    def work(one: Asked) -> Grid:
        school = one[0].layout.dossier.assessment or "dossier"
        return grid(*one) if school in own else Grid((), (), {})  # nobody sees it just now

    return _part(place, sight, ("grid", "grid"), work)


def _part(
    place: Place, sight: Sight, part: tuple[str, str], work: Callable[[Asked], Any]
) -> dict[str, Any]:
    """The comparison as it rests, but for one part of its forecasts, steadied by what is known."""
    asked, name = part
    few = sight.look(also=(asked,))
    made = []
    for one, games in zip(few.forecasts, sight.games(place.moved), strict=True):
        own = games.layout.dossier
        made.append(replace(one, **{name: work((games, Form.of(own), statements(own)))}))
    moved = replace(few, forecasts=tuple(made))
    return {"comparison": moved if place.rest is None else steadied(moved, few, place.rest)}


def _frontier(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.forecasts.efficient import efficient_of_dossier

    return {"frontier": efficient_of_dossier(sight.games(place.moved)[0].layout.dossier)}


def _answers(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.sensitivity.answers import answers_of

    return {ANSWERS: tuple(answers_of(one, place.package) for one in sight.games(place.moved))}


def _roads(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.forecasts.glances.roadmaps import roadmaps_at_a_glance

    return {"roads": roadmaps_at_a_glance(sight.games(place.moved), place.rest)}


def _tracks(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.forecasts.glances.tracks import tracks_at_a_glance

    return {"tracks": tracks_at_a_glance(sight.games(place.moved), place.rest)}


def _pressure(place: Place, sight: Sight) -> dict[str, Any]:
    key = (place.key, place.draws)
    own = _PRESSURES.get(key, lambda: PressureSight(sight.games(), MODELS))
    return {"pressure": own.look(sight.games(place.moved))}


def _differences(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.sensitivity.glances.differences import difference_at_a_glance

    games = sight.games(place.moved)
    made = [difference_at_a_glance(games, one) for one in place.rest or ()]
    if None in made:  # they differ in more than numbers: that waits for the hand to let go
        return {}
    return {"differences": tuple(made)}


def _drivers(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.sensitivity.glances.explanation import explanation_at_a_glance

    return {"explanation": explanation_at_a_glance(sight.games(place.moved), place.rest)}


def _universes(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.sensitivity.glances.explanation import under_every_law, universes_at_a_glance

    def drawn(school: Dossier) -> dict[str, Sight]:
        return {
            law: Sight(own, [], draws=place.draws, seed=place.seed)
            for law, own in under_every_law(school).items()
        }

    studies: list[ExplanationStudy] = []
    for one in sight.games():
        school = one.layout.dossier
        if f"multiverse-{school.assessment or 'dossier'}" in place.wanted:
            key = (place.key, place.draws, school.assessment)
            laws = _LAWS.get(key, partial(drawn, school))
            games = {law: each.games(place.moved)[0] for law, each in laws.items()}
            studies += universes_at_a_glance(games, place.rest).studies
    return {"explanation": replace(place.rest, studies=tuple(studies))}


def _holding(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.forecasts.glances.stability import stability_at_a_glance

    return {"holding": stability_at_a_glance(sight.games(place.moved), place.rest)}


def _flips(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.sensitivity.glances.flips import flips_at_a_glance

    return {"flips": flips_at_a_glance(sight.games(place.moved), place.rest)}


def _bridges(place: Place, sight: Sight) -> dict[str, Any]:
    from summitry.sensitivity.glances.bridges import bridges_at_a_glance

    return {"flips": bridges_at_a_glance(sight.games(place.moved), place.rest)}


LANES: Mapping[str, Lane] = {
    "mechanisms": Lane(_mechanisms, ("effects",), "comparison"),
    "grids": Lane(_grids, ("grid-",), "comparison"),
    "frontier": Lane(_frontier, ("frontier",)),
    ANSWERS: Lane(_answers, (ANSWERS,)),
    "holding": Lane(_holding, ("stability",), "holding"),
    "roads": Lane(_roads, ("roadmap-",), "roads"),
    "tracks": Lane(_tracks, ("tracks",), "tracks"),
    "pressure": Lane(_pressure, ("influence", "weights-")),
    "flips": Lane(_flips, ("flips",), "flips", (25, 50, 100, 250), 50),
    "bridges": Lane(_bridges, ("bridges",), "flips", (25, 50, 100, 250), 50),
    "differences": Lane(_differences, ("waterfall-",), "differences", (25, 50, 100), 50),
    "drivers": Lane(_drivers, ("drivers", "watch"), "explanation", (250, 500, 1_000, 2_000), 500),
    "universes": Lane(_universes, ("multiverse-",), "explanation", (20, 40, 100), 40),
}


def lane_of(name: str) -> str:
    """The lane of a picture or a piece of a page; empty where it comes with the plain look."""
    for lane, one in LANES.items():
        if name.startswith(one.pictures):
            return lane
    return ""


_LAWS: Kept[dict[str, Sight]] = Kept()
_PRESSURES: Kept[PressureSight] = Kept()
_SIGHTS: Kept[Sight] = Kept()  # in the process that follows


def awake(dossier: Dossier, names: Sequence[str], tell: Progress) -> None:
    """Load what follows, in a worker: who first moves a number need not wait for it."""
    from summitry.forecasts.glances import roadmaps, stability, tracks
    from summitry.sensitivity.glances import bridges, differences, explanation, flips

    _ = roadmaps, stability, tracks, bridges, differences, explanation, flips
    Sight(dossier, names, draws=100).look(also=("mechanisms", "grid"))
    tell("awake", 1.0)


def followed(place: Place, lane: str, tell: Progress) -> tuple[dict[str, str], tuple[Any, ...]]:
    """What a lane shows of a place (in a worker).

    Returns
    -------
    Picture: its specification as JSON, of those wanted that there are; and everybody's answers,
    where that is the lane.
    """
    key = (place.key, place.draws)
    sight = _SIGHTS.get(
        key, lambda: Sight(place.dossier, place.names, draws=place.draws, seed=place.seed)
    )
    found = LANES[lane].work(place, sight)
    answers = found.pop(ANSWERS, ())
    made = Case(moved_in(place.dossier, place.moved), **{"comparison": sight.look(), **found})
    every = album(made)
    drawn = {name: json.dumps(finite(cleaned(every[name].spec)), allow_nan=False)
             for name in place.wanted if name in every}  # fmt: skip
    tell(lane, 1.0)
    return drawn, answers
