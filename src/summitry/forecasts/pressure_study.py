"""Where the pressure points, as a value: what models say, who would sign, who stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from summitry import __version__
from summitry.forecasts.pivots import Pivot
from summitry.forecasts.pulls import Pull
from summitry.forecasts.shown import ByAssessment
from summitry.forecasts.taking import Taken

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.dossier.model import Dossier
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-influence/1"


@dataclass(frozen=True)
class Standing:
    """One actor on one issue, at the likeliest numbers.

    ``weight`` is its share of all capability times salience on the issue; ``position`` None where
    it has no stance.
    """

    actor: str
    role: str
    issue: str
    position: float | None
    salience: float
    capability: float
    weight: float


@dataclass(frozen=True)
class Scale:
    """An issue's scale: its ends, its status quo, and the names of places on it."""

    issue: str
    label: str
    low: float
    high: float
    status_quo: float | None
    levels: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class PressureStudy:
    """Every model by one assessment.

    Attributes
    ----------
    assessment, label
        Whose numbers.
    pulls
        What each model says.
    taken
        Model: what the principals make of it; of a table of positions empty.
    package
        Event: its probability by the package procedure, on the same draws.
    pivots
        Model: actors by how far the outcome hangs on them.
    standings
        Who stands where, by actor and issue.
    names
        Of a dossier: party: its label, of those who sign.
    """

    assessment: str | None
    label: str
    pulls: tuple[Pull, ...]
    taken: Mapping[str, Taken]
    package: Mapping[str, float]
    pivots: Mapping[str, tuple[Pivot, ...]]
    standings: tuple[Standing, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, model: str) -> Pull:
        for one in self.pulls:
            if one.model == model:
                return one
        raise KeyError(model)

    @property
    def actors(self) -> tuple[str, ...]:
        """Names of the actors, in the order of every array."""
        return tuple(dict.fromkeys(one.actor for one in self.standings))


@dataclass(frozen=True, eq=False)
class Pressure(ByAssessment[PressureStudy]):
    """Where the models of influence point, by several assessments on the same draws.

    Attributes
    ----------
    kind
        ``dossier``, or the tool whose table of positions was read.
    events
        Events that are compared with the package procedure's.
    scales
        The issues.
    """

    title: str
    question: str | None
    as_of: str | None
    kind: str
    events: tuple[str, ...]
    scales: tuple[Scale, ...]
    studies: tuple[PressureStudy, ...]
    seed: int | None
    draws: int
    few: int
    dossier: str | None
    version: str = __version__
    audience: str | None = None
    """For whom it is cut, where not for the team; it then has no seed."""

    @property
    def distinct(self) -> tuple[PressureStudy, ...]:
        """Studies in which somebody stands elsewhere, or weighs otherwise, than in those before."""
        found: list[PressureStudy] = []
        for one in self.studies:
            if all(one.standings != other.standings for other in found):
                found.append(one)
        return tuple(found)

    def figures(self) -> dict[str, float | None]:
        """Share of draws in which each model's proposal would be taken, by each assessment."""
        found: dict[str, float | None] = {}
        for study in self.studies:
            for name, one in study.taken.items():
                found[f"{study[name].title} taken, {study.label}"] = one.taken
            if study.package:
                found[f"package agreed, {study.label}"] = study.package["agreed"]
        return found

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, with the version of its form."""
        names = ("title", "question", "as_of", "kind", "seed", "draws", "dossier", "version",
                 "audience")  # fmt: skip
        return {
            "form": FORM_VERSION,
            **{name: getattr(self, name) for name in names},
            "scales": [asdict(one) for one in self.scales],
            "studies": [_study_dict(one) for one in self.studies],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an assessment, model and issue. Needs pandas."""
        from summitry.forecasts.frames import frame_of

        rows = [
            {
                "assessment": study.assessment or self.kind, "model": one.model,
                "issue": issue.label, "central": issue.central, "mean": issue.mean,
                "low": issue.low, "middle": issue.middle, "high": issue.high, "level": issue.level,
                "taken": study.taken[one.model].taken if one.model in study.taken else None,
            }
            for study in self.studies
            for one in study.pulls
            for issue in one.issues
        ]  # fmt: skip
        return frame_of(rows, ["assessment", "model", "issue"])

    def seen_by(self, dossier: Dossier, who: Audience) -> Pressure:
        """The same as an audience may see it; raises AudienceError."""
        from summitry.forecasts.audiences.pressure import pressure_for

        return pressure_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.forecasts.pressure_tables import pressure_tables

        return pressure_tables(self)


def _study_dict(study: PressureStudy) -> dict[str, Any]:
    return {
        "assessment": study.assessment,
        "label": study.label,
        "models": [
            {
                **one.to_dict(),
                "taken": asdict(study.taken[one.model]) if one.model in study.taken else None,
                "pivotal": [asdict(own) for own in study.pivots.get(one.model, ())],
            }
            for one in study.pulls
        ],
        "package": dict(study.package),
        "actors": [asdict(one) for one in study.standings],
    }
