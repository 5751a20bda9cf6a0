"""Bridges: the cheapest set of levers that brings an event to a wanted chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from summitry.dossier.logic import Statement
from summitry.procedures.parallel import in_order
from summitry.sensitivity.crossing import cross
from summitry.sensitivity.naming import label
from summitry.sensitivity.pulls import Pull, half_width, pulls
from summitry.sensitivity.sample import Sample

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
class _Way:
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
    fully = list(in_order(lambda one: search.chance(one, [1.0] * len(one)), sets))
    tell(0.5)
    enough = [one for one, chance in zip(sets, fully, strict=True) if chance >= wanted]
    # A set that holds a smaller one which is enough can only be cheaper by pulling each less.
    enough.sort(key=lambda one: sum(way.whole for way in one))
    if not enough:
        best = max(range(len(sets)), key=lambda at: (fully[at], -len(sets[at])))
        return Bridges(wanted, now, (), search.told(sets[best], [1.0] * len(sets[best])), alone)
    made: list[Bridge] = []
    shares = in_order(search.cheapest, enough[:SETS])
    for one, share in zip(enough, shares, strict=False):
        made.append(search.told(one, share, search.few))
        tell(0.5 + 0.5 * len(made) / min(SETS, len(enough)))
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
        self.ways: dict[str, _Way] = {}
        self.few = sample.first(SCREEN)

    def levers(self) -> tuple[list[_Way], dict[str, float]]:
        """The levers that help, the best first, and the chance that each brings alone."""
        draws = self.sample.draws
        own = [
            one for name, one in sorted(pulls(self.sample.dossier).items()) if name in draws.read
        ]
        base = self.few.chance(self.event, {})

        def better(pull: Pull) -> tuple[float, float]:
            ends = [
                (self.few.chance(self.event, {pull.name: at}), at) for at in (pull.low, pull.high)
            ]
            return max(ends)

        found = []
        for pull, (chance, end) in zip(own, in_order(better, own), strict=True):
            one = draws.inputs[pull.name]
            start = one.range.mode
            if chance <= base or end == start:
                continue
            way = abs(end - start) / half_width(one)
            found.append((chance, _Way(pull, start, end, way if pull.cost is None else pull.cost)))
        found.sort(key=lambda one: (-one[0], one[1].pull.name))
        self.ways = {way.pull.name: way for _, way in found}
        alone = {way.pull.name: chance for chance, way in found}
        return [way for _, way in found if way.whole < float("inf")][:LEVERS], alone

    def chance(self, ways: Sequence[_Way], shares: Sequence[float]) -> float:
        """The event's chance with some levers pulled a share of their way."""
        fixed = {
            way.pull.name: way.at(share)
            for way, share in zip(ways, shares, strict=True)
            if share > 0  # what is not pulled keeps its whole law
        }
        return self.few.chance(self.event, fixed)

    def cheapest(self, ways: Sequence[_Way]) -> list[float]:
        """How far each lever must be pulled: together first, then each let go in turn."""
        share = _least(lambda share: self.chance(ways, [share] * len(ways)) >= self.wanted)
        shares = [share] * len(ways)
        for at in sorted(range(len(ways)), key=lambda number: -ways[number].whole):

            def enough(share: float, at: int = at) -> bool:
                tried = [*shares[:at], share, *shares[at + 1 :]]
                return self.chance(ways, tried) >= self.wanted

            if len(ways) > 1:
                shares[at] = 0.0 if enough(0.0) else _least(enough, shares[at])
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
            """At 0 nothing is pulled, at 1 as the search has it, at 2 all the way."""
            if place not in known:
                less, more = min(place, 1.0), max(0.0, place - 1.0)
                known[place] = self.told(ways, [s * less + (1 - s * less) * more for s in shares])
            return known[place].probability

        ends = (0.5, 1.0) if chance(1.0) >= self.wanted else (1.0, 2.0)
        place = cross(chance, *ends, self.wanted)
        return known[1.0 if place is None else place]

    def told(
        self, ways: Sequence[_Way], shares: Sequence[float], sample: Sample | None = None
    ) -> Bridge:
        """A bridge, its chance run on all draws, or on those of another sample."""
        used = [(way, share) for way, share in zip(ways, shares, strict=True) if share > 0]
        levers = tuple(
            Pulled(
                way.pull.name, label(self.sample.dossier, way.pull.name).text, way.pull.by,
                way.pull.how, way.start, way.at(share), share * way.whole,
            )
            for way, share in used
        )  # fmt: skip
        fixed = {lever.name: lever.to for lever in levers}
        chance = (sample or self.sample).chance(self.event, fixed)
        return Bridge(levers, sum(lever.cost for lever in levers), chance)


def _least(enough: Callable[[float], bool], high: float = 1.0) -> float:
    """The least share that is enough, to one in 2^halvings; ``high`` is known to be."""
    low = 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
