"""``summitry compare``: assessments side by side."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.cli import session
from summitry.cli.options import dossier_argument, json_option, run_options


@click.command("compare")
@dossier_argument
@click.option(
    "-a", "--assessment", "assessments", metavar="NAME", multiple=True,
    help="Whose numbers; repeatable. Default: all.",
)  # fmt: skip
@run_options
@json_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the JSON to a file.")
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    draws: int,
    seed: int,
    solution: str | None,
    holding_back: float | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Rival assessments of one dossier, side by side on the same draws."""
    dossier = session.load(path, sources)
    from summitry.forecasts.compare import compare

    form = session.choose_form(dossier, solution, holding_back)
    with session.progress() as tell:
        made = compare(
            dossier, assessments or None, draws=draws, seed=seed, form=form, progress=tell
        )
    if output:
        session.write(output, made.to_json() + "\n")
        session.said(f"wrote {output}")
    if as_json:
        click.echo(made.to_json())
    elif not output:
        session.show(made)
