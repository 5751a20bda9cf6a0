"""Delimited text of others, read safely: rows of cells that know their lines, and numbers.

UTF-8, with or without a byte-order mark; lines that end in LF, CR LF or a bare CR; cells parted by
a tab, a semicolon or a comma, whichever the file uses.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from summitry.formats.faults import FormatError, Remark
from summitry.formats.xml import read_bytes

MOST_ROWS = 200_000
MOST_CELLS = 1_000
MOST_FAULTS = 50
"""Faults of one file that are told; of more, how many there were."""
LARGEST = 1e12
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, blanks around them trimmed, and the line that it begins on."""

    line: int
    cells: tuple[str, ...]


@dataclass
class Faults:
    """The faults of one file as they are found, so that all can be told at once."""

    file: str
    found: list[Remark] = field(default_factory=list)

    def add(self, line: int, fault: str, right: str = "") -> None:
        """Note a fault."""
        self.found.append(Remark(self.file, line, fault, right))

    def check(self) -> None:
        """Raise FormatError with every fault, in the order of lines; return if there is none."""
        if not self.found:
            return
        every = sorted(self.found, key=lambda one: one.line)
        more = len(every) - MOST_FAULTS
        if more > 0:
            every = [*every[:MOST_FAULTS], Remark(self.file, 0, f"and {more:,} faults more")]
        raise FormatError(every)

    def number(
        self, row: Row, place: int, what: str, least: float | None = None, most: float | None = None
    ) -> float | None:
        """A cell as a number within bounds; a fault, and None, where it is none."""
        text = row.cells[place] if place < len(row.cells) else ""
        found, fault, right = as_number(text)
        if found is None:
            self.add(row.line, f"the {what} {fault}", right)
            return None
        if least is not None and found < least:
            self.add(row.line, f"the {what} is {text}", f"at least {least:g}")
            return None
        if most is not None and found > most:
            self.add(row.line, f"the {what} is {text}", f"at most {most:g}")
            return None
        return found


def as_number(text: str) -> tuple[float | None, str, str]:
    """A cell as a finite number; else None, what is wrong with it, and what would be right."""
    text = text.strip()
    if not text:
        return None, "is missing", "a number"
    if not _NUMBER.fullmatch(text):
        if re.fullmatch(r"[-+]?\d+,\d+", text):
            return None, f"is {text!r}", f"a decimal point: {text.replace(',', '.')}"
        return None, f"is {text[:40]!r}", "a number"
    found = float(text)
    if abs(found) > LARGEST:
        return None, f"is {text[:40]}", f"at most {LARGEST:g}"
    return found, "", ""


def read_text(path: Path) -> str:
    """A file's text.

    Raises
    ------
    FormatError
        It cannot be read, is larger than 20 MB, or is no UTF-8; the message has the line.
    """
    data = read_bytes(path)
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            fault = f"the text is {name}"
            raise FormatError([Remark(str(path), 1, fault, "save it as UTF-8")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = len(re.findall(rb"\r\n|\r|\n", before)) + 1
        fault = f"byte 0x{data[error.start]:02x} is no UTF-8 (perhaps Latin-1 or Windows-1252)"
        raise FormatError([Remark(str(path), line, fault, "save the file as UTF-8")]) from None
    if "\0" in text:
        line = len(re.findall(r"\r\n|\r|\n", text[: text.index("\0")])) + 1
        raise FormatError([Remark(str(path), line, "holds a zero byte, so it is no text")])
    return text


def delimiter_of(text: str) -> str:
    """What parts the cells: the first of tab, semicolon and comma in the first 1,024 characters."""
    head = text[:1024]
    return next((one for one in ("\t", ";", ",") if one in head), ",")


def read_rows(
    path: Path, text: str | None = None, *, quote: str = '"', comment: Callable[[str], bool] = bool
) -> list[Row]:
    """The rows of a file, empty ones left out.

    Parameters
    ----------
    path
        The file, for reading and for messages.
    text
        Its text, where it is read already.
    quote
        What cells with a delimiter inside stand between.
    comment
        Tells, from a line, whether it is read; the others may hold anything.

    Raises
    ------
    FormatError
        A quote is never closed, a row has more than 1,000 cells, the file more than 200,000 rows.
    """
    text = read_text(path) if text is None else text
    lines = io.StringIO(text, newline="")
    kept = (line if comment(line) else "\n" for line in lines)
    reader = csv.reader(kept, delimiter=delimiter_of(text), quotechar=quote, strict=True)
    found: list[Row] = []
    start = 0
    try:
        for cells in reader:
            line, start = start + 1, reader.line_num
            if len(cells) > MOST_CELLS:
                fault = f"{len(cells):,} cells in a row"
                raise FormatError([Remark(str(path), line, fault, f"at most {MOST_CELLS:,}")])
            if any(cell.strip() for cell in cells):
                found.append(Row(line, tuple(cell.strip() for cell in cells)))
            if len(found) > MOST_ROWS:
                fault = f"more than {MOST_ROWS:,} rows"
                raise FormatError([Remark(str(path), line, fault)])
    except csv.Error as error:
        ended = "unexpected end" in str(error)
        fault = "a quote is opened and never closed" if ended else f"no table: {error}"
        line = start + 1
        raise FormatError([Remark(str(path), line, fault, f"close it with {quote}")]) from None
    return found
