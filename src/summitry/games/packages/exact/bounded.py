"""Bounded merge: a solution of many parties exactly, without the frontier.

For weights w on the gains g, a concave criterion F is at most w.g + F*(w), and the best package
under w.g is found issue by issue. Each w thus bounds what any beginning of a package can still
come to: beginnings whose bound lies below a package already found are dropped, and so are
dominated ones. For Nash F*(w) = sum of a log(a/w) - a; for the least share it is 0 where the
weighted spans sum to 1; for a sum it is 0 where w is at least the sum's own weights. The weights
come from Frank-Wolfe steps on the mixtures of packages (Frank and Wolfe 1956), whose gap is that
bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.exact.board import Block
from summitry.games.packages.exact.criteria import LEAST, Criterion
from summitry.games.packages.exact.kernel import undominated
from summitry.games.packages.exact.merge import ordered, ranks

Floats = NDArray[np.float64]
STEPS = 240
KEPT = 40
"""So many weight vectors bound each beginning."""
ALIVE = 150_000
"""No more beginnings than this are kept alive."""
_FILTERED = 2_000
"""Dominated beginnings are dropped up to so many; beyond, finding them costs more than it saves."""
_SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Bracket:
    """What a search knows.

    If ``proven``, ``stages`` are the beginnings kept after each block, and every maximiser is among
    the last. Else ``choice`` is the best package found (row of each block's points), None if none
    was. No maximiser is above ``bound``, the criterion's value (Nash: log).
    """

    stages: tuple[NDArray[Any], ...]
    choice: NDArray[np.int64] | None
    bound: float
    proven: bool


def bounded_merge(criterion: Criterion, blocks: list[Block], alive: int = ALIVE) -> Bracket:
    """Every point that attains a criterion, among those that every party would sign.

    Parameters
    ----------
    criterion
        What to maximise.
    blocks
        The game's blocks.
    alive
        Guard: beginnings kept at once. Past it the answer is a bracket.
    """
    board = criterion.board
    tables = [block.distinct for block in blocks]
    unit = _ranges(criterion, tables)
    gains = [table.astype(float) / unit for table in tables]
    start = (board.constant - board.reserve).astype(float) / unit
    rows, offsets, visited = _weights(criterion, gains, start, unit)
    choice, best = _improve(criterion, tables, visited)
    empty = tables[0][:0]
    prefix = [np.zeros((len(rows), 1))]
    for own in reversed(gains):
        prefix.insert(0, prefix[0] + (rows @ own.T).max(axis=1, keepdims=True))
    rest = [one[:, 0] for one in prefix]
    judging = ~np.isinf(offsets)
    sums = np.zeros((1, len(unit)), dtype=tables[0].dtype)
    stages = [sums]
    bound = np.inf
    for number, table in enumerate(tables):
        sums = (sums[:, None, :] + table[None, :, :]).reshape(-1, sums.shape[1])
        reach = (sums.astype(float) / unit + start) @ rows.T + rest[number + 1]
        over = (reach + offsets)[:, judging]
        keep = (reach[:, ~judging] >= -_SLACK).all(axis=1)
        if best > -np.inf:
            keep &= (over >= best - _SLACK * (1 + abs(best))).all(axis=1)
        sums = sums[keep]
        if not len(sums):
            return Bracket((*stages, *[empty] * (len(tables) - number)), None, -np.inf, proven=True)
        bound = float(over[keep].min(axis=1).max())
        if len(sums) > alive:
            return Bracket((), choice, bound, proven=False)
        sums = ordered(sums)
        if len(sums) <= _FILTERED:
            sums = sums[undominated(ranks(sums))]
        stages.append(sums)
    return Bracket(tuple(stages), choice, bound, proven=True)


def _ranges(criterion: Criterion, tables: list[NDArray[Any]]) -> Floats:
    """The most that each party can gain if all do its will, in units, at least one unit."""
    board = criterion.board
    top: Any = sum(table.max(axis=0) for table in tables) + board.constant - board.reserve
    return np.asarray(np.maximum(np.asarray(top, dtype=float), 1.0))


def _weights(
    criterion: Criterion, gains: list[Floats], start: Floats, unit: Floats
) -> tuple[Floats, Floats, list[NDArray[np.int64]]]:
    """Weight vectors, what each adds to its bound, and the packages met on the way.

    Rows whose offset is infinite bound feasibility alone: the weighted sum of gains of a package
    that everybody would sign is at least 0.
    """
    deep = max(len(own) for own in gains)
    parties = len(start)
    stack = np.full((len(gains), deep, parties), -np.inf)
    for number, own in enumerate(gains):
        stack[number, : len(own)] = own
    stack = np.where(np.isinf(stack), -1e12, stack)
    search = _Search(criterion, unit)
    mean = start + sum(own.mean(axis=0) for own in gains)
    rows, offsets, visited, values = [], [], [], []
    seen: set[bytes] = set()
    sharp = 4.0
    for step in range(STEPS):
        weight = search.gradient(mean, sharp)
        choice = (stack @ weight).argmax(axis=1)
        at = start + stack[np.arange(len(gains)), choice].sum(axis=0)
        rows.append(weight)
        offsets.append(search.conjugate(weight))
        values.append(float(weight @ at) + offsets[-1])
        if choice.tobytes() not in seen:
            seen.add(choice.tobytes())
            visited.append(choice)
        search.learn(at, step)
        mean = mean + (at - mean) * 2.0 / (step + 3)
        sharp *= 1.02
    near = np.argsort(values)[:KEPT]
    spread = np.argsort(values)[KEPT : 4 * KEPT : 3]
    kept = [*near.tolist(), *spread.tolist()]
    mixes = [rows[kept[0]] * (1 + 2 * np.eye(parties)[one]) for one in range(parties)]
    mixes += [rows[kept[0]] / (1 + 2 * np.eye(parties)[one]) for one in range(parties)]
    rows = [rows[one] for one in kept]
    offsets = [offsets[one] for one in kept]
    for mix in mixes:
        weight = search.admitted(mix)
        rows.append(weight)
        offsets.append(search.conjugate(weight))
    rows += list(np.eye(parties))
    offsets += [np.inf] * parties
    rows.append(np.full(parties, 1.0 / parties))
    offsets.append(np.inf)
    return np.array(rows), np.array(offsets), visited


class _Search:
    """The gradient of a criterion in gains over ranges, and its conjugate."""

    def __init__(self, criterion: Criterion, unit: Floats) -> None:
        self.criterion = criterion
        active = np.array(criterion.active)
        self.on = np.zeros(len(unit), dtype=bool)
        self.on[active] = True
        self.power = np.array([float(one) for one in criterion.weights])
        spans = np.array([float(one) for one in criterion.spans])
        self.span = np.where(self.on, spans / unit, 1.0)
        self.multiplier = np.zeros(len(unit))

    def gradient(self, mean: Floats, sharp: float) -> Floats:
        """Weights at a mixture of packages."""
        if self.criterion.name == "nash":
            return np.where(self.on, self.power / np.maximum(mean, 1e-3), 1e-9)
        if self.criterion.name in LEAST:
            share = mean / (self.span * self.power)
            share = np.where(self.on, share, np.inf)
            apart = (share - share.min()) / max(abs(float(share[self.on].mean())), 1e-12)
            raw = np.where(self.on, np.exp(-sharp * 8 * apart), 0.0)
            return self.admitted(raw / (self.span * self.power))
        return self.admitted(self.own + self.multiplier)

    @property
    def own(self) -> Floats:
        """The sum's own weights, in gains over ranges."""
        return np.where(self.on, self.power / self.span, 0.0)

    def admitted(self, weight: Floats) -> Floats:
        """The nearest weights whose conjugate is finite."""
        if self.criterion.name == "nash":
            return np.where(self.on, np.maximum(weight, 1e-9), 1e-9)
        if self.criterion.name in LEAST:
            weight = np.where(self.on, np.maximum(weight, 0.0), 0.0)
            return np.asarray(weight / max(float((weight * self.span * self.power).sum()), 1e-300))
        return np.maximum(weight, self.own)

    def conjugate(self, weight: Floats) -> float:
        """What is to be added to the best weighted sum of gains.

        For Nash in log shares of the spans, as :meth:`Criterion.rough` counts them.
        """
        if self.criterion.name != "nash":
            return 0.0
        power, span = self.power[self.on], self.span[self.on]
        return float((power * (np.log(power / (weight[self.on] * span)) - 1)).sum())

    def learn(self, at: Floats, step: int) -> None:
        """Raise the multiplier of whom a package leaves below its reservation."""
        size = 0.5 * max(float(self.own.max()), 1e-9) / np.sqrt(step + 1)
        self.multiplier = np.maximum(self.multiplier - size * at, 0.0)


def _totals(criterion: Criterion, tables: list[NDArray[Any]], choice: NDArray[np.int64]) -> Any:
    return criterion.board.constant + sum(
        (table[at] for table, at in zip(tables, choice, strict=True)), start=tables[0][0] * 0
    )


def _improve(
    criterion: Criterion, tables: list[NDArray[Any]], visited: list[NDArray[np.int64]]
) -> tuple[NDArray[np.int64] | None, float]:
    """The best package known and its value: those met, improved one block at a time."""
    known, best = None, -np.inf
    for choice in visited[-24:][::-1]:
        choice, value = _climb(criterion, tables, choice.copy())
        if value > best:
            known, best = choice, value
    return known, best


def _climb(
    criterion: Criterion, tables: list[NDArray[Any]], choice: NDArray[np.int64]
) -> tuple[NDArray[np.int64], float]:
    """A package after every change of one block that improves it; -inf if not all would sign it."""
    board = criterion.board
    sums = board.constant + sum(
        (table[at] for table, at in zip(tables, choice, strict=True)), start=tables[0][0] * 0
    )
    value = -np.inf
    for _ in range(8):
        before = value
        for number, table in enumerate(tables):
            others = sums - table[choice[number]] + table
            standing = _standing(criterion, others)
            best = int(standing.argmax())
            if standing[best] > standing[choice[number]]:
                choice[number] = best
                sums = others[best]
            value = float(standing[choice[number]])
        if value <= before:
            break
    signed = (board.clipped(sums[None]) >= board.reserve).all()
    return choice, value if signed else -np.inf


def _standing(criterion: Criterion, units: NDArray[Any]) -> Floats:
    """The criterion where everybody would sign; how far from it elsewhere, far below."""
    board = criterion.board
    units = board.clipped(units)
    short = np.minimum((units - board.reserve).astype(float), 0.0)
    with np.errstate(invalid="ignore"):
        value = np.maximum(criterion.rough(units), -1e6)
    spans = np.array([max(float(one), 1.0) for one in criterion.spans])
    return np.asarray(np.where((short < 0).any(axis=1), -1e9 + (short / spans).sum(axis=1), value))
