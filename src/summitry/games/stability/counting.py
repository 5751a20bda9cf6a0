"""In how many rankings of what varies a state is stable for a party, without listing them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.inverse import Vary
from summitry.games.stability.paths import reach
from summitry.games.stability.preferences import State
from summitry.games.stability.simultaneous.taken_apart import apart, joined

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

MOST_VARIED = 16
"""Of more states that vary, subsets are not looked through."""
COUNTED = (*BASIC, Concept.SIM)
Answers = list[set[int]]
"""Of each move, what would answer it: states, as bits, all of which must not pay."""


class Count(NamedTuple):
    """Of how many rankings, in how many a state is stable for a party."""

    fitting: int
    total: int


def count_rankings(
    conflict: Conflict, state: State, concept: Concept | str, vary: Vary
) -> dict[str, Count]:
    """In how many rankings of the states that vary a state is stable, party by party.

    Rankings are those of :func:`placements`: what varies stands anywhere, without new ties. Only
    the party's own ranking varies, the others rank as they do in the conflict: then what can answer
    its moves is settled, credible sanctions and improvements made at once included, and it matters
    only which states it ranks above the one asked for. Each such set stands for as many rankings as
    there are ways to interleave it. By Nash, GMR and SMR the others' rankings do not matter to it,
    so that fitting rankings of all parties together are the product; by SEQ, SSEQ and SIM they do,
    and it is not.

    Raises
    ------
    ValueError
        The concept is limited-move or non-myopic stability, in which more than that set matters;
        simultaneous stability is asked for in graph form; or more than 16 states of a party vary.
    """
    known = Concept.named(concept)
    if known not in COUNTED:
        raise ValueError(f"rankings are counted by {', '.join(COUNTED)}")
    if known is Concept.SIM:
        apart(conflict)
    at = conflict.state(state)
    for party in vary:
        conflict.party(party)
    counts = {}
    for party in conflict.parties:
        own = vary.get(party, ())
        if isinstance(own, str) and own != "all":
            raise ValueError(f"{party}: give the states that vary, or 'all', not '{own}'")
        states = range(conflict.size) if isinstance(own, str) else own
        varied = frozenset(conflict.state(one) for one in states)
        if len(varied) > MOST_VARIED:
            raise ValueError(f"{party}: up to {MOST_VARIED} states may vary, not {len(varied)}")
        answers = _answers(conflict, conflict.party(party), at, known)
        counts[party] = _count(conflict, party, at, varied, answers)
    return counts


def _answers(conflict: Conflict, who: int, state: int, concept: Concept) -> Answers:
    """Of each of a party's moves: that it does not pay itself, or where it may lead."""
    found = []
    for end in conflict.terrain.moves(who, state).tolist():
        ways = {1 << end}
        if concept is Concept.SIM:
            ways |= {1 << last for last, _ in joined(conflict, who, state, end)}
        elif concept is not Concept.NASH:
            ways |= _sanctions(conflict, who, end, BASIC.index(concept))
        found.append(ways)
    return found


def _sanctions(conflict: Conflict, who: int, start: int, number: int) -> set[int]:
    """Where the others can lead; in symmetric concepts, with where the party can go on from it."""
    others = [one for at, one in enumerate(conflict.parties) if at != who]
    found = set()
    reached = reach(conflict, start, kind="improvements" if number > 2 else "moves", movers=others)
    for end in reached.states.tolist():
        ends = [end]
        if number % 2 == 0:
            ends += conflict.terrain.moves(who, end).tolist()
        found.add(sum(1 << one for one in set(ends)))
    return found


def _count(
    conflict: Conflict, party: str, state: int, varied: frozenset[int], answers: Answers
) -> Count:
    ranks = conflict.order(party)
    fixed = {one: int(ranks[one]) for one in range(conflict.size) if one not in varied}
    groups = sorted(set(fixed.values()))
    others = sorted(varied - {state})
    fitting = 0
    for below, here, above in _places(state, fixed, groups):
        low = sum(1 << one for one, rank in fixed.items() if groups.index(rank) < below + here)
        for size in range(len(others) + 1):
            ways = _ways(below, size) * _ways(above, len(others) - size)
            for chosen in combinations(others, size):
                under = low | 1 << state | sum(1 << one for one in chosen)
                fits = all(any(not each & ~under for each in move) for move in answers)
                fitting += ways * fits
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
