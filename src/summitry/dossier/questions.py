"""What a dossier has not been told yet, as questions in words, and what an answer puts into it.

The words stand for numbers as given here; all of it is this project's judgement, and a coder who
knows better writes the number. An answer is ``assumed`` unless the coder says how it is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from summitry.dossier.citation import MAX_WORDS
from summitry.dossier.estimate import KINDS
from summitry.dossier.model import Dossier, Issue
from summitry.dossier.vocabulary import LIKELIHOOD

Value = Any
SALIENCE: dict[str, int] = {
    "hardly at all": 10, "a little": 30, "a fair amount": 50, "much": 75, "above almost all": 95,
}  # fmt: skip
"""How much an issue matters to a party, as a salience."""
STAKE: dict[str, list[float]] = {
    "nothing, they would rather have none": [0.0, 0.04, 0.1],
    "nothing to speak of": [-0.01, 0.0, 0.01],
    "a little": [-0.06, -0.03, 0.0],
    "clearly something": [-0.12, -0.07, -0.03],
    "a great deal": [-0.25, -0.15, -0.08],
}
"""What no deal costs, in shares of all that a party wants."""
BOND: dict[str, list[float]] = {
    "not at all": [0.0, 0.0, 0.1], "a little": [0.0, 0.2, 0.4],
    "well": [0.3, 0.5, 0.7], "very well": [0.5, 0.7, 0.9],
}  # fmt: skip
"""How well leaders get on, as rapport."""
SECRET: dict[str, list[float]] = {
    "well": [0.0, 0.03, 0.06], "in part": [0.05, 0.1, 0.15], "hardly": [0.1, 0.2, 0.3],
}  # fmt: skip
"""How well the others know where a party would walk away, as hidden width."""
LEVERAGE = ("none", "low", "moderate", "high", "veto")
NO_LINE = "nothing that is known"
UNKNOWN_IDEAL, UNKNOWN_SALIENCE = [0.0, 0.5, 1.0], [1, 50, 100]


@dataclass(frozen=True)
class Part:
    """One thing to choose in an answer: its name, what it asks, and the words to choose from."""

    name: str
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question, what it asks for, and where its answer belongs.

    Attributes
    ----------
    key
        Name of the question; as long as the dossier has the answer the question is not asked.
    path
        Keys to where the answer stands.
    guess
        Anything that the answer might be, as wide as that is: stands in until it is answered.
    inputs
        Starts of the names of the numbers that the answer settles.
    rank
        Place in the order before the draws can tell: lower comes first.
    """

    key: str
    text: str
    parts: tuple[Part, ...]
    path: tuple[str, ...]
    guess: Value
    inputs: tuple[str, ...]
    rank: tuple[int, ...]
    told: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


class AnswerError(ValueError):
    """An answer that is none: what is wrong, and what would be right."""


def questions(dossier: Dossier) -> list[Question]:
    """Every question that a dossier leaves open, in the order of :attr:`Question.rank`."""
    found = [
        *_stances(dossier), *_lines(dossier), *_stakes(dossier), *_critics(dossier),
        *_talks(dossier),
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.rank)


def answers(dossier: Dossier) -> int:
    """How many of the questions the dossier answers."""
    stances = [
        one
        for party, own in dossier.stances.items()
        for one in own.values()
        if dossier.parties[party].role != "third"
    ]
    process = dossier.process
    critics = [one for one in dossier.parties.values() if one.role == "ratifier"]
    return (
        len(stances)
        + sum("red_line" in one.model_fields_set for one in stances)
        + sum(bool(dossier.stakes.get(party)) for party in dossier.principals)
        + sum(not one.leverage.default for one in critics)
        + len(process.trust)
        + len(process.hidden)
        + (not process.rapport.default)
    )


