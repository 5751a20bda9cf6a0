"""``summitry report``: a one-file HTML report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from summitry.cli import ledgers, session, studies
from summitry.cli.options import (
    RunOptions,
    assessments_option,
    audience_option,
    dossier_argument,
    output_option,
    run_options,
    set_option,
)

if TYPE_CHECKING:
    from summitry.charts.album import Record


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
@click.option(
    "--ledger",
    "where",
    metavar="ADDRESS",
    help="Add what a ledger has on record of this case: a file, or postgresql://...",
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
    where: str | None,
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
    asked = studies.Asked(path, sources, assessments, changes, audience, run)
    if short:
        from summitry.report.short import short_report

        made = short_report(studies.in_short(asked))
    else:
        from summitry.charts.render import converter

        converter()  # say at once if the extra is not installed
        work = studies.studied if full else studies.in_brief
        case = work(asked)
        if audience == "team":
            case = studies.put_to_everybody(case, asked, texts=texts)
        if where is not None:
            case = replace(case, record=_on_record(where, path, sources, audience))
        from summitry.report.page import report

        made = report(case)
    session.write(output, made)
    session.said(f"wrote {output}")


def _on_record(where: str, path: str, sources: Sequence[str], audience: str) -> Record | None:
    """What a ledger has of a case, for an audience."""
    from summitry.report.record import record_of

    cases = ledgers.read_cases(ledgers.opened(where))
    name = ledgers.case_name(path, None) if path != "-" else ""
    with session.for_audience():
        made = record_of(cases, session.load(path, sources), audience, name)
    if made is None:
        session.said("the ledger has nothing on record of this case")
    return made
