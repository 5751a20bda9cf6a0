"""Changes to a dossier's data by path: ``process.trust.us``, ``cover.rok>hawks.strength``.

Paths are dotted. Items of a list are named by what they say, never by their number: cover by
``giver>critic``, red lines by ``above LEVEL`` or ``below LEVEL``. Mappings that are missing on the
way are made, so that a school may add what the base leaves out (an ask, say); whether the result
makes sense is for the checks of the whole.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from summitry.dossier.problem import Fault, nearest

Where = tuple[str | int, ...]

FIXED = ("summitry", "title", "question", "as_of", "sources", "events", "assessments", "unknowns",
         "levers", "reveals", "coding", "audiences")  # fmt: skip
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
    """Data with changes made; the data given stay as they are.

    ``place`` is where in the file the changes stand, for faults.

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
            _refuse_unknown(data, path)
            found = put(found, path.split("."), copy.deepcopy(value), path)
        except LookupError as error:
            fault, right = error.args
            faults.append(Fault("S314", (*place, path), fault, right, key=True))
    if faults:
        raise PatchError(faults)
    return found


def put(node: Any, steps: list[str], value: object, whole: str) -> Any:  # noqa: ANN401
    """A copy of a node with a value set below it; only what changes is copied.

    ``whole`` is the path as it was written, for the LookupError of one that leads nowhere.
    """
    step, rest = steps[0], steps[1:]
    names = [_name(item) for item in node] if isinstance(node, list) else []
    if isinstance(node, list) and any(names):
        if step not in names and len(node) == 1 and _name(node[0]) in _lines(node[0]):
            return [put(node[0], steps, value, whole)]  # of one red line, its name may be left out
        if step not in names:
            fault = f"{whole!r}: there is no {step!r}"
            raise LookupError(fault, nearest(step, [one for one in names if one]))
        at = names.index(step)
        inner = put(node[at], rest, value, whole) if rest else value
        return [inner if number == at else item for number, item in enumerate(node)]
    if not isinstance(node, Mapping):
        fault = f"{whole!r}: {step!r} lies inside something that has no parts"
        raise LookupError(fault, "set the whole of it")  # noqa: TRY004 - a path that leads nowhere
    if rest and step not in node and _name(node) == step:  # a list of one, written without brackets
        return put(node, rest, value, whole)
    below = node.get(step)
    if not rest:
        return {**node, step: value}
    return {**node, step: put({} if below is None else below, rest, value, whole)}


def _refuse_unknown(data: Mapping[str, Any], path: str) -> None:
    """An assessment may say more of a party or an issue, but cannot bring in another."""
    root, *names = path.split(".")
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


def named_steps(path: Where, data: object) -> list[str]:
    """Steps of a place in the data as a path would write them, items of lists by name."""
    steps = []
    node: Any = data
    for step in path:
        inside = step in node if isinstance(node, Mapping) else isinstance(node, list)
        node = node[step] if inside else None
        steps.append(_name(node) or str(step) if isinstance(step, int) else step)
    return steps
