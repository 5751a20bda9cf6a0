"""What a command does around its computing: load, show progress, print, write."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import interrupts, streams
from summitry.dossier.files import write_whole

if TYPE_CHECKING:
    from rich.console import RenderableType

    from summitry.dossier.model import Dossier
    from summitry.forecasts.forecast import Progress
    from summitry.forecasts.shown import Shown
    from summitry.procedures.package import Form


def load(path: str, sources: Sequence[str]) -> Dossier:
    """Load a dossier, to work something out from it.

    Raises
    ------
    DossierError
        With every fault.
    click.UsageError
        It is coded blind, and its coding is not frozen yet.
    """
    from summitry.dossier.loading import load as load_dossier

    dossier: Dossier = load_dossier(path, sources=[Path(one) for one in sources] or None)
    if dossier.coding.hides:
        fault = (
            f"{path} is coded blind: what it comes to stays hidden until the coding is frozen; "
            f"'summitry freeze {path}' freezes it"
        )
        raise click.UsageError(fault)
    return dossier


def choose_form(dossier: Dossier, solution: str | None, holding_back: float | None) -> Form:
    """The dossier's structural choices, but for those that the command line makes."""
    from summitry.procedures.package import Form

    own = Form.of(dossier)
    return Form(
        solution or own.solution, own.holding_back if holding_back is None else holding_back
    )


@contextmanager
def named() -> Iterator[None]:
    """A name that is not in the dossier becomes a line about the command, not a fault of ours."""
    try:
        yield
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from None


def refuse_idle(option: str, needs: str, *, used: bool) -> None:
    """Refuse an option that was given and that nothing would come of without another."""
    source = click.get_current_context().get_parameter_source(option)
    if not used and source is click.core.ParameterSource.COMMANDLINE:
        fault = f"--{option} does nothing by itself: add {needs}"
        raise click.UsageError(fault)


def refuse_telling(audience: str, changes: Mapping[str, object]) -> None:
    """Refuse a what-if for others than the team: what was changed would be told."""
    if audience != "team" and changes:
        fault = "--set is for the team: to show what was changed would tell what stands there"
        raise click.UsageError(fault)


@contextmanager
def for_audience() -> Iterator[None]:
    """An audience that there is not, or that nothing is for, becomes a line about the command."""
    from summitry.dossier.audience import AudienceError

    try:
        yield
    except AudienceError as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def progress() -> Iterator[Progress | None]:
    """A progress line on the error stream while a person watches; None otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting (the first run of all compiles)", total=1.0)

        def tell(part: str, share: float) -> None:
            bar.update(task, description=part, completed=share)

        yield tell


def show(renderable: RenderableType) -> None:
    """Print tables to standard output: in colour to a terminal, plain and wide elsewhere."""
    from rich.console import Console

    interrupts.heed()
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
    Console(width=width, highlight=False).print(renderable)


def deliver(
    made: Shown,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Print what was made as tables or JSON, or write its JSON to a file."""
    if output:
        write(output, made.to_json() + "\n")
        said(f"wrote {output}")
    if as_json:
        click.echo(streams.ascii_json(made.to_json()))
    elif not output:
        show(made)


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    OSError
        The folder is not there, or cannot be written to.
    """
    interrupts.heed()
    write_whole(path, content)


def said(text: str) -> None:
    """A word to the person, on the error stream, so that output stays data."""
    click.echo(text, err=True)
