"""Decisions with their outcomes, for scoring models: one long CSV, or positions and outcomes apart.

The long CSV has the columns decision, issue, actor, position, salience, capability, outcome, and if
wanted status_quo, low and high. The short one has decision, issue, outcome, and takes the positions
from any position table, whose name or file name is the decision's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from summitry.formats.cells import Faults, as_number, read_rows
from summitry.formats.expected_utility import columns_of, read_entries, table_of
from summitry.formats.faults import FormatError, Remark
from summitry.formats.positions import PositionTable, read_positions


@dataclass(frozen=True, eq=False)
class Decision:
    """A decision: who stood where on its issues, and what came of them.

    Attributes
    ----------
    name
        The decision's.
    table
        Positions of the actors.
    outcomes
        Issue: its outcome, in its own units; issues without one are not scored.
    """

    name: str
    table: PositionTable
    outcomes: Mapping[str, float]


def read_decisions(path: str | Path, positions: Sequence[str | Path] = ()) -> list[Decision]:
    """Read decisions with their outcomes.

    Parameters
    ----------
    path
        The long CSV, or the short one where ``positions`` are given.
    positions
        Position tables, in any of the formats.

    Raises
    ------
    FormatError
        With every fault, a line each.
    """
    if positions:
        return _joined(Path(path), [read_positions(one) for one in positions],
                       [Path(one) for one in positions])  # fmt: skip
    return _long(Path(path))


def _long(path: Path) -> list[Decision]:
    entries = read_entries(path)
    if "outcome" not in entries.columns:
        fault = "no column for the outcome"
        right = "decision,issue,actor,position,salience,capability,outcome; or give the positions"
        raise FormatError([Remark(str(path), 1, fault, right + " apart, with --positions")])
    found: list[Decision] = []
    remarks: list[Remark] = []
    for name in dict.fromkeys(one.decision for one in entries.rows):
        rows = [one for one in entries.rows if one.decision == name]
        told = {issue: own for (at, issue), own in entries.of_issue.items() if at == name}
        try:
            table = table_of(name or path.stem, rows, told, str(path))
        except FormatError as error:
            remarks += error.remarks
            continue
        outcomes = {issue or "position": own["outcome"] for issue, own in told.items()
                    if "outcome" in own}  # fmt: skip
        found.append(_scaled(Decision(table.name, table, outcomes), told))
    if remarks:
        raise FormatError(remarks)
    if not any(one.outcomes for one in found):
        fault = "no issue has an outcome"
        raise FormatError([Remark(str(path), 1, fault, "a number in the column 'outcome'")])
    return found


def _scaled(decision: Decision, told: Mapping[str, Mapping[str, float]]) -> Decision:
    """The decision with each scale that the file does not give stretched to reach the outcome."""
    table = decision.table
    scale = table.scale.copy()
    for place, issue in enumerate(table.issues):
        own = told.get(issue if issue in told else "", {})
        outcome = decision.outcomes.get(issue)
        if outcome is None:
            continue
        if "low" not in own:
            scale[place, 0] = min(scale[place, 0], outcome)
        if "high" not in own:
            scale[place, 1] = max(scale[place, 1], outcome)
    return replace(decision, table=replace(table, scale=scale))


def _joined(path: Path, tables: Sequence[PositionTable], files: Sequence[Path]) -> list[Decision]:
    faults = Faults(str(path))
    rows = read_rows(path)
    if not rows:
        faults.add(0, "the file is empty", "a header such as decision,issue,outcome")
    faults.check()
    place, _ = columns_of(rows[0], faults, ("issue", "outcome"))
    faults.check()
    known: dict[str, PositionTable] = {}
    for table, file in zip(tables, files, strict=True):
        for name in (table.name, file.stem):
            known.setdefault(name, table)
    outcomes: dict[str, dict[str, float]] = {}
    for row in rows[1:]:
        cells = (*row.cells, *[""] * (1 + max(place.values()) - len(row.cells)))
        decision = cells[place["decision"]] if "decision" in place else ""
        if not decision and len(tables) == 1:
            decision = tables[0].name
        if decision not in known:
            close = get_close_matches(decision, known, n=1)
            right = f"did you mean {close[0]!r}?" if close else "one of " + ", ".join(known)
            faults.add(row.line, f"no table of positions for the decision {decision!r}", right)
            continue
        table = known[decision]
        issue = cells[place["issue"]]
        if issue not in table.issues:
            close = get_close_matches(issue, table.issues, n=1)
            right = f"did you mean {close[0]!r}?" if close else "one of " + ", ".join(table.issues)
            faults.add(row.line, f"no issue {issue!r} in {table.name!r}", right)
            continue
        if not cells[place["outcome"]]:
            continue
        value, fault, right = as_number(cells[place["outcome"]])
        own = outcomes.setdefault(table.name, {})
        if value is None:
            faults.add(row.line, f"the outcome {fault}", right)
        elif issue in own:
            faults.add(row.line, f"{issue!r} has an outcome already", "one row an issue")
        else:
            own[issue] = value
    if not outcomes and not faults.found:
        faults.add(rows[0].line, "no issue has an outcome", "a number in the column 'outcome'")
    faults.check()
    return [Decision(one.name, one, outcomes[one.name]) for one in tables if one.name in outcomes]


def scale_of(decision: Decision, issue: str) -> tuple[float, float]:
    """Ends of an issue's scale; 1 wide where everything lies at one point."""
    low, high = decision.table.scale[decision.table.issues.index(issue)].tolist()
    return low, high if high > low else low + 1
