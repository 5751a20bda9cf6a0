"""What the commands answer with: what was put on record, a look at the chain, a case's history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summitry.forecasts.shown import Shown
from summitry.forecasts.tables import Table
from summitry.ledger.chain import Entry, Receipt, Verdict
from summitry.ledger.claims import Number
from summitry.ledger.judgement import BUILT_IN
from summitry.ledger.marks import claims_in
from summitry.ledger.record import Case
from summitry.ledger.score_tables import outcome, said

KEEP = (
    "Keep the receipt where whoever keeps the ledger cannot change it (mail it, print it, publish "
    "it): 'summitry ledger verify --receipt' finds any later change to these entries with it."
)
DOUBTS = (
    "that the whole chain, or its tail, was written anew, every hash worked out afresh",
    "that entries at the end were cut off",
    "that the clock of whoever wrote an entry was wrong",
)
"""What a chain that fits together does not exclude where no receipt is held against it."""


@dataclass(frozen=True)
class Recorded(Shown):
    """Entries put on record, and the receipt."""

    ledger: str
    entries: tuple[Entry, ...]
    receipt: Receipt
    remarks: tuple[str, ...] = ()

    def figures(self) -> Mapping[str, float | None]:
        """How many entries there are now."""
        return {"entries": float(self.receipt.count)}

    def to_dict(self) -> dict[str, Any]:
        """The receipt and the entries, as plain data."""
        return {
            "form": "summitry-receipt/1",
            "ledger": self.ledger,
            "receipt": str(self.receipt),
            "entries": [
                {"entry": one.number, "kind": one.kind, "case": one.case, "recorded": one.recorded}
                for one in self.entries
            ],
            "remarks": list(self.remarks),
        }

    def tables(self) -> Sequence[Table]:
        """The entries, with the receipt below."""
        rows = tuple((f"{one.number}: {one.kind}", one.case, _about(one)) for one in self.entries)
        note = "\n".join([*self.remarks, f"Receipt {self.receipt}", KEEP])
        title = f"On record in {self.ledger}"
        return (Table(title, ("entry", "case", "what"), rows, note, words=(0, 1, 2)),)


def _about(entry: Entry) -> str:
    """An entry in few words."""
    body = entry.body
    if entry.kind == "dossier":
        return f"dossier, sha256 {str(body.get('sha256', ''))[:16]}"
    if entry.kind in ("forecast", "reference"):
        claims = claims_in(entry)
        first = "; ".join(f"{one.on}: {said(one)}" for one in claims[:2])
        more = f"; {len(claims) - 2} more" if len(claims) > 2 else ""
        return f"{body.get('school', '?')}: {first}{more}"
    if entry.kind == "dispute":
        return f"{body.get('by', '?')}: {body.get('why', '')}"
    told = body.get("outcomes") or {}
    answers = {on: told[on] for on in sorted(told, key=lambda on: (on not in BUILT_IN, on))}
    first = "; ".join(f"{on}: {outcome(answer)}" for on, answer in list(answers.items())[:2])
    more = f"; {len(answers) - 2} more" if len(answers) > 2 else ""
    return f"{body.get('date', '?')}, by {body.get('by', '?')}: {first}{more}"


@dataclass(frozen=True)
class Checked(Shown):
    """A look at the whole chain."""

    ledger: str
    verdict: Verdict
    receipts: int

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return self.verdict.whole

    def figures(self) -> Mapping[str, float | None]:
        """How many entries there are, and how many faults."""
        return {"entries": float(self.verdict.count), "faults": float(len(self.verdict.faults))}

    @property
    def not_excluded(self) -> tuple[str, ...]:
        """What this look cannot tell."""
        made = self.verdict
        if not self.receipts:
            return DOUBTS
        after = made.count - made.vouched
        found = [DOUBTS[2]]
        if after:
            found.insert(
                0,
                f"that the {after} entries after entry {made.vouched} were written anew, or that "
                "some at the end were cut off: no receipt covers them",
            )
        else:
            found.insert(0, "that entries added after the receipt was made were cut off again")
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """What was found, as plain data."""
        made = self.verdict
        return {
            "form": "summitry-verdict/1",
            "ledger": self.ledger,
            "whole": made.whole,
            "receipt": f"{made.count}:{made.head}",
            "receipts_given": self.receipts,
            "vouched": made.vouched,
            "faults": list(made.faults),
            "not_excluded": list(self.not_excluded),
        }

    def tables(self) -> Sequence[Table]:
        """Faults, or what may be said without any."""
        made = self.verdict
        rows = [("entries", f"{made.count:,}"), ("receipt", f"{made.count}:{made.head}")]
        if made.whole:
            rows.append(("chain", "fits together from the first entry to the last"))
            if self.receipts:
                rows.append(
                    ("vouched for", f"entries 1 to {made.vouched:,}, by the receipts given")
                )
        rows += [("fault", fault) for fault in made.faults[:20]]
        if len(made.faults) > 20:
            rows.append(("faults", f"{len(made.faults) - 20} more"))
        rows += [("not excluded", text) for text in self.not_excluded]
        title = f"{self.ledger}: {'nothing was found' if made.whole else 'it was tampered with'}"
        return (Table(title, ("what", "found"), tuple(rows), words=(0, 1)),)


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
                         standing, _about(one)))  # fmt: skip
        note = f"Hindsight, because {'; '.join(reasons)}." if reasons else ""
        title = case.name + (f": {case.title}" if case.title else "")
        columns = ("entry", "recorded (UTC)", "standing", "what")
        return (Table(title, columns, tuple(rows), note, words=(0, 1, 2, 3)),)
