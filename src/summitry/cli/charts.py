"""``summitry charts``: the pictures as files."""

from __future__ import annotations

import re
from pathlib import Path

import click

from summitry.cli import session
from summitry.cli.options import dossier_argument, run_options


@click.command("charts")
@dossier_argument
@click.option(
    "-a", "--assessment", "assessments", metavar="NAME", multiple=True,
    help="Whose numbers; repeatable. Default: all.",
)  # fmt: skip
@run_options
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("charts"),
    show_default=True, help="The folder to write into; made if it is not there.",
)  # fmt: skip
@click.option(
    "--format", "kind", type=click.Choice(["svg", "png"]), default="svg", show_default=True,
    help="SVG for print and slides, PNG for mail.",
)  # fmt: skip
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    draws: int,
    seed: int,
    solution: str | None,
    holding_back: float | None,
    output: Path,
    kind: str,
) -> None:
    """Write the pictures of a forecast: stances, events, endings, effects, levels and grids."""
    dossier = session.load(path, sources)
    from summitry.charts.album import album
    from summitry.charts.render import png, svg
    from summitry.forecasts.compare import compare

    form = session.choose_form(dossier, solution, holding_back)
    with session.progress() as tell:
        made = compare(
            dossier, assessments or None, draws=draws, seed=seed, form=form, progress=tell
        )
    output.mkdir(parents=True, exist_ok=True)
    for name, picture in album(dossier, made).items():
        stem = re.sub(r"[^\w-]+", "-", name)
        target = output / f"{stem}.{kind}"
        session.write(target, svg(picture.spec) if kind == "svg" else png(picture.spec))
        session.said(f"wrote {target}")
