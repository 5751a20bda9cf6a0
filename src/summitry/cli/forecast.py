"""``summitry forecast``: one assessment's forecast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import session, whatif
from summitry.cli.options import (
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
    from summitry.forecasts.forecast import Forecast


@click.command("forecast")
@dossier_argument
@click.option("-a", "--assessment", metavar="NAME", help="Whose numbers. Default: the dossier's.")
@run_options
@set_option
@save_option
@audience_option
@json_option
@output_option("Write the JSON to a file.")
def command(
    path: str,
    sources: tuple[str, ...],
    assessment: str | None,
    draws: int,
    seed: int,
    solution: str | None,
    holding_back: float | None,
    changes: dict[str, object],
    save_as: str | None,
    audience: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Will there be a deal, which one, and why not.

    Prints the probability of each event with its range over the analyst's doubt, the reasons for no
    deal, what each mechanism does, the likely levels and packages, the shape of utility, and what
    it takes to repeat it all.
    """
    session.refuse_telling(audience, changes)
    dossier = session.load(path, sources)
    from summitry.forecasts.forecast import forecast

    form = session.choose_form(dossier, solution, holding_back)
    with session.progress() as tell:

        def find(one: Dossier) -> Forecast:
            return forecast(one, assessment, draws=draws, seed=seed, form=form, progress=tell)

        made = whatif.answered(dossier, changes, find, audience)
    made.deliver(output, as_json=as_json)
    whatif.save(path, dossier, save_as, changes, assessment)
    if assessment is None and dossier.assessments and not as_json and audience == "team":
        names = ", ".join(dossier.assessments)
        session.said(
            f"These are the dossier's own numbers. Assessments: {names}; "
            "'summitry compare' sets them side by side."
        )
