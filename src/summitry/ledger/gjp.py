"""Forecasts in the layout of the Good Judgment Project's public files (doi 10.7910/DVN/BPCDH5).

Questions are one CSV (``ifps.csv``: Latin-1, some stray bytes; dates as ``1/2/12``), survey
forecasts others (``survey_fcasts*.csv``: a row for each answer of each forecast). A question with
two answers becomes a probability of its first; with more, a probability for each, in their order
where the question's type says that they have one.

The day of an outcome is the earlier of the days on which a question was to close and was closed.
Rows dated after it are refused and counted: whoever wrote them could have known.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from summitry.formats.faults import FormatError, Remark
from summitry.ledger.chain import Entry, Receipt, digest
from summitry.ledger.claims import Answers, Claim, Number, to_data
from summitry.ledger.faults import LedgerError
from summitry.ledger.slips import Recorded
from summitry.ledger.sources import fingerprint
from summitry.ledger.store import New

QUESTION_COLUMNS = (
    "ifp_id", "q_type", "q_text", "q_status", "date_to_close", "date_closed", "outcome", "options",
)  # fmt: skip
FORECAST_COLUMNS = (
    "ifp_id", "user_id", "forecast_id", "fcast_type", "answer_option", "value", "fcast_date",
    "timestamp",
)  # fmt: skip
ORDERED = "6"
"""The type of question whose answers have an order."""
WITHDRAWN = "4"
MOST_FAULTS = 20
MOST_CELL = 100_000
LOOSE = 0.02
"""How far the values of a forecast may miss adding up to 1, as rounded percentages do."""
_OPTION = re.compile(r"\(([a-z])\)\s*")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?:\s.*)?")


@dataclass(frozen=True)
class Question:
    """A question of the archive: its answers by letter, what came of it, and by which day."""

    name: str
    text: str
    options: Mapping[str, str]
    ordered: bool
    outcome: str
    day: date

    @property
    def on(self) -> str:
        """What is claimed: the first of two answers, or which of several."""
        return next(iter(self.options.values())) if len(self.options) == 2 else "outcome"

    @property
    def answer(self) -> bool | str:
        """What came of it, of the kind that is claimed."""
        if len(self.options) == 2:
            return self.outcome == next(iter(self.options))
        return self.options[self.outcome]

    def claim(self, values: Mapping[str, float]) -> Claim | None:
        """A forecast's claim; None where its values make none."""
        given = [values.get(letter, 0.0) for letter in self.options]
        total = sum(given)
        strange = set(values) - set(self.options)
        if strange or not all(0 <= one <= 1 for one in given) or abs(total - 1) > LOOSE:
            return None
        shares = [one / total for one in given]
        if len(self.options) == 2:
            return Number(self.on, shares[0])
        return Answers("outcome", tuple(self.options.values()), tuple(shares), self.ordered)


@dataclass
class Archive:
    """What was read of an archive, and what was refused and why."""

    name: str
    questions: dict[str, Question]
    files: list[dict[str, str]]
    forecasts: list[tuple[str, str, str, Claim]] = field(default_factory=list)
    """(day, user, question, claim), in the order of their time."""
    refused: Counter[str] = field(default_factory=Counter)

    def wanted(self) -> list[New]:
        """What goes on record: the forecasts, then the outcomes."""
        source = {"name": self.name, "files": self.files}
        found = [
            New(
                "forecast",
                f"{self.name} {name}",
                {
                    "by": "archive",
                    "school": f"{self.name} {user}",
                    "archive": {"name": self.name, "made": day},
                    "question": self.questions[name].text[:500],
                    "claims": [to_data(claim)],
                },
            )
            for day, user, name, claim in self.forecasts
        ]
        asked = dict.fromkeys(name for _, _, name, _ in self.forecasts)
        found += [
            New(
                "resolution",
                f"{self.name} {name}",
                {
                    "outcomes": {self.questions[name].on: self.questions[name].answer},
                    "date": self.questions[name].day.isoformat(),
                    "source": f"archive {self.name}",
                    "by": self.name,
                    "archive": source,
                },
            )
            for name in asked
        ]
        if not found:
            reasons = "; ".join(f"{count:,} {why}" for why, count in self.refused.most_common())
            raise LedgerError(f"the archive has no forecast to take ({reasons or 'no rows'})")
        return found

    def taken(self, ledger: str, entries: Sequence[Entry]) -> Recorded:
        """What to say of it."""
        last = entries[-1]
        remarks = [
            f"Took {len(self.forecasts):,} forecasts of "
            f"{sum(one.kind == 'resolution' for one in entries):,} questions.",
            *(f"Refused {count:,}: {why}." for why, count in self.refused.most_common()),
        ]
        receipt = Receipt(last.number, digest(last.line))
        return Recorded(ledger, (entries[0], last), receipt, tuple(remarks))


