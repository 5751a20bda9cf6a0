"""``summitry check``: every fault at once, and warnings that protect the forecast."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import session, streams, whatif
from summitry.cli.options import dossier_argument, json_option, set_option

if TYPE_CHECKING:
    from summitry.dossier.problem import Problem


@click.command("check")
@dossier_argument
@click.option("--quick", is_flag=True, help="Leave out the warnings that need draws (W7..).")
@set_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    path: str,
    sources: tuple[str, ...],
    quick: bool,
    changes: dict[str, object],
    as_json: bool,
) -> None:
    """Find every fault in a dossier, one line each: file:line:col: CODE what; what would be right.

    Errors (S...) make the exit code 2. Warnings (W...) do not; those of the form W7.. come from a
    short run of the dossier and of each of its assessments.
    """
    from summitry.dossier.loading import check
    from summitry.forecasts.views import harmless

    if path == "-" and not quick:
        quick = True
        session.said("standard input: warnings that need draws are left out")
    problems = check(path, sources=[Path(one) for one in sources] or None)
    errors = [one for one in problems if one.severity == "error"]
    if not errors and not quick and _hides(path, sources):
        quick = True
        session.said("coded blind: warnings from draws are left out until the coding is frozen")
    if not errors and not quick:
        problems = [*problems, *_cautions(path, sources, changes)]
    if as_json:
        text = json.dumps([one.to_dict() for one in problems], indent=2, ensure_ascii=False)
        click.echo(streams.ascii_json(text))
    else:
        for one in problems:
            click.echo(harmless(str(one)))
        warnings = len(problems) - len(errors)
        session.said(f"{path}: {_count(len(errors), 'error')}, {_count(warnings, 'warning')}")
    if errors:
        ctx.exit(2)


def _hides(path: str, sources: tuple[str, ...]) -> bool:
    from summitry.dossier.loading import load

    return load(path, sources=[Path(one) for one in sources] or None).coding.hides


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _cautions(path: str, sources: tuple[str, ...], changes: dict[str, object]) -> Iterator[Problem]:
    """Warnings from the draws, each once, with the assessments it holds for."""
    from summitry.dossier.assessment import assess
    from summitry.dossier.problem import Problem
    from summitry.forecasts.cautions import caution

    dossier = whatif.changed(session.load(path, sources), changes)
    file = Path(path) / "dossier.yaml" if Path(path).is_dir() else Path(path)
    told: dict[tuple[str, str], list[str]] = {}
    for name in dossier.assessments or [None]:
        own = assess(dossier, name) if name else dossier
        for one in caution(own):
            told.setdefault((one.code, one.text), []).append(name or "the dossier's own numbers")
    for (code, text), names in told.items():
        yield Problem(
            code=code,
            fault=text,
            right=f"so it is in {', '.join(names)}: say why, or code it anew",
            got=None,
            file=str(file),
            line=1,
            column=1,
            path="",
            severity="warning",
        )
