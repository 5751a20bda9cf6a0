"""Everything that the record says of who was right, as one result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry.forecasts.shown import Shown
from summitry.ledger import scores
from summitry.ledger.board import Pair, Row, leaderboard, pairs
from summitry.ledger.claims import Number, Ranking, Word
from summitry.ledger.corp import Reliability, reliability
from summitry.ledger.crowd import pooled_marks
from summitry.ledger.marks import Mark, Unscored, mark_case
from summitry.ledger.record import Case
from summitry.ledger.standing import Standing

if TYPE_CHECKING:
    from summitry.forecasts.tables import Table

FORM_VERSION = "summitry-score/1"
ENOUGH = 30
"""Cases from which calibration is judged."""
MOST_JUDGED = 6
"""Schools whose calibration is worked out: those with the most cases."""
Bases = dict[tuple[str, str], Number]


@dataclass(frozen=True)
class Words:
    """What became of a likelihood word in one school's mouth.

    ``least`` and ``greatest`` are mean Brier scores of the best and the worst number that the word
    may have meant.
    """

    school: str
    word: str
    said: int
    came_true: int
    range: tuple[float, float]
    least: float
    greatest: float


@dataclass(frozen=True)
class Ranks:
    """What became of one school's rankings: how often the first came true, and its mean place."""

    school: str
    rankings: int
    hits: int
    mean_place: float
    named: float


@dataclass(frozen=True)
class Board:
    """The ranking of everything that stands alike to its outcome.

    Attributes
    ----------
    standing
        ``before`` by the ledger's own clock, or dated by an archive: never mixed.
    rows, crowds
        Schools, and pools of all who answered.
    pairs
        Schools on the questions they share.
    words, ranks
        Claims that are no numbers, as what they are.
    reliability
        School: its calibration, for those with enough cases.
    cases
        How many cases there are.
    """

    standing: Standing
    rows: tuple[Row, ...]
    crowds: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    words: tuple[Words, ...]
    ranks: tuple[Ranks, ...]
    reliability: Mapping[str, Reliability]
    cases: int


@dataclass(frozen=True)
class Scoring(Shown):
    """The record, scored.

    Attributes
    ----------
    boards
        Rankings, first of what was recorded here before its outcome.
    hindsight
        Marks of forecasts that are not shown to come before their outcome: in no ranking.
    open_claims
        Claims that a resolution leaves open.
    unresolved, disputed
        Cases that are not resolved, and cases whose outcome is disputed: in no ranking either.
    convention, floor, seed
        Of the scores and the bootstrap.
    """

    boards: tuple[Board, ...]
    hindsight: tuple[Mark, ...]
    open_claims: tuple[Unscored, ...]
    unresolved: tuple[str, ...]
    disputed: tuple[str, ...]
    convention: str
    floor: float
    seed: int
    receipt: str | None = field(default=None)

    @property
    def factor(self) -> float:
        """What Brier scores are shown times."""
        return scores.CONVENTIONS[self.convention]

    def figures(self) -> dict[str, float | None]:
        """Brier score of each school that is ranked."""
        return {
            one.school: None if one.brier is None else one.brier * self.factor
            for board in self.boards
            for one in board.rows
        }

    def to_dict(self) -> dict[str, Any]:
        """The scores as plain data, with the version of their form."""
        from summitry.ledger.score_data import score_data

        return {"form": FORM_VERSION, **score_data(self)}

    def tables(self) -> Sequence[Table]:
        """Rankings, pairs, calibration, hindsight, and what is open."""
        from summitry.ledger.score_tables import score_tables

        return score_tables(self)


def ranked_marks(
    cases: Iterable[Case], floor: float = scores.FLOOR
) -> tuple[list[Mark], list[Unscored]]:
    """Last words on resolved cases that nobody disputes, hindsight included and marked so."""
    marks: list[Mark] = []
    open_: list[Unscored] = []
    for case in cases:
        if case.resolved and not case.disputed:
            own, left = mark_case(case, floor)
            marks += own
            open_ += left
    return marks, open_


