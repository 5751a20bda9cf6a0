"""A package once signed, by one assessment: what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from summitry.forecasts.exits import Exit
from summitry.forecasts.standing import Standing
from summitry.procedures.commitments import Commitment


@dataclass(frozen=True)
class Verdict:
    """The package by one concept.

    Attributes
    ----------
    concept
        Its short name: Nash, SEQ, ...
    holds
        Whether everybody keeps the package, at the likeliest numbers; None if that is not settled.
    share
        Share of all draws in which everybody does, as far as that is settled.
    parties
        Party: share of the draws in which it does.
    least, greatest
        Of ``share``, over the forms of the model: curve and loss aversion at each pair of the
        grid's values, and what no deal brings due again or not once nothing is kept.
    unsettled
        Share of the draws in which it is not settled, as only non-myopic stability may be; there
        ``share`` counts it as not kept, and may be more by as much.
    """

    concept: str
    holds: bool | None
    share: float
    parties: Mapping[str, float]
    least: float
    greatest: float
    unsettled: float = 0.0


@dataclass(frozen=True)
class State:
    """A state at the likeliest numbers: which commitments are kept, by their numbers."""

    kept: tuple[int, ...]
    gains: Mapping[str, float]
    """Party: what it brings over no deal; of the order within a party only."""
    equilibrium: tuple[str, ...]
    """Concepts by which it is an equilibrium."""


@dataclass(frozen=True)
class StabilityStudy:
    """A package once signed, by one assessment.

    ``package`` has the issues that it moves; it is empty, and so is everything else, where no draw
    ends with a deal and the likeliest package was asked for.
    """

    assessment: str | None
    label: str
    package: Mapping[str, str]
    likeliest: float | None
    """Share of the draws in which the likeliest package is struck; None for a package named."""
    commitments: tuple[Commitment, ...]
    final: tuple[Commitment, ...]
    """Those of which nothing can be taken back."""
    names: Mapping[str, str]
    """Party: its label."""
    concepts: tuple[Verdict, ...]
    exits: tuple[Exit, ...]
    states: tuple[State, ...]
    """The states at the likeliest numbers, in the order of their numbers: all, or, where they are
    more than 256, those on the ways out and what answers them."""
    state: str
    """The state whose reasons are told, in words."""
    standing: tuple[Standing, ...]
    """Why each party stays in it, or leaves it, by each concept, at the likeliest numbers."""
    verdict: str
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Concepts that are not looked at, and why."""

    def __getitem__(self, concept: str) -> Verdict:
        for one in self.concepts:
            if one.concept == concept:
                return one
        raise KeyError(concept)
