"""Road maps at a glance: what their pictures show, while a hand moves a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summitry import __version__
from summitry.forecasts.judging import Judge
from summitry.forecasts.roadmap_study import RoadMapStudy
from summitry.forecasts.roadmaps import RoadMapComparison
from summitry.games.roadmap.path import along
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.roads import Road, follow, written_roads
from summitry.procedures.terrain import terrain, terrain_of, without_distrust

PROPOSED_BEFORE = "proposed before the number was moved"
"""Label of a road map that was proposed at rest."""


def roadmaps_at_a_glance(
    games: Sequence[Games], rest: RoadMapComparison | None
) -> RoadMapComparison:
    """The comparison of :func:`summitry.roadmap` for a number that moves, from few draws.

    Everything at the likeliest numbers (slacks, critical discount factors, where a path may stop),
    and every share of the draws, is that of the comparison on as many draws. Left out are mends,
    survival, the pacing of the first step and what becomes of words. A proposed road map is the
    path that was proposed at rest, judged with the number moved: another might now be better.

    Parameters
    ----------
    games
        Of each assessment, its draws with the number moved; 100 draws give shares to within 0.1.
    rest
        The comparison at rest, which says what is shown: which of the dossier's road maps, and the
        path proposed. Without it, the dossier's own are judged.
    """
    first, draws = games[0].layout.dossier, games[0].draws
    studies = tuple(
        _study(one, None if rest is None else rest[one.layout.dossier.assessment])
        for one in games
    )  # fmt: skip
    return RoadMapComparison(
        first.title, first.question, first.as_of, studies, "", draws.seed, draws.rows, __version__
    )


def _study(games: Games, rest: RoadMapStudy | None) -> RoadMapStudy:
    judge = Judge(games.layout, games.draws)
    believing = games.fix(without_distrust(games.draws))
    roads = list(_roads(games.layout, rest))
    made = {}
    for period in dict.fromkeys(road.period for road, _ in roads):
        own = [(road, exact) for road, exact in roads if road.period == period]
        paths = [road.steps for road, _ in own]
        at = along(terrain(games.layout, judge.modes, period), paths)
        over = along(terrain_of(believing, period), paths)
        for (road, exact), likeliest, drawn in zip(own, at, over, strict=True):
            made[road.name] = judge.checked(road, likeliest, drawn, exact)
    return judge.told(tuple(made[road.name] for road, _ in roads))


def _roads(layout: Layout, rest: RoadMapStudy | None) -> Iterator[tuple[Road, bool | None]]:
    """The road maps to judge, and of a proposed one, whether every order was examined."""
    written = {one.name: one for one in written_roads(layout)}
    if rest is None:
        yield from ((one, None) for one in written.values())
        return
    for one in rest.maps:
        if one.written:
            yield written[one.name], None
        else:
            steps = follow(layout, one.steps)
            yield (
                Road(one.name, PROPOSED_BEFORE, steps, layout.dossier.time.period, False),
                one.exact,
            )
