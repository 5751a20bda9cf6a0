"""Where an audience other than the team comes in: to the pages that it may read, cut for it."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from summitry.dossier.audience import AudienceError
from summitry.workbench.page import bench_of
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import case

router = APIRouter()
NOTHING = "Nothing to see here yet."


def _sat(request: Request) -> Sitting:
    """A sitting of the audience that the application is for; raises 404 if nothing is for it."""
    bench = bench_of(request)
    if bench.dossier.coding.hides:
        raise HTTPException(404, NOTHING)
    sitting = bench.sit(request.app.state.audience)
    try:
        case(sitting)
    except AudienceError:
        raise HTTPException(404, NOTHING) from None
    return sitting


@router.get("/")
def front(request: Request) -> Response:
    """To the first page."""
    return RedirectResponse(f"/s/{_sat(request).id}/overview", 303)


@router.get("/shown.json")
def figures(request: Request) -> Response:
    """The figures of the forecast."""
    return Response(case(_sat(request))[0].comparison.to_json(), media_type="application/json")
