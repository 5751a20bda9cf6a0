"""From a forecast, a judgement or an outcome to what is put on record of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from summitry import __version__
from summitry.dossier.calendar import earliest
from summitry.dossier.digest import digest
from summitry.dossier.inputs import inputs
from summitry.dossier.logic import NO_DEAL_ATOMS, All, Comparison, Named, Not, Statement
from summitry.dossier.logic import Any as AnyOf
from summitry.dossier.model import Dossier
from summitry.dossier.problem import shown
from summitry.forecasts.events import statements
from summitry.forecasts.forecast import Forecast
from summitry.ledger.claims import Answers, Claim, Number, to_data
from summitry.ledger.faults import LedgerError
from summitry.ledger.record import Answer
from summitry.ledger.rows import kept
from summitry.ledger.store import New

if TYPE_CHECKING:
    from sqlalchemy import Connection

REFERENCE = "reference class"
"""The school that a reference class is scored as."""
FIRST_YEAR = 1800


def level_question(issue: str) -> str:
    """The question about an issue's level, which is asked given a deal."""
    return f"level of {issue}"


def file_forecasts(
    dossier: Dossier, forecasts: Sequence[Forecast], case: str, author: str
) -> Callable[[Connection], list[New]]:
    """Forecasts of one dossier, each by an assessment; the dossier's content is kept once.

    Parameters
    ----------
    dossier
        As loaded, before any assessment.
    forecasts
        Made of it.
    case, author
        Name of the case, and who puts it on record.
    """
    content = dossier._base or dossier._tree
    key = digest(dossier)
    made = [New("forecast", case, _of_forecast(dossier, one, key, author)) for one in forecasts]

    def decide(connection: Connection) -> list[New]:
        kept = New("dossier", case, {"sha256": key, "content": content})
        return made if _known(connection, case, key) else [kept, *made]

    return decide


def _known(connection: Connection, case: str, key: str) -> bool:
    return any(one.body.get("sha256") == key for one in kept(connection, ("dossier",), case))


def _of_forecast(dossier: Dossier, one: Forecast, key: str, author: str) -> dict[str, Any]:
    made = one.provenance
    body: dict[str, Any] = {
        "by": "model",
        "school": one.assessment or "dossier",
        "label": one.label,
        "author": author,
        "question": one.question,
        "as_of": one.as_of,
        "dossier": key,
        "numbers": made.dossier,
        "assessment": one.assessment,
        "seed": made.seed,
        "settings": {
            "draws": made.draws,
            "procedure": made.procedure,
            "solution": made.solution,
            "holding_back": made.holding_back,
            "law": made.law,
        },
        "version": made.version,
        "coded": sorted(coding_dates(dossier)),
        "coded_after_outcome": one.hindsight,
        "ranges": {
            event.name: [event.spread.least, event.spread.middle, event.spread.greatest]
            for event in one.events
        },
        "when": {event.name: event.when for event in one.events},
        "claims": [to_data(claim) for claim in claims_of(dossier, one)],
    }
    return {name: value for name, value in body.items() if value is not None}


def coding_dates(dossier: Dossier) -> set[str]:
    """Every date at which a dossier or one of its numbers says it was coded."""
    found = {dossier.coded}
    for one in inputs(dossier).values():
        found |= {one.estimate.date, getattr(one.reason, "date", None)}
        found |= {coder.date for coder in one.estimate.coded}
    return {str(one) for one in found if one}


def claims_of(dossier: Dossier, forecast: Forecast) -> Iterator[Claim]:
    """What a forecast claims: each event's chance, and each issue's level given a deal."""
    known = statements(dossier)
    for event in forecast.events:
        statement = known.get(event.name)
        without = None if statement is None else without_deal(dossier, statement)
        yield Number(event.name, event.probability, None if without is None else float(without))
    for issue, shares in forecast.levels.items():
        total = sum(shares.values())
        if len(shares) > 1 and total > 0:
            chances = tuple(share / total for share in shares.values())
            yield Answers(level_question(issue), tuple(shares), chances, True, given="agreed")


def without_deal(dossier: Dossier, statement: Statement, *, deal: bool = True) -> bool | None:
    """Whether an event holds if there is no deal and every level stays; None if that is open."""
    match statement:
        case Comparison(issue=issue, level=level):
            own = dossier.issues[issue]
            at, wanted = own.levels.index(own.status_quo), own.levels.index(level)
            return not deal and statement.allows(at, wanted)
        case Named(atom="no deal"):
            return True
        case Named(atom=atom):
            return None if atom in NO_DEAL_ATOMS else False
        case Not(of=of):
            inner = without_deal(dossier, of, deal=deal)
            return None if inner is None else not inner
        case All(of=parts) | AnyOf(of=parts):
            every = isinstance(statement, All)
            beside = every and any(
                isinstance(one, Named) and one.atom in NO_DEAL_ATOMS for one in parts
            )
            found = [without_deal(dossier, one, deal=deal and not beside) for one in parts]
            if (not every) in found:
                return not every
            return None if None in found else every
        case _:
            return None


