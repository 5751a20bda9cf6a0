"""Faults of a dossier: where, what is wrong, what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any, Literal

Severity = Literal["error", "warning"]

CODES: dict[str, tuple[Severity, str]] = {
    "S101": ("error", "the file cannot be read"),
    "S102": ("error", "the file is too large"),
    "S103": ("error", "the file is not text"),
    "S104": ("error", "the file is empty"),
    "S105": ("error", "the file is no YAML"),
    "S106": ("error", "the file is not one mapping"),
    "S107": ("error", "a key stands twice"),
    "S108": ("error", "an alias refers to what it is part of"),
    "S109": ("error", "the file unfolds to too much, or too deep"),
    "S110": ("error", "a YAML feature that dossiers do without"),
    "S201": ("error", "unknown key"),
    "S202": ("error", "something is missing"),
    "S203": ("error", "not of the right form"),
    "S204": ("error", "a number is out of bounds"),
    "S205": ("error", "a range is out of order"),
    "S206": ("error", "not a number, or not finite"),
    "S207": ("error", "an unknown word for a number"),
    "S208": ("error", "words for likelihood and confidence are mixed"),
    "S209": ("error", "a range without three numbers"),
    "S210": ("error", "a name that cannot be one"),
    "S301": ("error", "unknown party"),
    "S302": ("error", "unknown issue"),
    "S303": ("error", "unknown level"),
    "S304": ("error", "unknown source"),
    "S305": ("error", "a party in a role it does not have"),
    "S306": ("error", "a ratifier of nobody"),
    "S307": ("error", "fewer than two principals"),
    "S308": ("error", "levels that are no order"),
    "S309": ("error", "a stance that says too little or too much"),
    "S310": ("error", "a no-deal outlook that does not add up"),
    "S311": ("error", "red lines or an ask without sense"),
    "S312": ("error", "cover given twice"),
    "S313": ("error", "unknown assessment"),
    "S314": ("error", "a path that an assessment cannot set"),
    "S315": ("error", "baskets that are no partition of the issues"),
    "S316": ("error", "a time that does not fit"),
    "S317": ("error", "a road map's step that cannot be"),
    "S318": ("error", "a relation without sense"),
    "S319": ("error", "words that only one party reads"),
    "S320": ("error", "a stake that says too little or too much"),
    "S321": ("error", "a lever or a reveal of no number"),
    "S322": ("error", "a group of changes that are not made"),
    "S323": ("error", "an audience that is nobody"),
    "S324": ("error", "an audience of nothing"),
    "S325": ("error", "a freeze without its time or its fingerprint"),
    "S326": ("error", "an ideal drawn by more than all"),
    "S401": ("error", "a clause that cannot be read"),
    "S402": ("error", "clauses that leave no package"),
    "S403": ("error", "an event that cannot be read"),
    "S404": ("error", "an event that can never hold"),
    "S405": ("error", "an event with a name that is taken"),
    "S406": ("error", "a reading that cannot be read"),
    "S501": ("error", "a quote that is not in its source"),
    "S502": ("error", "a quote that is too long"),
    "S503": ("error", "not a citation"),
    "S504": ("error", "a source later than the cut-off"),
    "S505": ("error", "not a date"),
    "S506": ("error", "a source file that cannot be used"),
    "W601": ("warning", "a party does not do what it alone could do"),
    "W602": ("warning", "numbers that cite nothing"),
    "W603": ("warning", "one passage carries many numbers"),
    "W604": ("warning", "a principal without a stance"),
    "W605": ("warning", "quotes not verified"),
    "W606": ("warning", "coders disagree"),
    "W607": ("warning", "a red line or an ask that forbids nothing"),
    "W608": ("warning", "a principal that performs nothing"),
    "W609": ("warning", "readings that no package meets together"),
    "W610": ("warning", "changed since it was frozen"),
    "W611": ("warning", "shown to somebody who cannot see what it speaks of"),
    "W701": ("warning", "a mechanism changes nothing"),
    "W702": ("warning", "an event answers to no stance"),
    "W703": ("warning", "a one-sided package"),
}
"""Every code, which never changes its meaning: how grave it is, and its title."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault: ``file:line:col: CODE what is wrong (got ...); what would be right``.

    ``line`` and ``column`` count from 1; they are 0 where data did not come from a file, and
    ``path`` then says where.
    """

    code: str
    fault: str
    right: str
    got: str | None
    file: str
    line: int
    column: int
    path: str
    severity: Severity

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        at = "" if self.line or not self.path else f"{self.path}: "
        got = f" (got {self.got})" if self.got is not None else ""
        text = f"{place}: {self.code} {at}{self.fault}{got}; {self.right}"
        return " ".join(text.split())

    def to_dict(self) -> dict[str, Any]:
        """The fault as plain data."""
        return asdict(self)


class DossierError(Exception):
    """A dossier with faults; ``problems`` has every one of them, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda one: (one.line, one.column, one.code))
        super().__init__("\n".join(str(one) for one in self.problems))


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault before it is located: ``path`` is where in the data."""

    code: str
    path: tuple[str | int, ...]
    fault: str
    right: str
    got: str | None = None
    key: bool = False
    """The key is at fault, not its value."""


def shown(value: object, limit: int = 60) -> str:
    """A value as a message quotes it: short, on one line."""
    text = " ".join(repr(value).split())
    return text if len(text) <= limit else text[: limit - 3] + "..."


def nearest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """What would be right instead of an unknown name."""
    every = [str(one) for one in known]
    close = get_close_matches(name, every, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    if otherwise or not every:
        return otherwise or "leave it out"
    return "one of: " + ", ".join(every[:12]) + (" ..." if len(every) > 12 else "")
