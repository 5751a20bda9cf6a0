"""Everything about a case, for a report or an album."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from summitry.cli import session, whatif
from summitry.cli.options import RunOptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summitry.charts.album import Case

TRACK_DRAWS = 5_000
"""Draws of the tracks in a report or an album, at most; 'summitry tracks' takes more."""
PULL_DRAWS = 1_000
"""Draws of the models of influence, at most; 'summitry influence' takes more."""
MODELS = ("mean", "median", "challenge", "exchange")
"""Models of influence in a report or an album; 'summitry influence' has them all."""
WHY_DRAWS = 2_000
"""Draws of the flips and the differences, at most; their own commands take more."""


def in_short(
    path: str,
    sources: Sequence[str],
    assessments: Sequence[str],
    changes: Mapping[str, object],
    audience: str = "team",
    *,
    whole: bool = False,
    **run: Unpack[RunOptions],
) -> Case:
    """Compare the assessments and find what flips them: what a page has room for.

    For others than the team: as they may see it, unless the whole is wanted.
    """
    from summitry.charts.album import Case, shown_case
    from summitry.forecasts.compare import compare
    from summitry.forecasts.whatif import change_table
    from summitry.sensitivity.flip import flip

    session.refuse_telling(audience, changes)
    base = session.load(path, sources)
    dossier = whatif.changed(base, changes)
    names = assessments or None
    form = session.choose_form(dossier, run["solution"], run["holding_back"])
    draws, seed = run["draws"], run["seed"]
    with session.for_audience(), session.progress() as tell:
        made = compare(dossier, names, draws=draws, seed=seed, form=form, progress=tell)
        if audience != "team":
            shown_case(dossier, made, audience)  # say at once if nothing is for it
        change = None
        if changes:
            before = compare(base, names, draws=draws, seed=seed, form=form, progress=tell)
            change = change_table(before, made, changes)
        few = min(draws, WHY_DRAWS)
        flips = flip(dossier, names, draws=few, seed=seed, form=form, progress=tell)
    case = Case(dossier, made, flips=flips, change=change)
    return case if whole or audience == "team" else _for(case, audience)


def studied(
    path: str,
    sources: Sequence[str],
    assessments: Sequence[str],
    changes: Mapping[str, object],
    audience: str = "team",
    **run: Unpack[RunOptions],
) -> Case:
    """Compare the assessments, their ways and what would hold, why they differ, what flips them.

    For others than the team: as they may see it.
    """
    from summitry.dossier.assessment import assess
    from summitry.forecasts.efficient import efficient_of_dossier
    from summitry.forecasts.pressure import pressure
    from summitry.forecasts.roadmaps import ROWS, roadmap
    from summitry.forecasts.stability import hold
    from summitry.forecasts.tracks import tracks
    from summitry.sensitivity.differences import why
    from summitry.sensitivity.explain import explain

    case = in_short(path, sources, assessments, changes, audience, whole=True, **run)
    dossier, names = case.dossier, assessments or None
    form = session.choose_form(dossier, run["solution"], run["holding_back"])
    draws, seed = run["draws"], run["seed"]
    some, few = min(draws, TRACK_DRAWS), min(draws, WHY_DRAWS)
    with session.progress() as tell:
        ways = tracks(dossier, names, draws=some, seed=seed, form=form, progress=tell)
        pull = pressure(
            dossier, names, models=MODELS, draws=min(draws, PULL_DRAWS), seed=seed, progress=tell
        )
        roads = roadmap(dossier, names, draws=min(draws, ROWS), seed=seed, progress=tell)
        holding = hold(dossier, names, draws=min(draws, ROWS), seed=seed, progress=tell)
        reasons = explain(
            dossier, names, draws=draws, seed=seed, form=form, universes=True, progress=tell
        )
        schools = [one.assessment for one in case.comparison.forecasts]
        differences = tuple(
            why(dossier, schools[0], one, draws=few, seed=seed, form=form, progress=tell)
            for one in schools[1:]
        )
    first = assess(dossier, schools[0]) if schools[0] else dossier
    made = replace(
        case,
        frontier=efficient_of_dossier(first),
        tracks=ways,
        roads=roads,
        explanation=reasons,
        differences=differences,
        holding=holding,
        pressure=pull,
    )
    return made if audience == "team" else _for(made, audience)


def _for(case: Case, audience: str) -> Case:
    """A case as an audience may see it."""
    from summitry.charts.album import shown_case

    names = ("tracks", "roads", "explanation", "flips", "differences", "frontier", "holding",
             "pressure")  # fmt: skip
    with session.for_audience():
        return shown_case(
            case.dossier, case.comparison, audience, **{name: getattr(case, name) for name in names}
        )
