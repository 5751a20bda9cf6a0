"""What a given package brings in each draw, and whether anybody refuses it outright."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.game import FORBIDDEN, TOLERANCE, Game
from summitry.games.packages.space import PackageSpace


class Weighed(NamedTuple):
    """A package in each draw.

    Attributes
    ----------
    gains : (draws, principals)
        Gain of each principal, critics counted; far below zero if a line forbids the package.
    margins : (draws, ratifiers)
        Margin of each ratifier, slack included.
    refused : (draws,)
        A party whose consent the package needs would lose by it.
    """

    gains: NDArray[np.float64]
    margins: NDArray[np.float64]
    refused: NDArray[np.bool_]

    def claimed(self, claim: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Where every principal claims to accept: nobody refuses and all gains reach ``claim``."""
        return np.asarray(~self.refused & (self.gains >= claim - TOLERANCE).all(axis=1))


def weigh(space: PackageSpace, game: Game, levels: NDArray[np.integer]) -> Weighed:
    """Weigh one package a draw.

    Parameters
    ----------
    space
        Gives the layout of issues and levels; the packages weighed need not be legal.
    game
        Tables and draws.
    levels : (draws, issues)
        Level number of each issue in each draw's package.
    """
    draws, principals = game.constant.shape
    row = np.arange(draws) // (draws // len(game.scores))
    slots = levels + space.offsets
    acceptors = np.arange(game.scores.shape[1])
    sums = game.scores[row[:, None, None], acceptors[None, :, None], slots[:, None, :]].sum(axis=2)
    hit = game.line_slots.T[slots].any(axis=1) & game.active
    for line, owner in enumerate(game.line_owner):
        sums[:, owner] += FORBIDDEN * hit[:, line]
    ratifiers = game.leverage.shape[1]
    margins = sums[:, principals : principals + ratifiers] + game.slack[row]
    gains = sums[:, :principals] + game.constant
    gains += charges(game, row, margins)
    moved = levels != space.status_quo
    concerned = (moved[:, None, :] & game.consent_on).any(axis=2)
    refused = (concerned & (sums[:, principals + ratifiers :] < -TOLERANCE)).any(axis=1)
    return Weighed(gains, margins, refused)


def charges(game: Game, row: NDArray[np.intp], margins: NDArray[np.float64]) -> NDArray[np.float64]:
    """What critics make their principals pay, at most 0, (draws, principals)."""
    found = np.zeros((len(row), game.constant.shape[1]))
    for number, principal in enumerate(game.answers_to):
        short = np.minimum(margins[:, number], 0.0)
        bites = (short < -TOLERANCE) & (game.leverage[row, number] > 0)
        found[bites, principal] += game.leverage[row[bites], number] * short[bites]
    return found


def weigh_all(
    space: PackageSpace, game: Game, packages: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Gain of each principal from each of some packages, (draws, packages, principals).

    ``packages`` (packages, issues) need not be legal. Lines and consents are left out: this is what
    a package brings, whether or not somebody would refuse it. One draw a table.
    """
    draws, principals = game.constant.shape
    chosen = np.zeros((space.slots, len(packages)))
    slots = packages + space.offsets
    chosen[slots.T, np.arange(len(packages))] = 1.0
    sums = game.scores @ chosen  # (draws, acceptors, packages)
    gains = sums[:, :principals].transpose(0, 2, 1) + game.constant[:, None, :]
    row = np.arange(draws)
    for number, principal in enumerate(game.answers_to):
        short = np.minimum(sums[:, principals + number] + game.slack[:, number, None], 0.0)
        leverage = np.broadcast_to(game.leverage[row, number, None], short.shape)
        bites = (short < -TOLERANCE) & (leverage > 0)
        gains[:, :, principal][bites] += leverage[bites] * short[bites]
    return np.asarray(gains)
