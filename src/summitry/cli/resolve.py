"""``summitry resolve``: what happened, put on record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import ledgers, session
from summitry.cli.options import json_option, output_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summitry.ledger.record import Answer, Case


@click.command("resolve")
@click.argument("path", metavar="CASE")
@click.option(
    "--outcome",
    "outcomes",
    metavar="QUESTION=ANSWER",
    multiple=True,
    help="What came: agreed=no, 'level of sanctions=kept', troops=9000, agreed=void; repeatable. "
    "Default: the outcome file in the case's folder.",
)
@click.option("--date", metavar="DATE", help="The day of the outcome, 2019-02-28.")
@click.option("--source", metavar="TEXT", help="Where that is known from.")
@click.option("--by", metavar="NAME", help="Who resolves.")
@click.option("--case", metavar="NAME", help="Name of the case. Default: the folder's.")
@ledgers.ledger_option
@json_option
@output_option("Write the receipt, as JSON, to a file.")
def command(
    path: str,
    outcomes: tuple[str, ...],
    date: str | None,
    source: str | None,
    by: str | None,
    case: str | None,
    where: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Put on record what came of a case: outcome, day, source, and who resolved it.

    CASE is the folder of a case, whose outcome file is read, or the name of one. What is resolved
    stays so; 'summitry ledger dispute' and 'summitry ledger amend' add to it.
    """
    name = ledgers.case_name(path, case)
    store = ledgers.opened(where)
    known = ledgers.known_case(store, name)
    if known.resolved:
        fault = (
            f"{name!r} is resolved already, in entry {known.rulings[0].number}; "
            "to correct it: summitry ledger amend"
        )
        raise click.UsageError(fault)
    remarks: list[str] = []
    if outcomes:
        answers: Mapping[str, Answer] = read_answers(outcomes, known)
    else:
        answers, date, source, by, remarks = _from_file(path, date, source, by)
    from summitry.ledger.filing import Ruling, file_ruling
    from summitry.ledger.slips import Recorded

    with ledgers.typed():
        ruling = Ruling(answers, date or "", source or "", by or "")
        entries = store.append(file_ruling(name, ruling))
    made = Recorded(store.shown, tuple(entries), store.receipt(), tuple(remarks))
    session.deliver(made, output, as_json=as_json)


def read_answers(texts: tuple[str, ...], case: Case) -> dict[str, Answer]:
    """Outcomes as typed; every one that does not answer what was forecast is told of."""
    from summitry.ledger.faults import LedgerError
    from summitry.ledger.outcomes import fits, read_answer

    found: dict[str, Answer] = {}
    faults = []
    for text in texts:
        try:
            on, answer = read_answer(text)
            if on in found:
                raise LedgerError(f"{on!r} is answered twice; keep one of them")  # noqa: TRY301
            found[on] = fits(case, on, answer)
        except LedgerError as error:
            faults.append(str(error))
    if faults:
        raise click.UsageError("\n".join(faults))
    return found


def _from_file(
    path: str, date: str | None, source: str | None, by: str | None
) -> tuple[Mapping[str, Answer], str, str, str, list[str]]:
    from summitry.ledger.outcomes import FILE, read_outcome

    place = Path(path)
    if not ledgers.is_there(path):
        fault = f"what came of {path!r}? Give --outcome, or the folder that holds {FILE}"
        raise click.UsageError(fault)
    found = read_outcome(place)
    remarks = [
        f"The level of {issue!r} is read in several ways; it is left open."
        for issue in found.unsettled
    ]
    answers = dict(found.answers)
    return answers, date or found.day, source or found.source, by or found.coder or "", remarks
