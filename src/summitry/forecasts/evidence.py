"""What a forecast rests on: each number, its range, and its source or the word judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from summitry.dossier.agreement import agreement
from summitry.dossier.citation import Citation
from summitry.dossier.inputs import Input, inputs
from summitry.dossier.model import Dossier

JUDGEMENT = "judgement"
DEFAULT = "default"


@dataclass(frozen=True)
class Number:
    """One number of a dossier as the forecast used it.

    ``basis`` is its kind where it has one (stated, reported, inferred, assumed), else ``cited``,
    ``judgement`` or, where nobody wrote it, ``default``.
    """

    name: str
    low: float
    mode: float
    high: float
    written: str
    basis: str
    citations: tuple[Citation, ...]
    coder: str | None
    date: str | None
    note: str | None


@dataclass(frozen=True)
class Evidence:
    """Every number of a dossier, and how many of them cite a passage."""

    numbers: tuple[Number, ...]
    cited: int
    judged: int
    defaults: int
    agreement: Mapping[str, float | None]
    """Kind of number: Krippendorff's alpha between its coders, where several coded it."""


def finite(node: object) -> object:
    """Plain data for JSON, which has no infinity: a veto's leverage becomes null."""
    if isinstance(node, Mapping):
        return {key: finite(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [finite(value) for value in node]
    return None if isinstance(node, float) and not isfinite(node) else node


def evidence(dossier: Dossier) -> Evidence:
    """List every number with what it rests on, in the file's order."""
    numbers = tuple(_number(one) for one in inputs(dossier).values())
    defaults = sum(one.basis == DEFAULT for one in numbers)
    cited = sum(bool(one.citations) for one in numbers)
    agree = {kind: found.alpha for kind, found in agreement(dossier).items()}
    return Evidence(numbers, cited, len(numbers) - cited - defaults, defaults, agree)


def _number(one: Input) -> Number:
    estimate, reason = one.estimate, one.reason
    citations = estimate.citations() or (reason.cite if reason else ())
    kind = estimate.kind or (reason.kind if reason else None)
    basis = kind or ("cited" if citations else JUDGEMENT)
    return Number(
        one.name,
        one.range.low,
        one.range.mode,
        one.range.high,
        _written(one),
        DEFAULT if estimate.default else basis,
        citations,
        estimate.coder or (reason.coder if reason else None),
        estimate.date or (reason.date if reason else None),
        estimate.note or (reason.note if reason else None),
    )


def _written(one: Input) -> str:
    """The number as the file has it, in few words."""
    estimate = one.estimate
    if estimate.word:
        return estimate.word
    if estimate.coded:
        return f"{len(estimate.coded)} coders"
    given = [item if isinstance(item, str) else f"{item:g}" for item in estimate.given]
    text = given[0] if len(given) == 1 else f"[{', '.join(given)}]"
    confidence = estimate.confidence or getattr(one.reason, "confidence", None)
    return f"{text} ({confidence} confidence)" if confidence and len(given) == 1 else text
