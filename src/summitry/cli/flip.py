"""``summitry flip``: what would change the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from summitry.cli import session, whatif
from summitry.cli.numbers import Number
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
    from summitry.sensitivity.flip import Flips


@click.command("flip")
@dossier_argument
@assessments_option
@event_option("The event flipped.")
@click.option(
    "--threshold",
    type=Number(0, 1, min_open=True, max_open=True),
    default=0.5,
    show_default=True,
    help="The chance that is crossed.",
)
@click.option(
    "--want",
    type=Number(0, 1, min_open=True, max_open=True),
    metavar="CHANCE",
    help="The chance that bridges are to bring the event to. Default: the threshold, or a quarter "
    "of the way from there to certainty.",
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
    threshold: float,
    want: float | None,
    changes: dict[str, object],
    save_as: str | None,
    audience: str,
    as_json: bool,
    output: Path | None,
    **run: Unpack[RunOptions],
) -> None:
    """What would change the answer, and who could change it.

    Bridges first: the cheapest levers that bring the event to a wanted chance, who pulls each, and
    what would win over each critic and blocker. Then each number's flip, in three lists: levers
    that some party can pull, facts that nobody can, and the form of the model; and the nearest
    point at which all of them together flip it.
    """
    session.refuse_telling(audience, changes)
    dossier = session.load(path, sources)
    from summitry.sensitivity.flip import flip

    form = session.choose_form(dossier, run["solution"], run["holding_back"])
    with session.progress() as tell, session.named():

        def find(one: Dossier) -> Flips:
            return flip(
                one,
                assessments or None,
                event=event,
                threshold=threshold,
                want=want,
                draws=run["draws"],
                seed=run["seed"],
                form=form,
                progress=tell,
            )

        made = whatif.answered(dossier, changes, find, audience)
    made.deliver(output, as_json=as_json)
    whatif.save(path, dossier, save_as, changes)
