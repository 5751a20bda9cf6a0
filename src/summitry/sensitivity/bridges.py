"""Bridges: the cheapest set of levers that brings an event to a wanted chance."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from summitry.dossier.inputs import Input
from summitry.dossier.logic import Statement
from summitry.dossier.model import Dossier
from summitry.sensitivity.crossing import cross
from summitry.sensitivity.naming import label
from summitry.sensitivity.pulls import Pull, half_width, pulls
from summitry.sensitivity.sample import Sample
from summitry.sensitivity.searches import put, side_by_side

SCREEN = 1_000
"""Draws, the first of all, on which sets are searched."""
LEVERS = 10
"""Levers searched: those that alone bring the event furthest."""
LARGEST = 3
"""Levers in a set at most."""
SETS = 12
"""Sets whose cheapest pull is worked out: those that are cheapest when pulled all the way."""
SHOWN = 3
"""Bridges told."""
HALVINGS = 6
"""Halvings of the search along a pull."""


@dataclass(frozen=True)
class Pulled:
    """A lever of a bridge: from its likeliest value to another, who pulls it, and the cost."""

    name: str
    text: str
    by: tuple[str, ...]
    how: str
    start: float
    to: float
    cost: float


@dataclass(frozen=True)
class Bridge:
    """A set of levers that together bring the event to the wanted chance.

    ``probability`` is the event's chance once they are pulled, on all draws.
    """

    levers: tuple[Pulled, ...]
    cost: float
    probability: float


@dataclass(frozen=True)
class Bridges:
    """The cheapest ways to a wanted chance.

    Attributes
    ----------
    wanted, now
        The chance wanted and the chance as it is.
    found
        The cheapest bridges, cheapest first; empty where no set of at most three levers gets there,
        or where it is there already.
    furthest
        The chance with all levers of the best set pulled all the way, where none gets there.
    alone
        Lever: the event's chance if it alone is pulled all the way, the best first.
    """

    wanted: float
    now: float
    found: tuple[Bridge, ...]
    furthest: Bridge | None
    alone: Mapping[str, float]


@dataclass(frozen=True)
class Way:
    """A lever with the end to which pulling it helps."""

    pull: Pull
    start: float
    end: float
    whole: float
    """Cost of pulling it all the way."""

    def at(self, share: float) -> float:
        """Where it stands when pulled a share of the way."""
        return self.start + share * (self.end - self.start)


def bridges(
    sample: Sample,
    event: Statement,
    wanted: float,
    now: float,
    progress: Callable[[float], None] | None = None,
) -> Bridges:
    """Search sets of at most three levers, cheapest first.

    A set's levers are first pulled the same share of their way, then each is let go as far as the
    chance allows; the cost is their sum. Sets are searched on few draws; what is told is run on
    all of them.
    """
    tell = progress or (lambda share: None)
    search = _Search(sample, event, wanted)
    ways, alone = search.levers()
    tell(0.2)
    if now >= wanted or not ways:
        return Bridges(wanted, now, (), None, alone)
    sets = [one for size in range(1, LARGEST + 1) for one in combinations(ways, size)]
    fully = search.few.chances(event, [pulled(one, [1.0] * len(one)) for one in sets])
    tell(0.5)
    enough = [one for one, chance in zip(sets, fully, strict=True) if chance >= wanted]
    # A set that holds a smaller one which is enough can only be cheaper by pulling each less.
    enough.sort(key=lambda one: sum(way.whole for way in one))
    if not enough:
        best = max(range(len(sets)), key=lambda at: (fully[at], -len(sets[at])))
        return Bridges(wanted, now, (), search.told(sets[best], [1.0] * len(sets[best])), alone)
    some = enough[:SETS]
    searches = [search.cheapest(one) for one in some]
    shares = side_by_side(
        searches, partial(search.few.chances, event), lambda share: tell(0.5 + 0.4 * share)
    )
    chances = search.few.chances(event, [pulled(*one) for one in zip(some, shares, strict=True)])
    made = [search.told(*one) for one in zip(some, shares, chances, strict=True)]
    unique: dict[frozenset[str], Bridge] = {}
    for bridge in sorted(made, key=lambda one: (one.cost, len(one.levers))):
        unique.setdefault(frozenset(lever.name for lever in bridge.levers), bridge)
    found = [bridge for levers, bridge in unique.items() if levers]
    shown = tuple(search.just_enough(one) for one in found[:SHOWN])
    return Bridges(wanted, now, shown, None, alone)


class _Search:
    """The search for bridges on few draws."""

    def __init__(self, sample: Sample, event: Statement, wanted: float) -> None:
        self.sample, self.event, self.wanted = sample, event, wanted
        self.ways: dict[str, Way] = {}
        self.few = sample.first(SCREEN)

    def levers(self) -> tuple[list[Way], dict[str, float]]:
        """The levers that help, the best first, and the chance that each brings alone."""
        draws = self.sample.draws
        own = [
            one for name, one in sorted(pulls(self.sample.dossier).items()) if name in draws.read
        ]
        base = self.few.chance(self.event, {})
        ends = [(one, at) for one in own for at in (one.low, one.high)]
        chances = self.few.chances(self.event, [{one.name: at} for one, at in ends])
        tried = [(chance, at) for chance, (_, at) in zip(chances, ends, strict=True)]
        found = []
        for pull, *both in zip(own, tried[::2], tried[1::2], strict=True):
            chance, end = max(both)
            one = draws.inputs[pull.name]
            start = one.range.mode
            if chance <= base or end == start:
                continue
            found.append((chance, way_of(pull, one, end)))
        found.sort(key=lambda one: (-one[0], one[1].pull.name))
        self.ways = {way.pull.name: way for _, way in found}
        alone = {way.pull.name: chance for chance, way in found}
        return [way for _, way in found if way.whole < float("inf")][:LEVERS], alone

    def cheapest(self, ways: Sequence[Way]) -> Generator[Mapping[str, float], float, list[float]]:
        """How far each lever must be pulled: together first, then each let go in turn."""

        def together(share: float) -> Mapping[str, float]:
            return pulled(ways, [share] * len(ways))

        share = yield from put(_least(self.wanted), together)
        shares = [share] * len(ways)
        for at in sorted(range(len(ways)), key=lambda number: -ways[number].whole):

            def by_itself(share: float, at: int = at) -> Mapping[str, float]:
                return pulled(ways, [*shares[:at], share, *shares[at + 1 :]])

            if len(ways) > 1:
                none = yield by_itself(0.0)
                least = put(_least(self.wanted, shares[at]), by_itself)
                shares[at] = 0.0 if none >= self.wanted else (yield from least)
        return shares

    def just_enough(self, bridge: Bridge) -> Bridge:
        """The bridge pulled just as far as it takes on all draws, where few draws misled."""
        ways = [self.ways[lever.name] for lever in bridge.levers]
        shares = [
            (lever.to - way.start) / (way.end - way.start)
            for lever, way in zip(bridge.levers, ways, strict=True)
        ]
        known = {1.0: self.told(ways, shares)}

        def chance(place: float) -> float:
            if place not in known:
                known[place] = self.told(ways, along(shares, place))
            return known[place].probability

        ends = (0.5, 1.0) if chance(1.0) >= self.wanted else (1.0, 2.0)
        place = cross(chance, *ends, self.wanted)
        return known[1.0 if place is None else place]

    def told(
        self, ways: Sequence[Way], shares: Sequence[float], chance: float | None = None
    ) -> Bridge:
        """A bridge; its chance, where it is not given, run on all draws."""
        if chance is None:
            chance = self.sample.chance(self.event, pulled(ways, shares))
        return bridge_of(self.sample.dossier, ways, shares, chance)


def way_of(pull: Pull, one: Input, end: float) -> Way:
    """A lever's way from where it is likeliest to an end."""
    start = one.range.mode
    whole = abs(end - start) / half_width(one)
    return Way(pull, start, end, whole if pull.cost is None else pull.cost)


