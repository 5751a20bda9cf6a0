"""Edits in groups few enough for every mixture to be run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summitry.dossier.model import Dossier
from summitry.sensitivity.edits import Edit
from summitry.sensitivity.naming import label
from summitry.sensitivity.shapley import MOST

STRUCTURE = "structure: issues, parties, clauses"
REST = "everything else"
_WHOLE = {
    "stances": 3, "stakes": 3, "parties": 3, "issues": 3, "cover": 2, "process": 2,
    "loss_aversion": 2,
}  # fmt: skip
"""Steps that a path needs to name a number."""
_KINDS = {
    "trust": "trust",
    "hidden": "what is hidden",
    "big_ask": "big asks",
    "rapport": "personal bond",
    "slip": "slip",
    "cover": "cover",
    "curve": "curve",
    "loss_aversion": "loss aversion",
    "clauses": "clauses",
    "time": "time",
    "law": "law of the ranges",
    "confidence": "default confidence",
}


@dataclass(frozen=True, eq=False)
class Cause:
    """Edits that are told of together."""

    name: str
    edits: tuple[Edit, ...]


def causes(
    dossier: Dossier, found: Sequence[Edit], named: Mapping[str, Iterable[str]]
) -> list[Cause]:
    """Edits grouped as the dossier names them, and the rest by what they are of.

    A single edit is a group of its own while there are few; where there are more groups than
    :data:`MOST`, the rest are taken together by part of the dossier, then all.
    """
    by_path = {path: name for name, paths in named.items() for path in paths}
    groups: dict[str, list[Edit]] = {}
    rest: list[Edit] = []
    for edit in found:
        own = _named(edit, by_path)
        if own is not None:
            groups.setdefault(own, []).append(edit)
        elif edit.structural:
            groups.setdefault(STRUCTURE, []).append(edit)
        else:
            rest.append(edit)
    room = max(1, MOST - len(groups))
    for ways in (_alone, _kind, _root, lambda _dossier, _edit: REST):
        told: dict[str, list[Edit]] = {}
        for edit in rest:
            told.setdefault(ways(dossier, edit), []).append(edit)
        if len(told) <= room:
            break
    every = {**groups, **told} if rest else groups
    if len(every) > MOST:  # the dossier itself names too many groups
        kept = dict(list(every.items())[: MOST - 1])
        spare = [edit for name, own in every.items() if name not in kept for edit in own]
        every = {**kept, REST: [*kept.pop(REST, []), *spare]}
    return [Cause(name, tuple(own)) for name, own in every.items()]


def called(dossier: Dossier, paths: Sequence[str]) -> str:
    """What some changes are called together, by the parts of the dossier that they are of."""
    every = [Edit(tuple(path.split(".")), None, None) for path in paths]
    for way in (_alone, _kind, _root):
        names = {way(dossier, edit) for edit in every}
        if len(names) == 1:
            return names.pop()
    return REST


def _named(edit: Edit, by_path: Mapping[str, str]) -> str | None:
    for path, name in by_path.items():
        inside = edit.name.startswith(f"{path}.") or path.startswith(f"{edit.name}.")
        if edit.name == path or inside:
            return name
    return None


def _alone(dossier: Dossier, edit: Edit) -> str:
    if len(edit.path) < _WHOLE.get(edit.path[0], 1):
        return " ".join(step.replace("_", " ") for step in edit.path)
    return label(dossier, "/".join(edit.path)).text


def _kind(dossier: Dossier, edit: Edit) -> str:
    """What a reader would call it: trust, big asks, what some party wants."""
    root, *rest = edit.path
    if root == "stances" and rest:
        return f"what {dossier.label(rest[0])} wants"
    if root == "stakes" and rest:
        return f"what no deal means to {dossier.label(rest[0])}"
    if root == "parties" and rest:
        return f"power and trust of {dossier.label(rest[0])}"
    if root == "process" and rest:
        return _KINDS.get(rest[0], rest[0].replace("_", " "))
    return _KINDS.get(root, root.replace("_", " "))


def _root(dossier: Dossier, edit: Edit) -> str:
    own = {
        "stances": "what parties want",
        "stakes": "what no deal means",
        "parties": "power and trust of critics",
        "process": "the process: trust, bond, asks",
    }
    return own.get(edit.path[0], _kind(dossier, edit))
