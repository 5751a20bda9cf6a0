"""Claims: what a forecast says, each kept as what it is.

A number is a probability. A likelihood word is a range of them, and stays one. A ranking says what
is likelier than what, and is no probability. Several answers carry a probability each, in an order
or in none. A quantity carries quantiles, a normal law, or a sample.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from summitry.dossier.vocabulary import LIKELIHOOD, LIKELIHOOD_SYNONYMS
from summitry.ledger.faults import LedgerError

SLACK = 1e-6
"""How far the probabilities of several answers may miss adding up to 1."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing claimed.

    Attributes
    ----------
    on
        The question within the case: an event, an issue's level, a quantity.
    given
        An event that must come true for the claim to be scored; None if it stands alone.
    """

    on: str
    given: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Claim):
    """A probability that ``on`` comes true.

    ``no_deal`` is what somebody who expects no deal, and nothing else to change, would say of it:
    0, 1, or None where that cannot be told. ``cases`` is ``(k, n)`` where the number is how often
    it came true among like cases.
    """

    chance: float
    no_deal: float | None = None
    cases: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Word(Claim):
    """A likelihood word of ICD 203: a range of probabilities."""

    word: str

    @property
    def range(self) -> tuple[float, float]:
        """Least and greatest probability that the word stands for."""
        return LIKELIHOOD[self.word]


@dataclass(frozen=True, slots=True)
class Ranking(Claim):
    """Answers, the likeliest first; those not named come after all that are."""

    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers(Claim):
    """A probability for each answer; ``ordered`` if their order means something."""

    names: tuple[str, ...]
    chances: tuple[float, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quantiles(Claim):
    """A quantity: ``values`` at the probabilities ``at``."""

    at: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Normal(Claim):
    """A quantity: a normal law."""

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Sample(Claim):
    """A quantity: draws of it, all as likely."""

    draws: tuple[float, ...]


_TYPES: dict[str, type[Claim]] = {
    "number": Number,
    "word": Word,
    "ranking": Ranking,
    "answers": Answers,
    "quantiles": Quantiles,
    "normal": Normal,
    "sample": Sample,
}
_NAMES = {kind: name for name, kind in _TYPES.items()}


def to_data(claim: Claim) -> dict[str, Any]:
    """A claim as plain data; what is not said is left out."""
    data: dict[str, Any] = {"type": _NAMES[type(claim)]}
    for name in claim.__dataclass_fields__:
        value = getattr(claim, name)
        if value is not None and value is not False:
            data[name] = list(value) if isinstance(value, tuple) else value
    if isinstance(claim, Word):
        # A vocabulary may change; what the word meant when it was said may not.
        data["range"] = list(claim.range)
    return data


def from_data(data: Mapping[str, Any]) -> Claim:
    """A claim from plain data; raises LedgerError where it is none."""
    if not isinstance(data, Mapping):
        raise LedgerError("this is no claim")
    values = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in data.items()
        if key not in ("type", "range")
    }
    try:
        made: Any = _TYPES[data["type"]]
        claim: Claim = made(**values)
    except (KeyError, TypeError):
        raise LedgerError("this is no claim") from None
    fault = wrong(claim)
    if fault:
        raise LedgerError(f"{claim.on}: {fault}")
    return claim


def wrong(claim: Claim) -> str | None:
    """What is wrong with a claim, and what would be right; None if nothing is."""
    if not isinstance(claim.on, str) or not claim.on.strip():
        return "a claim is about something: give an event or a question"
    if claim.given is not None and not isinstance(claim.given, str):
        return "a claim is given an event"
    return _of_event(claim) if isinstance(claim, Number | Word) else _of_more(claim)


def _of_event(claim: Number | Word) -> str | None:
    if isinstance(claim, Word):
        known = isinstance(claim.word, str) and claim.word in LIKELIHOOD
        return None if known else f"no likelihood word {claim.word!r}"
    if claim.no_deal is not None and not _chance(claim.no_deal):
        return "what 'no deal' says is a probability"
    if claim.cases is not None and not _counts(claim.cases):
        return "like cases are counted as k of n"
    fine = _chance(claim.chance)
    return None if fine else f"a probability lies from 0 to 1 (got {claim.chance})"


def _counts(cases: object) -> bool:
    whole = isinstance(cases, tuple) and len(cases) == 2 and all(type(one) is int for one in cases)
    return whole and isinstance(cases, tuple) and 0 <= cases[0] <= cases[1] and cases[1] > 0


def _of_more(claim: Claim) -> str | None:
    match claim:
        case Ranking(order=order):
            return _names(order)
        case Answers(names=names, chances=chances):
            return _names(names) or _shares(names, chances)
        case Quantiles(at=at, values=values):
            return _quantiles(at, values)
        case Normal(mean=mean, deviation=deviation):
            fine = _finite([mean, deviation]) and deviation > 0
            return None if fine else "a normal law has a mean, and a deviation above 0"
        case Sample(draws=draws):
            listed = isinstance(draws, tuple) and len(draws) > 0 and _finite(draws)
            return None if listed else "a sample has finite numbers"
    return None


def _chance(value: object) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and 0 <= value <= 1


def _finite(values: Sequence[object]) -> bool:
    return all(
        isinstance(one, float | int) and not isinstance(one, bool) and math.isfinite(one)
        for one in values
    )


def _names(names: Sequence[object]) -> str | None:
    if not isinstance(names, tuple):
        return "answers are a list of names"
    texts = [one for one in names if isinstance(one, str) and one.strip()]
    if not names or len(texts) != len(names):
        return "every answer has a name"
    return None if len(set(texts)) == len(texts) else "an answer stands twice; keep one of them"


def _shares(names: Sequence[str], chances: Sequence[float]) -> str | None:
    if not isinstance(chances, tuple) or len(names) != len(chances) or len(names) < 2:
        return "at least two answers, each with its probability"
    if not all(_chance(one) for one in chances):
        return "probabilities lie from 0 to 1"
    total = math.fsum(chances)
    return None if abs(total - 1) <= SLACK else (
        f"the probabilities add up to {total:.4g}; they add up to 1"
    )  # fmt: skip


def _quantiles(at: Sequence[float], values: Sequence[float]) -> str | None:
    if not isinstance(at, tuple) or not isinstance(values, tuple):
        return "quantiles are pairs of a probability and a number"
    if not at or len(at) != len(values) or not _finite([*at, *values]):
        return "quantiles are pairs of a probability and a number"
    if not all(0 < one < 1 for one in at) or list(at) != sorted(set(at)):
        return "quantiles rise from above 0% to below 100%"
    return None if list(values) == sorted(values) else "quantiles fall; they rise with their share"


def likelihood_word(text: str) -> str | None:
    """The likelihood word that a text is, in the first of ICD 203's two rows; None if none."""
    word = " ".join(text.lower().split())
    word = LIKELIHOOD_SYNONYMS.get(word, word)
    return word if word in LIKELIHOOD else None
