"""Stability on its own: the graph model for conflict resolution, without a dossier.

>>> from summitry.stability import Conflict, Option, Ranking
>>> dilemma = Conflict(
...     [Option("A defects", ("A",)), Option("B defects", ("B",))],
...     {"A": Ranking(["YN", "NN", "YY", "NY"]), "B": Ranking(["NY", "NN", "YY", "YN"])},
... )
>>> found = dilemma.analyse()
>>> [dilemma.label(state) for state in found.equilibria("Nash")]
['YY']
>>> [dilemma.label(state) for state in found.equilibria("SEQ")]
['NN', 'YY']
"""

from summitry.games.stability.analysis import Analysis, Row, analyse, simultaneous
from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.logic import Condition
from summitry.games.stability.model import Conflict, Option
from summitry.games.stability.preferences import (
    Fuzzy,
    Payoffs,
    Preference,
    Ranking,
    State,
    Statements,
    Strength,
    Unknown,
)
from summitry.games.stability.reasons import Answer, Reason, why
from summitry.games.stability.robustness import Robustness, robustness
from summitry.games.stability.sequences import Step, changes
from summitry.games.stability.workers import Progress

__all__ = [
    "BASIC",
    "Analysis",
    "Answer",
    "Concept",
    "Condition",
    "Conflict",
    "Fuzzy",
    "Option",
    "Payoffs",
    "Preference",
    "Progress",
    "Ranking",
    "Reason",
    "Robustness",
    "Row",
    "State",
    "Statements",
    "Step",
    "Strength",
    "Unknown",
    "analyse",
    "changes",
    "robustness",
    "simultaneous",
    "why",
]
