"""From a file, or from data, to a dossier without faults; or to every fault at once."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from summitry.dossier import claims, pressure, rules, standings, ways
from summitry.dossier.audience import markings
from summitry.dossier.citing import citing, dates, unverified
from summitry.dossier.digest import digest
from summitry.dossier.excerpt import unseen
from summitry.dossier.form import to_model
from summitry.dossier.freezing import freezes
from summitry.dossier.hints import hints
from summitry.dossier.model import Dossier
from summitry.dossier.passages import passages, passages_of
from summitry.dossier.patching import PatchError, named_steps, patched
from summitry.dossier.problem import CODES, DossierError, Fault, Problem
from summitry.dossier.reading import ReadError, Tree, read_text, read_tree
from summitry.dossier.sources import Library
from summitry.dossier.statements import clauses_and_events

__all__ = ["build", "check", "digest", "load"]

RULES = (
    *rules.RULES, *ways.RULES, *standings.RULES, *claims.RULES, *pressure.RULES
)  # fmt: skip
Folders = str | Path | Sequence[str | Path] | None


def load(path: str | Path, *, sources: Folders = None) -> Dossier:
    """Load a dossier.

    Parameters
    ----------
    path
        A YAML file, a folder that holds ``dossier.yaml``, or ``-`` for standard input.
    sources
        Folder, or folders, in which the cited texts lie; the dossier's own if left out. Quotes of
        texts that are at hand are verified word for word.

    Raises
    ------
    DossierError
        With every fault, each at its line and column.
    """
    dossier, problems = _examine(path, sources)
    errors = [one for one in problems if one.severity == "error"]
    if errors or dossier is None:
        raise DossierError(errors)
    return dossier


def check(path: str | Path, *, sources: Folders = None) -> list[Problem]:
    """Every fault and warning of a dossier, in the file's order.

    Parameters
    ----------
    path, sources
        As in :func:`summitry.load`. A file that cannot be read is a fault like others (S1..), and
        raises nothing. Warnings that need draws (W7..) are the command's alone.
    """
    return _examine(path, sources)[1]


def build(data: Mapping[str, Any], *, file: str = "<data>") -> Dossier:
    """Make a dossier of plain data.

    Parameters
    ----------
    data
        What a dossier's file holds, as mappings, lists, texts and numbers; it stays as it is.
    file
        What to call it in faults.

    Raises
    ------
    DossierError
        With every fault, each at its path.
    """
    dossier, faults = examine_data(copy.deepcopy(dict(data)), [])
    errors = [one for one in faults if CODES[one.code][0] == "error"]
    if errors or dossier is None:
        raise DossierError(locate(one, file, None) for one in errors)
    return dossier


def _examine(path: str | Path, sources: Folders) -> tuple[Dossier | None, list[Problem]]:
    name = "<stdin>" if str(path) == "-" else str(path)
    try:
        text, name = read_text(path)
    except ReadError as error:
        return None, [_problem(error.code, error.fault, error.right, name, error.place)]
    return examine_text(text, name, folders_of(path, sources))


def examine_text(
    text: str, name: str, folders: Sequence[Path] = ()
) -> tuple[Dossier | None, list[Problem]]:
    """The dossier of a text that need not be in a file yet, and every fault and warning.

    Parameters
    ----------
    text
        The YAML.
    name
        What faults call its file.
    folders
        Where the cited texts lie.
    """
    try:
        tree = read_tree(text)
    except ReadError as error:
        return None, [_problem(error.code, error.fault, error.right, name, error.place)]
    dossier, faults = examine_data(tree.data, folders)
    unread = [_problem(one.code, one.fault, one.right, name, place) for one, place in tree.faults]
    # What could not be read is not also of the wrong form.
    told = {(one.line, one.column) for one in unread}
    found = [locate(one, name, tree) for one in faults]
    problems = unread + [one for one in found if (one.line, one.column) not in told]
    order = {one: number for number, one in enumerate(("error", "warning"))}
    unique = dict.fromkeys(problems)
    ranked = sorted(unique, key=lambda one: (one.line, one.column, order[one.severity], one.code))
    return (None if tree.faults else dossier), ranked


def folders_of(path: str | Path, sources: Folders = None) -> list[Path]:
    """Where the cited texts lie: as given, else beside the dossier."""
    if sources is None:
        own = Path(path)
        return [] if str(path) == "-" else [own if own.is_dir() else own.parent]
    return [Path(one) for one in ([sources] if isinstance(sources, str | Path) else sources)]


def examine_data(
    data: Mapping[str, Any], folders: Sequence[Path]
) -> tuple[Dossier | None, list[Fault]]:
    """The dossier of some data, its faults, and those that each assessment would add."""
    library = Library(folders)
    dossier, faults = examine(data, library)
    if dossier is None:
        return None, faults
    # Of the file as it stands: an assessment changes neither who sees it nor what was frozen.
    faults += [*markings(dossier, data), *freezes(dossier, data)]
    found = passages(dossier) + passages_of(dossier.assessments)
    faults += citing(dossier, passages_of(dossier.assessments), library)
    known = {(one.code, one.path, one.fault, one.got) for one in faults}
    for name, own in dossier.assessments.items():
        changes, lost = _leading(data, name, own.set)
        faults += lost
        other = patched(data, changes)
        school, more = examine(other, library, variant=True)
        found += passages(school) if school else []
        faults += [
            _at_patch(one, name, changes, other)
            for one in more
            if (one.code, one.path, one.fault, one.got) not in known
        ]
    faults += [*library.faults, *unverified(dossier, found, library)]
    if not any(CODES[one.code][0] == "error" for one in faults):
        faults += [*hints(dossier), *unseen(dossier)]
    return dossier, faults


def examine(
    data: Mapping[str, Any],
    library: Library | None,
    *,
    statements: bool = True,
    citations: bool = True,
    variant: bool = False,
) -> tuple[Dossier | None, list[Fault]]:
    """The dossier of some data as it stands, and its faults.

    Clauses and events, or citations, can be left out where they were found good before and what
    changed cannot touch them. In a ``variant`` of a good dossier, events may speak of an ask that
    it has not: then nobody makes it.
    """
    dossier, faults = to_model(data)
    if dossier is None:
        return None, faults
    mended = {one.path for one in faults}
    found = list(chain.from_iterable(rule(dossier) for rule in RULES))
    if statements:
        found += clauses_and_events(dossier)
    if citations:
        found += [*dates(dossier), *citing(dossier, passages(dossier), library)]
    if variant:
        found = [one for one in found if one.code != "S311" or one.path[0] not in _SPEAKING]
    # What stands in for a number at fault is not the coder's: nothing is said of it twice.
    faults += [one for one in found if one.path not in mended]
    dossier._tree = dict(data)
    return dossier, faults


_SPEAKING = ("events", "assessments")
"""Parts whose statements speak of asks."""


def _leading(
    data: Mapping[str, Any], name: str, changes: Mapping[str, Any]
) -> tuple[Mapping[str, Any], list[Fault]]:
    """An assessment's changes that lead somewhere, to be checked all the same; others' faults."""
    faults: list[Fault] = []
    while True:
        try:
            patched(data, changes, ("assessments", name, "set"))
        except PatchError as error:
            faults += error.faults
            lost = {one.path[-1] for one in error.faults}
            changes = {path: value for path, value in changes.items() if path not in lost}
        else:
            return changes, faults


def _at_patch(
    fault: Fault, name: str, changes: Mapping[str, Any], data: Mapping[str, Any]
) -> Fault:
    """Place a fault that an assessment causes at the change that causes it."""
    steps, whole = named_steps(fault.path, data), ("assessments", name, "set")
    counted = [str(one) for one in fault.path]  # of one red line, its name may be left out
    text = f"in the assessment {name!r}: {fault.fault}"
    within = {
        path: len(way) - len(path.split("."))
        for way in (counted, steps)
        for path in changes
        if _leads(path.split("."), way)
    }
    if within:
        path = max(within, key=len)
        inner = fault.path[len(fault.path) - within[path] :]
        key = fault.key if inner else isinstance(changes[path], Mapping | list)
        return Fault(fault.code, (*whole, path, *inner), text, fault.right, fault.got, key=key)
    below = [path for path in changes if _leads(steps, path.split("."))]
    # Levels and roles are spoken of all over a dossier, and so is what was taken out: what breaks
    # elsewhere breaks by them.
    structure = [
        path
        for path, value in changes.items()
        if value is None or path.split(".")[0] in ("issues", "parties", "clauses")
    ]
    near = sorted(below or structure, key=lambda path: changes[path] is not None)
    at = (*whole, near[0]) if near else whole[:2]
    return Fault(fault.code, at, text, fault.right, fault.got, key=True)


def _leads(first: Sequence[str], second: Sequence[str]) -> bool:
    return list(second[: len(first)]) == list(first)


def locate(fault: Fault, file: str, tree: Tree | None) -> Problem:
    """A fault at its line and column."""
    place = tree.place(fault.path, key=fault.key) if tree else (0, 0)
    path = "/".join(str(one) for one in fault.path)
    return _problem(fault.code, fault.fault, fault.right, file, place, fault.got, path)


def _problem(
    code: str,
    fault: str,
    right: str,
    file: str,
    place: tuple[int, int],
    got: str | None = None,
    path: str = "",
) -> Problem:
    severity = CODES[code][0]
    return Problem(code, fault, right, got, file, place[0], place[1], path, severity)
