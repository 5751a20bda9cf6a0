"""XML of others, read safely: a tree that knows its lines, and nothing that XML can hide.

No document type, so no entities, external references or bombs; bounds on size, depth and number of
elements. What breaks them is refused with one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from summitry.formats.faults import FormatError, Remark

LARGEST = 20_000_000
DEEPEST = 60
MOST = 400_000


@dataclass(slots=True)
class Element:
    """An element: tag, attributes, children, text of its own, and the line that it begins on."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, name: str, otherwise: str | None = None) -> str | None:
        """An attribute."""
        return self.attributes.get(name, otherwise)

    def all(self, tag: str) -> list[Element]:
        """The children of a tag."""
        return [one for one in self.children if one.tag == tag]

    def first(self, tag: str) -> Element | None:
        """The first child of a tag."""
        return next(iter(self.all(tag)), None)

    def every(self, tag: str) -> Iterator[Element]:
        """All descendants of a tag, in the file's order."""
        for one in self.children:
            if one.tag == tag:
                yield one
            yield from one.every(tag)


class _Refused(Exception):
    """Something that is not read."""


def read_bytes(path: Path) -> bytes:
    """A file's content.

    Raises
    ------
    FormatError
        It cannot be read, or is larger than 20 MB.
    """
    try:
        if path.stat().st_size > LARGEST:
            fault = f"the file has {path.stat().st_size:,} bytes"
            raise FormatError([Remark(str(path), 0, fault, f"at most {LARGEST:,} are read")])
        return path.read_bytes()
    except OSError as error:
        raise FormatError([Remark(str(path), 0, f"cannot be read: {error.strerror}")]) from None


def read_xml(path: Path) -> Element:
    """The root element of a file.

    Raises
    ------
    FormatError
        The file cannot be read, is no XML, or has what is not read: a document type, more than
        60 levels, more than 400,000 elements.
    """
    data = read_bytes(path)
    body = data.removeprefix(b"\xef\xbb\xbf")
    stripped = body.lstrip()
    skipped = body[: len(body) - len(stripped)].count(b"\n")
    return parse(stripped, str(path), skipped)


def parse(data: bytes, file: str, skipped: int = 0) -> Element:
    """The root element of some XML; ``skipped`` lines came before it."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    stack: list[Element] = []
    roots: list[Element] = []
    count = 0

    def refuse(what: str) -> Any:
        def handler(*_: object) -> None:
            raise _Refused(what)

        return handler

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST:
            raise _Refused(f"more than {MOST:,} elements")
        if len(stack) >= DEEPEST:
            raise _Refused(f"elements nested more than {DEEPEST} deep")
        made = Element(tag, attributes, parser.CurrentLineNumber + skipped)
        (stack[-1].children if stack else roots).append(made)
        stack.append(made)

    def end(_: str) -> None:
        stack.pop()

    def text(found: str) -> None:
        if stack:
            stack[-1].text += found

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    doctype = "a document type, which could hide entities and references"
    parser.StartDoctypeDeclHandler = refuse(doctype)
    parser.EntityDeclHandler = refuse("an entity")
    parser.ExternalEntityRefHandler = refuse("an external reference")
    try:
        parser.Parse(data, True)
    except _Refused as error:
        line = parser.CurrentLineNumber + skipped
        right = "files with that are not read; take it out"
        raise FormatError([Remark(file, line, f"has {error}", right)]) from None
    except expat.ExpatError as error:
        fault = f"no XML: {expat.ErrorString(error.code)}"
        right = "save it again with the tool that made it"
        raise FormatError([Remark(file, error.lineno + skipped, fault, right)]) from None
    except (ValueError, LookupError) as error:
        raise FormatError([Remark(file, 1, f"no XML: {error}", "save it as UTF-8")]) from None
    return roots[0]
