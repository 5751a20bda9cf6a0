"""The legal packages of a negotiation: one level an issue, under clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Levels = tuple[tuple[int, tuple[int, ...]], ...]
"""Conjunction: pairs of an issue's number and the level numbers it may be at."""

CAP = 50_000
"""No more legal packages than this are listed."""
_STAGE_CAP = 20_000_000


class TooManyPackages(ValueError):
    """More legal packages than can be listed; ``widest`` is the issue with most levels."""

    def __init__(self, widest: int, sizes: Sequence[int]) -> None:
        self.widest = widest
        self.sizes = tuple(sizes)
        total = float(np.prod(np.asarray(sizes, dtype=float)))
        super().__init__(
            f"{total:.3g} packages before clauses, of which more than {CAP:,} are legal; "
            f"issue number {widest} has {sizes[widest]} levels: merge some, or add clauses"
        )


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
        Level numbers. The status quo itself is left out: to change nothing is no deal.
    """

    sizes: NDArray[np.int64]
    status_quo: NDArray[np.int64]
    packages: NDArray[np.int16]

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
    sizes: Sequence[int], status_quo: Sequence[int], rules: Sequence[Rule] = ()
) -> PackageSpace:
    """List the legal packages.

    Parameters
    ----------
    sizes
        Number of levels of each issue.
    status_quo
        Level number of each issue as things stand.
    rules
        Clauses between levels.

    Raises
    ------
    TooManyPackages
        More than 50,000 are legal.
    """
    found = np.zeros((1, 0), dtype=np.int16)
    for issue, size in enumerate(sizes):
        if len(found) * size > _STAGE_CAP:
            raise TooManyPackages(int(np.argmax(sizes)), sizes)
        levels = np.tile(np.arange(size, dtype=np.int16), len(found))
        found = np.column_stack((np.repeat(found, size, axis=0), levels))
        for rule in rules:
            if _last_issue(rule) == issue:
                found = found[_obeys(found, rule)]
    found = found[(found != np.asarray(status_quo)).any(axis=1)]
    if len(found) > CAP:
        raise TooManyPackages(int(np.argmax(sizes)), sizes)
    return PackageSpace(
        np.asarray(sizes, dtype=np.int64), np.asarray(status_quo, dtype=np.int64), found
    )


def _last_issue(rule: Rule) -> int:
    return max(issue for issue, _ in rule.when + (rule.then or ()))


def _obeys(packages: NDArray[np.int16], rule: Rule) -> NDArray[np.bool_]:
    when = _hold(packages, rule.when)
    return ~when if rule.then is None else ~when | _hold(packages, rule.then)


def _hold(packages: NDArray[np.int16], parts: Levels) -> NDArray[np.bool_]:
    holds = np.ones(len(packages), dtype=bool)
    for issue, levels in parts:
        holds &= np.isin(packages[:, issue], levels)
    return holds
