"""Self-enforcing paths of packages: does anybody gain by leaving, at any step (FORMAL E).

A path is the status quo and then one package a period, the last kept for ever. Three checks are
made of every party at every step: that it does not gain by signing and not performing, by walking
out and taking back what it can, or by never having begun. Breaking off means that everybody takes
back what can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.games.roadmap.kernel import critical_factors

Floats = NDArray[np.float64]
Flow = Callable[[NDArray[np.int64]], Floats]
"""Packages (packages, issues), as level numbers, to flows, (draws, packages, parties)."""

TOLERANCE = 1e-12
"""A slack no further below 0 than this holds."""
SCAN = np.concatenate((np.arange(1, 200) / 200, [0.998, 0.999, 0.9995, 0.9999]))
"""Discount factors at which a path is first examined."""
HALVINGS = 40


@dataclass(frozen=True, eq=False)
class Terrain:
    """What a road map crosses.

    Attributes
    ----------
    status_quo : (issues,)
        Level number of each issue as things stand.
    performer : (issues,)
        Number of the party that performs the issue; -1 if none of them does.
    undo : (draws, issues)
        Share of a change that can be taken back, 0 to 1.
    verify : (draws, issues)
        Chance that a breach is seen within one period, 0 to 1.
    flow
        What a package brings each party a period, over no deal.
    """

    status_quo: NDArray[np.int64]
    performer: NDArray[np.int64]
    undo: Floats
    verify: Floats
    flow: Flow


@dataclass(frozen=True, eq=False)
class Incentives:
    """All that the checks of one path need, at any discount factor.

    Attributes
    ----------
    flows : (draws, steps + 1, parties)
        Flow from each package on the path, the status quo first.
    acts : (steps, parties)
        Whether the party has a new move of its own at the step.
    tempted : (draws, steps, parties)
        What it gains a period by not performing: the flow with its own new moves undone, less that
        from the step's package.
    seen : (draws, steps, parties)
        Chance that this is seen: 1 - product over its new moves of (1 - verify).
    after_breach : (draws, steps, parties)
        Flow after everybody has taken back what can be taken back from the package so broken.
    retreat : (draws, steps, parties)
        What it gains a period by taking back its own moves as far as they can be.
    after_exit : (draws, steps, parties)
        Flow after everybody has taken back what can be taken back from the step's package.
    """

    flows: Floats
    acts: NDArray[np.bool_]
    tempted: Floats
    seen: Floats
    after_breach: Floats
    retreat: Floats
    after_exit: Floats

    def upto(self, steps: int) -> Incentives:
        """The path stopped after its first steps, what is reached kept for ever."""
        return Incentives(
            self.flows[:, : steps + 1],
            self.acts[:steps],
            *(
                one[:, :steps]
                for one in (
                    self.tempted, self.seen, self.after_breach, self.retreat, self.after_exit
                )
            ),
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Slacks:
    """Slack of every check, (draws, steps, parties), scaled by 1 - delta; at least 0 holds.

    ``perform`` is infinite where the party has no new move.
    """

    perform: Floats
    walk_out: Floats
    stay: Floats

    @property
    def least(self) -> Floats:
        """The least slack of all, (draws,)."""
        every = np.minimum(np.minimum(self.perform, self.walk_out), self.stay)
        return np.asarray(every.min(axis=(1, 2)))


def incentives(terrain: Terrain, steps: NDArray[np.int64]) -> Incentives:
    """Work out what the checks of a path need.

    Parameters
    ----------
    terrain
        What it crosses.
    steps : (steps, issues)
        The packages on the way, as level numbers; the status quo before them is not among them.

    Raises
    ------
    ValueError
        There is no step.
    """
    if not len(steps):
        msg = "a road map needs at least one step"
        raise ValueError(msg)
    path = np.vstack([terrain.status_quo, steps])
    parties = int(terrain.flow(path[:1]).shape[2])
    mine = terrain.performer == np.arange(parties)[:, None]  # (parties, issues)
    new = (path[1:] != path[:-1])[:, None, :] & mine  # (steps, parties, issues)
    broken = np.where(new, path[:-1, None, :], path[1:, None, :])
    backs = _Backs(terrain)
    here = [backs.ask(at) for at in path]
    there = [[backs.ask(one) for one in row] for row in broken]
    backs.answer()
    flows = np.stack([backs.flow(one) for one in here], axis=1)
    tempted = np.empty((flows.shape[0], len(steps), parties))
    seen, after_breach = np.empty_like(tempted), np.empty_like(tempted)
    retreat, after_exit = np.empty_like(tempted), np.empty_like(tempted)
    for step in range(len(steps)):
        after_exit[:, step] = backs.punished(here[step + 1])
        for party in range(parties):
            dev = there[step][party]
            tempted[:, step, party] = (backs.flow(dev) - flows[:, step + 1])[:, party]
            after_breach[:, step, party] = backs.punished(dev)[:, party]
            retreat[:, step, party] = -backs.taken_back(here[step + 1], mine[party])[:, party]
            unseen = np.where(new[step, party], 1 - terrain.verify, 1.0)
            seen[:, step, party] = 1 - unseen.prod(axis=1)
    return Incentives(flows, new.any(axis=2), tempted, seen, after_breach, retreat, after_exit)


class _Backs:
    """Flows of packages, and of each with single issues back at the status quo; asked for once."""

    def __init__(self, terrain: Terrain) -> None:
        self.terrain = terrain
        self.asked: dict[bytes, int] = {}
        self.packages: list[NDArray[np.int64]] = []
        self.flows: Floats = np.empty((0, 0, 0))

    def ask(self, package: NDArray[np.int64]) -> NDArray[np.int64]:
        self._one(package)
        for issue in np.flatnonzero(package != self.terrain.status_quo):
            self._one(self._without(package, int(issue)))
        return package

    def _one(self, package: NDArray[np.int64]) -> None:
        key = package.astype(np.int64).tobytes()
        if key not in self.asked:
            self.asked[key] = len(self.packages)
            self.packages.append(package.astype(np.int64))

    def _without(self, package: NDArray[np.int64], issue: int) -> NDArray[np.int64]:
        other = package.copy()
        other[issue] = self.terrain.status_quo[issue]
        return other

    def answer(self) -> None:
        self.flows = self.terrain.flow(np.array(self.packages))

    def flow(self, package: NDArray[np.int64]) -> Floats:
        return np.asarray(self.flows[:, self.asked[package.astype(np.int64).tobytes()]])

    def taken_back(self, package: NDArray[np.int64], issues: NDArray[np.bool_]) -> Floats:
        """What parties lose if what can be taken back of some issues is, (draws, parties)."""
        total = np.zeros_like(self.flow(package))
        for issue in np.flatnonzero((package != self.terrain.status_quo) & issues):
            change = self.flow(package) - self.flow(self._without(package, int(issue)))
            total += self.terrain.undo[:, issue, None] * change
        return total

    def punished(self, package: NDArray[np.int64]) -> Floats:
        """Flow after everybody has taken back what can be taken back, (draws, parties)."""
        every = np.ones(len(self.terrain.status_quo), dtype=bool)
        return np.asarray(self.flow(package) - self.taken_back(package, every))


def slacks(found: Incentives, delta: float | Floats) -> Slacks:
    """Slack of every check at given discount factors a period.

    Parameters
    ----------
    found
        What the checks need.
    delta
        Strictly between 0 and 1: one for all, one a party (parties,), or (draws, parties).

    Raises
    ------
    ValueError
        A discount factor outside (0, 1).
    """
    factor = np.asarray(delta, dtype=float)
    if not ((factor > 0) & (factor < 1)).all():
        msg = "a discount factor lies strictly between 0 and 1"
        raise ValueError(msg)
    draws, steps, parties = found.tempted.shape
    factor = np.broadcast_to(factor, (draws, parties))
    value = found.flows[:, -1]  # (1 - delta) times the value from the last step on
    perform, walk_out = np.empty_like(found.tempted), np.empty_like(found.tempted)
    stay = np.empty_like(found.tempted)
    for step in range(steps - 1, -1, -1):
        threat = value - found.after_breach[:, step]
        gain = (1 - factor) * found.tempted[:, step]
        perform[:, step] = factor * found.seen[:, step] * threat - gain
        gain = (1 - factor) * found.retreat[:, step]
        walk_out[:, step] = factor * (value - found.after_exit[:, step]) - gain
        value = (1 - factor) * found.flows[:, step + 1] + factor * value
        stay[:, step] = value
    perform = np.where(found.acts, perform, np.inf)
    return Slacks(perform, walk_out, stay)


def critical(found: Incentives) -> Floats:
    """Critical discount factor of a path, (draws,).

    The least, common to all parties, from which every larger one is self-enforcing: scanned over
    (0, 1), then found by bisection. NaN where there is none.
    """
    parts = (found.flows, found.acts, found.tempted, found.seen, found.after_breach,
             found.retreat, found.after_exit)  # fmt: skip
    least = np.empty(len(found.flows))
    own = tuple(np.ascontiguousarray(one) for one in parts)
    critical_factors(own, SCAN, HALVINGS, TOLERANCE, least)
    return least
