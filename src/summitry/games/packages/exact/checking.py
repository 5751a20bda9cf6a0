"""Whether clauses and bonuses name issues, options and parties that there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from summitry.games.packages.exact.numbers import fraction
from summitry.games.packages.exact.pieces import (
    Bonus,
    Clause,
    Divisible,
    Issue,
    Link,
    Options,
    Total,
)


def check_links(
    issues: Sequence[Issue | Divisible],
    parties: Sequence[str],
    clauses: Sequence[Link],
    bonuses: Sequence[Bonus],
) -> list[str]:
    """Every fault of the clauses and bonuses, a line each."""
    known = {issue.name: issue for issue in issues}
    found: list[str] = []
    for number, link in enumerate(clauses, 1):
        kind = _clause(link, known) if isinstance(link, Clause) else _total(link, known)
        found += [f"clause {number}: {fault}" for fault in kind]
    for number, bonus in enumerate(bonuses, 1):
        faults = [*_parts(bonus.when, known, empty=bonus.everywhere)]
        faults += [f"{one!r} is no party" for one in bonus.scores if one not in parties]
        faults += [fault for score in bonus.scores.values() for fault in _number(score)]
        found += [f"bonus {number}: {fault}" for fault in faults]
    return found


def _clause(clause: Clause, known: dict[str, Any]) -> Iterator[str]:
    yield from _parts(clause.when, known)
    if clause.then is not None:
        yield from _parts(clause.then, known)


def _total(total: Total, known: dict[str, Any]) -> Iterator[str]:
    yield from _parts({issue: tuple(own) for issue, own in total.amounts.items()}, known)
    yield from _number(total.at_most)
    for own in total.amounts.values():
        for amount in own.values():
            yield from _number(amount)


def _parts(parts: Options, known: dict[str, Any], *, empty: bool = False) -> Iterator[str]:
    if not parts and not empty:
        yield "names no issue"
    for issue, options in parts.items():
        if issue not in known:
            yield f"{issue!r} is no issue"
        elif isinstance(known[issue], Divisible):
            yield f"{issue} is divisible: clauses and bonuses are about options"
        else:
            unknown = [one for one in options if one not in known[issue].options]
            if unknown:
                yield f"{issue} has no option {', '.join(map(repr, unknown))}"


def _number(value: Any) -> Iterator[str]:
    try:
        fraction(value)
    except ValueError as error:
        yield str(error)