def pulled(ways: Sequence[Way], shares: Sequence[float]) -> dict[str, float]:
    """Where each lever stands when pulled a share of its way."""
    return {
        way.pull.name: way.at(share)
        for way, share in zip(ways, shares, strict=True)
        if share > 0  # what is not pulled keeps its whole law
    }


def along(shares: Sequence[float], place: float) -> list[float]:
    """Shares of the levers' ways along a set: 0 nothing, 1 those given, 2 all the way."""
    less, more = min(place, 1.0), max(0.0, place - 1.0)
    return [share * less + (1 - share * less) * more for share in shares]


def bridge_of(
    dossier: Dossier, ways: Sequence[Way], shares: Sequence[float], chance: float
) -> Bridge:
    """A set of levers, each pulled a share of its way, and the event's chance then."""
    levers = tuple(
        Pulled(
            way.pull.name, label(dossier, way.pull.name).text, way.pull.by, way.pull.how,
            way.start, way.at(share), share * way.whole,
        )
        for way, share in zip(ways, shares, strict=True)
        if share > 0
    )  # fmt: skip
    return Bridge(levers, sum(lever.cost for lever in levers), chance)


def _least(wanted: float, high: float = 1.0) -> Generator[float, float, float]:
    """The least share that is enough, to one in 2^halvings; ``high`` is known to be."""
    low = 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if (yield middle) >= wanted else (middle, high)
    return high
