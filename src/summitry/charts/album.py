"""Every picture of a case, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from summitry.charts.bridges import bridges
from summitry.charts.drivers import drivers
from summitry.charts.effects import effects
from summitry.charts.endings import endings
from summitry.charts.events import events
from summitry.charts.flips import flips
from summitry.charts.frontier import frontier
from summitry.charts.grid import grid
from summitry.charts.levels import levels
from summitry.charts.multiverse import multiverse
from summitry.charts.pressure import outcomes
from summitry.charts.stability import stability
from summitry.charts.staircase import staircase
from summitry.charts.stances import stances
from summitry.charts.style import Spec
from summitry.charts.tracks import tracks
from summitry.charts.watch import watch
from summitry.charts.waterfall import waterfall
from summitry.charts.weights import weights
from summitry.dossier.assessment import assess
from summitry.dossier.audience import AudienceError
from summitry.dossier.marking import Marked
from summitry.dossier.model import Dossier
from summitry.forecasts.audience import sees_everything, shown_dossier, view
from summitry.forecasts.compare import Comparison
from summitry.forecasts.efficient import Efficient
from summitry.forecasts.pressure_study import Pressure, PressureStudy
from summitry.forecasts.roadmaps import RoadMapComparison
from summitry.forecasts.stability import StabilityComparison
from summitry.forecasts.tables import Table
from summitry.forecasts.tracks import TrackComparison
from summitry.sensitivity.answer_book import AnswerBook
from summitry.sensitivity.answers import Answers
from summitry.sensitivity.differences import Difference
from summitry.sensitivity.explain import Explanation
from summitry.sensitivity.flip import Flips


@dataclass(frozen=True)
class Picture:
    """A picture, drawn when it is asked for, and what it shows, for those who cannot see it."""

    draw: Callable[[], Spec]
    text: str

    @property
    def spec(self) -> Spec:
        """Its specification."""
        return self.draw()


@dataclass(frozen=True)
class Record:
    """What a ledger says of a case: pictures by name, and tables."""

    pictures: Mapping[str, Picture]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Case:
    """A dossier with everything that was worked out about it; what was not is None."""

    dossier: Dossier
    comparison: Comparison
    tracks: TrackComparison | None = None
    roads: RoadMapComparison | None = None
    explanation: Explanation | None = None
    flips: Flips | None = None
    differences: tuple[Difference, ...] = ()
    change: Table | None = None
    """Of a what-if, the change against the base."""
    audience: str = "team"
    """For whom it is cut."""
    frontier: Efficient | None = None
    """The efficient packages of the first assessment."""
    holding: StabilityComparison | None = None
    """Whether a package would hold."""
    pressure: Pressure | None = None
    """Where the models of influence point."""
    everything: bool = True
    """Whether all that it rests on is for the audience."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Of an audience: what was worked out and is not for it, by the name above; and why."""
    books: tuple[AnswerBook, ...] = ()
    """Everybody's answers to every package, one of each assessment; for the team alone."""
    answers: tuple[Answers, ...] = ()
    """Answers to the likeliest package, as others than the team see them."""
    record: Record | None = None
    """What a ledger says of it, for whom the case is cut."""
    texts: tuple[Marked, ...] = ()
    """The sources with their quotes marked; for the team, with their texts."""


def shown_case(dossier: Dossier, made: Comparison, audience: str, **results: Any) -> Case:  # noqa: ANN401
    """A comparison as an audience may see it, with what it may see of the dossier.

    Parameters
    ----------
    dossier, made
        The dossier, and a comparison of it.
    audience
        ``anyone`` or a party's id.
    results
        What else was worked out, by the names that a case has for it.

    Raises
    ------
    AudienceError
        There is no such audience, or nothing is for it.
    """
    seen = view(made, dossier, audience)
    first = made.forecasts[0].assessment
    found: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name, one in results.items():
        try:
            if isinstance(one, tuple):
                found[name] = _those_seen(one, dossier, audience)
            elif one is not None:
                own = assess(dossier, first) if name == "frontier" and first else dossier
                found[name] = view(one, own, audience)
        except AudienceError as error:
            refused[name] = str(error)
    return Case(
        shown_dossier(dossier, audience),
        seen,
        audience=audience,
        everything=sees_everything(dossier, audience),
        refused=refused,
        **found,
    )


def _those_seen(every: tuple[Any, ...], dossier: Dossier, audience: str) -> tuple[Any, ...]:
    """Those of several results that may be seen; raises AudienceError where there are none."""
    found, last = [], None
    for one in every:
        try:
            found.append(view(one, dossier, audience))
        except AudienceError as error:
            last = error
    if last is not None and not found:
        raise last
    return tuple(found)


