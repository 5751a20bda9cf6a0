"""Plain data as YAML text that this program, and every other, reads back as the same data."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping

WIDTH = 100
"""Columns that a line should keep within."""

_PLAIN = re.compile(r"[^\W\d][\w.>+/-]*( [\w.>+/-]+)*")
SPECIAL = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
"""Words that some reader of YAML takes for something other than text."""
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def flow(value: object) -> str:
    """A value on one line.

    Raises
    ------
    ValueError
        A number that is none (nan), or something that is not plain data.
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(str(key))}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return _text(value)
    msg = f"{type(value).__name__} has no place in a dossier"
    raise ValueError(msg)


def block(value: Mapping[str, object], indent: int) -> list[str]:
    """A mapping over several lines, each without its line's end."""
    pad, lines = " " * indent, []
    for key, one in value.items():
        name, whole = flow(str(key)), flow(one)
        short = len(pad) + len(name) + 2 + len(whole) <= WIDTH
        if isinstance(one, Mapping) and one and not (short and _simple(one)):
            lines += [f"{pad}{name}:", *block(one, indent + 2)]
        elif isinstance(one, list) and one and not short:
            lines += [f"{pad}{name}:", *(f"{pad}  - {flow(item)}" for item in one)]
        else:
            lines.append(f"{pad}{name}: {whole}")
    return lines


def _simple(value: Mapping[str, object]) -> bool:
    return not any(isinstance(one, Mapping) for one in value.values())


def _number(value: float) -> str:
    if math.isnan(value):
        msg = "not a number"
        raise ValueError(msg)
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return repr(value)


def _text(value: str) -> str:
    plain = _PLAIN.fullmatch(value) and value.lower() not in SPECIAL and max(value) <= "\uffff"
    if plain and len(value) <= WIDTH:
        return value
    return '"' + "".join(_escaped(one) for one in value) + '"'


def _escaped(one: str) -> str:
    """A character between double quotes; whatever a reader could not see is written out."""
    if one in _SHORT:
        return _SHORT[one]
    if one.isascii() and one.isprintable():
        return one
    if unicodedata.category(one)[0] not in "CZ" and ord(one) <= 0xFFFF:
        return one
    return f"\\u{ord(one):04x}" if ord(one) <= 0xFFFF else f"\\U{ord(one):08x}"
