"""How far an equilibrium rests on each statement of each party's preference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.logic import Condition, Node, parse
from summitry.games.stability.preferences import Payoffs, Preference, State, Statements
from summitry.games.stability.robustness import robustness
from summitry.games.stability.workers import Progress

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Kind = Literal["drop", "negate", "swap"]
MOST_RANKS = 2_000
"""Of a ranking, at most so many neighbours, from the best, are swapped."""
_CELLS = 20_000_000


class Edit(NamedTuple):
    """One small change of a party's preference, and what comes of it.

    Attributes
    ----------
    kind
        ``drop`` or ``negate`` a statement, or ``swap`` it with the next; of a ranking: swap a group
        of states with the next.
    place
        Place of the statement, or of the group, from 1, the most important or the best.
    what
        The statement; of a ranking, the labels of the first group.
    equilibrium
        Concept: whether the state is an equilibrium after the change.
    leaves
        Concept: the parties for which the state is not stable after the change.
    """

    party: str
    kind: Kind
    place: int
    what: str
    equilibrium: dict[Concept, bool]
    leaves: dict[Concept, tuple[str, ...]]


class Sensitivity(NamedTuple):
    """What an equilibrium rests on: the state as it is, and after each small change."""

    state: int
    equilibrium: dict[Concept, bool]
    edits: tuple[Edit, ...]

    def turning(self, concept: Concept | str) -> list[Edit]:
        """The changes that make the state an equilibrium by a concept, or no longer one."""
        known = Concept.named(concept)
        return [one for one in self.edits if one.equilibrium[known] != self.equilibrium[known]]


def sensitivity(
    conflict: Conflict,
    state: State,
    concepts: Iterable[Concept | str] = BASIC,
    *,
    progress: Progress | None = None,
) -> Sensitivity:
    """Whether a state stays an equilibrium if one preference statement is changed.

    Every statement of every party is dropped, negated, and swapped with the next one, each alone.
    Of a ranking, or of payoffs, neighbouring groups of states are swapped.

    Parameters
    ----------
    state
        The state asked for.
    concepts
        Some of the basic concepts.
    progress
        Told how far the work has come.

    Raises
    ------
    ValueError
        A concept is none of the basic ones.
    """
    chosen = tuple(dict.fromkeys(Concept.named(one) for one in concepts))
    if not set(chosen) <= set(BASIC):
        raise ValueError(f"what an equilibrium rests on is asked by one of {', '.join(BASIC)}")
    at = conflict.state(state)
    base = conflict.payoffs
    made = list(_edits(conflict))
    step = max(1, _CELLS // base.size)
    edits: list[Edit] = []
    start = 0
    equilibrium: dict[Concept, bool] = {}
    while start == 0 or start < len(made):
        part = made[start : start + step]
        draws = np.repeat(base[None].astype(np.float64), len(part) + 1, axis=0)
        for draw, (party, _, _, _, preference) in enumerate(part, start=1):
            given = conflict.given({party: preference})
            draws[draw, conflict.party(party)] = given.order(party)
        found = robustness(conflict, draws, chosen, states=[at], progress=progress).stable[..., 0]
        equilibrium = dict(zip(chosen, found[0].all(axis=0).tolist(), strict=True))
        for (party, kind, place, what, _), fine in zip(part, found[1:], strict=True):
            edits.append(Edit(party, kind, place, what, *_outcome(conflict, chosen, fine)))
        start += step
    return Sensitivity(at, equilibrium, tuple(edits))


def _outcome(
    conflict: Conflict,
    chosen: tuple[Concept, ...],
    fine: NDArray[np.bool_],
) -> tuple[dict[Concept, bool], dict[Concept, tuple[str, ...]]]:
    stays = {one: fine[:, at].tolist() for at, one in enumerate(chosen)}
    leaves = {
        one: tuple(party for party, stay in zip(conflict.parties, own, strict=True) if not stay)
        for one, own in stays.items()
    }
    return {one: all(own) for one, own in stays.items()}, leaves


def _edits(conflict: Conflict) -> Iterator[tuple[str, Kind, int, str, Preference]]:
    for party in conflict.parties:
        preference = conflict.preferences[party]
        if isinstance(preference, Statements):
            names = [option.name for option in conflict.options]
            yield from _of_statements(party, list(preference.statements), names)
        else:
            yield from _of_ranking(conflict, party)


def _of_statements(
    party: str, statements: list[Condition], names: list[str]
) -> Iterator[tuple[str, Kind, int, str, Preference]]:
    for at, one in enumerate(statements):
        rest, what = statements[at + 1 :], _written(one)
        yield party, "drop", at + 1, what, Statements([*statements[:at], *rest])
        negated = [*statements[:at], Node("not", (parse(one, names),)), *rest]
        yield party, "negate", at + 1, what, Statements(negated)
        if rest:
            swapped = [*statements[:at], rest[0], one, *rest[1:]]
            yield party, "swap", at + 1, what, Statements(swapped)


def _written(condition: Condition) -> str:
    if isinstance(condition, str):
        return condition
    if isinstance(condition, Node):
        return "a parsed statement"
    parts = [f'"{name}"' if wanted else f'not "{name}"' for name, wanted in condition.items()]
    return " and ".join(parts)


def _of_ranking(conflict: Conflict, party: str) -> Iterator[tuple[str, Kind, int, str, Preference]]:
    own = conflict.payoffs[conflict.party(party)]
    best = int(own.max())
    for place in range(1, min(best, MOST_RANKS)):
        upper, lower = own == best + 1 - place, own == best - place
        values = own.copy()
        values[upper], values[lower] = best - place, best + 1 - place
        what = ", ".join(conflict.label(int(one)) for one in np.flatnonzero(upper)[:10])
        yield party, "swap", place, what, Payoffs(values)
