"""Forecasts as pandas DataFrames (the ``frames`` extra)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from summitry.forecasts.compare import Comparison
    from summitry.forecasts.forecast import Forecast


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


def _pandas() -> Any:  # noqa: ANN401 - the module, where it is installed
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        msg = "a DataFrame needs pandas: pip install 'summitry[frames]'"
        raise ModuleNotFoundError(msg) from error
    return pd
