"""Pieces of a dossier's text that give way to others: where they begin, end, and are laid out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from summitry.dossier.layout import block, flow
from summitry.dossier.wordwise import Cut, reworded

Path = tuple[str | int, ...]
Plain = Any
"""A piece of plain data."""
_ALIAS = re.compile(r"\s*:\s*\*[^\s,\]}]+")


@dataclass(frozen=True)
class Splice:
    """Text from ``start`` up to ``end`` gives way to another."""

    start: int
    end: int
    text: str
    path: Path
    value: Any
    """What then stands at the path."""
    key: str | None = None
    """The key at the path becomes this one; the value there stays."""
    cuts: tuple[Cut, ...] = ()
    """The same change word by word, where that can be."""


def wordwise(one: Splice) -> list[Splice]:
    """The same change word by word, for what stays of a text to stay as it is written."""
    if not one.cuts:
        return [one]
    return [Splice(*cut, one.path, one.value, one.key) for cut in one.cuts]


def cuts_of(text: str, node: yaml.Node, new: object) -> tuple[Cut, ...]:
    """A text changed word by word, for what stays of it to stay as it is written."""
    if not isinstance(node, yaml.ScalarNode) or not isinstance(new, str):
        return ()
    start = node.start_mark.index
    found = reworded(text[start : end_of(text, node)], str(node.value), new) or ()
    return tuple((start + first, start + last, said) for first, last, said in found)


def end_of(text: str, node: Plain) -> int:
    """Where a node's own text ends: before blanks and comments that only follow it."""
    start: int = node.start_mark.index
    flat = isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value
    if flat:
        return start + len(text[start : node.end_mark.index].rstrip())
    last = node.value[-1]
    if isinstance(node, yaml.SequenceNode):
        return end_of(text, last)
    return max(end_of(text, last[0]) + 1, _pair_end(text, *last))


def _pair_end(text: str, key: yaml.Node, value: yaml.Node) -> int:
    """Where a key with its value ends; an alias's own node stands before it, at its anchor."""
    end = end_of(text, key)
    if value.start_mark.index >= end:
        return end_of(text, value)
    alias = _ALIAS.match(text, end)
    return alias.end() if alias else end


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


def whole(
    text: str,
    node: yaml.Node,
    new: Plain,
    path: Path,
    indent: int | None,
) -> Splice:
    """Other text in place of all of a node's."""
    start, end = node.start_mark.index, end_of(text, node)
    end = max(start, end)
    one_line = "\n" not in text[start:end]
    deep = isinstance(new, Mapping) and any(isinstance(one, Mapping) for one in new.values())
    if indent is not None and isinstance(new, Mapping) and new and one_line and deep:
        line = _line_end(text, end)
        comment = text[end:line].strip()
        lines = block(new, indent + 2)
        head = (" " + comment if comment else "") + _newline(text)
        body = head + _lines(text, lines, 0)
        return Splice(len(text[:start].rstrip(" ")), line, body, path, new)
    before = text[:start].rstrip()
    if before.endswith(":") and "\n" in text[len(before) : start]:
        start = len(before)  # what stood over several lines comes up behind its key
    space = "" if start and text[start - 1] in " [{\n" else " "
    return Splice(start, end, space + flow(new), path, new, cuts=cuts_of(text, node, new))


def with_keys(
    text: str,
    node: yaml.MappingNode,
    more: Mapping[str, Any],
    value: Plain,
    path: Path,
) -> Splice:
    """With keys more, behind those that are there."""
    at = end_of(text, node)
    if node.flow_style:
        inside = _pair_end(text, *node.value[-1])
        added = "".join(f", {flow(str(key))}: {flow(one)}" for key, one in more.items())
        return Splice(inside, inside, added, path, value)
    line = _line_end(text, at)
    column = node.value[0][0].start_mark.column
    return Splice(line, line, _lines(text, block(more, column), line), path, value)


def with_items(
    text: str,
    node: yaml.SequenceNode,
    more: list[Any],
    value: Plain,
    path: Path,
) -> Splice:
    """With items more, behind those that are there."""
    if node.flow_style:
        inside = end_of(text, node.value[-1])
        return Splice(inside, inside, "".join(f", {flow(one)}" for one in more), path, value)
    line = _line_end(text, end_of(text, node))
    pad = " " * node.start_mark.column
    lines = [f"{pad}- {flow(one)}" for one in more]
    return Splice(line, line, _lines(text, lines, line), path, value)


def without(
    text: str,
    node: yaml.MappingNode | yaml.SequenceNode,
    number: int,
    value: Plain,
    path: Path,
) -> Splice:
    """Without one key or item; a comment above it stays, one behind it on its line goes."""
    pairs = [one if isinstance(one, tuple) else (one, one) for one in node.value]
    first, last = pairs[number]
    end = _pair_end(text, first, last) if first is not last else end_of(text, first)
    start = first.start_mark.index
    if not node.flow_style:
        return Splice(text.rfind("\n", 0, start) + 1, _line_end(text, end), "", path, value)
    if number + 1 < len(pairs):
        return Splice(start, pairs[number + 1][0].start_mark.index, "", path, value)
    first, last = pairs[number - 1]
    before = _pair_end(text, first, last) if first is not last else end_of(text, first)
    return Splice(before, end, "", path, value)
