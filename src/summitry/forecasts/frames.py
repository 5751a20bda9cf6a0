"""Forecasts as pandas DataFrames (the ``frames`` extra)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from summitry.forecasts.compare import Comparison
    from summitry.forecasts.forecast import Forecast
    from summitry.forecasts.roadmaps import RoadMapComparison
    from summitry.forecasts.tracks import TrackComparison


def event_frame(forecast: Forecast) -> pd.DataFrame:
    """One row an event: probability, least, middle and greatest chance."""
    rows = [
        {
            "event": one.name,
            "probability": one.probability,
            "least": one.spread.least,
            "middle": one.spread.middle,
            "greatest": one.spread.greatest,
        }
        for one in forecast.events
    ]
    frame: pd.DataFrame = _pandas().DataFrame(rows)
    return frame.set_index("event")


def comparison_frame(comparison: Comparison) -> pd.DataFrame:
    """One row an event, columns by assessment and then as in :func:`event_frame`."""
    frames = {one.assessment or "dossier": event_frame(one) for one in comparison.forecasts}
    joined: pd.DataFrame = _pandas().concat(frames, axis=1)
    return joined


def track_frame(comparison: TrackComparison) -> pd.DataFrame:
    """One row an assessment and track: events, the same with asks on all tracks, mean gains."""
    rows = []
    for study in comparison.studies:
        for one in study.tracks:
            row: dict[str, Any] = {"assessment": study.assessment or "dossier", "track": one.name}
            row |= one.events
            row |= {f"{name}, asks on all": chance for name, chance in one.events_with_asks.items()}
            row |= {f"gain of {party}": mean for party, mean in one.gains.items()}
            rows.append(row)
    frame: pd.DataFrame = _pandas().DataFrame(rows)
    return frame.set_index(["assessment", "track"])


def roadmap_frame(comparison: RoadMapComparison) -> pd.DataFrame:
    """One row an assessment and road map: critical discount factors, and how often it holds."""
    rows = [
        {
            "assessment": study.assessment or "dossier",
            "road map": one.name,
            "critical": one.critical,
            "low": one.low,
            "middle": one.middle,
            "high": one.high,
            "none": one.none,
            "holds": one.holds,
            "share": one.share,
            "steps": len(one.steps),
            "longest": one.longest,
        }
        for study in comparison.studies
        for one in study.maps
    ]
    frame: pd.DataFrame = _pandas().DataFrame(rows)
    return frame.set_index(["assessment", "road map"])


def frame_of(rows: list[dict[str, Any]], index: list[str]) -> pd.DataFrame:
    """Rows as a DataFrame with some columns as its index."""
    frame: pd.DataFrame = _pandas().DataFrame(rows)
    return frame.set_index(index) if rows else frame


def _pandas() -> Any:  # noqa: ANN401 - the module, where it is installed
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        msg = "a DataFrame needs pandas: pip install 'summitry[frames]'"
        raise ModuleNotFoundError(msg) from error
    return pd
