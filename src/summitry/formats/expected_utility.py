"""Expected-utility tables: one row an actor, with its position, salience and capability.

Columns stand in any order, under any of their usual names. An issue column makes it a table of
several issues; a decision column one of several decisions; an outcome column one to be scored.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

import numpy as np

from summitry.formats.cells import Faults, Row, as_number, read_rows
from summitry.formats.faults import Remark
from summitry.formats.positions import PositionTable, spans

NAMES = {
    "actor": ("actor", "actors", "name", "stakeholder", "player", "party", "member", ""),
    "position": ("position", "pos", "x", "ideal", "stance"),
    "salience": ("salience", "saliency", "s", "importance"),
    "capability": ("capability", "capabilities", "c", "resources", "power", "influence", "weight"),
    "issue": ("issue",),
    "decision": ("decision", "proposal", "case"),
    "outcome": ("outcome", "result", "actual"),
    "status quo": ("status quo", "reference", "reference point", "sq"),
    "low": ("low", "lower", "scale low"),
    "high": ("high", "upper", "scale high"),
}
"""What each column may be called."""
NEEDED = ("actor", "position", "salience", "capability")
OF_ISSUE = ("outcome", "status quo", "low", "high")
"""Columns that say one thing of an issue, in each of its rows or only in some."""
WRITTEN = ("Actor", "Capability", "Position", "Salience")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: an actor on an issue; None where its position is left empty."""

    line: int
    decision: str
    issue: str
    actor: str
    position: float | None
    salience: float
    capability: float


@dataclass(frozen=True)
class Entries:
    """A file's rows, and what it says of each issue of each decision."""

    rows: tuple[Entry, ...]
    of_issue: dict[tuple[str, str], dict[str, float]]
    warnings: tuple[Remark, ...]
    columns: frozenset[str]


