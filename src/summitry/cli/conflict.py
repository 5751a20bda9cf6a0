"""A conflict file for a command: read, analysed, shown, drawn and converted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import scenarios, session

if TYPE_CHECKING:
    from summitry.formats.conflicts import ConflictFile


def told(
    path: str,
    state: str | None,
    start: str | None,
    picture: Path | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Tell what a conflict file has for equilibria, and what was asked for of a state."""
    from summitry.forecasts.conflict_study import report_of
    from summitry.formats.conflicts import read_conflict

    found = read_conflict(path)
    for remark in found.warnings:
        session.said(str(remark))
    with session.progress() as tell, session.named():

        def heard(share: float, part: str) -> None:
            if tell is not None:
                tell(part, share)

        made = report_of(found, state=state, start=start, progress=heard)
    session.deliver(made, output, as_json=as_json)
    if picture is None:
        return
    from summitry.charts.render import png, svg
    from summitry.charts.stability import conflict_graph

    spec = conflict_graph(made)
    session.write(picture, svg(spec) if picture.suffix.lower() == ".svg" else png(spec))
    session.said(f"wrote {picture}")


def converted(source: str, kind: str, package: str | None, assessments: Sequence[str]) -> str:
    """A conflict, or a dossier's package once signed, as the text of a .gmcr or .nfg file."""
    from summitry.formats.conflict_writing import CannotHold, game_of, gmcr_of, gmcr_text
    from summitry.formats.nfg import for_gambit, nfg_text

    found = _found(source, kind, package, assessments)
    try:
        if kind == "gmcr":
            file, losses = gmcr_of(found)
            scenarios.say_lost(losses)
            return gmcr_text(file)
        game, losses = game_of(found)
        plain = for_gambit(game)
        if (plain.players, plain.strategies) != (game.players, game.strategies):
            losses.append("names beyond plain ASCII, which Gambit does not take")
        scenarios.say_lost(losses)
        return nfg_text(plain)
    except CannotHold as error:
        fault = f"{source} cannot be written as .{kind}: {error}"
        raise click.UsageError(fault) from None


def _found(source: str, kind: str, package: str | None, assessments: Sequence[str]) -> ConflictFile:
    from summitry.formats.conflicts import is_conflict, read_conflict

    if not is_conflict(source):
        if len(assessments) > 1:
            raise click.UsageError("one assessment at a time")
        from summitry.forecasts.signed_conflict import conflict_of_dossier

        dossier = session.load(source, ())
        with session.named():
            found, losses = conflict_of_dossier(dossier, assessments, package)
        scenarios.say_lost(losses)
        return found
    if kind not in ("gmcr", "nfg"):
        fault = (
            f"a conflict cannot be a {kind}: it orders whole states, where a dossier or a scenario "
            "adds up issues; write .gmcr or .nfg"
        )
        raise click.UsageError(fault)
    if assessments or package:
        raise click.UsageError("a conflict file has no assessments and no packages")
    made = read_conflict(source)
    for remark in made.warnings:
        session.said(str(remark))
    return made
