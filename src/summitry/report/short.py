"""A case on one page, laid out for print on A4 and on Letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from jinja2 import Environment, PackageLoader, StrictUndefined

from summitry import __version__
from summitry.charts.album import Case
from summitry.dossier.model import Dossier
from summitry.forecasts.forecast import EventForecast, Forecast
from summitry.forecasts.tables import describe, figure
from summitry.forecasts.views import harmless
from summitry.sensitivity.bridges import Bridge, Pulled
from summitry.sensitivity.flip import FlipStudy
from summitry.sensitivity.flip_tables import number_text

SCHOOLS, EVENTS, REASONS, LEVERS, CAUTIONS, UNKNOWNS = 4, 5, 5, 5, 3, 3
"""The most of each that a page has room for."""
NOTABLE = 0.005
"""Reasons with a smaller share in every school are left out."""


@dataclass(frozen=True)
class _Row:
    """What a row is of, and one entry a school; None where a school does not have it."""

    name: str
    cells: Sequence[EventForecast | float | str | None]
    about: str = ""


def short_report(case: Case) -> str:
    """Write a case on one page: the question, the answer, its reasons, what flips it, its cautions.

    Whatever the dossier's length, it is one page: lists stop at what there is room for and say so,
    long texts end in an ellipsis. Bridges have their place where they were worked out.
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
    environment.filters["cut"] = cut
    every = case.comparison.forecasts
    shown = every[:SCHOOLS]
    studies = {one.assessment: one for one in case.flips.studies} if case.flips else {}
    bridges = [studies.get(one.assessment) for one in shown]
    levers = _levers(case.dossier, bridges)
    return environment.get_template("short.html").render(
        dossier=case.dossier,
        forecasts=shown,
        more=len(every) - len(shown),
        answer=answer(every),
        events=_events(shown),
        more_events=max(0, len(shown[0].events) - EVENTS),
        reasons=_reasons(shown),
        deals=[_deal(one) for one in shown],
        flips=case.flips,
        goals=[_goal(one) for one in bridges],
        levers=levers[:LEVERS],
        more_levers=max(0, len(levers) - LEVERS),
        unreached=any(one is not None and not one.bridges.found for one in bridges),
        cautions=_cautions(every),
        unknowns=case.dossier.unknowns[:UNKNOWNS],
        audience=case.audience,
        change=case.change,
        made=every[0].provenance,
        version=__version__,
    )


def cut(text: str, length: int) -> str:
    """A text on one line, at most so long; what is left out shows as an ellipsis."""
    clean = " ".join(text.split())
    if len(clean) <= length:
        return clean
    words = shorten(clean, length, placeholder="…")
    return words if len(words) > length // 2 else clean[: length - 1] + "…"


def answer(forecasts: Sequence[Forecast]) -> str:
    """The answer in one sentence, with its range.

    The event is *exchange*: a deal in which everybody at the table moves or holds something.
    """
    lower = min(forecasts, key=lambda one: one.probability("exchange"))
    upper = max(forecasts, key=lambda one: one.probability("exchange"))
    least = min(one.event("exchange").spread.least for one in forecasts)
    greatest = max(one.event("exchange").spread.greatest for one in forecasts)
    spread = f"{figure(least)} to {figure(greatest)} with every doubt about the numbers"
    low, high = figure(lower.probability("exchange")), figure(upper.probability("exchange"))
    if low == high:
        return f"The chance of an exchange is {low} ({spread})."
    return (
        f"The chance of an exchange is {low} by “{cut(lower.label, 60)}” and {high} by "
        f"“{cut(upper.label, 60)}” ({spread})."
    )


def _events(forecasts: Sequence[Forecast]) -> list[_Row]:
    """The first events, each by every school."""
    return [
        _Row(
            event.name,
            [one.event(event.name) for one in forecasts],
            "any deal" if event.name == "agreed" else "",
        )
        for event in forecasts[0].events[:EVENTS]
    ]


def _reasons(forecasts: Sequence[Forecast]) -> list[_Row]:
    """Why there might be no deal: the reasons that weigh most in any school."""
    shares = [{one.text: one.share for one in forecast.reasons} for forecast in forecasts]
    most: dict[str, float] = {}
    for own in shares:
        for text, share in own.items():
            most[text] = max(most.get(text, 0.0), share)
    first = sorted((text for text in most if most[text] >= NOTABLE), key=lambda text: -most[text])
    return [_Row(text, [own.get(text) for own in shares]) for text in first[:REASONS]]


def _deal(forecast: Forecast) -> tuple[str, str]:
    """The package struck most often, in words, and how often."""
    if not forecast.packages:
        return ("no deal in any draw", "")
    first = forecast.packages[0]
    return (describe(first) or "everything as it is", f"struck in {figure(first.share)} of draws")


def _bridge(study: FlipStudy | None) -> Bridge | None:
    """The cheapest bridge; where none gets there, the best of them, pulled all the way."""
    if study is None:
        return None
    return study.bridges.found[0] if study.bridges.found else study.bridges.furthest


def _goal(study: FlipStudy | None) -> str:
    """Whence and where a bridge leads; empty where there is none."""
    first = _bridge(study)
    if first is None or study is None:
        return ""
    mark = "" if study.bridges.found else " *"
    return f"{figure(study.bridges.now)} → {figure(first.probability)}{mark}"


def _levers(dossier: Dossier, studies: Sequence[FlipStudy | None]) -> list[_Row]:
    """The levers of the schools' bridges, who pulls them, and from where to where."""
    bridges = [_bridge(one) for one in studies]
    own = [{one.name: one for one in made.levers} if made else {} for made in bridges]
    every = {name: one for pulled in own for name, one in pulled.items()}
    often = sorted(every, key=lambda name: -sum(name in pulled for pulled in own))
    found = []
    for name in often:
        who = ", ".join(dossier.label(key) for key in every[name].by)
        about = ": ".join(filter(None, (who, every[name].how)))
        cells = [_pull(pulled[name]) if name in pulled else None for pulled in own]
        found.append(_Row(every[name].text, cells, about))
    return found


def _pull(lever: Pulled) -> str:
    return f"{number_text(lever.start)} → {number_text(lever.to)}"


def _cautions(forecasts: Sequence[Forecast]) -> list[str]:
    """The first caution of each school in turn, then the second of each, once each."""
    found: dict[str, None] = {}
    for rank in range(CAUTIONS):
        for one in forecasts:
            found.update(dict.fromkeys(each.text for each in one.cautions[rank : rank + 1]))
    return list(found)[:CAUTIONS]
