"""What flips an event, at a glance: where the numbers that are shown cross while one moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from summitry.dossier.inputs import Input
from summitry.dossier.logic import Statement
from summitry.forecasts.events import chances_beside, find_event
from summitry.procedures.games import Games
from summitry.procedures.package import Form
from summitry.procedures.variants import variants
from summitry.sensitivity.bridges import Bridges
from summitry.sensitivity.crossing import Scan, brackets, scanned
from summitry.sensitivity.flip import Flips, FlipStudy, by_kind
from summitry.sensitivity.glances.pairs import pairs
from summitry.sensitivity.pulls import pulls
from summitry.sensitivity.singles import Flip, bounds_of, flip_of, is_straight, rank

DRAWS = 50
"""Draws that fit a glance."""


def flips_at_a_glance(games: Sequence[Games], rest: Flips, form: Form | None = None) -> Flips:
    """The numbers that the picture shows at rest, each where it flips the event with one moved.

    A number is looked at on the grid of values that :func:`summitry.flip` begins with, on as many
    draws: first between the two values around its flip at rest, then, if the threshold is not
    crossed there, on the rest of the grid. Between two values the chance is taken as a straight
    line, so the place is no finer than that. What each number does at the ends of its bounds is as
    at rest. Left out: numbers that the picture does not show, the other structural choices, the
    joint flip, bridges (see :func:`~summitry.sensitivity.glances.bridges.bridges_at_a_glance`) and
    prices.

    Parameters
    ----------
    games
        The games of each assessment, with the number moved.
    rest
        The flips as the numbers rest.
    form
        The structural choices, where they are not the dossier's.
    """
    studies = tuple(_study(*pair, rest, form) for pair in pairs(games, rest.studies))
    return replace(rest, studies=studies, seed=games[0].draws.seed, draws=games[0].draws.rows)


def _study(games: Games, still: FlipStudy, rest: Flips, form: Form | None) -> FlipStudy:
    dossier = games.layout.dossier
    courses = [_Course(games.draws.inputs[one.name], one, rest.threshold) for one in still.nearest]
    ask = _Asking(games, form or Form.of(dossier), find_event(dossier, rest.event))
    now = ask.look({course: course.around for course in courses})
    missing = {one: one.grid for one in courses if one.place is None}
    if missing:
        ask.look(missing)
    levers = pulls(dossier)
    found = []
    for one in courses:
        value = None if one.place is None else bounds_of(one.number).at(one.place)
        ends = Scan((0.0, 1.0), (one.still.at_least, one.still.at_greatest))
        made = flip_of(dossier, one.number, value, ends, levers.get(one.number.name))
        found.append(replace(made, touched=one.still.touched))
    return FlipStudy(
        still.assessment,
        still.label,
        now,
        *by_kind(sorted(found, key=rank)),
        (),
        None,
        Bridges(still.bridges.wanted, now, (), None, {}),
        {},
        (),
        still.names,
    )


class _Course:
    """A number's chances at places on the line of its bounds, as far as they were looked at."""

    def __init__(self, number: Input, still: Flip, threshold: float) -> None:
        self.number, self.still, self.threshold = number, still, threshold
        bounds = bounds_of(number)
        self.start = bounds.place(number.range.mode)
        self.grid = scanned(bounds, number.range.mode, straight=is_straight(number))
        at = bounds.place(still.value or 0.0)
        self.around = next(
            (ends for ends in pairwise(self.grid) if ends[0] <= at <= ends[1]), self.grid[:2]
        )
        self.chances: dict[float, float] = {}

    @property
    def place(self) -> float | None:
        """Where the threshold is crossed, nearest to where the number is likeliest."""
        places = tuple(sorted(self.chances))
        known = Scan(places, tuple(self.chances[one] for one in places))
        ends = brackets(known, self.start, self.threshold)
        if ends is None:
            return None
        low, high = (self.chances[one] for one in ends)
        return ends[0] + (ends[1] - ends[0]) * (self.threshold - low) / (high - low)


@dataclass(frozen=True)
class _Asking:
    """An event's chances by one assessment."""

    games: Games
    form: Form
    event: Statement

    def look(self, wanted: Mapping[_Course, Sequence[float]]) -> float:
        """Look at places of some courses, all side by side; the chance as it is."""
        new = [
            (course, place)
            for course, places in wanted.items()
            for place in places
            if place not in course.chances
        ]
        fixed = [{course.number.name: bounds_of(course.number).at(place)} for course, place in new]
        ways = variants(self.games, self.form, fixed)
        now, *chances = chances_beside(ways, {"event": self.event})["event"].tolist()
        for (course, place), chance in zip(new, chances, strict=True):
            course.chances[place] = chance
        return float(now)
