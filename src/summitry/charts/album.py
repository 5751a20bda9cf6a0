"""Every picture of a case, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summitry.charts.effects import effects
from summitry.charts.endings import endings
from summitry.charts.events import events
from summitry.charts.grid import grid
from summitry.charts.levels import levels
from summitry.charts.staircase import staircase
from summitry.charts.stances import stances
from summitry.charts.style import Spec
from summitry.charts.tracks import tracks
from summitry.dossier.model import Dossier
from summitry.forecasts.compare import Comparison
from summitry.forecasts.roadmaps import RoadMapComparison
from summitry.forecasts.tracks import TrackComparison


@dataclass(frozen=True)
class Picture:
    """A picture and what it shows, for those who cannot see it."""

    spec: Spec
    text: str


def album(
    dossier: Dossier,
    comparison: Comparison,
    ways: TrackComparison | None = None,
    roads: RoadMapComparison | None = None,
) -> Mapping[str, Picture]:
    """The pictures of a comparison, of its tracks and its road maps where these are given.

    The grid comes once for each assessment, the staircase once for each road map.
    """
    found = {
        "events": Picture(
            events(comparison), "Probability of each event with its range, by assessment."
        ),
        "endings": Picture(endings(comparison), "Shares of the draws by how they end."),
        "effects": Picture(
            effects(comparison), "Change of the chance of an exchange by each mechanism."
        ),
        "levels": Picture(levels(dossier, comparison), "Likely level of each issue given a deal."),
        "stances": Picture(
            stances(dossier),
            "Who stands where on each issue: ideals with ranges, salience, red lines, status quo.",
        ),
    }
    for one in comparison.forecasts:
        name = f"grid-{one.assessment or 'dossier'}"
        text = f"Events over curve and loss aversion: {one.label}."
        found[name] = Picture(grid(one), text)
    if ways is not None:
        text = f"Tracks side by side by '{ways.event}' and by any deal, by assessment."
        found["tracks"] = Picture(tracks(ways), text)
    for name, label in road_maps(roads).items():
        text = f"Road map as a staircase, with everybody's slack: {label}."
        found[f"roadmap-{name}"] = Picture(staircase(name, roads.studies if roads else ()), text)
    return found


def road_maps(roads: RoadMapComparison | None) -> dict[str, str]:
    """Name and label of every road map of a case."""
    studies = roads.studies if roads is not None else ()
    return {one.name: one.label for study in studies for one in study.maps}
