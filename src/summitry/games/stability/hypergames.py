"""Hypergames: every party acts in the conflict that it perceives.

Sources: Bennett (1977); Wang, Hipel and Fraser (1988), *Modelling misperceptions in hypergames*,
Behavioral Science 33:207-223. In a first-level hypergame each party has a conflict of its own, in
which it has its beliefs about the others' preferences, options and moves. In one of the second
level a party perceives a hypergame: it has beliefs about what the others believe; and so on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.model import Conflict
from summitry.games.stability.preferences import State

Bools = NDArray[np.bool_]


class Hypergame:
    """The conflict as it is, and as each party perceives it.

    A state of the conflict as it is looks to a party like the state of its own conflict in which
    every option of the same name is as it is; options that it does not know are overlooked, and
    ones that only it imagines are not taken. In graph form states are matched by name.

    Parameters
    ----------
    actual
        The conflict as it is.
    perceived
        Party: the conflict that it perceives, or a hypergame; the conflict as it is for those left
        out. The party itself must be in it.
    """

    def __init__(self, actual: Conflict, perceived: Mapping[str, Conflict | Hypergame]) -> None:
        self.actual = actual
        self.perceived = dict(perceived)
        for party, game in self.perceived.items():
            actual.party(party)
            own = game if isinstance(game, Conflict) else game.actual
            if party not in own.parties:
                raise ValueError(f"{party} is no party of the conflict that it perceives itself")
            if (own.names is None) != (actual.names is None):
                raise ValueError(f"{party} perceives another form of conflict: option or graph")

    def conflict_of(self, party: str) -> Conflict:
        """The conflict in which a party acts."""
        game = self.perceived.get(party, self.actual)
        return game if isinstance(game, Conflict) else game.conflict_of(party)

    def view(self, party: str) -> NDArray[np.int64]:
        """(states,) the state of its own conflict that a party sees in each; -1 where it sees none.

        A state looks like none if what it looks like is infeasible in the party's mind.
        """
        return _matched(self.actual, self.conflict_of(party))

    def analyse(self, concepts: Iterable[Concept | str] = BASIC) -> HypergameAnalysis:
        """Stability of every state for every party in its own eyes, and what each expects."""
        chosen = tuple(dict.fromkeys(Concept.named(one) for one in concepts))
        shape = (len(self.actual.parties), len(chosen), self.actual.size)
        stable, expected = np.ones(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
        seen = np.ones((shape[0], shape[2]), dtype=np.bool_)
        for who, party in enumerate(self.actual.parties):
            own = self.conflict_of(party)
            view = self.view(party)
            seen[who] = view >= 0
            analysis = own.analyse(chosen)
            mine = analysis.stable[own.party(party)]
            stable[who] = np.where(seen[who], mine[:, view], True)
            game = self.perceived.get(party, self.actual)
            if isinstance(game, Conflict):
                thought = np.all(analysis.stable, axis=0)
            else:
                thought = np.all(game.analyse(chosen).stable, axis=0)
                view = _matched(self.actual, game.actual)
            expected[who] = np.where(view >= 0, thought[:, view], False)
        return HypergameAnalysis(self, chosen, stable, expected, seen)


@dataclass(frozen=True, eq=False)
class HypergameAnalysis:
    """What holds in a hypergame, and what each party thinks will.

    Attributes
    ----------
    stable : (parties, concepts, states)
        Whether the party stays, as it sees things. It makes no move from a state it does not see.
    expected : (parties, concepts, states)
        Whether the party thinks that everybody stays.
    seen : (parties, states)
        Whether the party sees the state.
    """

    hypergame: Hypergame
    concepts: tuple[Concept, ...]
    stable: Bools
    expected: Bools
    seen: Bools

    def equilibria(self, concept: Concept | str) -> NDArray[np.int64]:
        """Numbers of the states in which every party stays, each for reasons of its own."""
        return np.flatnonzero(self.stable[:, self._at(concept)].all(axis=0))

    def surprises(self, concept: Concept | str) -> dict[str, NDArray[np.int64]]:
        """Party: equilibria that it does not expect."""
        own = self.equilibria(concept)
        parties = self.hypergame.actual.parties
        thought = self.expected[:, self._at(concept)]
        return {party: own[~thought[who, own]] for who, party in enumerate(parties)}

    def disappointments(self, concept: Concept | str) -> dict[str, NDArray[np.int64]]:
        """Party: states that it thinks will last, and that somebody leaves."""
        at = self._at(concept)
        fails = ~self.stable[:, at].all(axis=0)
        parties = self.hypergame.actual.parties
        return {
            party: np.flatnonzero(self.expected[who, at] & fails)
            for who, party in enumerate(parties)
        }

    def is_equilibrium(self, state: State, concept: Concept | str) -> bool:
        """Whether every party stays in a state."""
        at = self.hypergame.actual.state(state)
        return bool(self.stable[:, self._at(concept), at].all())

    def _at(self, concept: Concept | str) -> int:
        return self.concepts.index(Concept.named(concept))


def _matched(actual: Conflict, own: Conflict) -> NDArray[np.int64]:
    if own is actual:
        return np.arange(actual.size)
    if actual.names is not None and own.names is not None:
        known_names = {name: at for at, name in enumerate(own.names)}
        return np.array([known_names.get(name, -1) for name in actual.names], dtype=np.int64)
    names = [option.name for option in actual.options]
    codes = np.zeros(actual.size, dtype=np.int64)
    for at, option in enumerate(own.options):
        if option.name in names:
            codes |= (actual.codes >> names.index(option.name) & 1) << at
    first = own.size - len(own.groups)
    every = [own.codes[:first], *own.groups]
    known = np.concatenate(every)
    numbers = np.concatenate(
        [np.arange(first), *(np.full(len(one), first + at) for at, one in enumerate(own.groups))]
    )
    order = np.argsort(known)
    place = np.minimum(np.searchsorted(known[order], codes), len(known) - 1)
    found = order[place]
    return np.where(known[found] == codes, numbers[found], -1).astype(np.int64)
