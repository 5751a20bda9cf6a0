"""Rules for clauses and events: they can be read, speak of what there is, and are possible."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.dossier.claims import unknown_names
from summitry.dossier.logic import (
    ATOMS,
    All,
    Clause,
    LogicError,
    read_clause,
    read_event,
)
from summitry.dossier.model import Dossier
from summitry.dossier.problem import Fault
from summitry.dossier.reach import event_possible, package_possible

Path = tuple[str | int, ...]


def clauses_and_events(dossier: Dossier) -> Iterator[Fault]:
    """Every fault of the clauses, then of the events, assessing possibility where all is known."""
    clauses: list[Clause] = []
    broken = False
    for number, text in enumerate(dossier.clauses):
        path: Path = ("clauses", number)
        try:
            clause = read_clause(text)
        except LogicError as error:
            broken = True
            yield Fault("S401", path, error.fault, error.right, error.got)
            continue
        faults = list(unknown_names(dossier, path, All(clause.when + (clause.then or ()))))
        broken = broken or bool(faults)
        yield from faults
        clauses.append(clause)
    sound = not broken and all(
        issue.status_quo in issue.levels and set(issue.no_deal) <= set(issue.levels)
        for issue in dossier.issues.values()
    )
    levels = {key: issue.levels for key, issue in dossier.issues.items()}
    if sound and not package_possible(levels, _status_quo(dossier), clauses):
        fault = "the clauses leave no package but the status quo"
        yield Fault("S402", ("clauses",), fault, "leave one out, or give an issue another level")
        sound = False
    for name, event in dossier.events.items():
        yield from _event(dossier, name, event.when, clauses, sound=sound)


def _event(
    dossier: Dossier, name: str, text: str, clauses: list[Clause], *, sound: bool
) -> Iterator[Fault]:
    path: Path = ("events", name, "when")
    if name in ATOMS:
        fault = f"the event {name!r} stands in every forecast already"
        yield Fault("S405", path[:2], fault, "another name", key=True)
    try:
        statement = read_event(text)
    except LogicError as error:
        yield Fault("S403", path, error.fault, error.right, error.got)
        return
    faults = list(unknown_names(dossier, path, statement))
    yield from faults
    if faults or not sound:
        return
    levels = {key: issue.levels for key, issue in dossier.issues.items()}
    status_quo = _status_quo(dossier)
    without = {
        key: sorted({status_quo[key], *(issue.levels.index(one) for one in issue.no_deal)})
        for key, issue in dossier.issues.items()
    }
    read = any(issue.reads_as for issue in dossier.issues.values())
    if not event_possible(statement, levels, status_quo, clauses, without, readings=read):
        fault = f"the event {name!r} can never hold"
        right = "check it against the clauses, the levels and the no-deal outlook"
        yield Fault("S404", path, fault, right)


def _status_quo(dossier: Dossier) -> dict[str, int]:
    return {key: issue.levels.index(issue.status_quo) for key, issue in dossier.issues.items()}
