"""What each principal truly gains in each draw, on one yardstick for every track."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.weigh import weigh
from summitry.procedures.conclude import blocks
from summitry.procedures.games import Games
from summitry.procedures.outcomes import Outcomes
from summitry.procedures.parallel import in_order


def gains(games: Games, outcomes: Outcomes) -> NDArray[np.float64]:
    """Gain of each principal over no deal, (draws, principals); 0 where there is no deal.

    Critics and stakes counted. The hidden part of a walk-away point is left out: how much of it a
    table sees differs from track to track, and it is nothing on average.
    """
    layout, inner = games.layout, games.draws.inner
    games.prepare()

    def one(block: tuple[int, int]) -> NDArray[np.float64]:
        draws = slice(block[0] * inner, block[1] * inner)
        game = games.block(*block, 0.0)
        bare = game._replace(
            constant=-np.repeat(games.worth[slice(*block)], inner, axis=0),
            active=np.zeros_like(game.active),  # an ask that never came to the table costs nothing
        )
        found = weigh(layout.space, bare, outcomes.levels[draws]).gains
        return np.where(outcomes.agreed[draws, None], found, 0.0)

    return np.concatenate(list(in_order(one, list(blocks(games.draws)))))
