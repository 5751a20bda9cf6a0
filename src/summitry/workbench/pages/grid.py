"""The grid of stances: parties by issues, each with its ideal, its salience and its red line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from summitry.dossier.model import Dossier
from summitry.dossier.problem import Problem
from summitry.dossier.saving import SaveError
from summitry.dossier.vocabulary import LIKELIHOOD
from summitry.workbench import adding, cells, writing
from summitry.workbench.given import Given, one_each
from summitry.workbench.page import Page, Sat, render, serve_page
from summitry.workbench.pages.making import saved
from summitry.workbench.sitting import Sitting

router = APIRouter()
ROLES = (("principal", "signs"), ("ratifier", "must live with it"), ("third", "looks on"))


def build(sitting: Sitting) -> Page:
    """The file's stances as a form."""
    return _page(sitting)


def _page(
    sitting: Sitting, given: Mapping[str, str] | None = None, fault: str = "",
    problems: Sequence[Problem] = (), at: Mapping[str, str] | None = None,
) -> Page:  # fmt: skip
    dossier = sitting.bench.dossier
    table = cells.cells(dossier, sitting.bench.copy.data)
    told, rest = cells.at_fields(table, list(problems))
    issues = [
        {"name": issue.name or key, "levels": issue.levels, "now": issue.status_quo,
         "lines": _lines(issue.levels)}
        for key, issue in dossier.issues.items()
    ]  # fmt: skip
    context: dict[str, Any] = {
        "version": (given or {}).get("version") or writing.version(sitting.bench),
        "rows": list(zip(dossier.parties.values(), dossier.parties, table, strict=True)),
        "issues": issues,
        "words": list(LIKELIHOOD),
        "given": given or {},
        "told": {**told, **(at or {})},
        "saved": writing.said(sitting.id),
        "fault": fault,
        "problems": rest,
        "roles": ROLES,
        "principals": [dossier.label(one) for one, own in dossier.parties.items()
                       if own.role == "principal"],
        "everybody": [dossier.label(one) for one in dossier.parties],
        "label": dossier.label,
    }  # fmt: skip
    data = {
        "cells": [
            {"party": cell.party, "issue": cell.issue, **cell.shown()}
            for row in table
            for cell in row
        ]
    }
    return Page("grid.html", "Grid", context, data, shows_forecast=False)


def _lines(levels: Sequence[str]) -> list[tuple[str, str]]:
    """Every red line an issue can have, as the form sends it and as people say it."""
    return [
        *((f"above {level}", f"beyond “{level}”") for level in levels[:-1]),
        *((f"below {level}", f"short of “{level}”") for level in levels[1:]),
    ]


serve_page(router, "grid", build)


@router.post("/s/{sid}/grid/save")
def save(request: Request, sitting: Sat, form: Given) -> Response:
    """Write what was changed in the grid."""
    given = one_each(form)
    dossier = read_with(sitting, given)
    try:
        return saved(
            request,
            sitting,
            given,
            lambda data: cells.from_form(dossier, data, given),
            lambda fault, problems: _page(sitting, given, fault, problems),
        )
    except cells.CellError as error:
        fault = "Nothing was saved: see the fields marked below."
        return _again(request, sitting, _page(sitting, given, fault, (), error.problems))


def read_with(sitting: Sitting, given: Mapping[str, str]) -> Dossier:
    """The dossier that the form was made of, whose rows and columns it numbers."""
    from summitry.dossier.loading import build as built

    bench = sitting.bench
    if given.get("version") == bench.copy.version:
        return bench.dossier
    try:
        return built(writing.base(bench, given.get("version", "")).data)
    except SaveError:
        return bench.dossier  # told when it is written


@router.post("/s/{sid}/grid/party")
def party(request: Request, sitting: Sat, form: Given) -> Response:
    """Add a party."""
    return _added(request, sitting, one_each(form), "party")


@router.post("/s/{sid}/grid/issue")
def issue(request: Request, sitting: Sat, form: Given) -> Response:
    """Add an issue."""
    return _added(request, sitting, one_each(form), "issue")


def _added(request: Request, sitting: Sitting, given: Mapping[str, str], kind: str) -> Response:
    add = {"party": adding.with_party, "issue": adding.with_issue}[kind]
    try:
        return saved(
            request,
            sitting,
            given,
            lambda data: add(data, given),
            lambda fault, problems: _page(sitting, given, fault, problems),
        )
    except adding.AddError as error:
        at = {f"{kind}-{error.field}": str(error)}
        return _again(request, sitting, _page(sitting, given, "Nothing was added.", (), at))


def _again(request: Request, sitting: Sitting, page: Page) -> Response:
    return render(
        request, page.template, 422, here="grid", sitting=sitting, title=page.title, **page.context
    )
