"""Citations: a few quoted words of a source, as a dossier writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

MAX_WORDS = 12
"""A quote holds at most this many words: a dossier cites a text, it does not copy it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage of a source.

    Attributes
    ----------
    source
        Id of the source.
    quote
        At most twelve words of it, word for word; ``[...]`` stands for words left out.
        None where a whole source is meant (a table of figures, say).
    at
        Where in the source: a page, a paragraph, a section.
    date
        When the words were said or written, if that is not the source's own date.
    """

    source: str
    quote: str | None = None
    at: str | None = None
    date: str | None = None


_TEXT: dict[str, Any] = {"type": "string"}
_ONE: dict[str, Any] = {
    "type": "object",
    "properties": {"source": _TEXT, "quote": _TEXT, "at": _TEXT, "date": _TEXT},
    "required": ["source"],
    "additionalProperties": False,
}
_SHORT: dict[str, Any] = {
    "type": "object",
    "description": "source: a few quoted words (at most twelve)",
    "additionalProperties": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
}
CITE_SCHEMA: dict[str, Any] = {"anyOf": [_ONE, _SHORT, {"type": "array", "items": _ONE}]}
"""JSON Schema of every way to write a citation."""

RIGHT = 'cite: {source: "a few quoted words"}'


def parse_cite(raw: object) -> tuple[Citation, ...]:
    """Citations from what a file holds.

    Three forms: ``{source id: "quote"}`` (or a list of quotes), ``{source: id, quote: ..., at: ...,
    date: ...}``, and a list of the latter. Raises ``PydanticCustomError`` for anything else.
    """
    if raw is None:
        return ()
    if isinstance(raw, tuple) and all(isinstance(one, Citation) for one in raw):
        return raw
    if isinstance(raw, Mapping):
        if "source" in raw and isinstance(raw["source"], str):
            return (_parse_one(raw),)
        return tuple(
            Citation(str(source), _checked(quote))
            for source, quotes in raw.items()
            for quote in (quotes if isinstance(quotes, list) else [quotes])
        )
    if isinstance(raw, list) and all(isinstance(one, Mapping) for one in raw):
        return tuple(_parse_one(one) for one in raw)
    raise PydanticCustomError("cite", "not a citation", {"right": RIGHT})


def _parse_one(raw: Mapping[Any, Any]) -> Citation:
    known = ("source", "quote", "at", "date")
    for key in raw:
        if key not in known:
            raise PydanticCustomError(
                "unknown_key", "unknown key", {"key": str(key), "known": list(known)}
            )
    if not isinstance(raw.get("source"), str):
        raise PydanticCustomError("cite", "a citation names its source", {"right": RIGHT})
    texts = {key: None if value is None else str(value) for key, value in raw.items()}
    if texts.get("quote") is not None:
        _checked(texts["quote"])
    return Citation(**texts)  # type: ignore[arg-type]


def _checked(quote: object) -> str:
    if not isinstance(quote, str) or not quote.strip():
        raise PydanticCustomError("cite", "a quote is text", {"right": RIGHT})
    words = len(quote.replace("[...]", " ").split())
    if words > MAX_WORDS:
        fault = "the quote has {words} words"
        right = f"at most {MAX_WORDS}; '[...]' may stand for words left out"
        raise PydanticCustomError("quote_length", fault, {"words": words, "right": right})
    return quote
