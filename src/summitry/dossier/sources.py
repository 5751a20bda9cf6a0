"""Texts of sources: found in their folder, read once, refused if they are not what was cited."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from summitry.dossier.model import Source
from summitry.dossier.problem import Fault, shown

MOST_BYTES = 20_000_000
"""A source text larger than this is not read."""


class SourceError(Exception):
    """A source's file that cannot be used; ``args``: the fault, what is right, the got."""


class Library:
    """Texts of a dossier's sources, from the folders in which they lie."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self._texts: dict[tuple[str, str | None], str | None] = {}
        self._faults: dict[str, Fault] = {}

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the files asked for so far, once each."""
        return list(self._faults.values())

    def text(self, key: str, source: Source) -> str | None:
        """Text of a source; None if it is not at hand, or cannot be used."""
        if source.file is None:
            return None
        known = (source.file, source.sha256)
        if known not in self._texts:
            try:
                self._texts[known] = _read(source.file, source.sha256, self.folders)
            except SourceError as error:
                self._texts[known] = None
                fault, right, got = error.args
                self._faults[key] = Fault("S506", ("sources", key, "file"), fault, right, got)
        return self._texts[known]


def _read(name: str, sha256: str | None, folders: Sequence[Path]) -> str | None:
    if not _plain(name):
        fault = "a source's file lies in the folder of sources"
        raise SourceError(fault, "a relative name without '..'", shown(name))
    try:
        for folder in folders:
            file = folder / name
            if file.is_file():
                return _decode(_bytes(file, folder), sha256)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        fault = f"the source's file cannot be read: {reason}"
        raise SourceError(fault, "a text file", shown(name)) from None
    return None


def _bytes(file: Path, folder: Path) -> bytes:
    if not file.resolve().is_relative_to(folder.resolve()):
        raise SourceError(
            "the source's file is a link that leads elsewhere", "the file itself", None
        )
    # Bounded even if the file grows while it is read.
    with file.open("rb") as stream:
        raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise SourceError("the source's file is larger than 20 MB", "its text alone", None)
    return raw


def _decode(raw: bytes, sha256: str | None) -> str:
    found = hashlib.sha256(raw).hexdigest()
    if sha256 and found != sha256.strip().lower():
        fault = "the source's file is not the one that was cited"
        raise SourceError(fault, "the file with that sha256; else read it anew", found)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SourceError("the source's file is not UTF-8 text", "its text, saved as UTF-8", None)
    return text


def _plain(name: str) -> bool:
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    absolute = posix.is_absolute() or windows.is_absolute() or bool(windows.drive)
    return bool(posix.name) and not absolute and not {"..", "~"} & {*posix.parts, *windows.parts}
