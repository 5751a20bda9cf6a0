"""Small raw bargaining games, and a brute-force reference for them."""

from __future__ import annotations

import math

import numpy as np

from summitry.games.packages.bargain import Solution
from summitry.games.packages.game import Game
from summitry.games.packages.space import PackageSpace

NEAR = 1e-12


def table_game(
    scores,
    *,
    principals: int,
    constant=None,
    claim=None,
    ratifiers=(),
    consent_on=(),
    weights=None,
    lines=(),
) -> Game:
    """A game of one table and any number of draws.

    ``scores``: (acceptors, slots); ``ratifiers``: (principal, leverage, slack) each;
    ``lines``: (owner, forbidden slots, active) each.
    """
    scores = np.asarray(scores, dtype=float)
    constant = np.zeros((1, principals)) if constant is None else np.atleast_2d(constant)
    draws = len(constant)
    claim = (
        np.zeros((draws, principals)) if claim is None else np.broadcast_to(claim, constant.shape)
    )
    slots = scores.shape[1]
    forbids = np.zeros((len(lines), slots), dtype=bool)
    for number, (_, cells, _) in enumerate(lines):
        forbids[number, list(cells)] = True
    issues = np.asarray(consent_on, dtype=bool)
    return Game(
        scores=scores[None],
        leverage=np.array([[one[1] for one in ratifiers]], dtype=float).reshape(1, len(ratifiers)),
        slack=np.array([[one[2] for one in ratifiers]], dtype=float).reshape(1, len(ratifiers)),
        weights=np.ones((1, principals))
        if weights is None
        else np.atleast_2d(weights).astype(float),
        constant=np.ascontiguousarray(constant, dtype=float),
        claim=np.ascontiguousarray(claim, dtype=float),
        active=np.tile(np.array([one[2] for one in lines], dtype=bool), (draws, 1)),
        line_owner=np.array([one[0] for one in lines], dtype=np.int64),
        line_slots=forbids,
        answers_to=np.array([one[0] for one in ratifiers], dtype=np.int64),
        consent_on=issues if issues.size else np.zeros((0, 0), dtype=bool),
    )


def gains(space: PackageSpace, game: Game, draw: int = 0) -> np.ndarray:
    """Each principal's gain from each package, (packages, principals); -inf where forbidden."""
    row = draw // (len(game.constant) // len(game.scores))
    table = game.scores[row].copy()
    for number, owner in enumerate(game.line_owner):
        if game.active[draw, number]:
            table[owner, game.line_slots[number]] -= 1000
    principals = game.constant.shape[1]
    ratifiers = game.leverage.shape[1]
    found = np.empty((len(space.packages), principals))
    for number, package in enumerate(space.packages):
        slots = package + space.offsets
        total = table[:, slots].sum(axis=1)
        own = total[:principals] + game.constant[draw]
        for which in range(ratifiers):
            margin = total[principals + which] + game.slack[row, which]
            if margin < -NEAR and game.leverage[row, which] > 0:
                own[game.answers_to[which]] += game.leverage[row, which] * margin
        for which, concerns in enumerate(game.consent_on):
            moved = package != space.status_quo
            if (moved & concerns).any() and total[principals + ratifiers + which] < -NEAR:
                own[:] = -math.inf
        found[number] = own
    return found


def brute_force(space: PackageSpace, game: Game, solution: Solution, draw: int = 0):
    """Code and package number of one draw, by listing everything."""
    every = gains(space, game, draw)
    if not (every >= -NEAR).all(axis=1).any():
        return 0, -1
    fit = np.flatnonzero((every >= game.claim[draw] - NEAR).all(axis=1))
    if not len(fit):
        return 1, -1
    ideal = every[fit].max(axis=0)
    row = draw // (len(game.constant) // len(game.scores))
    moves = space.moved.sum(axis=1)

    def shares(one):
        if solution == Solution.KALAI_SMORODINSKY:
            return np.where(ideal > NEAR, every[one] / np.where(ideal > NEAR, ideal, 1), 1.0)
        return every[one]

    def score(one):
        if solution == Solution.NASH:
            return float(np.prod(np.maximum(every[one], 0) ** game.weights[row]))
        if solution == Solution.UTILITARIAN:
            return float(every[one].sum())
        return float(shares(one).min())

    best = max(score(one) for one in fit)
    tied = [one for one in fit if score(one) >= best - NEAR * abs(best)]

    def order(one):
        own = every[one]
        if solution == Solution.KALAI_SMORODINSKY:
            own = own / np.where(ideal > NEAR, ideal, 1)
        return [-round(value, 10) for value in sorted(own)], moves[one], one

    return 2, min(tied, key=order)
