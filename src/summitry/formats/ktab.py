"""KTAB's CSV files: a line of counts, a line of columns, and a row an actor.

``name,description,actors,dimensions`` and ``Actor,Description,Power,<dim> Position,<dim>
Salience,…``. Positions and saliences run from 0 to 100; an actor's saliences add up to at most 100.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from summitry.formats.cells import Faults, Row, read_rows
from summitry.formats.faults import FormatError, Remark
from summitry.formats.positions import PositionTable

MOST_POWER = 1e8
TOTAL = 100.0
"""All that an actor can care."""
ENOUGH = 1e-6


@dataclass
class Actors:
    """Actors as they are read, from CSV or XML."""

    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    power: list[float] = field(default_factory=list)
    positions: list[list[float]] = field(default_factory=list)
    salience: list[list[float]] = field(default_factory=list)

    def table(
        self, name: str, issues: Sequence[str], texts: dict[str, str], settings: dict[str, Any]
    ) -> PositionTable:
        """The table of what was read."""
        positions = np.array(self.positions, dtype=float)
        count = positions.shape[1]
        own = {one: text for one, text in zip(self.names, self.texts, strict=True) if text}
        return PositionTable(
            name, "KTAB", tuple(self.names), tuple(issues), positions,
            np.array(self.salience) / TOTAL,
            np.repeat(np.array(self.power)[:, None], count, axis=1),
            np.tile([0.0, 100.0], (count, 1)), np.full(count, np.nan),
            descriptions={**texts, **own}, model="spatial", settings=settings,
        )  # fmt: skip


def read_ktab(path: str | Path) -> PositionTable:
    """Read a KTAB CSV file.

    Raises
    ------
    FormatError
        With every fault, a line each.
    """
    path = Path(path)
    rows = read_rows(path)
    faults = Faults(str(path))
    if len(rows) < 2:
        fault = "no first line of counts and second line of columns"
        raise FormatError([Remark(str(path), 1, fault, "name,description,actors,dimensions")])
    first, header, *others = rows
    if len(first.cells) < 4:
        right = "name,description,actors,dimensions"
        faults.add(first.line, f"{len(first.cells)} cells in the first line", right)
        faults.check()
    actors = _count(first, 2, "number of actors", faults)
    count = _count(first, 3, "number of dimensions", faults)
    faults.check()
    issues = _dimensions(header, count, faults)
    if len(others) != actors:
        fault = f"{len(others)} actors below, and the first line says {actors}"
        faults.add(first.line, fault, "as many rows as it says")
    found = Actors()
    for row in others:
        _actor(row, count, found, faults)
    faults.check()
    text = {first.cells[0]: first.cells[1]} if first.cells[1] else {}
    return found.table(first.cells[0] or path.stem, issues, text, {})


def _count(row: Row, place: int, what: str, faults: Faults) -> int:
    text = row.cells[place]
    if not text.isdigit() or not 1 <= len(text) <= 5 or int(text) == 0:
        faults.add(row.line, f"the {what} is {text[:20]!r}", "a whole number from 1")
        return 0
    return int(text)


def _dimensions(header: Row, count: int, faults: Faults) -> list[str]:
    """Names of the dimensions: the position columns', without that word."""
    if len(header.cells) < 3 + 2 * count:
        have = len([one for one in header.cells if one])
        fault = f"{have} columns for {count} dimensions"
        faults.add(header.line, fault, f"{3 + 2 * count}: a position and a salience for each")
        return []
    names = []
    for place in range(count):
        cell = header.cells[3 + 2 * place]
        name = cell[: -len("position")].rstrip() if cell.lower().endswith("position") else cell
        name = name or f"dimension {place + 1}"
        if name in names:
            faults.add(header.line, f"two dimensions are called {name!r}", "each its own name")
        names.append(name)
    return names


def _actor(row: Row, count: int, found: Actors, faults: Faults) -> None:
    surplus = [one for one in row.cells[3 + 2 * count :] if one]
    if len(row.cells) < 3 + 2 * count or surplus:
        have = len(row.cells) if not surplus else 3 + 2 * count + len(surplus)
        fault = f"{have} cells for an actor on {count} dimensions"
        faults.add(row.line, fault, f"{3 + 2 * count}: name, description, power, then two each")
        return
    before = len(faults.found)
    name = row.cells[0]
    if not name:
        faults.add(row.line, "the actor has no name", "a name")
    elif name in found.names:
        faults.add(row.line, f"the actor {name!r} stands twice", "one row an actor")
    power = faults.number(row, 2, "power", 0, MOST_POWER)
    places = [faults.number(row, 3 + 2 * one, f"position {one + 1}", 0, 100)
              for one in range(count)]  # fmt: skip
    cares = [faults.number(row, 4 + 2 * one, f"salience {one + 1}", 0, 100)
             for one in range(count)]  # fmt: skip
    check_total(row.line, name, [one or 0.0 for one in cares], faults)
    if len(faults.found) > before:
        return
    found.names.append(name)
    found.texts.append(row.cells[1])
    found.power.append(power or 0.0)
    found.positions.append([one or 0.0 for one in places])
    found.salience.append([one or 0.0 for one in cares])


def check_total(line: int, name: str, cares: Sequence[float], faults: Faults) -> None:
    """An actor's saliences are shares of one attention."""
    if sum(cares) > TOTAL + ENOUGH:
        fault = f"the saliences of {name!r} add up to {sum(cares):g}"
        faults.add(line, fault, "at most 100")


def ktab_text(table: PositionTable) -> tuple[str, tuple[str, ...]]:
    """A table as KTAB's CSV, and what that could not hold."""
    from summitry.formats.expected_utility import plain

    losses = []
    missing = np.isnan(table.positions)
    if missing.any():
        losses.append(f"stances left open: {int(missing.sum())}, written as the middle of the "
                      "scale with salience 0")  # fmt: skip
    low, high = table.scale.T
    width = np.where(high > low, high - low, 1.0)
    places = np.where(missing, 50.0, 100 * (table.positions - low) / width)
    if not (np.isclose(low, 0).all() and np.isclose(high, 100).all()):
        losses.append("units of the issues: positions were put on a scale of 0 to 100")
    cares = 100 * table.salience
    top = cares.sum(axis=1).max(initial=0.0)
    if top > TOTAL + ENOUGH:
        cares = cares * (TOTAL / top)
        losses.append(f"saliences: all divided by {top / TOTAL:.4g}, so that none adds up to "
                      "more than 100")  # fmt: skip
    power = table.influence
    if not np.allclose(table.capability, power[:, None]):
        losses.append("capabilities by issue: each actor's mean was taken")
    if table.settings:
        losses.append("settings of the model: KTAB's CSV has none")
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    said = table.descriptions.get(table.name, "")
    write.writerow([table.name, said, len(table.actors), len(table.issues)])
    columns = [cell for one in table.issues for cell in (f"{one} Position", f"{one} Salience")]
    write.writerow(["Actor", "Description", "Power", *columns])
    for number, actor in enumerate(table.actors):
        pairs = [plain(round(float(cell), 10))
                 for pair in zip(places[number], cares[number], strict=True)
                 for cell in pair]  # fmt: skip
        write.writerow([actor, table.descriptions.get(actor, ""), plain(power[number]), *pairs])
    return out.getvalue(), tuple(losses)
