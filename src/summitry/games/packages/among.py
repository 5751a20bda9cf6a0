"""Bargaining over packages where draws differ in what is legal: each has its own space."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.bargain import Code, Solution, Struck, bargain
from summitry.games.packages.game import PER_DRAW, PER_TABLE, Game, select
from summitry.games.packages.kernel import bargain_groups
from summitry.games.packages.space import PackageSpace, Trie


def bargain_among(
    spaces: Sequence[PackageSpace], of: NDArray[np.intp], game: Game, solution: Solution
) -> Struck:
    """Bargain in every draw over the packages of its own space.

    Parameters
    ----------
    spaces
        Spaces over the same issues and levels. In one without packages nothing is struck.
    of : (draws,)
        Number of each draw's space.
    game
        Tables and draws, a table a draw.
    solution
        The rule.

    Returns
    -------
    Each draw as :func:`~summitry.games.packages.bargain.bargain` strikes it in its space;
    ``package`` is -1 throughout, as the spaces number their packages apart.

    Raises
    ------
    SearchTooLong
        As in :func:`~summitry.games.packages.bargain.bargain`.
    """
    found = Struck.nothing(spaces[0], *game.constant.shape)
    listed = []
    for number in np.unique(of).tolist():
        space = spaces[number]
        if space.empty:
            continue
        if space.listed:
            listed.append(number)
            continue
        own = np.flatnonzero(of == number)
        struck = bargain(space, select(game, own), solution)
        found.code[own], found.gains[own], found.levels[own] = (
            struck.code, struck.gains, struck.levels
        )  # fmt: skip
    if listed:
        _bargain_listed(spaces, listed, of, game, solution, found)
    found.package[:] = -1
    return found


def _bargain_listed(
    spaces: Sequence[PackageSpace],
    listed: Sequence[int],
    of: NDArray[np.intp],
    game: Game,
    solution: Solution,
    found: Struck,
) -> None:
    """All listed spaces in one call of the compiled loop."""
    order = np.argsort(of, kind="stable")
    order = order[np.isin(of[order], listed)]
    every = [spaces[number] for number in listed]
    tries = Trie(*(np.concatenate(column) for column in zip(*(s.trie for s in every), strict=True)))
    packages = np.concatenate([one.packages for one in every])
    moves = np.concatenate([one.moves for one in every])
    nodes = np.cumsum([len(one.trie.slot) for one in every])
    rows = np.cumsum([len(one.packages) for one in every])
    draws = np.searchsorted(of[order], listed, side="right")
    first = every[0]
    shape = (packages, moves, first.offsets, first.offsets + first.status_quo)
    even = bool((game.weights == game.weights[:, :1]).all())
    own = _ordered(game, order)
    code = np.empty(len(order), dtype=np.int8)
    package = np.full(len(order), -1, dtype=np.int32)
    gains = np.zeros((len(order), game.constant.shape[1]))
    ends = np.column_stack((nodes, rows, draws)).astype(np.int64)
    bargain_groups(tries, ends, own, shape, int(solution), even, (code, package, gains))
    deal = code == Code.DEAL
    begins = np.repeat(np.append(0, rows[:-1]), np.diff(draws, prepend=0))
    found.code[order], found.gains[order] = code, gains
    found.levels[order[deal]] = packages[(package + begins)[deal]]


def _ordered(game: Game, order: NDArray[np.intp]) -> Game:
    if len(order) == len(game.constant) and (np.diff(order) == 1).all():
        return game
    parts = {name: getattr(game, name)[order] for name in (*PER_TABLE, *PER_DRAW)}
    return game._replace(**parts)
