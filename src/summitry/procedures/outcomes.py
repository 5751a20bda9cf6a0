"""Outcomes: how each draw of a negotiation ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from summitry.procedures.layout import Layout


class Ending(IntEnum):
    """How a draw ends: with a deal, or why not."""

    DEAL = 0
    NO_OVERLAP = 1
    """No package is better than no deal for every principal."""
    BREAKDOWN = 2
    """There is such a package, but each side holds back, and nothing claimed overlaps."""
    SLIP = 3
    """Struck, and lost to something outside the model."""
    NOT_RATIFIED = 4
    """Signed, and refused by a ratifier whom the principals misjudged (Iida 1996)."""
    TALKS_ENDED = 5
    """Something ended the talks between two meetings."""
    NOT_SIGNED = 6
    """Baskets were settled, and the leaders do not sign them off as a whole."""


@dataclass(frozen=True)
class Cause:
    """What made a draw's no overlap: the thing without which there would have been one.

    ``kind`` is ask, red line, consent, critic (one of them, named by ``who`` and ``what``),
    ``several`` (only taken together), or ``no common gain`` (nothing of the kind: the principals'
    own wishes).
    """

    kind: str
    who: str = ""
    what: str = ""


@dataclass(frozen=True, eq=False)
class Outcomes:
    """How each draw ended.

    Attributes
    ----------
    ending : (draws,)
        An :class:`Ending`.
    struck : (draws,)
        Number of the package struck, even if it then slipped or was not ratified; -1 for none.
    packages : (packages, issues)
        Level numbers of the packages that ``struck`` numbers, in lexicographic order: all legal
        ones where they can be listed, else those that were struck.
    gains : (draws, principals)
        Gains of the package struck over no deal.
    without : (draws, issues)
        Level number of each issue had there been no deal.
    levels : (draws, issues)
        Level number of each issue in the end: the package's, or without a deal ``without``.
    cause : (draws,)
        Number, in ``causes``, of what made a draw's no overlap; -1 for other endings.
    inner
        Worlds a row of numbers.
    insisting : (draws, readings)
        Which parties insist on their reading of words (``layout.readings``).
    asking : (draws, principals)
        Which principals insist on their big ask; it comes only to tables that asks come to.
    """

    layout: Layout
    ending: NDArray[np.int8]
    struck: NDArray[np.int32]
    packages: NDArray[np.int16]
    gains: NDArray[np.float64]
    without: NDArray[np.int16]
    levels: NDArray[np.int16]
    cause: NDArray[np.int16]
    causes: tuple[Cause, ...]
    inner: int
    insisting: NDArray[np.bool_]
    asking: NDArray[np.bool_]

    @cached_property
    def agreed(self) -> NDArray[np.bool_]:
        """Which draws end with a deal."""
        return np.equal(self.ending, Ending.DEAL)

    @property
    def signed(self) -> NDArray[np.int16]:
        """Level number of each issue in the package struck, (draws, issues); -1 where none was."""
        if not len(self.packages):
            return np.full(self.levels.shape, -1, dtype=np.int16)
        found = self.packages[np.maximum(self.struck, 0)]
        return np.where(self.struck[:, None] < 0, np.int16(-1), found)

    def asked(self, party: str) -> NDArray[np.bool_]:
        """In which draws a principal insists on its big ask."""
        return np.asarray(self.asking[:, self.layout.principals.index(party)])

    def by_row(self, which: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Share of each row's worlds in which something holds, (rows,)."""
        return np.asarray(which.reshape(-1, self.inner).mean(axis=1))

    @property
    def exchanged(self) -> NDArray[np.bool_]:
        """Which draws end with a deal in which every principal does something for it.

        It performs an issue whose level without the deal would have been another: it moves what it
        need not have moved, or holds what it would otherwise have let lapse.
        """
        differs = self.levels != self.without
        return np.asarray(self.agreed & self.layout.by_performer(differs).all(axis=1))

    @property
    def moved_by_all(self) -> NDArray[np.bool_]:
        """Which draws end with a deal in which every principal moves something it performs."""
        moved = self.levels != np.asarray(self.layout.status_quo)
        return np.asarray(self.agreed & self.layout.by_performer(moved).all(axis=1))

    @property
    def colliding(self) -> NDArray[np.bool_]:
        """Which draws end with a deal in whose words somebody finds another meaning than its own.

        The words stand in the deal; it begins to settle what they mean, by moving an issue that a
        reading names; and it falls short of a reading that its party insists on.
        """
        found = np.zeros(len(self.ending), dtype=bool)
        moved = self.levels != np.asarray(self.layout.status_quo)
        for words in self.layout.words:
            stand = self.levels[:, words.issue] == words.level
            touched = moved[:, list(words.named)].any(axis=1)
            for number in words.readings:
                short = ~self.layout.readings[number].met(self.levels)
                found |= stand & touched & short & self.insisting[:, number]
        return np.asarray(found & self.agreed)

    def slipped(self, *, all_: bool) -> Outcomes:
        """The same outcomes if every deal that could slip did, or none."""
        ending, levels = self.ending.copy(), self.levels.copy()
        struck = (ending == Ending.DEAL) | (ending == Ending.SLIP)
        ending[struck] = Ending.SLIP if all_ else Ending.DEAL
        levels[struck] = self.without[struck] if all_ else self.signed[struck]
        return replace(self, ending=ending, levels=levels)
