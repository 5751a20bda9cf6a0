"""What an assessment has to say so that a dossier's data become what is wanted.

The changes that an assessment has are kept where they are good: only what differs is said anew,
each at the path of the smallest part that a school would speak of by itself: a number with its
reason, a red line, an ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from summitry.dossier.editing import same
from summitry.dossier.patching import PatchError, items_by_name, patched, put, standing

Data = dict[str, Any]
Plain = Any
Path = tuple[str, ...]
DEPTH = {"stances": 3, "stakes": 3, "process": 3, "time": 3, "cover": 2, "tracks": 2,
         "road_maps": 2, "parties": 3, "issues": 4}  # fmt: skip
"""How deep a part lies that a school may bring in by itself; elsewhere, one step."""
REASONS = ("kind", "coder", "date", "note", "cite")


def said_otherwise(base: Data, own: Mapping[str, Any], wanted: Data) -> Data:
    """An assessment's changes, made so that with them the dossier says what is wanted.

    Parameters
    ----------
    base
        The dossier's data.
    own
        The changes that the assessment has; they lead somewhere.
    wanted
        What the dossier's data should be with the assessment's changes. A part that is empty is as
        good as none.

    Returns
    -------
    dict
        Path: what stands there instead; None takes out what the dossier has there.

    Raises
    ------
    LookupError
        No change can say that: what is wanted differs where assessments have no say.
    """
    before, now = lean(patched(base, own)), lean(wanted)
    found = dict(own)
    for path, value in differing(before, now):
        found = _with(found, path, value)
    kept = {
        path: value
        for path, value in found.items()
        if (path in own and same(own[path], value)) or not _as_in(base, path, value)
    }
    for changes in (kept, dict(differing(lean(base), now))):
        try:
            if not any(differing(lean(patched(base, changes)), now)):
                return changes
        except PatchError:
            continue
    msg = "assessments of one dossier share that; change it in the dossier itself"
    raise LookupError(msg)


def _as_in(base: Data, path: str, value: Plain) -> bool:
    """Whether a change says what the dossier says anyway."""
    steps = tuple(path.split("."))
    old = _unnamed(steps[-1], standing(base, steps))
    return not any(differing(lean(old), lean(_unnamed(steps[-1], value)), steps))


def _with(changes: Data, path: str, value: Plain) -> Data:
    """Changes with one more, put into the one around it where there is one."""
    around = [one for one in changes if path.startswith(f"{one}.") and changes[one] is not None]
    if path not in changes and around:
        home = max(around, key=len)
        steps = path.split(".")[len(home.split(".")) :]
        return {**changes, home: put(changes[home], steps, value, path)}
    left = {one: old for one, old in changes.items() if not one.startswith(f"{path}.")}
    return {**left, path: value}


def with_changes(data: Data, name: str, changes: Mapping[str, Any]) -> Data:
    """A dossier's data in which an assessment makes these changes; its groups keep what is left."""
    school = {**data["assessments"][name], "set": dict(changes)}
    if school.get("groups"):
        groups = {
            group: [one for one in paths if one in changes]
            for group, paths in school["groups"].items()
        }
        school["groups"] = {group: paths for group, paths in groups.items() if paths}
    if not school.get("groups", True):
        del school["groups"]
    return {**data, "assessments": {**data["assessments"], name: school}}


def with_own_reasons(base: Data, before: Data, wanted: Data) -> Data:
    """What is wanted, without the dossier's reasons where a school puts numbers of its own.

    A passage that bears out the dossier's number does not bear out another. What was said of the
    number with it stays (how sure it is).
    """
    found = wanted
    for path, value in differing(lean(before), lean(wanted)):
        old: Plain = standing(base, path.split("."))
        if not (_estimate(old) and _estimate(value)) or same(old["value"], value["value"]):
            continue
        left = {
            key: one
            for key, one in value.items()
            if key not in REASONS or key not in old or not same(old[key], one)
        }
        bare = left["value"] if left.keys() == {"value"} else left
        found = put(found, path.split("."), bare, path)
    return found


def lean(node: Plain) -> Plain:
    """Data without mappings and lists that are empty, and without null."""
    if not isinstance(node, Mapping):
        return node
    inside = {key: lean(one) for key, one in node.items()}
    return {key: one for key, one in inside.items() if one not in (None, {}, [])}


def differing(before: Plain, now: Plain, path: Path = ()) -> Iterator[tuple[str, Plain]]:
    """Paths at which two versions of a dossier differ, and what the second has there, None nothing.

    Mappings and lists of named items are looked into; a number with its reason, citations and every
    other list are one thing.
    """
    if same(before, now):
        return
    old, new = _parts(before, path), _parts(now, path)
    order = [key for key in old or () if key in (new or ())]
    order += [key for key in new or () if key not in (old or ())]
    listed = isinstance(before, list) or isinstance(now, list)
    if old is None or new is None or (listed and order != list(new)):
        yield ".".join(path), now
        return
    for key in dict.fromkeys((*old, *new)):
        inner = (*path, key)
        one = old[key] if key in old else new[key]
        none: Plain = [] if isinstance(one, list) else {}
        small = len(inner) < DEPTH.get(inner[0], 1) and _parts(one, inner)
        if (key in old and key in new) or small:
            yield from differing(old.get(key, none), new.get(key, none), inner)
        else:
            yield ".".join(inner), _unnamed(key, new[key]) if key in new else None


def _parts(node: Plain, path: Path) -> Data | None:
    """What can be changed by itself in a part; None where only the whole can."""
    if path[-1:] == ("cite",) or (isinstance(node, Mapping) and {"value", "coders"} & set(node)):
        return None
    if len(path) == 4 and path[0] == "stances" and path[3] == "red_line":
        node = [node] if isinstance(node, Mapping) else node  # one, written without brackets
    return {} if node is None or node == [] else items_by_name(node)


def _estimate(node: Plain) -> bool:
    return isinstance(node, Mapping) and "value" in node


def _unnamed(key: str, item: Plain) -> Plain:
    """An item that is brought in, without what its name says already."""
    giver, _, critic = key.partition(">")
    side, _, level = key.partition(" ")
    said = {"from": giver, "to": critic} if critic else {side: level}
    if not isinstance(item, Mapping) or any(item.get(one) != text for one, text in said.items()):
        return item
    return {name: one for name, one in item.items() if name not in said}
