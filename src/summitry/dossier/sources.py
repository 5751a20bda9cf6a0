"""Rules for sources and citations: they exist, were published in time, and say what is quoted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from summitry.dossier.citation import Citation
from summitry.dossier.estimate import Estimate
from summitry.dossier.model import Dossier, Source
from summitry.dossier.problem import Fault, nearest, shown
from summitry.dossier.quotes import find_quote

Where = tuple[str | int, ...]
MOST_BYTES = 20_000_000
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def earliest(text: str) -> date | None:
    """Earliest day of a date such as 2019, 2019-02 or 2019-02-24; None if it is no date."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def dates(dossier: Dossier) -> Iterator[Fault]:
    """Dates that are dates, and sources no later than the information cut-off."""
    cut = earliest(dossier.as_of)
    if cut is None:
        yield _no_date(("as_of",), dossier.as_of)
    for key, source in dossier.sources.items():
        if source.published is not None:
            yield from _in_time(("sources", key, "published"), source.published, dossier, cut)


def _no_date(path: Where, text: str) -> Fault:
    return Fault("S505", path, "not a date", "2019, 2019-02 or 2019-02-24", shown(text))


def _in_time(path: Where, text: str, dossier: Dossier, cut: date | None) -> Iterator[Fault]:
    day = earliest(text)
    if day is None:
        yield _no_date(path, text)
    elif cut is not None and day > cut:
        fault = f"dated {text}, after the cut-off {dossier.as_of}"
        yield Fault("S504", path, fault, "leave it out, or move as_of; no forecast may know it")


def citations(node: object, path: Where = ()) -> Iterator[tuple[Where, Citation]]:
    """Every citation of a model, with its place."""
    if isinstance(node, Citation):
        yield path, node
        return
    if isinstance(node, Mapping):
        items = [(str(key), value) for key, value in node.items()]
    elif isinstance(node, BaseModel):
        fields = type(node).model_fields
        items = [(field.alias or name, getattr(node, name)) for name, field in fields.items()]
    elif isinstance(node, Estimate):
        items = [("cite", node.cite), ("coders", node.coded)]
    elif isinstance(node, list | tuple):
        for number, value in enumerate(node):
            yield from citations(value, (*path, number))
        return
    else:
        return
    for name, value in items:
        if name not in ("assessments", "sources") or path:
            yield from citations(value, (*path, name))


def cited(dossier: Dossier, folders: Sequence[Path], *, with_assessments: bool) -> Iterator[Fault]:
    """Citations of known sources, in time, and word for word where the text is at hand."""
    cut = earliest(dossier.as_of)
    found = list(citations(dossier))
    if with_assessments:
        found += list(citations(dossier.assessments, ("assessments",)))
    texts: dict[str, str | None] = {}
    for path, one in found:
        if one.source not in dossier.sources:
            fault = f"no source {one.source!r}"
            yield Fault("S304", path, fault, nearest(one.source, dossier.sources))
            continue
        if one.date is not None:
            yield from _in_time(path, one.date, dossier, cut)
        source = dossier.sources[one.source]
        if one.source not in texts:
            texts[one.source], faults = _text(one.source, source, folders)
            yield from faults
        text = texts[one.source]
        if one.quote is not None and text is not None:
            yield from _quoted(path, one, text)
    unread = sorted({one.source for _, one in found if one.quote and texts.get(one.source) is None})
    for key in unread:
        if key in dossier.sources:
            count = sum(one.source == key and one.quote is not None for _, one in found)
            fault = f"{count} quotes of {key!r} are not verified: its text is not at hand"
            yield Fault(
                "W605", ("sources", key), fault, "give the folder it lies in: --sources DIR"
            )


def _quoted(path: Where, one: Citation, text: str) -> Iterator[Fault]:
    found = find_quote(one.quote or "", text)
    if found.how != "missing":
        return
    right = "quote it word for word"
    if found.nearest:
        right = (
            f"nearest ({found.score:.0f}% alike, perhaps another sense): {shown(found.nearest, 90)}"
        )
    fault = f"the quote is not in {one.source!r}"
    yield Fault("S501", path, fault, right, shown(one.quote, 90))


def _text(key: str, source: Source, folders: Sequence[Path]) -> tuple[str | None, list[Fault]]:
    """The text of a source, if it lies in one of the folders and may be read."""
    path: Where = ("sources", key, "file")
    name = source.file
    if name is None:
        return None, []
    if not _plain(name):
        fault = "a source's file lies beside the dossier"
        return None, [Fault("S506", path, fault, "a plain file name", shown(name))]
    for folder in folders:
        file = folder / name
        if not file.is_file():
            continue
        if not file.resolve().is_relative_to(folder.resolve()):
            fault = "the source's file is a link that leads elsewhere"
            return None, [Fault("S506", path, fault, "the file itself")]
        if file.stat().st_size > MOST_BYTES:
            return None, [Fault("S506", path, "the source is larger than 20 MB", "its text alone")]
        raw = file.read_bytes()
        if source.sha256 and hashlib.sha256(raw).hexdigest() != source.sha256.lower():
            fault = "the source's file is not the one that was cited"
            return None, [Fault("S506", path, fault, "the file with that sha256, or its new one")]
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            return None, [Fault("S506", path, "the source is not UTF-8 text", "its text as UTF-8")]
        return text, []
    return None, []


def _plain(name: str) -> bool:
    parts: Any = Path(name).parts
    return bool(parts) and not Path(name).is_absolute() and ".." not in parts and "\\" not in name
