"""Cases to look at: all of them, or one with its forecasts over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summitry.forecasts.shown import Shown
from summitry.forecasts.tables import Table
from summitry.ledger.chain import Entry
from summitry.ledger.claims import Number
from summitry.ledger.marks import claims_in
from summitry.ledger.record import Case
from summitry.ledger.slips import about


@dataclass(frozen=True)
class Cases(Shown):
    """Every case of a ledger."""

    ledger: str
    cases: tuple[Case, ...]

    def figures(self) -> Mapping[str, float | None]:
        """How many cases there are."""
        return {"cases": float(len(self.cases))}

    def to_dict(self) -> dict[str, Any]:
        """The cases, as plain data."""
        return {
            "form": "summitry-cases/1",
            "ledger": self.ledger,
            "cases": [
                {
                    "case": one.name,
                    "question": one.title,
                    "forecasts": len(one.forecasts),
                    "references": len(one.references),
                    "resolved": one.resolved,
                    "disputed": one.disputed,
                }
                for one in self.cases
            ],
        }

    def tables(self) -> Sequence[Table]:
        """A row a case."""
        rows = tuple(
            (one.name, str(len(one.forecasts)), _state(one), one.title or "") for one in self.cases
        )
        columns = ("case", "forecasts", "state", "question")
        return (Table(f"Cases in {self.ledger}", columns, rows, words=(0, 2, 3)),)


def _state(case: Case) -> str:
    if case.disputed:
        return "disputed"
    found = case.outcome
    return f"resolved, {found.day}" if case.resolved and found else "open"


@dataclass(frozen=True)
class History(Shown):
    """A case's forecasts over time, what came of it, and who disputed that."""

    case: Case
    on: str | None = None

    @property
    def question(self) -> str:
        """The question whose chances the picture shows: the one asked for, else the first."""
        if self.on is not None:
            return self.on
        for entry in (*self.case.forecasts, *self.case.references):
            for claim in claims_in(entry):
                return claim.on
        return "agreed"

    def points(self) -> list[dict[str, Any]]:
        """Each probability given to the question: school, when, chance, standing."""
        found = []
        for entry in (*self.case.forecasts, *self.case.references):
            archive = entry.body.get("archive")
            when = str(archive.get("made")) if archive else entry.recorded
            found += [
                {
                    "school": str(entry.body.get("school", "?")),
                    "when": when,
                    "chance": claim.chance,
                    "standing": self.case.judged(entry).standing.value,
                }
                for claim in claims_in(entry)
                if claim.on == self.question and isinstance(claim, Number)
            ]
        return found

    def figures(self) -> Mapping[str, float | None]:
        """The last probability of each school."""
        return {one["school"]: one["chance"] for one in self.points()}

    def to_dict(self) -> dict[str, Any]:
        """The entries of the case, as plain data."""
        case = self.case
        return {
            "form": "summitry-history/1",
            "case": case.name,
            "question": case.title,
            "answers": dict(case.answers),
            "disputed": case.disputed,
            "entries": [
                {
                    "entry": one.number,
                    "kind": one.kind,
                    "recorded": one.recorded,
                    "standing": case.judged(one).standing.value
                    if one.kind in ("forecast", "reference")
                    else None,
                    "why": list(case.judged(one).reasons)
                    if one.kind in ("forecast", "reference")
                    else [],
                    "body": dict(one.body),
                }
                for one in self._entries()
            ],
        }

    def _entries(self) -> list[Entry]:
        case = self.case
        every = [*case.forecasts, *case.references, *case.rulings, *case.disputes]
        return sorted(every, key=lambda one: one.number)

    def tables(self) -> Sequence[Table]:
        """A row an entry; the reasons for hindsight below."""
        case = self.case
        rows = []
        reasons: dict[str, None] = {}
        for one in self._entries():
            standing = ""
            if one.kind in ("forecast", "reference"):
                judged = case.judged(one)
                standing = judged.standing.value
                reasons.update(dict.fromkeys(judged.reasons))
            rows.append((f"{one.number}: {one.kind}", one.recorded[:16].replace("T", " "),
                         standing, about(one)))  # fmt: skip
        note = f"Hindsight, because {'; '.join(reasons)}." if reasons else ""
        title = case.name + (f": {case.title}" if case.title else "")
        columns = ("entry", "recorded (UTC)", "standing", "what")
        return (Table(title, columns, tuple(rows), note, words=(0, 1, 2, 3)),)
