"""``summitry compare``: assessments side by side, why they differ, and what they come to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from summitry.cli import pooling, session, whatif
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
    from summitry.forecasts.shown import Together


@click.command("compare")
@dossier_argument
@assessments_option
@click.option(
    "--why",
    is_flag=True,
    help="Decompose the difference between the first assessment and each other one, exactly.",
)
@event_option("The event whose difference --why decomposes.")
@pooling.pool_options
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
    why: bool,
    event: str,
    pool: str | None,
    exponent: float,
    weights: dict[str, float],
    scores: Path | None,
    temper: float,
    learn_from: str,
    where: str | None,
    changes: dict[str, object],
    save_as: str | None,
    audience: str,
    as_json: bool,
    output: Path | None,
    **run: Unpack[RunOptions],
) -> None:
    """Rival assessments of one dossier, side by side on the same draws.

    With --why, what makes them differ: each group of disputed numbers with its share of the
    difference, and, for a school that says what it hopes for, how many of its numbers lean that
    way. With --pool, what they come to together, beside their spread; never without being asked.
    """
    session.refuse_telling(audience, changes)
    if audience != "team" and pool:
        fault = "--pool is for the team; leave it out, or --audience"
        raise click.UsageError(fault)
    dossier = session.load(path, sources)
    if why and len(assessments or dossier.assessments) < 2:
        fault = "--why needs two assessments"
        raise click.UsageError(fault)
    record = pooling.Record(learn_from == "ledger", where)
    pooling.refuse_idle(pool, weights, scores, record)
    session.refuse_idle("event", "--why", used=why)
    session.refuse_idle("exponent", "--pool log-odds", used=pool == "log-odds")
    learnt = scores is not None or record.wanted
    session.refuse_idle("temper", "--scores FILE or --weights ledger", used=learnt)
    form = session.choose_form(dossier, run["solution"], run["holding_back"])

    with session.progress() as tell, session.named():

        def find(one: Dossier) -> Together:
            from summitry.forecasts.compare import compare
            from summitry.forecasts.shown import Together

            made = compare(
                one,
                assessments or None,
                draws=run["draws"],
                seed=run["seed"],
                form=form,
                progress=tell,
            )
            more = {}
            names = [forecast.assessment for forecast in made.forecasts]
            if why:
                from summitry.sensitivity.differences import why as differ

                more["why"] = [
                    differ(
                        one,
                        names[0],
                        other,
                        event=event,
                        draws=run["draws"],
                        seed=run["seed"],
                        form=form,
                        progress=tell,
                    )
                    for other in names[1:]
                ]
            together = pooling.pooled(made, pool, exponent, weights, scores, temper, record)
            return Together(made, {**more, **together})

        made = whatif.answered(dossier, changes, find, audience)
    made.deliver(output, as_json=as_json)
    whatif.save(path, dossier, save_as, changes)
