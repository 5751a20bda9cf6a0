"""Claims held against what happened: every score of every claim, by the kind of claim it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

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
from summitry.ledger.standing import Judged, Standing, judge

Kind = Literal["chance", "quantity", "word", "ranking"]
NO_DEAL = "no deal"


@dataclass(slots=True)
class Mark:
    """One claim of one forecast, scored.

    Attributes
    ----------
    case, on, school, entry
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
    """Each school's last word on each question of a resolved case, scored or said to be open.

    What counts and what is hindsight have a last word each. In the ledger's order.
    """
    marks: list[Mark] = []
    open_: list[Unscored] = []
    outcome = case.outcome
    if outcome is None:
        return marks, open_
    told: set[tuple[object, str, Standing]] = set()
    for entry in reversed((*case.references, *case.forecasts)):
        judged = judge(entry, outcome)
        school = str(entry.body.get("school", "?"))
        for data in reversed(entry.body.get("claims") or ()):
            key = (data.get("on"), school, judged.standing)
            if key in told:
                continue
            told.add(key)
            claim = claim_of(data)
            answer = case.answers.get(claim.on)
            why = _open(claim, case.answers)
            if why is None and answer is not None:
                mark = _mark(case.name, entry, judged, claim, answer, floor)
                if mark is not None:
                    marks.append(mark)
                    continue
                why = f"the outcome {answer!r} is not of the kind that it claims"
            open_.append(Unscored(case.name, claim.on, school, why or "open"))
    return marks[::-1], open_[::-1]


def claims_in(entry: Entry) -> list[Claim]:
    """The claims of an entry; raises LedgerError where one is none."""
    return [claim_of(data) for data in entry.body.get("claims") or ()]


def claim_of(data: Mapping[str, Any]) -> Claim:
    """A claim from what stands in an entry; raises LedgerError where it is none."""
    return _number(data) or from_data(data)


def _number(data: Mapping[str, Any]) -> Number | None:
    """A plain probability, by far the commonest claim, without the checks of its writing."""
    chance, on = data.get("chance"), data.get("on")
    if not isinstance(chance, float) or not isinstance(on, str):
        return None
    if data.get("type") != "number" or not 0 <= chance <= 1:
        return None
    if len(data) == 3:
        return Number(on, chance)
    return Number(on, chance, data["no_deal"]) if len(data) == 4 and "no_deal" in data else None


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
    judged: Judged,
    claim: Claim,
    answer: bool | float | str,
    floor: float,
) -> Mark | None:
    """The claim's scores; None if what happened is not of its kind."""
    kind: Kind = "chance"
    brier = log = amount = 0.0
    if isinstance(claim, Number) and isinstance(answer, bool):
        given = claim.chance if answer else 1 - claim.chance
        brier, log = (1 - given) ** 2, scores.log_score(given, floor)
    elif isinstance(claim, Answers) and isinstance(answer, str):
        brier, log = answers_score(claim, answer, floor)
    elif isinstance(claim, Word) and isinstance(answer, bool):
        kind = "word"
    elif isinstance(claim, Ranking) and isinstance(answer, str):
        kind = "ranking"
    elif isinstance(claim, Quantiles | Normal | Sample) and _is_number(answer):
        kind, amount = "quantity", crps(claim, float(answer))
    else:
        return None
    school = str(entry.body.get("school", "?"))
    return Mark(case, claim.on, school, entry.number, kind, judged, claim, answer, brier, log,
                amount)  # fmt: skip


def answers_score(claim: Answers, answer: str, floor: float) -> tuple[float, float]:
    """Brier and log score of answers; one that was left out was given no chance."""
    if answer not in claim.names:
        missed = (*claim.chances, 0.0)
        return scores.brier(missed, len(claim.names)), scores.log_score(0, floor)
    at = claim.names.index(answer)
    rule = scores.ranked if claim.ordered else scores.brier
    return rule(claim.chances, at), scores.log_score(claim.chances[at], floor)


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
