"""``summitry freeze``: the coding settled, with its time and its fingerprint in the file."""

from __future__ import annotations

import click

from summitry.cli import session


@click.command("freeze")
@click.argument("path", metavar="PATH")
def command(path: str) -> None:
    """Freeze the coding: write the time, and a fingerprint of every number, into the dossier.

    A dossier coded blind (coding: {blind: true}) tells no forecast before. Numbers may still be
    changed afterwards; 'summitry check' then says that they were.
    """
    from summitry.dossier.freezing import frozen
    from summitry.dossier.saving import SaveError
    from summitry.dossier.writeback import opened, write_back

    if path == "-":
        fault = "a freeze is written into the file; give a file, not standard input"
        raise click.UsageError(fault)
    mine = opened(path)
    try:
        _, dossier = write_back(mine, frozen(mine.data))
    except SaveError as error:
        raise click.UsageError(str(error)) from None
    coding = dossier.coding
    session.said(f"frozen at {coding.frozen}, sha256 {(coding.sha256 or '')[:16]}, in {mine.file}")
