"""The package page: likely levels, top packages, the frontier, and a package of one's own."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from summitry.dossier.audience import TEAM
from summitry.forecasts.compare import Comparison
from summitry.forecasts.tables import Table, levels_table, packages_table
from summitry.sensitivity.answering import likeliest, put_by_all
from summitry.sensitivity.answers import Answers
from summitry.workbench.page import Page, Sat, render, serve_page
from summitry.workbench.pictures import shown
from summitry.workbench.requests import form
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import case, comparison

router = APIRouter()


def struck_tables(made: Comparison) -> list[Table]:
    """The packages struck most often, and the likely levels, of each assessment."""
    return [table for each in made.forecasts
            for table in (packages_table(each), levels_table(each))]  # fmt: skip


def package(sitting: Sitting) -> Page:
    """Likely levels, top packages, and a package of one's own."""
    one, jobs = case(sitting, "frontier")
    forecasts = one.comparison.forecasts
    tables = struck_tables(one.comparison)
    own = answered(sitting)
    first = len(tables)
    tables += [table for made in own for table in made.tables()]
    after = len(tables)
    tables += one.frontier.tables() if one.frontier else ()
    context = {
        "case": one,
        "pictures": shown(sitting, one),
        "tables": tables,
        "likely": first,
        "after": after,
        "built": bool(sitting.package),
        "own": own,
        "chosen": own[0].package if own else {},
        "job": jobs[1] if len(jobs) > 1 else None,
    }
    data = {
        "packages": [
            {"label": each.label, "packages": [dict(deal.levels) for deal in each.packages]}
            for each in forecasts
        ],
        "own": [made.to_dict() for made in own],
        "frontier": one.frontier.to_dict() if one.frontier else None,
    }
    return Page("package.html", "Package", context, data, tables, jobs)


def answered(sitting: Sitting, chosen: Mapping[str, str] | None = None) -> list[Answers]:
    """Everybody's answers to a package by each assessment, as the sitting's audience sees them.

    Left out, it is the package of the sitting's own, else the likeliest. Others than the team are
    told of the likeliest alone: who could ask about every package could try guesses by it.
    """
    package = chosen or sitting.package or likeliest(comparison(sitting)[0].forecasts)
    return put_by_all(
        sitting.dossier, sitting.schools, package,
        audience=sitting.audience, seed=sitting.state.seed,
    )  # fmt: skip


serve_page(router, "package", package)


@router.post("/s/{sid}/package/build")
async def build(request: Request, sitting: Sat) -> Response:
    """Take up a package of one's own; a script gets the answers as a piece of the page."""
    fields = await form(request)
    if sitting.hides or sitting.audience != TEAM:
        raise HTTPException(403, "Answers to a package are for the team, once coding is frozen.")
    chosen = {}
    for number, (key, issue) in enumerate(sitting.dossier.issues.items()):
        given = fields.get(f"issue{number}", [""])[0]
        if given.isdigit() and int(given) < len(issue.levels):
            chosen[key] = issue.levels[int(given)]
    sitting.package = chosen
    own = await run_in_threadpool(answered, sitting, chosen)
    if request.headers.get("x-summitry") == "script":
        return render(request, "answers.html", sitting=sitting, own=own, first=None)
    return Response(status_code=303, headers={"location": f"/s/{sitting.id}/package"})


@router.get("/s/{sid}/package/answers.json")
def answers_json(sitting: Sat) -> Response:
    """Everybody's answers to the package of one's own; for others, to the likeliest."""
    if sitting.hides:
        raise HTTPException(403, "Coded blind: the forecast is hidden until the coding is frozen.")
    own = answered(sitting)
    return JSONResponse([made.to_dict() for made in own])
