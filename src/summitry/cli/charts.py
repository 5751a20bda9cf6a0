"""``summitry charts``: the pictures as files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Unpack

import click

from summitry.cli import session, studies
from summitry.cli.options import (
    RunOptions,
    assessments_option,
    audience_option,
    dossier_argument,
    run_options,
    set_option,
)


@click.command("charts")
@dossier_argument
@assessments_option
@run_options
@set_option
@audience_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("charts"),
    show_default=True,
    help="The folder to write into; made if it is not there.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["svg", "png"]),
    default="svg",
    show_default=True,
    help="SVG for print and slides, PNG for mail.",
)
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    changes: dict[str, object],
    audience: str,
    output: Path,
    kind: str,
    **run: Unpack[RunOptions],
) -> None:
    """Write the pictures of a case: forecast, stances, effects, grids, tracks and road maps."""
    from summitry.charts.render import converter

    converter()  # say at once if the extra is not installed
    case = studies.studied(studies.Asked(path, sources, assessments, changes, audience, run))
    from summitry.charts.album import album
    from summitry.charts.render import png, svg
    from summitry.charts.signature import signature, signature_png

    taken: set[str] = set()
    output.mkdir(parents=True, exist_ok=True)
    whole = output / f"signature.{kind}"
    draw = signature if kind == "svg" else signature_png
    session.write(whole, draw(case.dossier))
    session.said(f"wrote {whole}")
    taken.add("signature")
    pictures = album(case)
    for name, picture in pictures.items():
        stem = re.sub(r"[^\w-]+", "-", name)
        while stem in taken:
            stem += "-"
        taken.add(stem)
        target = output / f"{stem}.{kind}"
        session.write(target, svg(picture.spec) if kind == "svg" else png(picture.spec))
        session.said(f"wrote {target}")
