"""``summitry offers``: what tactics of concession make of a negotiation."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.cli import scenarios, session
from summitry.cli.numbers import Whole
from summitry.cli.options import assessments_option, json_option, output_option

TACTICS = ("boulware", "linear", "conceder", "tit-for-tat", "micro")


@click.command("offers")
@click.argument("path")
@assessments_option
@click.option(
    "--tactic",
    "tactics",
    multiple=True,
    type=click.Choice(TACTICS),
    help="A tactic that parties may use; repeatable. Default: all.",
)
@click.option(
    "--rounds",
    default=100,
    show_default=True,
    type=Whole(1, 10_000),
    help="Turns of each party until the deadline.",
)
@click.option(
    "--runs",
    default=2_000,
    show_default=True,
    type=Whole(1, 100_000),
    help="Runs, each with tactics drawn anew.",
)
@click.option(
    "--seed",
    default=1,
    show_default=True,
    type=Whole(0, 2**32 - 1),
    help="The same seed gives the same runs.",
)
@json_option
@output_option("Write the JSON to a file.")
def command(
    path: str,
    assessments: tuple[str, ...],
    tactics: tuple[str, ...],
    rounds: int,
    runs: int,
    seed: int,
    as_json: bool,
    output: Path | None,
) -> None:
    """Where alternating offers end, by the tactics of those who make them. No prediction.

    PATH is a dossier (at its central numbers) or a scenario. Parties that know nothing of one
    another take turns: accept what lies on the table, or offer something else, until a deadline.
    """
    from summitry.forecasts.offers import Offers

    scenario = scenarios.read(path, assessments)
    game = scenario.game
    if game.combinations is None:
        game = game.on_grid()
        session.said("divisible issues are taken at their corners and 20 steps between two")
    try:
        made = game.talks(rounds=rounds, runs=runs, tactics=tactics or TACTICS, seed=seed)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    session.deliver(Offers(scenario.name, made), output, as_json=as_json)
