"""``summitry score``: who was right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import ledgers, session
from summitry.cli.numbers import Whole
from summitry.cli.options import (
    audience_option,
    file_option,
    json_option,
    output_option,
    picture_option,
)

if TYPE_CHECKING:
    from summitry.ledger.score import Scoring


@click.command("score")
@click.option(
    "--of",
    "path",
    metavar="PATH",
    help="With --audience: the dossier whose audience it is; only forecasts of it are shown.",
)
@audience_option
@click.option("--case", "cases", metavar="NAME", multiple=True, help="Only these; repeatable.")
@click.option(
    "--convention",
    type=click.Choice(["half", "sum"]),
    default="half",
    show_default=True,
    help="Brier scores from 0 to 1, or summed over the answers, 0 to 2 (Good Judgment Project).",
)
@click.option("--seed", type=Whole(0), default=1, show_default=True,
              help="Of the bootstrap and the bands.")  # fmt: skip
@file_option("--html", "page", "Write a one-file HTML page.")
@picture_option(
    "Write the leaderboard's picture, SVG or PNG by the file's ending; calibration beside it "
    "where there is enough."
)
@ledgers.ledger_option
@json_option
@output_option("Write the JSON to a file.")
def command(
    path: str | None,
    audience: str,
    cases: tuple[str, ...],
    convention: str,
    seed: int,
    page: Path | None,
    picture: Path | None,
    where: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Score what is on record: leaderboard, skill, pairs of schools, calibration.

    Only what is shown to have been forecast before its outcome is ranked. Hindsight is listed
    apart; no option brings it in.
    """
    if page is not None or picture is not None:
        from summitry.charts.render import converter

        converter()  # say at once if the extra is not installed
    ledgers.refuse_one_alone(audience, path)
    store = ledgers.opened(where)
    known = ledgers.read_cases(store)
    if cases:
        for one in cases:
            ledgers.known_case(store, one)
        known = {name: case for name, case in known.items() if name in cases}
    from summitry.ledger.score import score

    receipt: str | None = str(store.receipt())
    shown = store.shown
    if path is not None:
        known = ledgers.cases_for(known, path, audience)
        receipt, shown = None, ledgers.NAMELESS
    made = score(known, convention=convention, seed=seed, receipt=receipt)
    session.deliver(made, output, as_json=as_json)
    if picture is not None:
        _draw(made, picture)
    if page is not None:
        from summitry.report.ledger import ledger_page

        session.write(page, ledger_page(made, known, shown))
        session.said(f"wrote {page}")


def _draw(made: Scoring, picture: Path) -> None:
    from summitry.charts.render import png, svg
    from summitry.charts.scores import score_pictures

    pictures = score_pictures(made)
    if not pictures:
        session.said(
            "nothing is ranked, so there is no picture; 'summitry ledger show' draws a case"
        )
    for name, one in pictures.items():
        target = picture if name == "leaderboard" else picture.with_stem(f"{picture.stem}-{name}")
        drawn = svg(one.spec) if target.suffix.lower() == ".svg" else png(one.spec)
        session.write(target, drawn)
        session.said(f"wrote {target}")
