"""Every picture of a comparison, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summitry.charts.effects import effects
from summitry.charts.endings import endings
from summitry.charts.events import events
from summitry.charts.grid import grid
from summitry.charts.levels import levels
from summitry.charts.stances import stances
from summitry.charts.style import Spec
from summitry.dossier.model import Dossier
from summitry.forecasts.compare import Comparison


@dataclass(frozen=True)
class Picture:
    """A picture and what it shows, for those who cannot see it."""

    spec: Spec
    text: str


def album(dossier: Dossier, comparison: Comparison) -> Mapping[str, Picture]:
    """The pictures of a comparison; the grid once for each assessment."""
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
    return found
