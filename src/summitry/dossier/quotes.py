"""Whether a quote stands in its source, word for word.

Both texts are made alike first (compatibility forms, straight quotation marks, one kind of dash,
no soft hyphens, single blanks), with a map back to the source as it is. ``[...]`` in a quote stands
for words left out. A near miss is shown, and stays a miss: "would be a full easing" for "could be a
partial easing" is nine tenths alike, and says the opposite.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_CHARACTERS = {
    **dict.fromkeys("‘’‚‛′´`", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Found:
    """What the search for a quote came to.

    Attributes
    ----------
    how
        ``exact``, ``other case`` (the words, differently capitalised), or ``missing``.
    line, column
        Where the quote begins in the source, from 1; 0 if missing.
    times
        How often it stands there.
    nearest, score
        For a missing quote, the most similar passage and how alike it is, 0 to 100.
    """

    how: Literal["exact", "other case", "missing"]
    line: int = 0
    column: int = 0
    times: int = 0
    nearest: str | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class _Alike:
    text: str
    origin: tuple[int, ...]
    """Offset in the source of each character."""


def find_quote(quote: str, source: str) -> Found:
    """Look a quote up in the text of its source."""
    whole = _alike(source)
    segments = [_alike(part).text.strip() for part in re.split(r"\[\.\.\.\]|\[…\]", quote)]
    segments = [part for part in segments if part]
    for how, text, parts in (
        ("exact", whole.text, segments),
        ("other case", whole.text.lower(), [part.lower() for part in segments]),
    ):
        places = _places(text, parts)
        if places:
            at = whole.origin[places[0]]
            line = source.count("\n", 0, at) + 1
            column = at - source.rfind("\n", 0, at)
            return Found(how, line, column, len(places))  # type: ignore[arg-type]
    passage, score = _nearest(" ".join(segments), whole.text)
    return Found("missing", nearest=passage, score=score)


def quote_spans(quote: str, source: str) -> list[tuple[int, int]]:
    """Where a quote first stands in its source: start and end of each of its parts; else empty."""
    whole = _alike(source)
    parts = [_alike(part).text.strip() for part in re.split(r"\[\.\.\.\]|\[…\]", quote)]
    parts = [part for part in parts if part]
    for text, words in (
        (whole.text, parts),
        (whole.text.lower(), [part.lower() for part in parts]),
    ):
        if starts := _places(text, words):
            found, at = [], starts[0]
            for part in words:
                place = _whole_words(part).search(text, at)
                assert place is not None  # noqa: S101 - they stand there one after the other
                at = place.end()
                found.append((whole.origin[place.start()], whole.origin[at - 1] + 1))
            return found
    return []


def _places(text: str, segments: list[str]) -> list[int]:
    """Where the segments stand one after the other, as whole words."""
    if not segments:
        return []
    patterns = [_whole_words(part) for part in segments]
    starts = []
    for first in patterns[0].finditer(text):
        end = first.end()
        for pattern in patterns[1:]:
            after = pattern.search(text, end)
            if after is None:
                break
            end = after.end()
        else:
            starts.append(first.start())
    return starts


def _whole_words(part: str) -> re.Pattern[str]:
    left = r"(?<!\w)" if part[0].isalnum() else ""
    right = r"(?!\w)" if part[-1].isalnum() else ""
    return re.compile(left + re.escape(part) + right)


@lru_cache(maxsize=64)
def _alike(text: str) -> _Alike:
    found: list[str] = []
    origin: list[int] = []
    for offset, character in enumerate(text):
        if character in _DROPPED:
            continue
        plain = _CHARACTERS.get(character)
        if plain is None:
            plain = unicodedata.normalize("NFKC", character)
            plain = "".join(_CHARACTERS.get(one, one) for one in plain)
        if plain.isspace():
            if found and found[-1] == " ":
                continue
            plain = " "
        found.extend(plain)
        origin.extend([offset] * len(plain))
    return _Alike("".join(found), tuple(origin))


def _nearest(quote: str, text: str) -> tuple[str | None, float]:
    from rapidfuzz import fuzz

    match = fuzz.partial_ratio_alignment(quote, text)
    if match is None or match.score < 50:
        return None, 0.0
    spaces = [place.start() for place in re.finditer(" ", text)]
    start = bisect_left(spaces, match.dest_start) - 1
    begin = spaces[start] + 1 if start >= 0 else 0
    finish = bisect_left(spaces, match.dest_end)
    end = spaces[finish] if finish < len(spaces) else len(text)
    return text[begin:end], float(match.score)
