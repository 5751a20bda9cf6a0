"""Levels of an issue added, moved and taken out; and what goes when anything is taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from summitry.dossier.model import Dossier
from summitry.dossier.otherwise import with_changes
from summitry.dossier.renaming import HeldError, Thing, removed, taken_out
from summitry.dossier.writeback import NOTHING, differences
from summitry.workbench.adding import MOST_LEVELS, AddError
from summitry.workbench.asking import Kind
from summitry.workbench.choosing import short
from summitry.workbench.fields import said
from summitry.workbench.items import Item, items
from summitry.workbench.places import Plain, placed

Data = dict[str, Any]
LEVEL = Kind("level", "Levels", "level", "", ("issues", "*", "levels"), (), thing="level")
"""Not in the list of kinds: levels are on the page of their issue."""
MOST_TOLD = 60
MOST_NAME = 60


def levels(data: Mapping[str, Any]) -> Iterator[Item]:
    """Every level of every issue."""
    for key, issue in data.get("issues", {}).items():
        for level in issue.get("levels", ()):
            yield Item(LEVEL, ("issues", key, "levels", str(level)), str(level))


def thing_of(item: Item) -> Thing | None:
    """What the dossier names by an item's name; None where it has none."""
    if not item.kind.thing:
        return None
    of = str(item.path[1]) if item.kind.thing in ("level", "stake") else ""
    return Thing(item.kind.thing, item.name, of)


def without_item(data: Data, item: Item, instead: str = "") -> Data:
    """A dossier's data without an item and what hangs on it.

    Raises
    ------
    HeldError
        Something cannot be without it.
    """
    thing = thing_of(item)
    if thing is not None:
        return removed(data, thing, instead)
    found = taken_out(data, item.path)
    if item.kind.key != "change":
        return found
    name = str(item.path[1])
    return with_changes(found, name, found["assessments"][name]["set"])


def consequences(dossier: Dossier, data: Data, wanted: Data, item: Item) -> list[str]:
    """In words, what else goes with an item, and what changes without it."""
    every = items(dossier, data)
    found: dict[str, None] = {}
    for path, (before, now) in differences(data, wanted).items():
        if path == item.path:
            continue
        if now is NOTHING:
            below = [one for one in every if one.path[: len(path)] == path and one.path]
            if below and len(below[0].path) >= len(path):
                found.update({f"{one.kind.one}: {one.label}": None for one in below})
                continue
        if isinstance(before, list) and isinstance(now, list):
            gone = [(number, one) for number, one in enumerate(before) if one not in now]
            named = {one.path: f"{one.kind.one}: {one.label}" for one in every}
            if gone and all((*path, number) in named for number, _ in gone):
                found.update({named[*path, number]: None for number, _ in gone})
                continue
            texts = [short(one if isinstance(one, str) else _listed(one)) for _, one in gone]
            what = f" without {'; '.join(texts)}" if texts else ""
        elif now is NOTHING:
            what = " without it"
        else:
            what = f", now {short(said(now))}" if not isinstance(now, Mapping) else ""
        found[f"{_place(every, path)}{what}"] = None
    own = f"{item.kind.one}: {item.label}"
    return [one for one in found if one != own]


def _listed(node: Plain) -> str:
    return ", ".join(f"{key} {said(one)}" for key, one in node.items() if not isinstance(
        one, Mapping)) if isinstance(node, Mapping) else said(node)  # fmt: skip


def _place(every: list[Item], path: tuple[str, ...]) -> str:
    """A place in words: the item it is in, and the rest of the way."""
    inside = [one for one in every if one.path and one.path == path[: len(one.path)]]
    if not inside:
        return " › ".join(path).replace("_", " ")
    item = max(inside, key=lambda one: len(one.path))
    rest = " › ".join(path[len(item.path) :]).replace("_", " ")
    label = item.kind.title if item.kind.single else f"{item.kind.one}: {item.label}"
    return f"{label}{f' › {rest}' if rest else ''}"


def in_the_way(dossier: Dossier, data: Data, error: HeldError) -> list[str]:
    """In words, what stands in the way of taking something out."""
    every = items(dossier, data)
    words = {"performed_by": "is performed by it: say first who else performs it",
             "status_quo": "stands there now: say first which level it stands at"}  # fmt: skip
    return [f"“{_place(every, place[:2]).partition(': ')[2]}” {words.get(place[2], 'needs it')}"
            for place in error.places]  # fmt: skip


def with_level(data: Data, issue: str, name: str, after: int) -> Data:
    """Data with a level more, behind so many others.

    Where places are written, it lies halfway between its neighbours; where a party's worth of each
    level is, the new one's is between its neighbours' and marked as assumed.

    Raises
    ------
    AddError
        No name, one that is taken, or too many levels.
    """
    own = data["issues"][issue]
    old = [str(one) for one in own["levels"]]
    text = " ".join(name.split())
    if not text or len(text) > MOST_NAME or text in old:
        right = f"a name of at most {MOST_NAME} characters that no other level has"
        raise AddError("level-new", right)
    if len(old) >= MOST_LEVELS:
        raise AddError("level-new", f"an issue has at most {MOST_LEVELS} levels")
    after = min(max(after, 0), len(old))
    made = {**own, "levels": [*own["levels"][:after], text, *own["levels"][after:]]}
    at = own.get("at")
    if isinstance(at, list) and len(at) == len(old):
        before, behind = at[after - 1] if after else 0, at[after] if after < len(at) else 1
        middle = round((before + behind) / 2, 6)
        made["at"] = [*at[:after], middle, *at[after:]]
    found = {**data, "issues": {**data["issues"], issue: made}}
    for party, stances in data.get("stances", {}).items():
        values = stances.get(issue, {}).get("values")
        if isinstance(values, Mapping):
            near = [values.get(one) for one in old[max(after - 1, 0) : after + 1]]
            place = ("stances", party, issue, "values", text)
            found = placed(found, place, _between(near))
    return found


def _between(near: list[Plain]) -> Plain:
    bare = [one.get("value") if isinstance(one, Mapping) else one for one in near]
    modes = sorted(one[1] if isinstance(one, list) else one for one in bare
                   if isinstance(one, int | float | list))  # fmt: skip
    low, high = (modes[0], modes[-1]) if modes else (0, 1)
    note = "Between its neighbours', until somebody codes it."
    middle = round((low + high) / 2, 6)
    return {"value": [low, middle, high], "kind": "assumed", "note": note}


def moved_level(data: Data, issue: str, level: str, by: int) -> Data:
    """Data with a level farther up or down among the others; places stay in order."""
    own = data["issues"][issue]
    order = list(own["levels"])
    at = [str(one) for one in order].index(level)
    to = min(max(at + by, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    return {**data, "issues": {**data["issues"], issue: {**own, "levels": order}}}
