"""Why two assessments differ, and what the edits of a dossier did: exact decompositions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry import __version__
from summitry.dossier.assessment import assess
from summitry.dossier.digest import digest
from summitry.dossier.loading import examine, locate
from summitry.dossier.model import Dossier
from summitry.dossier.problem import CODES, DossierError
from summitry.draws import Draws
from summitry.forecasts.events import find_event, holds
from summitry.forecasts.forecast import DRAWS, SEED, Progress, part_of
from summitry.forecasts.shown import Shown
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.package import Form, negotiate
from summitry.sensitivity.edits import Edit, edits, mixed
from summitry.sensitivity.explain import EVENT
from summitry.sensitivity.grouping import Cause, causes
from summitry.sensitivity.shapley import every_set, shapley
from summitry.sensitivity.wishes import WishCheck, wish_check

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-difference/1"
BOTH = "all of it (its parts make no sense apart)"


@dataclass(frozen=True)
class Part:
    """What a group of changes adds to the difference.

    Attributes
    ----------
    share
        Its Shapley value, in probability: its mean addition over every order of the changes.
    alone
        What it adds to the first when nothing else is changed.
    last
        What it adds when everything else is changed already. Both None of what is not shown.
    """

    name: str
    paths: tuple[str, ...]
    share: float
    alone: float | None
    last: float | None


@dataclass(frozen=True)
class Difference(Shown):
    """Why an event is not equally likely by two sets of numbers.

    Attributes
    ----------
    first, second
        What is compared, in words.
    before, after
        Probability of the event by the first and by the second; the parts' shares add up to the
        difference, exactly.
    parts
        Groups of changes, the greatest share first.
    wishes
        Of each assessment that says what its holder wants: how its disputed numbers lean.
    """

    title: str
    event: str
    first: str
    second: str
    before: float
    after: float
    parts: tuple[Part, ...]
    wishes: tuple[WishCheck, ...]
    dossiers: tuple[str, str]
    seed: int | None
    draws: int
    version: str
    audience: str | None = None
    """For whom it is cut, where not for the team; it then has no seed."""
    assessments: tuple[str | None, str | None] = (None, None)
    """Ids of the two, where they are assessments of one dossier."""

    def figures(self) -> dict[str, float | None]:
        """Probability of the event by each of the two."""
        return {
            f"{self.event}, {self.first}": self.before,
            f"{self.event}, {self.second}": self.after,
        }

    def to_dict(self) -> dict[str, Any]:
        """The difference as plain data, with the version of its form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def to_frame(self) -> pd.DataFrame:
        """One row a group of changes. Needs pandas."""
        from summitry.forecasts.frames import frame_of

        return frame_of([asdict(one) for one in self.parts], ["name"])

    def seen_by(self, dossier: Dossier, who: Audience) -> Difference:
        """The same as an audience may see it; raises AudienceError."""
        from summitry.sensitivity.audiences.differences import difference_for

        return difference_for(self, dossier, who)

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.sensitivity.difference_tables import difference_tables

        return difference_tables(self)


def why(  # noqa: PLR0913 - all but the first three are given by name
    dossier: Dossier,
    first: str | None,
    second: str | None,
    *,
    event: str = EVENT,
    draws: int = DRAWS,
    seed: int = SEED,
    form: Form | None = None,
    progress: Progress | None = None,
) -> Difference:
    """Decompose the difference between two assessments of one dossier.

    Parameters
    ----------
    dossier
        A dossier, from :func:`summitry.load`.
    first, second
        The two assessments; None for the dossier's own numbers.
    event
        An event, by name or as a statement.
    draws, seed, form, progress
        As in :func:`summitry.forecast`; every mixture of the two runs on the same draws.

    Notes
    -----
    The differences are taken in the groups that the assessments name (``groups``), else by what
    they are of: at most eight groups, so at most 256 mixtures. A group's share is its Shapley
    value, so the shares add up to the difference exactly.

    Raises
    ------
    DossierError
        No such assessment.
    KeyError
        No such event.
    """
    one, other = (dossier if name is None else assess(dossier, name) for name in (first, second))
    named: dict[str, list[str]] = {}
    for name in (first, second):
        if name is not None:
            for group, paths in dossier.assessments[name].groups.items():
                named.setdefault(group, []).extend(paths)
    run = _Run(event, draws, seed, form)
    found = run.between(one, other, named, part_of(progress, "why they differ", 0, 1))
    checks = tuple(
        wish_check(own, rival, dossier.assessments[own.assessment], run.hits)
        for own, rival in ((one, other), (other, one))
        if own.assessment is not None and dossier.assessments[own.assessment].wants is not None
    )
    return run.difference(dossier.title, (one.whose, other.whose), (one, other), found, checks)


