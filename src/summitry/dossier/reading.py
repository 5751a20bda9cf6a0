"""Safe reading of a dossier's YAML, with the line and column of every key and value.

PyYAML's C parser composes the nodes; nothing of YAML's object construction is used. Only ``true``
and ``false`` are booleans (``no`` and ``on`` are words), numbers are decimal (``010`` is a text, so
is ``1:30``), dates stay text. Keys that stand twice, unknown tags, merge keys and several documents
are refused; so are files that are large, binary, deep, or that unfold to more than a dossier holds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from summitry.dossier.problem import Fault, shown

MOST_BYTES = 5_000_000
MOST_NODES = 100_000
MOST_DEPTH = 50

Place = tuple[int, int]
Where = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
                         r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}")  # fmt: skip
_PLAIN_TAGS = ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "value")


class ReadError(Exception):
    """A file that cannot be read any further: one fault, at a place if it has one."""

    def __init__(self, code: str, fault: str, right: str, place: Place = (1, 1)) -> None:
        super().__init__(fault)
        self.code, self.fault, self.right, self.place = code, fault, right, place


@dataclass
class Tree:
    """What a file holds: plain data, the place of everything in it, and faults found on the way."""

    data: dict[str, Any]
    values: dict[Where, Place] = field(default_factory=dict)
    keys: dict[Where, Place] = field(default_factory=dict)
    faults: list[tuple[Fault, Place]] = field(default_factory=list)

    def place(self, path: Where, *, key: bool = False) -> Place:
        """Line and column of a key or value, or of the nearest thing around it.

        Steps that only the model has (the first of a list written without brackets, say) are passed
        over.
        """
        found: Where = ()
        for step in path:
            if (*found, step) in self.values or (*found, step) in self.keys:
                found = (*found, step)
        first, second = (self.keys, self.values) if key else (self.values, self.keys)
        return first.get(found) or second.get(found) or (1, 1)


def read_text(path: str | Path) -> tuple[str, str]:
    """Text of a dossier and the name to call its file by.

    ``path`` is a file, a folder that holds ``dossier.yaml``, or ``-`` for standard input. Raises
    :class:`ReadError`; nothing larger than 5 MB is read.
    """
    if str(path) == "-":
        return _decode(sys.stdin.buffer.read(MOST_BYTES + 1)), "<stdin>"
    file = Path(path)
    try:
        if file.is_dir():
            file = file / "dossier.yaml"
            if not file.exists():
                fault = f"the folder {shown(str(path))} holds no dossier.yaml"
                raise ReadError("S101", fault, "name a YAML file, or a folder with dossier.yaml")
        with file.open("rb") as stream:
            if stream.seekable() and file.stat().st_size > MOST_BYTES:
                raise _too_large()
            return _decode(stream.read(MOST_BYTES + 1)), str(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        fault = f"the file cannot be read: {reason}"
        raise ReadError("S101", fault, "name a YAML file, or a folder with dossier.yaml") from None


def _too_large() -> ReadError:
    return ReadError("S102", "the file is larger than 5 MB", "a dossier is text of some kilobytes")


def _decode(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise _too_large()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        fault, right = "the file is not UTF-8 text", "save it as UTF-8"
        raise ReadError("S103", fault, right, (line, column)) from None
    if "\0" in text:
        raise ReadError("S103", "the file is binary", "a dossier is a text file in YAML")
    if not text.strip():
        raise ReadError("S104", "the file is empty", "'summitry new NAME' writes one to start from")
    return text


def read_tree(text: str) -> Tree:
    """Data and places of a YAML text; raises :class:`ReadError` where it makes no sense at all."""
    try:
        _refuse_bulk(text)
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.reader.ReaderError:
        raise _not_printable(text) from None
    except yaml.YAMLError as error:
        raise _surrogate(text, error) or _not_yaml(error) from None
    except RecursionError:
        raise _too_deep((1, 1)) from None
    if node is None:
        raise ReadError("S104", "the file is empty", "'summitry new NAME' writes one to start from")
    if not isinstance(node, yaml.MappingNode):
        fault = "the file is not a mapping"
        raise ReadError("S106", fault, "it begins with 'summitry: 1'", _place(node))
    tree = Tree({}, {(): (1, 1)})
    builder = _Builder(tree)
    tree.data = builder.build(node, ())
    return tree


def _refuse_bulk(text: str) -> None:
    """Look at the events first: the composer would go as deep as the file, or for ever."""
    open_anchors: list[str | None] = []
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if count > 3 * MOST_NODES:
            raise _too_much(place)
        if isinstance(event, yaml.CollectionStartEvent):
            open_anchors.append(event.anchor)
            if len(open_anchors) > MOST_DEPTH:
                raise _too_deep(place)
        elif isinstance(event, yaml.CollectionEndEvent):
            open_anchors.pop()
        elif isinstance(event, yaml.AliasEvent) and event.anchor in open_anchors:
            fault = "an alias refers to what it is part of"
            raise ReadError("S108", fault, "write the value out", place)


def _too_much(place: Place) -> ReadError:
    fault = f"the file unfolds to more than {MOST_NODES:,} values"
    return ReadError("S109", fault, "write less, and fewer aliases", place)


def _not_printable(text: str) -> ReadError:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    at = found.start() if found else 0
    place = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    return ReadError("S105", "YAML: a control character", "leave it out", place)


def _too_deep(place: Place) -> ReadError:
    fault = f"the file is nested more than {MOST_DEPTH} deep"
    return ReadError("S109", fault, "a dossier needs fewer than ten levels", place)


def _surrogate(text: str, error: yaml.YAMLError) -> ReadError | None:
    """JSON writes characters beyond 65,535 as two escapes, which YAML does not join."""
    mark = getattr(error, "problem_mark", None)
    if mark is None or "Unicode character escape" not in str(getattr(error, "problem", "")):
        return None
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    start = line.rfind("\\", 0, mark.column + 1)
    found = _SURROGATES.match(line, max(start, 0))
    if found is None:
        return None
    right = "write the character itself; with json.dumps: ensure_ascii=False"
    if found[2]:
        number = 0x10000 + (int(found[1], 16) - 0xD800) * 0x400 + int(found[2], 16) - 0xDC00
        right = (
            f"write {chr(number)} itself, or \\U{number:08X}; with json.dumps: ensure_ascii=False"
        )
    return ReadError("S105", f"YAML: {found[0]} is no character", right, (mark.line + 1, start + 1))


def _not_yaml(error: yaml.YAMLError) -> ReadError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it has no form"
    if "expected a single document" in str(error) or "but found another document" in str(problem):
        return ReadError(
            "S110", "the file holds several documents", "keep one, without '---'", place
        )
    if "undefined alias" in str(problem):
        return ReadError("S110", f"YAML: {problem}", "write the value out", place)
    right = "check indentation, colons and quotes here; quote texts that hold ': ' or start with @"
    if "tab" in str(problem) or "'\\t'" in str(problem):
        right = "indent with blanks, not with tabs"
    return ReadError("S105", f"YAML: {problem}", right, place)


def _place(node: yaml.Node) -> Place:
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


class _Builder:
    """Nodes become plain data; faults that leave the rest readable are kept for later."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.count = 0

    def build(self, node: yaml.Node, path: Where) -> Any:  # noqa: ANN401
        self.count += 1
        if self.count > MOST_NODES:
            raise _too_much(_place(node))
        if len(path) > MOST_DEPTH:
            raise _too_deep(_place(node))
        self.tree.values.setdefault(path, _place(node))
        tag = node.tag.removeprefix("tag:yaml.org,2002:")
        if tag not in _PLAIN_TAGS and tag != "merge":
            self.refuse(node, path, f"the tag {shown(node.tag)} is unknown", "leave it out")
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self.pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, number)) for number, item in enumerate(node.value)]
        return self.scalar(node)

    def pairs(self, node: yaml.MappingNode, path: Where) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.refuse(key, path, "a key is not a word", "a key is a word or a number")
                continue
            name = str(key.value)
            place = _place(key)
            if key.tag.endswith(":merge"):
                self.refuse(key, path, "merge keys ('<<') are not read", "write the keys out")
                continue
            if name in seen:
                fault = f"the key {shown(name)} stands twice (first in line {seen[name]})"
                found = Fault("S107", (*path, name), fault, "keep one of them", key=True)
                self.tree.faults.append((found, place))
                continue
            seen[name] = place[0]
            self.tree.keys.setdefault((*path, name), place)
            yield name, self.build(value, (*path, name))

    def scalar(self, node: yaml.Node) -> object:
        text = str(node.value)
        quoted = getattr(node, "style", None) in ("'", '"', "|", ">")
        return text if quoted else plain(text)

    def refuse(self, node: yaml.Node, path: Where, fault: str, right: str) -> None:
        self.tree.faults.append((Fault("S110", path, fault, right), _place(node)))


_WORDS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def plain(text: str) -> object:
    """What an unquoted word means: nothing, true, false, a decimal number, or itself."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) < 20:
        return int(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
