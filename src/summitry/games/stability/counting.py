"""In how many rankings of what varies a state is stable for a party, without listing them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from summitry.games.stability.concepts import Concept
from summitry.games.stability.inverse import Compared, Vary, inverse
from summitry.games.stability.preferences import State

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

MOST_VARIED = 16
"""Of more states that vary, subsets are not looked through."""
COUNTED = (Concept.NASH, Concept.GMR, Concept.SMR)


class Count(NamedTuple):
    """Of how many rankings, in how many a state is stable for a party."""

    fitting: int
    total: int


def count_rankings(
    conflict: Conflict, state: State, concept: Concept | str, vary: Vary
) -> dict[str, Count]:
    """In how many rankings of the states that vary a state is stable, party by party.

    Rankings are those of :func:`placements`: what varies stands anywhere, without new ties. By
    Nash, GMR and SMR it matters only which states a party ranks above the one asked for, and each
    such set stands for as many rankings as there are ways to interleave it.

    Raises
    ------
    ValueError
        The concept is another: in the sequential ones a party's stability hangs on how the others
        rank; or more than 16 states of a party vary.
    """
    known = Concept.named(concept)
    if known not in COUNTED:
        raise ValueError(f"rankings are counted by {', '.join(COUNTED)}")
    at = conflict.state(state)
    found = inverse(conflict, at, known, vary)
    counts = {}
    for party in conflict.parties:
        own = vary.get(party, ())
        states = range(conflict.size) if isinstance(own, str) else own
        varied = frozenset(conflict.state(one) for one in states)
        if len(varied) > MOST_VARIED:
            raise ValueError(f"{party}: up to {MOST_VARIED} states may vary, not {len(varied)}")
        counts[party] = _count(conflict, party, at, varied, found.requirements[party])
    return counts


def _count(
    conflict: Conflict,
    party: str,
    state: int,
    varied: frozenset[int],
    requirement: tuple[frozenset[Compared], ...],
) -> Count:
    ranks = conflict.order(party)
    fixed = {one: int(ranks[one]) for one in range(conflict.size) if one not in varied}
    groups = sorted(set(fixed.values()))
    asked = [frozenset(one.lower for one in each) for each in requirement]
    others = sorted(varied - {state})
    fitting = 0
    for below, here, above in _places(state, fixed, groups):
        low = {one for one, rank in fixed.items() if groups.index(rank) < below + here}
        for size in range(len(others) + 1):
            ways = _ways(below, size) * _ways(above, len(others) - size)
            for chosen in combinations(others, size):
                under = low | set(chosen)
                fitting += ways * any(each <= under for each in asked)
    return Count(fitting, _ways(len(groups), len(varied)))


def _places(state: int, fixed: dict[int, int], groups: list[int]) -> Iterator[tuple[int, int, int]]:
    """Where the state may stand: groups of fixed states below it, with it, and above it."""
    if state in fixed:
        below = groups.index(fixed[state])
        yield below, 1, len(groups) - below - 1
    else:
        for below in range(len(groups) + 1):
            yield below, 0, len(groups) - below


def _ways(groups: int, states: int) -> int:
    """In how many ways states can be put, one after another, among groups in a row."""
    return prod(range(groups + 1, groups + states + 1))
