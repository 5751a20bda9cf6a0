"""``summitry stability``: would a package hold once signed; conflicts of other tools too."""

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
    picture_option,
    save_option,
    set_option,
    study_options,
)

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier
    from summitry.forecasts.stability import StabilityComparison


@click.command("stability")
@dossier_argument
@assessments_option
@click.option(
    "-p",
    "--package",
    metavar="PACKAGE",
    help="What is signed: 'exercises = scaled back, inspectors = some', or the name of an event "
    "that is one package.",
)
@click.option(
    "--modal",
    is_flag=True,
    help="The package struck most often, by each assessment. The default.",
)
@click.option(
    "--state",
    metavar="STATE",
    help="Whose reasons are told. Of a package: what is taken back, 'without exercises, sanctions' "
    "(default: all is kept). Of a conflict file: its number, or one Y or N an option.",
)
@click.option(
    "--from",
    "start",
    metavar="STATE",
    help="Of a conflict file: what can be reached from a state, the status quo, and how.",
)
@study_options
@set_option
@save_option
@audience_option
@picture_option("Write the graph, SVG or PNG by the file's ending.")
@json_option
@output_option("Write the JSON to a file.")
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    package: str | None,
    modal: bool,
    state: str | None,
    start: str | None,
    draws: int,
    seed: int,
    changes: dict[str, object],
    save_as: str | None,
    audience: str,
    picture: Path | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Would a package hold once it is signed: who would leave, and does fear keep them in.

    PATH is a dossier, or a conflict of another tool: GMCR+'s .gmcr or Gambit's .nfg. Of a dossier's
    package every commitment may be kept or taken back; the answer is the share of the draws in
    which nobody leaves, by each concept of the graph model for conflict resolution. Of a conflict
    file it is the table of equilibria, for each party and coalition.
    """
    from summitry.formats.conflicts import is_conflict

    if is_conflict(path):
        from summitry.cli import conflict

        if assessments or changes or package or modal or save_as or audience != "team":
            fault = "a conflict file has no assessments, audiences, packages or numbers to set"
            raise click.UsageError(fault)
        conflict.told(path, state, start, picture, output, as_json=as_json)
        return
    if start:
        raise click.UsageError("--from is of a conflict file (.gmcr, .nfg)")
    if package and modal:
        raise click.UsageError("--package names a package, --modal takes the likeliest: not both")
    session.refuse_telling(audience, changes)
    dossier = session.load(path, sources)
    from summitry.forecasts.holding import LIKELIEST
    from summitry.forecasts.stability import hold

    with session.progress() as tell, session.named():

        def find(one: Dossier) -> StabilityComparison:
            return hold(
                one,
                assessments or None,
                package=LIKELIEST if package is None else package,
                state=state,
                draws=draws,
                seed=seed,
                progress=tell,
            )

        made = whatif.answered(dossier, changes, find, audience)
    made.deliver(output, as_json=as_json)
    whatif.save(path, dossier, save_as, changes)
    if picture is not None:
        _draw(made.made, picture)


def _draw(made: StabilityComparison, picture: Path) -> None:
    from summitry.charts.render import png, svg
    from summitry.charts.stability import stability

    spec = stability(made)
    session.write(picture, svg(spec) if picture.suffix.lower() == ".svg" else png(spec))
    session.said(f"wrote {picture}")
