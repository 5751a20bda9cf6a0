"""Changes to a dossier's data by path: ``process.trust.us``, ``cover.rok>hawks.strength``.

Paths are dotted. Items of a list are named by what they say, never by their number: cover by
``giver>critic``, red lines by ``above LEVEL`` or ``below LEVEL``; a name that none of them has adds
one. Mappings that are missing on the way are made, so that a school may add what the base leaves
out (an ask, say), and null takes out what stands there. Whether the result makes sense is for the
checks of the whole.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from summitry.dossier.problem import Fault, nearest

Where = tuple[str | int, ...]

FIXED = ("summitry", "title", "question", "as_of", "coded", "coded_after_outcome", "author", "note",
         "unknowns", "sources", "events", "assessments", "levers", "reveals", "coding", "audiences",
         "influence")  # fmt: skip
"""What rival assessments of one dossier share."""
OPEN = (
    "law", "confidence", "parties", "issues", "stances", "stakes", "cover", "clauses", "process",
    "time", "tracks", "road_maps", "relations", "curve", "loss_aversion",
)  # fmt: skip


class PatchError(Exception):
    """Changes that cannot be made, each as a fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(one.fault for one in faults))
        self.faults = faults


def patched(
    data: Mapping[str, Any], changes: Mapping[str, Any], place: Where = ()
) -> dict[str, Any]:
    """Data with changes made, in order; the data given stay as they are.

    Parameters
    ----------
    data
        A dossier's data.
    changes
        Path: what stands there instead; None takes out what stands there.
    place
        Where in the file the changes stand, for faults.

    Raises
    ------
    PatchError
        With every path that leads nowhere.
    """
    found: dict[str, Any] = dict(data)
    faults = []
    for path, value in changes.items():
        try:
            if path.split(".")[0] not in OPEN:
                _refuse_root(path)
            _refuse_unknown(data, path, value)
            found = put(found, path.split("."), copy.deepcopy(value), path)
        except LookupError as error:
            fault, right = error.args
            faults.append(Fault("S314", (*place, path), fault, right, key=True))
    if faults:
        raise PatchError(faults)
    return found


def put(node: Any, steps: list[str], value: object, whole: str) -> Any:  # noqa: ANN401
    """A copy of a node with a value set below it; only what changes is copied.

    None takes out what stands there. Of cover and of red lines, a name that no item has is that of
    a new one, behind the others; what its name says need not be said again.

    ``whole`` is the path as it was written; ``steps`` are its last ones, from the node on.

    Raises
    ------
    LookupError
        A path that leads nowhere: what is wrong, and what would be right.
    """
    if _has_named_items(whole.split(".")[: -len(steps)]) and isinstance(node, Mapping | list):
        return _put_item(node, steps, value, whole)
    return _put_key(node, steps, value, whole)


def _put_key(node: Any, steps: list[str], value: object, whole: str) -> Any:  # noqa: ANN401
    step, rest = steps[0], steps[1:]
    if not isinstance(node, Mapping):
        fault = f"{whole!r}: {step!r} lies inside something that has no parts"
        raise LookupError(fault, "set the whole of it")  # noqa: TRY004 - a path that leads nowhere
    if value is None and not rest:
        if step not in node:
            raise _nothing(whole, step, node)
        return {key: one for key, one in node.items() if key != step}
    below = node.get(step)
    if not rest:
        return {**node, step: value}
    return {**node, step: put({} if below is None else below, rest, value, whole)}


def _put_item(node: Any, steps: list[str], value: object, whole: str) -> Any:  # noqa: ANN401
    """A list of named items, or one written without brackets, with something put into it."""
    step, rest = steps[0], steps[1:]
    every = list(node) if isinstance(node, list) else [node] if node else []
    names = [_name(one) for one in every]
    known = [one for one in names if one]
    said = _said_by(step)
    if said is None and len(every) == 1 and _lines(every[0]):
        made = _put_key(every[0], steps, value, whole)  # of one red line, its name may be left out
        return [made] if isinstance(node, list) else made
    if step not in names and (rest or said is None):
        raise LookupError(f"{whole!r}: there is no {step!r}", nearest(step, known))
    if value is None and not rest:
        if step not in names:
            raise _nothing(whole, step, known)
        return [one for one, name in zip(every, names, strict=True) if name != step]
    if rest:
        item: Any = put(every[names.index(step)], rest, value, whole)
    else:
        item = (
            {**said, **value} if said and isinstance(value, Mapping) and not _name(value) else value
        )
    if step not in names:
        if _name(item) != step:
            raise LookupError(
                f"{whole!r}: what is put there is no {step!r}", "a mapping of the rest"
            )
        return [*every, item] if every else [item]
    every[names.index(step)] = item
    return every if isinstance(node, list) else item


