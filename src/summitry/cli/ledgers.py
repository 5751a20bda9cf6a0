"""What the commands of the ledger share: where it lies, and what a case is called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summitry.ledger.record import Case
    from summitry.ledger.store import Store

ledger_option = click.option(
    "--ledger",
    "where",
    metavar="ADDRESS",
    help="A file (SQLite), or postgresql://USER:PASSWORD@HOST:PORT/NAME. Default: what the "
    "variable SUMMITRY_LEDGER says, else ledger.sqlite here.",
)


NAMELESS = "the record"
"""What a ledger is called before others than the team, whom its address does not concern."""


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


def refuse_one_alone(audience: str, path: str | None) -> None:
    """Raise click.UsageError where an audience is named without its dossier, or the reverse."""
    if (audience != "team") != (path is not None):
        raise click.UsageError("--audience NAME and --of PATH go together: whose marks are they")


def cases_for(known: Mapping[str, Case], path: str, audience: str) -> dict[str, Case]:
    """Cases as an audience of a dossier may see them; an audience there is not becomes a line."""
    from summitry.ledger.audience import record_for

    with session.for_audience():
        return record_for(known, session.load(path, ()), audience)


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
