"""Where a ledger lies: a file, or the address of a database; passwords are never shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summitry.ledger.faults import LedgerError

if TYPE_CHECKING:
    from sqlalchemy import URL

DEFAULT = "ledger.sqlite"
"""The file in the folder one works in, where nothing else is said."""
VARIABLE = "SUMMITRY_LEDGER"


@dataclass(frozen=True)
class Address:
    """A ledger's place: ``url`` for the database, ``shown`` for people, without any password."""

    url: URL
    shown: str
    file: Path | None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown."""
        query = [one for key, one in self.url.query.items() if "pass" in key.lower()]
        values = [self.url.password, *query]
        return tuple(str(one) for one in values if one)


def locate(text: str) -> Address:
    """Read the address of a ledger.

    Parameters
    ----------
    text
        A file (SQLite), ``sqlite:///FILE``, or ``postgresql://USER:PASSWORD@HOST:PORT/NAME``.

    Raises
    ------
    LedgerError
        No address, or of a database that a ledger is not kept in.
    ModuleNotFoundError
        The ``ledger`` extra is not installed; the message has the line that installs it.
    """
    sqlalchemy_here()
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    if "://" not in text:
        if not text.strip() or "\0" in text:
            raise LedgerError("the ledger needs a file, or the address of a database")
        return Address(URL.create("sqlite", database=text), text, Path(text))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        msg = "this is no address of a ledger; write postgresql://USER:PASSWORD@HOST:PORT/NAME"
        raise LedgerError(msg) from None
    kind = url.get_backend_name()
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise LedgerError("a ledger in memory keeps nothing; give a file")
        return Address(URL.create("sqlite", database=url.database), url.database,
                       Path(url.database))  # fmt: skip
    if kind not in ("postgresql", "postgres"):
        msg = f"a ledger is kept in SQLite or PostgreSQL, not in {kind}"
        raise LedgerError(msg)
    url = url.set(drivername="postgresql+psycopg")
    plain = url.set(drivername="postgresql", query={})
    return Address(url, plain.render_as_string(hide_password=True), None)


def sqlalchemy_here() -> None:
    """Raise ModuleNotFoundError, with the line that installs it, where SQLAlchemy is missing."""
    try:
        import sqlalchemy  # noqa: F401
    except ModuleNotFoundError as error:
        msg = "a ledger needs SQLAlchemy: pip install 'summitry[ledger]'"
        raise ModuleNotFoundError(msg) from error
