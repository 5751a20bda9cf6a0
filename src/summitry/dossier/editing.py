"""Changes put into a dossier's text: what does not change stays to the byte, comments and all.

The text is never written anew from its data. The places of what differs are found in the parsed
text, and only there other text is put in; the result is read again, and must be what was wanted.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from summitry.dossier.layout import flow
from summitry.dossier.reading import ReadError, read_tree
from summitry.dossier.saving import SaveError
from summitry.dossier.splices import (
    Path,
    Splice,
    cuts_of,
    end_of,
    whole,
    with_items,
    with_keys,
    without,
    wordwise,
)
from summitry.dossier.wordwise import renamed_keys

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_PASSES = 500


def rewritten(text: str, wanted: Mapping[str, Any]) -> str:
    """A dossier's text changed so that it says what is wanted.

    Parameters
    ----------
    text
        The dossier's file.
    wanted
        All that it should say, as plain data.

    Raises
    ------
    SaveError
        The text cannot be read whole, or is laid out so that nothing can be put in safely
        (aliases, say).
    """
    for _ in range(MOST_PASSES):
        data = _data(text)
        if same(data, wanted):
            return text
        text = _nearer(text, data, wanted)
    msg = "too many changes at once; save in smaller steps"
    raise SaveError(msg)


def same(first: object, second: object) -> bool:
    """Whether two pieces of plain data say the same; 1 and true do not."""
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    return isinstance(first, bool) is isinstance(second, bool) and first == second


def _data(text: str) -> dict[str, Any]:
    try:
        tree = read_tree(text)
    except ReadError as error:
        msg = f"line {error.place[0]}: {error.fault}; {error.right}"
        raise SaveError(msg) from None
    if tree.faults:
        fault, (line, _) = tree.faults[0]
        msg = f"line {line}: {fault.fault}; {fault.right}"
        raise SaveError(msg)
    return tree.data


def _nearer(text: str, data: dict[str, Any], wanted: Mapping[str, Any]) -> str:
    """The text with every single value put right; if those are right, one part more or less."""
    root: Any = yaml.compose(text, Loader=_LOADER)
    keys = list(_keys(text, root, data, wanted, ()))
    singles = keys or list(_values(text, root, data, wanted, (), None))
    if singles:
        try:
            return _made(text, data, [part for one in singles for part in wordwise(one)])
        except SaveError:  # e.g. a word that would be a number where it is not quoted
            return _made(text, data, singles)
    parts = list(_parts(text, root, data, wanted, (), None))
    if not parts:
        raise _no_place(())
    part = parts[0]
    # An alias: the same part of the text is to change for all that it is.
    alike = [
        one for one in parts if (one.start, one.end, one.text) == (part.start, part.end, part.text)
    ]
    try:
        return _made(text, data, alike)
    except SaveError:
        # E.g. the first key of an item behind its dash: the whole item is then written anew.
        around = _node(root, part.path)
        if around is None:
            raise
        return _made(text, data, [whole(text, around, part.value, part.path, None)])


def _made(text: str, data: dict[str, Any], splices: Sequence[Splice]) -> str:
    """The text with splices made, once it is sure that they do what they should."""
    found, want = text, copy.deepcopy(data)
    before, last = len(text) + 1, (-1, -1, "")
    for one in sorted(splices, key=lambda one: (-one.start, -one.end)):
        want = _put(want, one.path, one.value) if one.key is None else want
        if (one.start, one.end, one.text) == last:
            continue  # an alias: one place in the text, and the same change of all that it is
        if one.end > before:
            raise _no_place(one.path)
        before, last = one.start, (one.start, one.end, one.text)
        found = found[: one.start] + one.text + found[one.end :]
    for one in splices:
        if one.key is not None:
            want = _rename(want, one.path, one.key)
    try:
        good = same(_data(found), want)
    except SaveError:
        good = False
    if not good:
        raise _no_place(splices[0].path)
    return found


def _no_place(path: Path) -> SaveError:
    at = ".".join(str(one) for one in path) or "the dossier"
    return SaveError(
        f"the file's layout leaves no safe place for a change of {at}; "
        "write out aliases and anchors there, or change it by hand"
    )


def _put(data: Any, path: Path, value: object) -> Any:
    if not path:
        return value
    data[path[0]] = _put(data[path[0]], path[1:], value)
    return data


def _rename(data: Any, path: Path, key: str) -> Any:
    if len(path) > 1:
        data[path[0]] = _rename(data[path[0]], path[1:], key)
        return data
    return {key if one == path[0] else one: value for one, value in data.items()}


def _keys(text: str, node: yaml.Node, old: Any, new: Any, path: Path) -> Iterator[Splice]:
    """Keys that others stand in place of; what is below them waits for the next round."""
    if same(old, new):
        return
    if isinstance(node, yaml.MappingNode) and isinstance(new, Mapping):
        changed = renamed_keys(old, new)
        for key, value in node.value:
            name = str(key.value)
            if name in changed:
                start, end, now = key.start_mark.index, end_of(text, key), changed[name]
                cuts = cuts_of(text, key, now)
                yield Splice(start, end, flow(now), (*path, name), None, now, cuts)
            elif name in new:
                yield from _keys(text, value, old[name], new[name], (*path, name))
    elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and len(old) == len(new):
        for number, inner in enumerate(node.value):
            yield from _keys(text, inner, old[number], new[number], (*path, number))


def _values(
    text: str,
    node: yaml.Node,
    old: Any,
    new: Any,
    path: Path,
    indent: int | None,
) -> Iterator[Splice]:
    """Single values that differ, wherever both sides have something of one shape around them."""
    if same(old, new):
        return
    for name, inner in _shared(node, old, new):
        deeper = _indent(node)
        yield from _values(text, inner, old[name], new[name], (*path, name), deeper)
    if not _alike(node, old, new):
        yield whole(text, node, new, path, indent)


def _parts(
    text: str,
    node: yaml.Node,
    old: Any,
    new: Any,
    path: Path,
    indent: int | None,
) -> Iterator[Splice]:
    """Parts of mappings and lists that are missing or too much, the innermost first."""
    if same(old, new):
        return
    for name, inner in _shared(node, old, new):
        deeper = _indent(node)
        yield from _parts(text, inner, old[name], new[name], (*path, name), deeper)
    if isinstance(node, yaml.MappingNode):
        gone = [key for key in old if key not in new]
        if gone:
            number = next(n for n, (key, _) in enumerate(node.value) if str(key.value) == gone[0])
            rest = {key: value for key, value in old.items() if key != gone[0]}
            yield without(text, node, number, rest, path)
        more = {key: value for key, value in new.items() if key not in old}
        if more:
            yield with_keys(text, node, more, {**old, **more}, path)
    elif isinstance(node, yaml.SequenceNode):
        if len(new) > len(old):
            yield with_items(text, node, list(new[len(old) :]), list(new), path)
        else:
            number = next(n for n, one in enumerate(old) if n >= len(new) or not same(one, new[n]))
            yield without(text, node, number, [*old[:number], *old[number + 1 :]], path)


def _shared(node: yaml.Node, old: Any, new: Any) -> Iterator[tuple[Any, yaml.Node]]:
    """Names and nodes of what both sides have, to be looked into."""
    if not _alike(node, old, new):
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if str(key.value) in new:
                yield str(key.value), value
    elif len(old) == len(new):
        yield from enumerate(node.value)


def _alike(node: yaml.Node, old: Any, new: Any) -> bool:
    """Whether a part keeps its shape, so that only something inside it is to change."""
    if isinstance(node, yaml.MappingNode):
        return isinstance(new, Mapping) and bool(old) and bool(new)
    if not isinstance(node, yaml.SequenceNode) or not isinstance(new, list) or not old or not new:
        return False
    return len(old) == len(new) or _grown(old, new) or _shrunk(old, new)


def _grown(old: list[Any], new: list[Any]) -> bool:
    return len(new) > len(old) and same(new[: len(old)], old)


def _shrunk(old: list[Any], new: list[Any]) -> bool:
    rest = iter(old)
    return len(new) < len(old) and all(any(same(one, other) for other in rest) for one in new)


def _node(node: yaml.Node, path: Path) -> yaml.Node | None:
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if str(key.value) == step)
        else:
            node = node.value[step]
    return node if path else None


def _indent(around: yaml.Node) -> int | None:
    """Column of the key before a value, if it may go on over several lines; else None."""
    if not isinstance(around, yaml.MappingNode) or around.flow_style:
        return None
    return int(around.value[0][0].start_mark.column)
