"""What of a dossier an audience may see, as a dossier of its own.

An item is shown if its path is for the audience *and* everything it speaks of is
(:mod:`summitry.dossier.references`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from summitry.dossier.audience import TEAM, Audience, parts_at
from summitry.dossier.form import to_model
from summitry.dossier.model import Dossier
from summitry.dossier.patching import patched
from summitry.dossier.problem import Fault
from summitry.dossier.references import RULES, Data, closed

NOT_SHOWN = "not shown"
_HIDDEN = object()


def excerpt(dossier: Dossier, who: Audience, assessment: str | None = None) -> Dossier:
    """The part of a dossier that an audience may see, with an assessment's numbers if asked.

    It need not be a whole dossier: a principal may be missing. It is for showing, not for drawing.
    """
    if who.sees_all:
        msg = "the team sees the dossier itself"
        raise ValueError(msg)
    data = _excerpt_of(dossier._base or dossier._tree, who)
    found, _ = to_model(data)
    assert found is not None  # noqa: S101 - _excerpt_of ends with a model that is valid
    if assessment is not None and assessment in found.assessments:
        base = data
        data = patched(base, found.assessments[assessment].set)
        found, _ = to_model(data)
        assert found is not None  # noqa: S101 - each change was tried
        found._base, found._assessment = base, assessment
    found._tree = data
    return found


def unseen(dossier: Dossier) -> Iterator[Fault]:
    """Paths that show nothing to somebody they name, since what the items speak of is hidden."""
    if not dossier.audiences:
        return
    names = dict.fromkeys(one for given in dossier.audiences.values() for one in given)
    for name in names:
        if name == TEAM:
            continue
        data = _excerpt_of(dossier._tree, Audience(name, dossier.audiences))
        for path, given in dossier.audiences.items():
            there = _stands(dossier._tree, path, ())  # else a default, or what a school brings
            if name in given and there and not _stands(data, path, ()):
                text = f"{path!r} shows nothing to {name!r}: it speaks of what {name!r} cannot see"
                right = "show that too, or leave it out"
                yield Fault("W611", ("audiences", path), text, right, key=True)


def _stands(node: object, path: str, where: tuple[str, ...]) -> bool:
    parts = parts_at(node, where) or {}
    return path in parts or any(
        path.startswith(f"{name}.") and _stands(inner, path[len(name) + 1 :], (*where, name))
        for name, inner in parts.items()
    )


def _excerpt_of(data: Mapping[str, Any], who: Audience) -> Data:
    found = _pruned(data, (), who)
    kept: Data = {} if found is _HIDDEN else found
    kept = {"summitry": 1, "title": NOT_SHOWN, "as_of": NOT_SHOWN, "parties": {}, "issues": {},
            "stances": {}, **{key: one for key, one in kept.items() if key in RULES}}  # fmt: skip
    while True:
        kept = closed(kept, who)
        _, faults = to_model(kept)
        if not faults:
            return kept
        before = kept
        for fault in faults:
            kept = _less(kept, fault.path)
        if kept == before:  # what is at fault cannot be taken out by itself
            roots = {fault.path[0] for fault in faults if fault.path}
            kept = {key: one for key, one in kept.items() if key not in roots}


def _less(data: Any, path: tuple[str | int, ...]) -> Any:
    """Data without what stands at a path; a list at fault goes as a whole."""
    if not path or isinstance(data, list):
        return type(data)()
    if path[0] not in data:
        return data  # it went with another fault
    inner = data[path[0]]
    if len(path) > 1 and isinstance(inner, Mapping):
        return {**data, path[0]: _less(inner, path[1:])}
    return {key: one for key, one in data.items() if key != path[0]}


def _pruned(node: Any, path: tuple[str, ...], who: Audience) -> Any:
    """A node without what is not for the audience; _HIDDEN where nothing is left."""
    parts = parts_at(node, path)
    if parts is None or not parts:
        return copy.deepcopy(node) if who.sees(path) else _HIDDEN
    kept = {name: _pruned(inner, (*path, name), who) for name, inner in parts.items()}
    kept = {name: inner for name, inner in kept.items() if inner is not _HIDDEN}
    if not kept:
        return _HIDDEN
    return list(kept.values()) if isinstance(node, list) else kept
