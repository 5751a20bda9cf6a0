"""What two versions of a dossier's data differ in, and every mixture of the two."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summitry.dossier.patching import OPEN, items_by_name

Path = tuple[str, ...]

DEPTH = {"stances": 3, "issues": 3, "parties": 3, "process": 3, "time": 3, "cover": 2}
"""How deep an edit of each part reaches; of the others 2, and 1 where nothing lies below."""
WORDS = frozenset({"name", "note", "cite", "kind", "coder", "date", "how", "what"})
"""Keys that hold words for people: to change them changes no number."""
APART = frozenset({"process", "stances", "stakes", "time"})
"""Parts whose entries make sense one by one, even where the other version has none of them."""
STRUCTURE = frozenset({"issues", "parties", "clauses"})
"""Parts that others speak of: their names and levels hold the rest together."""


class _Missing:
    pass


MISSING = _Missing()
"""Stands where one version has nothing."""


@dataclass(frozen=True, eq=False)
class Edit:
    """A place at which two versions differ, with what each has there."""

    path: Path
    old: Any
    new: Any

    @property
    def name(self) -> str:
        """Its path as an assessment would write it."""
        return ".".join(self.path)

    @property
    def structural(self) -> bool:
        """Whether other parts of a dossier may not make sense without it."""
        if self.path[0] == "clauses":
            return True
        inner = {"levels", "at", "status_quo", "performed_by", "consent", "role", "of"}
        whole = len(self.path) == 2 and self.path[0] in STRUCTURE
        return whole or (self.path[0] in STRUCTURE and self.path[-1] in inner)


def edits(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Edit]:
    """Every place at which two versions of a dossier's data differ in more than words, in order."""
    found = []
    for root in OPEN:
        before, after = old.get(root, MISSING), new.get(root, MISSING)
        found += list(_walk((root,), before, after, DEPTH.get(root, 2)))
    return found


def _walk(path: Path, old: Any, new: Any, depth: int) -> Iterator[Edit]:  # noqa: ANN401
    if _bare(old) == _bare(new):
        return
    before, after = _parts(path, old), _parts(path, new)
    whole = _estimate(old) or _estimate(new)
    if len(path) >= depth or whole or before is None or after is None:
        yield Edit(path, old, new)
        return
    for key in dict.fromkeys([*before, *after]):
        inner = before.get(key, MISSING), after.get(key, MISSING)
        yield from _walk((*path, key), *inner, depth)


def _parts(path: Path, node: Any) -> dict[str, Any] | None:  # noqa: ANN401
    """The named parts of a node; what is missing has none yet where parts stand by themselves."""
    if isinstance(node, _Missing) and path[0] in APART:
        return {}
    return items_by_name(node)


def _estimate(node: Any) -> bool:  # noqa: ANN401
    """Whether it is one number with its range and its reason."""
    return isinstance(node, Mapping) and bool({"value", "coders"} & set(node))


def _bare(node: Any) -> Any:  # noqa: ANN401
    """Data without the words for people."""
    if isinstance(node, Mapping):
        return {key: _bare(value) for key, value in node.items() if key not in WORDS}
    if isinstance(node, list):
        return [_bare(one) for one in node]
    return node


def mixed(old: Mapping[str, Any], chosen: Sequence[Edit]) -> dict[str, Any]:
    """The old version with some edits made; neither version is touched."""
    found = copy.deepcopy(dict(old))
    for edit in chosen:
        _put(found, edit.path, copy.deepcopy(edit.new))
    return found


def _put(node: Any, path: Path, value: Any) -> None:  # noqa: ANN401
    step, rest = path[0], path[1:]
    if isinstance(node, list):
        names = list(items_by_name(node) or {})
        at = names.index(step) if step in names else len(names)
        if rest:
            _put(node[at], rest, value)
        elif isinstance(value, _Missing):
            del node[at]
        else:
            node[at : at + 1] = [value]
        return
    if rest:
        _put(node.setdefault(step, {}), rest, value)
    elif isinstance(value, _Missing):
        node.pop(step, None)
    else:
        node[step] = value
