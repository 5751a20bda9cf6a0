"""``summitry frontier``: efficient packages and bargaining solutions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import session, whatif
from summitry.cli.options import (
    assessments_option,
    audience_option,
    dossier_argument,
    file_option,
    json_option,
    output_option,
    picture_option,
    set_option,
)

if TYPE_CHECKING:
    from summitry.forecasts.efficient import Efficient


@click.command("frontier")
@dossier_argument
@assessments_option
@set_option
@audience_option
@click.option("--all", "every", is_flag=True, help="Also what not all would sign (of a scenario).")
@file_option("--csv", "table", "Write the efficient points to a CSV file.")
@picture_option("Write the picture, SVG or PNG by the file's ending.")
@json_option
@output_option("Write the JSON to a file.")
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    changes: dict[str, object],
    audience: str,
    every: bool,
    table: Path | None,
    picture: Path | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Which packages leave nobody anything to gain for nothing, and which of them is fair.

    PATH is a dossier or a scenario: a GENIUS domain (XML) or GeniusWeb domain (JSON) with its
    profiles beside it, or the folder of either. A scenario's answer is exact. A dossier is taken at
    its central numbers; it is no forecast.
    """
    from summitry.forecasts.efficient import efficient_of_dossier, efficient_of_game
    from summitry.formats.scenario import is_scenario, read_scenario

    if is_scenario(path):
        if assessments or changes or audience != "team":
            fault = "a scenario has no assessments, audiences or numbers to set"
            raise click.UsageError(fault)
        found = read_scenario(path)
        for remark in found.warnings:
            session.said(str(remark))
        made = [efficient_of_game(found.game, found.name, reserved=not every)]
    else:
        from summitry.dossier.assessment import schools
        from summitry.forecasts.audience import view

        if every:
            fault = "--all is of a scenario; leave it out for a dossier, whose parties may refuse"
            raise click.UsageError(fault)
        session.refuse_telling(audience, changes)
        dossier = whatif.changed(session.load(path, sources), changes)
        with session.for_audience():
            made = [
                view(efficient_of_dossier(one), one, audience)
                for one in schools(dossier, assessments or None)
            ]
    _deliver(made, output, as_json=as_json)
    if table is not None:
        session.write(table, "\n".join(one.to_csv() for one in made))
        session.said(f"wrote {table}")
    if picture is not None:
        _draw(made, picture)


def _deliver(made: list[Efficient], output: Path | None, *, as_json: bool) -> None:
    from summitry.forecasts.shown import Together

    whole = made[0] if len(made) == 1 else Together(made[0], {"others": made[1:]})
    session.deliver(whole, output, as_json=as_json)


def _draw(made: list[Efficient], picture: Path) -> None:
    from summitry.charts.frontier import frontier
    from summitry.charts.render import png, svg

    for number, one in enumerate(made):
        target = picture if not number else picture.with_stem(f"{picture.stem}-{number + 1}")
        spec = frontier(one)
        session.write(target, svg(spec) if target.suffix.lower() == ".svg" else png(spec))
        session.said(f"wrote {target}")
