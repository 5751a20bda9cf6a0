"""The record read as cases: who said what, what happened, and how the two stand to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summitry.dossier.calendar import earliest
from summitry.ledger.chain import Entry
from summitry.ledger.standing import Judged, Outcome, judge

Answer = bool | float | str | None
"""What came of a question: yes or no, an answer, a number; None if it is void."""


@dataclass(slots=True)
class Case:
    """One case of the ledger.

    Attributes
    ----------
    forecasts, references
        Entries of forecasts, and of reference classes, in the ledger's order.
    rulings
        Resolution and amendments, in order.
    disputes
        Every dispute; ``disputed`` tells whether one came after the last ruling.
    answers
        What came of each question, as the last ruling that speaks of it has it.
    """

    name: str
    forecasts: list[Entry] = field(default_factory=list)
    references: list[Entry] = field(default_factory=list)
    rulings: list[Entry] = field(default_factory=list)
    disputes: list[Entry] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def resolved(self) -> bool:
        """Whether it was ever resolved."""
        return bool(self.rulings)

    @property
    def disputed(self) -> bool:
        """Whether somebody disputes the outcome, and no amendment has answered yet."""
        return bool(
            self.disputes and self.rulings and self.disputes[-1].number > self.rulings[-1].number
        )

    @property
    def outcome(self) -> Outcome | None:
        """When it was resolved: the earliest day given, which counts against a forecast."""
        days = [earliest(str(one.body.get("date", ""))) for one in self.rulings]
        known = [day for day in days if day is not None]
        return Outcome.on(min(known), self.rulings[0].number) if known else None

    @property
    def title(self) -> str | None:
        """The question that its latest forecast states."""
        stated = [one.body.get("question") for one in self.forecasts]
        return next((str(one) for one in reversed(stated) if one), None)

    def judged(self, entry: Entry) -> Judged:
        """How one of its forecasts stands to its outcome."""
        return judge(entry, self.outcome)


def case_of(path: Path) -> str:
    """What a case is called by the place of its dossier: as its folder, else as its file."""
    place = path.resolve()
    if place.is_file() and place.name == "dossier.yaml":
        place = place.parent
    return place.name if place.is_dir() else place.stem


def read_record(entries: Iterable[Entry]) -> dict[str, Case]:
    """Cases by name, in the order in which they first appear."""
    cases: dict[str, Case] = {}
    for entry in entries:
        if entry.kind == "dossier":
            continue
        case = cases.get(entry.case)
        if case is None:
            case = cases[entry.case] = Case(entry.case)
        if entry.kind == "forecast":
            case.forecasts.append(entry)
        elif entry.kind == "reference":
            case.references.append(entry)
        elif entry.kind == "dispute":
            case.disputes.append(entry)
        else:
            case.rulings.append(entry)
            case.answers.update(_answers(entry.body))
    return cases


def _answers(body: Mapping[str, Any]) -> Mapping[str, Answer]:
    given = body.get("outcomes")
    return given if isinstance(given, dict) else {}
