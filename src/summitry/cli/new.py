"""``summitry new``: a commented starter."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.cli import session


@click.command("new")
@click.argument("name")
@click.option("--force", is_flag=True, help="Write over a dossier that is there already.")
def command(name: str, force: bool) -> None:
    """Write a commented dossier to start from: NAME/dossier.yaml, and its schema beside it."""
    from summitry.dossier.schema import schema_text
    from summitry.dossier.starter import starter

    folder = Path(name)
    target = folder / "dossier.yaml"
    if target.exists() and not force:
        fault = f"{target} is there already; give another name, or --force"
        raise click.UsageError(fault)
    folder.mkdir(parents=True, exist_ok=True)
    session.write(folder / "dossier.schema.json", schema_text())
    session.write(target, starter(folder.resolve().name))
    session.said(f"wrote {target}; next: summitry check {folder}, summitry forecast {folder}")