def seen_by(dossier: Dossier | None, claim: Claim) -> Claim:
    """A judgement with what 'no deal' would say of it, where a dossier tells."""
    if dossier is None or not isinstance(claim, Number):
        return claim
    statement = statements(dossier).get(claim.on)
    without = None if statement is None else without_deal(dossier, statement)
    return claim if without is None else replace(claim, no_deal=float(without))


def file_judgement(
    claims: Sequence[Claim],
    case: str,
    *,
    author: str,
    by: str = "person",
    as_of: str | None = None,
    note: str | None = None,
    question: str | None = None,
) -> New:
    """A forecast by a person or a market.

    Raises
    ------
    LedgerError
        No author, a cut-off that is no date, or a question that is judged twice.
    """
    if not author.strip():
        raise LedgerError("a judgement has an author: add --author NAME")
    if as_of is not None and earliest(as_of) is None:
        raise LedgerError(f"{as_of!r} is no date; 2019, 2019-02 or 2019-02-24")
    seen: set[str] = set()
    for claim in claims:
        if claim.on in seen:
            raise LedgerError(f"{claim.on!r} is judged twice; keep one of them")
        seen.add(claim.on)
    body = {
        "by": by,
        "school": author,
        "author": author,
        "question": question,
        "as_of": as_of,
        "note": note,
        "version": __version__,
        "claims": [to_data(claim) for claim in claims],
    }
    return New("forecast", case, {key: value for key, value in body.items() if value is not None})


def file_reference(case: str, on: str, cases: tuple[int, int], *, source: str, author: str) -> New:
    """A reference class: how many of n like cases came true, and where that is from.

    Raises
    ------
    LedgerError
        No such count, or no source.
    """
    k, n = cases
    if not 0 <= k <= n or n < 1:
        raise LedgerError(f"a reference class is k of n like cases, 0 <= k <= n (got {k} of {n})")
    if not source.strip():
        raise LedgerError("a reference class has a source: add --source TEXT")
    body = {
        "school": REFERENCE,
        "author": author,
        "source": source,
        "version": __version__,
        "claims": [to_data(Number(on, k / n, cases=(k, n)))],
    }
    return New("reference", case, body)


@dataclass(frozen=True)
class Ruling:
    """What came of a case: question by question, on which day, and who says so."""

    answers: Mapping[str, Answer]
    day: str
    source: str
    by: str
    why: str | None = None

    def body(self) -> dict[str, Any]:
        """As it is put on record; raises LedgerError where something is missing."""
        for what, text in (("source", self.source), ("by", self.by)):
            if not text.strip():
                raise LedgerError(f"who resolves names a source, and himself: add --{what} TEXT")
        if not self.day:
            raise LedgerError("an outcome has a day: add --date 2019-02-28")
        fault = wrong_day(self.day)
        if fault:
            raise LedgerError(f"the day of the outcome: {fault}")
        if not self.answers:
            raise LedgerError("an outcome answers something: add --outcome agreed=no")
        body = {
            "outcomes": dict(self.answers),
            "date": self.day,
            "source": self.source,
            "by": self.by,
            "why": self.why,
            "version": __version__,
        }
        return {key: value for key, value in body.items() if value is not None}


def file_ruling(case: str, ruling: Ruling) -> Callable[[Connection], list[New]]:
    """The resolution of a case that has none yet, which is looked up under the writer's lock."""
    body = ruling.body()

    def decide(connection: Connection) -> list[New]:
        if kept(connection, ("resolution",), case):
            raise LedgerError(f"{case!r} was resolved by somebody else just now")
        return [New("resolution", case, body)]

    return decide


def file_amendment(case: str, ruling: Ruling) -> New:
    """A correction of a resolution, with its reason."""
    if not (ruling.why or "").strip():
        raise LedgerError("an amendment has a reason: add --why TEXT")
    return New("amendment", case, ruling.body())


def file_dispute(case: str, *, by: str, why: str) -> New:
    """A dispute of an outcome, with its reason."""
    for what, text in (("by", by), ("why", why)):
        if not text.strip():
            raise LedgerError(f"who disputes an outcome says who he is and why: add --{what} TEXT")
    return New("dispute", case, {"by": by, "why": why, "version": __version__})


def wrong_day(text: str, today: date | None = None) -> str | None:
    """What is wrong with the day of an outcome; None if nothing is."""
    day = earliest(text)
    if day is None:
        return f"{shown(text)} is no date; 2019, 2019-02 or 2019-02-28"
    if day.year < FIRST_YEAR:
        return f"the year {day.year} is before {FIRST_YEAR}"
    if day > (today or datetime.now().astimezone().date()) + timedelta(days=1):
        return f"{text} has not come yet"
    return None
