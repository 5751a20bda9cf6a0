"""``summitry compare``: assessments side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from summitry.cli import session
from summitry.cli.options import (
    RunOptions,
    assessments_option,
    dossier_argument,
    json_option,
    output_option,
    run_options,
)


@click.command("compare")
@dossier_argument
@assessments_option
@run_options
@json_option
@output_option("Write the JSON to a file.")
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    as_json: bool,
    output: Path | None,
    **run: Unpack[RunOptions],
) -> None:
    """Rival assessments of one dossier, side by side on the same draws."""
    _, made = session.compared(path, sources, assessments, **run)
    session.deliver(made, output, as_json=as_json)
