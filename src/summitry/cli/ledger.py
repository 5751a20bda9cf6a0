"""``summitry ledger``: the record itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.cli import ledgers, session
from summitry.cli.options import (
    audience_option,
    json_option,
    output_option,
    picture_option,
)
from summitry.cli.resolve import read_answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summitry.ledger.chain import Receipt
    from summitry.ledger.record import Case


@click.group("ledger")
def command() -> None:
    """The record: look at it, prove it whole, copy it, and add to what was resolved."""


@command.command("verify")
@click.option(
    "--receipt",
    "receipts",
    metavar="COUNT:HASH",
    multiple=True,
    help="A receipt kept elsewhere, or a file that holds some; repeatable.",
)
@ledgers.ledger_option
@json_option
@click.pass_context
def verify(ctx: click.Context, receipts: tuple[str, ...], where: str | None, as_json: bool) -> None:
    """Prove that nothing was changed: every hash, every place, and every receipt you kept.

    With a receipt, any edit, deletion, reordering or cut of the entries it covers is found, however
    cleverly the rest was made to fit. Without one, the answer says what it cannot exclude. The exit
    code is 2 if anything was found.
    """
    from summitry.ledger.slips import Checked

    own = [receipt for text in receipts for receipt in _receipts(text)]
    store = ledgers.opened(where)
    made = Checked(store.shown, store.verify(own), len(own))
    session.deliver(made, None, as_json=as_json)
    if not made.whole:
        ctx.exit(2)


def _receipts(text: str) -> list[Receipt]:
    from summitry.ledger.chain import receipts_in

    found = receipts_in(text)
    if not found and Path(text).is_file():
        with Path(text).open(encoding="utf-8", errors="replace") as file:
            found = receipts_in(file.read(1_000_000))
    if not found:
        fault = f"{text!r} is no receipt, nor a file with one; a receipt is COUNT:HASH"
        raise click.BadParameter(fault)
    return found


@command.command("receipt")
@ledgers.ledger_option
def receipt(where: str | None) -> None:
    """Print the receipt of the ledger as it stands: count and head hash."""
    click.echo(str(ledgers.opened(where).receipt()))


@command.command("show")
@click.argument("case", required=False)
@click.option(
    "--on", metavar="QUESTION", help="Whose chances the picture shows. Default: the first."
)
@click.option(
    "--of",
    "path",
    metavar="PATH",
    help="With --audience: the dossier whose audience it is; only forecasts of it are shown.",
)
@audience_option
@picture_option("Write the case's history as SVG or PNG, by the file's ending.")
@ledgers.ledger_option
@json_option
@output_option("Write the JSON to a file.")
def show(
    case: str | None,
    on: str | None,
    path: str | None,
    audience: str,
    picture: Path | None,
    where: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """List the cases, or one CASE's forecasts over time and what came of them."""
    from summitry.ledger.history import Cases, History

    ledgers.refuse_one_alone(audience, path)
    store = ledgers.opened(where)
    if case is None:
        if picture is not None or on is not None:
            raise click.UsageError("a picture is of one case: name it")
        known = ledgers.read_cases(store)
        shown = store.shown if path is None else ledgers.NAMELESS
        every = known if path is None else ledgers.cases_for(known, path, audience)
        session.deliver(Cases(shown, tuple(every.values())), output, as_json=as_json)
        return
    found = ledgers.known_case(store, case)
    if path is not None:
        found = _part({found.name: found}, path, audience)
    told = History(found, on)
    if picture is not None and not told.points():
        fault = f"nobody gave a probability to {told.question!r}; choose another with --on"
        raise click.UsageError(fault)
    session.deliver(told, output, as_json=as_json)
    if picture is not None:
        from summitry.charts.history import history
        from summitry.charts.render import png, svg

        spec = history(told)
        session.write(picture, svg(spec) if picture.suffix.lower() == ".svg" else png(spec))
        session.said(f"wrote {picture}")


def _part(known: Mapping[str, Case], path: str, audience: str) -> Case:
    """A case as an audience of a dossier sees it; raises click.UsageError where it sees nothing."""
    for found in ledgers.cases_for(known, path, audience).values():
        return found
    fault = (
        f"nothing of this case is for {audience}: shown is what was forecast of {path}, as it "
        "stands, before its outcome, as far as its audiences mark it"
    )
    raise click.UsageError(fault)


