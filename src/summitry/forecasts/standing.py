"""Why a state of a signed package stands or not, in the dossier's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.concepts import Concept
from summitry.games.stability.reasons import why
from summitry.games.stability.sequences import Step
from summitry.games.stability.telling import tell
from summitry.procedures.commitments import Signed
from summitry.procedures.keeping import conflict_of

TOLD = 2
"""So many ways to leave are told of each party and concept."""
PREFIX = "without "


@dataclass(frozen=True)
class Standing:
    """Whether a party stays in the state asked for by a concept, and why, in sentences."""

    party: str
    concept: str
    stays: bool
    text: str


class PackageWords:
    """How a signed package is talked about: parties by their labels, states by what is gone."""

    def __init__(self, case: Signed, names: Mapping[str, str]) -> None:
        self.case, self.names = case, names

    def party(self, name: str) -> str:
        """A party's label."""
        return self.names[name]

    def state(self, number: int) -> str:
        """A state by what is not kept in it."""
        return state_text(self.case, number)

    def move(self, step: Step) -> str:
        """What a party takes back, and what it performs again."""
        back, again = step.start & ~step.end, step.end & ~step.start
        parts = []
        if back:
            parts.append(f"takes back {self._named(back)}")
        if again:
            parts.append(f"performs {self._named(again)} again")
        return " and ".join(parts)

    def _named(self, bits: int) -> str:
        return taken(self.case, [at for at in range(bits.bit_length()) if bits >> at & 1])


def taken(case: Signed, numbers: Sequence[int]) -> str:
    """Commitments by their numbers, in the dossier's words."""
    parts = [f"{case.commitments[at].issue} ({case.commitments[at].level})" for at in numbers]
    return " and ".join(", ".join(parts).rsplit(", ", 1))


def state_text(case: Signed, number: int) -> str:
    """A state in words: what is not kept in it."""
    if number == case.kept:
        return "the state where all is kept"
    if number == 0:
        return "the state where nothing is kept"
    gone = [one.issue for at, one in enumerate(case.commitments) if not number >> at & 1]
    return f"the state without {' and '.join(', '.join(gone).rsplit(', ', 1))}"


def standing(
    case: Signed,
    payoffs: NDArray[np.float64],
    names: Mapping[str, str],
    state: int,
    concepts: Sequence[Concept],
) -> tuple[Standing, ...]:
    """Why each party that can change something stays in a state, or leaves it.

    Parameters
    ----------
    case, payoffs
        The package, and what each state brings (parties, states).
    names
        Party: label.
    state
        Number of the state.
    concepts
        By which it is asked.
    """
    if not case.commitments:
        return ()
    conflict, words = conflict_of(case, payoffs), PackageWords(case, names)
    found = []
    for number in np.unique(case.owners).tolist():
        party = case.parties[number]
        for concept in concepts:
            reason = why(conflict, state, party, concept, most=TOLD)
            text = " ".join(tell(reason, words))
            found.append(Standing(party, str(concept), reason.stable, text))
    return tuple(found)


def state_asked(case: Signed, text: str | None) -> int:
    """The state that is meant: all kept, a pattern of Y and N, or what is taken back.

    Raises
    ------
    KeyError
        There is no such state; the message says what would be one.
    """
    count, names = len(case.commitments), [one.issue for one in case.commitments]
    if text is None:
        return case.kept
    pattern = text.strip().upper()
    if len(pattern) == count and not set(pattern) - set("YN"):
        return sum(1 << at for at, sign in enumerate(pattern) if sign == "Y")
    gone = [one.strip() for one in text.strip().removeprefix(PREFIX).split(",")]
    unknown = [one for one in gone if one not in names]
    if unknown:
        fault = (
            f"{text!r} is no state; write what is taken back, 'without {names[0] if names else ''}'"
            f", of {', '.join(names)}; or one Y or N for each of these {count}"
        )
        raise KeyError(fault)
    return case.kept & ~sum(1 << names.index(one) for one in set(gone))
