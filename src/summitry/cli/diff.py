"""``summitry diff``: which edits of a dossier moved its forecast."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from summitry.cli import session, whatif
from summitry.cli.options import (
    RunOptions,
    event_option,
    json_option,
    output_option,
    run_options,
    set_option,
)


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--sources",
    metavar="DIR",
    multiple=True,
    help="Folder of the cited texts, to verify quotes; repeatable. Default: each dossier's own.",
)
@click.option(
    "-a", "--assessment", metavar="NAME", help="Whose numbers, in both. Default: the dossiers' own."
)
@event_option("The event whose chance moved.")
@run_options
@set_option
@json_option
@output_option("Write the JSON to a file.")
def command(
    old: str,
    new: str,
    sources: tuple[str, ...],
    assessment: str | None,
    event: str,
    changes: dict[str, object],
    as_json: bool,
    output: Path | None,
    **run: Unpack[RunOptions],
) -> None:
    """Two versions of a dossier: which edits moved the forecast, and by how much.

    Every mixture of the two is run on the same draws, so that the edits' shares add up exactly.
    Edits of words (notes, citations) are left out: they move nothing. --set changes NEW.
    """
    before, after = session.load(old, sources), session.load(new, sources)
    from summitry.sensitivity.differences import diff

    with session.progress() as tell, session.named():
        made = diff(
            before,
            whatif.changed(after, changes),
            assessment=assessment,
            event=event,
            draws=run["draws"],
            seed=run["seed"],
            form=session.choose_form(after, run["solution"], run["holding_back"]),
            progress=tell,
        )
    session.deliver(made, output, as_json=as_json)
