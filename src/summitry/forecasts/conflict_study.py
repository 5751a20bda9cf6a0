"""A conflict file, analysed: the table of equilibria, why a state stands, what can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from summitry.forecasts.conflicts import ALL, SOME, WIDEST, ConflictReport, Upset, Way
from summitry.formats.conflicts import ConflictFile
from summitry.games.stability.analysis import Analysis, analyse
from summitry.games.stability.coalitions import analyse_coalitions, joint_improvements
from summitry.games.stability.concepts import Concept
from summitry.games.stability.model import Conflict
from summitry.games.stability.paths import Reach, reach
from summitry.games.stability.reasons import Reason, why
from summitry.games.stability.sequences import Step
from summitry.games.stability.workers import Progress

EVERY_COALITION = 6
"""Up to so many parties every coalition is looked at; of more only those that the file names."""


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
    states = analysis.equilibria(Concept.NASH)[:WIDEST].tolist()
    if not groups or not states or conflict.size > SOME:
        return ()
    judged = analyse_coalitions(conflict, groups, None, states=states)
    found = []
    for state in states:
        for members in judged.upset(Concept.NASH, state):
            own = [conflict.party(one) for one in members]
            gains = conflict.payoffs[own] - conflict.payoffs[own, state][:, None]
            better = joint_improvements(conflict, members, state)
            best = max(better, key=lambda one: (int(gains[:, one.end].min()), -one.end))
            at = states.index(state)
            stable = [str(one) for one in judged.concepts if judged.of(one, members)[at]]
            found.append(Upset(state, members, best.end, best.steps, tuple(stable)))
    return tuple(found)


def _together(analysis: Analysis, named: Sequence[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """Equilibria if each of the file's coalitions acts as one, the other parties for themselves."""
    conflict = analysis.conflict
    if not named or conflict.size > ALL:
        return {}
    grouped = {one for members in named for one in members}
    alone = [(one,) for one in conflict.parties if one not in grouped]
    judged = analyse_coalitions(conflict, [*named, *alone], None)
    return {str(one): tuple(judged.equilibria(one).tolist()) for one in judged.concepts}


def _ways(analysis: Analysis, start: int) -> tuple[Way, ...]:
    """From a state to every equilibrium by some concept, the nearest first."""
    conflict = analysis.conflict
    by = {str(one): analysis.of(one) for one in analysis.concepts}
    states = np.flatnonzero(np.any(list(by.values()), axis=0))
    improving, every = (reach(conflict, start, kind=one) for one in ("improvements", "moves"))
    far = np.where(improving.steps[states] < 0, np.iinfo(np.int32).max, improving.steps[states])
    order = np.lexsort((states, every.steps[states], far))[:WIDEST]

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
