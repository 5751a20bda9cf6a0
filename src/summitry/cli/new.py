"""``summitry new``: a commented starter."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.cli import session


@click.command("new")
@click.argument("name")
@click.option(
    "--template",
    metavar="KIND",
    help="Begin with the parties and issues of a kind of negotiation, without numbers: border, "
    "ceasefire or sanctions-relief. 'summitry serve NAME' then asks for the numbers.",
)
@click.option("--force", is_flag=True, help="Write over a dossier that is there already.")
def command(name: str, template: str | None, force: bool) -> None:
    """Write a commented dossier to start from: NAME/dossier.yaml, and its schema beside it."""
    from summitry.dossier.schema import schema_text
    from summitry.dossier.starter import starter

    folder = Path(name)
    text = starter(folder.resolve().name) if template is None else _outline(template)
    target = folder / "dossier.yaml"
    if target.exists() and not force:
        fault = f"{target} is there already; give another name, or --force"
        raise click.UsageError(fault)
    folder.mkdir(parents=True, exist_ok=True)
    session.write(folder / "dossier.schema.json", schema_text())
    session.write(target, text)
    after = f"summitry serve {folder}" if template else f"summitry forecast {folder}"
    session.said(f"wrote {target}; next: summitry check {folder}, {after}")


def _outline(template: str) -> str:
    from summitry.dossier.outlines import outline

    try:
        return outline(template)
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from None
