"""What an assessment's own numbers say of its road maps, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from summitry.forecasts.steps import CHECKS
from summitry.forecasts.tables import figure

if TYPE_CHECKING:
    from summitry.forecasts.roadmaps import RoadMapForecast


def roadmap_verdict(
    label: str,
    patience: Mapping[str, float],
    names: Mapping[str, str],
    maps: Sequence[RoadMapForecast],
) -> str:
    """Which road maps nobody gains by leaving, and where the others break."""
    if not maps:
        return f"{label}: there is no road map to judge."
    factors = ", ".join(f"{names[party]} {figure(value)}" for party, value in patience.items())
    told = "; ".join(_told(one, names) for one in maps)
    return f"{label} (own discount factors a year, hazard counted: {factors}): {told}."


def _told(one: RoadMapForecast, names: Mapping[str, str]) -> str:
    if one.holds:
        return f"nobody gains by leaving '{one.label}' (critical {_critical(one.critical)})"
    weak = one.weakest
    text = (
        f"'{one.label}' breaks at step {weak.step}, where {names[weak.party]} "
        f"{CHECKS[weak.check]} (critical {_critical(one.critical)})"
    )
    if one.longest:
        text += f", and holds if it stops after step {one.longest}"
    return text


def _critical(value: float | None) -> str:
    return "none" if value is None else figure(value)
