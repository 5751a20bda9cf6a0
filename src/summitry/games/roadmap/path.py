"""Self-enforcing paths of packages: does anybody gain by leaving, at any step (FORMAL E).

A path is the status quo and then one package a period, the last kept for ever. Three checks are
made of every party at every step: that it does not gain by signing and not performing, by walking
out and taking back what it can, or by never having begun. Breaking off means that everybody takes
back what can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

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

    def rows(self, start: int, stop: int) -> Incentives:
        """The same for some of the draws."""
        own = slice(start, stop)
        return replace(
            self, flows=self.flows[own], tempted=self.tempted[own], seen=self.seen[own],
            after_breach=self.after_breach[own], retreat=self.retreat[own],
            after_exit=self.after_exit[own],
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
    return along(terrain, [steps])[0]


def along(terrain: Terrain, paths: Sequence[NDArray[np.int64]]) -> list[Incentives]:
    """The same of several paths at once: what packages bring is asked for in one go.

    Raises
    ------
    ValueError
        A path has no step.
    """
    if not all(len(steps) for steps in paths):
        msg = "a road map needs at least one step"
        raise ValueError(msg)
    parties = int(terrain.flow(terrain.status_quo[None, :]).shape[2])
    laid = [_laid(terrain, steps, parties) for steps in paths]
    # Each package that somebody may break to, and each of those with one issue taken back.
    packages = np.concatenate([np.vstack([one.path, *one.broken]) for one in laid])
    issues = np.arange(len(terrain.status_quo))
    back = np.repeat(packages[:, None, :], len(issues), axis=1)
    back[:, issues, issues] = terrain.status_quo
    asked = np.concatenate([packages[:, None, :], back], axis=1).reshape(-1, len(issues))
    _, first, number = np.unique(asked, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)  # as they are first asked about
    number = np.argsort(order)[number.ravel()].reshape(len(packages), -1)
    flows = terrain.flow(asked[first[order]])
    found, start = [], 0
    for one in laid:
        stop = start + len(one.path) + one.broken.shape[0] * parties
        found.append(_incentives(terrain, one, flows, number[start:stop]))
        start = stop
    return found


class _Laid(NamedTuple):
    """A path as packages, (steps + 1, issues), the status quo first, and what breaks it.

    ``mine`` (parties, issues): who performs what; ``new`` (steps, parties, issues): the new moves
    of each; ``broken`` (steps, parties, issues): the step's package without them.
    """

    path: NDArray[np.int64]
    mine: NDArray[np.bool_]
    new: NDArray[np.bool_]
    broken: NDArray[np.int64]


def _laid(terrain: Terrain, steps: NDArray[np.int64], parties: int) -> _Laid:
    path = np.vstack([terrain.status_quo, steps])
    mine = terrain.performer == np.arange(parties)[:, None]
    new = (path[1:] != path[:-1])[:, None, :] & mine
    return _Laid(path, mine, new, np.where(new, path[:-1, None, :], path[1:, None, :]))


def _incentives(
    terrain: Terrain, laid: _Laid, every: Floats, number: NDArray[np.intp]
) -> Incentives:
    """What the checks need, from the flows of packages, (draws, packages, parties).

    ``number`` (packages of the path and those that break it, 1 + issues): which of the flows is
    that of each, and of each with one issue taken back.
    """
    steps, parties, issues = laid.new.shape
    own = every[:, number[:, 0]]
    lost = np.zeros_like(own)  # if everybody takes back what can be taken back
    mine = np.zeros((len(own), steps, parties))  # if each takes back its own
    for issue in range(issues):
        change = terrain.undo[:, issue, None, None] * (own - every[:, number[:, 1 + issue]])
        lost += change
        mine += np.where(laid.mine[:, issue], change[:, 1 : steps + 1], 0.0)
    punished, flows = own - lost, own[:, : steps + 1]
    party = np.arange(parties)
    shape = len(own), steps, parties, parties
    broken = own[:, steps + 1 :].reshape(shape)[:, :, party, party]
    unseen = np.where(laid.new, 1 - terrain.verify[:, None, None, :], 1.0)
    return Incentives(
        flows,
        np.asarray(laid.new.any(axis=2)),
        tempted=broken - flows[:, 1:],
        seen=1 - unseen.prod(axis=3),
        after_breach=punished[:, steps + 1 :].reshape(shape)[:, :, party, party],
        retreat=-mine,
        after_exit=punished[:, 1 : steps + 1],
    )


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
