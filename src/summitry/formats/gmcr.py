"""Conflicts of the GMCR+ program (.gmcr, JSON), read as that program means them.

A file has options, decision makers who own them, states that are infeasible, and each decision
maker's preference: statements, most important first, or a ranking of the states by hand. States are
numbered from 1 over the feasible ones, the first option counting least, *after* the options have
been put in the order of their owners: a ranking by hand is read in that order. What the file leaves
unclear is told; nothing is silently repaired.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.formats.faults import FormatError, Remark
from summitry.formats.gmcr_conditions import (
    MOST_REMARKS,
    Conditions,
    Pattern,
    Reading,
    is_index,
    short,
)
from summitry.formats.json import read_placed

LARGEST = 8_000_000
"""Bytes of a file that is read."""
MOST_OPTIONS = 20
MOST_PARTIES = 16
DIRECTIONS = ("both", "fwd", "back")
RANKED = ("useManualPreferenceRanking", "useManualPreferenceVectors")
_RANKINGS = ("preferenceRanking", "preferenceVector")
_TOP = {
    "options", "decisionMakers", "infeasibles", *RANKED, "coalitions", "coalitionsFull",
    "program", "version",
}  # fmt: skip


@dataclass(frozen=True)
class Gmcr:
    """A conflict as a ``.gmcr`` file holds it, options in the order that its states count in.

    Attributes
    ----------
    options, directions
        Names, and ``both``, ``fwd`` (an option taken up stays) or ``back`` (one given up stays so).
    parties, owned
        The decision makers, and the options of each by number.
    infeasible
        Patterns of states that cannot be.
    statements
        Of each party, most important first; a statement is patterns of which one must hold.
    rankings
        Of each party, groups of equally good states by their codes (bit k: option k is taken), best
        first; None where the statements count.
    unseen
        Of each party, patterns of states that it does not see: it moves neither from nor to them.
    coalitions
        Groups of several parties, by number, that the file names.
    """

    options: tuple[str, ...]
    directions: tuple[str, ...]
    parties: tuple[str, ...]
    owned: tuple[tuple[int, ...], ...]
    infeasible: tuple[Pattern, ...] = ()
    statements: tuple[tuple[tuple[Pattern, ...], ...], ...] = ()
    rankings: tuple[tuple[tuple[int, ...], ...], ...] | None = None
    unseen: tuple[tuple[Pattern, ...], ...] = ()
    coalitions: tuple[tuple[int, ...], ...] = ()
    warnings: tuple[Remark, ...] = field(default=(), compare=False)

    def feasible(self) -> NDArray[np.int64]:
        """Codes of the feasible states, ascending."""
        return feasible(len(self.options), self.infeasible)


def feasible(options: int, infeasible: Iterable[Pattern]) -> NDArray[np.int64]:
    """Codes of the states that meet none of the patterns, ascending."""
    codes = np.arange(1 << options, dtype=np.int64)
    for pattern in infeasible:
        codes = codes[~meets(codes, pattern)]
    return codes


def meets(codes: NDArray[np.int64], pattern: Pattern) -> NDArray[np.bool_]:
    """Which states, by code, meet a pattern."""
    mask = sum(1 << option for option, _ in pattern)
    want = sum(1 << option for option, taken in pattern if taken)
    return np.asarray(codes & mask == want)


def read_gmcr(path: str | Path) -> Gmcr:
    """Read a conflict.

    Raises
    ------
    FormatError
        With every fault, a line each: the file cannot be read, is no ``.gmcr``, names options that
        are not there, has more than 20 options or no feasible state, or ranks states wrongly.
    """
    path = Path(path)
    placed = read_placed(path, LARGEST)
    reading = Reading(str(path), placed)
    top = placed.data
    missing = [key for key in ("options", "decisionMakers") if key not in top]
    if missing:
        right = 'a .gmcr file has "options" and "decisionMakers"'
        raise FormatError([Remark(str(path), 1, f"has no {' and no '.join(missing)}", right)])
    for line, key in placed.repeated[:MOST_REMARKS]:
        fault = f"an object has the key {key!r} twice"
        reading.warnings.append(Remark(str(path), line, fault, "the last counts"))
    if unknown := sorted(set(top) - _TOP):
        reading.warn(top, f"there is no key {unknown[0]!r} in such a file", "it is left out")
    names, directions = _options(reading, top)
    parties, owned, makers = _parties(reading, top, len(names))
    reading.raise_faults()
    order = _order(reading, len(names), owned, top)
    place = {old: new for new, old in enumerate(order)}
    conditions = Conditions(reading, place)
    infeasible = conditions.infeasible(top)
    statements = tuple(conditions.statements(one) for one in makers)
    unseen = tuple(conditions.unseen(one) for one in makers)
    reading.raise_faults()
    codes = feasible(len(names), infeasible)
    if not len(codes):
        reading.fault(top, "no state is feasible", "infeasibles that leave some state")
    rankings = None
    if _manual(reading, top, makers):
        rankings = tuple(_ranking(reading, one, codes) for one in makers)
    coalitions = _coalitions(reading, top, len(parties))
    reading.raise_faults()
    return Gmcr(
        tuple(names[one] for one in order),
        tuple(directions[one] for one in order),
        parties,
        tuple(tuple(place[one] for one in own) for own in owned),
        infeasible,
        statements,
        rankings,
        unseen,
        coalitions,
        tuple(reading.warnings),
    )


def _options(reading: Reading, top: dict[str, Any]) -> tuple[list[str], list[str]]:
    given = reading.list_of(top, "options", "options")
    if not 0 < len(given) <= MOST_OPTIONS:
        reading.fault(given, f"there are {len(given):,} options", f"from 1 to {MOST_OPTIONS}")
        return [], []
    names: list[str] = []
    directions = []
    for number, one in enumerate(given, start=1):
        if not isinstance(one, dict):
            reading.fault(given, f"option {number} is no object", '{"name": ..., ...}')
            continue
        names.append(_name(reading, one, f"option {number}", names))
        way = one.get("permittedDirection")
        if way not in DIRECTIONS:
            shown = "no permittedDirection" if way is None else f"the permittedDirection {way!r}"
            reading.warn(one, f"option {number} has {shown}", "taken as both")
        directions.append(way if way in DIRECTIONS else "both")
    return names, directions


def _name(reading: Reading, one: dict[str, Any], otherwise: str, taken: Sequence[str]) -> str:
    given = one.get("name")
    name = " ".join(given.split()).replace('"', "'") if isinstance(given, str) else ""
    if not name:
        reading.warn(one, f"{otherwise} has no name", f"it is called {otherwise!r}")
        name = otherwise
    base, number = name, 2
    while name in taken:
        name, number = f"{base} {number}", number + 1
    if name != base:
        reading.warn(one, f"there are two called {base!r}", f"one is called {name!r} here")
    return name


def _parties(
    reading: Reading, top: dict[str, Any], options: int
) -> tuple[tuple[str, ...], list[tuple[int, ...]], list[dict[str, Any]]]:
    given = reading.list_of(top, "decisionMakers", "decisionMakers")
    if not 0 < len(given) <= MOST_PARTIES:
        fault = f"there are {len(given):,} decision makers"
        reading.fault(given, fault, f"from 1 to {MOST_PARTIES}")
        return (), [], []
    names: list[str] = []
    owned: list[tuple[int, ...]] = []
    makers = []
    holder: dict[int, str] = {}
    for number, one in enumerate(given, start=1):
        if not isinstance(one, dict):
            reading.fault(given, f"decision maker {number} is no object", '{"name": ..., ...}')
            continue
        name = _name(reading, one, f"decision maker {number}", names)
        own: list[int] = []
        for index in reading.list_of(one, "options", f"the options of {name}"):
            if not is_index(index, options):
                right = f"numbers from 0 to {options - 1}"
                reading.fault(one, f"{name} owns {index!r}, no option of the file", right)
            elif index in own:
                reading.warn(one, f"{name} lists option {index} twice", "it counts once")
            else:
                if index in holder:
                    fault = f"option {index} is owned by {holder[index]} and by {name}"
                    how = "each may change it (GMCR+ itself goes wrong there)"
                    reading.warn(one, fault, how)
                own.append(index)
                holder.setdefault(index, name)
        names.append(name)
        owned.append(tuple(own))
        makers.append(one)
    return tuple(names), owned, makers


def _order(
    reading: Reading, options: int, owned: Sequence[Sequence[int]], top: dict[str, Any]
) -> list[int]:
    """The options in the order that states count in: by owner, the first owner's first."""
    grouped = list(dict.fromkeys(one for own in owned for one in own))
    loose = [one for one in range(options) if one not in grouped]
    first = len(owned[0]) if owned else 0
    order = grouped[:first] + loose + grouped[first:]
    if loose:
        fault = f"nobody owns option{'s' * (len(loose) > 1)} {', '.join(map(str, loose))}"
        how = "taken as never changing, and put behind those of the first decision maker"
        reading.warn(top["options"], fault, how)
    if order != list(range(options)):
        fault = "the options do not stand in the order of their owners"
        shown = ", ".join(map(str, order))
        how = f"states are numbered with the options in the order {shown}, as GMCR+ does on loading"
        reading.warn(top["options"], fault, how)
    return order


