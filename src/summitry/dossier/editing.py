"""Changes put into a dossier's text: what does not change stays to the byte, comments and all.

The text is never written anew from its data. The places of what differs are found in the parsed
text, and only there other text is put in; the result is read again, and must be what was wanted.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from summitry.dossier.layout import block, flow
from summitry.dossier.reading import ReadError, read_tree
from summitry.dossier.saving import SaveError

Path = tuple[str | int, ...]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_PASSES = 500


@dataclass(frozen=True)
class _Splice:
    """Text from ``start`` up to ``end`` gives way to another."""

    start: int
    end: int
    text: str
    path: Path
    value: Any
    """What then stands at the path."""


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
    singles = list(_values(text, root, data, wanted, (), None))
    if singles:
        return _made(text, data, singles)
    part = next(_parts(text, root, data, wanted, (), None), None)
    if part is None:
        raise _no_place(())
    try:
        return _made(text, data, [part])
    except SaveError:
        # E.g. the first key of an item behind its dash: the whole item is then written anew.
        around = _node(root, part.path)
        if around is None:
            raise
        return _made(text, data, [_whole(text, around, part.value, part.path, None)])


def _made(text: str, data: dict[str, Any], splices: Sequence[_Splice]) -> str:
    """The text with splices made, once it is sure that they do what they should."""
    found, want = text, copy.deepcopy(data)
    before = len(text) + 1
    for one in sorted(splices, key=lambda one: -one.start):
        if one.end > before:
            raise _no_place(one.path)  # an alias: one place in the text, several in the data
        before = one.start
        found = found[: one.start] + one.text + found[one.end :]
        want = _put(want, one.path, one.value)
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


def _values(
    text: str,
    node: yaml.Node,
    old: Any,
    new: Any,
    path: Path,
    indent: int | None,
) -> Iterator[_Splice]:
    """Single values that differ, wherever both sides have something of one shape around them."""
    if same(old, new):
        return
    for name, inner in _shared(node, old, new):
        deeper = _indent(node)
        yield from _values(text, inner, old[name], new[name], (*path, name), deeper)
    if not _alike(node, old, new):
        yield _whole(text, node, new, path, indent)


def _parts(
    text: str,
    node: yaml.Node,
    old: Any,
    new: Any,
    path: Path,
    indent: int | None,
) -> Iterator[_Splice]:
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
            yield _without(text, node, number, rest, path)
        more = {key: value for key, value in new.items() if key not in old}
        if more:
            yield _with_keys(text, node, more, {**old, **more}, path)
    elif isinstance(node, yaml.SequenceNode):
        if len(new) > len(old):
            yield _with_items(text, node, list(new[len(old) :]), list(new), path)
        else:
            number = next(n for n, one in enumerate(old) if n >= len(new) or not same(one, new[n]))
            yield _without(text, node, number, [*old[:number], *old[number + 1 :]], path)


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


def _end(text: str, node: Any) -> int:
    """Where a node's own text ends: before blanks and comments that only follow it."""
    start: int = node.start_mark.index
    flat = isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value
    if flat:
        return start + len(text[start : node.end_mark.index].rstrip())
    last = node.value[-1]
    if isinstance(node, yaml.SequenceNode):
        return _end(text, last)
    return max(_end(text, last[0]) + 1, _end(text, last[1]))


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _lines(text: str, lines: Sequence[str], at: int) -> str:
    """Lines to be put in at the start of a line, or behind a last line that has no end."""
    new = _newline(text)
    before = new if at and text[at - 1] != "\n" else ""
    return before + "".join(line + new for line in lines)


def _whole(
    text: str,
    node: yaml.Node,
    new: Any,
    path: Path,
    indent: int | None,
) -> _Splice:
    """Other text in place of all of a node's."""
    start, end = node.start_mark.index, _end(text, node)
    end = max(start, end)
    one_line = "\n" not in text[start:end]
    deep = isinstance(new, Mapping) and any(isinstance(one, Mapping) for one in new.values())
    if indent is not None and isinstance(new, Mapping) and new and one_line and deep:
        line = _line_end(text, end)
        comment = text[end:line].strip()
        lines = block(new, indent + 2)
        head = (" " + comment if comment else "") + _newline(text)
        body = head + _lines(text, lines, 0)
        return _Splice(len(text[:start].rstrip(" ")), line, body, path, new)
    before = text[:start].rstrip()
    if before.endswith(":") and "\n" in text[len(before) : start]:
        start = len(before)  # what stood over several lines comes up behind its key
    space = "" if start and text[start - 1] in " [{\n" else " "
    return _Splice(start, end, space + flow(new), path, new)


def _with_keys(
    text: str,
    node: yaml.MappingNode,
    more: Mapping[str, Any],
    value: Any,
    path: Path,
) -> _Splice:
    at = _end(text, node)
    if node.flow_style:
        inside = _end(text, node.value[-1][1])
        inside = max(inside, _end(text, node.value[-1][0]))
        added = "".join(f", {flow(str(key))}: {flow(one)}" for key, one in more.items())
        return _Splice(inside, inside, added, path, value)
    line = _line_end(text, at)
    column = node.value[0][0].start_mark.column
    return _Splice(line, line, _lines(text, block(more, column), line), path, value)


def _with_items(
    text: str,
    node: yaml.SequenceNode,
    more: list[Any],
    value: Any,
    path: Path,
) -> _Splice:
    if node.flow_style:
        inside = _end(text, node.value[-1])
        return _Splice(inside, inside, "".join(f", {flow(one)}" for one in more), path, value)
    line = _line_end(text, _end(text, node))
    pad = " " * node.start_mark.column
    lines = [f"{pad}- {flow(one)}" for one in more]
    return _Splice(line, line, _lines(text, lines, line), path, value)


def _without(
    text: str,
    node: yaml.MappingNode | yaml.SequenceNode,
    number: int,
    value: Any,
    path: Path,
) -> _Splice:
    """Without one key or item; a comment above it stays, one behind it on its line goes."""
    pairs = [one if isinstance(one, tuple) else (one, one) for one in node.value]
    first, last = pairs[number]
    end = max(_end(text, first), _end(text, last))
    start = first.start_mark.index
    if not node.flow_style:
        return _Splice(text.rfind("\n", 0, start) + 1, _line_end(text, end), "", path, value)
    if number + 1 < len(pairs):
        return _Splice(start, pairs[number + 1][0].start_mark.index, "", path, value)
    before = max(_end(text, pairs[number - 1][0]), _end(text, pairs[number - 1][1]))
    return _Splice(before, end, "", path, value)
