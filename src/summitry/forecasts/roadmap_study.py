"""What is found out about the road maps of one assessment, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summitry.forecasts.steps import Mend, PartyStep, Weakest
from summitry.forecasts.survival import Survival

PROPOSED = "proposed"
"""What the road map that was found is called, beside those that the dossier writes."""
PROPOSED_LABEL = "proposed, to the likeliest package"


@dataclass(frozen=True)
class StoppingPoint:
    """The path stopped after some steps, what is reached kept for ever.

    ``critical`` is the least common discount factor a year from which it is self-enforcing, at the
    likeliest numbers; None if there is none. ``holds``: whether it is at the parties' own discount
    factors; ``share``: in what share of the draws it is.
    """

    steps: int
    critical: float | None
    holds: bool
    share: float


@dataclass(frozen=True)
class Collision:
    """Words that stand on the way, and what becomes of their readings.

    ``step``: where they collide, if they do; ``end``: ``collide``, ``all met``, or ``stay open``
    where the path moves no issue that a reading names.
    """

    words: str
    readings: Mapping[str, str]
    step: int | None
    end: str


@dataclass(frozen=True)
class RoadMapForecast:
    """One road map by one assessment.

    Attributes
    ----------
    period
        Years that a step takes; None where that is not for the audience.
    steps
        What each step moves: issue: level.
    critical
        Critical discount factor a year at the likeliest numbers; None if there is none.
    low, middle, high
        Tenth, fiftieth and ninetieth percentile of the critical discount factor over the draws in
        which there is one; None if there is none in any.
    none
        Share of draws in which no discount factor makes the path self-enforcing.
    holds
        Whether it is self-enforcing at the parties' own discount factors, at the likeliest numbers.
    share
        Share of draws in which it is.
    parties
        Slack of every party at every step, at the likeliest numbers and own discount factors.
    stopping
        Every stopping point; the last is the whole path.
    exact
        Of a proposed path: whether every order was examined.
    first_step
        Party: how much of its whole concession the pacing programme has it perform in the first
        period; None where the programme does not apply.
    """

    name: str
    label: str
    written: bool
    period: float | None
    steps: tuple[Mapping[str, str], ...]
    critical: float | None
    low: float | None
    middle: float | None
    high: float | None
    none: float
    holds: bool
    share: float
    parties: tuple[PartyStep, ...]
    stopping: tuple[StoppingPoint, ...]
    longest: int
    """Steps of the longest self-enforcing stopping point at own discount factors; 0 for none."""
    weakest: Weakest | None
    """None where whose step it is is not for the audience."""
    mends: tuple[Mend, ...]
    survival: Survival | None
    """None where some hazard is not for the audience."""
    collisions: tuple[Collision, ...]
    first_step: Mapping[str, float] | None
    exact: bool | None
    everybody: bool = True
    """Whether ``parties`` has every principal; not where one is not for the audience."""


@dataclass(frozen=True)
class RoadMapStudy:
    """Road maps by one assessment."""

    assessment: str | None
    label: str
    patience: Mapping[str, float]
    """Principal: its own discount factor a year, hazard counted, at the likeliest numbers."""
    names: Mapping[str, str]
    """Principal: its label."""
    yearly: float | None
    """Chance a year that the process is ended from outside, at the likeliest number; None where
    that is not for the audience."""
    maps: tuple[RoadMapForecast, ...]
    verdict: str

    def __getitem__(self, name: str) -> RoadMapForecast:
        for one in self.maps:
            if one.name == name:
                return one
        raise KeyError(name)
