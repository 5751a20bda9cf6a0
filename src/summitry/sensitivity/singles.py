"""Single flips: for each number the value at which the event's chance crosses a threshold."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from summitry.dossier.inputs import Input
from summitry.dossier.levers import named_by
from summitry.dossier.logic import Statement
from summitry.dossier.model import Dossier
from summitry.sensitivity.crossing import CLOSE, Bounds, Scan, brackets, crossing, scanned
from summitry.sensitivity.naming import label
from summitry.sensitivity.pulls import Pull, half_width, pulls
from summitry.sensitivity.sample import Sample
from summitry.sensitivity.searches import put, side_by_side

SCREEN = 1_000
"""Draws, the first of all, on which every number's whole course is looked at."""
SOME = 5_000
"""Draws on which a crossing is found, before it is mended on all."""
MENDS = 2
"""Steps of the mending at most."""
STEP = 0.02
"""Share of the bounds over which the slope for it is taken."""
NEAR = 0.05
"""A screened chance so near the threshold is looked at again on all draws."""


@dataclass(frozen=True)
class Flip:
    """A number, and where it flips an event.

    Attributes
    ----------
    name, text
        The input, by its path and in words.
    kind
        ``lever``: some party can pull it; ``fact``: nobody can, it is as it is; ``form``: a choice
        of the model's.
    mode, low, high
        Its likeliest value and its range.
    least, greatest
        Its hard bounds.
    value
        Where the event's chance is at the threshold, the nearest to the mode; None if it is
        nowhere within the bounds.
    move
        How far that is from the mode, in half-widths of its range; None where there is no flip, or
        where the number has no range.
    at_least, at_greatest
        The event's chance at its bounds, on the screening draws.
    touched
        Whether it changes the chance at all.
    by, how, reach
        Of a lever: who can pull it, how, and whether it can be pulled to ``value``.
    reveals, on
        Of a fact: what would show where it stands, and by when, if the dossier says.
    """

    name: str
    text: str
    kind: str
    mode: float
    low: float
    high: float
    least: float
    greatest: float
    value: float | None
    move: float | None
    at_least: float
    at_greatest: float
    touched: bool
    by: tuple[str, ...] = ()
    how: str = ""
    reach: bool | None = None
    reveals: str | None = None
    on: str | None = None


def flips(
    sample: Sample,
    event: Statement,
    threshold: float,
    progress: Callable[[float], None] | None = None,
    names: Sequence[str] | None = None,
) -> tuple[Flip, ...]:
    """The flip of every number that the procedure asks for, or of some, the nearest first.

    Its whole law is replaced by a value, every other draw as it was. A first look on few draws
    finds where the threshold is crossed; the place is then found on all of them.
    """
    draws = sample.draws
    if names is None:
        names = sorted({one.name for one in sample.labels if not one.chance} | set(sample.exact))
    every = [draws.inputs[name] for name in names]
    tell = progress or (lambda share: None)
    scans = _scans(sample.first(SCREEN), event, every, lambda share: tell(0.5 * share))
    some = sample.first(SOME)
    off = sample.chance(event, {}) - some.chance(event, {})
    searches = [
        _search(sample, some, off, (one, found), threshold)
        for one, found in zip(every, scans, strict=True)
    ]

    def answer(asked: list[_Asked]) -> list[float]:
        found: dict[int, float] = {}
        for used in (some, sample):
            own = [at for at, one in enumerate(asked) if one.sample is used]
            fixed = [{asked[at].name: asked[at].value} for at in own]
            found |= dict(zip(own, used.chances(event, fixed), strict=True))
        return [found[at] for at in range(len(asked))]

    values = side_by_side(searches, answer, lambda share: tell(0.5 + 0.5 * share))
    levers = pulls(sample.dossier)
    made = [
        flip_of(sample.dossier, one, value, found, levers.get(one.name))
        for one, value, found in zip(every, values, scans, strict=True)
    ]
    return tuple(sorted(made, key=rank))


