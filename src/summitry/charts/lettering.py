"""Texts of a picture drawn by hand: how wide they are, cut and broken into lines to fit."""

from __future__ import annotations

import unicodedata
from html import escape

from summitry.forecasts.views import harmless

NARROW = frozenset("iIjlt.,:;'|!()[] -·")
"""Letters that are about a third as wide as the type is high."""


def width(text: str, size: float) -> float:
    """About how wide a text is in pixels, in the house's type of some size; rather too wide."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in NARROW:
        return 0.34
    return 0.78 if letter.isupper() or letter in "mw@%…" else 0.58


def one_line(text: str) -> str:
    """A text without what is harmful in it, and without its line breaks."""
    return " ".join(harmless(text).split())


def fitted(text: str, size: float, room: float) -> str:
    """A text cut so that it fits, with an ellipsis where it was cut."""
    if width(text, size) <= room:
        return text
    left, kept = room - width("…", size), 0
    for letter in text:
        left -= width(letter, size)
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def lines(text: str, size: float, room: float, most: int) -> list[str]:
    """A text broken into lines that fit, at most so many; the last is cut if need be."""
    found = [""]
    words = one_line(text).split(" ")
    for number, word in enumerate(words):
        longer = f"{found[-1]} {word}".strip()
        if width(longer, size) <= room or not found[-1]:
            found[-1] = longer
        elif len(found) == most:
            found[-1] = " ".join([found[-1], *words[number:]])
            break
        else:
            found.append(word)
    return [fitted(one, size, room) for one in found]


def drawn(x: float, y: float, text: str, whole: str = "", **more: str) -> str:
    """A text as SVG; where it was cut, the ``whole`` is told on hovering."""
    own = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    full = one_line(whole or text)
    title = f"<title>{escape(full[:1000])}</title>" if "…" in text and full != text else ""
    return f'<text x="{x:g}" y="{y:g}" unicode-bidi="plaintext"{own}>{title}{escape(text)}</text>'
