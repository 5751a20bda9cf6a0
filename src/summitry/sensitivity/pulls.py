"""Levers: the numbers that some party can pull, as the dossier says or as they are by nature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from summitry.dossier.inputs import Input, inputs
from summitry.dossier.levers import named_by
from summitry.dossier.model import Dossier


@dataclass(frozen=True)
class Pull:
    """Who can pull a number, and how far.

    ``low`` and ``high`` bound where it can be pulled to; ``cost`` is what pulling it all the way
    costs, where the dossier says. ``stated``: the dossier says it; otherwise it is in its nature:
    who may ask may drop the ask.
    """

    name: str
    by: tuple[str, ...]
    how: str
    low: float
    high: float
    cost: float | None
    stated: bool


def pulls(dossier: Dossier) -> dict[str, Pull]:
    """Every lever of a dossier by input."""
    every = inputs(dossier)
    found = {one.name: one for one in _by_nature(dossier, every) if one.name in every}
    for key, lever in dossier.levers.items():
        for name in named_by(key, every):
            found.pop(name, None)
            if not lever.by:
                continue  # the dossier says that nobody can pull it
            kind = every[name].estimate.quantity
            low, high = kind.low, kind.high
            if lever.to is not None:
                start = every[name].range.mode
                low, high = min(start, lever.to), max(start, lever.to)
            by = tuple(sorted(lever.by))
            found[name] = Pull(name, by, lever.how or "", low, high, lever.cost, stated=True)
    return found


def _by_nature(dossier: Dossier, every: Mapping[str, Input]) -> Iterator[Pull]:
    process = dossier.process
    for party in process.big_ask:
        name = f"process/big_ask/{party}/likelihood"
        yield Pull(name, (party,), "drop the ask, or make it", 0, 1, None, stated=False)
    for party, stances in dossier.stances.items():
        for issue, stance in stances.items():
            for line in stance.red_line:
                name = f"stances/{party}/{issue}/red_line/{line.key}/likelihood"
                yield Pull(name, (party,), "give up the line", 0, 1, None, stated=False)
    for cover in dossier.cover:
        name = f"cover/{cover.key}/strength"
        yield Pull(name, (cover.giver,), "give more cover, or less", 0, 1, None, stated=False)
    for party, stakes in dossier.stakes.items():
        for key, stake in stakes.items():
            name = f"stakes/{party}/{key}"
            if stake.supplied_by and name in every:
                kind = every[name].estimate.quantity
                yield Pull(
                    name, tuple(sorted(stake.supplied_by)), "offer less outside, or more",
                    kind.low, kind.high, None, stated=False,
                )  # fmt: skip
    if "process/rapport" in every:
        yield Pull(
            "process/rapport", tuple(dossier.principals), "meet, and come to trust each other",
            0, 1, None, stated=False,
        )  # fmt: skip


def half_width(one: Input) -> float:
    """Half of the width of a number's range; an eighth of its bounds where it has none."""
    width = (one.range.high - one.range.low) / 2
    if 0 < width < float("inf"):
        return width
    kind = one.estimate.quantity
    whole = kind.high - kind.low
    return whole / 8 if whole < float("inf") else 1.0
