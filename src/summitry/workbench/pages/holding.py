"""Two pages: whether the package would hold once signed, and where the pressure points."""

from __future__ import annotations

from fastapi import APIRouter

from summitry.charts.album import with_weights
from summitry.forecasts.pressure_tables import (
    models_table,
    outcomes_table,
    pivots_table,
    proposals_table,
    taken_table,
)
from summitry.forecasts.stability_tables import ASSUMPTIONS, concepts_table, exits_table
from summitry.forecasts.tables import Table
from summitry.workbench.page import Page, serve_page
from summitry.workbench.pictures import shown
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import case

router = APIRouter()


def stability(sitting: Sitting) -> Page:
    """Whether the likeliest package would hold once it is signed."""
    one, jobs = case(sitting, "holding")
    found, tables = one.holding, list[Table]()
    if found is not None:
        judged = [study for study in found.studies if study.package]
        tables = [concepts_table(found, study) for study in judged]
        tables += [exits_table(study) for study in judged if study.exits]
    context = {
        "case": one,
        "pictures": shown(sitting, one),
        "tables": tables,
        "assumptions": [text for _, text in ASSUMPTIONS],
        "job": jobs[-1],
    }
    data = {"stability": found.to_dict() if found else None}
    return Page("stability.html", "Stability", context, data, tables, jobs)


def influence(sitting: Sitting) -> Page:
    """Where the pressure of all interests points, and whether who signs would take it."""
    one, jobs = case(sitting, "pressure")
    found, tables, weights = one.pressure, list[Table](), list[tuple[str, str]]()
    if found is not None:
        tables = [taken_table(found, study) for study in found.studies]
        for study in found.studies:
            tables += [
                outcomes_table(found, study),
                proposals_table(study),
                pivots_table(found, study),
            ]
        tables.append(models_table(found))
        weights = [(f"weights-{each.assessment or 'dossier'}", each.label)
                   for each in with_weights(found)]  # fmt: skip
    context = {
        "case": one,
        "pictures": shown(sitting, one),
        "tables": tables,
        "weights": weights,
        "first": len(found.studies) if found else 0,
        "job": jobs[-1],
    }
    data = {"influence": found.to_dict() if found else None}
    return Page("influence.html", "Influence", context, data, tables, jobs)


serve_page(router, "stability", stability)
serve_page(router, "influence", influence)
