"""A conflict file, analysed: the table of equilibria, why a state stands, what can be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry import __version__
from summitry.forecasts.shown import Shown
from summitry.formats.conflicts import ConflictFile
from summitry.games.stability.analysis import Analysis, analyse
from summitry.games.stability.model import Conflict
from summitry.games.stability.reasons import Reason, why
from summitry.games.stability.workers import Progress

if TYPE_CHECKING:
    import pandas as pd

    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-conflict/1"
WIDEST = 24
"""Conflicts of more states are shown by their equilibria only."""
MOST = 60
"""So many states at most are shown."""


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
    """

    name: str
    analysis: Analysis
    coalitions: tuple[tuple[str, ...], ...] = ()
    asked: int | None = None
    reasons: tuple[Reason, ...] = ()
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
            "reasons": [_reason(one) for one in self.reasons],
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
    found: ConflictFile, *, state: str | None = None, progress: Progress | None = None
) -> ConflictReport:
    """Analyse a conflict file.

    Parameters
    ----------
    found
        From :func:`summitry.formats.conflicts.read_conflict`.
    state
        Whose reasons are told: a number from 1, as the file counts, or a pattern.

    Raises
    ------
    KeyError
        There is no such state.
    """
    conflict = found.conflict
    asked = None if state is None else state_of(conflict, state)
    analysis = analyse(conflict, progress=progress)
    reasons: tuple[Reason, ...] = ()
    if asked is not None:
        reasons = tuple(
            why(conflict, asked, party, concept, most=6)
            for party in conflict.parties
            for concept in analysis.concepts
        )
    return ConflictReport(found.name, analysis, found.coalitions, asked, reasons)


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
                "sanction": [{"party": step.party, "to": step.end + 1} for step in answer.sanction],
                "end": answer.end + 1,
            }
            for answer in one.answers
        ],
    }