def diff(  # noqa: PLR0913 - all but the versions are given by name
    old: Dossier,
    new: Dossier,
    *,
    assessment: str | None = None,
    event: str = EVENT,
    draws: int = DRAWS,
    seed: int = SEED,
    form: Form | None = None,
    progress: Progress | None = None,
) -> Difference:
    """Say which edits between two versions of a dossier moved a forecast, and by how much.

    Parameters are those of :func:`why`; ``assessment`` has both versions seen by one school.

    Raises
    ------
    DossierError
        No such assessment in one of them.
    KeyError
        No such event in one of them.
    """
    if assessment is not None:
        old, new = assess(old, assessment), assess(new, assessment)
    run = _Run(event, draws, seed, form)
    found = run.between(old, new, {}, part_of(progress, "what the edits did", 0, 1))
    return run.difference(new.title, ("old", "new"), (old, new), found, ())


@dataclass(frozen=True)
class _Run:
    """How the mixtures are run."""

    event: str
    draws: int
    seed: int
    form: Form | None

    def chance(self, dossier: Dossier) -> float:
        """Probability of the event by a dossier's numbers."""
        return float(self.hits(dossier, self.event).mean())

    def hits(self, dossier: Dossier, event: str) -> NDArray[np.bool_]:
        """In which draws an event holds by a dossier's numbers."""
        statement = find_event(dossier, event)
        games = Games(Layout(dossier), Draws(dossier, self.draws, self.seed))
        outcomes = negotiate(games, self.form or Form.of(dossier), reasons=False)
        return holds(statement, outcomes)

    def between(
        self,
        old: Dossier,
        new: Dossier,
        named: Mapping[str, Sequence[str]],
        tell: Callable[[float], None],
    ) -> tuple[list[Cause], list[float], dict[int, float]]:
        """The causes, their shares, and the worth of every mixture."""
        found = causes(new, edits(old._tree, new._tree), named)
        while True:
            mixture = partial(self._mixture, (old, new), found)
            try:
                every = every_set(len(found), mixture, tell)
            except DossierError:
                if len(found) == 1:
                    raise
                found = _joined(found)
            else:
                return found, shapley(len(found), every), every

    def _mixture(
        self, ends: tuple[Dossier, Dossier], found: Sequence[Cause], members: int
    ) -> float:
        """Probability of the event by the first's numbers with some causes' changes made."""
        if members in (0, (1 << len(found)) - 1):
            return self.chance(ends[1] if members else ends[0])
        chosen = [edit for at, one in enumerate(found) if members >> at & 1 for edit in one.edits]
        return self.chance(_dossier(*ends, chosen))

    def difference(
        self,
        title: str,
        names: tuple[str, str],
        both: tuple[Dossier, Dossier],
        found: tuple[list[Cause], list[float], dict[int, float]],
        wishes: tuple[WishCheck, ...],
    ) -> Difference:
        """The whole as a value."""
        own, shares, worth = found
        last = (1 << len(own)) - 1
        parts = [
            Part(
                one.name,
                tuple(edit.name for edit in one.edits),
                shares[at],
                worth[1 << at] - worth[0],
                worth[last] - worth[last & ~(1 << at)],
            )
            for at, one in enumerate(own)
        ]
        parts.sort(key=lambda one: (-abs(one.share), one.name))
        return Difference(
            title, self.event, *names, worth[0], worth[last], tuple(parts), wishes,
            (digest(both[0]), digest(both[1])), self.seed, self.draws, __version__,
            assessments=(both[0].assessment, both[1].assessment),
        )  # fmt: skip


def _dossier(old: Dossier, new: Dossier, chosen: Sequence[Edit]) -> Dossier:
    """The old dossier with some edits made, and the events of the new."""
    data = mixed(old._tree, chosen)
    data["events"] = new._tree.get("events", {})
    data.pop("assessments", None)
    found, faults = examine(data, None, citations=False, variant=True)
    errors = [one for one in faults if CODES[one.code][0] == "error"]
    if errors or found is None:
        raise DossierError(locate(one, old.title, None) for one in errors)
    return found


def _joined(found: list[Cause]) -> list[Cause]:
    """Fewer causes, where some mixture makes no sense: what holds the rest together, with it."""
    structural = [one for one in found if any(edit.structural for edit in one.edits)]
    if len(found) <= 1 or len(structural) in (0, len(found)) or len(structural) > 1:
        return [Cause(BOTH, tuple(edit for one in found for edit in one.edits))]
    names = {step for edit in structural[0].edits for step in edit.path[1:2]}
    near = [
        one for one in found
        if one is structural[0] or any(names & set(edit.path) for edit in one.edits)
    ]  # fmt: skip
    if len(near) in (1, len(found)):
        return [Cause(BOTH, tuple(edit for one in found for edit in one.edits))]
    together = Cause(near[0].name, tuple(edit for one in near for edit in one.edits))
    return [together, *(one for one in found if one not in near)]
