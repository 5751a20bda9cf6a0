"""JSON of others, read safely, numbers as they are written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from summitry.formats.faults import FormatError, Remark
from summitry.formats.xml import read_bytes


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
