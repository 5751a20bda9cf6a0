"""A case on one page, laid out for print."""

from __future__ import annotations

from base64 import b64encode

from jinja2 import Environment, PackageLoader, StrictUndefined

from summitry import __version__
from summitry.charts.album import Case, album
from summitry.charts.render import svg
from summitry.forecasts.tables import describe, figure, strongest
from summitry.forecasts.views import harmless

PICTURES = ("events", "endings")


def short_report(case: Case) -> str:
    """The question, the forecast, its reasons and its cautions on one page of A4.

    Raises
    ------
    ModuleNotFoundError
        The ``charts`` extra is not installed; the message has the line that installs it.
    """
    environment = Environment(
        loader=PackageLoader("summitry.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["harmless"] = harmless
    environment.filters["figure"] = figure
    every = album(case)
    pictures = {
        name: (
            "data:image/svg+xml;base64," + b64encode(svg(every[name].spec).encode()).decode(),
            every[name].text,
        )
        for name in PICTURES
    }
    forecasts = case.comparison.forecasts
    return environment.get_template("short.html").render(
        dossier=case.dossier,
        forecasts=forecasts,
        pictures=pictures,
        strongest={one.label: strongest(one) for one in forecasts if one.effects},
        deals={one.label: describe(one.packages[0]) for one in forecasts if one.packages},
        ways=[one.verdict for one in case.tracks.studies] if case.tracks else [],
        cautions=list(dict.fromkeys(each.text for one in forecasts for each in one.cautions))[:3],
        audience=case.audience,
        made=forecasts[0].provenance,
        version=__version__,
    )
