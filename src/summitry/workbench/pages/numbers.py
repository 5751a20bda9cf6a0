"""Every number by slider or field, a group at a time, and the panel beside every page."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from summitry.dossier.audience import TEAM
from summitry.workbench.numbers import grouped
from summitry.workbench.page import Page, Sat, render, serve_page
from summitry.workbench.sitting import Sitting

router = APIRouter()


def every(sitting: Sitting) -> Page:
    """Every number, for the team."""
    groups = grouped(sitting) if sitting.audience == TEAM else {}
    context = {"groups": groups}
    data = {"groups": {name: [asdict(one) for one in own] for name, own in groups.items()}}
    return Page("numbers.html", "Every number", context, data, shows_forecast=False)


serve_page(router, "numbers", every)


@router.get("/s/{sid}/numbers/group/{number}")
def group(request: Request, number: int, sitting: Sat) -> Response:
    """One group of numbers as a piece of the panel."""
    groups = grouped(sitting) if sitting.audience == TEAM else {}
    if not 0 <= number < len(groups):
        raise HTTPException(404, "No such group of numbers.")
    own = list(groups.values())[number]
    return render(request, "group.html", sitting=sitting, numbers=own)
