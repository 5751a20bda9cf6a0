"""Names and texts changed where they stand: quotes, line breaks and blanks around them stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from summitry.dossier.layout import SPECIAL, flow

Plain = Any
"""A piece of plain data."""
Cut = tuple[int, int, str]
"""Start, end, and the text that comes there instead."""
_HEAD = re.compile(r"[|>][-+0-9]*[^\n]*\n")
_SAFE = re.compile(r"[^\W_][\w.'’+-]*|[<>=!]=?|\(|\)")


def renamed_keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Keys of a mapping that others stand in place of, in another of the same length and order."""
    if len(old) != len(new):
        return {}
    pairs = [(before, now) for before, now in zip(old, new, strict=True) if before != now]
    if any(before in new or now in old for before, now in pairs):
        return {}
    return dict(pairs)


def following(base: Plain, wanted: Plain, other: Plain) -> Plain:
    """A third version of some data, with those keys renamed that ``wanted`` renames in ``base``."""
    if not all(isinstance(one, Mapping) for one in (base, wanted, other)):
        return other
    changed = {old: new for old, new in renamed_keys(base, wanted).items() if new not in other}
    found = {changed.get(key, key): value for key, value in other.items()}
    for key, value in base.items():
        name = changed.get(key, key)
        if name in wanted and name in found:
            found[name] = following(value, wanted[name], found[name])
    return found


def reworded(raw: str, old: str, new: str) -> list[Cut] | None:
    """What to change in a scalar as it is written, so that it says something else.

    Parameters
    ----------
    raw
        The scalar in the file: plain, quoted or a block with its head.
    old, new
        What it says, and what it shall say.

    Returns
    -------
    list or None
        Cuts in ``raw``, in order; None where it is better written anew: it is as this program
        would write it itself, or its words cannot be told apart in the file.
    """
    if raw[:1] == '"' and raw == flow(old):
        return None
    places = _places(raw, old.split())
    if not places or not new.split() or new.lower() in SPECIAL:
        return None
    words, cuts = new.split(), []
    for what, a, b, c, d in SequenceMatcher(None, old.split(), words, False).get_opcodes():
        if what == "equal":
            continue
        more = words[c:d]
        if not all(_fits(raw[0], one) for one in more):
            return None
        text = " ".join(more)
        if a < b and more:
            cuts.append((places[a][0], places[b - 1][1], text))
        elif a < b and a:
            cuts.append((places[a - 1][1], places[b - 1][1], ""))
        elif a < b:
            cuts.append((places[0][0], places[b][0], ""))
        elif a:
            cuts.append((places[a - 1][1], places[a - 1][1], " " + text))
        else:
            cuts.append((places[0][0], places[0][0], text + " "))
    return cuts or None


def _fits(style: str, word: str) -> bool:
    if style in "|>":
        return word.isprintable()
    if style in "'\"":
        return word.isprintable() and not set(word) & {style, "\\"}
    return bool(_SAFE.fullmatch(word))


def _places(raw: str, words: list[str]) -> list[tuple[int, int]]:
    """Where each word stands; empty where the scalar is written with escapes."""
    head = _HEAD.match(raw)
    at = head.end() if head else 1 if raw[:1] in ("'", '"') else 0
    found = []
    for word in words:
        while at < len(raw) and raw[at].isspace():
            at += 1
        if not raw.startswith(word, at):
            return []
        found.append((at, at + len(word)))
        at += len(word)
    return found
