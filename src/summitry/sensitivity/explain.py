"""What drives a forecast: drivers, regions, signs to watch for, and the form of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from summitry import __version__
from summitry.dossier.assessment import schools
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.forecasts.events import find_event, statements
from summitry.forecasts.forecast import DRAWS, SEED, Progress, part_of
from summitry.forecasts.shown import ByAssessment
from summitry.procedures.package import Form
from summitry.sensitivity.drivers import Driver, Group, drivers, groups, with_sobol
from summitry.sensitivity.estimators import noise
from summitry.sensitivity.multiverse import Universe, multiverse
from summitry.sensitivity.sample import sample
from summitry.sensitivity.scenarios import Scenario, scenarios
from summitry.sensitivity.watch import Indicator, watch_list

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-explanation/1"
EVENT = "exchange"
"""The event explained unless another is named: substantive, and in every dossier."""


@dataclass(frozen=True)
class ExplanationStudy:
    """What drives an event by one assessment.

    Attributes
    ----------
    probability
        Of the event.
    floor
        Regional distance below which an input cannot be told from one that does nothing; None
        where there is none, or where it would tell an audience how many inputs there are.
    drivers
        Every input that the procedure reads and that is not exact, the strongest first.
    groups
        The same by party and by issue.
    unread
        Numbers of the dossier that the procedure never asks for.
    exact
        Numbers that it asks for and that have no range; their flips may matter all the same.
    scenarios
        Regions where the event is nearly certain, or nearly out of reach.
    watch
        Events observable before the outcome.
    universes
        The event under every combination of structural choices, where it was asked for.
    """

    assessment: str | None
    label: str
    probability: float
    floor: float | None
    drivers: tuple[Driver, ...]
    groups: tuple[Group, ...]
    unread: tuple[str, ...]
    exact: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    watch: tuple[Indicator, ...]
    universes: tuple[Universe, ...]


@dataclass(frozen=True)
class Explanation(ByAssessment[ExplanationStudy]):
    """What drives an event, by several assessments on the same draws."""

    title: str
    as_of: str
    event: str
    studies: tuple[ExplanationStudy, ...]
    dossier: str
    seed: int | None
    draws: int
    sobol_rows: int
    version: str
    audience: str | None = None
    """For whom it is cut, where not for the team; it then has no seed."""

    def figures(self) -> dict[str, float | None]:
        """Probability of the event by each assessment."""
        return {f"{self.event}, {study.label}": study.probability for study in self.studies}

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain data, with the version of its form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def to_frame(self) -> pd.DataFrame:
        """One row an assessment and input, with its indices. Needs pandas."""
        from summitry.forecasts.frames import frame_of

        rows = [
            {"assessment": study.assessment or "dossier", **asdict(one)}
            for study in self.studies
            for one in study.drivers
        ]
        return frame_of(rows, ["assessment", "name"])

    def seen_by(self, dossier: Dossier, who: Audience) -> Explanation:
        """The same as an audience may see it; raises AudienceError."""
        from summitry.sensitivity.audiences.explanation import explanation_for

        return explanation_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.sensitivity.explain_tables import explanation_tables

        return explanation_tables(self)


def explain(  # noqa: PLR0913 - all but the first two are given by name
    dossier: Dossier,
    assessments: Sequence[str] | None = None,
    *,
    event: str = EVENT,
    draws: int = DRAWS,
    seed: int = SEED,
    form: Form | None = None,
    sobol: int = 0,
    universes: bool = False,
    progress: Progress | None = None,
) -> Explanation:
    """Say which inputs an event answers to, and where in them it comes true.

    Parameters
    ----------
    dossier
        A dossier, from :func:`summitry.load`.
    assessments
        Whose numbers; all of the dossier's if left out, its own numbers if it has none.
    event
        An event, by name or as a statement (``no deal``, ``sanctions >= partial easing``).
    draws, seed, form, progress
        As in :func:`summitry.forecast`. Everything but ``sobol`` and ``universes`` is read off
        these draws; nothing more is run.
    sobol
        Base sample of full Sobol indices, a power of two: costs that many times (inputs + 2) runs
        for each assessment. 0 for none.
    universes
        Work out the event under every defensible combination of structural choices too.

    Raises
    ------
    DossierError
        No such assessment.
    KeyError
        No such event.
    ValueError
        Fewer than 100 draws, or a base sample that is no power of two.
    """
    if draws < 100:
        msg = f"an explanation needs at least 100 draws (got {draws})"
        raise ValueError(msg)
    if sobol and (sobol & (sobol - 1) or sobol < 2):
        msg = f"the base sample of Sobol indices is a power of two (got {sobol})"
        raise ValueError(msg)
    find_event(dossier, event)
    every = schools(dossier, assessments)
    studies = []
    for number, own in enumerate(every):
        tell = part_of(progress, f"{own.assessment or 'dossier'}: why", number, len(every))
        made = sample(own, draws, seed, form)
        tell(0.3)
        statement = find_event(own, event)
        hits = made.hits(statement)
        found = drivers(made, hits)
        if sobol:
            found = with_sobol(made, statement, found, sobol, tell)
        count = int(hits.sum())
        floor = noise(count, draws - count, len(made.labels)) if 0 < count < draws else None
        known = dict(statements(own))
        studies.append(
            ExplanationStudy(
                own.assessment,
                own.whose,
                float(hits.mean()),
                floor,
                found,
                groups(made, found),
                made.unread,
                made.exact,
                scenarios(made, event, hits, found),
                watch_list(made, event, hits, known),
                multiverse(own, statement, made.form, draws, seed, tell) if universes else (),
            )
        )
        tell(1.0)
    return Explanation(
        dossier.title, dossier.as_of, event, tuple(studies),
        digest(dossier), seed, draws, sobol, __version__,
    )  # fmt: skip
