"""``summitry roadmap``: sequences of steps, and whether anybody gains by leaving them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import session, whatif
from summitry.cli.options import (
    assessments_option,
    audience_option,
    dossier_argument,
    json_option,
    output_option,
    save_option,
    set_option,
    study_options,
)

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier
    from summitry.forecasts.roadmaps import RoadMapComparison


@click.command("roadmap")
@dossier_argument
@assessments_option
@click.option(
    "-m",
    "--map",
    "names",
    metavar="NAME",
    multiple=True,
    help="Which of the dossier's road maps; repeatable. Default: all, and a proposed one.",
)
@click.option(
    "--propose/--no-propose",
    default=None,
    help="Propose a road map to the likeliest package. Default: unless --map is given.",
)
@study_options
@set_option
@save_option
@audience_option
@json_option
@output_option("Write the JSON to a file.")
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    names: tuple[str, ...],
    propose: bool | None,
    draws: int,
    seed: int,
    changes: dict[str, object],
    save_as: str | None,
    audience: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Judge road maps: at every step, does anybody gain by not performing, or by walking out.

    For every road map of the dossier, and one proposed to the likeliest package: the discount
    factor from which it is self-enforcing, where it may stop, its weakest step and what would mend
    it, how modest the first step must be, and how long politics may let it last.
    """
    session.refuse_telling(audience, changes)
    dossier = session.load(path, sources)
    from summitry.forecasts.roadmaps import roadmap

    with session.progress() as tell, session.named():

        def find(one: Dossier) -> RoadMapComparison:
            return roadmap(
                one,
                assessments or None,
                names=names or None,
                propose=not names if propose is None else propose,
                draws=draws,
                seed=seed,
                progress=tell,
            )

        made = whatif.answered(dossier, changes, find, audience)
    made.deliver(output, as_json=as_json)
    whatif.save(path, dossier, save_as, changes)