def columns_of(row: Row, faults: Faults, needed: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Place of each known column in a header, and the names of those nobody knows."""
    found: dict[str, int] = {}
    unknown = []
    last = max((place for place, cell in enumerate(row.cells) if cell), default=0)
    for place, cell in enumerate(row.cells[: last + 1]):
        name = " ".join(cell.lower().replace("_", " ").split())
        known = next((key for key, names in NAMES.items() if name in names), None)
        if known is None:
            unknown.append(cell)
        elif known in found:
            right = f"one of them; both {row.cells[found[known]]!r} and {cell!r} mean it"
            faults.add(row.line, f"two columns for the {known}", right)
        else:
            found[known] = place
    missing = [one for one in needed if one not in found]
    if missing:
        asked = ", ".join(f"{one} ({'/'.join(name for name in NAMES[one][:4] if name)})"
                          for one in missing)  # fmt: skip
        faults.add(row.line, f"no column for {asked}", "a header such as " + ",".join(WRITTEN))
    return found, unknown


def read_entries(path: str | Path) -> Entries:
    """Every row of a table, with the scale of salience found out.

    Saliences above 1 anywhere mean that they are written from 0 to 100.

    Raises
    ------
    FormatError
        With every fault, a line each.
    """
    path = Path(path)
    faults = Faults(str(path))
    rows = read_rows(path)
    if not rows:
        faults.add(0, "the file is empty", "a header such as " + ",".join(WRITTEN))
    faults.check()
    place, unknown = columns_of(rows[0], faults, NEEDED)
    faults.check()
    warnings = [
        Remark(str(path), rows[0].line, f"the column {one!r} is not known", "it was left out")
        for one in unknown
    ]
    found: list[Entry] = []
    of_issue: dict[tuple[str, str], dict[str, float]] = {}
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows[1:]:
        entry = _entry(row, place, faults)
        if entry is None:
            continue
        key = entry.decision, entry.issue, entry.actor
        if key in seen:
            what = f"{entry.actor!r} stands twice" + (f" on {entry.issue!r}" if entry.issue else "")
            faults.add(row.line, f"{what}, first in line {seen[key]}", "one row an actor and issue")
        seen.setdefault(key, row.line)
        _tell(row, place, of_issue.setdefault(key[:2], {}), faults)
        found.append(entry)
    if not found and not faults.found:
        faults.add(rows[0].line, "no rows below the header", "a row an actor")
    points = any(one.salience > 1 for one in found)
    if points:
        found = [
            Entry(one.line, one.decision, one.issue, one.actor, one.position,
                  one.salience / 100, one.capability)
            for one in found
        ]  # fmt: skip
    faults.check()
    return Entries(tuple(found), of_issue, tuple(warnings), frozenset(place))


def _entry(row: Row, place: dict[str, int], faults: Faults) -> Entry | None:
    before = len(faults.found)
    if len(row.cells) <= max(place[one] for one in NEEDED):
        fault = f"{len(row.cells)} cells, and the header has more"
        faults.add(row.line, fault, "a cell for each column")
        return None
    names = {one: row.cells[place[one]] if one in place else "" for one in
             ("actor", "issue", "decision")}  # fmt: skip
    for one, text in names.items():
        if one in place and not text:
            faults.add(row.line, f"the {one} has no name", "a name")
    empty = "issue" in place and not row.cells[place["position"]]
    position = None if empty else faults.number(row, place["position"], "position")
    salience: float | None = 0.0
    if not (empty and not row.cells[place["salience"]]):
        salience = faults.number(row, place["salience"], "salience", 0, 100)
    capability: float | None = 0.0
    if not (empty and not row.cells[place["capability"]]):
        capability = faults.number(row, place["capability"], "capability", 0)
    if len(faults.found) > before:
        return None
    return Entry(row.line, names["decision"], names["issue"], names["actor"],
                 position, salience or 0.0, capability or 0.0)  # fmt: skip


def _tell(row: Row, place: dict[str, int], known: dict[str, float], faults: Faults) -> None:
    """What a row says of its issue as a whole; it may not say two things."""
    for name in OF_ISSUE:
        if name not in place or place[name] >= len(row.cells) or not row.cells[place[name]]:
            continue
        value, fault, right = as_number(row.cells[place[name]])
        if value is None:
            faults.add(row.line, f"the {name} {fault}", right)
        elif known.setdefault(name, value) != value:
            fault = f"the {name} is {value:g} here and {known[name]:g} before"
            faults.add(row.line, fault, "one value an issue")


def table_of(
    name: str, rows: Sequence[Entry], told: dict[str, dict[str, float]], file: str
) -> PositionTable:
    """The rows of one decision as a position table; ``told`` is by issue.

    Raises
    ------
    FormatError
        A position beyond the scale that the file gives.
    """
    faults = Faults(file)
    heard = {one.actor for one in rows if one.position is not None}
    mute = dict.fromkeys(one.actor for one in rows if one.actor not in heard)
    rows = [one for one in rows if one.actor in heard or not heard]
    actors = tuple(dict.fromkeys(one.actor for one in rows))
    issues = tuple(dict.fromkeys(one.issue for one in rows))
    shape = len(actors), len(issues)
    positions, salience = np.full(shape, np.nan), np.zeros(shape)
    capability = np.full(shape, np.nan)
    for one in rows:
        at = actors.index(one.actor), issues.index(one.issue)
        positions[at] = np.nan if one.position is None else one.position
        salience[at] = one.salience
        capability[at] = one.capability
    for place, row in enumerate(capability):
        row[np.isnan(positions[place])] = np.nan  # said of a stance that there is not
        if np.isnan(row).any() and not np.isnan(row).all():
            capability[place, np.isnan(row)] = fmean(row[~np.isnan(row)])
    for place, issue in enumerate(issues):
        if np.isnan(positions[:, place]).all():
            line = next(one.line for one in rows if one.issue == issue)
            right = "a number in the column 'position'"
            faults.add(line, f"nobody has a position on {issue!r}", right)
    faults.check()
    quo = np.array([told.get(one, {}).get("status quo", np.nan) for one in issues])
    scale = spans(positions, quo)
    for place, issue in enumerate(issues):
        ends = told.get(issue, {})
        scale[place] = ends.get("low", scale[place, 0]), ends.get("high", scale[place, 1])
    for one in rows:
        low, high = scale[issues.index(one.issue)].tolist()
        if one.position is not None and not low <= one.position <= high:
            fault = f"the position is {one.position:g}"
            faults.add(one.line, fault, f"on the scale that the file gives, {low:g} to {high:g}")
    faults.check()
    return PositionTable(
        name, "expected utility", actors, tuple(one or "position" for one in issues),
        positions, salience, capability, scale, quo,
        warnings=tuple(
            Remark(file, 0, f"{one!r} has no position on any issue of {name!r}", "it was left out")
            for one in mute
        ),
    )  # fmt: skip


def read_expected_utility(path: str | Path) -> PositionTable:
    """Read an expected-utility table of one decision.

    Raises
    ------
    FormatError
        With every fault, a line each; also for a table of several decisions, which
        ``summitry validate`` takes.
    """
    path = Path(path)
    entries = read_entries(path)
    decisions = list(dict.fromkeys(one.decision for one in entries.rows))
    faults = Faults(str(path))
    if len(decisions) > 1:
        line = next(one.line for one in entries.rows if one.decision != decisions[0])
        fault = f"a second decision, {decisions[1]!r}"
        faults.add(line, fault, "one decision a file here; 'summitry validate' takes them all")
    faults.check()
    told = {issue: known for (_, issue), known in entries.of_issue.items()}
    made = table_of(decisions[0] or path.stem, entries.rows, told, str(path))
    return replace(made, warnings=(*entries.warnings, *made.warnings))


def expected_utility_text(table: PositionTable) -> tuple[str, tuple[str, ...]]:
    """A table as CSV, one row an actor and issue, and what that could not hold.

    The four usual columns come first; issue, status quo and the ends of the scale only where there
    is something to say.
    """
    several = len(table.issues) > 1
    stands = not np.isnan(table.status_quo).all()
    held = spans(table.positions, table.status_quo)
    wide = not np.array_equal(held, table.scale)
    header = [*WRITTEN, *["Issue"] * several, *["Status quo"] * stands, *["Low", "High"] * wide]
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(header)
    for place, issue in enumerate(table.issues):
        quo = table.status_quo[place]
        more = [issue] * several + ["" if np.isnan(quo) else plain(quo)] * stands
        more += [plain(end) for end in table.scale[place]] * wide
        for number, actor in enumerate(table.actors):
            if not np.isnan(table.positions[number, place]):
                figures = (table.capability, table.positions, table.salience)
                write.writerow([actor, *(plain(one[number, place]) for one in figures), *more])
    losses = []
    if table.settings:
        losses.append("settings of the model: the table has none")
    if table.levels or table.descriptions:
        losses.append("descriptions of actors, issues and positions")
    return out.getvalue(), tuple(losses)


def plain(value: float) -> str:
    """A number in as few digits as give it back to the bit."""
    return repr(float(value)).removesuffix(".0")
