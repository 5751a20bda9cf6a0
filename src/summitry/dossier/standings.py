"""Rules for what stands between parties: relations, readings of words, stakes in a crisis."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.dossier.calendar import earliest
from summitry.dossier.logic import (
    All,
    Clause,
    Comparison,
    LogicError,
    read_clause,
    read_event,
)
from summitry.dossier.model import Dossier
from summitry.dossier.problem import Fault, nearest, shown
from summitry.dossier.reach import event_possible

Path = tuple[str | int, ...]
READING_RIGHT = "comparisons joined by 'and', e.g. 'dismantling = complete'"


def relations(dossier: Dossier) -> Iterator[Fault]:
    """Two known parties, once, with events that have a day and one weight."""
    cut = earliest(dossier.as_of)
    seen: set[frozenset[str]] = set()
    for number, relation in enumerate(dossier.relations):
        path: Path = ("relations", number)
        for place, one in enumerate(relation.between):
            if one not in dossier.parties:
                right = nearest(one, dossier.parties)
                yield Fault("S301", (*path, "between", place), f"no party {one!r}", right)
        pair = frozenset(relation.between)
        if len(pair) < 2 or pair in seen:
            fault = f"the relation of {' and '.join(relation.between)} "
            fault += "stands twice" if pair in seen else "is with itself"
            yield Fault("S318", (*path, "between"), fault, "two parties, each pair once")
        seen.add(pair)
        for place, event in enumerate(relation.events):
            at = (*path, "events", place)
            day = earliest(event.on)
            if day is None:
                right = "2019, 2019-02 or 2019-02-24"
                yield Fault("S505", (*at, "on"), "not a date", right, shown(event.on))
            elif cut is not None and day > cut:
                fault = f"{event.on} is after the cut-off {dossier.as_of}"
                yield Fault("S316", (*at, "on"), fault, "leave it out; no forecast may know it")
            if (event.weight is None) == (event.goldstein is None):
                fault = "an event has a weight or a Goldstein score, one of the two"
                yield Fault("S318", at, fault, "weight: 0.2, or goldstein: 5")


def readings(dossier: Dossier) -> Iterator[Fault]:
    """Levels that exist, read by two parties or more, in comparisons over other issues."""
    for key, issue in dossier.issues.items():
        for level, own in issue.reads_as.items():
            path: Path = ("issues", key, "reads_as", level)
            if level not in issue.levels:
                fault = f"{level!r} is no level of {key!r}"
                yield Fault("S303", path, fault, nearest(level, issue.levels), key=True)
            if len(own) < 2:
                fault = f"the words {level!r} are read by {', '.join(own) or 'nobody'} alone"
                yield Fault("S319", path, fault, "what two parties or more take them to mean")
            for party, one in own.items():
                if party not in dossier.parties:
                    right = nearest(party, dossier.parties)
                    yield Fault("S301", (*path, party), f"no party {party!r}", right, key=True)
                yield from _reading(dossier, (*path, party), key, one.means)


def _reading(dossier: Dossier, path: Path, issue: str, means: str) -> Iterator[Fault]:
    parts = parts_of(means)
    if parts is None:
        fault = "the reading is no conjunction of comparisons"
        yield Fault("S406", path, fault, READING_RIGHT, shown(means))
        return
    for one in parts:
        if one.issue not in dossier.issues:
            right = nearest(one.issue, dossier.issues)
            yield Fault("S302", path, f"no issue {one.issue!r}", right)
        elif one.level not in dossier.issues[one.issue].levels:
            right = nearest(one.level, dossier.issues[one.issue].levels)
            yield Fault("S303", path, f"{one.level!r} is no level of {one.issue!r}", right)
        elif one.issue == issue:
            fault = f"the reading speaks of {issue!r} itself"
            yield Fault("S406", path, fault, "the other issues that settle what the words mean")


def parts_of(means: str) -> tuple[Comparison, ...] | None:
    """The comparisons of a reading; None if it is anything else."""
    try:
        statement = read_event(means)
    except LogicError:
        return None
    parts = statement.of if isinstance(statement, All) else (statement,)
    found = tuple(one for one in parts if isinstance(one, Comparison))
    return found if len(found) == len(parts) else None


def stakes_in_crises(dossier: Dossier) -> Iterator[Fault]:
    """Each stake a value, or a chance with its cost."""
    for party, own in dossier.stakes.items():
        for key, stake in own.items():
            given = [
                name for name in ("value", "chance", "cost") if getattr(stake, name) is not None
            ]
            if given not in (["value"], ["chance", "cost"]):
                fault = f"the stake {key!r} of {party!r} has {' and '.join(given) or 'no number'}"
                right = "a value, or the chance of a crisis with its cost"
                yield Fault("S320", ("stakes", party, key), fault, right, key=True)


def colliding(dossier: Dossier) -> Iterator[Fault]:
    """Words whose readings no package meets together: a warning, for a dossier without faults."""
    clauses: list[Clause] = [read_clause(text) for text in dossier.clauses]
    levels = {key: issue.levels for key, issue in dossier.issues.items()}
    start = {key: one.levels.index(one.status_quo) for key, one in dossier.issues.items()}
    for key, issue in dossier.issues.items():
        for level, own in issue.reads_as.items():
            every = [part for one in own.values() for part in parts_of(one.means) or ()]
            if not event_possible(All(tuple(every)), levels, start, clauses, {}):
                fault = f"no package meets every reading of {level!r}: they collide in the end"
                right = "fine if it is meant; the event 'readings collide' forecasts it"
                yield Fault("W609", ("issues", key, "reads_as", level), fault, right, key=True)


RULES = (relations, readings, stakes_in_crises)
