"""Everything about a case, for a report or an album."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from summitry.cli import session, whatif
from summitry.cli.options import RunOptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summitry.charts.album import Case
    from summitry.forecasts.efficient import Efficient

TRACK_DRAWS = 5_000
"""Draws of the tracks in a report or an album, at most; 'summitry tracks' takes more."""
PULL_DRAWS = 1_000
"""Draws of the models of influence, at most; 'summitry influence' takes more."""
MODELS = ("mean", "median", "challenge", "exchange")
"""Models of influence in a report or an album; 'summitry influence' has them all."""
WHY_DRAWS = 2_000
"""Draws of the flips and the differences, at most; their own commands take more."""


def compared(
    path: str,
    sources: Sequence[str],
    assessments: Sequence[str],
    changes: Mapping[str, object],
    audience: str = "team",
    **run: Unpack[RunOptions],
) -> Case:
    """Compare the assessments; the case is the team's, and nothing goes on if it may see nothing.

    With changes: the change against the dossier as it stands.
    """
    from summitry.charts.album import Case, shown_case
    from summitry.forecasts.compare import compare
    from summitry.forecasts.whatif import change_table

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
    return Case(dossier, made, change=change)


def in_brief(
    path: str,
    sources: Sequence[str],
    assessments: Sequence[str],
    changes: Mapping[str, object],
    audience: str = "team",
    **run: Unpack[RunOptions],
) -> Case:
    """Compare the assessments, and find the efficient packages: what is quickly done.

    For others than the team: as they may see it.
    """
    case = compared(path, sources, assessments, changes, audience, **run)
    made = replace(case, frontier=_frontier(case))
    return made if audience == "team" else _for(made, audience)


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
    from summitry.sensitivity.flip import flip

    case = compared(path, sources, assessments, changes, audience, **run)
    form = session.choose_form(case.dossier, run["solution"], run["holding_back"])
    few, seed = min(run["draws"], WHY_DRAWS), run["seed"]
    with session.progress() as tell:
        flips = flip(
            case.dossier, assessments or None, draws=few, seed=seed, form=form, progress=tell
        )
    made = replace(case, flips=flips)
    return made if whole or audience == "team" else _for(made, audience)


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
    made = replace(
        case,
        frontier=_frontier(case),
        tracks=ways,
        roads=roads,
        explanation=reasons,
        differences=differences,
        holding=holding,
        pressure=pull,
    )
    return made if audience == "team" else _for(made, audience)


def put_to_everybody(
    case: Case, path: str, sources: Sequence[str], *, texts: bool, **run: Unpack[RunOptions]
) -> Case:
    """A case of the team's with everybody's answers to every package, and the sources' texts."""
    from summitry.dossier.loading import folders_of
    from summitry.dossier.marking import marked
    from summitry.sensitivity.answer_book import DRAWS, answer_books

    form = session.choose_form(case.dossier, run["solution"], run["holding_back"])
    draws, seed = min(run["draws"], DRAWS), run["seed"]
    with session.progress() as tell:
        books = answer_books(
            case.dossier, case.comparison, draws=draws, seed=seed, form=form, progress=tell
        )
    folders = folders_of(path, [Path(one) for one in sources] or None) if texts else []
    return replace(case, books=books, texts=tuple(marked(case.dossier, folders)))


def _frontier(case: Case) -> Efficient:
    """The efficient packages of the first assessment."""
    from summitry.dossier.assessment import assess
    from summitry.forecasts.efficient import efficient_of_dossier

    first = case.comparison.forecasts[0].assessment
    return efficient_of_dossier(assess(case.dossier, first) if first else case.dossier)


def _for(case: Case, audience: str) -> Case:
    """A case as an audience may see it."""
    from summitry.charts.album import shown_case
    from summitry.sensitivity.answering import likeliest, put_by_all

    names = ("tracks", "roads", "explanation", "flips", "differences", "frontier", "holding",
             "pressure")  # fmt: skip
    forecasts = case.comparison.forecasts
    schools = [one.assessment for one in forecasts if one.assessment is not None]
    package, seed = likeliest(forecasts), forecasts[0].provenance.seed
    with session.for_audience():
        made = shown_case(
            case.dossier, case.comparison, audience, **{name: getattr(case, name) for name in names}
        )
        said = put_by_all(case.dossier, schools, package, audience=audience, seed=seed or 0)
    return replace(made, answers=tuple(said))
