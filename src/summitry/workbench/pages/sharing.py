"""Who sees what: a mark for every item, and what an audience is shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from summitry.dossier.audience import AudienceError
from summitry.dossier.excerpt import unseen
from summitry.dossier.problem import Problem
from summitry.workbench import marks, writing
from summitry.workbench.given import Given, one_each
from summitry.workbench.page import Page, Sat, serve_page
from summitry.workbench.pages.making import saved
from summitry.workbench.pages.state import report_of
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import case

router = APIRouter()


def build(sitting: Sitting) -> Page:
    """Every item with its mark."""
    return _page(sitting)


def _page(sitting: Sitting, fault: str = "", problems: Sequence[Problem] = ()) -> Page:
    dossier = sitting.bench.dossier
    every = marks.items(dossier)
    context: dict[str, Any] = {
        "version": writing.version(sitting.bench),
        "groups": [(name, list(own)) for name, own in groupby(every, key=lambda one: one.group)],
        "audiences": marks.audiences(dossier),
        "idle": [f"{one.fault}; {one.right}" for one in unseen(dossier)],
        "saved": writing.said(sitting.id),
        "fault": fault,
        "problems": list(problems),
        "blind": sitting.hides,
    }
    data = {"audiences": {path: list(given) for path, given in dossier.audiences.items()}}
    return Page("sharing.html", "Who sees what", context, data, shows_forecast=False)


serve_page(router, "sharing", build)


@router.post("/s/{sid}/sharing/save")
def save(request: Request, sitting: Sat, form: Given) -> Response:
    """Write the marks."""
    given = one_each(form)
    dossier = sitting.bench.dossier
    return saved(
        request,
        sitting,
        given,
        lambda data: marks.from_form(dossier, data, given),
        lambda fault, problems: _page(sitting, fault, problems),
    )


@router.get("/s/{sid}/sharing/{number}")
def see(sitting: Sat, number: int) -> Response:
    """The report as an audience would get it, by the audience's number."""
    return report_of(_sat(sitting, number), short=False)


@router.post("/s/{sid}/sharing/{number}/pages")
def pages(sitting: Sat, number: int) -> Response:
    """Sit down as an audience would: every page to read, cut for it, on the file as it stands."""
    made = _sat(sitting, number)
    try:
        case(made)
    except AudienceError as error:
        raise HTTPException(403, str(error)) from None
    return RedirectResponse(f"/s/{made.id}/overview", 303)


def _sat(sitting: Sitting, number: int) -> Sitting:
    """A sitting of an audience, by the audience's number."""
    names = marks.names(sitting.bench.dossier)
    if not 1 <= number < len(names):
        raise HTTPException(404, "No such audience.")
    if sitting.hides:
        raise HTTPException(403, "Coded blind: the forecast is hidden until it is frozen.")
    return sitting.bench.sit(names[number])
