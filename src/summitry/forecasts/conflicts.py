"""A conflict file, analysed: the table of equilibria, why a state stands, what can be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from summitry import __version__
from summitry.forecasts.shown import Shown
from summitry.formats.conflicts import ConflictFile
from summitry.games.stability.analysis import LARGE, Analysis, analyse
from summitry.games.stability.coalitions import analyse_coalitions, joint_improvements
from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.model import Conflict
from summitry.games.stability.paths import Reach, reach
from summitry.games.stability.reasons import Reason, why
from summitry.games.stability.sequences import Step
from summitry.games.stability.workers import Progress

if TYPE_CHECKING:
    import pandas as pd

    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-conflict/1"
EVERY_COALITION = 6
"""Up to so many parties every coalition is looked at; of more only those that the file names."""
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


def report_of(
    found: ConflictFile,
    *,
    state: str | None = None,
    start: str | None = None,
    progress: Progress | None = None,
) -> ConflictReport:
    """Analyse a conflict file.

    Parameters
    ----------
    found
        From :func:`summitry.formats.conflicts.read_conflict`.
    state
        Whose reasons are told: a number from 1, as the file counts, or a pattern.
    start
        The status quo, from which ways to the equilibria are told; written in the same way.

    Raises
    ------
    KeyError
        There is no such state.
    """
    conflict = found.conflict
    asked = None if state is None else state_of(conflict, state)
    begin = None if start is None else state_of(conflict, start)
    analysis = analyse(conflict, progress=progress)
    reasons: tuple[Reason, ...] = ()
    if asked is not None:
        reasons = tuple(
            why(conflict, asked, party, concept, most=6)
            for party in conflict.parties
            for concept in analysis.concepts
        )
    return ConflictReport(
        found.name, analysis, found.coalitions, asked, reasons,
        _upsets(analysis, found.coalitions), _together(analysis, found.coalitions),
        begin, () if begin is None else _ways(analysis, begin),
    )  # fmt: skip


def _upsets(analysis: Analysis, named: Sequence[tuple[str, ...]]) -> tuple[Upset, ...]:
    """Of the Nash equilibria, those that a coalition of two or more leaves."""
    conflict = analysis.conflict
    groups: list[tuple[str, ...]] = list(named)
    if len(conflict.parties) <= EVERY_COALITION:
        sizes = range(2, len(conflict.parties) + 1)
        groups = [one for size in sizes for one in combinations(conflict.parties, size)]
    states = analysis.equilibria(Concept.NASH)[:MOST].tolist()
    if not groups or not states or conflict.size > LARGE:
        return ()
    judged = analyse_coalitions(conflict, groups, states=states)
    found = []
    for state in states:
        for members in judged.upset(Concept.NASH, state):
            own = [conflict.party(one) for one in members]
            gains = conflict.payoffs[own] - conflict.payoffs[own, state][:, None]
            better = joint_improvements(conflict, members, state)
            best = max(better, key=lambda one: (int(gains[:, one.end].min()), -one.end))
            at = states.index(state)
            stable = [str(one) for one in BASIC if judged.of(one, members)[at]]
            found.append(Upset(state, members, best.end, best.steps, tuple(stable)))
    return tuple(found)


def _together(analysis: Analysis, named: Sequence[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """Equilibria if each of the file's coalitions acts as one, the other parties for themselves."""
    conflict = analysis.conflict
    if not named or conflict.size > LARGE:
        return {}
    grouped = {one for members in named for one in members}
    alone = [(one,) for one in conflict.parties if one not in grouped]
    judged = analyse_coalitions(conflict, [*named, *alone])
    return {str(one): tuple(judged.equilibria(one).tolist()) for one in judged.concepts}


def _ways(analysis: Analysis, start: int) -> tuple[Way, ...]:
    """From a state to every equilibrium by some basic concept, the nearest first."""
    conflict = analysis.conflict
    by = {str(one): analysis.of(one) for one in BASIC}
    states = np.flatnonzero(np.any(list(by.values()), axis=0))
    improving, every = (reach(conflict, start, kind=one) for one in ("improvements", "moves"))
    far = np.where(improving.steps[states] < 0, np.iinfo(np.int32).max, improving.steps[states])
    order = np.lexsort((states, every.steps[states], far))[:MOST]

    def path(found: Reach, state: int) -> tuple[Step, ...] | None:
        return None if found.steps[state] < 0 else found.path(state)

    return tuple(
        Way(
            state,
            tuple(name for name, which in by.items() if which[state]),
            path(improving, state),
            path(every, state),
        )
        for state in states[order].tolist()
    )


def state_of(conflict: Conflict, text: str) -> int:
    """A state by its number from 1, or by its pattern.

    Raises
    ------
    KeyError
        There is none; the message says what would do.
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        number = int(text) if len(text) < 10 else 0
        if not 1 <= number <= conflict.size:
            fault = f"there is no state {text}; they are numbered from 1 to {conflict.size:,}"
            raise KeyError(fault)
        return number - 1
    try:
        return conflict.state(text.upper())
    except ValueError as error:
        raise KeyError(str(error)) from None


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
