"""A ledger for those who write Python: record, resolve, score, verify."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from summitry.ledger.address import DEFAULT
from summitry.ledger.chain import Entry, Receipt, Verdict, receipts_in
from summitry.ledger.faults import LedgerError
from summitry.ledger.filing import Ruling, file_forecasts, file_judgement, file_ruling, seen_by
from summitry.ledger.judgement import read_judgement
from summitry.ledger.record import Answer, Case, read_record
from summitry.ledger.score import Scoring, ranked_marks, score
from summitry.ledger.store import Store
from summitry.ledger.weights import Learnt, learn

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier
    from summitry.forecasts.forecast import Forecast

SCORED = ("forecast", "reference", "resolution", "amendment", "dispute")
"""Kinds of entries that scores rest on."""


class Ledger:
    """Forecasts on record before the fact, and scored after it.

    Parameters
    ----------
    where
        A file (SQLite), or ``postgresql://USER:PASSWORD@HOST:PORT/NAME``. Nothing is made until the
        first entry is put down.

    Raises
    ------
    LedgerError
        No address of a ledger; so do all methods where the ledger, or what is asked, cannot be.
    """

    def __init__(self, where: str = DEFAULT) -> None:
        self.store = Store(where)

    def record(
        self, dossier: Dossier, forecasts: Iterable[Forecast], case: str, *, author: str
    ) -> Receipt:
        """Put forecasts of a dossier on record, with the dossier; returns the receipt to keep."""
        self.store.append(file_forecasts(dossier, tuple(forecasts), case, author))
        return self.store.receipt()

    def judge(
        self,
        case: str,
        said: str | Sequence[str],
        *,
        author: str,
        by: str = "person",
        as_of: str | None = None,
        dossier: Dossier | None = None,
    ) -> Receipt:
        """Put a judgement on record, as typed: ``agreed=0.35``, ``agreed=likely``."""
        texts = [said] if isinstance(said, str) else said
        claims = [seen_by(dossier, read_judgement(one)) for one in texts]
        question = dossier.question if dossier else None
        new = file_judgement(claims, case, author=author, by=by, as_of=as_of, question=question)
        self.store.append([new])
        return self.store.receipt()

    def resolve(
        self, case: str, outcomes: Mapping[str, Answer], *, day: str, source: str, by: str
    ) -> Receipt:
        """Put on record what came of a case; question: yes or no, an answer, a number, None."""
        if case not in self.cases():
            raise LedgerError(f"no case {case!r} in {self.store.shown}")
        self.store.append(file_ruling(case, Ruling(outcomes, day, source, by)))
        return self.store.receipt()

    def cases(self) -> dict[str, Case]:
        """Every case, by name."""
        return read_record(self.store.entries(SCORED))

    def score(self, *, convention: str = "half", seed: int = 1) -> Scoring:
        """Score the record; see :func:`summitry.ledger.score.score`."""
        receipt = str(self.store.receipt())
        return score(self.cases(), convention=convention, seed=seed, receipt=receipt)

    def weights(self, schools: Sequence[str], *, temper: float = 1.0) -> Learnt:
        """Weights for a pool, learnt from the record; see :func:`summitry.ledger.weights.learn`."""
        return learn(ranked_marks(self.cases().values())[0], schools, temper=temper)

    def verify(self, *receipts: Receipt | str) -> Verdict:
        """Prove that nothing was changed; with receipts, also that nothing was written anew."""
        own = [one for given in receipts for one in receipts_in(str(given))]
        if len(own) < len(receipts):
            raise LedgerError("a receipt is COUNT:HASH")
        return self.store.verify(own)

    def receipt(self) -> Receipt:
        """Count of entries and hash of the last, to keep elsewhere."""
        return self.store.receipt()

    def entries(self) -> list[Entry]:
        """Every entry, in order."""
        return self.store.entries()
