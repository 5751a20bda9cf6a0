"""A dossier's parties, issues and levels as numbers, in an order that the file does not decide.

Everything computed runs over sorted ids, so that to reorder the file changes no bit of a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Clause, Comparison, comparisons, read_clause, read_event
from summitry.dossier.model import Dossier
from summitry.games.packages.space import PackageSpace, Rule, basket_space, package_space


@dataclass(frozen=True, eq=False)
class Line:
    """A red line or an ask: the levels that its owner will not sign if it is real."""

    kind: str
    """``red line`` or ``ask``."""
    owner: str
    issue: str
    levels: tuple[str, ...]
    """Levels it forbids."""
    coin: str
    """Name of the stream that decides whether it is real."""
    chance: str
    """Input that holds its likelihood."""
    demand: str
    """What it insists on, in the dossier's words."""
    seat: int
    """Number of the acceptor whose line it is: principals, then ratifiers, then consenters."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What a party takes the words of a level to commit everyone to."""

    party: str
    means: str
    name: str
    """Where it stands in the dossier; its likelihood is an input below."""
    parts: tuple[tuple[int, tuple[int, ...]], ...]
    """Issue numbers, each with the level numbers that meet the reading."""

    def met(self, levels: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Which packages (packages, issues) meet it."""
        found = np.ones(len(levels), dtype=bool)
        for issue, allowed in self.parts:
            held = np.zeros(len(levels), dtype=bool)
            for level in allowed:
                held |= levels[:, issue] == level
            found &= held
        return found


@dataclass(frozen=True, eq=False)
class Words:
    """A level whose words are read in several ways."""

    issue: int
    level: int
    readings: tuple[int, ...]
    """Numbers of its readings in the layout's list."""
    named: tuple[int, ...]
    """Issues that settle what the words mean."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The fixed structure of a dossier."""

    dossier: Dossier

    def of(self, dossier: Dossier) -> Layout:
        """The layout of a dossier that differs in ranges alone: what was worked out is kept."""
        _ = self._baskets  # either finds what the other has met
        found = Layout(dossier)
        known = {name: one for name, one in vars(self).items() if name != "dossier"}
        vars(found).update(known)
        return found

    @cached_property
    def principals(self) -> list[str]:
        """Those who sign, sorted."""
        return self.dossier.principals

    @cached_property
    def ratifiers(self) -> list[str]:
        """Those whom a principal answers to, sorted."""
        parties = self.dossier.parties
        return sorted(key for key, party in parties.items() if party.role == "ratifier")

    @cached_property
    def consenters(self) -> list[str]:
        """Those who must consent to some change, sorted; principals consent by signing."""
        named = {one for issue in self.dossier.issues.values() for one in issue.consent}
        for track in self.dossier.tracks.values():
            named |= {one for basket in track.baskets for one in basket.consent}
        return sorted(named - set(self.principals))

    @cached_property
    def others(self) -> list[str]:
        """Those who do not sign, in the file's order."""
        return [key for key, one in self.dossier.parties.items() if one.role != "principal"]

    @cached_property
    def issues(self) -> list[str]:
        """Issue ids, sorted."""
        return sorted(self.dossier.issues)

    @cached_property
    def levels(self) -> dict[str, list[str]]:
        """Level names of each issue, in order."""
        return {key: self.dossier.issues[key].levels for key in self.issues}

    @cached_property
    def sizes(self) -> list[int]:
        """Number of levels of each issue."""
        return [len(self.levels[key]) for key in self.issues]

    @cached_property
    def status_quo(self) -> list[int]:
        """Level number of each issue as things stand."""
        return [self.levels[key].index(self.dossier.issues[key].status_quo) for key in self.issues]

    @cached_property
    def offsets(self) -> NDArray[np.int64]:
        """Slot of each issue's first level."""
        return np.concatenate(([0], np.cumsum(self.sizes)[:-1]))

    @cached_property
    def issue_of_slot(self) -> NDArray[np.int64]:
        """Issue number of each slot."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @cached_property
    def positions(self) -> NDArray[np.float64]:
        """Position of each slot on its issue's 0-1 scale."""
        places = [list(self.dossier.issues[key].positions().values()) for key in self.issues]
        return np.concatenate([np.asarray(one) for one in places])

    @cached_property
    def status_quo_slot(self) -> NDArray[np.int64]:
        """For each slot, the slot of its issue's status quo."""
        at: NDArray[np.int64] = self.offsets + np.asarray(self.status_quo)
        return at[self.issue_of_slot]

    @cached_property
    def space(self) -> PackageSpace:
        """The legal packages, listed where they are not too many."""
        return package_space(self.sizes, self.status_quo, self.rules)

    @cached_property
    def _baskets(self) -> dict[tuple[bytes, bytes], PackageSpace]:
        """Spaces of baskets met so far, by what is free and where the others are."""
        return {}

    def basket(self, on: NDArray[np.bool_], settled: NDArray[np.integer]) -> PackageSpace:
        """The legal packages of a basket, kept once it was met.

        Parameters
        ----------
        on : (issues,)
            Which issues it deals with.
        settled : (issues,)
            Level number at which each of the others is.
        """
        key = on.tobytes(), np.where(on, -1, settled).astype(np.int64).tobytes()
        if key not in self._baskets:
            self._baskets[key] = basket_space(self.space, on, settled)
        return self._baskets[key]

    @cached_property
    def rules(self) -> list[Rule]:
        """The clauses between levels."""
        return [self._rule(read_clause(text)) for text in self.dossier.clauses]

    def slot(self, issue: str, level: str) -> int:
        """Slot of a level."""
        number = self.issues.index(issue)
        return int(self.offsets[number]) + self.levels[issue].index(level)

    def allowed(self, one: Comparison) -> tuple[int, tuple[int, ...]]:
        """A comparison as an issue's number and the level numbers that satisfy it."""
        levels = self.levels[one.issue]
        named = levels.index(one.level)
        fit = tuple(number for number in range(len(levels)) if one.allows(number, named))
        return self.issues.index(one.issue), fit

    def _rule(self, clause: Clause) -> Rule:
        when = tuple(self.allowed(one) for one in clause.when)
        if clause.then is None:
            return Rule(when, None)
        return Rule(when, tuple(self.allowed(one) for one in clause.then))

    @cached_property
    def lines(self) -> list[Line]:
        """Every red line and ask of a party that can refuse, in a fixed order.

        Who ratifies and must consent as well refuses in either seat: its lines stand here twice.
        """
        able = [*self.principals, *self.ratifiers, *self.consenters]
        found = []
        for seat, owner in enumerate(able):
            for issue, stance in sorted(self.dossier.stances.get(owner, {}).items()):
                levels = self.levels[issue]
                for line in stance.red_line:
                    name = f"stances/{owner}/{issue}/red_line/{line.key}"
                    fit = _beyond(levels, above=line.above, below=line.below)
                    chance = f"{name}/likelihood"
                    found.append(Line("red line", owner, issue, fit, name, chance, line.key, seat))
        for owner, ask in sorted(self.dossier.process.big_ask.items()):
            fit = _beyond(self.levels[ask.issue], above=ask.at_most, below=ask.at_least)
            name = f"process/big_ask/{owner}"
            bound = f"at least {ask.at_least}" if ask.at_least else f"at most {ask.at_most}"
            seat = self.principals.index(owner)
            chance = f"{name}/likelihood"
            found.append(Line("ask", owner, ask.issue, fit, name, chance, bound, seat))
        return found

    @cached_property
    def readings(self) -> list[Reading]:
        """Every reading of words, in a fixed order."""
        found = []
        for issue, level in self._read_levels:
            for party, one in sorted(self.dossier.issues[issue].reads_as[level].items()):
                name = f"issues/{issue}/reads_as/{level}/{party}"
                parts = [self.allowed(part) for part in comparisons(read_event(one.means))]
                found.append(Reading(party, one.means, name, tuple(parts)))
        return found

    @cached_property
    def words(self) -> list[Words]:
        """Every level whose words are read in several ways, in a fixed order."""
        found, first = [], 0
        for issue, level in self._read_levels:
            last = first + len(self.dossier.issues[issue].reads_as[level])
            numbers = tuple(range(first, last))
            named = {part for one in self.readings[first:last] for part, _ in one.parts}
            at = self.issues.index(issue), self.levels[issue].index(level)
            found.append(Words(*at, numbers, tuple(sorted(named))))
            first = last
        return found

    @property
    def _read_levels(self) -> list[tuple[str, str]]:
        issues = self.dossier.issues
        return [(key, level) for key in self.issues for level in sorted(issues[key].reads_as)]

    def by_performer(self, effort: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which principal makes an effort, (rows, principals), from (rows, issues)."""
        performer = [self.dossier.issues[key].performed_by for key in self.issues]
        columns = [
            effort[:, [who == one for one in performer]].any(axis=1) for who in self.principals
        ]
        return np.column_stack(columns)


def _beyond(levels: list[str], *, above: str | None, below: str | None) -> tuple[str, ...]:
    if above is not None:
        return tuple(levels[levels.index(above) + 1 :])
    return tuple(levels[: levels.index(below or levels[0])])
