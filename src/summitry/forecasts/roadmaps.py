"""Road maps: which sequence of steps nobody gains by leaving, and where one breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from summitry import __version__
from summitry.dossier.assessment import schools
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.forecast import SEED, Progress, part_of
from summitry.forecasts.judging import Judge
from summitry.forecasts.roadmap_study import RoadMapStudy
from summitry.forecasts.shown import ByAssessment
from summitry.procedures.layout import Layout
from summitry.procedures.roads import written_roads

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-roadmap/1"
ROWS = 2_000
"""Draws of the numbers, unless asked otherwise."""


@dataclass(frozen=True)
class RoadMapComparison(ByAssessment[RoadMapStudy]):
    """Road maps by several assessments, on the same draws."""

    title: str
    question: str | None
    as_of: str
    studies: tuple[RoadMapStudy, ...]
    dossier: str
    seed: int | None
    draws: int
    version: str
    audience: str | None = None
    """For whom it is cut, where not for the team; it then has no seed."""

    def figures(self) -> dict[str, float | None]:
        """Critical discount factor of each road map by each assessment; None for none."""
        return {
            f"critical discount factor of {road.label}, {study.label}": road.critical
            for study in self.studies
            for road in study.maps
        }

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data, with the version of its form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def to_frame(self) -> pd.DataFrame:
        """One row an assessment and road map. Needs pandas."""
        from summitry.forecasts.frames import roadmap_frame

        return roadmap_frame(self)

    def seen_by(self, dossier: Dossier, who: Audience) -> RoadMapComparison:
        """The same as an audience may see it; raises AudienceError."""
        from summitry.forecasts.audiences.roadmaps import roadmaps_for

        return roadmaps_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.forecasts.roadmap_tables import roadmap_tables

        return roadmap_tables(self)


def roadmap(
    dossier: Dossier,
    assessments: Sequence[str] | None = None,
    *,
    names: Sequence[str] | None = None,
    propose: bool = True,
    draws: int = ROWS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> RoadMapComparison:
    """Judge the road maps of a dossier, and propose one.

    Parameters
    ----------
    dossier
        A dossier, from :func:`summitry.load`.
    assessments
        Whose numbers; all of the dossier's if left out, its own numbers if it has none.
    names
        Which of the dossier's road maps; all if left out.
    propose
        Propose one too: from the status quo to the package struck most often, split and ordered so
        that the critical discount factor is least.
    draws
        How often the numbers are drawn, at least 100.
    seed, progress
        As in :func:`summitry.forecast`.

    Raises
    ------
    DossierError
        No such assessment.
    KeyError
        No such road map.
    ValueError
        Fewer than 100 draws.
    """
    if draws < 100:
        msg = f"a judgement of road maps needs at least 100 draws (got {draws})"
        raise ValueError(msg)
    unknown = sorted(set(names or ()) - set(dossier.road_maps))
    if unknown:
        known = ", ".join(dossier.road_maps) or "none"
        msg = f"no road map {unknown[0]!r}; there are: {known}"
        raise KeyError(msg)
    studies = []
    every = schools(dossier, assessments)
    for number, own in enumerate(every):
        tell = part_of(progress, f"{own.assessment or 'dossier'}: road maps", number, len(every))
        judge = Judge(Layout(own), Draws(own, draws, seed))
        roads = [one for one in written_roads(judge.layout) if names is None or one.name in names]
        made = []
        for place, road in enumerate(roads):
            made.append(judge.rate(road))
            tell((place + 1) / (len(roads) + 1))
        found = judge.propose() if propose else None
        if found is not None:
            made.append(judge.rate(*found))
        tell(1.0)
        studies.append(judge.told(tuple(made)))
    return RoadMapComparison(
        dossier.title, dossier.question, dossier.as_of, tuple(studies),
        digest(dossier), seed, draws, __version__,
    )  # fmt: skip
