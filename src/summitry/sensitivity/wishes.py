"""The wish check: how many of a school's disputed numbers lean towards what its holder wants.

The column that Summitry grew out of asks its opponents to deal with the situation as it is and not
as they wish it to be. Here that is counted, for every school that says what it hopes for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.loading import examine
from summitry.dossier.model import Assessment, Dossier
from summitry.dossier.problem import CODES
from summitry.sensitivity.edits import Edit, edits, mixed

Hits = Callable[[Dossier, str], NDArray[np.bool_]]
Mixed = Callable[[Sequence[Sequence[str]], Sequence[int], str], NDArray[np.bool_] | None]

TOLD_APART = 1.96
"""Standard errors of a change, draw by draw, beyond which it is told from chance."""


@dataclass(frozen=True)
class Leaning:
    """A disputed number, and how far it takes the wish: change of its probability.

    ``leans``: 1 towards it, -1 against it, 0 where the change cannot be told from chance.
    """

    name: str
    change: float
    leans: int


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
        Disputed numbers that make it likelier, less likely, or neither that could be told.
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


def wish_check(
    own: Dossier, rival: Dossier, school: Assessment, hits: Hits, mixed: Mixed | None = None
) -> WishCheck:
    """Put each disputed number into the rival's numbers, and take it out of the school's own.

    ``hits`` runs an event by some numbers and says in which draws it holds, on the same draws
    every time; a number leans only where sampling cannot be the reason. ``mixed`` does so with some
    of the rival's numbers as in the school's own, given as groups of paths and sets of groups; it
    may not be able to.
    """
    wants = school.wants or ""
    every = edits(rival._tree, own._tree)
    found = _beside(every, wants, mixed) if mixed and every else None
    if found is None:
        found = _one_by_one(own, rival, every, wants, hits)
    towards = sum(one.leans > 0 for one in found)
    against = sum(one.leans < 0 for one in found)
    holder = school.holder or own.whose
    neither = len(found) - towards - against
    text = (
        f"{holder}: hopes for '{wants}'. Of {len(found)} disputed numbers {towards} lean towards "
        f"it, {against} against it, and {neither} move it by nothing that can be told from chance."
    )
    leanings = tuple(sorted(found, key=lambda one: (-one.change, one.name)))
    return WishCheck(own.assessment or "", holder, wants, towards, against, neither, leanings, text)


def _beside(every: Sequence[Edit], wants: str, mixed: Mixed) -> list[Leaning] | None:
    """Each number forward and back, all side by side; None where that cannot be."""
    count = len(every)
    whole = (1 << count) - 1
    forward = [1 << at for at in range(count)]
    ways = [0, whole, *forward, *(whole & ~one for one in forward)]
    found = mixed([[one.name] for one in every], ways, wants)
    if found is None:
        return None
    (theirs, mine), there = found[:2].astype(float), found[2 : 2 + count]
    changes = zip(there, found[2 + count :], strict=True)
    return [
        _leaning(one.name, [put - theirs, mine - taken])
        for one, (put, taken) in zip(every, changes, strict=True)
    ]


def _one_by_one(
    own: Dossier, rival: Dossier, every: Sequence[Edit], wants: str, hits: Hits
) -> list[Leaning]:
    """Each number forward and back, where that makes sense."""
    mine, theirs = hits(own, wants).astype(float), hits(rival, wants).astype(float)
    found = []
    for edit in every:
        back = Edit(edit.path, edit.new, edit.old)
        forward, backward = _dossier(rival, edit), _dossier(own, back)
        changes = [hits(forward, wants) - theirs] if forward else []
        changes += [mine - hits(backward, wants)] if backward else []
        found.append(_leaning(edit.name, changes))
    return found


def _leaning(name: str, changes: list[NDArray[np.float64]]) -> Leaning:
    if not changes:
        return Leaning(name, 0.0, 0)
    change = np.mean(changes, axis=0)
    error = float(change.std()) / len(change) ** 0.5
    mean = float(change.mean())
    return Leaning(name, mean, int(np.sign(mean)) if abs(mean) > TOLD_APART * error else 0)


def _dossier(base: Dossier, edit: Edit) -> Dossier | None:
    """The base with one edit made; None where it makes no sense alone."""
    data = mixed(base._tree, [edit])
    data.pop("assessments", None)
    found, faults = examine(data, None, statements=edit.structural, citations=False, variant=True)
    if found is None or any(CODES[one.code][0] == "error" for one in faults):
        return None
    return found
