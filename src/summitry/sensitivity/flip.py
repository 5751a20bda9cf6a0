"""What would change the answer: levers, facts, form, all together; bridges to what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry import __version__
from summitry.dossier.assessment import schools
from summitry.dossier.digest import digest
from summitry.dossier.logic import Statement
from summitry.dossier.model import Dossier
from summitry.forecasts.events import find_event
from summitry.forecasts.forecast import DRAWS, SEED, Progress, part_of
from summitry.forecasts.shown import ByAssessment
from summitry.procedures.package import Form
from summitry.sensitivity.bridges import Bridges, bridges
from summitry.sensitivity.choices import Choice, choices
from summitry.sensitivity.explain import EVENT
from summitry.sensitivity.joint import JointFlip, joint_flip
from summitry.sensitivity.prices import Price, prices
from summitry.sensitivity.sample import Sample, sample
from summitry.sensitivity.singles import Flip, flips

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-flips/1"
THRESHOLD = 0.5
BEYOND = 0.25
"""How far beyond its present chance an event is wanted that is above the threshold already."""
SHOWN = 12
"""Numbers that a picture shows of each assessment."""


@dataclass(frozen=True)
class FlipStudy:
    """What would change one assessment's answer.

    Attributes
    ----------
    probability
        Of the event, as it is.
    levers, facts, form
        Numbers that some party can pull, that nobody can, and that are the model's own; each list
        with the nearest flips first, and those with no flip within bounds at its end.
    choices
        Structural choices that are no numbers of the dossier.
    joint
        The nearest point at which the numbers together flip it; None where none tells anything.
    bridges
        The cheapest sets of levers that bring the event to the wanted chance.
    package
        The deal that the prices are of: the one struck most often among those with the event, else
        of all; empty where no deal is ever struck.
    prices
        What would win over each critic and each blocker of that deal.
    names
        Party: its label, of everybody.
    """

    assessment: str | None
    label: str
    probability: float
    levers: tuple[Flip, ...]
    facts: tuple[Flip, ...]
    form: tuple[Flip, ...]
    choices: tuple[Choice, ...]
    joint: JointFlip | None
    bridges: Bridges
    package: Mapping[str, str]
    prices: tuple[Price, ...]
    names: Mapping[str, str]

    @property
    def nearest(self) -> tuple[Flip, ...]:
        """The numbers that a picture shows: those that flip it by the least move, of every kind."""
        every = [*self.levers, *self.facts, *self.form]
        flipping = [one for one in every if one.value is not None]
        flipping.sort(key=lambda one: (one.move is None, one.move or 0.0, one.name))
        return tuple(flipping[:SHOWN])


@dataclass(frozen=True)
class Flips(ByAssessment[FlipStudy]):
    """What would change the answer, by several assessments on the same draws."""

    title: str
    as_of: str
    event: str
    threshold: float
    studies: tuple[FlipStudy, ...]
    dossier: str
    seed: int | None
    draws: int
    version: str
    audience: str | None = None
    """For whom it is cut, where not for the team; it then has no seed."""

    def figures(self) -> dict[str, float | None]:
        """Probability of the event by each assessment."""
        return {f"{self.event}, {study.label}": study.probability for study in self.studies}

    def to_dict(self) -> dict[str, Any]:
        """The flips as plain data, with the version of their form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def to_frame(self) -> pd.DataFrame:
        """One row an assessment and number, with its flip. Needs pandas."""
        from summitry.forecasts.frames import frame_of

        rows = [
            {"assessment": study.assessment or "dossier", **asdict(one)}
            for study in self.studies
            for one in (*study.levers, *study.facts, *study.form)
        ]
        return frame_of(rows, ["assessment", "name"])

    def seen_by(self, dossier: Dossier, who: Audience) -> Flips:
        """The same as an audience may see it; raises AudienceError."""
        from summitry.sensitivity.audiences.flips import flips_for

        return flips_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.sensitivity.flip_tables import flip_tables

        return flip_tables(self)


