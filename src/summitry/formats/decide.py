"""Decide's files: rows told apart by their first cell, ``#A #P #M #D``.

``#A actor name comment``, ``#P issue name comment``, ``#M issue position description``,
``#D actor issue position salience power comment``; ``#/``, ``#O`` and ``#0`` are remarks. The
positions that ``#M`` describes bound an issue's scale; without any it is 0 to 100.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from summitry.formats.cells import Faults, Row, read_rows, read_text
from summitry.formats.faults import Remark
from summitry.formats.positions import PositionTable

REMARKS = ("#/", "#O", "#0")
COLUMNS = {"#A": 3, "#P": 3, "#M": 3, "#D": 6}
"""Cells behind a row's mark; what is beyond belongs to the last of them."""


@dataclass
class _Found:
    """What was read so far."""

    actors: dict[str, str] = field(default_factory=dict)
    issues: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[float, str]] = field(default_factory=dict)
    held: dict[tuple[str, str], tuple[int, float, float, float]] = field(default_factory=dict)
    """Actor and issue: line, position, salience, power."""


def read_decide(path: str | Path) -> PositionTable:
    """Read a Decide file.

    Salience and power may be written from 0 to 1 or from 0 to 100; a salience above 1 anywhere
    means the latter. Rows may be missing where an actor has no stance on an issue.

    Raises
    ------
    FormatError
        With every fault, a line each.
    """
    path = Path(path)
    text = read_text(path)
    quote = "'" if text.lstrip().startswith("'") else '"'
    rows = read_rows(path, text, quote=quote, comment=_read)
    faults, found = Faults(str(path)), _Found()
    for mark in ("#A", "#P", "#M", "#D"):
        reader = _READERS[mark]
        for row in rows:
            if row.cells[0].upper() == mark:
                reader(_joined(row, mark), found, faults)
    for row in rows:
        if row.cells[0].upper() not in _READERS:
            fault = f"a row begins with {row.cells[0][:20]!r}"
            faults.add(row.line, fault, "#A, #P, #M or #D; #/ for a remark")
    if not found.held and not faults.found:
        faults.add(0, "no position", "rows such as: #D actor issue position salience power")
    _check_bounds(found, faults)
    faults.check()
    return _table(path, found)


def _read(line: str) -> bool:
    return not line.lstrip("'\" \t").upper().startswith(REMARKS)


def _joined(row: Row, mark: str) -> Row:
    """A row without its mark, surplus cells joined into the last."""
    own, most = row.cells[1:], COLUMNS[mark]
    if len(own) > most:
        own = (*own[: most - 1], " ".join(one for one in own[most - 1 :] if one))
    return Row(row.line, own + ("",) * (most - len(own)))


def _name(row: Row, known: dict[str, str], what: str, faults: Faults) -> None:
    key = row.cells[0]
    if not key:
        faults.add(row.line, f"the {what} has no name", "a name behind the mark")
    elif key in known:
        faults.add(row.line, f"the {what} {key!r} stands twice", f"one row for each {what}")
    else:
        known[key] = " ".join(dict.fromkeys(one for one in row.cells[1:] if one and one != key))


def _actor(row: Row, found: _Found, faults: Faults) -> None:
    _name(row, found.actors, "actor", faults)


def _issue(row: Row, found: _Found, faults: Faults) -> None:
    _name(row, found.issues, "issue", faults)


def _known(name: str, known: Sequence[str], what: str, row: Row, faults: Faults) -> bool:
    if name in known:
        return True
    close = get_close_matches(name, known, n=1)
    right = f"did you mean {close[0]!r}?" if close else f"a row #{what[0].upper()} for it"
    if what == "issue" and not close:
        right = "a row #P for it"
    faults.add(row.line, f"no {what} {name!r}", right)
    return False


def _level(row: Row, found: _Found, faults: Faults) -> None:
    issue = row.cells[0]
    known = _known(issue, list(found.issues), "issue", row, faults)
    place = faults.number(row, 1, "position")
    if known and place is not None:
        found.levels.setdefault(issue, {})[place] = row.cells[2]


def _stance(row: Row, found: _Found, faults: Faults) -> None:
    before = len(faults.found)
    actor, issue = row.cells[:2]
    _known(actor, list(found.actors), "actor", row, faults)
    _known(issue, list(found.issues), "issue", row, faults)
    position = faults.number(row, 2, "position")
    salience = faults.number(row, 3, "salience", 0, 100)
    power = faults.number(row, 4, "power", 0, 100)
    if (actor, issue) in found.held:
        first = found.held[actor, issue][0]
        fault = f"{actor!r} stands twice on {issue!r}, first in line {first}"
        faults.add(row.line, fault, "one row an actor and issue")
    if len(faults.found) == before:
        numbers = position or 0.0, salience or 0.0, power or 0.0
        found.held[actor, issue] = (row.line, *numbers)