def _has_named_items(path: list[str]) -> bool:
    """Whether items of a list stand at a path that other paths call by name."""
    return path == ["cover"] or (len(path) == 4 and path[0] == "stances" and path[3] == "red_line")


def _said_by(name: str) -> dict[str, str] | None:
    """What the name of an item says of it; None for what can be no such name."""
    giver, sign, critic = name.partition(">")
    if sign:
        return {"from": giver, "to": critic}
    side, blank, level = name.partition(" ")
    return {side: level} if blank and side in ("above", "below") else None


def _nothing(whole: str, step: str, known: Iterable[str]) -> LookupError:
    fault = f"{whole!r}: there is no {step!r} to take out"
    return LookupError(fault, nearest(step, known))


def _refuse_unknown(data: Mapping[str, Any], path: str, value: object) -> None:
    """An assessment may say more of a party or an issue, but cannot bring in or leave out one."""
    root, *names = path.split(".")
    if value is None and root in ("parties", "issues") and len(names) < 2:
        fault = f"{path!r}: assessments of one dossier share its {root}"
        raise LookupError(fault, "take out what is said of it: its stances, its stakes, its asks")
    homes = {"stances": ("parties", "issues"), "stakes": ("parties",)}.get(root, (root,))
    for home, name in zip(homes, names, strict=False):
        known = data.get(home, {})
        if home == "tracks" and len(names) == 1:
            continue  # a whole track may be brought in
        if (
            home in ("parties", "issues", "tracks")
            and isinstance(known, Mapping)
            and name not in known
        ):
            raise LookupError(f"{path!r}: {name!r} is none of the {home}", nearest(name, known))


def _refuse_root(whole: str) -> None:
    root = whole.split(".")[0]
    if root in FIXED:
        fault = f"{whole!r}: assessments of one dossier share its {root}"
        raise LookupError(fault, f"change one of: {', '.join(OPEN)}")
    fault = f"{whole!r}: a dossier has no {root!r}"
    raise LookupError(fault, nearest(root, OPEN))


def _name(item: object) -> str | None:
    """What an item of a list is called."""
    if isinstance(item, Mapping) and "from" in item and "to" in item:
        return f"{item['from']}>{item['to']}"
    return next(iter(_lines(item)), None)


def _lines(item: object) -> list[str]:
    """Names of a red line, if the item is one."""
    if not isinstance(item, Mapping):
        return []
    return [f"{side} {item[side]}" for side in ("above", "below") if side in item]


def items_by_name(node: object) -> dict[str, Any] | None:
    """The parts of a mapping, or of a list whose items have names; None for what has none."""
    if isinstance(node, Mapping):
        return {str(key): value for key, value in node.items()}
    if isinstance(node, list) and node:
        names = [_name(item) for item in node]
        if all(names) and len(set(names)) == len(names):
            return dict(zip((name or "" for name in names), node, strict=True))
    return None


def borne(
    data: Mapping[str, Any], own: Mapping[str, Any], changes: Mapping[str, Any]
) -> dict[str, Any]:
    """Changes to numbers without those of something that a school has taken out or replaced.

    Parameters
    ----------
    data
        A dossier's data with the school's changes.
    own
        The school's changes.
    changes
        What is to be changed besides.
    """
    return {
        path: value
        for path, value in changes.items()
        if standing(data, path.split(".")[:-1]) is not None
        or not any(path.startswith(f"{one}.") for one in own)
    }


def standing(node: Any, steps: Sequence[str]) -> object:  # noqa: ANN401 - plain data
    """What stands at a path, items of lists by name; None for nothing."""
    for step in steps:
        parts = items_by_name(node) or {}
        if isinstance(node, Mapping) and step not in parts and step in _lines(node):
            continue  # of one red line that is written without brackets
        if isinstance(node, list) and step not in parts and len(node) == 1 and _lines(node[0]):
            parts = node[0]  # of one red line, its name may be left out
        if step not in parts:
            return None
        node = parts[step]
    return node


def named_steps(path: Where, data: object) -> list[str]:
    """Steps of a place in the data as a path would write them, items of lists by name."""
    steps: list[str] = []
    node: Any = data
    for step in path:
        if _has_named_items(steps) and _lines(node):  # one red line, written without brackets
            node = [node]
            if isinstance(step, str):
                steps.append(_name(node[0]) or "")
                node = node[0]
        counted = isinstance(node, list) and isinstance(step, int) and step < len(node)
        inside = step in node if isinstance(node, Mapping) else counted
        node = node[step] if inside else None
        steps.append(_name(node) or str(step) if isinstance(step, int) else step)
    return steps
