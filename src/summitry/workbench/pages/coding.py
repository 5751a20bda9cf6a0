"""Coding blind: the forecast hidden until the numbers are settled; and what they were then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from summitry.dossier.freezing import changed_since, frozen
from summitry.dossier.problem import Problem
from summitry.dossier.questions import answers, questions
from summitry.workbench import writing
from summitry.workbench.given import Given, one_each
from summitry.workbench.page import Page, Sat, serve_page
from summitry.workbench.pages.making import saved
from summitry.workbench.sitting import Sitting

router = APIRouter()


def build(sitting: Sitting) -> Page:
    """Whether it is coded blind, when it was frozen, and whether it was changed since."""
    return _page(sitting)


def _page(sitting: Sitting, fault: str = "", problems: Sequence[Problem] = ()) -> Page:
    dossier = sitting.bench.dossier
    coding = dossier.coding
    context: dict[str, Any] = {
        "version": writing.version(sitting.bench),
        "coding": coding,
        "changed": changed_since(dossier),
        "count": answers(dossier),
        "left": len(questions(dossier)),
        "saved": writing.said(sitting.id),
        "fault": fault,
        "problems": list(problems),
    }
    data = {
        "blind": coding.blind,
        "frozen": coding.frozen,
        "sha256": coding.sha256,
        "changed_since": changed_since(dossier),
        "hidden": coding.hides,
    }
    return Page("coding.html", "Blind and frozen", context, data, shows_forecast=False)


serve_page(router, "coding", build)


@router.post("/s/{sid}/coding/blind")
def blind(request: Request, sitting: Sat, form: Given) -> Response:
    """Hide the forecast until the coding is frozen; or give that up."""
    given = one_each(form)

    def change(data: Mapping[str, Any]) -> dict[str, Any]:
        old = dict(data.get("coding") or {})
        if given.get("on") == "yes":
            return {**data, "coding": {"blind": True}}
        old.pop("blind", None)
        rest = {key: one for key, one in data.items() if key != "coding"}
        return {**rest, "coding": old} if old else rest

    return _saved(request, sitting, given, change)


@router.post("/s/{sid}/coding/freeze")
def freeze(request: Request, sitting: Sat, form: Given) -> Response:
    """Freeze the coding: time and fingerprint go into the file."""
    return _saved(request, sitting, one_each(form), frozen)


def _saved(
    request: Request,
    sitting: Sitting,
    given: Mapping[str, str],
    change: Callable[[writing.Data], Mapping[str, Any]],
) -> Response:
    return saved(
        request, sitting, given, change, lambda fault, problems: _page(sitting, fault, problems)
    )
