"""The record from a page: what is forecast, put down before the fact, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from summitry.forecasts.compare import Comparison
from summitry.forecasts.events import statements
from summitry.workbench.sitting import Sitting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from summitry.ledger.record import Case
    from summitry.ledger.store import New, Store


@dataclass(frozen=True)
class Question:
    """What was forecast, and what can be answered to it.

    ``answers``: of a question with named answers; yes and no where it is of an event; none where
    it is of a number.
    """

    on: str
    event: bool
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """What a page offers to put on record.

    ``pending``: questions that the case's outcome would answer; none where nothing of it was
    forecast, or where it is resolved.
    """

    case: str
    author: str
    changed: bool
    events: tuple[str, ...]
    pending: tuple[Question, ...]
    resolved: bool


def offered(sitting: Sitting, cases: Mapping[str, Case]) -> Offer:
    """What can be put on record of a sitting's dossier, the ledger being as it is."""
    from summitry.ledger.record import case_of

    name = case_of(sitting.bench.copy.file)
    known = cases.get(name)
    resolved = known is not None and known.resolved
    return Offer(
        name,
        sitting.dossier.author or "",
        bool(sitting.state.changes),
        tuple(statements(sitting.dossier)),
        () if known is None or resolved else _questions(known),
        resolved,
    )


def _questions(case: Case) -> tuple[Question, ...]:
    from summitry.ledger.claims import Answers, Number, Ranking, Word
    from summitry.ledger.marks import claims_in

    found: dict[str, Question] = {}
    for entry in (*case.forecasts, *case.references):
        for claim in claims_in(entry):
            event = isinstance(claim, Number | Word)
            answers: tuple[str, ...] = ("yes", "no") if event else ()
            if isinstance(claim, Answers | Ranking):
                answers = tuple(claim.names if isinstance(claim, Answers) else claim.order)
            found.setdefault(claim.on, Question(claim.on, event, answers))
    return tuple(found.values())


def record_forecasts(sitting: Sitting, made: Comparison, author: str) -> str:
    """Put every school's forecast on record, with the dossier as its file has it.

    Raises
    ------
    LedgerError
        Numbers are changed that the file does not have, nobody is named, or the ledger refuses.
    """
    from summitry.ledger.faults import LedgerError
    from summitry.ledger.filing import file_forecasts

    if sitting.state.changes:
        raise LedgerError(
            "numbers are changed here that the file does not have; write them into the file, or "
            "keep them as an assessment, or undo them: the record keeps the file with its forecast"
        )
    name = _named(author)
    dossier = sitting.bench.dossier
    return _append(sitting, lambda case: file_forecasts(dossier, made.forecasts, case, name))


def record_judgement(sitting: Sitting, event: str, chance: str, author: str, note: str) -> str:
    """Put a person's own forecast of an event on record.

    ``chance`` is a probability, a percentage or a word of likelihood.

    Raises
    ------
    LedgerError
        It cannot be read, nobody is named, or the ledger refuses.
    """
    from summitry.ledger.filing import file_judgement, seen_by
    from summitry.ledger.judgement import read_judgement

    name, dossier = _named(author), sitting.bench.dossier
    claim = seen_by(dossier, read_judgement(f"{event}={chance}"))
    return _append(
        sitting,
        lambda case: [
            file_judgement(
                [claim], case, author=name, note=note.strip() or None, question=dossier.question
            )
        ],
    )


def record_outcome(
    sitting: Sitting, answers: Sequence[tuple[str, str]], day: str, source: str, author: str
) -> str:
    """Put on record what came of the case: question and answer, empty for what is not known.

    ``void`` is for a question that fell away.

    Raises
    ------
    LedgerError
        With every answer that does not fit, no day, no source, nobody named, or a case that is
        resolved already.
    """
    from summitry.ledger.faults import LedgerError
    from summitry.ledger.filing import Ruling, file_ruling
    from summitry.ledger.outcomes import fits, read_answer
    from summitry.ledger.record import Answer

    missing = {"the day of the outcome": day, "where it is known from": source, "your name": author}
    lacking = [what for what, text in missing.items() if not text.strip()]
    if lacking:
        raise LedgerError(f"say {', '.join(lacking)} as well")
    case = _cases(sitting)[1].get(offered(sitting, {}).case)
    if case is None:
        raise LedgerError("nothing of this case is on record yet; put a forecast on record first")
    found: dict[str, Answer] = {}
    faults = []
    named = {one.on: one.answers for one in _questions(case) if not one.event}
    for on, said in answers:
        if not said.strip():
            continue
        try:
            own = said if said in named.get(on, ()) else read_answer(f"{on}={said}")[1]
            found[on] = fits(case, on, own)
        except LedgerError as error:
            faults.append(str(error))
    if not found and not faults:
        faults.append("nothing is answered yet; answer one question at least")
    if faults:
        raise LedgerError("; ".join(faults))
    ruling = Ruling(found, day.strip(), source.strip(), author.strip())
    return _append(sitting, lambda name: file_ruling(name, ruling))


def _named(author: str) -> str:
    from summitry.ledger.faults import LedgerError

    if not author.strip():
        raise LedgerError("say who forecasts: a name, or initials")
    return author.strip()


def _cases(sitting: Sitting) -> tuple[Store, dict[str, Case]]:
    from summitry.ledger.ledger import SCORED
    from summitry.ledger.record import read_record
    from summitry.ledger.store import Store

    store = Store(sitting.bench.ledger)
    return store, read_record(store.entries(SCORED))


def _append(
    sitting: Sitting, file: Callable[[str], Sequence[New] | Callable[[Connection], Sequence[New]]]
) -> str:
    from summitry.ledger.chain import Receipt, digest
    from summitry.ledger.record import case_of
    from summitry.ledger.slips import KEEP, remarks_on
    from summitry.ledger.store import Store

    name = case_of(sitting.bench.copy.file)
    store = Store(sitting.bench.ledger)
    entries = store.append(file(name))
    last = entries[-1]
    remarks = remarks_on(entries, _cases(sitting)[1][name], datetime.now(UTC).isoformat())
    receipt = Receipt(last.number, digest(last.line))
    what = f"entries {entries[0].number} to {last.number}" if len(entries) > 1 else (
        f"entry {last.number}")  # fmt: skip
    return " ".join([f"On record in {store.shown}: {what}.", *remarks, f"Receipt {receipt}.", KEEP])