def _scans(
    few: Sample, event: Statement, every: Sequence[Input], progress: Callable[[float], None]
) -> list[Scan]:
    """Every number's whole course, all side by side."""
    places = [scanned(bounds_of(one), one.range.mode, straight=is_straight(one)) for one in every]
    fixed = [
        {one.name: bounds_of(one).at(place)}
        for one, own in zip(every, places, strict=True)
        for place in own
    ]
    chances = iter(few.chances(event, fixed, progress))
    return [Scan(own, tuple(next(chances) for _ in own)) for own in places]


def rank(one: Flip) -> tuple[bool, bool, float, str]:
    """The place of a flip among others: the nearest first, those without a range after them."""
    far = one.move if one.move is not None else 0.0
    if one.value is not None and one.move is None:
        far = abs(one.value - one.mode) / (one.greatest - one.least)
    return one.value is None, one.move is None, far, one.name


def is_straight(one: Input) -> bool:
    """Whether an event's chance is linear in a number: how likely a coin is."""
    return one.name.endswith("/likelihood")


def bounds_of(one: Input) -> Bounds:
    """A number's hard bounds."""
    kind = one.estimate.quantity
    low, high = kind.low, kind.high
    if kind.exclusive:
        low, high = low + 1e-6, high - 1e-6
    return Bounds(low, high)


def flip_of(
    dossier: Dossier, one: Input, value: float | None, found: Scan, pull: Pull | None
) -> Flip:
    """A number with the value at which it flips the event, if any, and its whole course."""
    bounds, span = bounds_of(one), one.range
    move = None if value is None or span.exact else abs(value - span.mode) / half_width(one)
    sign = reveal(dossier, one.name)
    form = one.name == "curve" or one.name.startswith("loss_aversion/")
    return Flip(
        one.name,
        label(dossier, one.name).text,
        "form" if form else "lever" if pull else "fact",
        span.mode,
        span.low,
        span.high,
        bounds.low,
        bounds.high,
        value,
        move,
        found.chances[0],
        found.chances[-1],
        found.touched,
        pull.by if pull else (),
        pull.how if pull else "",
        None if pull is None or value is None else pull.low <= value <= pull.high,
        *sign,
    )


class _Asked(NamedTuple):
    """A number and a value of it, at which the event's chance on a sample's draws is wanted."""

    sample: Sample
    name: str
    value: float


def _search(
    sample: Sample, some: Sample, off: float, number: tuple[Input, Scan], threshold: float
) -> Generator[_Asked, float, float | None]:
    """Where the threshold is crossed: first on some draws, then mended on all of them.

    On common draws the error of some is nearly the same at every value; it is taken off by what it
    is at the numbers as they are (``off``).
    """
    one, found = number
    bounds = bounds_of(one)
    ends = brackets(found, bounds.place(one.range.mode), threshold)
    near = min(abs(chance - threshold) for chance in found.chances) < NEAR
    if ends is None and near and found.touched:
        ends = _around(found, threshold)
    if ends is None:
        return None

    def ask(place: float, used: Sample = some) -> _Asked:
        return _Asked(used, one.name, bounds.at(place))

    place = yield from put(crossing(*ends, threshold), ask, off)
    if place is None or some is sample:
        return None if place is None else bounds.at(place)
    beside = min(1.0, max(0.0, place + (STEP if place < 1 - STEP else -STEP)))
    slope = (((yield ask(beside)) + off) - ((yield ask(place)) + off)) / (beside - place)
    for _ in range(MENDS):
        miss = (yield ask(place, sample)) - threshold
        if abs(miss) < CLOSE or not slope:
            break
        place = min(max(ends), max(min(ends), place - miss / slope))
    return bounds.at(place)


def _around(found: Scan, threshold: float) -> tuple[float, float]:
    """The places around the one that comes nearest to the threshold without crossing it."""
    at = min(range(len(found.places)), key=lambda one: abs(found.chances[one] - threshold))
    return found.places[max(0, at - 1)], found.places[min(len(found.places) - 1, at + 1)]


def reveal(dossier: Dossier, name: str) -> tuple[str | None, str | None]:
    """What would show where a number stands, and by when, if the dossier says."""
    for key, one in dossier.reveals.items():
        if named_by(key, [name]):
            return one.what, one.on
    return None, None
