"""Places in a dossier's data, as a form fills them: what stands there, and what comes there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from summitry.dossier.editing import same

Plain = Any
Path = tuple[str | int, ...]
ABSENT: Any = object()
"""Nothing stands there."""


def standing_at(node: Plain, path: Path) -> Plain:
    """What stands at a path; ABSENT for nothing."""
    for step in path:
        inside = isinstance(node, list) and isinstance(step, int) and step < len(node)
        if not inside and not (isinstance(node, Mapping) and step in node):
            return ABSENT
        node = node[step]
    return node


def placed(node: Plain, path: Path, value: Plain) -> Plain:
    """A copy of some data with a value at a path, or without it; what is left empty goes too."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        every = list(node) if isinstance(node, list) else [] if node is ABSENT else [node]
        inner = placed(every[step] if step < len(every) else ABSENT, rest, value)
        if step < len(every):
            every[step] = inner
        elif inner is not ABSENT:
            every.append(inner)
        return every
    inside = dict(node) if isinstance(node, Mapping) else {}
    inner = placed(inside.get(str(step), ABSENT), rest, value)
    if inner is ABSENT:
        inside.pop(str(step), None)
    else:
        inside[str(step)] = inner
    return inside or (ABSENT if not same(node, {}) else {})
