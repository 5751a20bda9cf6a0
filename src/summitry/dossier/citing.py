"""Rules for citations: their source is known and early enough, and says what is quoted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from summitry.dossier.calendar import earliest
from summitry.dossier.citation import Citation
from summitry.dossier.model import Dossier
from summitry.dossier.passages import Passage, Where
from summitry.dossier.problem import Fault, nearest, shown
from summitry.dossier.quotes import find_quote
from summitry.dossier.sources import Library


def dates(dossier: Dossier) -> Iterator[Fault]:
    """Dates of the dossier and of its sources that are none."""
    given: list[tuple[Where, str | None]] = [(("as_of",), dossier.as_of)]
    given.append((("coded",), dossier.coded))
    given += [
        (("sources", key, "published"), one.published) for key, one in dossier.sources.items()
    ]
    for path, text in given:
        if text is not None and earliest(text) is None:
            yield _no_date(path, text)


def citing(dossier: Dossier, found: Iterable[Passage], library: Library | None) -> Iterator[Fault]:
    """Faults of citations; quotes are looked up if there is a library."""
    for path, one in found:
        if one.source not in dossier.sources:
            yield Fault(
                "S304", path, f"no source {one.source!r}", nearest(one.source, dossier.sources)
            )
            continue
        if one.date is not None and earliest(one.date) is None:
            yield _no_date(path, one.date)
        yield from _too_late(dossier, path, one)
        text = library.text(one.source, dossier.sources[one.source]) if library else None
        if one.quote is not None and text is not None:
            yield from _missing(path, one, text)


def unverified(dossier: Dossier, found: Iterable[Passage], library: Library) -> Iterator[Fault]:
    """Sources whose quotes nobody could look up, each once."""
    refused = {fault.path[1] for fault in library.faults}
    quotes: dict[str, set[str]] = defaultdict(set)
    for _, one in found:
        if one.quote is not None:
            quotes[one.source].add(one.quote)
    for key, source in dossier.sources.items():
        if key not in quotes or key in refused or library.text(key, source) is not None:
            continue
        count = len(quotes[key])
        fault = f"quotes not verified: {count} of {key!r}, whose text is not at hand"
        right = "give the folder it lies in: --sources DIR" if source.file else "name its file"
        yield Fault("W605", ("sources", key), fault, right, key=True)


def _no_date(path: Where, text: str) -> Fault:
    return Fault("S505", path, "not a date", "2019, 2019-02 or 2019-02-24", shown(text))


def _too_late(dossier: Dossier, path: Where, one: Citation) -> Iterator[Fault]:
    """What was said or published after the cut-off, of which no forecast may know."""
    cut = earliest(dossier.as_of)
    for text in (one.date, dossier.sources[one.source].published):
        day = earliest(text) if text else None
        if cut is not None and day is not None and day > cut:
            fault = f"{one.source!r} is of {text}, after the cut-off {dossier.as_of}"
            yield Fault("S504", path, fault, "leave it out; no forecast may know it")
            return


def _missing(path: Where, one: Citation, text: str) -> Iterator[Fault]:
    found = find_quote(one.quote or "", text)
    if found.how != "missing":
        return
    right = "quote it word for word"
    if found.nearest:
        alike = f"{found.score:.0f}% alike, perhaps another sense"
        right = f"the nearest it has ({alike}): {shown(found.nearest, 90)}"
    yield Fault("S501", path, f"the quote is not in {one.source!r}", right, shown(one.quote, 90))
