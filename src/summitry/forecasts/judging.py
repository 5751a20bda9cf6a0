"""The road maps of one assessment judged on its draws, and one proposed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from summitry.draws import Draws
from summitry.forecasts.pacing import first_step
from summitry.forecasts.roadmap_study import (
    PROPOSED,
    PROPOSED_LABEL,
    Collision,
    RoadMapForecast,
    RoadMapStudy,
    StoppingPoint,
)
from summitry.forecasts.roadmap_verdict import roadmap_verdict
from summitry.forecasts.steps import mends, party_steps, weakest
from summitry.forecasts.survival import survival
from summitry.games.roadmap.order import best_order
from summitry.games.roadmap.path import Incentives, critical, incentives, slacks
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate
from summitry.procedures.roads import Road, collision, legal, moves_of, unit_moves
from summitry.procedures.terrain import at_modes, discount_factors, terrain

EXACT = 7
"""Up to so many moves every order and every way of taking them together is examined."""


class Judge:
    """Who judges the road maps of one assessment, by its numbers and their draws."""

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

    def rate(self, road: Road, exact: bool | None = None) -> RoadMapForecast:
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
        """What the checks say of one road map, and nothing besides.

        Parameters
        ----------
        road, exact
            The road map; of a proposed one, whether every order was examined.
        at, over
            Its incentives at the likeliest numbers, and in every draw.
        """
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
