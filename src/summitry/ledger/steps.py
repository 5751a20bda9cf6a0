"""The form of a ledger's database, as steps from each version to the next.

A step is never changed once a ledger may have taken it; a new form is a new step. The entries are
the ledger, and no step touches one: what comes later only helps to find them, or guards them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

ENTRIES = """
CREATE TABLE summitry_entries (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    previous CHAR(64) NOT NULL UNIQUE,
    hash CHAR(64) NOT NULL UNIQUE,
    kind VARCHAR(20) NOT NULL,
    case_name VARCHAR(200) NOT NULL,
    line TEXT NOT NULL
)
"""
"""Only ``number`` and ``line`` are the record; the rest repeats what a line says, to find it by.
``previous`` is unique, so that no two entries can follow the same one."""

_SQLITE_GUARDS = [
    f"CREATE TRIGGER summitry_no_{verb} BEFORE {verb} ON summitry_entries "
    "BEGIN SELECT RAISE(ABORT, 'a ledger is only ever added to'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRES_GUARDS = [
    "CREATE FUNCTION summitry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a ledger is only ever added to'; END $$",
    "CREATE TRIGGER summitry_no_change BEFORE UPDATE OR DELETE ON summitry_entries "
    "FOR EACH ROW EXECUTE FUNCTION summitry_refuse()",
    "CREATE TRIGGER summitry_no_truncate BEFORE TRUNCATE ON summitry_entries "
    "FOR EACH STATEMENT EXECUTE FUNCTION summitry_refuse()",
]


def _first(connection: Connection) -> None:
    connection.exec_driver_sql(ENTRIES)


def _find(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE INDEX summitry_by_case ON summitry_entries (case_name, kind)"
    )


def _guard(connection: Connection) -> None:
    """Refuse changes by mistake; who means to change a database can, and the chain shows it."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE_GUARDS if sqlite else _POSTGRES_GUARDS:
        connection.exec_driver_sql(statement)


STEPS: tuple[Callable[[Connection], None], ...] = (_first, _find, _guard)
"""From version n to n + 1, from an empty database on."""
