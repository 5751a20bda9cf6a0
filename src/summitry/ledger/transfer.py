"""Export and import: the lines themselves, one entry each, so that nothing is lost or retold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from summitry.formats.faults import FormatError, Remark
from summitry.ledger.bodies import check_body
from summitry.ledger.chain import MOST_BYTES, START, Entry, digest, read_entry
from summitry.ledger.faults import LedgerError
from summitry.ledger.rows import check_name

MOST_FAULTS = 20


def read_lines(path: Path) -> list[Entry]:
    """Entries of an exported file, its chain checked from the first line to the last.

    Raises
    ------
    FormatError
        With every fault (up to 20), each at its line.
    """
    entries: list[Entry] = []
    faults: list[Remark] = []
    before = START
    name = str(path)
    with path.open("rb") as file:
        for number, raw in enumerate(_lines(file), start=1):
            if len(faults) >= MOST_FAULTS:
                break
            try:
                line = raw.removesuffix(b"\n").decode("ascii")
                entry = read_entry(line)
                if entry.line != line:
                    raise LedgerError("the entry is not written in the way that is hashed")  # noqa: TRY301
                check_name(entry.case)
                check_body(entry)
            except UnicodeDecodeError:
                faults.append(Remark(name, number, "not a line of an export", "ASCII alone"))
                continue
            except LedgerError as error:
                faults.append(Remark(name, number, f"no entry: {error}", "export it again"))
                continue
            if entry.number != number or entry.previous != before:
                faults.append(
                    Remark(
                        name,
                        number,
                        "the entry does not follow the line above: something was changed, moved "
                        "or taken out",
                        "export it again",
                    )
                )
            elif entries and entry.recorded < entries[-1].recorded:
                faults.append(Remark(name, number, "is dated before the line above"))
            before = digest(line)
            entries.append(entry)
    if not entries and not faults:
        faults.append(Remark(name, 1, "holds no entries", "'summitry ledger export' writes one"))
    if faults:
        raise FormatError(faults)
    return entries


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while raw := file.readline(MOST_BYTES + 2):
        yield raw
