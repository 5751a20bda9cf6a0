"""Road maps: which sequence of steps nobody gains by leaving, and where one breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry import __version__
from summitry.dossier.assessment import schools
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.forecast import SEED, Progress, part_of
from summitry.forecasts.pacing import first_step
from summitry.forecasts.shown import Shown
from summitry.forecasts.steps import Mend, PartyStep, Weakest, mends, party_steps, weakest
from summitry.forecasts.survival import Survival, survival
from summitry.games.roadmap.order import best_order
from summitry.games.roadmap.path import Incentives, critical, incentives, slacks
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate
from summitry.procedures.roads import (
    Road,
    collision,
    legal,
    moves_of,
    unit_moves,
    written_roads,
)
from summitry.procedures.terrain import at_modes, discount_factors, terrain

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-roadmap/1"
ROWS = 2_000
"""Draws of the numbers, unless asked otherwise."""
PROPOSED = "proposed"
PROPOSED_LABEL = "proposed, to the likeliest package"
EXACT = 7
"""Up to so many moves every order and every way of taking them together is examined."""


@dataclass(frozen=True)
class StoppingPoint:
    """The path stopped after some steps, what is reached kept for ever.

    ``critical`` is the least common discount factor a year from which it is self-enforcing, at the
    likeliest numbers; None if there is none. ``holds``: whether it is at the parties' own discount
    factors; ``share``: in what share of the draws it is.
    """

    steps: int
    critical: float | None
    holds: bool
    share: float


@dataclass(frozen=True)
class Collision:
    """Words that stand on the way, and what becomes of their readings.

    ``step``: where they collide, if they do; ``end``: ``collide``, ``all met``, or ``stay open``
    where the path moves no issue that a reading names.
    """

    words: str
    readings: Mapping[str, str]
    step: int | None
    end: str


@dataclass(frozen=True)
class RoadMapForecast:
    """One road map by one assessment.

    Attributes
    ----------
    period
        Years that a step takes; None where that is not for the audience.
    steps
        What each step moves: issue: level.
    critical
        Critical discount factor a year at the likeliest numbers; None if there is none.
    low, middle, high
        Tenth, fiftieth and ninetieth percentile of the critical discount factor over the draws in
        which there is one; None if there is none in any.
    none
        Share of draws in which no discount factor makes the path self-enforcing.
    holds
        Whether it is self-enforcing at the parties' own discount factors, at the likeliest numbers.
    share
        Share of draws in which it is.
    parties
        Slack of every party at every step, at the likeliest numbers and own discount factors.
    stopping
        Every stopping point; the last is the whole path.
    exact
        Of a proposed path: whether every order was examined.
    first_step
        Party: how much of its whole concession the pacing programme has it perform in the first
        period; None where the programme does not apply.
    """

    name: str
    label: str
    written: bool
    period: float | None
    steps: tuple[Mapping[str, str], ...]
    critical: float | None
    low: float | None
    middle: float | None
    high: float | None
    none: float
    holds: bool
    share: float
    parties: tuple[PartyStep, ...]
    stopping: tuple[StoppingPoint, ...]
    longest: int
    """Steps of the longest self-enforcing stopping point at own discount factors; 0 for none."""
    weakest: Weakest | None
    """None where whose step it is is not for the audience."""
    mends: tuple[Mend, ...]
    survival: Survival | None
    """None where some hazard is not for the audience."""
    collisions: tuple[Collision, ...]
    first_step: Mapping[str, float] | None
    exact: bool | None
    everybody: bool = True
    """Whether ``parties`` has every principal; not where one is not for the audience."""


@dataclass(frozen=True)
class RoadMapStudy:
    """Road maps by one assessment."""

    assessment: str | None
    label: str
    patience: Mapping[str, float]
    """Principal: its own discount factor a year, hazard counted, at the likeliest numbers."""
    names: Mapping[str, str]
    """Principal: its label."""
    yearly: float | None
    """Chance a year that the process is ended from outside, at the likeliest number; None where
    that is not for the audience."""
    maps: tuple[RoadMapForecast, ...]
    verdict: str

    def __getitem__(self, name: str) -> RoadMapForecast:
        for one in self.maps:
            if one.name == name:
                return one
        raise KeyError(name)


@dataclass(frozen=True)
class RoadMapComparison(Shown):
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

    def __getitem__(self, assessment: str | None) -> RoadMapStudy:
        for one in self.studies:
            if one.assessment == assessment:
                return one
        raise KeyError(assessment)

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
        study = Study(Layout(own), Draws(own, draws, seed))
        roads = [one for one in written_roads(study.layout) if names is None or one.name in names]
        made = []
        for place, road in enumerate(roads):
            made.append(study.judge(road))
            tell((place + 1) / (len(roads) + 1))
        found = study.propose() if propose else None
        if found is not None:
            made.append(study.judge(*found))
        tell(1.0)
        studies.append(study.told(tuple(made)))
    return RoadMapComparison(
        dossier.title, dossier.question, dossier.as_of, tuple(studies),
        digest(dossier), seed, draws, __version__,
    )  # fmt: skip


class Study:
    """The road maps of one assessment."""

    def __init__(self, layout: Layout, draws: Draws) -> None:
        self.layout, self.draws, self.dossier = layout, draws, layout.dossier
        self.form, self.modes = Form.of(self.dossier), at_modes(self.dossier)

    def propose(self) -> tuple[Road, bool] | None:
        """The best path to the package struck most often, and whether the search was exact."""
        outcomes = negotiate(Games(self.layout, self.draws), self.form, reasons=False)
        struck, times = np.unique(outcomes.struck[outcomes.agreed], return_counts=True)
        if not len(struck):
            return None
        target = outcomes.packages[struck[int(times.argmax())]].astype(np.int64)
        period = self.dossier.time.period
        found = best_order(
            terrain(self.layout, self.modes, period),
            unit_moves(self.layout, target),
            lambda packages: legal(self.layout, packages),
            merge=True,
            exact_up_to=EXACT,
        )
        if found is None:
            return None
        return Road(PROPOSED, PROPOSED_LABEL, found.steps, period, written=False), found.exact

    def judge(self, road: Road, exact: bool | None = None) -> RoadMapForecast:
        """Everything about one road map."""
        layout = self.layout
        likeliest = terrain(layout, self.modes, road.period)
        at = incentives(likeliest, road.steps)
        over = incentives(terrain(layout, self.draws, road.period), road.steps)
        own = discount_factors(layout, self.modes, road.period)
        weak = weakest(layout, road, slacks(at, own))
        return replace(
            self.checked(road, at, over, exact),
            mends=mends(layout, likeliest, road, weak, own),
            survival=survival(self.dossier, self.draws, len(road.steps), road.period),
            collisions=self._collisions(road),
            first_step=first_step(layout, likeliest, road, own[0]),
        )

    def checked(
        self, road: Road, at: Incentives, over: Incentives, exact: bool | None = None
    ) -> RoadMapForecast:
        """What the checks alone say: ``at`` the likeliest numbers, and ``over`` the draws."""
        layout = self.layout
        own = discount_factors(layout, self.modes, road.period)
        theirs = discount_factors(layout, self.draws, road.period)
        stopping = tuple(
            StoppingPoint(
                steps,
                _yearly(float(critical(at.upto(steps))[0]), road.period),
                bool(_holds(slacks(at.upto(steps), own).least)[0]),
                float(_holds(slacks(over.upto(steps), theirs).least).mean()),
            )
            for steps in range(1, len(road.steps) + 1)
        )
        spread = critical(over)
        some = spread[~np.isnan(spread)] ** (1 / road.period)
        low, middle, high = np.quantile(some, (0.1, 0.5, 0.9)).tolist() if len(some) else [None] * 3
        return RoadMapForecast(
            name=road.name,
            label=road.label,
            written=road.written,
            period=road.period,
            steps=tuple(moves_of(layout, road.steps)),
            critical=stopping[-1].critical,
            low=low,
            middle=middle,
            high=high,
            none=float(np.isnan(spread).mean()),
            holds=stopping[-1].holds,
            share=stopping[-1].share,
            parties=party_steps(layout, slacks(at, own)),
            stopping=stopping,
            longest=max((one.steps for one in stopping if one.holds), default=0),
            weakest=weakest(layout, road, slacks(at, own)),
            mends=(),
            survival=None,
            collisions=(),
            first_step=None,
            exact=exact,
        )

    def _collisions(self, road: Road) -> tuple[Collision, ...]:
        layout = self.layout
        found = []
        for words in layout.words:
            issue = layout.issues[words.issue]
            stands = layout.status_quo[words.issue] == words.level
            if not stands and not (road.steps[:, words.issue] == words.level).any():
                continue
            said = f"{issue} = {layout.levels[issue][words.level]}"
            readings = [layout.readings[one] for one in words.readings]
            meanings = {layout.dossier.label(one.party): one.means for one in readings}
            step, end = collision(layout, words, road.steps)
            found.append(Collision(said, meanings, step, end))
        return tuple(found)

    def told(self, maps: tuple[RoadMapForecast, ...]) -> RoadMapStudy:
        """The road maps with what they rest on, and the verdict in a sentence."""
        from summitry.forecasts.roadmap_verdict import roadmap_verdict

        dossier = self.dossier
        label = dossier.whose
        own = discount_factors(self.layout, self.modes, 1.0)[0].tolist()
        patience = dict(zip(self.layout.principals, own, strict=True))
        yearly = float(self.modes.value("time/yearly")[0])
        names = {party: dossier.label(party) for party in self.layout.principals}
        verdict = roadmap_verdict(label, patience, names, maps)
        return RoadMapStudy(dossier.assessment, label, patience, names, yearly, maps, verdict)


def _holds(least: Any) -> Any:  # noqa: ANN401
    return least >= -1e-12


def _yearly(factor: float, period: float) -> float | None:
    return None if np.isnan(factor) else float(factor ** (1 / period))