def read_archive(questions: Path, forecasts: Sequence[Path], name: str) -> Archive:
    """Read questions and survey forecasts.

    Raises
    ------
    FormatError
        A file that is not of this layout, or rows that cannot be read; each at its line.
    OSError
        A file that cannot be opened.
    """
    files = [{"file": one.name, "sha256": fingerprint(one)} for one in (questions, *forecasts)]
    known, void = _questions(questions)
    found = Archive(name, known, files)
    faults: list[Remark] = []
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for path in forecasts:
        faults += _forecasts(path, known, void, rows, found.refused)
    if faults:
        raise FormatError(faults[:MOST_FAULTS])
    for (user, _, question), one in sorted(rows.items(), key=lambda item: item[1]["stamp"]):
        claim = known[question].claim(one["values"])
        if claim is None:
            found.refused["forecasts whose values do not add up to 1, or name no answer"] += 1
            continue
        found.forecasts.append((one["day"], user, question, claim))
    return found


def _questions(path: Path) -> tuple[dict[str, Question], set[str]]:
    known: dict[str, Question] = {}
    void: set[str] = set()
    faults: list[Remark] = []
    with path.open(encoding="latin-1", newline="") as file:
        for line, row in _rows(path, file, QUESTION_COLUMNS):
            name = row["ifp_id"].strip()
            if row["q_status"].strip() != "closed":
                void.add(name)
                continue
            made = _question(row)
            if isinstance(made, str):
                faults.append(Remark(str(path), line, f"question {name!r}: {made}"))
            elif name in known:
                faults.append(Remark(str(path), line, f"question {name!r} stands twice"))
            else:
                known[name] = made
    if faults:
        raise FormatError(faults[:MOST_FAULTS])
    return known, void


def _question(row: Mapping[str, str]) -> Question | str:
    """A question; or what is wrong with it."""
    options = _options(row["options"])
    outcome = row["outcome"].strip()
    days = [_day(row[key]) for key in ("date_to_close", "date_closed")]
    known = [day for day in days if day is not None]
    if len(options) < 2:
        return f"its options are not '(a) ..., (b) ...' (got {row['options'][:60]!r})"
    if outcome not in options:
        return f"its outcome {outcome!r} is none of its options {', '.join(options)}"
    if not known:
        return "it has no day of closing as 12/31/11"
    if len(set(options.values())) < len(options):
        options = {letter: f"({letter}) {text}" for letter, text in options.items()}
    ordered = row["q_type"].strip() == ORDERED
    return Question(row["ifp_id"].strip(), _clean(row["q_text"]), options, ordered, outcome,
                    min(known))  # fmt: skip


def _options(text: str) -> dict[str, str]:
    parts = _OPTION.split(text)
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return {letter: _clean(said).rstrip(", ") or letter for letter, said in pairs}


def _clean(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _day(text: str) -> date | None:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    month, day, year = (int(part) for part in match.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _forecasts(
    path: Path,
    known: Mapping[str, Question],
    void: set[str],
    rows: dict[tuple[str, str, str], dict[str, Any]],
    refused: Counter[str],
) -> list[Remark]:
    """Rows gathered into forecasts; what is refused is counted, what cannot be read is a fault."""
    faults: list[Remark] = []
    with path.open(encoding="latin-1", newline="") as file:
        for line, row in _rows(path, file, FORECAST_COLUMNS):
            question, day = row["ifp_id"].strip(), row["fcast_date"].strip()
            why = _refusal(question, day, row, known, void)
            if why is not None:
                refused[why] += 1
                continue
            try:
                value, made = float(row["value"]), _iso(day)
            except ValueError:
                value, made = -1.0, None
            if made is None or not 0 <= value <= 1:
                right = "a value from 0 to 1 and a date as 2011-09-01"
                faults.append(Remark(str(path), line, "a row that cannot be read", right))
                continue
            key = (row["user_id"].strip(), row["forecast_id"].strip(), question)
            stamp = (row["timestamp"].strip() or day, line)
            one = rows.setdefault(key, {"day": day, "stamp": stamp, "values": {}})
            one["values"][row["answer_option"].strip()] = value
    return faults


def _refusal(
    question: str, day: str, row: Mapping[str, str], known: Mapping[str, Question], void: set[str]
) -> str | None:
    """Why a row is not taken; None if it is."""
    if question in void:
        return "rows of questions that are void or not closed"
    if question not in known:
        return "rows of questions that the questions' file does not have"
    if row["fcast_type"].strip() == WITHDRAWN:
        return "rows that withdraw a forecast"
    if row["value"].strip() in ("", "NA"):
        return "rows without a value"
    made = _iso(day)
    if made is not None and made > known[question].day:
        return "rows dated after their question was resolved"
    return None


def _iso(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None


def _rows(
    path: Path, file: IO[str], columns: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Rows with the lines they end on; raises FormatError where the layout is another."""
    csv.field_size_limit(MOST_CELL)
    reader = csv.DictReader(file)
    try:
        missing = [one for one in columns if one not in (reader.fieldnames or ())]
        if missing:
            fault = f"no column {', '.join(missing)}"
            right = "the layout of the Good Judgment Project's files"
            raise FormatError([Remark(str(path), 1, fault, right)])
        for row in reader:
            if any(row.get(one) is None for one in columns):
                fault, right = "a row with too few cells", f"{len(reader.fieldnames or ())} of them"
                raise FormatError([Remark(str(path), reader.line_num, fault, right)])
            yield reader.line_num, row
    except csv.Error as error:
        raise FormatError([Remark(str(path), reader.line_num, f"no CSV: {error}")]) from None
