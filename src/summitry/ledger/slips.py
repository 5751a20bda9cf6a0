"""What the commands answer with: what was put on record, and a look at the chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summitry.forecasts.shown import Shown
from summitry.forecasts.tables import Table
from summitry.ledger.chain import Entry, Receipt, Verdict
from summitry.ledger.judgement import BUILT_IN
from summitry.ledger.marks import claims_in
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
        rows = tuple((f"{one.number}: {one.kind}", one.case, about(one)) for one in self.entries)
        note = "\n".join([*self.remarks, f"Receipt {self.receipt}", KEEP])
        title = f"On record in {self.ledger}"
        return (Table(title, ("entry", "case", "what"), rows, note, words=(0, 1, 2)),)


def about(entry: Entry) -> str:
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
