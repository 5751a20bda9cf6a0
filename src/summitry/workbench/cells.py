"""The grid of stances: a cell a party and issue, what stands in it, and what a form makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from summitry.dossier.model import Dossier, Issue
from summitry.dossier.problem import Problem
from summitry.dossier.vocabulary import LIKELIHOOD
from summitry.dossier.writeback import edited

AS_WRITTEN = "="
"""Stands in a field for what only the file can say: a range, several coders, a table of values."""
FIELDS = ("ideal", "salience", "line", "likelihood")
Data = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """One party on one issue, as the form shows it.

    ``ideal`` is a level, empty where there is no stance, or AS_WRITTEN with the words for it in
    ``written``; ``line`` is ``above LEVEL`` or ``below LEVEL``.
    """

    party: str
    issue: str
    name: str
    ideal: str = ""
    salience: str = ""
    line: str = ""
    likelihood: str = ""
    written: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def shown(self) -> dict[str, str]:
        """What each field of the form holds."""
        return {one: getattr(self, one) for one in FIELDS}


class CellError(ValueError):
    """Fields that cannot be taken as they are: name of the field, and what would be right."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


def cells(dossier: Dossier, data: Mapping[str, Any]) -> list[list[Cell]]:
    """The grid, a row a party, a column an issue; names are numbers, never the dossier's words."""
    return [
        [
            _cell(f"c{row}.{column}", party, issue, dossier.issues[issue], data)
            for column, issue in enumerate(dossier.issues)
        ]
        for row, party in enumerate(dossier.parties)
    ]


def _cell(name: str, party: str, issue: str, model: Issue, data: Mapping[str, Any]) -> Cell:
    stance = data.get("stances", {}).get(party, {}).get(issue)
    if stance is None:
        return Cell(party, issue, name)
    written: dict[str, str] = {}
    ideal = _plain(stance.get("ideal"))
    if not (isinstance(ideal, str) and ideal in model.levels):
        written["ideal"] = "a table of values" if "values" in stance else _said(ideal)
        ideal = AS_WRITTEN
    salience = _plain(stance.get("salience"))
    if isinstance(salience, int | float):
        salience = f"{salience:g}"
    elif isinstance(salience, list) and all(isinstance(one, int | float) for one in salience):
        salience = ", ".join(f"{one:g}" for one in salience)
    else:
        written["salience"], salience = _said(salience), AS_WRITTEN
    line, likelihood = _line(stance.get("red_line"), written)
    return Cell(party, issue, name, ideal, str(salience), line, likelihood, written)


def _plain(value: object) -> object:
    """A number without its reason."""
    return value.get("value", value) if isinstance(value, Mapping) else value


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{len(value.get('coders', []))} coders"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def _line(line: object, written: dict[str, str]) -> tuple[str, str]:
    if line is None or line == []:
        return "", ""
    if isinstance(line, list):
        if len(line) > 1:
            written["line"] = f"{len(line)} red lines"
            return AS_WRITTEN, ""
        line = line[0]
    if not isinstance(line, Mapping):
        return AS_WRITTEN, ""
    side = "above" if "above" in line else "below"
    chance = _plain(line.get("likelihood", ""))
    if isinstance(chance, str) and (chance in LIKELIHOOD or not chance):
        return f"{side} {line[side]}", chance
    written["likelihood"] = _said(chance)
    return f"{side} {line[side]}", AS_WRITTEN


def from_form(dossier: Dossier, data: Data, given: Mapping[str, str]) -> Data:
    """A dossier's data with what a grid's form asks for; fields left as they were change nothing.

    Raises
    ------
    CellError
        Every field that cannot be taken, with what would be right.
    """
    problems: dict[str, str] = {}
    found = data
    for cell in _all(dossier, data):
        wanted = {one: given.get(f"{cell.name}.{one}", old) for one, old in cell.shown().items()}
        wanted = {one: " ".join(text.split()) for one, text in wanted.items()}
        if wanted == cell.shown():
            continue
        try:
            found = _changed(dossier.issues[cell.issue], found, cell, wanted)
        except CellError as error:
            problems |= error.problems
    if problems:
        raise CellError(problems)
    return found


def _all(dossier: Dossier, data: Data) -> Iterator[Cell]:
    for row in cells(dossier, data):
        yield from row


