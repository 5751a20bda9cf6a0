"""What each principal truly gains in each draw, on one yardstick for every track."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.beside import joined
from summitry.games.packages.weigh import weigh
from summitry.procedures.conclude import blocks
from summitry.procedures.games import Games
from summitry.procedures.outcomes import Outcomes
from summitry.procedures.parallel import in_order


def gains(games: Games, outcomes: Outcomes) -> NDArray[np.float64]:
    """Gain of each principal over no deal, (draws, principals); 0 where there is no deal.

    Critics and stakes counted. The hidden part of a walk-away point is left out: how much of it a
    table sees differs from track to track, and it is nothing on average.

    ``outcomes`` may be those of several negotiations side by side, each in every draw of the games.
    """
    layout, inner, size = games.layout, games.draws.inner, games.draws.size
    games.prepare()
    levels = outcomes.levels.reshape(-1, size, outcomes.levels.shape[1])
    agreed = outcomes.agreed.reshape(-1, size)

    def one(block: tuple[int, int]) -> NDArray[np.float64]:
        draws = slice(block[0] * inner, block[1] * inner)
        game = games.block(*block, 0.0)
        bare = game._replace(
            constant=-np.repeat(games.worth[slice(*block)], inner, axis=0),
            active=np.zeros_like(game.active),  # an ask that never came to the table costs nothing
        )
        own = levels[:, draws]
        found = weigh(layout.space, joined([bare] * len(own)), own.reshape(-1, own.shape[2])).gains
        there = agreed[:, draws, None]
        return np.where(there, found.reshape(*own.shape[:2], -1), 0.0)

    parts = list(in_order(one, list(blocks(games.draws))))
    every = np.concatenate(parts, axis=1)
    return np.asarray(every.reshape(-1, every.shape[2]))
