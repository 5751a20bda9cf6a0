"""``summitry sweep``: many forecasts into one file."""

from __future__ import annotations

import re
from pathlib import Path

import click

from summitry.cli import session, whatif
from summitry.cli.numbers import Number, Whole
from summitry.cli.options import SOLUTIONS, draws_option, output_option, set_option

MOST_SEEDS = 100_000


def _seeds(_: click.Context, __: click.Parameter, given: str) -> list[int]:
    found: list[int] = []
    for part in given.split(","):
        span = re.fullmatch(r"\s*(\d{1,15})\s*(?:-\s*(\d{1,15})\s*)?", part)
        if span is None:
            fault = f"{part.strip()!r} is no seed; write 1, 2, or 1-10"
            raise click.BadParameter(fault)
        first, last = int(span[1]), int(span[2] or span[1])
        if last < first or last - first >= MOST_SEEDS:
            fault = f"{part.strip()!r}: from the smaller seed to the larger, {MOST_SEEDS:,} at most"
            raise click.BadParameter(fault)
        found += range(first, last + 1)
    return list(dict.fromkeys(found))


@click.command("sweep")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "-a",
    "--assessment",
    "assessments",
    metavar="NAME",
    multiple=True,
    help="Assessments of this name, where a dossier has them; repeatable. Default: all.",
)
@click.option(
    "--solution",
    "solutions",
    type=click.Choice(SOLUTIONS),
    multiple=True,
    help="Solutions to sweep; repeatable. Default: each dossier's own.",
)
@click.option(
    "--holding-back",
    type=Number(0, 1),
    metavar="SHARE",
    multiple=True,
    help="Shares held back to sweep; repeatable. Default: each dossier's own.",
)
@click.option(
    "--seeds", default="1", show_default=True, callback=_seeds, help="Seeds: 1-10, or 1,5,9."
)
@draws_option("How often each negotiation is drawn.")
@click.option("--workers", type=Whole(1, 1024), help="Processes here. Default: one a core.")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Run on a Dask cluster instead, to which the dossiers are sent: tcp://host:8786.",
)
@set_option
@output_option("The Parquet file to write.", Path("sweep.parquet"))
def command(
    paths: tuple[str, ...],
    assessments: tuple[str, ...],
    solutions: tuple[str, ...],
    holding_back: tuple[float, ...],
    seeds: list[int],
    draws: int,
    workers: int | None,
    cluster: str | None,
    changes: dict[str, object],
    output: Path,
) -> None:
    """Many dossiers by assessments, settings and seeds, into one Parquet file.

    What is finished is kept in FILE.journal until all is: after a kill, the same command goes on
    where it stopped. The file is the same, byte for byte, on one process, on many, or on a cluster.
    With --set each dossier is swept as it stands and as changed ('PATH [what if]').
    """
    dossiers = {path: session.load(path, ()) for path in paths}
    if changes:
        dossiers |= {
            f"{path} [what if]": whatif.changed(one, changes) for path, one in dossiers.items()
        }
    from summitry.sweeps.crews import CrewLost
    from summitry.sweeps.sweep import sweep

    if cluster is not None:
        session.said(f"the dossiers are sent to {cluster}, because --cluster asks for it")
    with session.progress() as tell:
        try:
            made = sweep(
                dossiers,
                output,
                assessments=assessments or None,
                solutions=solutions or None,
                holding_back=holding_back or None,
                seeds=seeds,
                draws=draws,
                workers=workers,
                cluster=cluster,
                progress=tell,
            )
        except (CrewLost, ValueError) as error:
            raise click.UsageError(str(error)) from None
        except KeyboardInterrupt:
            session.said(f"finished cells are kept in {output}.journal; the same command goes on")
            raise
    again = f", {made.before} of them finished before" if made.before else ""
    session.said(f"wrote {made.path}: {made.cells:,} cells{again}, {made.rows:,} rows")
