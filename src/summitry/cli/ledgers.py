"""What the commands of the ledger share: where it lies, and what a case is called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from summitry.ledger.record import Case
    from summitry.ledger.store import Store

ledger_option = click.option(
    "--ledger",
    "where",
    metavar="ADDRESS",
    help="A file (SQLite), or postgresql://USER:PASSWORD@HOST:PORT/NAME. Default: what the "
    "variable SUMMITRY_LEDGER says, else ledger.sqlite here.",
)


def opened(where: str | None) -> Store:
    """The ledger that an option, the environment or the default names."""
    from summitry.ledger.address import DEFAULT, VARIABLE
    from summitry.ledger.store import Store

    return Store(where or os.environ.get(VARIABLE) or DEFAULT)


@contextmanager
def typed() -> Iterator[None]:
    """What is wrong with something typed becomes a line about the command."""
    from summitry.ledger.faults import LedgerError

    try:
        yield
    except LedgerError as error:
        raise click.UsageError(str(error)) from None


def case_name(path: str, name: str | None) -> str:
    """What a case is called: as asked, else by its folder, else by its file.

    Raises
    ------
    click.UsageError
        Standard input, which has no name.
    """
    if name is not None:
        return name
    if path == "-":
        raise click.UsageError("standard input has no name: add --case NAME")
    if not is_there(path):
        return path
    from summitry.ledger.record import case_of

    return case_of(Path(path))


def is_there(path: str) -> bool:
    """Whether a path is one; the name of a case may be none."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def read_cases(store: Store) -> dict[str, Case]:
    """Every case of a ledger."""
    from summitry.ledger.ledger import SCORED
    from summitry.ledger.record import read_record

    return read_record(store.entries(SCORED))


def known_case(store: Store, name: str) -> Case:
    """A case by name; raises click.UsageError, naming the nearest."""
    from summitry.dossier.problem import nearest
    from summitry.ledger.ledger import SCORED
    from summitry.ledger.record import read_record

    own = read_record(store.entries(SCORED, name))
    if name in own:
        return own[name]
    cases = read_cases(store)
    right = nearest(name, cases, "" if cases else "'summitry record' makes the first")
    raise click.UsageError(f"no case {name!r} in {store.shown}; {right}")
