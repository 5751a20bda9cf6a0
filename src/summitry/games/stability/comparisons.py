"""Comparisons between states that preferences would have to satisfy, and whether any can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ordinals = NDArray[np.int32]


class Comparison(NamedTuple):
    """That a party likes one state no better than another, or (strictly) less."""

    party: int
    lower: int
    upper: int
    strict: bool


Condition = frozenset[Comparison]


class Known:
    """What is known of the parties' preferences when some states may be anywhere.

    Fixed states keep their order; a state that varies may stand anywhere among them.
    """

    def __init__(self, payoffs: Ordinals, vary: Mapping[int, frozenset[int]]) -> None:
        self.payoffs = payoffs
        self.vary = [vary.get(who, frozenset()) for who in range(len(payoffs))]

    def verdict(self, one: Comparison) -> bool | None:
        """Whether a comparison holds; None if that is open."""
        own = self.payoffs[one.party]
        if one.lower == one.upper:
            return not one.strict
        if {one.lower, one.upper} & self.vary[one.party]:
            return None
        lower, upper = int(own[one.lower]), int(own[one.upper])
        return lower < upper if one.strict else lower <= upper

    def open(self, comparisons: Iterable[Comparison]) -> Condition | None:
        """Those of some comparisons that are open; None if one of them does not hold."""
        found = set()
        for one in comparisons:
            verdict = self.verdict(one)
            if verdict is False:
                return None
            if verdict is None:
                found.add(one)
        return frozenset(found)

    def consistent(self, condition: Condition) -> bool:
        """Whether one preference of each party satisfies all the comparisons.

        It does unless a party's comparisons, with the order of its fixed states, lead round in a
        circle that holds a strict one.
        """
        return all(
            self._acyclic(party, [one for one in condition if one.party == party])
            for party in {one.party for one in condition}
        )

    def example(self, condition: Condition) -> Ordinals:
        """Payoffs (parties, states) that satisfy a consistent condition.

        States that vary are put as low as the condition lets them.
        """
        found = self.payoffs.copy()
        for party, varied in enumerate(self.vary):
            own = [one for one in condition if one.party == party]
            found[party] = self._lowest(party, varied, own)
        return found

    def _node(self, party: int, state: int) -> int:
        """States that are fixed and equally good stand together, as one negative number."""
        if state in self.vary[party]:
            return state
        return -int(self.payoffs[party, state])

    def _edges(self, party: int, own: list[Comparison]) -> list[tuple[int, int, int]]:
        edges = [
            (self._node(party, one.lower), self._node(party, one.upper), int(one.strict))
            for one in own
        ]
        fixed = sorted({-node for edge in edges for node in edge[:2] if node < 0})
        edges += [(-a, -b, 1) for a, b in pairwise(fixed)]
        return edges

    def _acyclic(self, party: int, own: list[Comparison]) -> bool:
        edges = self._edges(party, own)
        depth = dict.fromkeys((node for edge in edges for node in edge[:2]), 0)
        for _ in range(len(depth) + 1):
            changed = False
            for lower, upper, strict in edges:
                if depth[upper] < depth[lower] + strict:
                    depth[upper] = depth[lower] + strict
                    changed = True
            if not changed:
                return True
        return False

    def _lowest(self, party: int, varied: frozenset[int], own: list[Comparison]) -> Ordinals:
        wide = self.payoffs.shape[1] + 2
        value = dict.fromkeys(varied, 0)
        fixed = self.payoffs[party].astype(np.int64) * wide

        def worth(state: int) -> int:
            return value[state] if state in value else int(fixed[state])

        for _ in range(len(varied) + 1):
            for one in own:
                if one.upper in value:
                    value[one.upper] = max(value[one.upper], worth(one.lower) + one.strict)
        for state, height in value.items():
            fixed[state] = height
        return np.asarray(fixed, dtype=np.int32)
