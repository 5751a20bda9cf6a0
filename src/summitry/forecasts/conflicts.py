"""What was found of a conflict: equilibria, why a state stands, who upsets it, ways there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from summitry import __version__
from summitry.forecasts.shown import Shown
from summitry.games.stability.analysis import Analysis
from summitry.games.stability.model import Conflict
from summitry.games.stability.reasons import Reason
from summitry.games.stability.sequences import Step

if TYPE_CHECKING:
    import pandas as pd

    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-conflict/1"
SOME, ALL = 1 << 12, 1 << 9
"""Up to so many states coalitions are looked at for the Nash equilibria, and for every state."""
WIDEST = 24
"""Conflicts of more states are shown by their equilibria only."""
MOST = 60
"""So many states at most are shown."""


class Upset(NamedTuple):
    """A coalition that leaves an equilibrium of single parties, all its members the better for it.

    Attributes
    ----------
    state
        The equilibrium, by Nash.
    members
        Who leaves together.
    end, steps
        Where to, of several states the one that brings the member who gains least the most, and
        the moves that lead there.
    stable
        Concepts by which the state is stable for the coalition all the same.
    """

    state: int
    members: tuple[str, ...]
    end: int
    steps: tuple[Step, ...]
    stable: tuple[str, ...]


class Way(NamedTuple):
    """An equilibrium seen from the status quo.

    ``improving``: the shortest sequence of improvements there; ``any``: of any moves; None where
    there is none. ``by``: the concepts by which it is an equilibrium.
    """

    state: int
    by: tuple[str, ...]
    improving: tuple[Step, ...] | None
    any: tuple[Step, ...] | None


@dataclass(frozen=True, eq=False)
class ConflictReport(Shown):
    """A conflict with what was worked out about it.

    Attributes
    ----------
    name
        The conflict's name.
    analysis
        Stability of every state, for every party, by every concept.
    coalitions
        Groups of parties that the file names.
    asked
        Number of the state whose reasons were asked for; None if none was.
    reasons
        For that state, of each party and concept.
    upsets
        Equilibria that some coalition of two or more upsets.
    together
        Concept: numbers of the equilibria if the file's coalitions act as one; empty where it names
        none.
    start
        Number of the status quo asked for; None if none was.
    ways
        From there, to every equilibrium by some concept.
    """

    name: str
    analysis: Analysis
    coalitions: tuple[tuple[str, ...], ...] = ()
    asked: int | None = None
    reasons: tuple[Reason, ...] = ()
    upsets: tuple[Upset, ...] = ()
    together: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    start: int | None = None
    ways: tuple[Way, ...] = ()
    version: str = field(default=__version__)

    @property
    def conflict(self) -> Conflict:
        """What was analysed."""
        return self.analysis.conflict

    def shown(self) -> list[int]:
        """Numbers of the states that are shown: all of few, the equilibria of many."""
        if self.conflict.size <= WIDEST:
            return list(range(self.conflict.size))
        some = np.asarray(self.analysis.stable.all(axis=0).any(axis=0))
        return [int(one) for one in np.flatnonzero(some)[:MOST]]

    def figures(self) -> Mapping[str, float | None]:
        """Number of equilibria by each concept."""
        found = self.analysis
        return {f"equilibria by {one}": float(found.of(one).sum()) for one in found.concepts}

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data; states are numbered from 1, as in the file."""
        found, conflict = self.analysis, self.conflict
        rows = found.table(self.shown())
        return {
            "form": FORM_VERSION,
            "name": self.name,
            "parties": list(conflict.parties),
            "options": [
                {"name": one.name, "owners": list(one.owners), "direction": one.direction}
                for one in conflict.options
            ],
            "coalitions": [list(one) for one in self.coalitions],
            "size": conflict.size,
            "equilibria": {
                str(one): (found.equilibria(one)[:10_000] + 1).tolist() for one in found.concepts
            },
            "states": [
                {
                    "number": row.state + 1,
                    "pattern": row.label,
                    "payoffs": dict(zip(conflict.parties, row.payoffs, strict=True)),
                    "stable": {
                        str(concept): [party for party, is_so in own.items() if is_so]
                        for concept, own in row.stable.items()
                    },
                }
                for row in rows
            ],
            "upsets": [
                {
                    "state": one.state + 1,
                    "coalition": list(one.members),
                    "to": one.end + 1,
                    "by": _steps(one.steps),
                    "stable": list(one.stable),
                }
                for one in self.upsets
            ],
            "together": {
                concept: [one + 1 for one in which] for concept, which in self.together.items()
            },
            "reasons": [_reason(one) for one in self.reasons],
            "from": None if self.start is None else self.start + 1,
            "ways": [
                {
                    "state": one.state + 1,
                    "equilibrium": list(one.by),
                    "improving": None if one.improving is None else _steps(one.improving),
                    "any": None if one.any is None else _steps(one.any),
                }
                for one in self.ways
            ],
            "version": self.version,
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a state: pattern, payoffs, and by which concepts it is an equilibrium."""
        from summitry.forecasts.frames import frame_of

        conflict = self.conflict
        rows: list[dict[str, Any]] = []
        for row in self.analysis.table(range(conflict.size)):
            payoffs = zip(conflict.parties, row.payoffs, strict=True)
            rows.append(
                {
                    "state": row.state + 1,
                    "pattern": row.label,
                    **{f"payoff of {party}": payoff for party, payoff in payoffs},
                    **{str(concept): is_so for concept, is_so in row.equilibrium.items()},
                }
            )
        return frame_of(rows, ["state"])

    def tables(self) -> Sequence[Table]:
        """Everything it says, as plain tables."""
        from summitry.forecasts.conflict_tables import conflict_tables

        return conflict_tables(self)


def _steps(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [{"party": step.party, "to": step.end + 1} for step in steps]


def _reason(one: Reason) -> dict[str, Any]:
    return {
        "state": one.state + 1,
        "party": one.party,
        "concept": str(one.concept),
        "stable": one.stable,
        "improvements": one.improvements,
        "answers": [
            {
                "to": answer.improvement.end + 1,
                "deterred": answer.deterred,
                "sanction": _steps(answer.sanction),
                "end": answer.end + 1,
            }
            for answer in one.answers
        ],
    }
