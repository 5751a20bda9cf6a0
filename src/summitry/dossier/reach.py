"""Whether clauses leave a package, and whether an event can ever hold: search, not listing.

A package is built up issue by issue; a branch is left as soon as a clause is broken or the
statement can no longer hold, so that the answer does not wait on the number of packages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summitry.dossier.logic import (
    NO_DEAL_ATOMS,
    All,
    Any,
    Asked,
    Clause,
    Comparison,
    Levels,
    Named,
    Not,
    Statement,
    obeys,
)

BUDGET = 200_000
"""Steps after which the search gives up, and says that the statement may hold."""


class _Exhausted(Exception):
    pass


@dataclass
class _Search:
    levels: Levels
    status_quo: Mapping[str, int]
    clauses: Sequence[Clause]
    statement: Statement | None
    deal: bool
    allowed: Mapping[str, Sequence[int]]
    steps: int = 0
    readings: bool = True
    """Whether some words are read in several ways, so that readings may collide."""

    def __post_init__(self) -> None:
        self.issues = sorted(self.levels)

    def run(self) -> bool:
        """Whether there is such a package; true if the search takes too long to tell."""
        try:
            return self.possible({}, 0)
        except _Exhausted:
            return True

    def possible(self, package: dict[str, int], depth: int) -> bool:
        self.steps += 1
        if self.steps > BUDGET:
            raise _Exhausted
        if self.deal and any(obeys(one, self.levels, package) is False for one in self.clauses):
            return False
        if self.statement is not None and self.truth(self.statement, package, deal=True) is False:
            return False
        if depth == len(self.issues):
            return not self.deal or package != dict(self.status_quo)
        issue = self.issues[depth]
        for level in self.allowed[issue]:
            package[issue] = level
            if self.possible(package, depth + 1):
                return True
            del package[issue]
        return False

    def truth(self, statement: Statement, package: Mapping[str, int], *, deal: bool) -> bool | None:
        """Truth of a statement on a package that is not yet whole; None while it is open."""
        match statement:
            case Comparison(issue, _, level):
                if deal != self.deal:
                    return False
                if issue not in package:
                    return None
                return statement.allows(package[issue], self.levels[issue].index(level))
            case Named(atom):
                return self.atom(atom)
            case Asked():
                return None
            case Not(of):
                inner = self.truth(of, package, deal=deal)
                return None if inner is None else not inner
            case All(of):
                without = any(isinstance(one, Named) and one.atom in NO_DEAL_ATOMS for one in of)
                every = [self.truth(one, package, deal=deal and not without) for one in of]
                return False if False in every else None if None in every else True
            case Any(of):
                every = [self.truth(one, package, deal=deal) for one in of]
                return True if True in every else None if None in every else False

    def atom(self, atom: str) -> bool | None:
        """Truth of a word; None where the levels alone do not tell (which reason it was, say)."""
        if atom == "agreed":
            return self.deal
        if atom == "no deal":
            return not self.deal
        if atom in NO_DEAL_ATOMS:
            return False if self.deal else None
        if atom == "readings collide" and not self.readings:
            return False
        return None if self.deal else False


def package_possible(
    levels: Levels, status_quo: Mapping[str, int], clauses: Sequence[Clause]
) -> bool:
    """Whether the clauses leave a package other than the status quo."""
    return _Search(levels, status_quo, clauses, None, True, _all(levels)).run()


def event_possible(
    statement: Statement,
    levels: Levels,
    status_quo: Mapping[str, int],
    clauses: Sequence[Clause],
    without_deal: Mapping[str, Sequence[int]],
    *,
    readings: bool = True,
) -> bool:
    """Whether an event can hold, with a deal or without.

    ``without_deal``: the level numbers that each issue may be at if there is no deal; ``readings``:
    whether some words are read in several ways.
    """
    every = _all(levels)
    agreed = _Search(levels, status_quo, clauses, statement, True, every, readings=readings)
    failed = _Search(levels, status_quo, clauses, statement, False, without_deal)
    return agreed.run() or failed.run()


def _all(levels: Levels) -> dict[str, Sequence[int]]:
    return {issue: range(len(names)) for issue, names in levels.items()}
