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
@click.option("--full", is_flag=True, help="Everything that can be worked out; takes minutes.")
@click.option(
    "--texts/--no-texts",
    default=True,
    show_default=True,
    help="The sources' whole texts with the quotes marked, where they are at hand; else quotes "
    "alone. For others than the team there are quotes alone.",
)
@output_option("The file to write.", Path("report.html"))
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    changes: dict[str, object],
    audience: str,
    short: bool,
    full: bool,
    texts: bool,
    output: Path,
    **run: Unpack[RunOptions],
) -> None:
    """Write a one-file HTML report: no network, fit for print and for mail.

    The forecast with its reasons, the packages with everybody's answers (its one script answers a
    package built in it), and what each number rests on. With --full also bridges, drivers, tracks,
    road maps, stability and influence. With --short: one page with the question, the answer, its
    reasons, what would flip it, and its cautions.
    """
    if short and full:
        fault = "--short is one page and --full is everything; choose one"
        raise click.UsageError(fault)
    if short:
        from summitry.report.short import short_report

        made = short_report(studies.in_short(path, sources, assessments, changes, audience, **run))
    else:
        from summitry.charts.render import converter

        converter()  # say at once if the extra is not installed
        work = studies.studied if full else studies.in_brief
        case = work(path, sources, assessments, changes, audience, **run)
        if audience == "team":
            case = studies.put_to_everybody(case, path, sources, texts=texts, **run)
        from summitry.report.page import report

        made = report(case)
    session.write(output, made)
    session.said(f"wrote {output}")