@command.command("dispute")
@click.argument("case")
@click.option("--by", metavar="NAME", default="", help="Who disputes the outcome.")
@click.option("--why", metavar="TEXT", default="", help="Why.")
@ledgers.ledger_option
@json_option
def dispute(case: str, by: str, why: str, where: str | None, as_json: bool) -> None:
    """Dispute the outcome of CASE: it leaves every ranking until an amendment answers."""
    from summitry.ledger.filing import file_dispute
    from summitry.ledger.slips import Recorded

    store = ledgers.opened(where)
    _resolved(ledgers.known_case(store, case).resolved, case)
    with ledgers.typed():
        new = file_dispute(case, by=by, why=why)
    entries = store.append([new])
    session.deliver(Recorded(store.shown, tuple(entries), store.receipt()), None, as_json=as_json)


@command.command("amend")
@click.argument("case")
@click.option(
    "--outcome",
    "outcomes",
    metavar="QUESTION=ANSWER",
    multiple=True,
    help="What came, as it should read; repeatable. What is not named stays as it was.",
)
@click.option("--date", metavar="DATE", help="The day of the outcome. Default: as resolved.")
@click.option("--source", metavar="TEXT", default="", help="Where that is known from.")
@click.option("--by", metavar="NAME", default="", help="Who amends.")
@click.option("--why", metavar="TEXT", default="", help="Why.")
@ledgers.ledger_option
@json_option
def amend(
    case: str,
    outcomes: tuple[str, ...],
    date: str | None,
    source: str,
    by: str,
    why: str,
    where: str | None,
    as_json: bool,
) -> None:
    """Correct or confirm the outcome of CASE; what stood before stays on record.

    Of several days given for one outcome, the earliest counts against a forecast: an amendment can
    make hindsight of a forecast, never the other way round.
    """
    from summitry.ledger.filing import Ruling, file_amendment
    from summitry.ledger.slips import Recorded

    store = ledgers.opened(where)
    known = ledgers.known_case(store, case)
    _resolved(known.resolved, case)
    answers = read_answers(outcomes, known)
    with ledgers.typed():
        day = date or str(known.rulings[-1].body.get("date", ""))
        new = file_amendment(case, Ruling(answers, day, source, by, why))
    entries = store.append([new])
    session.deliver(Recorded(store.shown, tuple(entries), store.receipt()), None, as_json=as_json)


def _resolved(resolved: bool, case: str) -> None:
    if not resolved:
        raise click.UsageError(f"{case!r} is not resolved yet: summitry resolve {case}")


@command.command("export")
@ledgers.ledger_option
@output_option("The file to write. Default: standard output.")
def export(where: str | None, output: Path | None) -> None:
    """Write every entry as JSON Lines, exactly as it is hashed: a copy without loss."""
    store = ledgers.opened(where)
    text = "".join(f"{line}\n" for line in store.lines())
    if output is None:
        click.echo(text, nl=False)
        return
    session.write(output, text)
    session.said(f"wrote {output}; receipt {store.receipt()}")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@ledgers.ledger_option
def take(file: Path, where: str | None) -> None:
    """Take the entries of an exported FILE, into an empty ledger or one that it continues.

    The chain is checked first; a file that was changed is refused, and so is one that disagrees
    with what is here.
    """
    from summitry.ledger.transfer import read_lines

    entries = read_lines(file)
    store = ledgers.opened(where)
    new = store.adopt(entries)
    session.said(
        f"took {new:,} of {len(entries):,} entries of {file} into {store.shown}; "
        f"receipt {store.receipt()}"
    )


@command.command("import-gjp")
@click.argument("questions", type=click.Path(path_type=Path))
@click.argument("forecasts", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--name",
    metavar="NAME",
    default="gjp",
    show_default=True,
    help="What the archive is called on record.",
)
@ledgers.ledger_option
@json_option
def import_gjp(
    questions: Path, forecasts: tuple[Path, ...], name: str, where: str | None, as_json: bool
) -> None:
    """Take forecasts in the layout of the Good Judgment Project's public files.

    QUESTIONS is a file like ifps.csv, FORECASTS are survey files. Rows dated after their question
    was resolved are refused and counted. What is taken is ranked apart: its dates are the archive's
    word, not this ledger's.
    """
    from summitry.ledger.gjp import read_archive

    found = read_archive(questions, forecasts, name)
    store = ledgers.opened(where)
    made = found.taken(store.shown, store.append(found.once()))
    session.deliver(made, None, as_json=as_json)
