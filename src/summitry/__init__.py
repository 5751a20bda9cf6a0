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
    from summitry.forecasts.roadmaps import RoadMapComparison, roadmap
    from summitry.forecasts.tracks import TrackComparison, tracks

__version__ = "0.1.0"

_HOME = {
    "Comparison": "summitry.forecasts.compare",
    "Dossier": "summitry.dossier.model",
    "DossierError": "summitry.dossier.problem",
    "Forecast": "summitry.forecasts.forecast",
    "Problem": "summitry.dossier.problem",
    "RoadMapComparison": "summitry.forecasts.roadmaps",
    "TrackComparison": "summitry.forecasts.tracks",
    "assess": "summitry.dossier.assessment",
    "build": "summitry.dossier.loading",
    "check": "summitry.dossier.loading",
    "compare": "summitry.forecasts.compare",
    "forecast": "summitry.forecasts.forecast",
    "load": "summitry.dossier.loading",
    "roadmap": "summitry.forecasts.roadmaps",
    "tracks": "summitry.forecasts.tracks",
}

__all__ = [
    "Comparison",
    "Dossier",
    "DossierError",
    "Forecast",
    "Problem",
    "RoadMapComparison",
    "TrackComparison",
    "__version__",
    "assess",
    "build",
    "check",
    "compare",
    "forecast",
    "load",
    "roadmap",
    "tracks",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOME:
        msg = f"module 'summitry' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
