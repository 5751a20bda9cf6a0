"""Output that any terminal, pipe or scheduler can take."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
import unicodedata

_PLAIN = {
    "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{MINUS SIGN}": "-",
    "\N{RIGHTWARDS ARROW}": "->", "\N{LEFTWARDS ARROW}": "<-", "\N{PLUS-MINUS SIGN}": "+-",
    "\N{GREATER-THAN OR EQUAL TO}": ">=", "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{MULTIPLICATION SIGN}": "x", "\N{MIDDLE DOT}": ".", "\N{BULLET}": "*",
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
}  # fmt: skip


def ready() -> None:
    """Make both streams take every character, and be there.

    Where the locale is not UTF-8 (``LC_ALL=C``, an old Windows console), what it lacks is written
    in letters that it has: a dash for a dash, ``>=``, an ``e`` for an accented one, else ``?``.
    What was closed (``>&-``, a scheduler) swallows what is written to it.
    """
    codecs.register_error("summitry.plain", _plainly)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="summitry.plain")


def ascii_json(text: str) -> str:
    """JSON that loses nothing on an output that is not UTF-8: its own escapes, in its strings."""
    if (sys.stdout.encoding or "utf-8").lower().replace("-", "") == "utf8":
        return text
    return "".join(one if one.isascii() else json.dumps(one)[1:-1] for one in text)


def _plainly(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = "".join(_plain(one) for one in error.object[error.start : error.end])
    return found, error.end


def _plain(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", letter)
    kept = "".join(one for one in apart if one.isascii() and one.isprintable())
    return _PLAIN.get(letter) or kept or "?"
