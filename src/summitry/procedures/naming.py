"""A package from what a person writes: an event's name, or levels of issues."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import (
    All,
    Comparison,
    LogicError,
    Named,
    Statement,
    obeys,
    read_clause,
    read_event,
)
from summitry.procedures.layout import Layout

_OF_A_DEAL = ("agreed", "exchange", "mutual moves")
"""Words that an event may have besides its levels and still be one package."""
RIGHT = "'exercises = scaled back, inspectors = some', or the name of an event that is one package"


def named_package(layout: Layout, package: str | Mapping[str, str]) -> NDArray[np.int64]:
    """Level numbers of the package that is meant.

    Parameters
    ----------
    layout
        The dossier's structure.
    package
        Issue: level; or comparisons in one line, separated by commas or ``and``; or the name of an
        event that is a conjunction of such. Every issue gets the allowed level that is nearest to
        the status quo, so what is not named stays as it is.

    Raises
    ------
    KeyError
        There is no such issue or level, it is no single package, it changes nothing, or a clause of
        the dossier forbids it. The message says which.
    """
    allowed = {key: set(range(size)) for key, size in zip(layout.issues, layout.sizes, strict=True)}
    for one in _comparisons(layout, package):
        if one.issue not in layout.issues:
            fault = f"no issue {one.issue!r}; there are: {', '.join(layout.issues)}"
            raise KeyError(fault)
        levels = layout.levels[one.issue]
        if one.level not in levels:
            fault = f"{one.issue} has no level {one.level!r}; it has: {', '.join(levels)}"
            raise KeyError(fault)
        allowed[one.issue] &= set(layout.allowed(one)[1])
    found = []
    for key, stays in zip(layout.issues, layout.status_quo, strict=True):
        if not allowed[key]:
            fault = f"the package asks for what cannot be of {key!r}"
            raise KeyError(fault)
        found.append(min(allowed[key], key=lambda level: (abs(level - stays), level)))
    if found == layout.status_quo:
        fault = "the package moves no issue: that is no deal"
        raise KeyError(fault)
    at = dict(zip(layout.issues, found, strict=True))
    for text in layout.dossier.clauses:
        if obeys(read_clause(text), layout.levels, at) is False:
            fault = f"the package breaks the clause '{text}'"
            raise KeyError(fault)
    return np.array(found, dtype=np.int64)


def _comparisons(layout: Layout, package: str | Mapping[str, str]) -> list[Comparison]:
    if not isinstance(package, str):
        return [Comparison(issue, "=", level) for issue, level in package.items()]
    events = layout.dossier.events
    text = events[package].when if package in events else re.sub("[,;]", " and ", package)
    try:
        statement: Statement = read_event(text)
    except LogicError as error:
        names = ", ".join(events) or "none"
        fault = f"{package!r} is no package; write {RIGHT} (events: {names})"
        raise KeyError(fault) from error
    parts = statement.of if isinstance(statement, All) else (statement,)
    found = [part for part in parts if isinstance(part, Comparison)]
    deals = [part for part in parts if isinstance(part, Named) and part.atom in _OF_A_DEAL]
    if len(found) + len(deals) < len(parts) or not found:
        fault = f"{package!r} is not one package: {text}; write {RIGHT}"
        raise KeyError(fault)
    return found
