"""Inverse analysis: which preferences would make a state an equilibrium.

Source: Kinsara (2014); Kinsara, Kilgour and Hipel (2015). No rankings are enumerated: by each
concept a party's stability is a formula over comparisons of pairs of states, and what it asks of
the states that vary is worked out from that. Where nothing varies it is the forward analysis.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from summitry.games.stability.comparisons import Comparison, Condition, Known
from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.preferences import Ordinals, Payoffs, State

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Vary = Mapping[str, Iterable[State] | Literal["all"]]
MOST_WAYS = 3_000
"""Alternatives kept while they are being worked out; the shortest ones."""


class Compared(NamedTuple):
    """That a party likes one state no better than another, or, if ``strict``, less."""

    party: str
    lower: int
    upper: int
    strict: bool


@dataclass(frozen=True, eq=False)
class Inverse:
    """Which preferences make a state an equilibrium.

    Attributes
    ----------
    possible
        Whether any do, of those that the states that vary leave open.
    requirements
        Party: alternatives, each a set of comparisons. The state is stable for the party if all
        comparisons of one alternative hold; where ``complete``, only then. One that is empty asks
        for nothing: the party is content as things are known. No alternative: it never is.
    conditions
        Alternatives for all parties together, each with a preference that satisfies it. The state
        is an equilibrium if all comparisons of one of them hold; where ``complete``, only then.
    complete
        Whether all minimal alternatives are told. If not, there are more than can be worked out.
    example
        Preferences that make the state an equilibrium: what varies as low as may be; None if none.
    """

    conflict: Conflict
    state: int
    concept: Concept
    possible: bool
    requirements: Mapping[str, tuple[frozenset[Compared], ...]]
    conditions: tuple[frozenset[Compared], ...]
    complete: bool
    example: Mapping[str, Payoffs] | None


def inverse(
    conflict: Conflict, state: State, concept: Concept | str, vary: Vary | None = None
) -> Inverse:
    """Which preferences would make a state an equilibrium by one of the basic concepts.

    Parameters
    ----------
    conflict
        The conflict; every preference is a complete order.
    state
        The state wished for.
    concept
        Nash, GMR, SMR, SEQ or SSEQ.
    vary
        Party: the states that may stand anywhere in its ranking, ties included, the others keeping
        their order; ``all`` for a party of which nothing is known. Nobody, if left out: then the
        state is an equilibrium (one condition, empty) or is not.

    Raises
    ------
    ValueError
        The concept is none of those, or there are too many ways to tell whether one is consistent.
    """
    known = Concept.named(concept)
    if known not in BASIC:
        raise ValueError(f"inverse analysis goes by {', '.join(BASIC)}")
    at = conflict.state(state)
    search = _Search(conflict, at, BASIC.index(known), _known(conflict, vary or {}))
    alternatives = [search.requirement(who) for who in range(len(conflict.parties))]
    joint = search.all_of([*alternatives])
    if not joint and not search.complete:
        raise ValueError(
            "there are too many ways to tell whether any is consistent; let fewer states vary"
        )
    example = None
    if joint:
        payoffs = search.known.example(joint[0])
        example = {
            party: Payoffs(own) for party, own in zip(conflict.parties, payoffs, strict=True)
        }
    return Inverse(
        conflict,
        at,
        known,
        bool(joint),
        {
            party: tuple(_named(conflict, one) for one in own)
            for party, own in zip(conflict.parties, alternatives, strict=True)
        },
        tuple(_named(conflict, one) for one in joint),
        search.complete,
        example,
    )


def placements(conflict: Conflict, party: str, states: Iterable[State]) -> Iterator[Ordinals]:
    """Every ranking of a party in which some states stand anywhere, without new ties.

    One by one, on request: of k states among n groups of equals there are (n + 1) … (n + k).
    """
    own = conflict.payoffs[conflict.party(party)]
    varied = list(dict.fromkeys(conflict.state(one) for one in states))
    fixed = sorted(set(range(conflict.size)) - set(varied))
    groups: dict[int, list[int]] = {}
    for one in fixed:
        groups.setdefault(int(own[one]), []).append(one)

    def insert(order: list[list[int]], left: list[int]) -> Iterator[Ordinals]:
        if not left:
            found = np.empty(conflict.size, dtype=np.int32)
            for rank, group in enumerate(order, start=1):
                found[group] = rank
            yield found
            return
        for place in range(len(order) + 1):
            yield from insert([*order[:place], [left[0]], *order[place:]], left[1:])

    yield from insert([groups[value] for value in sorted(groups)], varied)


def _known(conflict: Conflict, vary: Vary) -> Known:
    found: dict[int, frozenset[int]] = {}
    for party, states in vary.items():
        if isinstance(states, str):
            if states != "all":
                raise ValueError(f"{party}: give the states that vary, or 'all', not '{states}'")
            states = range(conflict.size)
        found[conflict.party(party)] = frozenset(conflict.state(one) for one in states)
    return Known(conflict.payoffs, found)


def _named(conflict: Conflict, condition: Condition) -> frozenset[Compared]:
    return frozenset(Compared(conflict.parties[one.party], *one[1:]) for one in condition)


class _Search:
    """Alternatives by which a state is stable, as sets of comparisons."""

    def __init__(self, conflict: Conflict, state: int, concept: int, known: Known) -> None:
        self.conflict, self.state, self.known = conflict, state, known
        self.concept = concept
        self.symmetric, self.credible = concept in (2, 4), concept > 2
        self.complete = True

    def requirement(self, who: int) -> list[Condition]:
        """By what the state is stable for a party."""
        parts = []
        for end in self.conflict.terrain.moves(who, self.state).tolist():
            ways = self._open([[self._bad(who, end)]])
            if ways != [frozenset()] and self.concept:
                ways = _least([*ways, *self._answers(who, end)])
            parts.append(ways)
        return self.all_of(parts)

    def all_of(self, parts: list[list[Condition]]) -> list[Condition]:
        """Alternatives for several requirements at once."""
        found: list[Condition] = [frozenset()]
        for ways in sorted(parts, key=len):
            joined = {one | other for one in found for other in ways}
            fine = [one for one in joined if self.known.consistent(one)]
            found = _least(fine)
            if len(found) > MOST_WAYS:
                found = found[:MOST_WAYS]
                self.complete = False
        return found

    def _bad(self, who: int, end: int) -> Comparison:
        return Comparison(who, end, self.state, strict=False)

    def _open(self, conditions: Iterable[Iterable[Comparison]]) -> list[Condition]:
        made = (self.known.open(one) for one in conditions)
        return _least([one for one in made if one is not None and self.known.consistent(one)])

    def _answers(self, who: int, start: int) -> list[Condition]:
        """By what the others can answer a move."""
        conditions: list[list[Comparison]] = []
        for state, needed in self._sequences(who, start):
            ends = [state]
            if self.symmetric:
                ends += self.conflict.terrain.moves(who, state).tolist()
            conditions.append([*needed, *(self._bad(who, end) for end in ends)])
        return self._open(conditions)

    def _sequences(self, who: int, start: int) -> Iterator[tuple[int, Condition]]:
        """Where legal sequences of the others end, and which comparisons make them credible."""
        terrain = self.conflict.terrain
        labels: dict[tuple[int, int], list[Condition]] = {(start, who): [frozenset()]}
        queue: list[tuple[int, int, Condition]] = [(start, who, frozenset())]
        while queue:
            state, last, needed = queue.pop(0)
            for mover in range(len(self.conflict.parties)):
                if mover in (who, last):
                    continue
                for end in terrain.moves(mover, state).tolist():
                    more = self._step(mover, state, end, needed)
                    held = labels.setdefault((end, mover), [])
                    if more is None or any(one <= more for one in held):
                        continue
                    held[:] = [one for one in held if not more <= one]
                    if len(held) >= MOST_WAYS // 10:
                        self.complete = False
                        continue
                    held.append(more)
                    queue.append((end, mover, more))
        for (state, last), conditions in labels.items():
            if last != who:
                for needed in conditions:
                    yield state, needed

    def _step(self, mover: int, state: int, end: int, needed: Condition) -> Condition | None:
        if not self.credible:
            return needed
        asked = self.known.open([Comparison(mover, state, end, strict=True)])
        if asked is None:
            return None
        more = needed | asked
        return more if self.known.consistent(more) else None


def _least(conditions: list[Condition]) -> list[Condition]:
    """Those of some conditions that ask for no more than another one does, shortest first."""
    found: list[Condition] = []
    for one in sorted(set(conditions), key=lambda one: (len(one), sorted(one))):
        if not any(other <= one for other in found):
            found.append(one)
    return found
