"""JSON of others, read safely, numbers as they are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from json.decoder import JSONArray, JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any

from summitry.formats.faults import FormatError, Remark
from summitry.formats.xml import read_bytes

DEEPEST = 60
"""JSON that nests deeper than this is not read with its lines."""


def read_json(path: Path) -> tuple[dict[str, Any], str]:
    """An object and the text it stands in.

    Raises
    ------
    FormatError
        The file cannot be read, is no JSON, no object, or nests too deep.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError([Remark(str(path), 1, f"no text: {error.reason}", "UTF-8")]) from None
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise FormatError([Remark(str(path), error.lineno, f"no JSON: {error.msg}")]) from None
    except (RecursionError, ValueError) as error:
        what = "nests too deep" if isinstance(error, RecursionError) else str(error)
        raise FormatError([Remark(str(path), 1, f"no JSON to read: {what}")]) from None
    if not isinstance(data, dict):
        raise FormatError([Remark(str(path), 1, "holds no object", 'a file that begins with "{"')])
    return data, text


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def line_of(text: str, path: Sequence[str]) -> int:
    """The line that a key stands on: each key of the path after the one before."""
    at = 0
    for key in path:
        found = text.find(json.dumps(key, ensure_ascii=False), at)
        if found < 0:
            found = text.find(json.dumps(key), at)
        if found < 0:
            break
        at = found
    return text.count("\n", 0, at) + 1


@dataclass
class Placed:
    """JSON that knows its lines.

    Attributes
    ----------
    data
        The whole, an object.
    repeated
        Keys that an object has twice, each with the line the object begins on; the last counts.
    """

    text: str
    data: dict[str, Any] = field(default_factory=dict)
    repeated: list[tuple[int, str]] = field(default_factory=list)
    _starts: dict[int, int] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)

    def line(self, one: object) -> int:
        """The line that an object or a list begins on; 0 for anything else."""
        at = self._starts.get(id(one))
        return 0 if at is None else self.text.count("\n", 0, at) + 1

    def note(self, one: object, at: int) -> None:
        """Remember where an object or a list begins."""
        self._starts[id(one)] = at
        self._kept.append(one)


class _PlacedDecoder(json.JSONDecoder):
    """A decoder that notes where every object and list begins, and how deep it is."""

    def __init__(self, found: Placed) -> None:
        super().__init__(
            parse_float=Decimal, parse_constant=_constant, object_pairs_hook=self.pairs
        )
        self.found, self.depth = found, 0
        self.twice: list[str] = []
        self.parse_object = self._noting(JSONObject)
        self.parse_array = self._noting(JSONArray)
        self.scan_once = py_make_scanner(self)

    def pairs(self, given: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object of its pairs; of keys that come twice the last counts."""
        made = dict(given)
        if len(made) < len(given):
            keys = [key for key, _ in given]
            twice = {key for key in keys if keys.count(key) > 1} if len(keys) < 1000 else {"a key"}
            self.twice.extend(sorted(twice))
        return made

    def _noting(self, parse: Callable[..., tuple[Any, int]]) -> Callable[..., tuple[Any, int]]:
        def parsed(s_and_end: tuple[str, int], *rest: Any) -> tuple[Any, int]:
            self.depth += 1
            if self.depth > DEEPEST:
                raise RecursionError
            made, end = parse(s_and_end, *rest)
            self.depth -= 1
            self.found.note(made, s_and_end[1] - 1)
            self.found.repeated += [(self.found.line(made), key) for key in self.twice]
            self.twice.clear()
            return made, end

        return parsed


def read_placed(path: Path, largest: int) -> Placed:
    """An object that knows its lines.

    Parameters
    ----------
    path, largest
        The file, and how many bytes of it are read at most.

    Raises
    ------
    FormatError
        As :func:`read_json`; the file is larger; or it nests more than 60 deep.
    """
    data = read_bytes(path)
    if len(data) > largest:
        fault = f"the file has {len(data):,} bytes"
        raise FormatError([Remark(str(path), 0, fault, f"at most {largest:,} are read")])
    try:
        found = Placed(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormatError([Remark(str(path), 1, f"no text: {error.reason}", "UTF-8")]) from None
    try:
        made = _PlacedDecoder(found).decode(found.text)
    except json.JSONDecodeError as error:
        raise FormatError([Remark(str(path), error.lineno, f"no JSON: {error.msg}")]) from None
    except (RecursionError, ValueError) as error:
        what = (
            f"nests more than {DEEPEST} deep" if isinstance(error, RecursionError) else str(error)
        )
        raise FormatError([Remark(str(path), 1, f"no JSON to read: {what}")]) from None
    if not isinstance(made, dict):
        raise FormatError([Remark(str(path), 1, "holds no object", 'a file that begins with "{"')])
    found.data = made
    return found
