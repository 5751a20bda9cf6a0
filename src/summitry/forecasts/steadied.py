"""A comparison on few draws, steadied by what is known at rest on many.

While a hand moves, few draws follow it. What they say of the place where it set out is known on
many draws as well; the difference is the few draws' error there, and on common draws nearly the
same error a little further on. It is taken off: a control variate with coefficient one (Lavenberg
and Welch 1981). Nothing then jumps when a number is taken hold of, and the error left is that of
the change alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from summitry.forecasts.compare import Comparison
from summitry.forecasts.doubt import Spread
from summitry.forecasts.forecast import Forecast
from summitry.forecasts.grid import Grid
from summitry.forecasts.mechanisms import Effect
from summitry.forecasts.reasons import Reason, in_words

Key = TypeVar("Key", bound=Hashable)


def steadied(moved: Comparison, few: Comparison, many: Comparison) -> Comparison:
    """A comparison with a number moved, its few draws' error taken off.

    Parameters
    ----------
    moved
        On few draws, with the number moved.
    few
        On the same draws, as it rests.
    many
        As it rests, on many draws.

    Returns
    -------
    ``moved`` with its probabilities, reasons, levels, mechanisms and grids steadied; packages are
    those of its own draws, and so is whatever one of the three does not hold. Shares stay shares:
    none below 0, and those of one whole add up to what they must.
    """
    made = tuple(
        _steadied(*three)
        for three in zip(moved.forecasts, few.forecasts, many.forecasts, strict=True)
    )
    return replace(moved, forecasts=made)


def _steadied(moved: Forecast, few: Forecast, many: Forecast) -> Forecast:
    chances = [{one.name: one.probability for one in each.events} for each in (moved, few, many)]
    chance = {name: _share(value) for name, value in _carried(*chances).items()}
    if "exchange" in chance:  # a deal as well: each is carried by itself
        chance["exchange"] = min(chance["exchange"], chance["agreed"])
    events = tuple(
        replace(one, probability=chance[one.name], spread=Spread(*3 * (chance[one.name],), {}))
        for one in moved.events
    )
    why = _reasons(moved, few, many, 1 - chance["agreed"])
    return replace(
        moved,
        events=events,
        reasons=why,
        summary=in_words(chance["agreed"], why),
        levels={issue: _levels(issue, moved, few, many) for issue in moved.levels},
        effects=_effects(moved, few, many),
        grid=_grid(moved.grid, few.grid, many.grid),
    )


def _carried(
    moved: Mapping[Key, float], few: Mapping[Key, float], many: Mapping[Key, float]
) -> dict[Key, float]:
    """What is known on many draws, with the change on few; what occurs nowhere counts 0."""
    names = dict.fromkeys([*moved, *few, *many])
    return {
        name: many.get(name, 0.0) + (moved.get(name, 0.0) - few.get(name, 0.0)) for name in names
    }


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _whole(parts: Mapping[Key, float], total: float) -> dict[Key, float]:
    """Parts of a whole: none below 0, adding up to a total."""
    kept = {name: max(0.0, one) for name, one in parts.items()}
    found = sum(kept.values())
    return {name: one * total / found for name, one in kept.items()} if found > 0 else kept


def _levels(issue: str, moved: Forecast, few: Forecast, many: Forecast) -> dict[str, float]:
    """Shares of an issue's levels, given a deal; what is carried is their share of all draws."""
    shares = [
        {level: one * each.probability("agreed") for level, one in each.levels[issue].items()}
        for each in (moved, few, many)
    ]
    found = _whole(_carried(*shares), 1.0)
    order = moved.levels[issue] or many.levels[issue]
    return {level: found[level] for level in order} if sum(found.values()) > 0 else {}


def _reasons(moved: Forecast, few: Forecast, many: Forecast, total: float) -> tuple[Reason, ...]:
    shares = [
        {(one.kind, one.text, one.who): one.share for one in each.reasons}
        for each in (moved, few, many)
    ]
    found = [
        Reason(kind, text, share, who)
        for (kind, text, who), share in _whole(_carried(*shares), total).items()
        if share > 0
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, one.kind, one.text)))


def _effects(moved: Forecast, few: Forecast, many: Forecast) -> tuple[Effect, ...]:
    names = [[(one.kind, one.text) for one in each.effects] for each in (moved, few, many)]
    if not names[0] == names[1] == names[2]:
        return moved.effects
    return tuple(
        Effect(
            own.kind,
            own.text,
            {name: _share(one) for name, one in
             _carried(own.without, short.without, full.without).items()},
            _carried(own.change, short.change, full.change),
            _share(full.touched + (own.touched - short.touched)),
        )
        for own, short, full in zip(moved.effects, few.effects, many.effects, strict=True)
    )  # fmt: skip


def _grid(moved: Grid, few: Grid, many: Grid) -> Grid:
    if not moved.cells.keys() == few.cells.keys() == many.cells.keys():
        return moved
    cells = {}
    for name in moved.cells:
        three = zip(moved.cells[name], few.cells[name], many.cells[name], strict=True)
        cells[name] = tuple(
            tuple(_share(d + (a - b)) for a, b, d in zip(*rows, strict=True)) for rows in three
        )
    return replace(moved, cells=cells)
