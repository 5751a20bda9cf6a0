"""``summitry tracks``: ways of negotiating side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from summitry.cli import session, whatif
from summitry.cli.options import (
    RunOptions,
    assessments_option,
    audience_option,
    dossier_argument,
    json_option,
    output_option,
    run_options,
    save_option,
    set_option,
)

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier
    from summitry.forecasts.tracks import TrackComparison


@click.command("tracks")
@dossier_argument
@assessments_option
@click.option(
    "--event",
    metavar="NAME",
    default="exchange",
    show_default=True,
    help="The substantive event that decides: exchange, 'mutual moves', or one of the dossier.",
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
    changes: dict[str, object],
    save_as: str | None,
    audience: str,
    as_json: bool,
    output: Path | None,
    **run: Unpack[RunOptions],
) -> None:
    """Leaders over the whole package, or officials basket by basket: which is likelier to work.

    Compares the tracks that the dossier writes with the usual ones, by every assessment: each
    event, gains, what only one track settles, and the big ask and the rapport at which two tracks
    change places. Every comparison is made twice, with big asks at leaders' tables and at all. The
    last lines say which track each assessment's own numbers favour.
    """
    session.refuse_telling(audience, changes)
    dossier = session.load(path, sources)
    from summitry.forecasts.tracks import tracks

    form = session.choose_form(dossier, run["solution"], run["holding_back"])
    with session.progress() as tell, session.named():

        def find(one: Dossier) -> TrackComparison:
            return tracks(
                one,
                assessments or None,
                event=event,
                draws=run["draws"],
                seed=run["seed"],
                form=form,
                progress=tell,
            )

        made = whatif.answered(dossier, changes, find, audience)
    made.deliver(output, as_json=as_json)
    whatif.save(path, dossier, save_as, changes)
