"""A conflict in graph form: parties, states, who may move from where to where, who prefers what.

Sources: Fang, Hipel and Kilgour (1993), *Interactive decision making: the graph model for conflict
resolution*; Hipel, Kilgour, Fang and Peng (1997) for the option form.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.feasible import DENSE, feasible_codes, merge
from summitry.games.stability.logic import Condition, holds, parse
from summitry.games.stability.preferences import Ordinals, Preference, State, ordinals_of
from summitry.games.stability.terrain import Arcs, Lattice, arcs_of_lists, arcs_of_options

if TYPE_CHECKING:
    from summitry.games.stability.analysis import Analysis
    from summitry.games.stability.concepts import Concept
    from summitry.games.stability.workers import Progress

Direction = Literal["both", "forward", "back"]
SMALL, SPARSE = 1 << 14, 8
"""With more combinations than the first, and than so many a state, moves are listed as arcs."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that is done in a state (Y) or not (N).

    Attributes
    ----------
    name
        What it is called in statements.
    owners
        The parties that may change it: one, several (each may on its own), or nobody.
    direction
        ``both``; ``forward``: only from N to Y; ``back``: only from Y to N.
    """

    name: str
    owners: tuple[str, ...] = ()
    direction: Direction = "both"


class Conflict:
    """A conflict: in option form by this class itself, in graph form by :meth:`graph`.

    In **option form** a state says of every option whether it is taken. A party may change any
    number of its own options in one move, to any feasible state, one-way options only their way.

    States are numbered from 0 in the order of their codes (option number k adds 2^k), infeasible
    ones left out and merged ones last, in the order of ``merged``. Wherever a state is asked for,
    its number, its name or its pattern (``YNN``; the first option first) will do.

    Parameters
    ----------
    options
        The options, in order.
    preferences
        Party: what it prefers. The order is that of the parties. See
        :mod:`summitry.games.stability.preferences`.
    infeasible
        Conditions; a state in which one holds does not exist.
    merged
        Conditions; all feasible states in which one holds are one and the same state, from which
        any of their moves can be made. Statements look at the first of them by code.
    feasible
        The codes of the states that exist, if not all; needed for more than 24 options.
    unseen
        Party: conditions; states in which one holds are left out of that party's moves, at both
        ends. Everyone still counts them.

    Raises
    ------
    ValueError
        The parts do not fit together; one sentence says what is wrong.
    """

    parties: tuple[str, ...]
    options: tuple[Option, ...]
    """The options; empty in graph form."""
    codes: NDArray[np.int64]
    """(states,) code of each state: bit k is option k; of merged states the least."""
    names: tuple[str, ...] | None
    """Names of the states in graph form; None in option form."""
    groups: tuple[NDArray[np.int64], ...]
    """Codes of each merged state's members."""
    preferences: Mapping[str, Preference]

    def __init__(
        self,
        options: Iterable[Option],
        preferences: Mapping[str, Preference],
        *,
        infeasible: Iterable[Condition] = (),
        merged: Iterable[Condition] = (),
        feasible: Iterable[int] | None = None,
        unseen: Mapping[str, Iterable[Condition]] | None = None,
    ) -> None:
        self.options = tuple(options)
        self.parties = tuple(preferences)
        self.names = None
        self._check_options()
        names = [option.name for option in self.options]
        every = feasible_codes(names, infeasible, feasible)
        single, self.groups = merge(names, every, merged)
        firsts = np.array([group[0] for group in self.groups], dtype=np.int64)
        self.codes = np.concatenate((single, firsts))
        self._unseen = {party: tuple(some) for party, some in (unseen or {}).items()}
        for party in self._unseen:
            self.party(party)
        self.preferences = dict(preferences)

    @classmethod
    def graph(
        cls,
        states: Sequence[str],
        moves: Mapping[str, Iterable[tuple[State, State]]],
        preferences: Mapping[str, Preference],
        *,
        merged: Iterable[Sequence[State]] = (),
    ) -> Conflict:
        """A conflict in graph form: any arcs, which need not compose.

        Parameters
        ----------
        states
            Names of the states.
        moves
            Party: pairs of states (from, to) between which it may move, in one step.
        preferences
            Party: payoffs, ranking, or a preference that leaves something open; no statements,
            for there are no options.
        merged
            Groups of states that are one state, called by the first one's name, in its place;
            preferences are over the states that remain.
        """
        self = cls.__new__(cls)
        self.options, self.groups = (), ()
        self.parties = tuple(preferences)
        if len(set(states)) != len(states):
            raise ValueError("two states have the same name")
        if not states:
            raise ValueError("a conflict needs at least one state")
        place = {name: at for at, name in enumerate(states)}
        stand = np.arange(len(states))
        for group in merged:
            own = [_known(one, place) for one in group]
            stand[own] = own[0]
        kept = np.unique(stand)
        number = np.searchsorted(kept, stand)
        self.names = tuple(states[at] for at in kept)
        self.codes = np.arange(len(kept), dtype=np.int64)
        self._unseen = {}
        self.preferences = dict(preferences)
        for party in moves:
            self.party(party)
        lists = [
            [(number[_known(a, place)], number[_known(b, place)]) for a, b in moves.get(party, ())]
            for party in self.parties
        ]
        self.__dict__["terrain"] = arcs_of_lists(len(kept), lists)
        return self

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.codes)

    @cached_property
    def terrain(self) -> Lattice | Arcs:
        """Who may move where, as arrays: a lattice of options, or lists of arcs."""
        seen = self.seen()
        few = max(SMALL, SPARSE * self.size)
        if not self.groups and len(self.options) <= DENSE and 1 << len(self.options) <= few:
            return Lattice.of(self.options, self.parties, self.codes, seen)
        return arcs_of_options(self.options, self.parties, self.members(), seen)

    def state(self, key: State) -> int:
        """Number of a state given by number, name or pattern."""
        if isinstance(key, int | np.integer):
            if not 0 <= key < self.size:
                raise ValueError(f"there is no state number {key}; there are {self.size}, from 0")
            return int(key)
        if self.names is not None:
            return _known(key, {name: at for at, name in enumerate(self.names)})
        if len(key) != len(self.options) or set(key) - set("YN"):
            raise ValueError(f"'{key}' is no state: write one Y or N for each option")
        code = sum(1 << at for at, sign in enumerate(key) if sign == "Y")
        for at, group in enumerate(self.groups):
            if code in group:
                return self.size - len(self.groups) + at
        single = self.codes[: self.size - len(self.groups)]
        found = int(np.searchsorted(single, code))
        if found == len(single) or single[found] != code:
            raise ValueError(f"the state {key} is infeasible")
        return found

    def where(self, condition: Condition) -> NDArray[np.int64]:
        """Numbers of the states in which a condition holds."""
        node = parse(condition, [option.name for option in self.options])
        return np.flatnonzero(holds(node, self.codes))

    def label(self, state: State) -> str:
        """A state's name, or its pattern, with ``-`` for options in which merged states differ."""
        at = self.state(state)
        if self.names is not None:
            return self.names[at]
        first = self.size - len(self.groups)
        members = self.groups[at - first] if at >= first else self.codes[at : at + 1]
        signs = []
        for option in range(len(self.options)):
            bits = members >> option & 1
            signs.append("-" if bits.min() != bits.max() else "NY"[bits[0]])
        return "".join(signs)

    def taken(self, state: State) -> tuple[str, ...]:
        """Names of the options that are taken in a state (of a merged state's first member)."""
        code = int(self.codes[self.state(state)])
        return tuple(one.name for at, one in enumerate(self.options) if code >> at & 1)

    def party(self, name: str) -> int:
        """Number of a party."""
        if name not in self.parties:
            raise ValueError(f"no party is called '{name}'; there are {', '.join(self.parties)}")
        return self.parties.index(name)

    def moves(self, party: str, state: State) -> NDArray[np.int64]:
        """Numbers of the states that a party can reach from a state in one move, ascending."""
        return self.terrain.moves(self.party(party), self.state(state))

    @cached_property
    def payoffs(self) -> Ordinals:
        """Ordinal payoffs (parties, states), from 1, the worst; equal for states equally good.

        Raises
        ------
        ValueError
            A party's preference is no complete order.
        """
        return np.stack([self.order(party) for party in self.parties])

    def order(self, party: str) -> Ordinals:
        """Ordinal payoffs (states,) of one party; as :attr:`payoffs`."""
        self.party(party)
        return ordinals_of(self, party)

    def given(self, preferences: Mapping[str, Preference]) -> Conflict:
        """The same conflict with other preferences of some parties; moves are shared."""
        for party in preferences:
            self.party(party)
        other = copy.copy(self)
        _ = self.terrain
        other.__dict__ = {key: one for key, one in self.__dict__.items() if key != "payoffs"}
        other.preferences = {**self.preferences, **preferences}
        return other

    def analyse(
        self,
        concepts: Iterable[Concept] | None = None,
        *,
        horizon: int = 2,
        progress: Progress | None = None,
    ) -> Analysis:
        """Stability of every state for every party by every concept; see :func:`analyse`."""
        from summitry.games.stability.analysis import analyse

        return analyse(self, concepts, horizon=horizon, progress=progress)

    def _check_options(self) -> None:
        names = [option.name for option in self.options]
        if not self.parties:
            raise ValueError("a conflict needs at least one party")
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"two options are called '{twice}'")
        for option in self.options:
            if option.direction not in ("both", "forward", "back"):
                raise ValueError(
                    f"option '{option.name}': direction is both, forward or back, "
                    f"not '{option.direction}'"
                )
            for owner in option.owners:
                if owner not in self.parties:
                    raise ValueError(f"option '{option.name}': no party is called '{owner}'")

    def members(self) -> list[NDArray[np.int64]]:
        """Codes of each state; several of a merged one."""
        single = self.codes[: self.size - len(self.groups)]
        return [np.array([code]) for code in single] + list(self.groups)

    def seen(self) -> NDArray[np.bool_] | None:
        """Which states each party sees, (parties, states); None if all see all."""
        if not any(self._unseen.values()):
            return None
        seen = np.ones((len(self.parties), self.size), dtype=np.bool_)
        names = [option.name for option in self.options]
        for party, conditions in self._unseen.items():
            for one in conditions:
                seen[self.party(party)] &= ~holds(parse(one, names), self.codes)
        return seen


def _known(key: State, place: Mapping[str, int]) -> int:
    if isinstance(key, int | np.integer):
        if not 0 <= key < len(place):
            raise ValueError(f"there is no state number {key}; there are {len(place)}, from 0")
        return int(key)
    if key not in place:
        raise ValueError(f"no state is called '{key}'")
    return place[key]
