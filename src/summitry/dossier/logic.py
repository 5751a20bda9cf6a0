"""Clauses and events: statements about levels, read from one line of plain words.

A *clause* is a rule between levels that every package obeys: ``sanctions = lifted requires
dismantling = complete``, or ``... excludes ...``. An *event* is a statement about an outcome:
``agreed and (sanctions >= partial easing or not exercises = full)``. Names may hold blanks; what
separates them are the comparison signs, the words ``and``, ``or``, ``not``, ``requires``,
``excludes``, and brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
Atom = Literal[
    "agreed",
    "no deal",
    "exchange",
    "mutual moves",
    "no overlap",
    "breakdown",
    "slip",
    "not ratified",
    "talks ended",
    "not signed",
    "readings collide",
]
ATOMS: dict[str, Atom] = {
    "agreed": "agreed",
    "deal": "agreed",
    "no deal": "no deal",
    "exchange": "exchange",
    "mutual moves": "mutual moves",
    "no overlap": "no overlap",
    "breakdown": "breakdown",
    "slip": "slip",
    "not ratified": "not ratified",
    "talks ended": "talks ended",
    "not signed": "not signed",
    "readings collide": "readings collide",
}
NO_DEAL_ATOMS = frozenset(
    {"no deal", "no overlap", "breakdown", "slip", "not ratified", "talks ended", "not signed"}
)
"""Hold only where there is no deal: beside them a comparison speaks of the no-deal level."""

ASK = "ask of "
KEYWORDS = ("and", "or", "not", "requires", "excludes")


class LogicError(ValueError):
    """A clause or an event that cannot be read; ``right`` says what would be."""

    def __init__(self, fault: str, right: str, got: str | None = None) -> None:
        super().__init__(fault)
        self.fault, self.right, self.got = fault, right, got


@dataclass(frozen=True, slots=True)
class Comparison:
    """``issue operator level``, levels compared in the issue's own order."""

    issue: str
    operator: Operator
    level: str

    def allows(self, at: int, level: int) -> bool:
        """Whether an issue at level number ``at`` satisfies it, ``level`` being the one named."""
        return {
            "=": at == level,
            "!=": at != level,
            "<": at < level,
            "<=": at <= level,
            ">": at > level,
            ">=": at >= level,
        }[self.operator]


@dataclass(frozen=True, slots=True)
class Named:
    """A statement about the outcome as a whole, such as ``agreed``."""

    atom: Atom


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    of: Statement


