"""Write an assessment into a dossier's file: text is put in, all else stays, comments and all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from summitry.dossier.reading import read_tree

WIDTH = 100


class SaveError(ValueError):
    """An assessment that cannot be put into a file; the message has the text to put in by hand."""


def with_assessment(text: str, name: str, school: Mapping[str, Any]) -> str:
    """A dossier's text with an assessment more.

    Parameters
    ----------
    text
        The dossier's file.
    name
        What the assessment is to be called.
    school
        What stands under its name: ``note``, ``set`` and the like, as plain data.

    Raises
    ------
    SaveError
        There is one of that name, or the file is laid out so that nothing can be put in safely.
    """
    data = read_tree(text).data
    known = data.get("assessments") or {}
    if name in known:
        msg = f"there is an assessment {name!r} already; give another name"
        raise SaveError(msg)
    entry = yaml.safe_dump(
        {name: dict(school)},
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
        default_flow_style=None,
    )
    found = _put_in(text, entry)
    wanted = {**data, "assessments": {**known, name: dict(school)}}
    if found is None or read_tree(found).data != wanted:
        msg = f"the file's layout leaves no safe place; put this under 'assessments':\n{entry}"
        raise SaveError(msg)
    return found


def _put_in(text: str, entry: str) -> str | None:
    """The text with an entry behind the last assessment; None where there is no place for it."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    for key, value in root.value:
        if key.value != "assessments":
            continue
        if isinstance(value, yaml.MappingNode) and value.value and not value.flow_style:
            indent = value.value[0][0].start_mark.column
            at = _last_line(value) + 1
            return "".join([*lines[:at], _indented(entry, indent), *lines[at:]])
        if value.start_mark.line == key.start_mark.line == value.end_mark.line and not value.value:
            line = lines[key.start_mark.line]
            after = line[value.end_mark.column :].strip()
            lines[key.start_mark.line] = f"assessments:{'  ' + after if after else ''}\n"
            at = key.start_mark.line + 1
            return "".join([*lines[:at], _indented(entry, 2), *lines[at:]])
        return None
    return "".join([*lines, "assessments:\n", _indented(entry, 2)])


def _indented(entry: str, indent: int) -> str:
    return "".join(" " * indent + line for line in entry.splitlines(keepends=True))


def _last_line(node: yaml.Node) -> int:
    """Number of the last line that a node has anything on."""
    flat = isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False)
    if flat or not node.value:
        end: yaml.Mark = node.end_mark
        # A block scalar ends at the start of the line behind it.
        return end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line
    last = node.value[-1]
    return _last_line(last[1] if isinstance(node, yaml.MappingNode) else last)
