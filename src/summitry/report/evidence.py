"""The report's part on evidence: each number with its passages, each passage with its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from summitry.charts.album import Case
from summitry.dossier.citation import Citation
from summitry.dossier.marking import Marked, Piece, marked
from summitry.dossier.model import Dossier
from summitry.forecasts.compare import Comparison
from summitry.forecasts.evidence import DEFAULT, Number
from summitry.sensitivity.naming import path_in_words, path_of

LONG = 200_000
"""Of a source text of more characters, stretches that nobody cites are shortened."""
KEPT = 1_000
"""Characters kept at either end of a stretch that is shortened."""


@dataclass(frozen=True)
class Passage:
    """A passage that a number cites: its words, who said them, and where on the page it stands."""

    words: str
    anchor: str


@dataclass(frozen=True)
class Row:
    """A number with its place on the page.

    Attributes
    ----------
    anchor
        Its place on the page.
    words, path
        What it is called, and where its line in the file is found.
    where
        The assessment that puts it in its place.
    """

    anchor: str
    words: str
    path: str
    where: str
    number: Number
    passages: Sequence[Passage]


@dataclass(frozen=True)
class Stretch:
    """A stretch of a source's text; the quotes that begin with it, and numbers that cite it."""

    text: str
    anchors: Sequence[str] = ()
    numbers: Sequence[Row] = ()
    cited: bool = False


@dataclass(frozen=True)
class Text:
    """A source: its text in stretches where it is at hand, else its quotes.

    ``quotes``: what stands in no text shown here, each with its place and the numbers that cite it.
    """

    anchor: str
    marked: Marked
    stretches: Sequence[Stretch]
    quotes: Sequence[tuple[str, str, Sequence[Row]]]


@dataclass(frozen=True)
class Grounds:
    """What the forecast rests on."""

    rows: Sequence[Row]
    texts: Sequence[Text]
    judged: Sequence[Row] = field(default=())
    defaults: Sequence[Row] = field(default=())


def grounds(case: Case) -> Grounds:
    """Numbers and passages, each leading to the other."""
    dossier = case.dossier
    texts = case.texts or marked(dossier, [])
    places = {
        (one.key, quote): f"q{number}-{at}"
        for number, one in enumerate(texts, start=1)
        for at, quote in enumerate(one.quotes, start=1)
    }
    homes = {one.key: f"s{number}" for number, one in enumerate(texts, start=1)}
    rows = []
    for at, (where, number) in enumerate(_numbers(case.comparison), start=1):
        passages = [
            Passage(
                in_words(dossier, one),
                places.get((one.source, one.quote or ""), homes.get(one.source, "")),
            )
            for one in number.citations
        ]
        words, path = path_in_words(dossier, number.name), path_of(number.name)
        rows.append(Row(f"n{at}", words, path, where, number, passages))
    cited = _cited(rows)
    return Grounds(
        rows,
        [_text(one, homes[one.key], places, cited) for one in texts],
        [one for one in rows if not one.number.citations and one.number.basis != DEFAULT],
        [one for one in rows if one.number.basis == DEFAULT],
    )


def _numbers(comparison: Comparison) -> list[tuple[str, Number]]:
    """Every number once, then the numbers that an assessment puts in its place."""
    found = []
    told: set[tuple[str, str]] = set()
    for one in comparison.forecasts:
        for number in one.evidence.numbers:
            key = (number.name, f"{number.low}/{number.mode}/{number.high}/{number.basis}")
            if key in told:
                continue
            told.add(key)
            where = "" if one is comparison.forecasts[0] else one.label
            found.append((where, number))
    return sorted(found, key=lambda row: (row[1].basis == DEFAULT, row[1].name))


def _cited(rows: Sequence[Row]) -> Mapping[tuple[str, str], list[Row]]:
    """The numbers that cite each quote of each source."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for one in row.number.citations:
            own = found.setdefault((one.source, one.quote or ""), [])
            if row not in own:
                own.append(row)
    return found


def _text(
    one: Marked,
    home: str,
    places: Mapping[tuple[str, str], str],
    cited: Mapping[tuple[str, str], list[Row]],
) -> Text:
    length = sum(len(each.text) for each in one.pieces)
    begun: set[str] = set()
    stretches = []
    for at, each in enumerate(one.pieces):
        new = [quote for quote in each.quotes if quote not in begun]
        begun.update(new)
        after = {quote for later in one.pieces[at + 1 :] for quote in later.quotes}
        ending = [quote for quote in each.quotes if quote not in after]
        numbers = {row.anchor: row for quote in ending for row in cited.get((one.key, quote), ())}
        stretches.append(
            Stretch(
                _shortened(each) if length > LONG else each.text,
                [places[one.key, quote] for quote in new],
                list(numbers.values()),
                bool(each.quotes),
            )
        )
    rest = [
        (quote, places[one.key, quote], cited.get((one.key, quote), ()))
        for quote in one.quotes
        if quote not in begun
    ]
    return Text(home, one, stretches, rest)


def _shortened(one: Piece) -> str:
    out = len(one.text) - 2 * KEPT
    if one.quotes or out <= 0:
        return one.text
    return f"{one.text[:KEPT]}\n[… {out:,} characters left out …]\n{one.text[-KEPT:]}"


def in_words(dossier: Dossier, one: Citation) -> str:
    """A quote with who said it."""
    source = dossier.sources.get(one.source)
    name = (source.author or source.title) if source else one.source
    quote = f"“{one.quote}” " if one.quote else ""
    return f"{quote}({name}{', ' + one.at if one.at else ''})"


def passages_in_words(dossier: Dossier, citations: Sequence[Citation]) -> str:
    """Quotes with who said them, one after the other."""
    return "; ".join(in_words(dossier, one) for one in citations)


def silences(dossier: Dossier) -> list[str]:
    """Where the dossier says nothing: parties without a stance on an issue."""
    found = []
    for key, party in dossier.parties.items():
        without = [one for one in dossier.issues if one not in dossier.stances.get(key, {})]
        if without and len(without) == len(dossier.issues):
            found.append(f"{party.name or key}: no stance on any issue.")
        elif without:
            found.append(f"{party.name or key}: no stance on {', '.join(without)}.")
    return found
