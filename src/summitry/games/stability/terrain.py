"""Who may move where: a lattice of options, never listed, or lists of arcs.

In a lattice a party's moves compose: what it can reach in two moves it can reach in one. Of listed
arcs nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.pairs.kernel import count_pairs, list_pairs

if TYPE_CHECKING:
    from summitry.games.stability.model import Option

Ints = NDArray[np.int64]
MOST_ARCS = 100_000_000
"""More arcs of one party than this are not listed."""


class Lattice(NamedTuple):
    """Moves by codes: a party changes any of its own options at once.

    Attributes
    ----------
    codes : (states,)
        Code of each state, ascending.
    number : (2 ** options,)
        The state of each code; -1 where infeasible.
    own, forward, back : (parties,)
        Each party's options as bits; those that it can only take; those that it can only drop.
    seen : (parties, states) or (parties, 0)
        Which states the party's moves may start from and lead to; empty if all.
    """

    codes: Ints
    number: NDArray[np.int32]
    own: Ints
    forward: Ints
    back: Ints
    seen: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        options: Sequence[Option],
        parties: Sequence[str],
        codes: Ints,
        seen: NDArray[np.bool_] | None,
    ) -> Lattice:
        """The lattice of an option form without merged states."""
        number = np.full(1 << len(options), -1, dtype=np.int32)
        number[codes] = np.arange(len(codes), dtype=np.int32)
        masks = np.array([_masks(options, party) for party in parties], dtype=np.int64)
        if seen is None:
            seen = np.zeros((len(parties), 0), dtype=np.bool_)
        own, forward, back = np.ascontiguousarray(masks.T)
        return cls(codes, number, own, forward, back, seen)

    def moves(self, party: int, state: int) -> Ints:
        """States that a party can reach from a state in one move, ascending."""
        code = int(self.codes[state])
        free = int(self.own[party] & ~self.forward[party] & ~self.back[party])
        free |= int(~code & self.forward[party]) | int(code & self.back[party])
        flips = np.zeros(1, dtype=np.int64)
        for bit in range(free.bit_length()):
            if free >> bit & 1:
                flips = np.concatenate((flips, flips | 1 << bit))
        ends = self.number[code ^ flips[1:]].astype(np.int64)
        ends = ends[ends >= 0]
        if self.seen.shape[1]:
            ends = ends[self.seen[party, ends]] if self.seen[party, state] else ends[:0]
        return np.sort(ends)

    @property
    def parties(self) -> int:
        """How many parties there are."""
        return len(self.own)

    def listed(self) -> Arcs:
        """The same as lists of arcs."""
        found = []
        for party in range(self.parties):
            seen = self.seen[party] if self.seen.shape[1] else None
            masks = (self.own[party], self.forward[party], self.back[party])
            states = np.arange(len(self.codes), dtype=np.int64)
            found.append(_pairs(self.codes, states, masks, seen))
        return _compressed(len(self.codes), found)


class Arcs(NamedTuple):
    """Moves as lists: those of party p from state s end in ``ends[starts[p, s]:starts[p, s + 1]]``.

    Attributes
    ----------
    starts : (parties, states + 1)
        Where each state's moves begin.
    ends : (arcs,)
        Where moves lead; ascending within a state's, none to the state itself, none twice.
    """

    starts: Ints
    ends: NDArray[np.int32]

    @property
    def parties(self) -> int:
        """How many parties there are."""
        return len(self.starts)

    def moves(self, party: int, state: int) -> Ints:
        """States that a party can reach from a state in one move, ascending."""
        first, last = self.starts[party, state : state + 2]
        return self.ends[first:last].astype(np.int64)

    def listed(self) -> Arcs:
        """Itself."""
        return self

    def without(self, dropped: Callable[[Ints, Ints], NDArray[np.bool_]]) -> Arcs:
        """The arcs, less those that are dropped, by where they start and end."""
        lists = []
        for own in self.starts:
            start = np.repeat(np.arange(len(own) - 1), np.diff(own))
            end = self.ends[own[0] : own[-1]].astype(np.int64)
            kept = ~dropped(start, end)
            lists.append(np.stack((start[kept], end[kept])))
        return _compressed(self.starts.shape[1] - 1, lists)


def arcs_of_lists(size: int, lists: Sequence[Sequence[tuple[int, int]]]) -> Arcs:
    """Arcs given as pairs of states, party by party."""
    found = [np.array(one, dtype=np.int64).reshape(-1, 2).T for one in lists]
    return _compressed(size, found)


def arcs_of_options(
    options: Sequence[Option],
    parties: Sequence[str],
    members: Sequence[Ints] | Ints,
    seen: NDArray[np.bool_] | None,
) -> Arcs:
    """Arcs of an option form in which each state stands for one or more codes."""
    codes = np.concatenate(list(members))
    states = np.repeat(np.arange(len(members)), [len(one) for one in members])
    order = np.argsort(codes)
    codes, states = codes[order], states[order]
    found = [
        _pairs(codes, states, _masks(options, party), None if seen is None else seen[at])
        for at, party in enumerate(parties)
    ]
    return _compressed(len(members), found)


def _masks(options: Sequence[Option], party: str) -> tuple[int, int, int]:
    """A party's own options, those it can only take, those it can only drop, as bits."""
    own = forward = back = 0
    for at, option in enumerate(options):
        if party in option.owners:
            own |= 1 << at
            forward |= (option.direction == "forward") << at
            back |= (option.direction == "back") << at
    return own, forward, back


def _pairs(
    codes: Ints, states: Ints, masks: tuple[int, int, int], seen: NDArray[np.bool_] | None
) -> Ints:
    own, forward, back = masks
    order = np.argsort(codes & ~own, kind="stable")
    codes, states = codes[order], states[order]
    if seen is not None:
        kept = seen[states]
        codes, states = codes[kept], states[kept]
    outside = codes & ~own
    blocks = np.concatenate(([0], np.flatnonzero(np.diff(outside)) + 1, [len(codes)]))
    total = count_pairs(codes, blocks, forward, back)
    if total > MOST_ARCS:
        raise ValueError(f"{total:,} moves of one party are too many to list")
    return np.asarray(list_pairs(codes, states, blocks, forward, back, total))


def _compressed(size: int, lists: Sequence[Ints]) -> Arcs:
    """Pairs of states, party by party, as arcs; loops and repetitions are dropped."""
    starts = np.zeros((len(lists), size + 1), dtype=np.int64)
    ends, base = [], 0
    for party, (start, end) in enumerate(lists):
        kept = start != end
        keys = np.unique(start[kept] * size + end[kept])
        counts = np.bincount(keys // size, minlength=size)
        starts[party, 0] = base
        starts[party, 1:] = base + np.cumsum(counts)
        ends.append((keys % size).astype(np.int32))
        base += len(keys)
    return Arcs(starts, np.concatenate(ends) if ends else np.zeros(0, dtype=np.int32))
