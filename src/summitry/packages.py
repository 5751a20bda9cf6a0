"""Package bargaining on its own: games of any size, exactly, without a dossier.

>>> from summitry.packages import PackageGame
>>> game = PackageGame(
...     {"price": ["low", "high"], "delivery": ["soon", "late"]},
...     ["buyer", "seller"],
...     {
...         "buyer": {"price": [60, 0], "delivery": [40, 0]},
...         "seller": {"price": [0, 30], "delivery": [0, 70]},
...     },
... )
>>> game.solve("nash").package
{'price': 'low', 'delivery': 'late'}
"""

from summitry.games.packages.exact.frontier import Frontier, TooManyLinked
from summitry.games.packages.exact.game import PackageGame
from summitry.games.packages.exact.improve import Improvement, Swap
from summitry.games.packages.exact.merge import TooManyPoints
from summitry.games.packages.exact.model import TimedOut
from summitry.games.packages.exact.pieces import Bonus, Clause, Divisible, Issue, Total
from summitry.games.packages.exact.rank import Distance, Rank
from summitry.games.packages.exact.solution import Solution
from summitry.games.packages.exact.zone import Zone
from summitry.games.packages.offers.tactics import TACTICS, Tactic
from summitry.games.packages.offers.talks import Meeting, Talks

__all__ = [
    "TACTICS",
    "Bonus",
    "Clause",
    "Distance",
    "Divisible",
    "Frontier",
    "Improvement",
    "Issue",
    "Meeting",
    "PackageGame",
    "Rank",
    "Solution",
    "Swap",
    "Tactic",
    "Talks",
    "TimedOut",
    "TooManyLinked",
    "TooManyPoints",
    "Total",
    "Zone",
]
