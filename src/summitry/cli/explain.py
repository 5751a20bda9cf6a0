"""``summitry explain``: what drives a forecast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from summitry.cli import session, whatif
from summitry.cli.numbers import Whole
from summitry.cli.options import (
    RunOptions,
    assessments_option,
    audience_option,
    dossier_argument,
    event_option,
    json_option,
    output_option,
    run_options,
    save_option,
    set_option,
)

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier
    from summitry.sensitivity.explain import Explanation


@click.command("explain")
@dossier_argument
@assessments_option
@event_option("The event explained.")
@click.option(
    "--sobol",
    type=Whole(0, 65_536),
    default=0,
    metavar="ROWS",
    help="Full Sobol indices too, from a base sample of so many rows, a power of two (1024, say): "
    "runs the model that many times (inputs + 2).",
)
@click.option(
    "--multiverse",
    is_flag=True,
    help="The event under every defensible combination of structural choices too.",
)
@run_options
@set_option
@save_option
@audience_option
@json_option
@output_option("Write the JSON to a file.")
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    event: str,
    sobol: int,
    multiverse: bool,
    changes: dict[str, object],
    save_as: str | None,
    audience: str,
    as_json: bool,
    output: Path | None,
    **run: Unpack[RunOptions],
) -> None:
    """What drives a forecast: which inputs matter, and where in them it is won and lost.

    From the draws already made: sensitivity by input, by party and by issue; regions of at most
    three inputs in which the event is nearly certain or nearly out of reach; and, for events with a
    day by which they can be seen, what seeing them would tell.
    """
    session.refuse_telling(audience, changes)
    dossier = session.load(path, sources)
    if sobol and (sobol & (sobol - 1) or sobol < 2):
        fault = f"--sobol takes a power of two, such as 512 or 1024 (got {sobol})"
        raise click.UsageError(fault)
    from summitry.sensitivity.explain import explain

    form = session.choose_form(dossier, run["solution"], run["holding_back"])
    with session.progress() as tell, session.named():

        def find(one: Dossier) -> Explanation:
            return explain(
                one,
                assessments or None,
                event=event,
                draws=run["draws"],
                seed=run["seed"],
                form=form,
                sobol=sobol,
                universes=multiverse,
                progress=tell,
            )

        made = whatif.answered(dossier, changes, find, audience)
    made.deliver(output, as_json=as_json)
    whatif.save(path, dossier, save_as, changes)
