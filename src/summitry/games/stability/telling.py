"""Reasons in sentences, in the words of whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from summitry.games.stability.concepts import Concept
from summitry.games.stability.sequences import Step, changes

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict
    from summitry.games.stability.reasons import Answer, Reason


class Words(Protocol):
    """How a conflict is talked about."""

    def party(self, name: str) -> str:
        """What a party is called, at the beginning of a clause."""

    def state(self, number: int) -> str:
        """What a state is called."""

    def move(self, step: Step) -> str:
        """What a party does, after its name: "lifts the blockade"."""


class PlainWords:
    """The conflict's own names: "US drops blockade"."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict

    def party(self, name: str) -> str:
        """Its name."""
        return name

    def state(self, number: int) -> str:
        """Its name or pattern."""
        return self.conflict.label(number)

    def move(self, step: Step) -> str:
        """What is taken and what is dropped; in graph form where it leads."""
        taken, dropped = changes(self.conflict, step)
        both = (("takes", taken), ("drops", dropped))
        parts = [f"{verb} {_listed(names)}" for verb, names in both if names]
        return " and ".join(parts) or f"moves to {self.state(step.end)}"


def tell(reason: Reason, words: Words | None = None) -> list[str]:
    """A reason as sentences: the verdict first, then one for each improvement told."""
    said = words or PlainWords(reason.conflict)
    party = said.party(reason.party)
    if reason.concept in (Concept.LIMITED, Concept.NONMYOPIC):
        return [_of_foresight(reason, said, party)]
    if not reason.improvements:
        return [f"{party} stays: nothing that it can reach is better for it."]
    if reason.stable:
        many = "each of them is" if reason.improvements > 1 else "that is"
        first = f"{party} stays: it could do better by {_count(reason)}, but {many} answered."
    else:
        first = f"{party} would leave: it can do better by {_count(reason)}."
    found = [first] + [_of_answer(reason, one, said, party) for one in reason.answers]
    left = reason.improvements - len(reason.answers)
    return found + [f"And {left:,} more."] * (left > 0)


def _count(reason: Reason) -> str:
    return "one move" if reason.improvements == 1 else f"any of {reason.improvements:,} moves"


def _of_answer(reason: Reason, answer: Answer, said: Words, party: str) -> str:
    own = f"If {party} {said.move(answer.improvement)}"
    if not answer.sanction:
        nothing = "" if reason.concept is Concept.NASH else "; nothing that the others do deters it"
        return f"{own}, it comes to {said.state(answer.end)}, which it prefers{nothing}."
    moves = ", then ".join(f"{said.party(one.party)} {said.move(one)}" for one in answer.sanction)
    if reason.concept is Concept.SIM:
        moves = " and ".join(f"{said.party(one.party)} {said.move(one)}" for one in answer.sanction)
        return f"{own} while {moves}, that ends in {_worth(reason, answer.end, said)}."
    if not answer.deterred:
        back = said.move(answer.counter) if answer.counter else ""
        return f"{own}, {moves}, but {party} {back} and comes out better all the same."
    last = ""
    if answer.counter is not None:
        last = f"; the best it can then do is that it {said.move(answer.counter)}"
    return f"{own}, {moves}{last}: that ends in {_worth(reason, answer.end, said)}."


def _worth(reason: Reason, end: int, said: Words) -> str:
    mine = reason.conflict.payoffs[reason.conflict.party(reason.party)]
    if end == reason.state:
        return f"{said.state(end)}, where it began"
    how = "no better for it" if mine[end] == mine[reason.state] else "worse for it"
    return f"{said.state(end)}, {how}"


def _of_foresight(reason: Reason, said: Words, party: str) -> str:
    if reason.stable:
        return f"{party} stays: looking ahead, no move of its own leads where it would rather be."
    (answer,) = reason.answers
    steps = (answer.improvement, *answer.sanction)
    moves = ", then ".join(f"{said.party(one.party)} {said.move(one)}" for one in steps)
    return f"{party} would leave: it foresees that {moves}, and that it rests at " + (
        f"{said.state(answer.end)}, which it prefers."
    )


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
