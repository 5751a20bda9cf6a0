"""Scores as tables: rankings, pairs, words, calibration, hindsight, and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from summitry.forecasts.tables import Table, figure
from summitry.ledger.board import FEW_CASES, REFERENCES, Row
from summitry.ledger.claims import (
    Answers,
    Claim,
    Normal,
    Number,
    Quantiles,
    Ranking,
    Sample,
    Word,
)
from summitry.ledger.scores import word_brier
from summitry.ledger.standing import Standing

if TYPE_CHECKING:
    from summitry.ledger.marks import Mark
    from summitry.ledger.score import Board, Scoring

MOST_ROWS = 20
SETTLES_NOTHING = "One case settles nothing: it is one draw of the world, whoever it suits."
TITLES = {
    Standing.BEFORE: "recorded here before the outcome",
    Standing.ARCHIVE: "dated by their archive, not by this ledger",
}


def score_tables(made: Scoring) -> tuple[Table, ...]:
    """Everything that a scoring says, in the order that a reader wants it."""
    found: list[Table] = []
    for board in made.boards:
        found += _of_board(made, board)
    if not found:
        note = (
            "No forecast on this record is shown to have been made before its outcome. What is "
            "below is hindsight, or open; neither enters a leaderboard, weights or calibration."
        )
        found.append(Table("Leaderboard", ("school", "cases"), (), note))
    return (*found, *_hindsight(made), *_open(made), conventions_table(made))


def _of_board(made: Scoring, board: Board) -> Iterator[Table]:
    title = TITLES[board.standing]
    if board.rows:
        yield board_table(made, board, f"Leaderboard: {title}", board.rows)
    if board.crowds:
        yield board_table(made, board, "Pools of all who answered", board.crowds, note="")
    if board.pairs:
        yield _pairs(made, board)
    if board.words:
        yield _words(made, board)
    if board.ranks:
        yield _ranks(board)
    yield _calibration(made, board)
    yield from curve_tables(board)


def board_table(
    made: Scoring, board: Board, title: str, rows: Sequence[Row], note: str | None = None
) -> Table:
    """Schools with their scores and skills."""
    crps = any(one.crps is not None for one in rows)
    columns = ("school", "cases", "claims", "Brier", "log", *(("CRPS",) if crps else ()))
    cells = tuple(
        (
            one.school,
            str(one.cases),
            str(one.claims),
            _score(one.brier, made.factor),
            _score(one.log),
            *((_score(one.crps),) if crps else ()),
            *(_skill(one.skills[which]) for which in REFERENCES),
        )
        for one in rows[:MOST_ROWS]
    )
    if note is None:
        note = (
            "Less is better. Skill: share of a reference's Brier loss that is saved; a dash where "
            "it says nothing of these questions, or lost nothing."
        )
        if len(rows) > MOST_ROWS:
            note += f" The first {MOST_ROWS} of {len(rows)}; --json has all."
        few = sum(one.few for one in rows)
        if few:
            note += (
                f" {few} of {len(rows)} were scored on fewer than {FEW_CASES} cases, which is too "
                "few to tell skill from luck; they stand last."
            )
        if board.cases == 1:
            note += f" {SETTLES_NOTHING}"
    names = tuple(f"skill over {which}" for which in REFERENCES)
    return Table(title, (*columns, *names), cells, note)


def _score(value: float | None, factor: float = 1.0) -> str:
    return "–" if value is None else f"{value * factor:.3f}"


def _skill(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"


def _pairs(made: Scoring, board: Board) -> Table:
    rows = tuple(
        (
            f"{one.first} less {one.second}",
            str(one.cases),
            f"{one.difference * made.factor:+.3f}",
            "–"
            if one.low is None or one.high is None
            else f"{one.low * made.factor:+.3f} to {one.high * made.factor:+.3f}",
            one.verdict,
        )
        for one in board.pairs
    )
    note = (
        "Difference of Brier scores on the questions that both answered; below 0 the first was "
        f"better. Range: middle 95% of a bootstrap over cases (seed {made.seed}). Of several "
        "pairs, one may differ by luck alone."
    )
    columns = ("schools", "shared cases", "difference", "range", "verdict")
    return Table("In pairs", columns, rows, note, words=(0, 4))


def _words(made: Scoring, board: Board) -> Table:
    rows = tuple(
        (
            f"{one.school}: {one.word}",
            f"{figure(one.range[0])} to {figure(one.range[1])}",
            f"{one.came_true} of {one.said}",
            f"{one.least * made.factor:.3f} to {one.greatest * made.factor:.3f}",
        )
        for one in board.words
    )
    note = (
        "A word stands for a range of chances, so its Brier score is a range: from the best number "
        "it may have meant to the worst. Words enter no mean of numbers, no weights and no curve."
    )
    return Table("Likelihood words", ("word", "means", "came true", "Brier"), rows, note)


def _ranks(board: Board) -> Table:
    rows = tuple(
        (
            one.school,
            str(one.rankings),
            f"{one.hits} of {one.rankings}",
            f"{one.mean_place:.1f}",
            f"{one.named:.1f}",
        )
        for one in board.ranks
    )
    note = (
        "A ranking is no probability. What came true and was not named counts as the place after "
        "the last that was."
    )
    columns = ("school", "rankings", "first came true", "mean place", "mean number named")
    return Table("Rankings", columns, rows, note)


def _calibration(made: Scoring, board: Board) -> Table:
    from summitry.ledger.score import ENOUGH

    rows = tuple(
        (
            school,
            str(int(one.counts.sum())),
            *(
                f"{part * made.factor:.3f}"
                for part in (one.score, one.miscalibration, one.discrimination, one.uncertainty)
            ),
        )
        for school, one in board.reliability.items()
    )
    if rows:
        note = (
            "Brier score = miscalibration - discrimination + uncertainty, exactly (CORP); means "
            "over claims, probabilities of yes or no alone."
        )
    else:
        note = (
            f"Too few to judge calibration: no school has probabilities on {ENOUGH} cases "
            f"(there are {board.cases} in all)."
        )
    columns = (
        "school", "claims", "Brier", "miscalibration", "discrimination", "uncertainty",
    )  # fmt: skip
    return Table("Calibration", columns, rows[:MOST_ROWS], note)


def curve_tables(board: Board) -> Iterator[Table]:
    """Each school's curve in steps: chances, how many, what share came true, and the band."""
    for school, one in board.reliability.items():
        steps = np.flatnonzero(np.diff(one.recalibrated, prepend=-1))
        rows = []
        for first, last in zip(steps, [*steps[1:], len(one.chances)], strict=True):
            came = float(one.recalibrated[first])
            low, high = float(one.low[first:last].min()), float(one.high[first:last].max())
            out = (one.low[first:last] > came) | (one.high[first:last] < came)
            ends = figure(float(one.chances[first])), figure(float(one.chances[last - 1]))
            rows.append(
                (
                    ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}",
                    str(int(one.counts[first:last].sum())),
                    figure(came),
                    f"{figure(low)} to {figure(high)}",
                    "outside" if out.any() else "inside",
                )
            )
        columns = ("chance given", "claims", "came true", "band", "where")
        note = (
            "Neighbours are pooled until what came true rises with the chance. Band: where a "
            "calibrated forecaster's curve lies, nine times in ten at each chance."
        )
        yield Table(f"Calibration: {school}", columns, tuple(rows), note)


