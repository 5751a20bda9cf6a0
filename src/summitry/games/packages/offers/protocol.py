"""Stacked alternating offers (Aydoğan et al. 2017), many runs at once.

Parties take turns in a fixed order. Who is to move accepts the offer that lies on the table, or
makes another. An offer that all others accept, one after the other, is the deal. Nobody learns
anything of the others but their offers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.offers.tactics import TACTICS, asked
from summitry.games.packages.offers.worths import Worths

NAMES = tuple(TACTICS)
TIT_FOR_TAT, MICRO = NAMES.index("tit-for-tat"), NAMES.index("micro")
HAIR = 1e-9
"""Worths nearer than this are equal."""


@dataclass(frozen=True, eq=False)
class Ends:
    """How runs end: ``agreed`` (runs,), ``round`` (runs,) from 1, ``package`` (runs, blocks)."""

    agreed: NDArray[np.bool_]
    round: NDArray[np.int64]
    package: NDArray[np.int64]


def play(
    worths: Worths,
    tactics: NDArray[np.int64],
    pace: NDArray[np.float64],
    rounds: int,
    order: list[int],
    random: np.random.Generator,
) -> Ends:
    """Play runs to their end.

    Parameters
    ----------
    worths
        The packages and what they are worth.
    tactics, pace : (runs, parties)
        Number of each party's tactic, and its exponent.
    rounds
        Turns that each party has.
    order
        Who moves first, second, and so on.
    random
        Source of chance.
    """
    table = _Table(worths, tactics, pace, rounds, random)
    for turn in range(rounds * len(order)):
        if table.open.any():
            table.turn(order[turn % len(order)], turn // len(order))
    return Ends(~table.open, table.round, table.offer)


class _Table:
    """Where all runs stand."""

    def __init__(
        self,
        worths: Worths,
        tactics: NDArray[np.int64],
        pace: NDArray[np.float64],
        rounds: int,
        random: np.random.Generator,
    ) -> None:
        runs, parties = tactics.shape
        blocks = len(worths.options)
        self.worths, self.tactics, self.pace = worths, tactics, pace
        self.rounds, self.random = rounds, random
        self.open = np.ones(runs, dtype=bool)
        self.round = np.full(runs, rounds, dtype=np.int64)
        self.offer = np.zeros((runs, blocks), dtype=np.int64)
        self.lying = np.full((runs, parties), -np.inf)
        """Worth of the offer on the table."""
        self.accepted = np.full(runs, -1)
        """How many have accepted it; -1 where there is none."""
        self.asking = np.tile(worths.best, (runs, 1))
        """What tit-for-tat asks for."""
        self.last = np.full((parties, runs, parties), np.nan)
        """Worth of each proposer's latest offer, (proposers, runs, parties)."""
        self.seen = np.full((parties, runs, parties), np.nan)
        """The same when each party last moved, (parties, runs, proposers)."""
        self.offered = np.zeros((runs, parties), dtype=np.int64)
        """How many different packages each has offered."""
        self.past = np.full((parties, runs, rounds), -1, dtype=np.int64)
        self.key = np.random.default_rng(0).integers(1, 2**62, size=blocks)
        watched = {party for party in range(parties) if (tactics[:, party] == MICRO).any()}
        self.rankings = {party: worths.ranking(party, rounds) for party in watched}

    def turn(self, party: int, number: int) -> None:
        """One party's move in every run that is still open."""
        chances = self.random.random((len(self.open), self.offer.shape[1] + 1))
        offer, least = self._next(party, number, chances)
        able = least <= self.worths.best[party] + HAIR
        takes = self.open & (self.accepted >= 0)
        takes &= self.lying[:, party] >= np.maximum(least, self.worths.reserve[party]) - HAIR
        self.accepted[takes] += 1
        done = takes & (self.accepted == self.tactics.shape[1] - 1)
        self.round[done] = number + 1
        self.open &= ~done
        self.accepted[self.open & ~takes & ~able] = -1  # nothing lies on the table then
        self._put(party, number, self.open & ~takes & able, offer)

    def _put(
        self, party: int, number: int, which: NDArray[np.bool_], offer: NDArray[np.int64]
    ) -> None:
        """Lay a party's offers on the table."""
        worth = self.worths.of(offer)
        self.offer[which] = offer[which]
        self.lying[which] = worth[which]
        self.accepted[which] = 0
        self.last[party, which] = worth[which]
        with np.errstate(over="ignore"):
            key = (offer + 1) @ self.key
        fresh = which & ~(self.past[party] == key[:, None]).any(axis=1)
        self.past[party, which, number] = key[which]
        self.offered[fresh, party] += 1

    def _next(
        self, party: int, number: int, chances: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """A party's next offers, and the least worth that it accepts."""
        worths, own = self.worths, self.tactics[:, party]
        reserve, best = worths.reserve[party], worths.best[party]
        time = number / (self.rounds - 1) if self.rounds > 1 else 1.0
        wanted = asked(time, self.pace[:, party], reserve, best)
        self._answer(party)
        wanted = np.where(own == TIT_FOR_TAT, self.asking[:, party], wanted)
        offer = worths.draw(party, wanted, chances[:, 1:])
        least = worths.of(offer)[:, party]
        none = least < reserve - HAIR  # no package is as good as no deal
        least[none] = np.inf
        micro = own == MICRO
        if micro.any():
            offer[micro], least[micro] = self._ranked(party, micro, chances[micro, 0])
        return offer, least

    def _answer(self, party: int) -> None:
        """Tit-for-tat gives up what the others' steps since its last move brought it."""
        now = self.last[:, :, party].T
        step = np.nan_to_num(now - self.seen[party])
        others = np.arange(step.shape[1]) != party
        self.seen[party] = now
        mine = self.asking[:, party] - np.maximum(step[:, others].mean(axis=1), 0.0)
        low = min(self.worths.reserve[party], self.worths.best[party])
        self.asking[:, party] = np.maximum(mine, low)

    def _ranked(
        self, party: int, micro: NDArray[np.bool_], chance: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """MiCRO's offers: the next best package if the others have offered as many new ones."""
        ranking = self.rankings[party]
        if not len(ranking):
            return self.offer[micro], np.full(int(micro.sum()), np.inf)
        made = self.offered[micro, party]
        others = np.delete(self.offered[micro], party, axis=1)
        ready = (made <= others.min(axis=1)) & (made < len(ranking))
        lowest = np.where(ready, made, made - 1)
        again = (chance * np.maximum(made, 1)).astype(np.int64)
        place = np.where(ready, made, again)
        worth = self.worths.of(ranking)[:, party]
        return ranking[place], worth[lowest]
