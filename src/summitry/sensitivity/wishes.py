"""The wish check: how many of a school's disputed numbers lean towards what its holder wants.

The column that Summitry grew out of asks its opponents to deal with the situation as it is and not
as they wish it to be. Here that is counted, for every school that says what it hopes for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from summitry.dossier.loading import examine
from summitry.dossier.model import Assessment, Dossier
from summitry.dossier.problem import CODES
from summitry.sensitivity.edits import Edit, edits, mixed

Chance = Callable[[Dossier, str], float]


@dataclass(frozen=True)
class Leaning:
    """A disputed number, and how far it takes the wish: change of its probability."""

    name: str
    change: float


@dataclass(frozen=True)
class WishCheck:
    """How the numbers that a school disputes lean.

    Attributes
    ----------
    assessment, holder
        The school and who holds it.
    wants
        What the holder hopes for.
    towards, against, neither
        Disputed numbers that make it likelier, less likely, or change nothing.
    leanings
        Each of them: the change it makes in the rival's numbers and, taken back, in the school's
        own, on average.
    text
        The count in a sentence.
    """

    assessment: str
    holder: str
    wants: str
    towards: int
    against: int
    neither: int
    leanings: tuple[Leaning, ...]
    text: str


def wish_check(own: Dossier, rival: Dossier, school: Assessment, chance: Chance) -> WishCheck:
    """Put each disputed number into the rival's numbers, and take it out of the school's own."""
    wants = school.wants or ""
    mine, theirs = chance(own, wants), chance(rival, wants)
    found = []
    for edit in edits(rival._tree, own._tree):
        back = Edit(edit.path, edit.new, edit.old)
        forward, backward = _dossier(rival, edit), _dossier(own, back)
        changes = [chance(forward, wants) - theirs] if forward else []
        changes += [mine - chance(backward, wants)] if backward else []
        found.append(Leaning(edit.name, sum(changes) / len(changes) if changes else 0.0))
    towards = sum(one.change > 0 for one in found)
    against = sum(one.change < 0 for one in found)
    holder = school.holder or own.whose
    text = (
        f"{holder} hopes for '{wants}': {towards} of {len(found)} disputed numbers lean towards it"
        f", {against} against it, {len(found) - towards - against} change nothing."
    )
    leanings = tuple(sorted(found, key=lambda one: (-one.change, one.name)))
    return WishCheck(
        own.assessment or "", holder, wants, towards, against, len(found) - towards - against,
        leanings, text,
    )  # fmt: skip


def _dossier(base: Dossier, edit: Edit) -> Dossier | None:
    """The base with one edit made; None where it makes no sense alone."""
    data = mixed(base._tree, [edit])
    data.pop("assessments", None)
    found, faults = examine(data, None, statements=edit.structural, citations=False)
    if found is None or any(CODES[one.code][0] == "error" for one in faults):
        return None
    return found
