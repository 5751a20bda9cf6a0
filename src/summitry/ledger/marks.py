"""Claims held against what happened: every score of every claim, by the kind of claim it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from summitry.ledger import scores
from summitry.ledger.chain import Entry
from summitry.ledger.claims import (
    Answers,
    Claim,
    Normal,
    Number,
    Quantiles,
    Ranking,
    Sample,
    Word,
    from_data,
)
from summitry.ledger.faults import LedgerError
from summitry.ledger.record import Answer, Case
from summitry.ledger.standing import Judged

Kind = Literal["chance", "quantity", "word", "ranking"]
NO_DEAL = "no deal"


@dataclass(slots=True)
class Mark:
    """One claim of one forecast, scored.

    Attributes
    ----------
    case, on, school, entry, recorded
        Whose claim on which question, in which entry.
    kind
        ``chance`` for a number or answers, ``quantity``, ``word`` or ``ranking``.
    judged
        How the forecast stands to the outcome; only what ``counts`` is ranked.
    claim, answer
        What was claimed, and what happened.
    brier, log
        Of chances; the Brier score from 0 to 1.
    crps
        Of quantities.
    """

    case: str
    on: str
    school: str
    entry: int
    recorded: str
    kind: Kind
    judged: Judged
    claim: Claim
    answer: bool | float | str
    brier: float = 0.0
    log: float = 0.0
    crps: float = 0.0


@dataclass(frozen=True, slots=True)
class Unscored:
    """A claim that the resolution of its case leaves open, and why."""

    case: str
    on: str
    school: str
    why: str


def mark_case(case: Case, floor: float = scores.FLOOR) -> tuple[list[Mark], list[Unscored]]:
    """Every claim of a resolved case, scored or said to be open, in the ledger's order."""
    marks: list[Mark] = []
    open_: list[Unscored] = []
    outcome = case.outcome
    if outcome is None:
        return marks, open_
    for entry in (*case.forecasts, *case.references):
        judged = case.judged(entry)
        school = str(entry.body.get("school", "?"))
        for claim in claims_in(entry):
            answer = case.answers.get(claim.on)
            why = _open(claim, case.answers)
            if why is None and answer is not None:
                mark = _mark(case.name, entry, school, judged, claim, answer, floor)
                if mark is not None:
                    marks.append(mark)
                    continue
                why = f"the outcome {answer!r} is not of the kind that it claims"
            open_.append(Unscored(case.name, claim.on, school, why or "open"))
    return marks, open_


def claims_in(entry: Entry) -> Iterator[Claim]:
    """The claims of an entry; raises LedgerError where one is none."""
    for data in entry.body.get("claims") or ():
        chance = data.get("chance")
        if data.get("type") == "number" and type(chance) is float and 0 <= chance <= 1:
            # By far the most; the rest of it was checked when it was put on record.
            cases = tuple(data["cases"]) if "cases" in data else None
            yield Number(
                str(data.get("on")), chance, data.get("no_deal"), cases, given=data.get("given")
            )
            continue
        yield from_data(data)


def _open(claim: Claim, answers: Mapping[str, Answer]) -> str | None:
    """Why a claim cannot be scored; None if it can."""
    if claim.given is not None:
        condition = answers.get(claim.given)
        if condition is None:
            return f"it is asked given '{claim.given}', which is open"
        if condition is False:
            return f"it is asked given '{claim.given}', which did not come true"
    if claim.on not in answers:
        return "the resolution does not speak of it"
    return "the question is void" if answers[claim.on] is None else None


def _mark(
    case: str,
    entry: Entry,
    school: str,
    judged: Judged,
    claim: Claim,
    answer: bool | float | str,
    floor: float,
) -> Mark | None:
    """The claim's scores; None if what happened is not of its kind."""

    def row(kind: Kind, brier: float = 0.0, log: float = 0.0, crps: float = 0.0) -> Mark:
        return Mark(case, claim.on, school, entry.number, entry.recorded, kind, judged, claim,
                    answer, brier, log, crps)  # fmt: skip

    match claim:
        case Number(chance=chance) if isinstance(answer, bool):
            given = chance if answer else 1 - chance
            return row("chance", (1 - given) ** 2, scores.log_score(given, floor))
        case Answers(names=names, chances=chances) if isinstance(answer, str):
            if answer not in names:  # left out is given no chance, not left unscored
                missed = (*chances, 0.0)
                return row("chance", scores.brier(missed, len(names)), scores.log_score(0, floor))
            at = names.index(answer)
            rule = scores.ranked if claim.ordered else scores.brier
            return row("chance", rule(chances, at), scores.log_score(chances[at], floor))
        case Word() if isinstance(answer, bool):
            return row("word")
        case Ranking() if isinstance(answer, str):
            return row("ranking")
        case Quantiles() | Normal() | Sample() if _is_number(answer):
            return row("quantity", crps=crps(claim, float(answer)))
    return None


def _is_number(answer: object) -> bool:
    return isinstance(answer, float | int) and not isinstance(answer, bool)


def crps(claim: Claim, value: float) -> float:
    """Continuous ranked probability score of a claim about a quantity."""
    match claim:
        case Quantiles(at=at, values=values):
            return scores.crps_quantiles(at, values, value)
        case Normal(mean=mean, deviation=deviation):
            return scores.crps_normal(mean, deviation, value)
        case Sample(draws=draws):
            return scores.crps_sample(draws, value)
    raise LedgerError(f"{claim.on}: no quantity")


def last_of_each(marks: list[Mark]) -> list[Mark]:
    """Of each school's marks on a question the last one; in the ledger's order."""
    last: dict[tuple[str, str, str], Mark] = {}
    for one in marks:
        last[one.case, one.on, one.school] = one
    return sorted(last.values(), key=lambda one: one.entry)


def reference_brier(mark: Mark, which: str, base: Number | None) -> float | None:
    """Brier score that a reference gets on the same question; None where it says nothing.

    ``which`` is ``uniform``, ``base rate`` (the reference class on record) or ``no deal``.
    """
    claim = mark.claim
    if isinstance(claim, Number):
        chance = {
            "uniform": 0.5,
            "base rate": base.chance if base else None,
            "no deal": claim.no_deal,
        }[which]
        return None if chance is None else (chance - bool(mark.answer)) ** 2
    if not isinstance(claim, Answers) or mark.answer not in claim.names:
        return None
    count = len(claim.names)
    if which == "uniform":
        chances: list[float] = [1 / count] * count
    elif which == "no deal" and NO_DEAL in claim.names:
        chances = [float(name == NO_DEAL) for name in claim.names]
    else:
        return None
    rule = scores.ranked if claim.ordered else scores.brier
    return rule(chances, claim.names.index(str(mark.answer)))
