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
from summitry.games.stability.coalitions import (
    Coalitions,
    JointImprovement,
    analyse_coalitions,
    joint_improvements,
)
from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.hypergames import Hypergame, HypergameAnalysis
from summitry.games.stability.inverse import Compared, Inverse, inverse, placements
from summitry.games.stability.logic import Condition
from summitry.games.stability.model import Conflict, Option
from summitry.games.stability.paths import Evolution, Reach, evolution, reach
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
from summitry.games.stability.sensitivity import Edit, Sensitivity, sensitivity
from summitry.games.stability.sequences import Step, changes
from summitry.games.stability.telling import PlainWords, Words, tell
from summitry.games.stability.variants import analyse_attitudes, analyse_relations
from summitry.games.stability.workers import Progress

__all__ = [
    "BASIC",
    "Analysis",
    "Answer",
    "Coalitions",
    "Compared",
    "Concept",
    "Condition",
    "Conflict",
    "Edit",
    "Evolution",
    "Fuzzy",
    "Hypergame",
    "HypergameAnalysis",
    "Inverse",
    "JointImprovement",
    "Option",
    "Payoffs",
    "PlainWords",
    "Preference",
    "Progress",
    "Ranking",
    "Reach",
    "Reason",
    "Robustness",
    "Row",
    "Sensitivity",
    "State",
    "Statements",
    "Step",
    "Strength",
    "Unknown",
    "Words",
    "analyse",
    "analyse_attitudes",
    "analyse_coalitions",
    "analyse_relations",
    "changes",
    "evolution",
    "inverse",
    "joint_improvements",
    "placements",
    "reach",
    "robustness",
    "sensitivity",
    "simultaneous",
    "tell",
    "why",
]
