"""Who may see what: a dossier's ``audiences``, in which nothing is shown unless it is named.

An item is named by its path (``stances.us.sanctions``); what is in it goes with it unless a longer
path says otherwise. ``team`` is whoever may open the file, ``anyone`` the
whole world (not ``public``: a public is often a party).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summitry.dossier.form import keys_at
from summitry.dossier.model import Dossier
from summitry.dossier.patching import items_by_name
from summitry.dossier.problem import Fault, nearest

TEAM, ANYONE = "team", "anyone"
BUILT_IN = ("agreed", "exchange", "mutual moves", "readings collide")
"""Events that no dossier writes, and that a path may name like those of the dossier."""
BUILT_IN_PATHS = (*(f"events.{one}" for one in BUILT_IN), "road_maps.proposed")
"""Paths of what is worked out and stands in no dossier."""


_NEVER = ("audiences", "coding", "summitry")
"""Roots that no mark is about."""


def parts_at(node: object, path: Sequence[str]) -> dict[str, Any] | None:
    """The parts of a node that marks can name, by name; None for what has none.

    Beside what an assessment can name: clauses and unknowns by their words, a relation by its two
    parties (``a and b``), citations in a list by their source.
    """
    if isinstance(node, list) and node:
        names = [_called(one, path) for one in node]
        if all(names) and len(set(names)) == len(names):
            return dict(zip((one or "" for one in names), node, strict=True))
    return items_by_name(node)


def _called(item: object, path: Sequence[str]) -> str | None:
    """What a mark calls an item of a list at a path."""
    if isinstance(item, str):
        return item if tuple(path) in (("clauses",), ("unknowns",)) else None
    if not isinstance(item, Mapping):
        return None
    pair = item.get("between")
    if tuple(path) == ("relations",) and isinstance(pair, list):
        return " and ".join(str(one) for one in pair)
    return str(item["source"]) if path[-1:] == ("cite",) and "source" in item else None


class AudienceError(ValueError):
    """An audience that there is not, or to whom nothing is shown."""


@dataclass(frozen=True)
class Audience:
    """Somebody to whom a dossier may be shown, and the paths that say what."""

    name: str
    marks: Mapping[str, tuple[str, ...]]

    @property
    def sees_all(self) -> bool:
        """Whether it is the team."""
        return self.name == TEAM

    def sees(self, path: Sequence[str]) -> bool:
        """Whether an item is for this audience: by the longest path that leads to it, or not."""
        if self.sees_all:
            return True
        for length in range(len(path), 0, -1):
            given = self.marks.get(".".join(path[:length]))
            if given is not None:
                return ANYONE in given or self.name in given
        return False


def audience(dossier: Dossier, name: str) -> Audience:
    """An audience by name: team, anyone or a party's id.

    Raises
    ------
    AudienceError
        There is none of that name; the message names those there are.
    """
    if name not in (TEAM, ANYONE) and name not in dossier.parties:
        msg = f"no audience {name!r}; one of: {', '.join((TEAM, ANYONE, *dossier.parties))}"
        raise AudienceError(msg)
    return Audience(name, dossier.audiences)


def markings(dossier: Dossier, data: Mapping[str, Any]) -> Iterator[Fault]:
    """Paths that lead somewhere, and audiences that are somebody."""
    for taken in (TEAM, ANYONE):
        if taken in dossier.parties and dossier.audiences:
            fault = f"a party cannot be called {taken!r} where there are audiences"
            yield Fault("S210", ("parties", taken), fault, "another name", key=True)
    for path, given in dossier.audiences.items():
        for one in given:
            if one not in (TEAM, ANYONE) and one not in dossier.parties:
                every = ", ".join((TEAM, ANYONE, *dossier.parties))
                right = nearest(one, (TEAM, ANYONE, *dossier.parties), f"one of: {every}")
                yield Fault("S323", ("audiences", path), f"no audience {one!r}", right)
        if not given:
            yield Fault("S323", ("audiences", path), "nobody is named", "team, anyone, or parties")
        if path.split(".")[0] in _NEVER:
            fault = f"{path!r} is never shown or always"
            yield Fault("S324", ("audiences", path), fault, "leave it out", key=True)
        elif (instead := _lost(data, path)) is not None:
            yield Fault("S324", ("audiences", path), f"{path!r} leads nowhere", instead, key=True)


def _brought(data: Mapping[str, Any]) -> Iterator[str]:
    """Paths of what assessments put in, which need not be there without them."""
    schools = data.get("assessments")
    for school in schools.values() if isinstance(schools, Mapping) else ():
        changes = school.get("set") if isinstance(school, Mapping) else None
        yield from changes if isinstance(changes, Mapping) else ()


def _lost(data: Mapping[str, Any], path: str) -> str | None:
    """What would be right instead of a path that leads nowhere; None for one that does.

    A path may name what is there, or what could be. The message is about the first step that leads
    nowhere.
    """
    if path in BUILT_IN_PATHS or any(
        brought == path or brought.startswith(f"{path}.") for brought in _brought(data)
    ):
        return None
    node: object = data
    where: tuple[str, ...] = ()
    rest = path
    while True:
        parts = parts_at(node, where) or {}
        named = [name for name in parts if rest == name or rest.startswith(f"{name}.")]
        step = max(named, key=len, default=None)
        keys = keys_at(where)
        if parts and not set(parts) & set(keys):
            keys = []  # items under names of their own: no other could be
        if step == rest or (step is None and rest in keys):
            return None
        if step is None:
            break
        node, where, rest = parts[step], (*where, step), rest[len(step) + 1 :]
    known = [one for one in dict.fromkeys([*parts, *keys]) if where or one not in _NEVER]
    if not where:
        return nearest(rest, known, "a path such as stances.us or events.agreed")
    built_in = [one.partition(".") for one in BUILT_IN_PATHS]
    known += [name for root, _, name in built_in if where == (root,)]
    if not any("." in one for one in known):
        rest = rest.partition(".")[0]
    inside = ".".join(where)
    if not known:
        return f"{inside!r}, which has no parts of its own"
    return f"in {inside!r}: {nearest(rest, known)}"