def flip(  # noqa: PLR0913 - all but the first two are given by name
    dossier: Dossier,
    assessments: Sequence[str] | None = None,
    *,
    event: str = EVENT,
    threshold: float = THRESHOLD,
    want: float | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    form: Form | None = None,
    progress: Progress | None = None,
) -> Flips:
    """Find what would change the answer.

    Parameters
    ----------
    dossier
        A dossier, from :func:`summitry.load`.
    assessments
        Whose numbers; all of the dossier's if left out, its own numbers if it has none.
    event
        An event, by name or as a statement (``not no overlap``: that there is a zone at all).
    threshold
        The chance that is crossed, between 0 and 1.
    want
        The chance that bridges are to bring the event to; left out: the threshold, or, where the
        event is above it already, a quarter of the way from there to certainty.
    draws, seed, form, progress
        As in :func:`summitry.forecast`.

    Raises
    ------
    DossierError
        No such assessment.
    KeyError
        No such event.
    ValueError
        Fewer than 100 draws, or a chance outside (0, 1).
    """
    if draws < 100:
        msg = f"flips need at least 100 draws (got {draws})"
        raise ValueError(msg)
    for name, chance in (("threshold", threshold), ("wanted chance", want)):
        if chance is not None and not 0 < chance < 1:
            msg = f"the {name} lies between 0 and 1, neither of them (got {chance})"
            raise ValueError(msg)
    find_event(dossier, event)
    every = schools(dossier, assessments)
    studies = []
    for number, own in enumerate(every):
        tell = part_of(progress, f"{own.assessment or 'dossier'}: flips", number, len(every))
        made = sample(own, draws, seed, form)
        studies.append(_study(made, find_event(own, event), threshold, want, tell))
    return Flips(
        dossier.title, dossier.as_of, event, threshold, tuple(studies),
        digest(dossier), seed, draws, __version__,
    )  # fmt: skip


def _study(
    made: Sample,
    event: Statement,
    threshold: float,
    want: float | None,
    tell: Callable[[float], None],
) -> FlipStudy:
    hits = made.hits(event)
    now = float(hits.mean())
    found = flips(made, event, threshold, lambda share: tell(0.6 * share))
    wanted = want if want is not None else goal(now, threshold)
    others = choices(made, event, threshold, now)
    joint = joint_flip(made, event, threshold, hits)
    tell(0.7)
    ways = bridges(made, event, wanted, now, lambda share: tell(0.7 + 0.3 * share))
    package = _package(made, event)
    return FlipStudy(
        made.dossier.assessment,
        made.dossier.whose,
        now,
        *by_kind(found),
        others,
        joint,
        ways,
        _levels(made, package),
        prices(made.games, package) if package is not None else (),
        {party: made.dossier.label(party) for party in made.dossier.parties},
    )


def by_kind(
    found: Sequence[Flip],
) -> tuple[tuple[Flip, ...], tuple[Flip, ...], tuple[Flip, ...]]:
    """Levers, facts and form, each in the order given."""
    lever, fact, form = (
        tuple(one for one in found if one.kind == kind) for kind in ("lever", "fact", "form")
    )
    return lever, fact, form


def goal(now: float, threshold: float) -> float:
    """The chance that is wanted where nobody says which."""
    return threshold if now < threshold else now + BEYOND * (1 - now)


def _package(made: Sample, event: Statement) -> np.ndarray | None:
    """The deal struck most often among those with the event, else of all."""
    outcomes = made.outcomes
    for which in (outcomes.agreed & made.hits(event), outcomes.agreed):
        if which.any():
            numbers, times = np.unique(outcomes.struck[which], return_counts=True)
            return np.asarray(outcomes.packages[numbers[np.argmax(times)]])
    return None


def _levels(made: Sample, package: np.ndarray | None) -> dict[str, str]:
    layout = made.games.layout
    if package is None:
        return {}
    return {
        key: layout.levels[key][package[layout.issues.index(key)]] for key in layout.dossier.issues
    }
