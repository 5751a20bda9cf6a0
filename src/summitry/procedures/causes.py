"""What made a draw's no overlap: an ask, a red line, a consent, a critic, or nothing of the kind.

A thing is the cause if without it alone there would have been an overlap. Things are tried in the
order ask, red line, consent, critic, each by itself and then all of a kind together; the first that
opens a zone is named. If it takes more than one kind, the cause is *several*; if even without all
of them no package is better than no deal for everybody, there is *no common gain*.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.bargain import Code, bargain
from summitry.games.packages.game import Game, select
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Cause


def find_causes(
    layout: Layout, game: Game, draws: NDArray[np.intp]
) -> tuple[NDArray[np.int16], tuple[Cause, ...]]:
    """Cause of each of the given draws, as a number in the list of causes returned."""
    trials = list(_trials(layout, game))
    causes = (*(cause for cause, _ in trials), Cause("no common gain"))
    found = np.full(len(draws), len(causes) - 1, dtype=np.int16)
    if len(draws):
        open_ = np.arange(len(draws))
        own = select(game, draws)
        for number, (_, drop) in enumerate(trials):
            tried = open_[drop.bears_on(own)[open_]]  # elsewhere nothing would be another
            if not len(tried):
                continue
            ends = bargain(layout.space, drop(select(own, tried)), overlap_only=True).code
            cured = tried[ends != Code.NO_OVERLAP]
            found[cured] = number
            open_ = np.setdiff1d(open_, cured, assume_unique=True)
            if not len(open_):
                break
    return found, causes


class _Without:
    """A game without some lines, consenters and ratifiers."""

    def __init__(
        self,
        lines: NDArray[np.bool_] | None = None,
        consenters: NDArray[np.bool_] | None = None,
        ratifiers: NDArray[np.bool_] | None = None,
    ) -> None:
        self.lines, self.consenters, self.ratifiers = lines, consenters, ratifiers

    def bears_on(self, game: Game) -> NDArray[np.bool_]:
        """Draws whose game is another without them, (draws,); a table a draw."""
        found = np.zeros(len(game.constant), dtype=bool)
        if self.lines is not None:
            found |= game.active[:, self.lines].any(axis=1)
        if self.consenters is not None:
            found |= game.consent_on[self.consenters].any()
        if self.ratifiers is not None:
            found |= (game.leverage[:, self.ratifiers] > 0).any(axis=1)
        return found

    def __call__(self, game: Game) -> Game:
        if self.lines is not None:
            game = game._replace(active=game.active & ~self.lines)
        if self.consenters is not None:
            game = game._replace(consent_on=game.consent_on & ~self.consenters[:, None])
        if self.ratifiers is not None:
            game = game._replace(leverage=np.where(self.ratifiers, 0.0, game.leverage))
        return game


def _trials(layout: Layout, game: Game) -> Iterator[tuple[Cause, _Without]]:
    asks = np.array([line.kind == "ask" for line in layout.lines], dtype=bool)
    reds = ~asks
    consents = np.ones(len(layout.consenters), dtype=bool)
    critics = np.ones(len(layout.ratifiers), dtype=bool)
    # A line that its owner holds in two seats is one thing.
    every = {line.coin: line for line in layout.lines}
    for kind in ("ask", "red line"):
        for line in (one for one in every.values() if one.kind == kind):
            cause = Cause(kind, line.owner, f"{line.issue}: {line.demand}")
            same = [one.coin == line.coin for one in layout.lines]
            yield cause, _Without(lines=np.array(same, dtype=bool))
    for number, party in enumerate(layout.consenters):
        yield Cause("consent", party), _Without(consenters=np.arange(len(consents)) == number)
    for number, party in enumerate(layout.ratifiers):
        yield Cause("critic", party), _Without(ratifiers=np.arange(len(critics)) == number)
    kinds = [line.kind for line in every.values()]
    if kinds.count("ask") > 1:
        yield Cause("ask", what="all asks together"), _Without(lines=asks)
    if kinds.count("red line") > 1:
        yield Cause("red line", what="all red lines together"), _Without(lines=reds)
    if len(critics) > 1:
        yield Cause("critic", what="all critics together"), _Without(ratifiers=critics)
    everything = np.ones(len(asks), dtype=bool)
    yield Cause("several"), _Without(everything, consents, critics)
