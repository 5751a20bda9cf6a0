"""Bargaining over packages in many draws at once (FORMAL B.2).

In each draw every principal gains ``G`` from a package over no deal: its own table, less what its
critics make it pay. A package is *claimable* if each gain reaches the part that its party holds
back. Among the claimable ones a solution picks the package struck.

Sources: Nash (1950) for the product of gains; Kalai and Smorodinsky (1975) for the shares of the
best attainable gain; Kalai (1977) for equal gains. The last and the utilitarian sum compare
utilities between parties.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.game import Game, SearchTooLong
from summitry.games.packages.kernel import bargain_draws
from summitry.games.packages.space import PackageSpace
from summitry.games.packages.unlisted.kernel import LIMIT, bargain_unlisted


class Solution(IntEnum):
    """The rule that picks among claimable packages."""

    NASH = 0
    KALAI_SMORODINSKY = 1
    EGALITARIAN = 2
    UTILITARIAN = 3


class Code(IntEnum):
    """How a draw of the bargaining ends."""

    NO_OVERLAP = 0
    BREAKDOWN = 1
    DEAL = 2


class Struck(NamedTuple):
    """What came of each draw.

    Attributes
    ----------
    code : (draws,)
        A :class:`Code`.
    package : (draws,)
        Number of the package struck; -1 for none, and where packages are not listed.
    gains : (draws, principals)
        What it brings.
    levels : (draws, issues)
        The package struck; the status quo where none is.
    """

    code: NDArray[np.int8]
    package: NDArray[np.int32]
    gains: NDArray[np.float64]
    levels: NDArray[np.int16]

    @classmethod
    def nothing(cls, space: PackageSpace, draws: int, principals: int) -> Struck:
        """No overlap in any of some draws."""
        code = np.full(draws, Code.NO_OVERLAP, dtype=np.int8)
        package = np.full(draws, -1, dtype=np.int32)
        levels = np.empty((draws, len(space.sizes)), dtype=np.int16)
        levels[:] = space.status_quo
        return cls(code, package, np.zeros((draws, principals)), levels)

    def draws(self, which: slice) -> Struck:
        """Some of the draws."""
        return Struck(
            self.code[which], self.package[which], self.gains[which], self.levels[which]
        )  # fmt: skip


def bargain(
    space: PackageSpace,
    game: Game,
    solution: Solution = Solution.NASH,
    *,
    overlap_only: bool = False,
) -> Struck:
    """Bargain in every draw.

    Parameters
    ----------
    space
        The legal packages, listed or not: what is struck is the same.
    game
        Tables and draws; ``len(constant)`` is a whole multiple of ``len(scores)``.
    solution
        The rule that picks among claimable packages. It never decides whether there is one.
    overlap_only
        Stop at the first package that nobody would rather do without: the code is then
        ``NO_OVERLAP`` or ``BREAKDOWN``, and no package is struck. Much faster.

    Raises
    ------
    SearchTooLong
        The packages are not listed, and too many of them tie.

    Notes
    -----
    Ties: the greatest least gain, then the next least, and so on (for Kalai-Smorodinsky in shares
    of the best claimable gain); then fewer issues moved; then the package's own order.
    """
    draws = len(game.constant)
    principals = game.constant.shape[1]
    code = np.empty(draws, dtype=np.int8)
    package = np.full(draws, -1, dtype=np.int32)
    gains = np.zeros((draws, principals))
    rule = -1 if overlap_only else int(solution)
    even = bool((game.weights == game.weights[:, :1]).all())
    levels = np.empty((draws, len(space.sizes)), dtype=np.int16)
    if not space.listed:
        bargain_unlisted(space.ground, game, rule, even, (code, levels, gains))
        if (code < 0).any():
            raise SearchTooLong(LIMIT)
    else:
        moves = space.moves
        shape = (space.packages, moves, space.offsets, space.offsets + space.status_quo)
        bargain_draws(space.trie, game, shape, rule, even, (code, package, gains))
        levels[:] = space.packages[np.maximum(package, 0)] if len(moves) else 0
    levels[code != Code.DEAL] = space.status_quo
    return Struck(code, package, gains, levels)
