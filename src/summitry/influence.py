"""Models of positions, salience and capability on their own, without a dossier.

>>> from summitry.influence import Arena, weighted_mean
>>> cars = Arena(["NL", "LU", "FR"], ["years"], [[4], [7], [10]], [[1], [0.5], [1]], [1, 2, 1])
>>> float(weighted_mean(cars).outcome[0, 0])
7.0
"""

from summitry.games.influence.arena import Arena
from summitry.games.influence.challenge.model import challenge
from summitry.games.influence.challenge.rules import VARIANTS, ChallengeRules
from summitry.games.influence.exchange.model import exchange
from summitry.games.influence.exchange.rules import ExchangeRules
from summitry.games.influence.means import WEIGHTS, weighted_mean, weighted_median
from summitry.games.influence.nash.model import nash
from summitry.games.influence.outcome import (
    Bargain,
    Challenge,
    Exchange,
    Influence,
    Move,
    Orders,
    Record,
)
from summitry.games.influence.pivotal import Pivots, pivots
from summitry.games.influence.procedural import procedural
from summitry.games.influence.spatial.model import spatial
from summitry.games.influence.spatial.rules import SpatialRules
from summitry.games.influence.vote.vote import vote

__all__ = [
    "VARIANTS",
    "WEIGHTS",
    "Arena",
    "Bargain",
    "Challenge",
    "ChallengeRules",
    "Exchange",
    "ExchangeRules",
    "Influence",
    "Move",
    "Orders",
    "Pivots",
    "Record",
    "SpatialRules",
    "challenge",
    "exchange",
    "nash",
    "pivots",
    "procedural",
    "spatial",
    "vote",
    "weighted_mean",
    "weighted_median",
]
