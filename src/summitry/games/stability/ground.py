"""A conflict's moves in the shape that the compiled loops want, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.arcs.kernel import (
    force,
    judge_arcs,
    judge_arcs_draws,
    reach_best,
    turn_round,
)
from summitry.games.stability.lattice.kernel import (
    flood,
    judge,
    judge_draws,
    sort_all_cells,
    spread_best,
)
from summitry.games.stability.terrain import Arcs, Lattice

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Bools = NDArray[np.bool_]
Ordinals = NDArray[np.int32]


class LatticeGround:
    """Moves on a lattice: everything is laid out by code.

    Attributes
    ----------
    codes : (states,)
        Code of each state.
    usable : (parties, codes)
        Feasible, and seen by the party.
    everywhere
        Every code is feasible, and seen by all.
    """

    def __init__(self, lattice: Lattice) -> None:
        self.codes = lattice.codes
        self.masks = (lattice.own, lattice.forward, lattice.back)
        feasible = lattice.number >= 0
        self.usable = np.tile(feasible, (lattice.parties, 1))
        if lattice.seen.shape[1]:
            self.usable[:, self.codes] &= lattice.seen
        self.everywhere = bool(self.usable.all())

    def laid_out(self, payoffs: Ordinals) -> Ordinals:
        """Payoffs (…, states) by code, 0 where infeasible."""
        size = self.usable.shape[1]
        if payoffs.shape[-1] == size:
            return np.ascontiguousarray(payoffs, dtype=np.int32)
        found = np.zeros((*payoffs.shape[:-1], size), dtype=np.int32)
        found[..., self.codes] = payoffs
        return found

    def cells(self, payoff: Ordinals) -> tuple[Any, ...]:
        """Each party's cells, sorted by its payoffs by code; see the kernels' ``terrain``."""
        order = np.zeros(payoff.shape, dtype=np.int32)
        first, last = np.empty_like(order), np.empty_like(order)
        terrain = (*self.masks, self.usable)
        sort_all_cells(payoff, terrain, order, first, last)
        return (*terrain, order, first, last)

    def judge(self, who: int, payoff: Ordinals, terrain: tuple[Any, ...], wanted: Bools) -> Bools:
        """Stability (5, states) for a party by the basic concepts."""
        found = np.zeros((5, payoff.shape[1]), dtype=np.bool_)
        judge(who, payoff, terrain, self.everywhere, wanted, found)
        return found if found.shape[1] == len(self.codes) else found[:, self.codes]

    def forced(self, who: int, payoffs: Ordinals, concept: int) -> Ordinals:
        """Least value (states,) that the others can force on a party from each state.

        The value, and the sanctions, are those of basic concept number 1 to 4.
        """
        payoff = self.laid_out(payoffs)
        mine = payoff[who]
        if concept % 2 == 0:
            own, forward, back = (int(mask[who]) for mask in self.masks)
            mine = np.maximum(mine, spread_best(mine, self.usable[who], own, forward, back))
        least = flood(mine, who, self.cells(payoff), payoff, concept > 2)
        return np.asarray(least[self.codes])

    def judge_draws(self, payoffs: Ordinals, wanted: Bools, states: NDArray[np.int64]) -> Bools:
        """Stability (draws, parties, 5, states asked for) in many draws."""
        found = np.zeros((*payoffs.shape[:2], 5, len(states)), dtype=np.bool_)
        terrain = (*self.masks, self.usable)
        full = self.laid_out(payoffs)
        judge_draws(full, terrain, self.everywhere, wanted, self.codes[states], found)
        return found


class ArcsGround:
    """Moves as lists, forwards and backwards."""

    def __init__(self, arcs: Arcs) -> None:
        self.arcs = (arcs.starts, arcs.ends, *turn_round(arcs.starts, arcs.ends))

    def laid_out(self, payoffs: Ordinals) -> Ordinals:
        """Payoffs as the loops want them."""
        return np.ascontiguousarray(payoffs, dtype=np.int32)

    def cells(self, payoff: Ordinals) -> tuple[Any, ...]:
        """The arcs: they do not depend on payoffs."""
        del payoff
        return self.arcs

    def judge(self, who: int, payoff: Ordinals, terrain: tuple[Any, ...], wanted: Bools) -> Bools:
        """Stability (5, states) for a party by the basic concepts."""
        found = np.zeros((5, payoff.shape[1]), dtype=np.bool_)
        judge_arcs(who, payoff, terrain, wanted, found)
        return found

    def forced(self, who: int, payoffs: Ordinals, concept: int) -> Ordinals:
        """Least value (states,) that the others can force on a party from each state.

        The value, and the sanctions, are those of basic concept number 1 to 4.
        """
        payoff = self.laid_out(payoffs)
        starts, ends, backs, sources = self.arcs
        mine = payoff[who]
        if concept % 2 == 0:
            mine = np.maximum(mine, reach_best(mine, who, starts, ends))
        return np.asarray(force(mine, who, backs, sources, payoff, concept > 2))

    def judge_draws(self, payoffs: Ordinals, wanted: Bools, states: NDArray[np.int64]) -> Bools:
        """Stability (draws, parties, 5, states asked for) in many draws."""
        found = np.zeros((*payoffs.shape[:2], 5, len(states)), dtype=np.bool_)
        judge_arcs_draws(self.laid_out(payoffs), self.arcs, wanted, states, found)
        return found


Ground = LatticeGround | ArcsGround


def ground_of(conflict: Conflict) -> Ground:
    """The ground of a conflict, made once."""
    made = conflict.__dict__.get("ground")
    if made is None:
        terrain = conflict.terrain
        made = LatticeGround(terrain) if isinstance(terrain, Lattice) else ArcsGround(terrain)
        conflict.__dict__["ground"] = made
    found: Ground = made
    return found
