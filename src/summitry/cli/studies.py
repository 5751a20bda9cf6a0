"""Everything about a case, for a report or an album."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summitry.cli import session, whatif
from summitry.cli.options import RunOptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summitry.charts.album import Case
    from summitry.dossier.model import Dossier
    from summitry.forecasts.efficient import Efficient
    from summitry.procedures.package import Form

TRACK_DRAWS = 5_000
"""Draws of the tracks in a report or an album, at most; 'summitry tracks' takes more."""
PULL_DRAWS = 1_000
"""Draws of the models of influence, at most; 'summitry influence' takes more."""
MODELS = ("mean", "median", "challenge", "exchange")
"""Models of influence in a report or an album; 'summitry influence' has them all."""
WHY_DRAWS = 2_000
"""Draws of the flips and the differences, at most; their own commands take more."""


@dataclass(frozen=True)
class Asked:
    """What a report or an album is asked to be of.

    Attributes
    ----------
    path, sources
        The dossier, and where the cited texts lie.
    assessments
        Whose numbers; all if there are none.
    changes
        What if: path and value.
    audience
        For whom.
    options
        Draws, seed and the form of the model.
    """

    path: str
    sources: Sequence[str]
    assessments: Sequence[str]
    changes: Mapping[str, object]
    audience: str
    options: RunOptions

    @property
    def names(self) -> Sequence[str] | None:
        """Whose numbers; None for all."""
        return self.assessments or None

    @property
    def run(self) -> tuple[int, int]:
        """Draws and seed."""
        return self.options["draws"], self.options["seed"]

    def form(self, dossier: Dossier) -> Form:
        """The form of the model: the dossier's, but for what is asked to be another."""
        return session.choose_form(dossier, self.options["solution"], self.options["holding_back"])


def compared(asked: Asked) -> Case:
    """Compare the assessments; the case is the team's, and nothing goes on if it may see nothing.

    With changes: the change against the dossier as it stands.
    """
    from summitry.charts.album import Case, shown_case
    from summitry.forecasts.compare import compare
    from summitry.forecasts.whatif import change_table

    session.refuse_telling(asked.audience, asked.changes)
    base = session.load(asked.path, asked.sources)
    dossier = whatif.changed(base, asked.changes)
    names, form, (draws, seed) = asked.names, asked.form(dossier), asked.run
    with session.for_audience(), session.progress() as tell:
        made = compare(dossier, names, draws=draws, seed=seed, form=form, progress=tell)
        if asked.audience != "team":
            shown_case(dossier, made, asked.audience)  # say at once if nothing is for it
        change = None
        if asked.changes:
            before = compare(base, names, draws=draws, seed=seed, form=form, progress=tell)
            change = change_table(before, made, asked.changes)
    return Case(dossier, made, change=change)


def in_brief(asked: Asked) -> Case:
    """Compare the assessments, and find the efficient packages: what is quickly done.

    For others than the team: as they may see it.
    """
    case = compared(asked)
    return _for(replace(case, frontier=_frontier(case)), asked.audience)


def in_short(asked: Asked, *, whole: bool = False) -> Case:
    """Compare the assessments and find what flips them: what a page has room for.

    For others than the team: as they may see it, unless the whole is wanted.
    """
    from summitry.sensitivity.flip import flip

    case = compared(asked)
    names, form, (draws, seed) = asked.names, asked.form(case.dossier), asked.run
    few = min(draws, WHY_DRAWS)
    with session.progress() as tell:
        flips = flip(case.dossier, names, draws=few, seed=seed, form=form, progress=tell)
    made = replace(case, flips=flips)
    return made if whole else _for(made, asked.audience)


def studied(asked: Asked) -> Case:
    """Compare the assessments, their ways and what would hold, why they differ, what flips them.

    For others than the team: as they may see it.
    """
    from summitry.forecasts.pressure import pressure
    from summitry.forecasts.roadmaps import ROWS, roadmap
    from summitry.forecasts.stability import hold
    from summitry.forecasts.tracks import tracks
    from summitry.sensitivity.differences import why
    from summitry.sensitivity.explain import explain

    case = in_short(asked, whole=True)
    dossier, names, (draws, seed) = case.dossier, asked.names, asked.run
    form = asked.form(dossier)
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
    return _for(made, asked.audience)


def put_to_everybody(case: Case, asked: Asked, *, texts: bool) -> Case:
    """A case of the team's with everybody's answers to every package, and the sources' texts."""
    from summitry.dossier.loading import folders_of
    from summitry.dossier.marking import marked
    from summitry.sensitivity.answer_book import DRAWS, answer_books

    form, (most, seed) = asked.form(case.dossier), asked.run
    draws = min(most, DRAWS)
    with session.progress() as tell:
        books = answer_books(
            case.dossier, case.comparison, draws=draws, seed=seed, form=form, progress=tell
        )
    sources = [Path(one) for one in asked.sources] or None
    folders = folders_of(asked.path, sources) if texts else []
    return replace(case, books=books, texts=tuple(marked(case.dossier, folders)))


def _frontier(case: Case) -> Efficient:
    """The efficient packages of the first assessment."""
    from summitry.dossier.assessment import assess
    from summitry.forecasts.efficient import efficient_of_dossier

    first = case.comparison.forecasts[0].assessment
    return efficient_of_dossier(assess(case.dossier, first) if first else case.dossier)


def _for(case: Case, audience: str) -> Case:
    """A case as an audience may see it; the team sees it as it is."""
    if audience == "team":
        return case
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
