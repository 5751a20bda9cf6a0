"""What is worked out behind the pages: each study by name, on a sitting's own numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from summitry.charts.album import Case, shown_case
from summitry.dossier.assessment import assess
from summitry.dossier.audience import TEAM
from summitry.dossier.model import Dossier
from summitry.forecasts.audience import shown_dossier
from summitry.forecasts.compare import Comparison, compare
from summitry.forecasts.forecast import Progress
from summitry.forecasts.glance import Sight
from summitry.workbench.jobs import Job
from summitry.workbench.sitting import Sitting, State
from summitry.workbench.workers import CREW

TRACK_DRAWS = 5_000
WHY_DRAWS = 2_000
PULL_DRAWS = 1_000
MODELS = ("mean", "median", "challenge", "exchange")
"""Models of influence on the page; 'summitry influence' has them all."""


@dataclass(frozen=True)
class Study:
    """Something that takes a while: what it is called, and how it is worked out."""

    title: str
    work: Callable[[Dossier, list[str], State, Progress], Any]
    short: bool = False


def _compare(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    return compare(dossier, names, draws=state.draws, seed=state.seed, progress=tell)


def _tracks(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    from summitry.forecasts.tracks import tracks

    draws = min(state.draws, TRACK_DRAWS)
    return tracks(dossier, names, draws=draws, seed=state.seed, progress=tell)


def _roads(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    from summitry.forecasts.roadmaps import ROWS, roadmap

    draws = min(state.draws, ROWS)
    return roadmap(dossier, names, draws=draws, seed=state.seed, progress=tell)


def _explain(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    from summitry.sensitivity.explain import explain

    return explain(
        dossier, names, draws=state.draws, seed=state.seed, universes=True, progress=tell
    )


def _flip(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    from summitry.sensitivity.flip import flip

    draws = min(state.draws, WHY_DRAWS)
    return flip(dossier, names, draws=draws, seed=state.seed, progress=tell)


def _hold(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    from summitry.forecasts.roadmaps import ROWS
    from summitry.forecasts.stability import hold

    draws = min(state.draws, ROWS)
    return hold(dossier, names, draws=draws, seed=state.seed, progress=tell)


def _pressure(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    from summitry.forecasts.pressure import pressure

    draws = min(state.draws, PULL_DRAWS)
    return pressure(dossier, names, models=MODELS, draws=draws, seed=state.seed, progress=tell)


def _why(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    from summitry.sensitivity.differences import why

    draws = min(state.draws, WHY_DRAWS)
    return tuple(
        why(dossier, names[0], one, draws=draws, seed=state.seed, progress=tell)
        for one in names[1:]
    )


def _frontier(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    from summitry.forecasts.efficient import efficient_of_dossier

    tell("efficient packages", 0.0)
    return efficient_of_dossier(assess(dossier, names[0]) if names else dossier)


def _books(dossier: Dossier, names: list[str], state: State, tell: Progress) -> Any:
    from summitry.sensitivity.answer_book import DRAWS, answer_books

    tell("everybody's answers", 0.0)
    made = Sight(dossier, names, draws=DRAWS, seed=state.seed).look()
    return answer_books(dossier, made, seed=state.seed, progress=tell)


STUDIES: Mapping[str, Study] = {
    "comparison": Study("the forecast with its ranges", _compare, short=True),
    "frontier": Study("efficient packages", _frontier),
    "tracks": Study("ways of negotiating", _tracks),
    "roads": Study("road maps", _roads),
    "holding": Study("whether the package would hold", _hold),
    "pressure": Study("where the pressure points", _pressure),
    "flips": Study("what would change it, and who could", _flip),
    "explanation": Study("what drives it", _explain),
    "differences": Study("why the schools differ", _why),
    "books": Study("everybody's answers to every package", _books),
}
"""By the name that a :class:`~summitry.charts.album.Case` gives its result."""
FOR_THE_TEAM = ("books",)
"""Who could ask about every package could try guesses at what is hidden."""


def study(sitting: Sitting, name: str) -> Job:
    """The job of a study on a sitting's numbers; begun if need be.

    One that failed on other numbers may then be begun again on those: what was changed may be what
    it failed by.
    """
    one, still = STUDIES[name], sitting.still()
    dossier, names, state = still.dossier, still.schools, still.state
    jobs, key = still.bench.jobs, (name, still.key)

    def work(tell: Progress) -> Any:
        return CREW.run(one.work, dossier, names, state, tell=tell)

    jobs.forgive(lambda other: other != key and other[0] == name)
    return jobs.find(key, one.title, work, short=one.short)


def sight(sitting: Sitting, draws: int | None = None, *, changed: bool = True) -> Sight:
    """The sitting's numbers drawn and ready to be moved, with its changes or without; kept."""
    still = sitting.still()
    own = still.state if changed else replace(still.state, changes={})
    count = draws or own.draws
    dossier = still.dossier if changed else still.read.dossier
    names = [one for one in dossier.assessments if one not in own.off]

    def make() -> Sight:
        made = Sight(dossier, names, draws=count, seed=own.seed)
        made.look()  # before others have it, so that all who share it only read
        return made

    return still.bench.sights.get((still.read.copy.version, own.key, count), make)


def known(sitting: Sitting) -> Comparison:
    """What is known of the forecast: with its ranges if they are worked out, else at a glance."""
    job = sitting.bench.jobs.known(("comparison", sitting.key))
    if job is not None and job.state == "done" and isinstance(job.result, Comparison):
        return job.result
    return sight(sitting).look()


def comparison(sitting: Sitting) -> tuple[Comparison, Job]:
    """The forecast with its ranges; while that is worked out, the same at a glance."""
    made = known(sitting)  # first, so that it need not share the machine with the rest
    job = study(sitting, "comparison")
    return (job.result if job.state == "done" else made), job


def unchanged(sitting: Sitting) -> Comparison | None:
    """The comparison without the sitting's changes; None where nothing is changed."""
    if not sitting.state.changes:
        return None
    own = replace(sitting.state, changes={})
    known = sitting.bench.jobs.known(("comparison", (sitting.read.copy.version, own.key)))
    if known is not None and known.state == "done" and isinstance(known.result, Comparison):
        return known.result
    return sight(sitting, changed=False).look()


def seen(sitting: Sitting) -> Dossier:
    """The dossier as the sitting's audience may see it; raises AudienceError."""
    return shown_dossier(sitting.dossier, sitting.audience)


def case(sitting: Sitting, *wanted: str) -> tuple[Case, list[Job]]:
    """A sitting's dossier with what is worked out about it, and the jobs of what is not yet.

    For others than the team: as they may see it.

    Raises
    ------
    AudienceError
        Nothing is for the sitting's audience.
    """
    sitting = sitting.still()
    made, job = comparison(sitting)
    jobs = [job]
    found: dict[str, Any] = {}
    for name in wanted:
        if name in FOR_THE_TEAM and sitting.audience != TEAM:
            continue
        one = study(sitting, name)
        jobs.append(one)
        if one.state == "done":
            found[name] = one.result
    if sitting.audience != TEAM:
        return shown_case(sitting.dossier, made, sitting.audience, **found), jobs
    return Case(sitting.dossier, made, **found), jobs
