"""The store: entries in SQLite or PostgreSQL, added under one lock and never changed.

A writer takes the lock (``BEGIN IMMEDIATE``, or an advisory lock), reads the last entry alone, puts
its own after it and commits; either all of what it adds is there or none of it. How long that takes
does not depend on how much is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from summitry.ledger.address import Address, locate
from summitry.ledger.chain import Entry, Receipt, Verdict, examine
from summitry.ledger.faults import LedgerError
from summitry.ledger.rows import (
    beside,
    check_name,
    entries_of,
    head_of,
    insert,
    read_lines,
    row_of,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

LOCK = 7_366_771_200_119
"""Name of the advisory lock, the same for every writer of a PostgreSQL database."""
PATIENCE = 60
"""Seconds that a writer waits for the others."""


@dataclass(frozen=True)
class New:
    """What is to be put on record; its number, date and hash come with the writing."""

    kind: str
    case: str
    body: Mapping[str, Any]


class Store:
    """A ledger that lies somewhere.

    Parameters
    ----------
    where
        A file, or the address of a database; see :func:`summitry.ledger.address.locate`.
    """

    def __init__(self, where: str) -> None:
        self.address: Address = locate(where)
        self._engine: Engine | None = None

    @property
    def shown(self) -> str:
        """Where it lies, for people; without a password."""
        return self.address.shown

    def lines(self, kinds: Sequence[str] = (), case: str | None = None) -> list[str]:
        """The lines kept, in order; of some kinds and of one case if so asked."""
        with self._reading() as connection:
            return read_lines(connection, kinds, case)

    def entries(self, kinds: Sequence[str] = (), case: str | None = None) -> list[Entry]:
        """The entries kept, in order; raises LedgerError where a line is none."""
        return entries_of(self.lines(kinds, case), self.shown)

    def verify(self, receipts: Sequence[Receipt] = ()) -> Verdict:
        """Look at the whole chain, and at what is repeated beside each line to find it by."""
        query = (
            "SELECT number, previous, hash, kind, case_name, line FROM summitry_entries "
            "ORDER BY number"
        )
        with self._reading() as connection:
            rows = connection.exec_driver_sql(query).fetchall()
        found = examine((str(row[5]) for row in rows), receipts)
        strange = [fault for row in rows if (fault := beside(row)) is not None]
        return replace(found, faults=(*found.faults, *strange))

    def receipt(self) -> Receipt:
        """Count and head as they are now."""
        with self._reading() as connection:
            number, head, _ = head_of(connection)
            return Receipt(number, head)

    def append(
        self,
        wanted: Sequence[New] | Callable[[Connection], Sequence[New]],
        now: datetime | None = None,
    ) -> list[Entry]:
        """Put entries on record, all of them or none; on the disk when this returns.

        Parameters
        ----------
        wanted
            The entries; or what decides on them, under the lock, from what is there.
        now
            The clock; an entry's date never lies before that of the entry above it.
        """
        with self._writing() as connection:
            more = wanted(connection) if callable(wanted) else wanted
            number, head, stamp = head_of(connection)
            stamp = max(stamp, _stamp(now or datetime.now(UTC)))
            made: list[Entry] = []
            rows: list[dict[str, object]] = []
            for one in more:
                check_name(one.case)
                number += 1
                entry = Entry(number, head, stamp, one.kind, one.case, one.body)
                rows.append(row_of(entry))
                head = str(rows[-1]["hash"])
                made.append(entry)
            insert(connection, rows)
            return made

    def adopt(self, entries: Sequence[Entry]) -> int:
        """Take entries of another ledger that follow on what is here; returns how many were new.

        Raises
        ------
        LedgerError
            They do not agree with what is here, or do not follow it.
        """
        with self._writing() as connection:
            own = read_lines(connection, (), None)
            for here, there in zip(own, entries, strict=False):
                if here != there.line:
                    msg = f"{self.shown} has another entry {there.number}: two different ledgers"
                    raise LedgerError(msg)
            insert(connection, [row_of(entry) for entry in entries[len(own) :]])
            return max(0, len(entries) - len(own))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self.address.file is not None and not self.address.file.is_file():
            msg = f"no ledger at {self.shown}; 'summitry record' makes one"
            raise LedgerError(msg)
        with self._told(), self._connect().connect() as connection:
            if not _has_table(connection, "summitry_entries"):
                msg = f"{self.shown} holds no ledger; 'summitry record' makes one"
                raise LedgerError(msg)
            _version(connection, self.shown)
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        file = self.address.file
        if file is not None and not file.absolute().parent.is_dir():
            msg = f"the folder {file.parent} is not there; make it first"
            raise LedgerError(msg)
        with self._told(), self._connect().connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                connection.exec_driver_sql("PRAGMA synchronous=FULL")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            try:
                _upgrade(connection, self.shown)
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise

    def _connect(self) -> Engine:
        """An engine that leaves transactions to us: each begins with its lock."""
        if self._engine is None:
            from sqlalchemy import create_engine
            from sqlalchemy.pool import NullPool

            options: dict[str, Any] = {"poolclass": NullPool}
            if self.address.file is not None:
                options["connect_args"] = {"timeout": PATIENCE, "isolation_level": None}
            else:
                driver_here()
                options["connect_args"] = {"connect_timeout": 10}
            self._engine = create_engine(self.address.url, **options)
        return self._engine

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What a database says becomes a line for people, without any password."""
        from sqlalchemy.exc import DBAPIError

        try:
            yield
        except DBAPIError as error:
            text = " ".join(str(error.orig).split())
            for secret in self.address.secrets:
                text = text.replace(secret, "***")
            raise LedgerError(f"{self.shown}: {text}") from None


def driver_here() -> None:
    """Raise ModuleNotFoundError, with the line that installs it, where psycopg is missing."""
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        msg = "a ledger in PostgreSQL needs psycopg: pip install 'summitry[team]'"
        raise ModuleNotFoundError(msg) from error


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _has_table(connection: Connection, name: str) -> bool:
    from sqlalchemy import inspect

    return bool(inspect(connection).has_table(name))


def _version(connection: Connection, shown: str) -> int:
    from summitry.ledger.steps import STEPS

    if not _has_table(connection, "summitry_form"):
        return 0
    row = connection.exec_driver_sql("SELECT version FROM summitry_form").first()
    version = int(row[0]) if row else 0
    if version > len(STEPS):
        msg = f"{shown} is of form {version}, made by a later summitry; this one knows {len(STEPS)}"
        raise LedgerError(msg)
    return version


def _upgrade(connection: Connection, shown: str) -> None:
    """Take the steps that a ledger has not taken yet, inside the writer's transaction."""
    from summitry.ledger.steps import STEPS

    version = _version(connection, shown)
    if version == len(STEPS):
        return
    if version == 0:
        if _has_table(connection, "summitry_form"):
            connection.exec_driver_sql("DROP TABLE summitry_form")
        connection.exec_driver_sql("CREATE TABLE summitry_form (version INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO summitry_form VALUES (0)")
    for step in STEPS[version:]:
        step(connection)
    connection.exec_driver_sql("DELETE FROM summitry_form")
    connection.exec_driver_sql(f"INSERT INTO summitry_form VALUES ({len(STEPS)})")  # noqa: S608
