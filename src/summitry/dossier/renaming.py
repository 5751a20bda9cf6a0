"""Things of a dossier given another name, or taken out with all that hangs on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from summitry.dossier.mentions import DOSSIER
from summitry.dossier.patching import standing
from summitry.dossier.walking import GONE, Scope, Walk

Data = dict[str, Any]
Path = tuple[str | int, ...]
HOMES = {
    "party": "parties", "issue": "issues", "source": "sources", "event": "events",
    "assessment": "assessments", "track": "tracks", "road map": "road_maps",
}  # fmt: skip
"""Kind of a thing: the root of the dossier whose keys are the names of that kind."""


@dataclass(frozen=True)
class Thing:
    """Something that a dossier names.

    Attributes
    ----------
    kind
        ``party``, ``issue``, ``level``, ``source``, ``event``, ``assessment``, ``track``,
        ``road map``, ``stake``, ``date``, or ``ask`` (of which the name is the party's).
    name
        Its name, as other parts of the dossier speak of it.
    of
        The issue of a level; the party of a stake.
    """

    kind: str
    name: str
    of: str = ""


class NameTakenError(ValueError):
    """A new name that cannot be given."""


class HeldError(ValueError):
    """Something that cannot be taken out, since another thing would be left without sense.

    ``places`` are the paths of what speaks of it.
    """

    def __init__(self, what: str, places: list[tuple[str, ...]]) -> None:
        self.places = places
        super().__init__(what)


def things(data: Mapping[str, Any]) -> Iterator[Thing]:
    """Everything that a dossier's data name."""
    for kind, root in HOMES.items():
        yield from (Thing(kind, name) for name in _mapping(data.get(root)))
    for issue, own in _mapping(data.get("issues")).items():
        levels = _mapping(own).get("levels")
        yield from (Thing("level", str(one), issue) for one in levels or ())
    for party, own in _mapping(data.get("stakes")).items():
        yield from (Thing("stake", one, party) for one in _mapping(own))
    yield from (Thing("date", one) for one in _mapping(_mapping(data.get("time")).get("dates")))
    asks = _mapping(_mapping(data.get("process")).get("big_ask"))
    yield from (Thing("ask", one) for one in asks)


def _mapping(node: object) -> Mapping[str, Any]:
    return node if isinstance(node, Mapping) else {}


def _is(one: Thing, kind: str, name: str, scope: Scope) -> bool:
    """Whether a name at a place means a thing."""
    of = {"level": scope.issue, "stake": scope.party}.get(kind, "")
    return (one.kind, one.name, one.of) == (kind, name, of)


def renamed(data: Data, one: Thing, new: str) -> Data:
    """A dossier's data in which a thing has another name, everywhere.

    Parameters
    ----------
    data
        The dossier, as plain data.
    one
        What is renamed; the data have it.
    new
        Its name from now on. Whether it can be one is for the checks of the whole.

    Raises
    ------
    NameTakenError
        No name, or one that another thing of the kind has.
    """
    if not new.strip() or new != " ".join(new.split()):
        msg = "a name, with single blanks in it and none around it"
        raise NameTakenError(msg)
    if Thing(one.kind, new, one.of) in set(things(data)) and new != one.name:
        msg = f"there is a {one.kind} {new!r} already; give another name"
        raise NameTakenError(msg)

    def ask(kind: str, name: str, scope: Scope, key: bool) -> str:
        return new if _is(one, kind, name, scope) else name

    found: Data = DOSSIER.walk(data, Walk(ask, DOSSIER, data), Scope())
    return found


def removed(data: Data, one: Thing, instead: str = "") -> Data:
    """A dossier's data without a thing, and without what cannot be without it.

    A party goes with its stances, stakes, trust and asks, its cover, its critics and its part in
    lists; an issue with the stances, clauses, events and steps that speak of it; changes of
    assessments whose path no longer leads anywhere go as well.

    Parameters
    ----------
    data
        The dossier, as plain data.
    one
        What goes.
    instead
        For a level: the level that takes its place in stances, steps, clauses and events.

    Raises
    ------
    HeldError
        An issue would be left without whoever performs it, or without its status quo.
    """
    found, gone = data, {one}
    if one.kind == "level":
        found = _without_position(data, one)
    while gone:
        before = set(things(found))
        found = _without(found, gone, one, instead)
        gone = before - set(things(found)) - gone
    return _settled(data, found)


def _without(data: Data, gone: set[Thing], first: Thing, instead: str) -> Data:
    asks = {Thing("ask", one.name) for one in gone if one.kind == "party"}

    def ask(kind: str, name: str, scope: Scope, key: bool) -> Any:  # noqa: ANN401
        if instead and not key and _is(first, kind, name, scope):
            return instead
        return GONE if any(_is(one, kind, name, scope) for one in gone | asks) else name

    walk = Walk(ask, DOSSIER, data)
    found: Data = DOSSIER.walk(data, walk, Scope())
    if walk.kept:
        msg = f"something speaks of {first.name!r} that cannot be without it"
        raise HeldError(msg, walk.kept)
    return found


def _without_position(data: Data, level: Thing) -> Data:
    """Data in which a level's position is gone, where the issue gives positions."""
    issue = data["issues"][level.of]
    at, levels = issue.get("at"), [str(one) for one in issue.get("levels", ())]
    if not isinstance(at, list) or len(at) != len(levels):
        return data
    number = levels.index(level.name)
    own = {**issue, "at": at[:number] + at[number + 1 :]}
    return {**data, "issues": {**data["issues"], level.of: own}}


def taken_out(data: Data, path: Path) -> Data:
    """A dossier's data without what stands at a path, and without dotted paths that lead there.

    For parts that have no name of their own: a stance, a clause, cover, a relation. Mappings that
    are left empty on the way stay.
    """
    return _settled(data, _less(data, path))


def _settled(before: Data, after: Data) -> Data:
    """Data without the dotted paths that led to something before, and do so no more."""

    def ask(kind: str, name: str, scope: Scope, key: bool) -> str:
        return name

    def gone(path: str) -> bool:
        steps = path.split(".")
        return any(
            standing(before, steps[:many]) is not None and standing(after, steps[:many]) is None
            for many in range(2, len(steps) + 1)
        )

    made: Data = DOSSIER.walk(after, Walk(ask, DOSSIER, after, gone), Scope())
    return made


def _less(node: Any, path: Path) -> Any:  # noqa: ANN401 - plain data
    step, rest = path[0], path[1:]
    if isinstance(node, list) and isinstance(step, int):
        inner = [_less(node[step], rest)] if rest else []
        return [*node[:step], *inner, *node[step + 1 :]]
    if rest:
        return {**node, step: _less(node[step], rest)}
    return {key: one for key, one in node.items() if key != step}
