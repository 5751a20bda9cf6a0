"""The steps of a road map: each party's slack, the weakest step, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from summitry.games.roadmap.order import best_order
from summitry.games.roadmap.path import Slacks, Terrain, critical, incentives, slacks
from summitry.procedures.layout import Layout
from summitry.procedures.roads import Road, bundles, legal, moves_of

CHECKS = {
    "perform": "signs and does not perform",
    "walk out": "walks out and takes back what it can",
    "stay": "is better off never to have begun",
}
"""The three checks of a road map, in the words of who fails them."""
HOLDS = -1e-12


@dataclass(frozen=True)
class PartyStep:
    """A party's slack at a step, a year's flow of utility as the unit; below 0 it leaves.

    ``perform`` is None where the party has nothing new to do.
    """

    step: int
    party: str
    perform: float | None
    walk_out: float
    stay: float

    @property
    def least(self) -> float:
        """The least of the three."""
        return min(self.walk_out, self.stay, *([] if self.perform is None else [self.perform]))


@dataclass(frozen=True)
class Weakest:
    """The weakest step: where the least slack is, whose, and by which check."""

    step: int
    party: str
    check: str
    slack: float

    @property
    def breaks(self) -> bool:
        """Whether the path breaks there."""
        return self.slack < HOLDS


@dataclass(frozen=True)
class Mend:
    """Something that would strengthen the weakest step.

    ``critical`` is the whole path's critical discount factor a year once it is done, None for none;
    ``slack`` its least slack at the parties' own discount factors, and ``holds`` whether it is then
    self-enforcing at them.
    """

    text: str
    critical: float | None
    slack: float
    holds: bool


def party_steps(layout: Layout, found: Slacks) -> tuple[PartyStep, ...]:
    """Every party's slack at every step of the first draw."""
    steps = found.stay.shape[1]
    return tuple(
        PartyStep(
            step + 1,
            party,
            None if np.isinf(found.perform[0, step, place]) else _at(found.perform, step, place),
            _at(found.walk_out, step, place),
            _at(found.stay, step, place),
        )
        for step in range(steps)
        for place, party in enumerate(layout.principals)
    )


def _at(slack: NDArray[np.float64], step: int, party: int) -> float:
    return float(slack[0, step, party])


def weakest(layout: Layout, road: Road, found: Slacks) -> Weakest:
    """The weakest step of the first draw; of equals the earliest."""
    every = np.stack([found.perform[0], found.walk_out[0], found.stay[0]], axis=-1)
    step, party, check = np.unravel_index(int(np.argmin(every)), every.shape)
    name = list(CHECKS)[int(check)]
    slack = float(every[step, party, check])
    return Weakest(int(step) + 1, layout.principals[int(party)], name, slack)


def mends(
    layout: Layout,
    likeliest: Terrain,
    road: Road,
    weak: Weakest,
    own: NDArray[np.float64],
) -> tuple[Mend, ...]:
    """What would strengthen the weakest step, each alone, on the likeliest numbers."""
    return tuple(_mends(layout, likeliest, road, weak, own))


def _mends(
    layout: Layout, likeliest: Terrain, road: Road, weak: Weakest, own: NDArray[np.float64]
) -> Iterator[Mend]:
    place = layout.principals.index(weak.party)
    at = road.steps[weak.step - 1]
    before = road.steps[weak.step - 2] if weak.step > 1 else likeliest.status_quo
    mine = (likeliest.performer == place) & (at != before)
    blind = mine & (likeliest.verify[0] < 1)
    if weak.check == "perform" and blind.any():
        better = replace(likeliest, verify=np.where(blind, 1.0, likeliest.verify))
        yield _mend(f"every breach is seen: {_named(layout, blind)}", better, road, own)
    theirs = (likeliest.performer != place) & (at != likeliest.status_quo)
    fast = theirs & (likeliest.undo[0] < 1)
    if fast.any():
        better = replace(likeliest, undo=np.where(fast, 1.0, likeliest.undo))
        text = f"what the others give can be taken back: {_named(layout, fast)}"
        yield _mend(text, better, road, own)
    if len(road.steps) > 1:
        found = best_order(
            likeliest,
            bundles(layout, road.steps),
            lambda packages: legal(layout, packages),
            merge=False,
        )
        if found is not None and not np.array_equal(found.steps, road.steps):
            text = f"another order: {in_order_of(layout, found.steps)}"
            yield _mend(text, likeliest, replace(road, steps=found.steps), own)


def _mend(text: str, better: Terrain, road: Road, own: NDArray[np.float64]) -> Mend:
    found = incentives(better, road.steps)
    least = float(critical(found)[0])
    slack = float(slacks(found, own).least[0])
    yearly = None if np.isnan(least) else least ** (1 / road.period)
    return Mend(text, yearly, slack, slack >= HOLDS)


def _named(layout: Layout, which: NDArray[np.bool_]) -> str:
    return ", ".join(layout.issues[one] for one in np.flatnonzero(which))


def in_order_of(layout: Layout, steps: NDArray[np.int64]) -> str:
    """A path in words: what each step moves, steps set apart by arrows."""
    told = (
        ", ".join(f"{issue} {level}" for issue, level in step.items())
        for step in moves_of(layout, steps)
    )
    return " → ".join(told)