def answered(
    data: Mapping[str, Any], question: Question, given: Mapping[str, str]
) -> dict[str, Any]:
    """A dossier's data with an answer in it.

    Parameters
    ----------
    data
        The dossier, as plain data.
    question
        The question.
    given
        Part: the word chosen; and, if the coder says so, ``kind`` (how it is known), ``note``,
        ``source`` and ``quote``.

    Raises
    ------
    AnswerError
        A part without a word, or a word that is none of the part's.
    """
    chosen: dict[str, Value] = {}
    for part in question.parts:
        word = given.get(part.name, "")
        if part.name == "likelihood" and chosen.get("line", "") is None:
            continue  # of no line
        if word not in part.words:
            msg = f"{part.text}: choose one of {', '.join(part.words)}"
            raise AnswerError(msg)
        chosen[part.name] = question.told.get(part.name, {}).get(word, word)
    value = _value(question, chosen, _reason(given))
    made: dict[str, Any] = _put(data, question.path, value)
    return made


def _reason(given: Mapping[str, str]) -> dict[str, Any]:
    """How it is known, as a dossier writes it."""
    kind = given.get("kind") or "assumed"
    if kind not in KINDS:
        msg = f"how it is known: one of {', '.join(KINDS)}"
        raise AnswerError(msg)
    found: dict[str, Any] = {"kind": kind}
    if given.get("note", "").strip():
        found["note"] = " ".join(given["note"].split())
    if given.get("source") and given.get("quote", "").strip():
        quote = " ".join(given["quote"].split())
        if len(quote.split()) > MAX_WORDS:
            msg = f"a quote has at most {MAX_WORDS} words"
            raise AnswerError(msg)
        found["cite"] = {given["source"]: quote}
    return found


def _value(question: Question, chosen: Mapping[str, Value], reason: Mapping[str, Any]) -> Value:
    kind = question.key.split("/")[0]
    if kind == "stance":
        return {"ideal": chosen["ideal"], "salience": chosen["salience"], **reason}
    if kind == "line":
        if chosen["line"] is None:
            return []
        return {**chosen["line"], "likelihood": chosen["likelihood"], **reason}
    return {"value": chosen["value"], **reason}


def _put(node: Any, path: Sequence[str], value: Value) -> Any:  # noqa: ANN401
    inside = dict(node) if isinstance(node, Mapping) else {}
    inside[path[0]] = value if len(path) == 1 else _put(inside.get(path[0]), path[1:], value)
    return inside


def completed(dossier: Dossier) -> dict[str, Any]:
    """A dossier's data with the widest guess wherever a question is open."""
    data: dict[str, Any] = dict(dossier._tree)
    for one in questions(dossier):
        data = _put(data, one.path, one.guess)
    return data


def _stances(dossier: Dossier) -> Iterator[Question]:
    order = {"principal": 0, "ratifier": 2}
    for party, own in dossier.parties.items():
        if own.role not in order:
            continue
        for number, (key, issue) in enumerate(dossier.issues.items()):
            if key in dossier.stances.get(party, {}):
                continue
            who, what = dossier.label(party), issue.name or key
            yield Question(
                f"stance/{party}/{key}",
                f"What would {who} most like on “{what}”, and how much does it matter to them?",
                (
                    Part("ideal", "They would most like", tuple(issue.levels)),
                    Part("salience", "Against their other wishes it matters", tuple(SALIENCE)),
                ),
                ("stances", party, key),
                {"ideal": {"value": UNKNOWN_IDEAL}, "salience": {"value": UNKNOWN_SALIENCE}},
                (f"stances/{party}/{key}/ideal", f"stances/{party}/{key}/salience"),
                (order[own.role], number),
                {"salience": SALIENCE},
            )


