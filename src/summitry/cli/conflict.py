"""A conflict file for a command: read, analysed, shown and drawn."""

from __future__ import annotations

from pathlib import Path

from summitry.cli import session


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
    from summitry.forecasts.conflicts import report_of
    from summitry.formats.conflicts import read_conflict

    found = read_conflict(path)
    for remark in found.warnings:
        session.said(str(remark))
    with session.progress() as tell, session.named():

        def heard(share: float, part: str) -> None:
            if tell is not None:
                tell(part, share)

        made = report_of(found, state=state, progress=heard)
    session.deliver(made, output, as_json=as_json)
    if picture is None:
        return
    from summitry.charts.render import png, svg
    from summitry.charts.stability import conflict_graph

    spec = conflict_graph(made)
    session.write(picture, svg(spec) if picture.suffix.lower() == ".svg" else png(spec))
    session.said(f"wrote {picture}")
