"""What is found wrong or unclear in a .gmcr file, and its conditions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from summitry.formats.faults import FormatError, Remark
from summitry.formats.json import Placed

MOST_REMARKS = 60
"""So many faults are told, and the rest counted."""
Pattern = tuple[tuple[int, bool], ...]
"""Options, by number, with what they must be; an option not named is free."""


@dataclass
class Reading:
    """A file being read, with what was found wrong or unclear in it."""

    file: str
    placed: Placed
    faults: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def fault(self, one: object, what: str, right: str = "") -> None:
        """Something that cannot be taken."""
        self.faults.append(self._remark(self.faults, one, what, right))

    def warn(self, one: object, what: str, how: str) -> None:
        """Something that could be read in two ways, and how it was."""
        self.warnings.append(self._remark(self.warnings, one, what, how))

    def _remark(self, told: list[Remark], one: object, what: str, right: str) -> Remark:
        line = self.placed.line(one) if len(told) < MOST_REMARKS else 0
        return Remark(self.file, line, what, right)

    def list_of(self, owner: dict[str, Any], key: str, what: str) -> list[Any]:
        """A list under a key; a fault where there is something else."""
        found = owner.get(key, [])
        if isinstance(found, list):
            return found
        self.fault(owner, f"{what} is no list", "[...]")
        return []

    def raise_faults(self) -> None:
        """Refuse the file if anything in it cannot be taken."""
        if not self.faults:
            return
        told = self.faults[:MOST_REMARKS]
        if len(self.faults) > MOST_REMARKS:
            more = f"and {len(self.faults) - MOST_REMARKS:,} more faults like these"
            told.append(Remark(self.file, 0, more))
        raise FormatError(told)


class Conditions:
    """Reads conditions, options put in the order that states count in."""

    def __init__(self, reading: Reading, place: dict[int, int]) -> None:
        self.reading, self.place = reading, place

    def infeasible(self, top: dict[str, Any]) -> tuple[Pattern, ...]:
        """Patterns of states that cannot be."""
        if "infeasibles" not in top:
            self.reading.warn(top, "there is no infeasibles", "every state is feasible")
        found = []
        for one in self.reading.list_of(top, "infeasibles", "infeasibles"):
            if isinstance(one, dict):
                how = "each of its members is infeasible (GMCR+ itself takes none in this place)"
                self.reading.warn(one, "an infeasible is a compound condition", how)
            found += self.condition(one, "an infeasible")
        return tuple(dict.fromkeys(found))

    def statements(self, maker: dict[str, Any]) -> tuple[tuple[Pattern, ...], ...]:
        """A party's statements, most important first, without those that repeat or say nothing."""
        found: list[tuple[Pattern, ...]] = []
        seen: set[tuple[Pattern, ...]] = set()
        for one in self.reading.list_of(maker, "preferences", "preferences"):
            members = tuple(self.condition(one, "a preference"))
            key = tuple(sorted(members))
            if not members:
                continue
            if key in seen:
                self.reading.warn(one, "a preference stands there twice", "the first counts")
            elif () in members:
                self.reading.warn(
                    one, "a preference is empty", "it holds everywhere, so says nothing"
                )
            else:
                found.append(members)
            seen.add(key)
        return tuple(found)

    def unseen(self, maker: dict[str, Any]) -> tuple[Pattern, ...]:
        """Patterns of states that a party does not see."""
        found = []
        for one in self.reading.list_of(maker, "misperceptions", "misperceptions"):
            found += self.condition(one, "a misperception")
        if found:
            fault = f"{maker.get('name')} does not see some states"
            how = "it moves neither from nor to them; everybody still counts them"
            self.reading.warn(maker["misperceptions"], fault, how)
        return tuple(dict.fromkeys(found))

    def condition(self, given: Any, what: str) -> list[Pattern]:
        """The patterns of which one must hold; those that never hold are left out."""
        if isinstance(given, dict):
            members = given.get("members")
            if not isinstance(members, list):
                right = '{"compound": true, "members": [[[0, "Y"]], ...]}'
                self.reading.fault(given, f"{what} is an object without members", right)
                return []
            if any(isinstance(one, dict) for one in members):
                fault = f"{what} has a compound condition within another"
                self.reading.fault(given, fault, "members that are simple conditions")
                return []
            return [one for member in members for one in self._simple(member, what)]
        return self._simple(given, what)

    def _simple(self, given: Any, what: str) -> list[Pattern]:
        if not isinstance(given, list):
            right = 'a list like [[0, "Y"], [2, "N"]]'
            self.reading.fault(given, f"{what} is no condition: {short(given)}", right)
            return []
        wanted: dict[int, bool] = {}
        never = False
        for pair in given:
            if not (isinstance(pair, list) and len(pair) == 2):
                right = '[0, "Y"]: an option and Y or N'
                self.reading.fault(given, f"{what} has {short(pair)} in it", right)
                return []
            option, value = pair
            if not is_index(option, len(self.place)):
                fault = f"{what} speaks of option {short(option)}, which is not there"
                self.reading.fault(pair, fault, f"numbers from 0 to {len(self.place) - 1}")
                return []
            if value not in ("Y", "N"):
                how = "only Y and N are ever met, so the condition never holds, as in GMCR+"
                self.reading.warn(pair, f"{what} wants {short(value)} of an option", how)
                never = True
                continue
            place = self.place[option]
            if wanted.setdefault(place, value == "Y") != (value == "Y"):
                self.reading.warn(pair, f"{what} wants an option both Y and N", "it never holds")
                never = True
        return [] if never else [tuple(sorted(wanted.items()))]


def short(value: object) -> str:
    """A value of the file for a message, cut to 40 characters."""
    text = str(value) if not isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def is_index(value: object, count: int) -> bool:
    """Whether a value is a whole number from 0 to below ``count``."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count
