"""Rival assessments of one dossier, side by side on the same draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summitry.dossier.assessment import schools
from summitry.dossier.estimate import Range
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.forecasts.forecast import DRAWS, SEED, Forecast, Progress, forecast
from summitry.forecasts.shown import Shown
from summitry.procedures.package import Form

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-comparison/1"


@dataclass(frozen=True)
class Dispute:
    """A number on which the assessments differ: (low, mode, high) of each, in their order."""

    name: str
    ranges: tuple[tuple[float, float, float] | None, ...]


@dataclass(frozen=True)
class Comparison(Shown):
    """Forecasts of one dossier by several assessments, on the same draws.

    Attributes
    ----------
    forecasts
        One for each assessment, in the order asked for.
    disputes
        The numbers they do not share; every other number has the same draws in all of them.
    """

    title: str
    question: str | None
    as_of: str
    forecasts: tuple[Forecast, ...]
    disputes: tuple[Dispute, ...]

    def __getitem__(self, assessment: str) -> Forecast:
        for one in self.forecasts:
            if one.assessment == assessment:
                return one
        raise KeyError(assessment)

    def figures(self) -> dict[str, float | None]:
        """Probability of each event by each assessment."""
        return {
            f"{event.name}, {one.label}": event.probability
            for one in self.forecasts
            for event in one.events
        }

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data, with the version of its form."""
        return {
            "form": FORM_VERSION,
            "title": self.title,
            "question": self.question,
            "as_of": self.as_of,
            "disputes": [{"name": one.name, "ranges": one.ranges} for one in self.disputes],
            "forecasts": [one.to_dict() for one in self.forecasts],
        }

    def to_frame(self) -> pd.DataFrame:
        """Events by assessment as a DataFrame. Needs pandas."""
        from summitry.forecasts.frames import comparison_frame

        return comparison_frame(self)

    def seen_by(self, dossier: Dossier, who: Audience) -> Comparison:
        """The same as an audience may see it; raises AudienceError."""
        from summitry.forecasts.audiences.forecasts import comparison_for

        return comparison_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.forecasts.tables import comparison_tables

        return comparison_tables(self)


def compare(
    dossier: Dossier,
    assessments: Sequence[str] | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    form: Form | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Forecast by several assessments on the same draws.

    Parameters
    ----------
    dossier
        A dossier, from :func:`summitry.load`.
    assessments
        Whose numbers, in this order; all of the dossier's if left out, and the dossier's own
        numbers if it has none.
    draws, seed, form, progress
        As in :func:`summitry.forecast`.

    Raises
    ------
    DossierError
        No such assessment.
    """
    names: list[str | None] = list(dossier.assessments if assessments is None else assessments)
    names = names or [None]
    made = []
    for number, name in enumerate(names):

        def tell(part: str, share: float, done: int = number, name: str | None = name) -> None:
            if progress is not None:
                progress(f"{name or 'dossier'}: {part}", (done + share) / len(names))

        made.append(forecast(dossier, name, draws=draws, seed=seed, form=form, progress=tell))
    own = [inputs(one) for one in schools(dossier, assessments)]
    disputes = []
    for key in dict.fromkeys(key for numbers in own for key in numbers):
        spans = [numbers[key].range if key in numbers else None for numbers in own]
        if any(span != spans[0] for span in spans):
            disputes.append(Dispute(key, tuple(_triple(span) for span in spans)))
    return Comparison(dossier.title, dossier.question, dossier.as_of, tuple(made), tuple(disputes))


def _triple(span: Range | None) -> tuple[float, float, float] | None:
    return None if span is None else (span.low, span.mode, span.high)
