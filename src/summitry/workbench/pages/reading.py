"""The pages that a forecast is read on: overview, parties, tracks, road map, bridges, why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup

from summitry.charts.album import road_maps
from summitry.charts.signature import PAGE, signature
from summitry.forecasts.compare import Comparison
from summitry.forecasts.roadmap_tables import map_tables, maps_table, survival_tables
from summitry.forecasts.tables import (
    Table,
    comparison_tables,
    effects_table,
    reasons_table,
)
from summitry.forecasts.track_tables import baskets_table, duels_table, forms_table, tracks_table
from summitry.report.reasons import bridging, differing, driving
from summitry.sensitivity.naming import with_path
from summitry.workbench.jobs import Job
from summitry.workbench.page import Page, serve_page
from summitry.workbench.pictures import shown
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import case, unchanged

router = APIRouter()


def cards(made: Comparison, before: Comparison | None) -> list[dict[str, Any]]:
    """Each school's leading figures, with what the changes made of them."""
    found: list[dict[str, Any]] = []
    whole = bool(made.forecasts[0].grid.cells)
    for one in made.forecasts:
        was = None
        if before is not None:
            was = next((own for own in before.forecasts if own.assessment == one.assessment), None)
        events = []
        for name, text in (("exchange", "an exchange"), ("agreed", "any deal")):
            own = one.event(name)
            change = None if was is None else own.probability - was.probability(name)
            ranged = whole or own.spread.least != own.spread.greatest or bool(own.spread.forms)
            events.append({"text": text, "event": own, "change": change, "ranged": ranged})
        found.append({"label": one.label, "summary": one.summary, "events": events})
    return found


def overview(sitting: Sitting) -> Page:
    """The question, the forecast, its reasons, the schools side by side."""
    one, jobs = case(sitting)
    made = one.comparison
    whole = bool(made.forecasts[0].grid.cells)
    tables: list[Table] = []
    if whole:
        tables = list(comparison_tables(made, partial(with_path, one.dossier)))
        tables += [table for each in made.forecasts for table in (reasons_table(each),)]
        tables += [effects_table(each) for each in made.forecasts if each.effects]
    context = {
        "case": one,
        "cards": cards(made, unchanged(sitting)),
        "pictures": shown(sitting, one),
        "whole": whole,
        "tables": tables,
        "schools": len(made.forecasts),
    }
    data = {"comparison": made.to_dict()}
    return Page("overview.html", "Overview", context, data, tables, jobs)


def parties(sitting: Sitting) -> Page:
    """Who wants what, how much, red lines and cover."""
    one, _ = case(sitting)
    dossier = one.dossier
    context = {
        "case": one,
        "pictures": shown(sitting, one),
        "dossier": dossier,
        "picture": Markup(signature(dossier, PAGE)),  # noqa: S704 - escaped where it is drawn
    }
    people = {
        key: {"name": dossier.label(key), "role": party.role, "of": party.of}
        for key, party in dossier.parties.items()
    }
    issues = {
        key: {"levels": each.levels, "status_quo": each.status_quo,
              "performed_by": each.performed_by}
        for key, each in dossier.issues.items()
    }  # fmt: skip
    return Page("parties.html", "Parties and issues", context, {"parties": people,
                "issues": issues}, shows_forecast=False)  # fmt: skip


def tracks(sitting: Sitting) -> Page:
    """Ways of negotiating side by side."""
    one, jobs = case(sitting, "tracks")
    tables: list[Table] = []
    if one.tracks is not None:
        tables = [forms_table(one.tracks), baskets_table(one.tracks)]
        for each in one.tracks.studies:
            tables += [tracks_table(one.tracks, each), duels_table(each, every=True)]
    context = {"case": one, "pictures": shown(sitting, one), "tables": tables, "job": _job(jobs)}
    data = {"tracks": one.tracks.to_dict() if one.tracks else None}
    return Page("tracks.html", "Tracks", context, data, tables, jobs)


def roads(sitting: Sitting) -> Page:
    """Which sequence of steps nobody gains by leaving."""
    one, jobs = case(sitting, "roads")
    tables: list[Table] = []
    maps = []
    if one.roads is not None:
        found = one.roads
        tables = [maps_table(found, each) for each in found.studies if each.maps]
        tables += survival_tables(found)
        for each in found.studies:
            for own in each.maps:
                tables += map_tables(each, own)
        maps = [(f"roadmap-{name}", text) for name, text in road_maps(found).items()]
    context = {"case": one, "pictures": shown(sitting, one), "tables": tables, "maps": maps,
               "job": _job(jobs)}  # fmt: skip
    data = {"roadmap": one.roads.to_dict() if one.roads else None}
    return Page("roadmap.html", "Road map", context, data, tables, jobs)


def bridges(sitting: Sitting) -> Page:
    """The smallest change that opens the zone, who can make it, who pays."""
    one, jobs = case(sitting, "flips")
    own = bridging(one)
    tables = [*own.first, *own.singles] if own else []
    context = {"case": one, "pictures": shown(sitting, one), "bridging": own, "tables": tables,
               "job": _job(jobs)}  # fmt: skip
    data = {"flips": one.flips.to_dict() if one.flips else None}
    return Page("bridges.html", "Bridges", context, data, tables, jobs)


def why(sitting: Sitting) -> Page:
    """Drivers, regions, signs, and how the schools differ."""
    one, jobs = case(sitting, "explanation", "differences")
    drives, differs = driving(one), differing(one)
    tables: list[Table] = []
    if drives:
        tables += [*drives.watch, *(table for _, table in drives.universes), *drives.figures]
    if differs:
        tables += [table for _, every in differs.pairs for table in every]
    context = {"case": one, "pictures": shown(sitting, one), "driving": drives,
               "differing": differs, "tables": tables, "jobs_here": jobs[1:],
               "schools": len(one.comparison.forecasts)}  # fmt: skip
    data = {
        "explanation": one.explanation.to_dict() if one.explanation else None,
        "differences": [each.to_dict() for each in one.differences],
    }
    return Page("why.html", "Why", context, data, tables, jobs)


def _job(jobs: Sequence[Job]) -> Job | None:
    return jobs[1] if len(jobs) > 1 else None


serve_page(router, "overview", overview)
serve_page(router, "parties", parties)
serve_page(router, "tracks", tracks)
serve_page(router, "roadmap", roads)
serve_page(router, "bridges", bridges)
serve_page(router, "why", why)
