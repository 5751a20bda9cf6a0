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
        if path.split(".")[0] in ("audiences", "summitry"):
            fault = f"{path!r} is never shown or always"
            yield Fault("S324", ("audiences", path), fault, "leave it out", key=True)
        elif not _leads(data, path):
            known = [key for key in keys_at(()) if key not in ("audiences", "summitry")]
            right = nearest(path, known, "a path such as stances.us or events.agreed")
            yield Fault("S324", ("audiences", path), f"{path!r} leads nowhere", right, key=True)


def _leads(data: Mapping[str, Any], path: str) -> bool:
    """Whether a path names something that is there, or that could be."""
    if path in BUILT_IN_PATHS:
        return True
    return _inside(data, path, ())


def _inside(node: object, rest: str, where: tuple[str, ...]) -> bool:
    parts = items_by_name(node) or {}
    for name, inner in parts.items():
        if rest == name:
            return True
        if rest.startswith(f"{name}.") and _inside(inner, rest[len(name) + 1 :], (*where, name)):
            return True
    return rest in keys_at(where)
