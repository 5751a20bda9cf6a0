"""What an assessment's own numbers say of its road maps, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from summitry.forecasts.steps import CHECKS
from summitry.forecasts.tables import figure

if TYPE_CHECKING:
    from summitry.forecasts.roadmap_study import RoadMapForecast


def roadmap_verdict(
    label: str,
    patience: Mapping[str, float],
    names: Mapping[str, str],
    maps: Sequence[RoadMapForecast],
    *,
    shown: bool = False,
) -> str:
    """Which road maps nobody gains by leaving, and where the others break.

    ``shown``: of those that an audience is shown, from what it is shown of them.
    """
    if not maps:
        what = "no road map is shown" if shown else "there is no road map to judge"
        return f"{label}: {what}."
    factors = ", ".join(f"{names[party]} {figure(value)}" for party, value in patience.items())
    told = "; ".join(_told(one, names) for one in maps)
    rest = f" (own discount factors a year, hazard counted: {factors})" if patience else ""
    return f"{label}{rest}: {told}."


def _told(one: RoadMapForecast, names: Mapping[str, str]) -> str:
    if one.holds:
        return f"nobody gains by leaving '{one.label}' (critical {_critical(one.critical)})"
    weak = one.weakest
    where = ""
    if weak:
        where = f" at step {weak.step}, where {names[weak.party]} {CHECKS[weak.check]}"
    text = f"'{one.label}' breaks{where} (critical {_critical(one.critical)})"
    if one.longest:
        text += f", and holds if it stops after step {one.longest}"
    return text


def _critical(value: float | None) -> str:
    return "none" if value is None else figure(value)