def _changed(issue: Issue, data: Data, cell: Cell, wanted: Mapping[str, str]) -> Data:
    path = f"stances.{cell.party}.{cell.issue}"
    if not wanted["ideal"] and not wanted["salience"]:
        if wanted["line"]:
            raise CellError({f"{cell.name}.ideal": "say also what it wants, and how much it cares"})
        return without(data, ("stances", cell.party, cell.issue))
    for one, text in (("ideal", "what it wants"), ("salience", "how much it cares, 0 to 100")):
        if not wanted[one]:
            raise CellError({f"{cell.name}.{one}": f"say also {text}"})
    changes: Data = {}
    if wanted["ideal"] not in (cell.ideal, AS_WRITTEN):
        if wanted["ideal"] not in issue.levels:
            right = f"one of: {', '.join(issue.levels)}"
            raise CellError({f"{cell.name}.ideal": right})
        changes[f"{path}.ideal"] = wanted["ideal"]
    if wanted["salience"] not in (cell.salience, AS_WRITTEN):
        changes[f"{path}.salience"] = _number(f"{cell.name}.salience", wanted["salience"])
    if not cell.ideal:
        changes[f"{path}.kind"] = "assumed"
    if "values" in cell.written.get("ideal", "") and f"{path}.ideal" in changes:
        data = without(data, ("stances", cell.party, cell.issue, "values"))
    found = edited(data, changes)
    if (wanted["line"], wanted["likelihood"]) == (cell.line, cell.likelihood):
        return found
    return _with_line(issue, found, cell, wanted)


def _number(name: str, text: str) -> float | list[float]:
    try:
        numbers = [float(one) for one in text.replace(",", " ").split()]
    except ValueError:
        numbers = []
    if len(numbers) not in (1, 3) or not all(0 <= one <= 100 for one in numbers):
        raise CellError({name: "a number from 0 to 100, or three: least, likeliest, greatest"})
    whole = [int(one) if one.is_integer() else one for one in numbers]
    return whole[0] if len(whole) == 1 else whole


def _with_line(issue: Issue, data: Data, cell: Cell, wanted: Mapping[str, str]) -> Data:
    where = ("stances", cell.party, cell.issue, "red_line")
    if not wanted["line"]:
        return without(data, where)
    if wanted["line"] == AS_WRITTEN:
        return data
    side, _, level = wanted["line"].partition(" ")
    if side not in ("above", "below") or level not in issue.levels:
        raise CellError({f"{cell.name}.line": "one of the lines offered"})
    stance = data["stances"][cell.party][cell.issue]
    old = stance.get("red_line")
    old = old[0] if isinstance(old, list) and old else old
    kept = dict(old) if isinstance(old, Mapping) else {}
    line = {side: level, **{key: one for key, one in kept.items() if key not in ("above", "below")}}
    if wanted["likelihood"] == "":
        line.pop("likelihood", None)
    elif wanted["likelihood"] in LIKELIHOOD:
        line["likelihood"] = wanted["likelihood"]
    elif wanted["likelihood"] != AS_WRITTEN:
        raise CellError({f"{cell.name}.likelihood": f"one of: {', '.join(LIKELIHOOD)}"})
    if not kept:
        line["kind"] = "assumed"
    return edited(data, {f"stances.{cell.party}.{cell.issue}.red_line": line})


def without(data: Data, path: tuple[str, ...]) -> Data:
    """A copy of the data without what stands at a path; a party left without a stance goes too."""
    if path[0] not in data:
        return data
    if len(path) == 1:
        return {key: one for key, one in data.items() if key != path[0]}
    inner = without(data[path[0]], path[1:])
    if not inner and len(path) == 2 and path[0] != "stances":
        return {key: one for key, one in data.items() if key != path[0]}
    return {**data, path[0]: inner}


def at_fields(
    grid: list[list[Cell]], problems: list[Problem]
) -> tuple[dict[str, str], list[Problem]]:
    """The checker's messages by field of the form, and those that belong to none."""
    names = {f"stances/{cell.party}/{cell.issue}": cell.name for row in grid for cell in row}
    found: dict[str, str] = {}
    rest = []
    for one in problems:
        home = next((path for path in names if one.path.startswith(path)), None)
        if home is None:
            rest.append(one)
            continue
        inner = one.path[len(home) :].strip("/").split("/")
        part = {"salience": "salience", "red_line": "line"}.get(inner[0], "ideal")
        part = "likelihood" if "likelihood" in inner else part
        found[f"{names[home]}.{part}"] = f"{one.code}: {one.fault}; {one.right}"
    return found, rest