def _lines(dossier: Dossier) -> Iterator[Question]:
    """Red lines of those who can refuse, where their stance is known."""
    for party, stances in dossier.stances.items():
        if dossier.parties[party].role == "third":
            continue
        for number, (key, stance) in enumerate(stances.items()):
            issue = dossier.issues[key]
            if "red_line" in stance.model_fields_set or stance.ideal is None:
                continue
            lines = _possible(issue)
            who, what = dossier.label(party), issue.name or key
            guess = _farthest(issue, stance.ideal.range(issue.positions()).mode)
            name = next(f"{side} {level}" for side, level in guess.items())
            yield Question(
                f"line/{party}/{key}",
                f"Is there a level of “{what}” that {who} would never sign?",
                (
                    Part("line", "They would never sign", (NO_LINE, *lines)),
                    Part("likelihood", "How likely it is that they mean it", tuple(LIKELIHOOD)),
                ),
                ("stances", party, key, "red_line"),
                {**guess, "likelihood": [0.0, 0.2, 0.6]},
                (f"stances/{party}/{key}/red_line/{name}/likelihood",),
                (4, number),
                {"line": {NO_LINE: None, **lines}},
            )


def _possible(issue: Issue) -> dict[str, dict[str, str]]:
    """Words of every red line that forbids something and not everything."""
    above = {f"anything beyond “{level}”": {"above": level} for level in issue.levels[:-1]}
    below = {f"anything short of “{level}”": {"below": level} for level in issue.levels[1:]}
    return {**above, **below}


def _farthest(issue: Issue, ideal: float) -> dict[str, str]:
    """The line that forbids only the level farthest from what a party wants."""
    return {"above": issue.levels[-2]} if ideal <= 0.5 else {"below": issue.levels[1]}


def _one(key: str, text: str, part: Part, path: tuple[str, ...], guess: Value) -> dict[str, Any]:
    return {"key": key, "text": text, "parts": (part,), "path": path, "guess": {"value": guess}}


def _stakes(dossier: Dossier) -> Iterator[Question]:
    for number, party in enumerate(dossier.principals):
        if dossier.stakes.get(party):
            continue
        who = dossier.label(party)
        yield Question(
            **_one(
                f"stake/{party}", f"What would it cost {who} if there were no deal?",
                Part("value", "No deal would cost them", tuple(STAKE)),
                ("stakes", party, "no deal"), [-0.25, -0.05, 0.1],
            ),
            inputs=(f"stakes/{party}/",), rank=(1, number), told={"value": STAKE},
        )  # fmt: skip


def _critics(dossier: Dossier) -> Iterator[Question]:
    for number, (party, own) in enumerate(dossier.parties.items()):
        if own.role != "ratifier" or not own.leverage.default:
            continue
        who, whose = dossier.label(party), dossier.label(own.of or "")
        yield Question(
            **_one(
                f"leverage/{party}", f"How much can {who} hurt {whose} over a deal they dislike?",
                Part("value", "Their hold on it is", LEVERAGE),
                ("parties", party, "leverage"), [0.0, 0.5, 2.5],
            ),
            inputs=(f"parties/{party}/leverage",), rank=(3, number),
        )  # fmt: skip


def _talks(dossier: Dossier) -> Iterator[Question]:
    for number, party in enumerate(dossier.principals):
        who = dossier.label(party)
        if party not in dossier.process.trust:
            yield Question(
                **_one(
                    f"trust/{party}",
                    f"How likely would {who} say it is that the other side does what it signs?",
                    Part("value", "That it does, they would call", tuple(LIKELIHOOD)),
                    ("process", "trust", party), [0.0, 0.7, 1.0],
                ),
                inputs=(f"process/trust/{party}",), rank=(5, number),
            )  # fmt: skip
        if party not in dossier.process.hidden:
            yield Question(
                **_one(
                    f"hidden/{party}", f"Do the others know what {who} would settle for?",
                    Part("value", "They know it", tuple(SECRET)),
                    ("process", "hidden", party), [0.0, 0.1, 0.3],
                ),
                inputs=(f"process/hidden/{party}",), rank=(7, number), told={"value": SECRET},
            )  # fmt: skip
    if dossier.process.rapport.default:
        yield Question(
            **_one(
                "rapport", "How well do the leaders get on?",
                Part("value", "They get on", tuple(BOND)), ("process", "rapport"), [0.0, 0.3, 1.0],
            ),
            inputs=("process/rapport",), rank=(6, 0), told={"value": BOND},
        )  # fmt: skip