def album(case: Case) -> Mapping[str, Picture]:
    """The pictures of a case, by name; those of what was not worked out are left out.

    The grid and the multiverse come once for each assessment, the staircase once for each road map,
    the waterfall once for each pair.
    """
    return {**_of_forecasts(case), **_of_frontier(case), **_of_ways(case), **_of_reasons(case)}


def _of_frontier(case: Case) -> dict[str, Picture]:
    if case.frontier is None:
        return {}
    text = f"Efficient packages and solutions, in pairs of parties: {case.frontier.label}."
    return {"frontier": Picture(partial(frontier, case.frontier), text)}


def _of_forecasts(case: Case) -> dict[str, Picture]:
    dossier, comparison = case.dossier, case.comparison
    found = {
        "events": Picture(
            partial(events, comparison), "Probability of each event with its range, by assessment."
        ),
        "endings": Picture(partial(endings, comparison), "Shares of the draws by how they end."),
        "effects": Picture(
            partial(effects, comparison), "Change of the chance of an exchange by each mechanism."
        ),
        "levels": Picture(
            partial(levels, dossier, comparison), "Likely level of each issue given a deal."
        ),
        "stances": Picture(
            partial(stances, dossier),
            "Who stands where on each issue: ideals with ranges, salience, red lines, status quo.",
        ),
    }
    for one in comparison.forecasts:
        name = f"grid-{one.assessment or 'dossier'}"
        text = f"Events over curve and loss aversion: {one.label}."
        found[name] = Picture(partial(grid, one), text)
    return found


def _of_ways(case: Case) -> dict[str, Picture]:
    found = {}
    if case.tracks is not None:
        text = f"Tracks side by side by '{case.tracks.event}' and by any deal, by assessment."
        found["tracks"] = Picture(partial(tracks, case.tracks), text)
    if case.pressure is not None:
        text = "Where each model of influence points on each issue, with its range, by assessment."
        found["influence"] = Picture(partial(outcomes, case.pressure), text)
        for study in with_weights(case.pressure):
            text = f"Who stands where on each issue, with what weight: {study.label}."
            name = f"weights-{study.assessment or 'dossier'}"
            found[name] = Picture(partial(weights, case.pressure, study), text)
    for name, label in road_maps(case.roads).items():
        text = f"Road map as a staircase, with everybody's slack: {label}."
        studies = case.roads.studies if case.roads else ()
        found[f"roadmap-{name}"] = Picture(partial(staircase, name, studies), text)
    if case.holding is not None and (
        case.audience == "team" or any(study.states for study in case.holding.studies)
    ):
        text = "The likeliest package once signed: who would leave, and who would answer."
        found["stability"] = Picture(partial(stability, case.holding), text)
    return found


def _of_reasons(case: Case) -> dict[str, Picture]:
    found = {}
    if case.explanation is not None:
        event = case.explanation.event
        text = f"What drives '{event}': its chance where each input is low and where it is high."
        found["drivers"] = Picture(partial(drivers, case.explanation), text)
        if any(study.watch for study in case.explanation.studies):
            text = f"Chance of '{event}' once each sign is seen, and once it is missing."
            found["watch"] = Picture(partial(watch, case.explanation), text)
        for study in case.explanation.studies:
            if study.universes:
                text = f"'{event}' under every combination of structural choices: {study.label}."
                name = f"multiverse-{study.assessment or 'dossier'}"
                found[name] = Picture(partial(multiverse, event, study), text)
    if case.flips is not None:
        text = f"Where single numbers flip '{case.flips.event}', within their bounds."
        found["flips"] = Picture(partial(flips, case.flips), text)
        if any(study.bridges.found for study in case.flips.studies):
            text = f"The cheapest sets of levers towards '{case.flips.event}', and who pulls them."
            found["bridges"] = Picture(partial(bridges, case.dossier, case.flips), text)
    for number, one in enumerate(case.differences, start=1):
        text = f"Why '{one.event}' differs between {one.first} and {one.second}."
        found[f"waterfall-{number}"] = Picture(partial(waterfall, one), text)
    return found


def with_weights(found: Pressure | None) -> list[PressureStudy]:
    """Studies whose picture of weights there is: those in which somebody stands elsewhere."""
    every = found.distinct if found is not None else ()
    return [
        study for study in every if any(one.position is not None for one in study.standings)
    ]  # fmt: skip


def road_maps(roads: RoadMapComparison | None) -> dict[str, str]:
    """Name and label of every road map of a case."""
    studies = roads.studies if roads is not None else ()
    return {one.name: one.label for study in studies for one in study.maps}
