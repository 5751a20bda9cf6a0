"""The cited texts with every quote marked: which words of a source bear which numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from summitry.dossier.model import Dossier
from summitry.dossier.passages import passages, passages_of
from summitry.dossier.patching import named_steps
from summitry.dossier.quotes import quote_spans
from summitry.dossier.sources import Library


@dataclass(frozen=True)
class Piece:
    """A stretch of a source's text, what cites it and by which quotes; else nothing."""

    text: str
    cited_by: tuple[str, ...]
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marked:
    """A source with its quotes.

    Attributes
    ----------
    pieces
        Its text in stretches; empty where the text is not at hand.
    quotes
        Each quote and what cites it, in the file's order.
    missing
        Quotes that its text does not have.
    """

    key: str
    pieces: tuple[Piece, ...]
    quotes: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share of the text's characters that some number cites, 0 to 1."""
        every = sum(len(one.text) for one in self.pieces)
        return sum(len(one.text) for one in self.pieces if one.cited_by) / every if every else 0.0


def marked(dossier: Dossier, folders: Sequence[Path]) -> list[Marked]:
    """Every source of a dossier with its quotes marked.

    Parameters
    ----------
    dossier
        The dossier.
    folders
        Where the texts lie.
    """
    library = Library(folders)
    data = dossier._base or dossier._tree
    quotes: dict[str, dict[str, list[str]]] = {key: {} for key in dossier.sources}
    for where, citation in passages(dossier) + passages_of(dossier.assessments):
        if citation.quote and citation.source in quotes:
            name = ".".join(named_steps(where[: where.index("cite")], data))
            quotes[citation.source].setdefault(citation.quote, []).append(name)
    found = []
    for key, source in dossier.sources.items():
        text = library.text(key, source)
        spans = {one: quote_spans(one, text) for one in quotes[key]} if text else {}
        missing = tuple(one for one, places in spans.items() if not places)
        pieces = _pieces(text, spans, quotes[key]) if text else ()
        own = {one: tuple(names) for one, names in quotes[key].items()}
        found.append(Marked(key, pieces, own, missing))
    return found


def _pieces(
    text: str, spans: Mapping[str, list[tuple[int, int]]], cited: Mapping[str, list[str]]
) -> tuple[Piece, ...]:
    """The text cut wherever a quote begins or ends."""
    cuts = sorted({0, len(text), *(at for places in spans.values() for span in places
                                   for at in span)})  # fmt: skip
    found = []
    for start, end in pairwise(cuts):
        own = [
            quote
            for quote, places in spans.items()
            if any(first <= start and end <= last for first, last in places)
        ]
        names = dict.fromkeys(name for quote in own for name in cited[quote])
        found.append(Piece(text[start:end], tuple(names), tuple(own)))
    return tuple(found)
