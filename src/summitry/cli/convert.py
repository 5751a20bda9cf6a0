"""``summitry convert``: other tools' files into dossiers, dossiers and scenarios into theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import scenarios, session
from summitry.cli.options import assessments_option

if TYPE_CHECKING:
    from summitry.formats.dossiers import DossierText
    from summitry.formats.positions import PositionTable

SCENARIOS = ("genius", "geniusweb")
TABLES = ("expected-utility", "decide", "ktab")
CONFLICTS = ("gmcr", "nfg")
KINDS = ("dossier", *SCENARIOS, *TABLES, *CONFLICTS)
KIND_OF = {
    ".yaml": "dossier",
    ".yml": "dossier",
    ".csv": "expected-utility",
    ".gmcr": "gmcr",
    ".nfg": "nfg",
}
"""What an ending asks for."""


@click.command("convert")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "kind",
    type=click.Choice(KINDS),
    help="What to write. Default: by the ending of OUT: a dossier (.yaml), an expected-utility "
    "table (.csv), a conflict (.gmcr, .nfg); GENIUS files elsewhere.",
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
    """Turn other tools' files into a dossier, or a dossier into theirs.

    IN is a dossier; a scenario: a GENIUS or GeniusWeb domain with its profiles beside it, or a
    folder of either; a position table: an expected-utility table, a Decide file, a KTAB CSV or XML
    file; or a conflict, .gmcr or .nfg. OUT is a folder for GENIUS and GeniusWeb, a file for the
    others. A dossier goes out at its central numbers: as a package game, as a table, or, as a
    conflict, its package once signed. What a format cannot hold is told, a line each; nothing is
    overwritten.
    """
    from summitry.formats.conflicts import is_conflict
    from summitry.formats.positions import sniff

    kind = kind or KIND_OF.get(target.suffix.lower(), "genius")
    if is_conflict(source) or kind in CONFLICTS:
        from summitry.cli import conflict

        _write({target: conflict.converted(source, kind, package, assessments)})
        return
    if package is not None:
        raise click.UsageError("--package is for a conflict (.gmcr or .nfg)")
    if sniff(source) is not None:
        _convert_table(source, target, kind, assessments)
    elif kind in TABLES:
        _write(_table_files(_of_dossier(source, assessments), target, kind))
    else:
        _convert_scenario(source, target, kind, assessments)


def _convert_scenario(source: str, target: Path, kind: str, assessments: tuple[str, ...]) -> None:
    from summitry.formats.dossiers import as_dossier
    from summitry.formats.writing import genius_files, geniusweb_files

    scenario = scenarios.read(source, assessments)
    if kind == "dossier":
        made = as_dossier(scenario, _today())
        _write_dossier(source, target, made)
        return
    written = genius_files(scenario) if kind == "genius" else geniusweb_files(scenario)
    scenarios.say_lost(written.losses)
    _write({target / name: text for name, text in written.files.items()})


def _convert_table(source: str, target: Path, kind: str, assessments: tuple[str, ...]) -> None:
    from summitry.formats.position_dossiers import as_dossier
    from summitry.formats.positions import read_positions

    if assessments:
        raise click.UsageError("a table of positions has no assessments")
    table = read_positions(source)
    for remark in table.warnings:
        session.said(str(remark))
    if kind in SCENARIOS:
        fault = f"a table of positions has no packages to make {kind} files of"
        raise click.UsageError(f"{fault}; make a dossier of it first, and convert that")
    if kind == "dossier":
        made = as_dossier(table, _today())
        _write_dossier(source, target, made)
        return
    _write(_table_files(table, target, kind))


def _of_dossier(source: str, assessments: tuple[str, ...]) -> PositionTable:
    from summitry.dossier.assessment import assess
    from summitry.forecasts.positions import positions_of
    from summitry.formats.scenario import is_scenario

    if is_scenario(source):
        fault = "a scenario has no positions, only scores of packages"
        raise click.UsageError(f"{fault}; make a dossier of it first, and code them there")
    if len(assessments) > 1:
        raise click.UsageError("one assessment at a time")
    dossier = session.load(source, ())
    table, losses = positions_of(assess(dossier, assessments[0]) if assessments else dossier)
    scenarios.say_lost(losses)
    return table


def _table_files(table: PositionTable, target: Path, kind: str) -> dict[Path, str]:
    from summitry.formats.decide import decide_text
    from summitry.formats.expected_utility import expected_utility_text
    from summitry.formats.ktab import ktab_text

    write = {"expected-utility": expected_utility_text, "decide": decide_text, "ktab": ktab_text}
    text, losses = write[kind](table)
    scenarios.say_lost(losses)
    return {target: text}


def _write_dossier(source: str, target: Path, made: DossierText) -> None:
    """Write a dossier that can be read again, or say what of the file no dossier can hold."""
    from summitry.dossier.loading import examine_text
    from summitry.formats.faults import FormatError, Remark

    _, problems = examine_text(made.text, str(target))
    faults = [
        Remark(
            source, 0, f"no dossier can hold it: {one.path}: {one.fault} (got {one.got})", one.right
        )
        for one in problems
        if one.severity == "error"
    ]
    if faults:
        raise FormatError(faults)
    scenarios.say_lost(made.losses)
    _write({target: made.text})


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _write(files: dict[Path, str]) -> None:
    taken = [str(path) for path in files if path.exists()]
    if taken:
        raise click.UsageError(f"{', '.join(taken)}: already there; nothing is overwritten")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        session.write(path, text)
        session.said(f"wrote {path}")
