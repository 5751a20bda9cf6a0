"""``summitry convert``: other tools' files into dossiers, dossiers and scenarios into theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from summitry.cli import scenarios, session
from summitry.cli.options import assessments_option

KINDS = ("dossier", "genius", "geniusweb", "gmcr", "nfg")

KIND_OF = {".yaml": "dossier", ".yml": "dossier", ".gmcr": "gmcr", ".nfg": "nfg"}


@click.command("convert")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "kind",
    type=click.Choice(KINDS),
    help="What to write. Default: by the ending of OUT, .yaml, .gmcr or .nfg; GENIUS files "
    "elsewhere.",
)
@click.option(
    "-p",
    "--package",
    metavar="PACKAGE",
    help="Of a dossier, for .gmcr and .nfg: what is signed. Default: the likeliest package.",
)
@assessments_option
def command(
    source: str,
    target: Path,
    kind: str | None,
    package: str | None,
    assessments: tuple[str, ...],
) -> None:
    """Turn a scenario into a dossier, or a dossier or scenario into other tools' files.

    IN is a dossier, a GENIUS or GeniusWeb domain with its profiles beside it, or a folder of
    either; or a conflict, .gmcr or .nfg. OUT is a file for a dossier or a conflict, a folder for
    the others. A dossier goes out at its central numbers: as a package game, or, as a conflict, its
    package once signed. What a format cannot hold is told, a line each; nothing is overwritten.
    """
    from summitry.formats.conflicts import is_conflict

    kind = kind or KIND_OF.get(target.suffix.lower(), "genius")
    if kind in ("gmcr", "nfg") or is_conflict(source):
        from summitry.cli import conflict

        _write({target: conflict.converted(source, kind, package, assessments)})
        return
    if package is not None:
        raise click.UsageError("--package is for a conflict (.gmcr or .nfg)")
    from summitry.formats.dossiers import as_dossier
    from summitry.formats.writing import genius_files, geniusweb_files

    scenario = scenarios.read(source, assessments)
    if kind == "dossier":
        today = datetime.now(UTC).date().isoformat()
        made = as_dossier(scenario, today)
        scenarios.say_lost(made.losses)
        _write({target: made.text})
        return
    written = genius_files(scenario) if kind == "genius" else geniusweb_files(scenario)
    scenarios.say_lost(written.losses)
    _write({target / name: text for name, text in written.files.items()})


def _write(files: dict[Path, str]) -> None:
    taken = [str(path) for path in files if path.exists()]
    if taken:
        raise click.UsageError(f"{', '.join(taken)}: already there; nothing is overwritten")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        session.write(path, text)
        session.said(f"wrote {path}")