def _hindsight(made: Scoring) -> tuple[Table, ...]:
    if not made.hindsight:
        return ()
    alone = [one for one in made.hindsight if one.claim.given is None] or list(made.hindsight)
    rows = tuple(
        (
            f"{one.case}: {one.on}",
            one.school,
            said(one.claim),
            outcome(one.answer),
            _brier_of(one, made.factor),
        )
        for one in alone[:60]
    )
    why = Counter(reason for one in made.hindsight for reason in one.judged.reasons)
    cases = sorted({one.case for one in made.hindsight})
    note = (
        "Hindsight: not shown to have been made before the outcome, so outside every leaderboard, "
        "all weights and all calibration; no option changes that. Why: "
        + "; ".join(reason for reason, _ in why.most_common(4))
        + "."
    )
    if len(made.hindsight) > len(rows):
        note += f" {len(rows)} of {len(made.hindsight)} claims are shown; --json has all."
    if len(cases) == 1:
        note += f" {SETTLES_NOTHING}"
    columns = ("case and question", "school", "said", "came", "Brier")
    return (Table("Hindsight, outside all rankings", columns, rows, note, words=(0, 1)),)


def said(claim: Claim) -> str:
    """A claim in few words."""
    match claim:
        case Number(chance=chance, cases=cases):
            return f"{cases[0]} of {cases[1]}" if cases else figure(chance)
        case Word(word=word):
            return word
        case Ranking(order=order):
            return " > ".join(order)
        case Answers(names=names, chances=chances):
            sign = " < " if claim.ordered else " | "
            pairs = zip(names, chances, strict=True)
            return sign.join(f"{name} {figure(chance)}" for name, chance in pairs)
    return _quantity(claim)


def _quantity(claim: Claim) -> str:
    match claim:
        case Normal(mean=mean, deviation=deviation):
            return f"{mean:g} +- {deviation:g}"
        case Quantiles(at=at, values=values):
            pairs = zip(at, values, strict=True)
            return ", ".join(f"{share:.0%}: {value:g}" for share, value in pairs)
        case Sample(draws=draws):
            return f"{len(draws)} draws"
    return "?"


def outcome(answer: object) -> str:
    """What happened, in few words."""
    if answer is None:
        return "void"
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return f"{answer:g}" if isinstance(answer, float) else str(answer)


def _brier_of(one: Mark, factor: float) -> str:
    if one.kind == "chance":
        return f"{one.brier * factor:.3f}"
    if isinstance(one.claim, Word):
        low, high = word_brier(*one.claim.range, bool(one.answer))
        return f"{low * factor:.3f} to {high * factor:.3f}"
    return f"CRPS {one.crps:.3g}" if one.kind == "quantity" else "–"


def _open(made: Scoring) -> tuple[Table, ...]:
    rows = [(name, "not resolved", "") for name in made.unresolved]
    rows += [(name, "disputed: in no ranking until amended", "") for name in made.disputed]
    why = Counter((one.case, one.why) for one in made.open_claims)
    rows += [(case, reason, str(count)) for (case, reason), count in why.items()]
    if not rows:
        return ()
    note = f"The first {MOST_ROWS} of {len(rows)}." if len(rows) > MOST_ROWS else ""
    columns = ("case", "what is open", "claims")
    return (Table("Open", columns, tuple(rows[:MOST_ROWS]), note, words=(0, 1)),)


def conventions_table(made: Scoring) -> Table:
    """How to read the figures, and what record they are of."""
    top = f"{made.factor:g}"
    brier = {
        "half": "half of the sum over the answers; Good Judgment Project figures are twice these",
        "sum": "the sum over the answers, as the Good Judgment Project takes it",
    }[made.convention]
    rows = [
        ("Brier", f"0 to {top}: {brier}; ordered answers: mean over their cut points"),
        ("log", f"natural; chances below {made.floor:g} are scored as {made.floor:g}"),
        ("mean", "over cases of the means within each case; a school's last word before it"),
    ]
    if made.receipt:
        rows.append(("record", made.receipt))
    return Table("How these are scored", ("what", "how"), tuple(rows), words=(0, 1))
