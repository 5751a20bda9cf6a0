"""``summitry validate``: models of influence against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from summitry.cli import session
from summitry.cli.influence import models_option, quota_option
from summitry.cli.numbers import Whole
from summitry.cli.options import (
    file_option,
    json_option,
    output_option,
    seed_option,
)

REMARKS = 10
"""Remarks about the table that are told; of more, how many there are."""


@click.command("validate")
@click.argument("table", metavar="TABLE")
@click.option(
    "-p",
    "--positions",
    metavar="FILE",
    multiple=True,
    help="Positions, in any of the formats, of a TABLE that has outcomes only; repeatable.",
)
@models_option("; or a variant, as mean/salience. Default: all.")
@click.option("--rounds", type=Whole(1, 100), help="Rounds of challenge and exchange: 10.")
@click.option(
    "--variant",
    type=click.Choice(("paper", "scholz-code")),
    default="paper",
    show_default=True,
    help="Challenge: by the papers, or as a well-known program computes it.",
)
@click.option(
    "--setter",
    metavar="ACTOR",
    help="Procedural: who sets the agenda. Default: each decision's strongest.",
)
@quota_option
@click.option(
    "--resamples",
    type=Whole(100, 100_000),
    default=2_000,
    show_default=True,
    help="How often decisions are drawn for the intervals.",
)
@seed_option
@file_option("--csv", "rows", "Write every model on every issue to a CSV file.")
@json_option
@output_option("Write the JSON to a file.")
def command(
    table: str,
    positions: tuple[str, ...],
    models: tuple[str, ...],
    rounds: int | None,
    variant: Literal["paper", "scholz-code"],
    setter: str | None,
    quota: float,
    resamples: int,
    seed: int,
    rows: Path | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Score models of influence on your own table of decisions and their outcomes.

    TABLE is a CSV with the columns decision, issue, actor, position, salience, capability, outcome
    (and, if known, status_quo, low, high); or one with decision, issue, outcome, and the positions
    in other files (--positions), each called as its decision is. Prints errors and ranks, and every
    two models' difference with an interval that draws whole decisions.
    """
    from summitry.forecasts.validation import validate
    from summitry.formats.decisions import read_decisions
    from summitry.procedures.influence import Options

    decisions = read_decisions(table, positions)
    remarks = [remark for one in decisions for remark in one.table.warnings]
    for remark in remarks[:REMARKS]:
        session.said(str(remark))
    if len(remarks) > REMARKS:
        session.said(f"and {len(remarks) - REMARKS:,} remarks more of the kind")
    with session.progress() as tell:
        made = validate(
            decisions,
            models=models or None,
            options=Options(rounds=rounds, variant=variant, setter=setter, quota=quota),
            resamples=resamples,
            seed=seed,
            progress=tell,
        )
    session.deliver(made, output, as_json=as_json)
    if rows is not None:
        session.write(rows, made.to_csv())
        session.said(f"wrote {rows}")
