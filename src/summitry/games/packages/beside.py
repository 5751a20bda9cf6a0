"""Several versions of the same draws, bargained in one pass.

A draw that ends as in the first version, because its game is the same in all that matters, is not
bargained again, so that what changes few draws costs little.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.bargain import Code, Solution, Struck, bargain
from summitry.games.packages.game import PER_DRAW, PER_TABLE, Game, select
from summitry.games.packages.space import PackageSpace


def bargain_beside(
    space: PackageSpace, games: Sequence[Game], solutions: Sequence[Solution]
) -> Struck:
    """Bargain in every draw of every game.

    Parameters
    ----------
    space
        The legal packages.
    games
        Versions of the same draws: equally many draws and tables, the same structure (lines,
        consents, who answers to whom).
    solutions
        The rule of each.

    Returns
    -------
    One :class:`Struck` over all of them: all draws of the first game, then of the next. Each draw
    is struck as :func:`~summitry.games.packages.bargain.bargain` strikes it.

    Raises
    ------
    SearchTooLong
        As in :func:`~summitry.games.packages.bargain.bargain`.
    """
    draws = len(games[0].constant)
    parts = [bargain(space, games[0], solutions[0])]
    if len(games) == 1:
        return parts[0]
    place = np.tile(np.arange(draws), (len(games), 1))  # as in the first game, where it is the same
    at = draws
    for solution in dict.fromkeys(solutions):
        own = []
        for number, (game, rule) in enumerate(zip(games, solutions, strict=True)):
            if rule != solution or number == 0:
                continue
            needed = np.flatnonzero(_anew(game, games[0], parts[0], same=rule == solutions[0]))
            place[number, needed] = at + np.arange(len(needed))
            at += len(needed)
            if len(needed):
                own.append(select(game, needed))
        if own:
            parts.append(bargain(space, joined(own), solution))
    found = place.ravel()
    return Struck(*(np.concatenate(column)[found] for column in zip(*parts, strict=True)))


def _anew(game: Game, first: Game, struck: Struck, *, same: bool) -> NDArray[np.bool_]:
    """Which draws may end otherwise than in the first game, (draws,).

    A solution never decides whether there is a deal; and where nothing is better for all than no
    deal, it does not matter what they claim.
    """
    found = differs(game, first, but=("claim",))
    if game.claim is not first.claim:
        apart = (game.claim != first.claim).any(axis=1)
        found |= apart & (struck.code != Code.NO_OVERLAP)
    return found if same else found | (struck.code == Code.DEAL)


def differs(game: Game, first: Game, but: Sequence[str] = ()) -> NDArray[np.bool_]:
    """Which draws of a game are not, number for number, those of another, (draws,).

    ``but``: parts that are not looked at.
    """
    found = np.zeros(len(game.constant), dtype=bool)
    inner = len(game.constant) // len(game.scores)
    for name in (*PER_DRAW, *PER_TABLE):
        own, other = getattr(game, name), getattr(first, name)
        if own is other or name in but:
            continue
        apart = (own != other).reshape(len(own), -1).any(axis=1)
        found |= apart if name in PER_DRAW else np.repeat(apart, inner)
    return found


def joined(games: Sequence[Game]) -> Game:
    """Games of the same structure, and equally many draws a table, as one."""
    parts = {
        name: np.concatenate([getattr(one, name) for one in games])
        for name in (*PER_DRAW, *PER_TABLE)
    }
    return games[0]._replace(**parts)
