"""Summitry: a cited dossier of a negotiation becomes a forecast.

>>> import summitry as sm
>>> dossier = sm.load("cases/hanoi-2019")  # doctest: +SKIP
>>> forecast = sm.forecast(dossier, assessment="burton", draws=20_000, seed=7)  # doctest: +SKIP
>>> forecast.probability("agreed")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.dossier.assessment import assess
    from summitry.dossier.loading import build, check, load
    from summitry.dossier.model import Dossier
    from summitry.dossier.problem import DossierError, Problem
    from summitry.forecasts.compare import Comparison, compare
    from summitry.forecasts.forecast import Forecast, forecast
    from summitry.forecasts.pools import Pool, pool
    from summitry.forecasts.pressure import pressure
    from summitry.forecasts.pressure_study import Pressure
    from summitry.forecasts.roadmaps import RoadMapComparison, roadmap
    from summitry.forecasts.stability import StabilityComparison, hold
    from summitry.forecasts.tracks import TrackComparison, tracks
    from summitry.forecasts.whatif import what_if
    from summitry.ledger.ledger import Ledger
    from summitry.sensitivity.differences import Difference, diff, why
    from summitry.sensitivity.explain import Explanation, explain
    from summitry.sensitivity.flip import Flips, flip
    from summitry.sweeps.sweep import Sweep, sweep

__version__ = "0.1.0"

_HOME = {
    "Comparison": "summitry.forecasts.compare",
    "Difference": "summitry.sensitivity.differences",
    "Dossier": "summitry.dossier.model",
    "DossierError": "summitry.dossier.problem",
    "Explanation": "summitry.sensitivity.explain",
    "Flips": "summitry.sensitivity.flip",
    "Forecast": "summitry.forecasts.forecast",
    "Ledger": "summitry.ledger.ledger",
    "Pool": "summitry.forecasts.pools",
    "Pressure": "summitry.forecasts.pressure_study",
    "Problem": "summitry.dossier.problem",
    "RoadMapComparison": "summitry.forecasts.roadmaps",
    "StabilityComparison": "summitry.forecasts.stability",
    "Sweep": "summitry.sweeps.sweep",
    "TrackComparison": "summitry.forecasts.tracks",
    "assess": "summitry.dossier.assessment",
    "build": "summitry.dossier.loading",
    "check": "summitry.dossier.loading",
    "compare": "summitry.forecasts.compare",
    "diff": "summitry.sensitivity.differences",
    "explain": "summitry.sensitivity.explain",
    "flip": "summitry.sensitivity.flip",
    "forecast": "summitry.forecasts.forecast",
    "hold": "summitry.forecasts.stability",
    "load": "summitry.dossier.loading",
    "pool": "summitry.forecasts.pools",
    "pressure": "summitry.forecasts.pressure",
    "roadmap": "summitry.forecasts.roadmaps",
    "sweep": "summitry.sweeps.sweep",
    "tracks": "summitry.forecasts.tracks",
    "what_if": "summitry.forecasts.whatif",
    "why": "summitry.sensitivity.differences",
}

__all__ = [
    "Comparison",
    "Difference",
    "Dossier",
    "DossierError",
    "Explanation",
    "Flips",
    "Forecast",
    "Ledger",
    "Pool",
    "Pressure",
    "Problem",
    "RoadMapComparison",
    "StabilityComparison",
    "Sweep",
    "TrackComparison",
    "__version__",
    "assess",
    "build",
    "check",
    "compare",
    "diff",
    "explain",
    "flip",
    "forecast",
    "hold",
    "load",
    "pool",
    "pressure",
    "roadmap",
    "sweep",
    "tracks",
    "what_if",
    "why",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOME:
        msg = f"module 'summitry' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
