"""Would it hold: once a package is signed, who would leave it, and what keeps them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from summitry import __version__
from summitry.dossier.assessment import schools
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.forecasts.forecast import SEED, Progress, part_of
from summitry.forecasts.holding import FORM_ROWS, LIKELIEST, study
from summitry.forecasts.shown import ByAssessment
from summitry.forecasts.stability_study import StabilityStudy

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-stability/1"
ROWS = 2_000
"""Draws of the numbers, unless asked otherwise."""


@dataclass(frozen=True)
class StabilityComparison(ByAssessment[StabilityStudy]):
    """Whether a package would hold, by several assessments, on the same draws."""

    title: str
    question: str | None
    as_of: str
    asked: str
    """What was asked for: a package in words, or ``likeliest``."""
    studies: tuple[StabilityStudy, ...]
    dossier: str
    seed: int | None
    draws: int
    form_draws: int
    version: str
    audience: str | None = None
    """For whom it is cut, where not for the team; it then has no seed."""

    def figures(self) -> dict[str, float | None]:
        """Share of the draws in which the package holds, by concept and assessment."""
        return {
            f"holds by {one.concept}, {study.label}": one.share
            for study in self.studies
            for one in study.concepts
        }

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data, with the version of its form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def to_frame(self) -> pd.DataFrame:
        """One row an assessment and concept: share, its range, share by party. Needs pandas."""
        from summitry.forecasts.frames import frame_of

        rows: list[dict[str, Any]] = [
            {
                "assessment": study.assessment or "dossier",
                "concept": one.concept,
                "holds": one.holds,
                "share": one.share,
                "least": one.least,
                "greatest": one.greatest,
                "unsettled": one.unsettled,
                **{f"share of {party}": share for party, share in one.parties.items()},
            }
            for study in self.studies
            for one in study.concepts
        ]
        return frame_of(rows, ["assessment", "concept"])

    def seen_by(self, dossier: Dossier, who: Audience) -> StabilityComparison:
        """The same as an audience may see it; raises AudienceError."""
        from summitry.forecasts.audiences.stability import stability_for

        return stability_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.forecasts.stability_tables import stability_tables

        return stability_tables(self)


def hold(
    dossier: Dossier,
    assessments: Sequence[str] | None = None,
    *,
    package: str | Mapping[str, str] = LIKELIEST,
    state: str | None = None,
    draws: int = ROWS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> StabilityComparison:
    """Would a package hold once it is signed.

    Every commitment of the package is an option of the party that performs it: kept, or taken back
    as far as it can be. Whether the state in which all is kept is an equilibrium is asked in every
    draw, by each concept of the graph model for conflict resolution; with more than 256 states (8
    commitments) by the basic ones alone.

    Parameters
    ----------
    dossier
        A dossier, from :func:`summitry.load`.
    assessments
        Whose numbers; all of the dossier's if left out, its own numbers if it has none.
    package
        Issue: level, with the rest as it is; or that in a line (``"exercises = scaled back,
        inspectors = some"``); or the name of an event that is one package; or ``"likeliest"``, the
        package struck most often by each assessment's own numbers.
    state
        Whose reasons are told: what is taken back in it (``"without exercises, sanctions"``), or
        one Y or N for each commitment; the state in which all is kept if left out.
    draws
        How often the numbers are drawn, at least 100.
    seed, progress
        As in :func:`summitry.forecast`.

    Raises
    ------
    DossierError
        No such assessment.
    KeyError
        No such issue, level, package or state, or a package that a clause forbids.
    ValueError
        Fewer than 100 draws, or more than 12 commitments.
    """
    if draws < 100:
        msg = f"a judgement of stability needs at least 100 draws (got {draws})"
        raise ValueError(msg)
    every = schools(dossier, assessments)
    studies = []
    for number, own in enumerate(every):
        tell = part_of(progress, f"{own.assessment or 'dossier'}: stability", number, len(every))
        studies.append(study(own, package, state, (draws, seed), tell))
        tell(1.0)
    asked = package if isinstance(package, str) else _in_a_line(package)
    return StabilityComparison(
        dossier.title, dossier.question, dossier.as_of, asked, tuple(studies),
        digest(dossier), seed, draws, min(draws, FORM_ROWS), __version__,
    )  # fmt: skip


def _in_a_line(package: Mapping[str, str]) -> str:
    return ", ".join(f"{issue} = {level}" for issue, level in package.items())
