"""Why two assessments differ, and what the edits of a dossier did: exact decompositions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from summitry import __version__
from summitry.dossier.assessment import assess
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.forecasts.forecast import DRAWS, SEED, Progress, part_of
from summitry.forecasts.shown import Shown
from summitry.procedures.package import Form
from summitry.sensitivity.explain import EVENT
from summitry.sensitivity.grouping import Cause
from summitry.sensitivity.mixing import Mixing
from summitry.sensitivity.shapley import shapley
from summitry.sensitivity.wishes import WishCheck, wish_check

if TYPE_CHECKING:
    import pandas as pd

    from summitry.dossier.audience import Audience
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-difference/1"


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
    they are of: at most seven groups, so at most 128 mixtures. A group's share is its Shapley
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
    run = Mixing(draws, seed, form)
    games = run.games(one), run.games(other)
    found = run.between(games, named, event, part_of(progress, "why they differ", 0, 1))
    checks = []
    for own, rival in (games, games[::-1]):
        whose = own.layout.dossier
        school = dossier.assessments.get(whose.assessment or "")
        if school is not None and school.wants is not None:
            beside = partial(run.mixed, (rival, own))
            checks.append(wish_check(whose, rival.layout.dossier, school, run.hits, beside))
    names = one.whose, other.whose
    return _difference(event, names, (one, other), found, run, tuple(checks))


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

    Parameters
    ----------
    old, new
        The versions. Edits of words, which move nothing, are left out.
    assessment
        The school by which both are seen; each dossier's own numbers if left out.
    event
        The event whose chance moved, by name or as a statement.
    draws, seed, form, progress
        As in :func:`summitry.forecast`; every mixture of the two runs on the same draws.

    Raises
    ------
    DossierError
        No such assessment in one of them.
    KeyError
        No such event in one of them.
    """
    if assessment is not None:
        old, new = assess(old, assessment), assess(new, assessment)
    run = Mixing(draws, seed, form)
    games = run.games(old), run.games(new)
    found = run.between(games, {}, event, part_of(progress, "what the edits did", 0, 1))
    return _difference(event, ("old", "new"), (old, new), found, run, ())


def parts(groups: Sequence[tuple[str, Sequence[str]]], worth: Mapping[int, float]) -> list[Part]:
    """What each group of changes adds.

    Parameters
    ----------
    groups
        Name and paths of each.
    worth
        Probability of the event in every mixture, by the groups in it as bits.
    """
    shares, last = shapley(len(groups), worth), (1 << len(groups)) - 1
    return [
        Part(
            name,
            tuple(paths),
            shares[at],
            worth[1 << at] - worth[0],
            worth[last] - worth[last & ~(1 << at)],
        )
        for at, (name, paths) in enumerate(groups)
    ]


def _difference(
    event: str,
    names: tuple[str, str],
    both: tuple[Dossier, Dossier],
    found: tuple[list[Cause], dict[int, float]],
    run: Mixing,
    wishes: tuple[WishCheck, ...],
) -> Difference:
    """The whole as a value."""
    own, worth = found
    last = (1 << len(own)) - 1
    told = parts([(one.name, [edit.name for edit in one.edits]) for one in own], worth)
    told.sort(key=lambda one: (-abs(one.share), one.name))
    return Difference(
        both[1].title, event, *names, worth[0], worth[last], tuple(told), wishes,
        (digest(both[0]), digest(both[1])), run.seed, run.draws, __version__,
        assessments=(both[0].assessment, both[1].assessment),
    )  # fmt: skip