def _manual(reading: Reading, top: dict[str, Any], makers: Sequence[dict[str, Any]]) -> bool:
    """Whether the rankings by hand count, not the statements."""
    given = [key for key in RANKED if key in top]
    for key in given:
        if not isinstance(top[key], bool):
            reading.fault(top, f"{key} is {short(top[key])}", "true or false")
    if len(given) == 2 and top[RANKED[0]] != top[RANKED[1]]:
        how = f"{RANKED[0]} counts"
        reading.warn(top, f"{RANKED[0]} and {RANKED[1]} contradict each other", how)
    if given:
        return top[given[0]] is True
    ranked = all(any(one.get(key) for key in _RANKINGS) for one in makers)
    manual = ranked and not any(one.get("preferences") for one in makers)
    how = f"taken as {'true, as all have a ranking and none a statement' if manual else 'false'}"
    reading.warn(top, f"there is no {RANKED[0]} (GMCR+ itself refuses such a file)", how)
    return manual


def _ranking(
    reading: Reading, maker: dict[str, Any], codes: NDArray[np.int64]
) -> tuple[tuple[int, ...], ...]:
    """Groups of states by their codes, best first, from their numbers."""
    name = maker.get("name")
    key = next((one for one in _RANKINGS if one in maker), _RANKINGS[0])
    given = reading.list_of(maker, key, f"the ranking of {name}")
    groups: list[tuple[int, ...]] = []
    seen: set[int] = set()
    for group in given:
        own = group if isinstance(group, list) else [group]
        for number in own:
            if not is_index(number, len(codes) + 1) or number == 0:
                fault = f"the ranking of {name} has {short(number)}, no state"
                right = f"numbers from 1 to {len(codes)}, one each feasible state"
                reading.fault(group if isinstance(group, list) else given, fault, right)
                return ()
            if number in seen:
                fault = f"the ranking of {name} has state {number} twice"
                reading.fault(group if isinstance(group, list) else given, fault, "once")
                return ()
            seen.add(number)
        if own:
            groups.append(tuple(int(codes[number - 1]) for number in own))
    if len(seen) < len(codes):
        lacking = next(one for one in range(1, len(codes) + 1) if one not in seen)
        fault = f"the ranking of {name} leaves out state {lacking}"
        reading.fault(given, fault, f"all of the {len(codes)} feasible states")
    return tuple(groups)


def _coalitions(reading: Reading, top: dict[str, Any], parties: int) -> tuple[tuple[int, ...], ...]:
    given = reading.list_of(top, "coalitions", "coalitions")
    groups: list[tuple[int, ...]] = []
    for one in given:
        own = one if isinstance(one, list) else [one]
        if any(not is_index(member, parties) for member in own):
            fault = f"a coalition has {short(one)}, no decision maker"
            reading.fault(given, fault, f"numbers from 0 to {parties - 1}")
            return ()
        groups.append(tuple(sorted(set(own))))
    members = sorted(member for group in groups for member in group)
    if given and members != list(range(parties)):
        fault = "the coalitions do not hold every decision maker once"
        reading.warn(given, fault, "each stands for itself, as in GMCR+")
        return ()
    return tuple(group for group in groups if len(group) > 1)