_READERS: dict[str, Callable[[Row, _Found, Faults], None]] = {
    "#A": _actor,
    "#P": _issue,
    "#M": _level,
    "#D": _stance,
}


def _bounds(found: _Found, issue: str) -> tuple[float, float]:
    own = found.levels.get(issue, {})
    return (min(own), max(own)) if own else (0.0, 100.0)


def _check_bounds(found: _Found, faults: Faults) -> None:
    for (_, issue), (line, position, *_rest) in found.held.items():
        low, high = _bounds(found, issue)
        if not low <= position <= high:
            said = "its #M rows" if issue in found.levels else "the default without #M rows"
            right = f"on the scale of {issue!r}, {low:g} to {high:g} by {said}"
            faults.add(line, f"the position is {position:g}", right)


def _table(path: Path, found: _Found) -> PositionTable:
    on = {issue for _, issue in found.held}
    who = {actor for actor, _ in found.held}
    warnings = [
        Remark(str(path), 0, f"the actor {one!r} has no position", "it was left out")
        for one in found.actors
        if one not in who
    ] + [
        Remark(str(path), 0, f"nobody has a position on {one!r}", "it was left out")
        for one in found.issues
        if one not in on
    ]
    actors = [one for one in found.actors if one in who]
    issues = [one for one in found.issues if one in on]
    shape = len(actors), len(issues)
    positions, salience, power = np.full(shape, np.nan), np.zeros(shape), np.full(shape, np.nan)
    for (actor, issue), (_, *numbers) in found.held.items():
        at = actors.index(actor), issues.index(issue)
        positions[at], salience[at], power[at] = numbers
    if (salience > 1).any():
        salience /= 100
    mean = np.nanmean(power, axis=1)
    power = np.where(np.isnan(power), mean[:, None], power)
    scale = np.array([_bounds(found, one) for one in issues], dtype=float)
    texts = {**found.actors, **found.issues}
    return PositionTable(
        path.stem, "Decide", tuple(actors), tuple(issues), positions, salience, power, scale,
        np.full(len(issues), np.nan),
        descriptions={one: texts[one] for one in (*actors, *issues) if texts[one]},
        levels={
            issue: {place: text for place, text in own.items() if text}
            for issue, own in found.levels.items()
            if any(own.values())
        },
        model="exchange",
        warnings=tuple(warnings),
    )  # fmt: skip


def decide_text(table: PositionTable) -> tuple[str, tuple[str, ...]]:
    """A table as a Decide file, tab-separated, and what that could not hold."""
    from summitry.formats.expected_utility import plain

    lines = [f"#/\t{_flat(table.name)}"]
    lines += [f"#A\t{_flat(one)}\t{_flat(table.descriptions.get(one, one))}"
              for one in table.actors]  # fmt: skip
    for place, issue in enumerate(table.issues):
        lines.append(f"#P\t{_flat(issue)}\t{_flat(table.descriptions.get(issue, issue))}")
        low, high = table.scale[place].tolist()
        marked = {low: "", high: "", **table.levels.get(issue, {})}
        lines += [f"#M\t{_flat(issue)}\t{plain(at)}\t{_flat(marked[at])}" for at in sorted(marked)]
    top = max(float(table.capability.max()), 1e-300)
    divide = top / 100 if top > 100 else 1.0
    for number, actor in enumerate(table.actors):
        for place, issue in enumerate(table.issues):
            if np.isnan(table.positions[number, place]):
                continue
            figures = (table.positions[number, place], table.salience[number, place],
                       table.capability[number, place] / divide)  # fmt: skip
            cells = "\t".join(plain(one) for one in figures)
            lines.append(f"#D\t{_flat(actor)}\t{_flat(issue)}\t{cells}")
    losses = []
    if divide != 1:
        losses.append("capabilities: scaled to at most 100")
    if table.settings:
        losses.append("settings of the model: the file has none")
    if not np.isnan(table.status_quo).all():
        losses.append("status quo: the file has none")
    return "\n".join(lines) + "\n", tuple(losses)


def _flat(text: str) -> str:
    """A name in one cell, which no quote opens."""
    return " ".join(text.replace('"', "”").split())
