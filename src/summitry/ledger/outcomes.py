"""What happened, read from a case's folder: the file ``outcome.yaml`` beside the dossier.

Forecasting never reads it; no room below this one can (the import contract), and a test holds that
no other module names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summitry.dossier.problem import nearest, shown
from summitry.dossier.reading import ReadError, Tree, read_text, read_tree
from summitry.formats.faults import FormatError, Remark
from summitry.ledger.claims import Answers, Claim, Normal, Number, Quantiles, Ranking, Sample, Word
from summitry.ledger.faults import LedgerError
from summitry.ledger.filing import level_question, wrong_day
from summitry.ledger.judgement import read_number
from summitry.ledger.marks import claims_in
from summitry.ledger.record import Answer, Case

FILE = "outcome.yaml"


@dataclass(frozen=True)
class Happened:
    """What a file says of an outcome.

    Attributes
    ----------
    answers
        Question: what came of it; an issue's level under the question about it.
    day
        The day of the outcome, as written.
    source, coder
        Where it is from, in a line, and who coded it.
    unsettled
        Levels that are read in several ways; they are left open.
    """

    answers: Mapping[str, Answer]
    day: str
    source: str
    coder: str | None
    unsettled: tuple[str, ...]


def read_outcome(folder: Path) -> Happened:
    """Read the outcome in a case's folder, or in a file.

    Raises
    ------
    FormatError
        With every fault, each at its line.
    """
    file = folder / FILE if folder.is_dir() else folder
    name = str(file)
    if folder.is_dir() and not file.exists():
        fault = "there is no such file, so what came of it is not known here"
        right = (
            "write it ('resolved', 'agreed', 'events', 'sources'; see cases/hanoi-2019), or say "
            "it: --outcome agreed=no --date DATE --source TEXT --by NAME"
        )
        raise FormatError([Remark(name, 0, fault, right)])
    try:
        text, name = read_text(file)
        tree = read_tree(text)
    except ReadError as error:
        raise FormatError([Remark(name, error.place[0], error.fault, error.right)]) from None
    faults = [Remark(name, place[0], fault.fault, fault.right) for fault, place in tree.faults]
    faults += _faults(tree, name)
    if faults:
        raise FormatError(sorted(faults, key=lambda one: one.line))
    data = tree.data
    answers: dict[str, Answer] = dict(data.get("events") or {})
    if "agreed" in data:
        answers["agreed"] = data["agreed"]
    levels = data.get("levels") or {}
    unsettled = tuple(issue for issue, level in levels.items() if _level(level) is None)
    for issue, level in levels.items():
        if issue not in unsettled:
            answers[level_question(issue)] = _level(level)
    coder = data.get("coder")
    return Happened(
        answers, str(data["resolved"]), _source(data), str(coder) if coder else None, unsettled
    )


def _level(level: object) -> str | None:
    """The level agreed; None where coders read it differently."""
    if isinstance(level, Mapping):
        return str(level["level"]) if "level" in level else None
    return str(level)


def _source(data: Mapping[str, Any]) -> str:
    found = []
    for name, one in (data.get("sources") or {}).items():
        own = one if isinstance(one, Mapping) else {"title": one}
        parts = [own.get(key) for key in ("title", "publisher", "published", "url")]
        found.append(", ".join(str(part) for part in parts if part) or str(name))
    return "; ".join(found)


def _faults(tree: Tree, file: str) -> list[Remark]:
    found: list[Remark] = []
    data = tree.data

    def add(path: tuple[str | int, ...], fault: str, right: str) -> None:
        found.append(Remark(file, tree.place(path)[0], fault, right))

    day = wrong_day(str(data.get("resolved", "")))
    if day:
        add(("resolved",), f"'resolved': {day}", "")
    if "agreed" not in data and not data.get("events"):
        add((), "it says neither 'agreed' nor 'events'", "agreed: true or false")
    if "agreed" in data and not isinstance(data["agreed"], bool):
        add(("agreed",), f"'agreed' is {shown(data['agreed'])}", "true or false")
    for key in ("events", "levels", "sources"):
        if not isinstance(data.get(key) or {}, Mapping):
            add((key,), f"'{key}' is no list of names", f"{key}: then one 'name: value' a line")
            return found
    for event, value in (data.get("events") or {}).items():
        if not isinstance(value, bool):
            add(("events", event), f"the event {shown(event)} is {shown(value)}", "true or false")
    own = (data.get("events") or {}).get("agreed")
    if own is not None and "agreed" in data and own != data["agreed"]:
        add(("events", "agreed"), "'agreed' stands here and above, and differs", "one answer")
    if not data.get("sources"):
        add((), "it has no sources", "sources: then where the outcome is from")
    return found


_WORDS: dict[str, bool | None] = {
    "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False,
    "void": None,
}  # fmt: skip


def read_answer(text: str) -> tuple[str, Answer]:
    """``QUESTION=ANSWER`` as typed: yes, no, void, a number of a quantity, or an answer's name.

    Raises
    ------
    LedgerError
        It cannot be read.
    """
    on, sign, said = text.rpartition("=")
    on, said = on.strip(), said.strip()
    if not sign or not on or not said:
        msg = f"{text!r} is no outcome; write QUESTION=ANSWER, e.g. agreed=no"
        raise LedgerError(msg)
    if said.lower() in _WORDS:
        return on, _WORDS[said.lower()]
    number = read_number(said)
    return on, said if number is None else number


def fits(case: Case, on: str, answer: Answer) -> Answer:
    """An answer to a question that was forecast, of the kind that was forecast.

    Raises
    ------
    LedgerError
        Nobody forecast it, or it was asked in another way.
    """
    claims = [claim for entry in (*case.forecasts, *case.references) for claim in claims_in(entry)]
    own = [claim for claim in claims if claim.on == on]
    if not own:
        right = nearest(on, dict.fromkeys(claim.on for claim in claims))
        raise LedgerError(f"nobody forecast {on!r} of {case.name!r}; {right}")
    if answer is None or any(_of_kind(claim, answer) for claim in own):
        return answer
    first = own[0]
    if isinstance(first, Number | Word):
        right = f"write '{on}=yes', '{on}=no' or '{on}=void'"
    elif isinstance(first, Answers | Ranking):
        names = first.names if isinstance(first, Answers) else first.order
        right = f"one of: {', '.join(names)}"
    else:
        right = "a number"
    raise LedgerError(f"{on!r} was forecast in another way than {shown(answer)}; {right}")


def _of_kind(claim: Claim, answer: Answer) -> bool:
    match claim:
        case Number() | Word():
            return isinstance(answer, bool)
        case Ranking():
            return isinstance(answer, str)
        case Answers(names=names):
            return answer in names
        case Quantiles() | Normal() | Sample():
            return isinstance(answer, float)
    return False
