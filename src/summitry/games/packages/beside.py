"""Several versions of the same draws, bargained in one pass.

A draw that ends as in the first version, because its game is the same in all that matters, is not
bargained again, so that what changes few draws costs little. Of versions that differ in what is
held back and in the rule alone, most draws are known from one of them: whether anything can be
struck does not rest on the rule; and what was struck while less was held back is struck still, as
long as everybody claims to accept it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.bargain import Code, Solution, Struck, bargain
from summitry.games.packages.game import PER_DRAW, PER_TABLE, TOLERANCE, Game, select
from summitry.games.packages.space import PackageSpace

Where = NDArray[np.intp]
_Turn = tuple[int, int, int | None]


def bargain_beside(
    space: PackageSpace,
    games: Sequence[Game],
    solutions: Sequence[Solution],
    kin: Sequence[Hashable] | None = None,
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
    kin
        Whose games differ in their claims alone: those with the same name here. Left out: nobody's.

    Returns
    -------
    One :class:`Struck` over all of them: all draws of the first game, then of the next. Each draw
    is struck as :func:`~summitry.games.packages.bargain.bargain` strikes it.

    Raises
    ------
    SearchTooLong
        As in :func:`~summitry.games.packages.bargain.bargain`.
    """
    if len(games) == 1:
        return bargain(space, games[0], solutions[0])
    board = _Board(space, games, solutions)
    families: dict[Hashable, list[int]] = {}
    for number, name in enumerate(kin or range(len(games))):
        families.setdefault(name, []).append(number)
    rounds = [list(board.turns(own)) for own in families.values()]
    if rounds[0][0][0] == 0:  # how the first version ends is known to all others
        board.play([rounds[0].pop(0)])
    for turn in range(max(len(one) for one in rounds)):
        board.play([one[turn] for one in rounds if turn < len(one)])
    return board.found()


class _Board:
    """What is struck so far: every draw once that was bargained, and where that of each stands."""

    def __init__(
        self, space: PackageSpace, games: Sequence[Game], solutions: Sequence[Solution]
    ) -> None:
        self.space, self.games, self.solutions = space, games, solutions
        draws, principals = games[0].constant.shape
        whole = len(games) * draws
        self.place = np.zeros((len(games), draws), dtype=np.intp)
        self.known = 0
        self.played: set[int] = set()
        self.struck = Struck(
            np.empty(whole, dtype=np.int8),
            np.empty(whole, dtype=np.int32),
            np.empty((whole, principals)),
            np.empty((whole, len(space.sizes)), dtype=np.int16),
        )

    def turns(self, family: Sequence[int]) -> Iterator[_Turn]:
        """The games of a family in the order in which each can take over most.

        A game's number; that of the one which says whether anything is struck; and that of the one
        which strikes the same as long as all claim it.
        """
        plain = [one for one in family if self.solutions[one] != Solution.KALAI_SMORODINSKY]
        first = self.solutions[(plain or family)[0]]  # the best share of what is claimable moves
        claims = {one: float(self.games[one].claim.sum()) for one in family}
        order = sorted(family, key=lambda one: (claims[one], self.solutions[one] != first))
        last: dict[Solution, int] = {}
        rules: dict[float, int] = {}
        for one in order:
            rule = self.solutions[one]
            before = last.get(rule) if rule != Solution.KALAI_SMORODINSKY else None
            if before is not None and (self.games[before].claim > self.games[one].claim).any():
                before = None
            yield one, rules.setdefault(claims[one], one), before
            last[rule] = one

    def play(self, turns: Sequence[_Turn]) -> None:
        """Bargain in the draws of some games that are not known from others."""
        for solution in dict.fromkeys(self.solutions[one] for one, _, _ in turns):
            own, among = [], [one for one in turns if self.solutions[one[0]] == solution]
            for number, rule, before in among:
                needed = self._needed(number, rule, before)
                self.place[number, needed] = self.known + np.arange(len(needed))
                self.known += len(needed)
                if len(needed):
                    own.append(select(self.games[number], needed))
            self.played.update(number for number, _, _ in among)
            if not own:
                continue
            count = sum(len(one.constant) for one in own)
            new = slice(self.known - count, self.known)
            found = bargain(self.space, joined(own), solution)
            self.struck.code[new], self.struck.package[new] = found.code, found.package
            self.struck.gains[new], self.struck.levels[new] = found.gains, found.levels

    def _needed(self, number: int, rule: int, before: int | None) -> Where:
        """The draws that a game must bargain; where the others stand is noted."""
        place, (code, _, gains, _) = self.place, self.struck
        game = self.games[number]
        if before is not None:
            earlier = place[before]
            claimed = (gains[earlier] >= game.claim - TOLERANCE).all(axis=1)
            place[number] = earlier
            needed = (code[earlier] == Code.DEAL) & ~claimed
            if rule != number:  # what cannot be struck any more
                none = code[place[rule]] != Code.DEAL
                place[number, none] = place[rule, none]
                needed &= ~none
            return np.flatnonzero(needed)
        if rule != number:
            place[number] = place[rule]
            return np.flatnonzero(code[place[rule]] == Code.DEAL)
        if 0 in self.played:
            place[number] = place[0]
            same = self.solutions[number] == self.solutions[0]
            return np.flatnonzero(_anew(game, self.games[0], code[place[0]], same=same))
        return np.arange(len(game.constant))

    def found(self) -> Struck:
        """What is struck in every draw of every game, in their order."""
        at, (code, package, gains, levels) = self.place.ravel(), self.struck
        return Struck(code[at], package[at], gains[at], levels[at])


def _anew(game: Game, first: Game, code: NDArray[np.int8], *, same: bool) -> NDArray[np.bool_]:
    """Which draws may end otherwise than in the first game, which ended by ``code``, (draws,).

    A solution never decides whether there is a deal; and where nothing is better for all than no
    deal, it does not matter what they claim.
    """
    found = differs(game, first, but=("claim",))
    if game.claim is not first.claim:
        apart = (game.claim != first.claim).any(axis=1)
        found |= apart & (code != Code.NO_OVERLAP)
    return found if same else found | (code == Code.DEAL)


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
