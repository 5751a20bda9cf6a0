"""``summitry schema``: the JSON Schema of a dossier."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.cli import session, streams
from summitry.cli.options import output_option


@click.command("schema")
@output_option("Write it to a file.")
def command(output: Path | None) -> None:
    """Print the JSON Schema of a dossier.

    Editors that know YAML complete and check while one types if the dossier's first line is
    '# yaml-language-server: $schema=dossier.schema.json' and that file lies beside it.
    """
    from summitry.dossier.schema import schema_text

    if output:
        session.write(output, schema_text())
        session.said(f"wrote {output}")
    else:
        click.echo(streams.ascii_json(schema_text()), nl=False)
