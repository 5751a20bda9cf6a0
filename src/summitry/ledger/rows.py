"""Entries as rows of a table: read, written, and held against what stands beside their lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from summitry.ledger.chain import MOST_BYTES, START, Entry, digest, read_entry
from summitry.ledger.faults import LedgerError

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_NAME = 200


def kept(connection: Connection, kinds: Sequence[str], case: str) -> list[Entry]:
    """Entries of a case, as a writer sees them under its lock."""
    return entries_of(read_lines(connection, kinds, case), "the ledger")


def entries_of(lines: Sequence[str], shown: str) -> list[Entry]:
    """Entries from their lines, read at one go; raises LedgerError where one is none.

    To look at every hash and word is the business of :meth:`Store.verify`.
    """
    try:
        data = from_json("[" + ",".join(lines) + "]")
        if len(data) != len(lines):
            raise ValueError  # noqa: TRY301 - one line that pretends to be several
        return [
            Entry(
                one["entry"],
                one["previous"],
                one["recorded"],
                one["kind"],
                one["case"],
                one["body"],
            )
            for one in data
        ]
    except (ValueError, LedgerError, KeyError, TypeError):
        msg = f"{shown}: some lines are no entries; 'summitry ledger verify' says which"
        raise LedgerError(msg) from None


def row_of(entry: Entry) -> dict[str, object]:
    """What is kept of an entry: its line, and what it is found by."""
    line = entry.line
    if len(line) > MOST_BYTES:
        raise LedgerError("an entry is at most 8 MB; this is more than a dossier and its forecast")
    return {
        "number": entry.number,
        "previous": entry.previous,
        "hash": digest(line),
        "kind": entry.kind,
        "case": entry.case,
        "line": line,
    }


def insert(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Put rows after the last."""
    from sqlalchemy import text

    if rows:
        statement = text(
            "INSERT INTO summitry_entries (number, previous, hash, kind, case_name, line) "
            "VALUES (:number, :previous, :hash, :kind, :case, :line)"
        )
        connection.execute(statement, list(rows))


def check_name(name: str) -> None:
    """Raise LedgerError where a case cannot bear this name."""
    if not name or len(name) > MOST_NAME or not name.isprintable() or name != name.strip():
        msg = f"a case has a name of up to {MOST_NAME} printable characters (got {name[:60]!r})"
        raise LedgerError(msg)


def read_lines(connection: Connection, kinds: Sequence[str], case: str | None) -> list[str]:
    """Lines in order; of some kinds and of one case if so asked."""
    from sqlalchemy import bindparam, text

    where, values = [], dict[str, Any]()
    if kinds:
        where.append("kind IN :kinds")
        values["kinds"] = list(kinds)
    if case is not None:
        where.append("case_name = :case")
        values["case"] = case
    clause = f" WHERE {' AND '.join(where)}" if where else ""
    query = text(f"SELECT line FROM summitry_entries{clause} ORDER BY number")  # noqa: S608
    if kinds:
        query = query.bindparams(bindparam("kinds", expanding=True))
    found: list[str] = list(connection.execute(query, values).scalars())
    return found


def head_of(connection: Connection) -> tuple[int, str, str]:
    """Number, hash and date of the last entry."""
    row = connection.exec_driver_sql(
        "SELECT number, hash, line FROM summitry_entries ORDER BY number DESC LIMIT 1"
    ).first()
    if row is None:
        return 0, START, ""
    # The line counts, not what is repeated beside it.
    line = str(row[2])
    return int(row[0]), digest(line), entries_of([line], "the ledger")[0].recorded


def beside(row: Sequence[Any]) -> str | None:
    """What is wrong with what a row repeats of its line; None if nothing is."""
    line = str(row[5])
    try:
        entry = read_entry(line)
    except LedgerError:
        return None  # told of already
    own = (entry.number, entry.previous, digest(line), entry.kind, entry.case)
    if tuple(row[:5]) == own:
        return None
    return f"entry {entry.number}: the database files it under other words than the entry's own"
