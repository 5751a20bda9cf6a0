"""Why a state is stable for a party, or not: each improvement, and what answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.ground import ground_of
from summitry.games.stability.horizon.foresight import foreseen
from summitry.games.stability.preferences import State
from summitry.games.stability.sequences import Step, shortest
from summitry.games.stability.simultaneous.taken_apart import joined

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Bools = NDArray[np.bool_]


class Answer(NamedTuple):
    """One improvement and what the others can do about it.

    Attributes
    ----------
    improvement
        The party's move.
    deterred
        Whether the sanction takes away the reason to make it.
    sanction
        The others' moves, in order, the shortest that will do; at once if the concept is
        simultaneous stability. Empty if none will. Where it is symmetric stability that fails, the
        sanction that the party escapes.
    counter
        The party's best move after the sanction (symmetric concepts only); None if it has none.
    end
        The state that it comes to, the counter-move included.
    """

    improvement: Step
    deterred: bool
    sanction: tuple[Step, ...]
    counter: Step | None
    end: int


@dataclass(frozen=True, eq=False)
class Reason:
    """Why a state is stable for a party by a concept, or not.

    Attributes
    ----------
    answers
        The improvements, those that nothing deters first, then the better first; at most as many
        as were asked for. Of limited-move and non-myopic stability: the one move that it would
        make, with what it foresees; none if it stays.
    improvements
        How many improvements there are in all.
    """

    conflict: Conflict
    state: int
    party: str
    concept: Concept
    stable: bool
    answers: tuple[Answer, ...]
    improvements: int

    @property
    def exits(self) -> tuple[Answer, ...]:
        """The improvements that nothing deters."""
        return tuple(one for one in self.answers if not one.deterred)


def why(
    conflict: Conflict,
    state: State,
    party: str,
    concept: Concept | str,
    *,
    horizon: int = 2,
    most: int = 20,
) -> Reason:
    """Why a state is stable for a party by a concept, or not; worked out for this state alone.

    Parameters
    ----------
    most
        At most so many improvements are told.
    """
    at, who = conflict.state(state), conflict.party(party)
    known = Concept.named(concept)
    if known in (Concept.LIMITED, Concept.NONMYOPIC):
        return _of_foresight(conflict, at, who, known, horizon)
    mine = conflict.payoffs[who]
    ends = conflict.terrain.moves(who, at)
    ends = ends[mine[ends] > mine[at]]
    if known is Concept.SIM:
        answers = [_at_once(conflict, who, at, int(end)) for end in ends]
        stable = all(one.deterred for one in answers)
    else:
        number = BASIC.index(known)
        deterred = np.zeros(len(ends), dtype=np.bool_)
        if number and len(ends):
            least = ground_of(conflict).forced(who, conflict.payoffs, number)
            deterred = least[ends] <= mine[at]
        stable = bool(deterred.all())
        order = np.lexsort((ends, -mine[ends], deterred))[:most]
        answers = [
            _answer(conflict, who, at, int(ends[one]), number, bool(deterred[one])) for one in order
        ]
    answers.sort(key=lambda one: (one.deterred, -mine[one.improvement.end]))
    return Reason(conflict, at, party, known, stable, tuple(answers[:most]), len(ends))


def _answer(
    conflict: Conflict, who: int, state: int, end: int, number: int, deterred: bool
) -> Answer:
    """What comes of one improvement, by a basic concept."""
    mine = conflict.payoffs[who]
    step = Step(conflict.parties[who], state, end)
    symmetric, credible = number in (2, 4), number > 2
    if number == 0:
        return Answer(step, False, (), None, end)

    def holds(states: NDArray[np.int64]) -> Bools:
        good = mine[states] <= mine[state]
        if symmetric and deterred:
            for at in np.flatnonzero(good):
                free = mine[conflict.terrain.moves(who, int(states[at]))]
                good[at] = not (free > mine[state]).any()
        return np.asarray(good)

    if not deterred and not symmetric:
        return Answer(step, False, (), None, end)
    sanction = shortest(conflict, who, end, holds, credible=credible)
    last = sanction[-1].end if sanction else end
    counter = None
    if symmetric and sanction:
        free = conflict.terrain.moves(who, last)
        free = free[mine[free] > mine[last]]
        if len(free):
            best = int(free[np.argmax(mine[free])])
            counter = Step(conflict.parties[who], last, best)
            last = best
    return Answer(step, deterred, sanction, counter, last)


def _at_once(conflict: Conflict, who: int, state: int, end: int) -> Answer:
    """What comes of one improvement if others improve at the same time."""
    mine, step = conflict.payoffs[who], Step(conflict.parties[who], state, end)
    for last, steps in joined(conflict, who, state, end):
        if mine[last] <= mine[state]:
            return Answer(step, True, tuple(steps), None, last)
    return Answer(step, False, (), None, end)


def _of_foresight(
    conflict: Conflict, state: int, who: int, concept: Concept, horizon: int
) -> Reason:
    steps = foreseen(conflict, who, state, None if concept is Concept.NONMYOPIC else horizon)
    mine = conflict.payoffs[who]
    ends = conflict.terrain.moves(who, state)
    count = int((mine[ends] > mine[state]).sum())
    answers: tuple[Answer, ...] = ()
    if steps:
        answers = (Answer(steps[0], False, steps[1:], None, steps[-1].end),)
    party = conflict.parties[who]
    return Reason(conflict, state, party, concept, not steps, answers, count)
