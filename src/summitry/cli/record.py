"""``summitry record``: forecasts and judgements, put down before the fact."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from summitry.cli import ledgers, session
from summitry.cli.options import (
    RunOptions,
    assessments_option,
    dossier_argument,
    json_option,
    output_option,
    run_options,
)

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier
    from summitry.ledger.chain import Entry
    from summitry.ledger.claims import Claim
    from summitry.ledger.store import New, Store

_CASES = re.compile(r"(.+)=\s*(\d+)\s+of\s+(\d+)\s*")


@click.command("record")
@dossier_argument
@assessments_option
@click.option(
    "-j",
    "--judgement",
    "judgements",
    metavar="QUESTION=SAID",
    multiple=True,
    help="A person's or a market's forecast instead: agreed=0.35, agreed=likely, "
    "'outcome=deal > no deal'; repeatable.",
)
@click.option(
    "--reference",
    metavar="QUESTION=K of N",
    help="A reference class instead: how many of n like cases came true. Needs --source.",
)
@click.option("--source", metavar="TEXT", help="Where the reference class is from.")
@click.option("--author", metavar="NAME", help="Who forecasts. Default: the dossier's author.")
@click.option(
    "--by",
    type=click.Choice(["person", "market"]),
    default="person",
    show_default=True,
    help="Whose judgement it is.",
)
@click.option("--as-of", metavar="DATE", help="Information cut-off of a judgement, 2019-02-26.")
@click.option("--note", metavar="TEXT", help="Anything a reader of a judgement should know.")
@click.option("--case", metavar="NAME", help="Name of the case. Default: the folder's.")
@ledgers.ledger_option
@run_options
@json_option
@output_option("Write the receipt, as JSON, to a file.")
def command(
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    judgements: tuple[str, ...],
    reference: str | None,
    source: str | None,
    author: str | None,
    by: str,
    as_of: str | None,
    note: str | None,
    case: str | None,
    where: str | None,
    as_json: bool,
    output: Path | None,
    **run: Unpack[RunOptions],
) -> None:
    """Put a forecast on record, so that it can be scored when the outcome is known.

    PATH is a dossier; every assessment of it is forecast and recorded, with the dossier itself, its
    information cut-off, seed and settings. With --judgement or --reference, PATH may also be the
    name of a case. Nothing recorded can be changed unnoticed: keep the receipt that is printed.
    """
    if judgements and (assessments or reference):
        raise click.UsageError(
            "record assessments, a judgement or a reference class: one at a time"
        )
    if source and not reference:
        raise click.UsageError("--source is for a reference class: add --reference")
    name = ledgers.case_name(path, case)
    with ledgers.typed():
        from summitry.ledger.rows import check_name

        check_name(name)
        store = ledgers.opened(where)
    if judgements or reference:
        dossier = session.load(path, sources) if path == "-" or ledgers.is_there(path) else None
        with ledgers.typed():
            new = (
                _judged(judgements, name, dossier, author, by, as_of, note)
                if judgements
                else _referred(str(reference), name, source or "", author)
            )
        entries = store.append([new])
        remarks = _unknown(dossier, judgements, reference)
    else:
        if as_of or note:
            raise click.UsageError("--as-of and --note are for a judgement; a dossier has its own")
        entries = _forecast(store, path, sources, assessments, name, author, run)
        remarks = []
    from summitry.ledger.chain import Receipt, digest
    from summitry.ledger.slips import Recorded

    receipt = Receipt(entries[-1].number, digest(entries[-1].line))
    made = Recorded(store.shown, tuple(entries), receipt, tuple(remarks))
    session.deliver(made, output, as_json=as_json)


def _forecast(
    store: Store,
    path: str,
    sources: tuple[str, ...],
    assessments: tuple[str, ...],
    name: str,
    author: str | None,
    run: RunOptions,
) -> list[Entry]:
    dossier = session.load(path, sources)
    from summitry.forecasts.compare import compare
    from summitry.ledger.filing import file_forecasts

    form = session.choose_form(dossier, run["solution"], run["holding_back"])
    with session.progress() as tell:
        made = compare(
            dossier,
            assessments or None,
            draws=run["draws"],
            seed=run["seed"],
            form=form,
            progress=tell,
        )
    who = author or dossier.author or "not named"
    return store.append(file_forecasts(dossier, made.forecasts, name, who))


def _judged(
    texts: tuple[str, ...],
    case: str,
    dossier: Dossier | None,
    author: str | None,
    by: str,
    as_of: str | None,
    note: str | None,
) -> New:
    from summitry.ledger.filing import file_judgement, seen_by
    from summitry.ledger.judgement import read_judgement

    claims: list[Claim] = [seen_by(dossier, read_judgement(one)) for one in texts]
    question = dossier.question if dossier else None
    return file_judgement(
        claims, case, author=author or "", by=by, as_of=as_of, note=note, question=question
    )


def _referred(text: str, case: str, source: str, author: str | None) -> New:
    from summitry.ledger.filing import file_reference

    match = _CASES.fullmatch(text)
    if match is None:
        fault = f"{text!r} is no reference class; write QUESTION=K of N, e.g. 'agreed=4 of 11'"
        raise click.UsageError(fault)
    on, cases = match[1].strip(), (int(match[2]), int(match[3]))
    return file_reference(case, on, cases, source=source, author=author or "not named")


def _unknown(
    dossier: Dossier | None, judgements: tuple[str, ...], reference: str | None
) -> list[str]:
    """Questions that the dossier does not have, told and recorded all the same."""
    if dossier is None:
        return []
    from summitry.forecasts.events import statements

    known = statements(dossier)
    asked = [one.rpartition("=")[0].strip() for one in judgements]
    if reference:
        asked.append(reference.rpartition("=")[0].strip())
    return [
        f"{one!r} is no event of the dossier ({', '.join(known)}); recorded as it stands."
        for one in asked
        if one not in known
    ]
