"""Whose leaving is the threat, and whose answer holds them in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.concepts import BASIC, Concept
from summitry.procedures.commitments import Signed

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """What another party would do about an exit.

    Attributes
    ----------
    party
        Who answers.
    back
        The commitments, by number, that it takes back.
    share
        Share, of the draws in which the exit pays, in which the answer pays its party and leaves
        whoever left no better off than before it left.
    """

    party: str
    back: tuple[int, ...]
    share: float


@dataclass(frozen=True)
class Exit:
    """How a party would leave.

    Attributes
    ----------
    party
        Who leaves.
    pays
        Share of the draws in which taking something back pays at once.
    back
        The commitments, by number, that it takes back where most is to be had by it, in the draws
        in which it pays; where it never pays, what would cost it least.
    share
        Share, of the draws in which leaving pays, in which this is the best way to leave.
    gain
        What it gains by that at the likeliest numbers, 1 being all that it wants.
    deterred
        Share, of the draws in which leaving pays, in which some answer that pays those who give it
        deters every way of leaving (sequential stability); None where leaving never pays.
    answer
        The single answer that most often deters this exit; None if none does in any draw.
    """

    party: str
    pays: float
    back: tuple[int, ...]
    share: float
    gain: float
    deterred: float | None
    answer: Answer | None


def exits(
    case: Signed, payoffs: Floats, modes: Floats, stay: NDArray[np.bool_]
) -> tuple[Exit, ...]:
    """How each party that has something to take back would leave.

    Parameters
    ----------
    case
        The package.
    payoffs : (draws, parties, states)
        What each state brings.
    modes : (parties, states)
        The same at the likeliest numbers.
    stay : (draws, parties, concepts)
        Whether each party stays, by concepts of which :data:`BASIC` are the first.
    """
    found = []
    for party, name in enumerate(case.parties):
        own = np.flatnonzero(case.owners == party)
        if not len(own):
            continue
        ways = np.array(list(_subsets(own)))
        states = case.kept ^ ways
        now = payoffs[:, party, case.kept]
        gain = payoffs[:, party][:, states] - now[:, None]
        pays = gain.max(axis=1) > 0
        best = gain[pays if pays.any() else slice(None)].argmax(axis=1)
        number = int(np.bincount(best).argmax())
        leave = int(states[number])
        staying = stay[pays, party, BASIC.index(Concept.SEQ)]
        found.append(
            Exit(
                name,
                float(pays.mean()),
                _bits(int(ways[number])),
                float((best == number).mean()),
                float(modes[party, leave] - modes[party, case.kept]),
                float(staying.mean()) if pays.any() else None,
                _answer(case, payoffs[pays], party, leave) if pays.any() else None,
            )
        )
    return tuple(found)


def passed(way: Exit, kept: int) -> list[int]:
    """Numbers of the states that an exit leads to, and its answer after it; ``kept``: all kept."""
    left = kept ^ sum(1 << one for one in way.back)
    if way.answer is None:
        return [left]
    return [left, left ^ sum(1 << one for one in way.answer.back)]


def _answer(case: Signed, payoffs: Floats, party: int, leave: int) -> Answer | None:
    """The single move of another party that most often makes leaving not pay."""
    best: Answer | None = None
    before = payoffs[:, party, case.kept]
    for other, name in enumerate(case.parties):
        own = np.flatnonzero(case.owners == other)
        if other == party or not len(own):
            continue
        for way in _subsets(own):
            state = leave ^ way
            pays = payoffs[:, other, state] > payoffs[:, other, leave]
            share = float((pays & (payoffs[:, party, state] <= before)).mean())
            if share > (best.share if best else 0.0):
                best = Answer(name, _bits(way), share)
    return best


def _subsets(commitments: NDArray[np.intp]) -> Iterator[int]:
    """Every way to take some of the commitments back, as bits, single ones first."""
    many = len(commitments)
    numbers = sorted(range(1, 1 << many), key=lambda one: (one.bit_count(), one))
    for one in numbers:
        yield sum(1 << int(commitments[at]) for at in range(many) if one >> at & 1)


def _bits(number: int) -> tuple[int, ...]:
    return tuple(at for at in range(number.bit_length()) if number >> at & 1)
