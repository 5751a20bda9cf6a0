"""Every order in which exchanges of equal gain can be made."""

from __future__ import annotations

import numpy as np

from summitry.games.influence.arena import Floats
from summitry.games.influence.exchange.kernel import SCRIPT, Log, exchange_draws
from summitry.games.influence.exchange.rules import ExchangeRules
from summitry.games.influence.outcome import Orders

DEEPEST = 4096
"""Most choices in one play."""


def every_order(
    given: tuple[Floats, Floats, Floats], rules: ExchangeRules, rounds: int, most: int
) -> Orders | None:
    """Outcomes (0 to 100) of every order of one draw, each with its probability.

    At each choice all candidates that tie are as likely. The plays are walked like an odometer: the
    last choice that has another candidate left takes it, and all later ones begin anew. None if
    there are more than ``most`` orders.
    """
    if rules.rate != "equal gain":
        return None
    n, m = given[0].shape[1:]
    script = np.zeros(DEEPEST, dtype=np.int64)
    ends: list[Floats] = []
    chances: list[float] = []
    while True:
        if len(ends) == most:
            return None
        tied = np.ones(DEEPEST, dtype=np.int64)
        log = Log(
            np.zeros((0, 13)), np.zeros(1, np.int64), tied, script, np.zeros(1, dtype=np.int64)
        )
        outcomes = np.zeros((1, 2, m))
        out = (
            np.zeros((1, 2, n, m)),
            outcomes,
            np.zeros(1, dtype=np.int64),
            np.zeros(1, dtype=np.bool_),
            np.zeros(1, dtype=np.int64),
        )
        exchange_draws(given, rules.coded(SCRIPT), rounds, np.uint64(0), (0, 1), log, out)
        depth = int(log.choices[0])
        if depth == DEEPEST:
            return None
        ends.append(outcomes[0, 1])
        chances.append(float(1 / np.prod(tied[:depth].astype(np.float64))))
        left = np.flatnonzero(script[:depth] < tied[:depth] - 1)
        if not len(left):
            return Orders(np.array(ends)[None], np.array(chances)[None], exact=True)
        script[left[-1]] += 1
        script[left[-1] + 1 :] = 0
