"""``summitry report``: a one-file HTML report."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from summitry.cli import session, studies
from summitry.cli.options import (
    RunOptions,
    assessments_option,
    audience_option,
    dossier_argument,
    output_option,
    run_options,
    set_option,
)


@click.command("report")
@dossier_argument
@assessments_option
@run_options
@set_option
@audience_option
@click.option("--short", is_flag=True, help="One page, to print on A4 or Letter.")
@output_option("The file to write.", Path("report.html"))
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    changes: dict[str, object],
    audience: str,
    short: bool,
    output: Path,
    **run: Unpack[RunOptions],
) -> None:
    """Write a one-file HTML report: no network, no script, fit for print and for mail.

    With --short: one page with the question, the answer, its reasons, what would flip it, and its
    cautions.
    """
    if short:
        from summitry.report.short import short_report

        made = short_report(studies.in_short(path, sources, assessments, changes, audience, **run))
    else:
        from summitry.charts.render import converter

        converter()  # say at once if the extra is not installed
        case = studies.studied(path, sources, assessments, changes, audience, **run)
        from summitry.report.page import report

        made = report(case)
    session.write(output, made)
    session.said(f"wrote {output}")
