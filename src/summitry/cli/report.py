"""``summitry report``: a one-file HTML report."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.cli import session
from summitry.cli.options import dossier_argument, run_options


@click.command("report")
@dossier_argument
@click.option(
    "-a", "--assessment", "assessments", metavar="NAME", multiple=True,
    help="Whose numbers; repeatable. Default: all.",
)  # fmt: skip
@run_options
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("report.html"),
    show_default=True, help="The file to write.",
)  # fmt: skip
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    draws: int,
    seed: int,
    solution: str | None,
    holding_back: float | None,
    output: Path,
) -> None:
    """Write a one-file HTML report: no network, no script, fit for print and for mail."""
    dossier = session.load(path, sources)
    from summitry.forecasts.compare import compare
    from summitry.report.page import report

    form = session.choose_form(dossier, solution, holding_back)
    with session.progress() as tell:
        made = compare(
            dossier, assessments or None, draws=draws, seed=seed, form=form, progress=tell
        )
        page = report(dossier, made)
    session.write(output, page)
    session.said(f"wrote {output}")
