"""Some packages put to everybody in every draw, in one pass over them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.game import Game
from summitry.games.packages.replies.kernel import reply_draws
from summitry.games.packages.space import PackageSpace

Floats = NDArray[np.float64]


class Replies(NamedTuple):
    """What acceptors say to packages, as shares of the draws.

    Attributes
    ----------
    all_claim : (packages,)
        Every principal claims to accept, and nobody whose consent is needed refuses it.
    yes : (packages, acceptors)
        It would have the package rather than none: a principal claims to accept, critics counted; a
        ratifier or consenter does not lose by it, whether or not it is asked. None of its own lines
        forbids it.
    refused : (packages, acceptors)
        One of its own lines forbids it.
    gain : (packages, acceptors)
        Mean gain, lines left out: a principal's over no deal, critics counted; of others the sum of
        their scores.
    """

    all_claim: Floats
    yes: Floats
    refused: Floats
    gain: Floats


def put_to_all(space: PackageSpace, game: Game, packages: NDArray[np.integer]) -> Replies:
    """Put packages to everybody in every draw.

    Parameters
    ----------
    space
        Gives the layout of issues and levels; the packages need not be legal.
    game
        Tables and draws.
    packages : (packages, issues)
        Level numbers; in lexicographic order they take least time.
    """
    slots = np.ascontiguousarray(packages + space.offsets, dtype=np.int64)
    first = np.zeros(len(slots), dtype=np.int64)
    first[1:] = (slots[1:] != slots[:-1]).argmax(axis=1)
    hit = np.ascontiguousarray(game.line_slots[:, slots].any(axis=2))
    moved = packages != space.status_quo
    concerned = np.ascontiguousarray((game.consent_on[:, None] & moved).any(axis=2))
    shape = game.scores.shape[1], len(slots)
    yes, refused, gain = (np.zeros(shape) for _ in range(3))
    all_claim = np.zeros(len(slots))
    reply_draws(game, slots, first, hit, concerned, (yes, refused, gain, all_claim))
    draws = len(game.constant)
    return Replies(all_claim / draws, *(one.T / draws for one in (yes, refused, gain)))