def score(
    cases: Mapping[str, Case],
    *,
    convention: str = "half",
    floor: float = scores.FLOOR,
    seed: int = 1,
    receipt: str | None = None,
) -> Scoring:
    """Score a record.

    Parameters
    ----------
    cases
        From :func:`summitry.ledger.record.read_record`.
    convention
        ``half`` (Brier scores from 0 to 1) or ``sum`` (0 to 2, as the Good Judgment Project).
    floor
        Of chances in log scores.
    seed
        Of the bootstrap and the consistency bands.

    Raises
    ------
    KeyError
        No such convention.
    """
    if convention not in scores.CONVENTIONS:
        msg = f"no convention {convention!r}; there are: {', '.join(scores.CONVENTIONS)}"
        raise KeyError(msg)
    marks, open_ = ranked_marks(cases.values(), floor)
    boards = [
        _board(standing, [one for one in marks if one.judged.standing is standing], floor, seed)
        for standing in (Standing.BEFORE, Standing.ARCHIVE)
    ]
    behind = [one for one in marks if not one.judged.counts]
    return Scoring(
        boards=tuple(one for one in boards if one is not None),
        hindsight=tuple(sorted(behind, key=lambda one: one.entry)),
        open_claims=tuple(open_),
        unresolved=tuple(name for name, case in cases.items() if not case.resolved),
        disputed=tuple(name for name, case in cases.items() if case.disputed),
        convention=convention,
        floor=floor,
        seed=seed,
        receipt=receipt,
    )


def _board(standing: Standing, marks: list[Mark], floor: float, seed: int) -> Board | None:
    if not marks:
        return None
    bases: Bases = {}
    people = []
    for one in marks:
        if isinstance(one.claim, Number) and one.claim.cases is not None:
            bases[one.case, one.on] = one.claim
        else:
            people.append(one)
    crowds = pooled_marks(people, floor)
    return Board(
        standing=standing,
        rows=tuple(leaderboard(marks, bases)),
        crowds=tuple(leaderboard(crowds, bases)),
        pairs=tuple(pairs(marks, seed=seed)),
        words=tuple(_words(marks)),
        ranks=tuple(_ranks(marks)),
        reliability=calibration([*marks, *crowds], seed=seed),
        cases=len({one.case for one in marks}),
    )


def calibration(marks: Sequence[Mark], *, seed: int = 1) -> dict[str, Reliability]:
    """Calibration by probabilities of yes or no: of the schools with the most cases, if enough."""
    own: dict[str, list[Mark]] = {}
    for one in marks:
        if isinstance(one.claim, Number) and isinstance(one.answer, bool):
            own.setdefault(one.school, []).append(one)
    cases = {school: len({one.case for one in every}) for school, every in own.items()}
    most = sorted(own, key=lambda school: (-cases[school], school))[:MOST_JUDGED]
    found = {}
    for school in most:
        if cases[school] >= ENOUGH:
            chances = np.array([getattr(one.claim, "chance", 0.0) for one in own[school]])
            truth = np.array([bool(one.answer) for one in own[school]])
            found[school] = reliability(chances, truth, seed=seed)
    return found


def _words(marks: Sequence[Mark]) -> list[Words]:
    said: dict[tuple[str, str], list[Mark]] = {}
    for one in marks:
        if isinstance(one.claim, Word):
            said.setdefault((one.school, one.claim.word), []).append(one)
    found = []
    for (school, word), own in sorted(said.items()):
        low, high = Word("", word).range
        ends = [scores.word_brier(low, high, bool(one.answer)) for one in own]
        found.append(
            Words(
                school=school,
                word=word,
                said=len(own),
                came_true=sum(bool(one.answer) for one in own),
                range=(low, high),
                least=sum(one[0] for one in ends) / len(ends),
                greatest=sum(one[1] for one in ends) / len(ends),
            )
        )
    return found


def _ranks(marks: Sequence[Mark]) -> list[Ranks]:
    own: dict[str, list[tuple[int, int]]] = {}
    for one in marks:
        if isinstance(one.claim, Ranking):
            place = scores.place_of(one.claim.order, str(one.answer))
            own.setdefault(one.school, []).append((place, len(one.claim.order)))
    return [
        Ranks(
            school=school,
            rankings=len(places),
            hits=sum(place == 1 for place, _ in places),
            mean_place=sum(place for place, _ in places) / len(places),
            named=sum(count for _, count in places) / len(places),
        )
        for school, places in sorted(own.items())
    ]
