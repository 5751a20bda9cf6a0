"""After signing: ratifiers whom the principals misjudged vote on what was signed (Iida 1996)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.draws import Draws
from summitry.games.packages.game import Game
from summitry.games.packages.weigh import weigh
from summitry.procedures.layout import Layout


def refused(
    layout: Layout, draws: Draws, block: tuple[int, int], game: Game, levels: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """Where such a ratifier would refuse the package of a draw, (draws of the block,).

    ``levels`` (draws, issues): the package of each draw; where none was signed, any.
    """
    found = np.zeros(len(levels), dtype=bool)
    opaque = [one for one in layout.ratifiers if layout.dossier.parties[one].opacity is not None]
    if not opaque:
        return found
    margins = weigh(layout.space, game, levels).margins
    inside = slice(block[0] * draws.inner, block[1] * draws.inner)
    for ratifier in opaque:
        name = f"parties/{ratifier}/opacity"
        spread = np.repeat(draws.value(name)[slice(*block)], draws.inner)
        misjudged = spread * draws.normal(name)[inside]
        found |= (spread > 0) & (margins[:, layout.ratifiers.index(ratifier)] + misjudged < 0)
    return found
