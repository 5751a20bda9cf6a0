"""A number as an analyst writes it: a scalar, a range or a word, with its reason.

An :class:`Estimate` keeps what was written. :meth:`Estimate.range` turns it into the three numbers
of its range, once the scale and (for ideals) the positions of the level names are known.
A :class:`Quantity` is the one place where a kind of number is declared: meaning, unit, bounds and
the words it takes. Checking, JSON Schema and the documentation all read it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summitry.dossier.citation import CITE_SCHEMA, Citation, parse_cite
from summitry.dossier.vocabulary import (
    CONFIDENCE,
    LEVERAGE,
    LIKELIHOOD,
    LIKELIHOOD_SYNONYMS,
    confidence_range,
    likelihood_range,
)

Kind = Literal["stated", "reported", "inferred", "assumed"]
KINDS: tuple[Kind, ...] = ("stated", "reported", "inferred", "assumed")
"""How a number is known: the party said it, somebody reports it, it follows from other facts,
or it is the coder's assumption."""


_BOUNDS = ("minimum", "maximum")


@dataclass(frozen=True, slots=True)
class Range:
    """Least, likeliest and greatest value of a number, in the number's own unit."""

    low: float
    mode: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether the range is a point."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Quantity:
    """A kind of number: what it means, its unit, its bounds and the words that may stand for it."""

    meaning: str
    low: float
    high: float
    unit: str = ""
    words: Literal["", "likelihood", "leverage"] = ""
    named: bool = False
    """Level names of the issue may stand for the number."""
    doubtful: Literal["", "ideal", "salience"] = ""
    """A scalar without a confidence word takes the dossier's default confidence of this name."""
    exclusive: bool = False
    """The bounds themselves are out of bounds."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Parse with :meth:`read` (pydantic's protocol)."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """JSON Schema of every way to write this number."""
        least, most = ("exclusiveMinimum", "exclusiveMaximum") if self.exclusive else _BOUNDS
        number: dict[str, Any] = {"type": "number", least: self.low}
        if math.isfinite(self.high):
            number[most] = self.high
        one: list[dict[str, Any]] = [number]
        if self.named:
            one.append({"type": "string", "description": "a level of the issue"})
        three = {
            "type": "array",
            "items": {"anyOf": one} if len(one) > 1 else number,
            "minItems": 3,
            "maxItems": 3,
            "description": "[low, mode, high]",
        }
        plain = [*one, three]
        if self.words == "likelihood":
            plain.append({"enum": [*LIKELIHOOD, *LIKELIHOOD_SYNONYMS]})
        elif self.words == "leverage":
            plain.append({"enum": list(LEVERAGE)})
        reason: dict[str, Any] = {
            "value": {"anyOf": plain},
            "confidence": {"enum": list(CONFIDENCE)},
            "kind": {"enum": list(KINDS)},
            "coder": {"type": "string"},
            "date": {"type": "string"},
            "note": {"type": "string"},
            "cite": CITE_SCHEMA,
        }
        one_coder = {"type": "object", "properties": reason, "additionalProperties": False}
        full = {
            "type": "object",
            "properties": {**reason, "coders": {"type": "array", "items": one_coder}},
            "additionalProperties": False,
        }
        text = f"{self.meaning} Unit: {self.unit or 'none'}."
        return {"description": text, "anyOf": [*plain, full]}

    def read(self, raw: object) -> Estimate:
        """Make an :class:`Estimate` of what a file holds; raises if it is wrong."""
        if isinstance(raw, Estimate):
            return raw
        if isinstance(raw, Mapping):
            return self._read_mapping(raw)
        given, word = self._read_value(raw)
        return Estimate(self, given, word=word)

    def _read_mapping(self, raw: Mapping[Any, Any]) -> Estimate:
        known = {"value", "confidence", "kind", "coder", "date", "note", "cite", "coders"}
        for key in raw:
            if key not in known:
                raise PydanticCustomError(
                    "unknown_key", "unknown key", {"key": str(key), "known": sorted(known)}
                )
        if ("value" in raw) == ("coders" in raw):
            fault = "a number needs 'value' or 'coders', and not both"
            raise PydanticCustomError("number", fault, {"right": "value: 0.5"})
        coded: tuple[Estimate, ...] = ()
        given: tuple[float | str, ...] = ()
        word: str | None = None
        if "coders" in raw:
            coded = self._read_coders(raw["coders"])
        else:
            given, word = self._read_value(raw["value"])
        confidence = _one_of(raw.get("confidence"), tuple(CONFIDENCE), "confidence")
        if confidence and (word or len(given) == 3 or coded):
            fault = "a confidence word goes with a single number only"
            right = "a range, or a likelihood word, or a number with a confidence word"
            raise PydanticCustomError("mixed_words", fault, {"right": right})
        if confidence and not math.isfinite(self.high):
            fault = "a confidence word needs a number with bounds"
            raise PydanticCustomError("mixed_words", fault, {"right": "a range [low, mode, high]"})
        return Estimate(
            self,
            given,
            word=word,
            confidence=confidence,
            kind=_one_of(raw.get("kind"), KINDS, "kind"),
            coder=_text(raw.get("coder"), "coder"),
            date=_text(raw.get("date"), "date"),
            note=_text(raw.get("note"), "note"),
            cite=parse_cite(raw.get("cite")),
            coded=coded,
        )

    def _read_coders(self, raw: object) -> tuple[Estimate, ...]:
        if not isinstance(raw, list) or len(raw) < 2:
            fault = "coders is a list of two or more codings"
            raise PydanticCustomError(
                "number", fault, {"right": "[{coder: A, value: 0.4}, {coder: B, value: 0.6}]"}
            )
        coded = tuple(self.read(item) for item in raw)
        names = [item.coder for item in coded]
        if None in names or len(set(names)) < len(names):
            fault = "each coding needs a coder of its own"
            raise PydanticCustomError("number", fault, {"right": "{coder: A, value: 0.4}"})
        if any(item.coded for item in coded):
            raise PydanticCustomError(
                "number", "a coding cannot hold codings", {"right": "a number"}
            )
        return coded

    def _read_value(self, raw: object) -> tuple[tuple[float | str, ...], str | None]:
        if isinstance(raw, str):
            return self._read_word(raw)
        if isinstance(raw, list):
            if len(raw) != 3:
                raise PydanticCustomError(
                    "range_length", "a range has three numbers", {"right": "[low, mode, high]"}
                )
            given = tuple(self._read_one(item) for item in raw)
            numbers = [item for item in given if not isinstance(item, str)]
            if len(numbers) == 3 and not numbers[0] <= numbers[1] <= numbers[2]:
                fault = "the range is out of order"
                right = str(sorted(numbers))
                raise PydanticCustomError("range_order", fault, {"right": right})
            return given, None
        return (self._read_one(raw),), None

    def _read_one(self, raw: object) -> float | str:
        if isinstance(raw, str) and self.named:
            return raw
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            raise PydanticCustomError("number", "not a number", {"right": self.wanted()})
        value = float(raw)
        if not math.isfinite(value):
            raise PydanticCustomError("not_finite", "not a finite number", {"right": self.wanted()})
        if not self.low <= value <= self.high or (self.exclusive and value in self._ends):
            raise PydanticCustomError("bounds", "out of bounds", {"right": self.wanted()})
        return value

    def _read_word(self, raw: str) -> tuple[tuple[float | str, ...], str | None]:
        word = " ".join(raw.split())
        if self.words == "likelihood" and likelihood_range(word):
            return (), word
        if self.words == "leverage" and word in LEVERAGE:
            return (), word
        if self.named:
            return (raw,), None
        if word in CONFIDENCE:
            fault = "a confidence word where a number or a likelihood belongs"
            raise PydanticCustomError("mixed_words", fault, {"right": self.wanted()})
        if likelihood_range(word):
            fault = "a likelihood word for a number that is no probability"
            raise PydanticCustomError("mixed_words", fault, {"right": self.wanted()})
        known = {"likelihood": list(LIKELIHOOD), "leverage": list(LEVERAGE), "": []}[self.words]
        raise PydanticCustomError(
            "unknown_word",
            "not a number or a word for one",
            {"right": self.wanted(), "known": known},
        )

    @property
    def _ends(self) -> tuple[float, float]:
        return self.low, self.high

    def wanted(self) -> str:
        """In words, what may stand here."""
        if self.exclusive:
            numbers = f"a number between {self.low:g} and {self.high:g}, neither of them"
        elif math.isfinite(self.high):
            numbers = f"a number from {self.low:g} to {self.high:g}"
        else:
            numbers = f"a number of at least {self.low:g}"
        more = {"likelihood": " or a likelihood word such as 'likely'", "": ""}
        more["leverage"] = " or one of none, low, moderate, high, veto"
        name = " or a level's name" if self.named else ""
        return numbers + ", a range [low, mode, high]" + name + more[self.words]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its range and its reason, as written.

    Attributes
    ----------
    quantity
        The kind of number.
    given
        One number, or three (low, mode, high); a level's name may stand for a number where the
        quantity allows it. Empty if a word or several coders stand for the number.
    word, confidence
        A likelihood or leverage word; or the confidence in a single number. Never both.
    kind, coder, date, cite, note
        How the number is known, who coded it, when, and from which passages.
    coded
        The same number by several coders; their spread is the range.
    default
        Nobody wrote this number: it is the program's default.
    """

    quantity: Quantity
    given: tuple[float | str, ...] = ()
    word: str | None = None
    confidence: str | None = None
    kind: Kind | None = None
    coder: str | None = None
    date: str | None = None
    note: str | None = None
    cite: tuple[Citation, ...] = ()
    coded: tuple[Estimate, ...] = ()
    default: bool = field(default=False, compare=False)

    def range(
        self, positions: Mapping[str, float] | None = None, default_confidence: str | None = None
    ) -> Range:
        """Least, likeliest and greatest value.

        Parameters
        ----------
        positions
            Position of each level's name, for a quantity that takes names.
        default_confidence
            The dossier's confidence word for numbers of this kind, if it has one. It widens only
            single numbers without a word of their own, of the quantities marked ``doubtful``.

        Raises
        ------
        KeyError
            A level's name that is not in ``positions``.
        """
        if self.coded:
            ranges = [one.range(positions, None) for one in self.coded]
            modes = [one.mode for one in ranges]
            return Range(
                min(one.low for one in ranges), median(modes), max(one.high for one in ranges)
            )
        if self.word is not None:
            span = likelihood_range(self.word) or LEVERAGE[self.word]
            return Range(*span)
        places = positions or {}
        numbers = [places[one] if isinstance(one, str) else one for one in self.given]
        if len(numbers) == 3:
            return Range(*numbers)
        value = numbers[0]
        confidence = self.confidence
        if confidence is None and self.quantity.doubtful:
            confidence = default_confidence
        if confidence is None:
            return Range(value, value, value)
        scale = self.quantity
        return Range(*confidence_range(value, CONFIDENCE[confidence], scale.low, scale.high))

    def names(self) -> tuple[str, ...]:
        """Level names that stand for the number."""
        own = tuple(one for one in self.given if isinstance(one, str))
        return own + tuple(name for one in self.coded for name in one.names())

    def citations(self) -> tuple[Citation, ...]:
        """Every passage this number rests on, its coders' included."""
        return self.cite + tuple(one for coding in self.coded for one in coding.citations())


def _one_of(raw: object, allowed: tuple[Any, ...], what: str) -> Any:  # noqa: ANN401
    if raw is None or raw in allowed:
        return raw
    fault = f"{what} is not one of the words for it"
    raise PydanticCustomError(
        "unknown_word", fault, {"right": ", ".join(allowed), "known": list(allowed)}
    )


def _text(raw: object, what: str) -> str | None:
    if raw is None or isinstance(raw, str):
        return raw
    if isinstance(raw, int):
        return str(raw)
    raise PydanticCustomError("text", f"{what} is not text", {"right": "text"})
