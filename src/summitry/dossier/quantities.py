"""The kinds of numbers that a dossier holds, each declared once."""

from __future__ import annotations

import math

from summitry.dossier.estimate import Estimate, Quantity

IDEAL = Quantity(
    "Where the party would have the issue, from 0 (first level) to 1 (last level).",
    0, 1, "position", named=True, doubtful="ideal",
)  # fmt: skip
SALIENCE = Quantity(
    "How much the party cares about the issue, 0 to 100; only ratios within a party matter.",
    0, 100, "points", doubtful="salience",
)  # fmt: skip
VALUE = Quantity("The party's value of the level, from 0 (worst) to 1 (best).", 0, 1, "utility")
LIKELIHOOD = Quantity("A probability.", 0, 1, "probability", words="likelihood")
SHARE = Quantity("A share.", 0, 1, "share")
LEVERAGE = Quantity(
    "What its principal loses per unit of this critic's displeasure: 0 none, 1 equal, veto.",
    0, math.inf, "utility per utility", words="leverage",
)  # fmt: skip
SLACK = Quantity("Displeasure that the ratifier lets pass at no cost.", 0, 0.5, "utility")
OPACITY = Quantity("Standard deviation of the principals' misjudgement.", 0, 0.5, "utility")
STAKE = Quantity(
    "What no deal brings (above 0) or costs (below 0); .10 is a tenth of all the party wants.",
    -0.5, 0.5, "utility",
)  # fmt: skip
COST = Quantity("What the crisis would cost it.", 0, 0.5, "utility")
PATIENCE = Quantity("What a year from now is worth today.", 0, 1, "discount factor", exclusive=True)
HIDDEN = Quantity("Width of the walk-away point that the other side cannot see.", 0, 0.5, "utility")
INFLUENCE = Quantity("Weight in the bargaining, in ratio to the others'.", 0, 100, "weight")
CURVE = Quantity(
    "Shape of losses: 1 if half a step brings half the value, 2 if three quarters.", 1, 3, "power"
)
LOSS_AVERSION = Quantity("Weight of a principal's own losses against its gains.", 1, 5, "ratio")


def standing(quantity: Quantity, *given: float) -> Estimate:
    """An estimate nobody wrote: the program's default."""
    return Estimate(quantity, given, kind="assumed", default=True)