@dataclass(frozen=True, slots=True)
class All:
    """Conjunction."""

    of: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Disjunction."""

    of: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """``ask of PARTY``: the party insists on its big ask."""

    party: str


Statement = Comparison | Named | Asked | Not | All | Any


@dataclass(frozen=True, slots=True)
class Clause:
    """If every comparison of ``when`` holds then every one of ``then`` must; None: it never may."""

    when: tuple[Comparison, ...]
    then: tuple[Comparison, ...] | None
    text: str


SEPARATORS = re.compile(
    r"\s*(<=|>=|!=|==|=|<|>|≤|≥|≠|\(|\)|&|\||\b(?:and|or|not|requires|excludes)\b)\s*"
)
_SIGNS: dict[str, Operator] = {"==": "=", "≤": "<=", "≥": ">=", "≠": "!="}
_OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_WORDS = {"&": "and", "|": "or"}
EVENT_RIGHT = "e.g. 'agreed and sanctions >= partial easing'"
CLAUSE_RIGHT = "e.g. 'sanctions = lifted requires dismantling = complete'"


def _tokens(text: str) -> list[str]:
    parts = (part.strip() for part in SEPARATORS.split(text))
    return [_WORDS.get(part, _SIGNS.get(part, part)) for part in parts if part]


class _Reader:
    """Recursive descent over the tokens: or < and < not < brackets and comparisons."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> str | None:
        token = self.peek()
        self.at += 1
        return token

    def statement(self, depth: int = 0) -> Statement:
        parts = [self.conjunction(depth)]
        while self.peek() == "or":
            self.take()
            parts.append(self.conjunction(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def conjunction(self, depth: int) -> Statement:
        parts = [self.negation(depth)]
        while self.peek() == "and":
            self.take()
            parts.append(self.negation(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negation(self, depth: int) -> Statement:
        if depth > 50:
            raise LogicError("brackets nested more than 50 deep", EVENT_RIGHT)
        if self.peek() == "not":
            self.take()
            return Not(self.negation(depth + 1))
        if self.peek() == "(":
            self.take()
            inner = self.statement(depth + 1)
            if self.take() != ")":
                raise LogicError("a bracket is not closed", EVENT_RIGHT)
            return inner
        return self.comparison()

    def comparison(self) -> Statement:
        left = self.take()
        if left is None or left in KEYWORDS or left in _OPERATORS or left == ")":
            raise LogicError("a statement is missing", EVENT_RIGHT, left)
        sign = self.peek()
        if sign not in _OPERATORS:
            if left in ATOMS:
                return Named(ATOMS[left])
            if left.startswith(ASK):
                return Asked(left.removeprefix(ASK).strip())
            raise LogicError("neither a comparison nor a known word", EVENT_RIGHT, left)
        self.take()
        right = self.take()
        if right is None or right in KEYWORDS or right in _OPERATORS or right in "()":
            raise LogicError("a comparison lacks its level", EVENT_RIGHT, left)
        return Comparison(left, sign, right)  # type: ignore[arg-type]


def read_event(text: str) -> Statement:
    """Read an event; raises :class:`LogicError`."""
    reader = _Reader(text)
    statement = reader.statement()
    if reader.peek() is not None:
        raise LogicError("words left over after the event", EVENT_RIGHT, reader.peek())
    return statement


def read_clause(text: str) -> Clause:
    """Read a clause; raises :class:`LogicError`."""
    words = _tokens(text)
    links = [word for word in words if word in ("requires", "excludes")]
    if len(links) != 1 or "or" in words or "not" in words:
        fault = "a clause is one 'requires' or 'excludes' between comparisons joined by 'and'"
        raise LogicError(fault, CLAUSE_RIGHT)
    left, right = re.split(r"\b(?:requires|excludes)\b", text)
    when, then = _comparisons(left), _comparisons(right)
    if links[0] == "requires":
        return Clause(when, then, text)
    return Clause(when + then, None, text)


def _comparisons(text: str) -> tuple[Comparison, ...]:
    try:
        statement = read_event(text)
    except LogicError as error:
        raise LogicError(error.fault, CLAUSE_RIGHT, error.got) from None
    parts = statement.of if isinstance(statement, All) else (statement,)
    found = tuple(part for part in parts if isinstance(part, Comparison))
    if len(found) < len(parts):
        raise LogicError("a clause speaks of levels only", CLAUSE_RIGHT)
    return found


def comparisons(statement: Statement) -> Iterator[Comparison]:
    """Every comparison in a statement, in order."""
    match statement:
        case Comparison():
            yield statement
        case Not(of):
            yield from comparisons(of)
        case All(of) | Any(of):
            for part in of:
                yield from comparisons(part)


def askers(statement: Statement) -> Iterator[str]:
    """Every party whose ask a statement speaks of."""
    match statement:
        case Asked(party):
            yield party
        case Not(of):
            yield from askers(of)
        case All(of) | Any(of):
            for part in of:
                yield from askers(part)


Levels = Mapping[str, Sequence[str]]
"""Level names of each issue, in order."""


def obeys(clause: Clause, levels: Levels, package: Mapping[str, int]) -> bool | None:
    """Whether a (partial) package obeys a clause; None where it is still open."""
    when = [_holds(one, levels, package) for one in clause.when]
    if False in when:
        return True
    if clause.then is None:
        return None if None in when else False
    then = [_holds(one, levels, package) for one in clause.then]
    if None in when:
        return True if all(then) else None
    if False in then:
        return False
    return None if None in then else True


def _holds(one: Comparison, levels: Levels, package: Mapping[str, int]) -> bool | None:
    at = package.get(one.issue)
    return None if at is None else one.allows(at, levels[one.issue].index(one.level))
