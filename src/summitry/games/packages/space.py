"""The legal packages of a negotiation: one level an issue, under clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.ground import Ground

Levels = tuple[tuple[int, tuple[int, ...]], ...]
"""Conjunction: pairs of an issue's number and the level numbers it may be at."""

CAP = 50_000
"""More legal packages than this are not listed, but searched by their rules."""
_STAGE_CAP = 2_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """If every part of ``when`` holds, every part of ``then`` must; None: ``when`` never may."""

    when: Levels
    then: Levels | None


class Trie(NamedTuple):
    """Packages as a tree in preorder, so that packages with a common beginning share its sums.

    ``slot`` and ``depth`` give each node's stacked level and issue; ``skip`` the next node outside
    its subtree; ``leaf`` its package, or -1.
    """

    slot: NDArray[np.int32]
    depth: NDArray[np.int32]
    skip: NDArray[np.int32]
    leaf: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class PackageSpace:
    """Legal packages, in lexicographic order of level numbers.

    Attributes
    ----------
    sizes : (issues,)
        Number of levels of each issue.
    status_quo : (issues,)
        Level number of each issue as things stand.
    packages : (packages, issues)
        Level numbers. The status quo itself is left out: to change nothing is no deal. Empty where
        they are too many to be listed.
    listed
        Whether they are listed.
    rules
        The clauses.
    held : (issues,)
        Level number at which an issue is held, -1 where it is free; one of the free must move.
    """

    sizes: NDArray[np.int64]
    status_quo: NDArray[np.int64]
    packages: NDArray[np.int16]
    listed: bool = True
    rules: tuple[Rule, ...] = ()
    held: NDArray[np.int64] | None = None

    @property
    def empty(self) -> bool:
        """Whether it is known that no package is legal."""
        return self.listed and not len(self.packages)

    def legal(self, levels: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Which packages (packages, issues) are legal; the status quo is not one."""
        if self.listed:
            return np.asarray(package_numbers(self, levels) >= 0)
        free = np.ones(len(self.sizes), dtype=bool) if self.held is None else self.held < 0
        found = (levels[:, free] != self.status_quo[free]).any(axis=1)
        if self.held is not None:
            found &= (levels[:, ~free] == self.held[~free]).all(axis=1)
        for rule in self.rules:
            found &= _obeys(levels, rule)
        return np.asarray(found)

    @cached_property
    def ground(self) -> Ground:
        """The rules as bits, for the search of packages that are not listed."""
        return make_ground(self)

    @cached_property
    def offsets(self) -> NDArray[np.int64]:
        """Slot of each issue's first level, when the levels of all issues are stacked."""
        return np.concatenate(([0], np.cumsum(self.sizes)[:-1]))

    @property
    def slots(self) -> int:
        """Number of levels of all issues together."""
        return int(self.sizes.sum())

    @cached_property
    def moved(self) -> NDArray[np.bool_]:
        """Which issues each package moves from the status quo, (packages, issues)."""
        return np.not_equal(self.packages, self.status_quo)

    @cached_property
    def moves(self) -> NDArray[np.int64]:
        """How many issues each package moves, (packages,)."""
        return np.asarray(self.moved.sum(axis=1), dtype=np.int64)

    @cached_property
    def trie(self) -> Trie:
        """The packages as a tree."""
        packages = self.packages.astype(np.int64)
        count, issues = packages.shape
        fresh = np.ones((count, issues), dtype=bool)
        differs = packages[1:] != packages[:-1]
        fresh[1:] = np.logical_or.accumulate(differs, axis=1)
        row, depth = np.nonzero(fresh)
        first_node = np.concatenate(([0], np.cumsum(fresh.sum(axis=1))))
        first_depth = np.argmax(fresh, axis=1)
        skip = np.empty(len(row), dtype=np.int32)
        for level in range(issues):
            here = depth == level
            starts = np.flatnonzero(first_depth <= level)
            after = np.searchsorted(starts, row[here], side="right")
            nodes = np.append(first_node[starts], len(row))
            skip[here] = nodes[after]
        slot = self.offsets[depth] + packages[row, depth]
        leaf = np.where(depth == issues - 1, row, -1)
        return Trie(slot.astype(np.int32), depth.astype(np.int32), skip, leaf.astype(np.int32))


def package_space(
    sizes: Sequence[int],
    status_quo: Sequence[int],
    rules: Sequence[Rule] = (),
    held: NDArray[np.int64] | None = None,
    *,
    cap: int = CAP,
) -> PackageSpace:
    """The legal packages, listed where they are not too many.

    Parameters
    ----------
    sizes
        Number of levels of each issue.
    status_quo
        Level number of each issue as things stand.
    rules
        Clauses between levels.
    held
        Level number at which an issue is held, -1 where it is free; none if left out. A package
        must move one of the free issues.
    cap
        More than these are not listed.
    """
    at = np.full(len(sizes), -1) if held is None else held
    quo = np.asarray(status_quo, dtype=np.int64)
    found = np.zeros((1, 0), dtype=np.int16)
    listed = True
    for issue, size in enumerate(sizes):
        open_ = np.arange(size) if at[issue] < 0 else at[issue : issue + 1]
        if len(found) * len(open_) > max(_STAGE_CAP, cap):
            listed = False
            break
        levels = np.tile(open_.astype(np.int16), len(found))
        found = np.column_stack((np.repeat(found, len(open_), axis=0), levels))
        for rule in rules:
            if _last_issue(rule) == issue:
                found = found[_obeys(found, rule)]
    if listed:
        free = at < 0
        found = found[(found[:, free] != quo[free]).any(axis=1)]
        listed = len(found) <= cap
    if not listed:
        found = np.zeros((0, len(sizes)), dtype=np.int16)
    widths = np.asarray(sizes, dtype=np.int64)
    return PackageSpace(widths, quo, found, listed, tuple(rules), held)


def basket_space(
    space: PackageSpace, on: NDArray[np.bool_], settled: NDArray[np.integer]
) -> PackageSpace:
    """The legal packages of a basket: its own issues free, the others where they are.

    The others are at the levels that ``settled`` (issues,) gives. The package that moves nothing of
    the basket is left out: to change nothing is no deal.
    """
    if not space.listed:
        held = np.where(on, -1, settled)
        return package_space(space.sizes.tolist(), space.status_quo.tolist(), space.rules, held)
    fits = (space.packages[:, ~on] == settled[~on]).all(axis=1)
    moves = (space.packages[:, on] != space.status_quo[on]).any(axis=1)
    return PackageSpace(space.sizes, space.status_quo, space.packages[fits & moves])


def make_ground(space: PackageSpace) -> Ground:
    """The rules of a space as bits; see :class:`Ground`."""
    words = -(-len(space.rules) // 64)
    slots, issues = space.slots, len(space.sizes)
    when_off = np.zeros((slots, words), dtype=np.uint64)
    then_off = np.zeros((slots, words), dtype=np.uint64)
    when_on = np.zeros((issues, words), dtype=np.uint64)
    never = np.zeros(words, dtype=np.uint64)
    for number, rule in enumerate(space.rules):
        word = number // 64
        bit = np.uint64(1 << number % 64)
        for issue, levels in rule.when:
            when_on[issue, word] |= bit
            when_off[_others(space, issue, levels), word] |= bit
        if rule.then is None:
            never[word] |= bit
        for issue, levels in rule.then or ():
            then_off[_others(space, issue, levels), word] |= bit
    open_ = np.ones(slots, dtype=bool)
    free = np.ones(issues, dtype=bool)
    if space.held is not None:
        free = space.held < 0
        for issue in np.flatnonzero(~free).tolist():
            open_[_others(space, issue, (int(space.held[issue]),))] = False
    quo = space.offsets + space.status_quo
    return Ground(space.offsets, space.sizes, quo, open_, free, when_off, then_off, when_on, never)


def _others(space: PackageSpace, issue: int, levels: Sequence[int]) -> NDArray[np.int64]:
    """Slots of an issue's levels that are not among some."""
    every = np.arange(space.sizes[issue])
    return np.asarray(space.offsets[issue] + every[~np.isin(every, levels)])


def package_numbers(space: PackageSpace, levels: NDArray[np.integer]) -> NDArray[np.int32]:
    """Number of each package (packages, issues) in a listed space; -1 where it is not legal."""
    place = np.cumprod(np.concatenate(([1], space.sizes[::-1][:-1].astype(object))))[::-1]
    if place[0] * space.sizes[0] < 2**62:
        place = place.astype(np.int64)
    keys, wanted = space.packages @ place, levels @ place
    if not len(keys):
        return np.full(len(levels), -1, dtype=np.int32)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1).astype(np.int32)


def catalogue(
    space: PackageSpace, levels: NDArray[np.int16]
) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """Packages in lexicographic order, and the number among them of each row of ``levels``.

    All legal packages where they are listed, else those in ``levels``, which must be legal.
    """
    if space.listed:
        return space.packages, package_numbers(space, levels)
    packages, numbers = np.unique(levels, axis=0, return_inverse=True)
    return packages, numbers.ravel().astype(np.int32)


def _last_issue(rule: Rule) -> int:
    return max(issue for issue, _ in rule.when + (rule.then or ()))


def _obeys(packages: NDArray[np.integer], rule: Rule) -> NDArray[np.bool_]:
    when = _hold(packages, rule.when)
    return ~when if rule.then is None else ~when | _hold(packages, rule.then)


def _hold(packages: NDArray[np.integer], parts: Levels) -> NDArray[np.bool_]:
    holds = np.ones(len(packages), dtype=bool)
    for issue, levels in parts:
        holds &= np.isin(packages[:, issue], levels)
    return holds
