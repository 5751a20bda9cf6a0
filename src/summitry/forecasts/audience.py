"""Results as an audience may see them: made with every number, shown in terms of what is for it.

A view is built anew, part by part, of what may be shown; nothing is copied and then blanked. Each
kind of result says how (:meth:`summitry.forecasts.shown.Shown.seen_by`); one that does not know how
is not shown at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from summitry.dossier.audience import audience
from summitry.dossier.excerpt import excerpt
from summitry.dossier.model import Dossier
from summitry.forecasts.audiences.forecasts import evidence_for
from summitry.forecasts.audiences.lens import through
from summitry.forecasts.evidence import Evidence, evidence

if TYPE_CHECKING:
    from summitry.forecasts.shown import Shown

Result = TypeVar("Result", bound="Shown")


def view(made: Result, dossier: Dossier, name: str) -> Result:
    """A result as an audience may see it.

    Parameters
    ----------
    made
        A result of all numbers.
    dossier
        The dossier it is of.
    name
        ``team``, ``anyone`` or a party's id.

    Raises
    ------
    AudienceError
        There is no such audience, nothing of the result is for it, or a result of this kind is for
        the team alone.
    """
    who = audience(dossier, name)
    if who.sees_all:
        return made
    seen = made.seen_by(dossier, who)
    assert type(seen) is type(made)  # noqa: S101 - a view is of its result's own kind
    return seen


def shown_evidence(dossier: Dossier, name: str) -> Evidence:
    """The numbers that an audience may see, with what they rest on; raises AudienceError."""
    who = audience(dossier, name)
    if who.sees_all:
        return evidence(dossier)
    (lens,) = through(dossier, who, [dossier.assessment]).values()
    return evidence_for(lens)


def sees_everything(dossier: Dossier, name: str) -> bool:
    """Whether all that results rest on is for an audience: then what is not there is not hidden."""
    who = audience(dossier, name)
    if who.sees_all:
        return True
    (lens,) = through(dossier, who, [dossier.assessment]).values()
    return lens.everything


def shown_dossier(dossier: Dossier, name: str) -> Dossier:
    """The dossier as an audience may see it; raises AudienceError."""
    who = audience(dossier, name)
    return dossier if who.sees_all else excerpt(dossier, who)
