"""Save and share: keep the changes as an assessment, in the file, or as a file of their own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from summitry.charts.album import Case, Record
from summitry.dossier.audience import TEAM, AudienceError
from summitry.dossier.marking import marked
from summitry.dossier.problem import DossierError
from summitry.dossier.saving import SaveError
from summitry.dossier.writeback import ConflictError, edited, write_back
from summitry.forecasts.whatif import change_table
from summitry.workbench.page import Page, Sat, render, serve_page
from summitry.workbench.pages.package import answered
from summitry.workbench.requests import first, form, json_body
from summitry.workbench.sitting import MOST_DRAWS, Sitting, State, StateError
from summitry.workbench.studies import STUDIES, case, study, unchanged

router = APIRouter()
BOOKS_SECONDS = 45
"""A report waits so long for everybody's answers to every package; else it comes without."""


def state(sitting: Sitting) -> Page:
    """What is changed, and every way to keep it."""
    return Page("state.html", "Save and share", _context(sitting), {"state":
                sitting.state.to_dict()}, shows_forecast=False)  # fmt: skip


def _context(sitting: Sitting, message: str = "", conflict: object = None) -> dict[str, Any]:
    studies = [name for name in STUDIES if name not in ("comparison", "frontier")]
    jobs = {name: sitting.bench.jobs.known((name, sitting.key)) for name in studies}
    return {"message": message, "conflict": conflict, "studies": jobs, "titles": STUDIES,
            "most_draws": MOST_DRAWS}  # fmt: skip


serve_page(router, "state", state)


@router.get("/s/{sid}/state/file")
def download(sitting: Sat) -> Response:
    """The state as a file to share."""
    text = json.dumps(sitting.state.to_dict(), indent=1, ensure_ascii=False)
    saved = 'attachment; filename="state.json"'
    return Response(text, media_type="application/json", headers={"content-disposition": saved})


@router.post("/s/{sid}/state/load")
async def load(request: Request, sitting: Sat) -> Response:
    """Take up a state from a file, sent as it is or pasted into a field."""
    try:
        if "json" in request.headers.get("content-type", ""):
            data: object = await json_body(request)
        else:
            data = json.loads(first(await form(request), "state") or "null")
        await run_in_threadpool(sitting.move, State.of(data, sitting.bench.dossier))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        text = "this is no saved state; choose a file that 'Save the state as a file' gave"
        return _answer(request, sitting, f"Nothing was taken up: {text}.", 422)
    except (StateError, DossierError, ValueError) as error:
        return _answer(request, sitting, f"Nothing was taken up: {error}", 422)
    return _answer(request, sitting, "Taken up.")


@router.post("/s/{sid}/state/draws")
async def draws(request: Request, sitting: Sat) -> Response:
    """Another number of draws, or another seed."""
    fields = await form(request)
    try:
        given = {name: int(first(fields, name)) for name in ("draws", "seed")}
    except ValueError:
        return _answer(request, sitting, "Draws and seed are whole numbers.", 422)
    try:
        sitting.move(State.of({**sitting.state.to_dict(), **given}, sitting.bench.dossier))
    except StateError as error:
        return _answer(request, sitting, str(error), 422)
    return _answer(request, sitting, "Taken up.")


@router.post("/s/{sid}/state/assessment")
async def as_assessment(request: Request, sitting: Sat) -> Response:
    """Keep the changes in the file as an assessment."""
    name = first(await form(request), "name").strip()
    changes = dict(sitting.state.changes)

    def wanted(data: dict[str, Any]) -> dict[str, Any]:
        schools = dict(data.get("assessments") or {})
        if name in schools:
            msg = f"there is an assessment {name!r} already; give another name"
            raise SaveError(msg)
        schools[name] = {"note": "Kept from the workbench.", "set": changes}
        return {**data, "assessments": schools}

    if not name or not changes:
        text = "Give it a name." if changes else "Nothing is changed yet."
        return _answer(request, sitting, text, 422)
    return await _write(request, sitting, wanted, f"Kept as the assessment “{name}”.")


@router.post("/s/{sid}/state/write")
async def write(request: Request, sitting: Sat) -> Response:
    """Write the changes into the file's own numbers; comments and layout stay."""
    changes = dict(sitting.state.changes)
    if not changes:
        return _answer(request, sitting, "Nothing is changed yet.", 422)

    def wanted(data: dict[str, Any]) -> dict[str, Any]:
        return edited(data, changes)

    return await _write(request, sitting, wanted, "Written into the file.")


async def _write(request: Request, sitting: Sitting, wanted: Any, said: str) -> Response:
    fields = await form(request)
    bench, merge = sitting.bench, first(fields, "merge") == "yes"

    def work() -> None:
        with bench.lock:
            copy, _ = write_back(
                sitting.copy, wanted(sitting.copy.data), merge=merge, folders=bench.folders
            )
            bench.reload()
            sitting.copy = copy

    try:
        await run_in_threadpool(work)
    except ConflictError as error:
        return _answer(request, sitting, "", 409, error)
    except (DossierError, SaveError, LookupError, OSError) as error:
        return _answer(request, sitting, f"Nothing was written: {error}", 422)
    sitting.past, sitting.state = [], replace(sitting.state, changes={})
    return _answer(request, sitting, said)


@router.post("/s/{sid}/state/reload")
def reload(request: Request, sitting: Sat) -> Response:
    """Read the file again, as it now is."""
    try:
        sitting.bench.reload()
        sitting.copy = sitting.bench.copy
        _ = sitting.dossier
    except DossierError as error:
        return _answer(request, sitting, f"The file has faults: {error}", 422)
    return _answer(request, sitting, "Read again.")


@router.post("/s/{sid}/state/study")
async def begin(request: Request, sitting: Sat) -> Response:
    """Begin the studies that a report would hold."""
    for name in STUDIES:
        study(sitting, name)
    return RedirectResponse(f"/s/{sitting.id}/state", 303)


@router.get("/s/{sid}/report.html")
def report(sitting: Sat) -> Response:
    """The one-file report of what is worked out by now, to keep or to print."""
    return report_of(sitting, short=False)


@router.get("/s/{sid}/short.html")
def short(sitting: Sat) -> Response:
    """The report on one page, to print."""
    return report_of(sitting, short=True)


def report_of(sitting: Sitting, *, short: bool) -> Response:
    """The report of what is worked out by now, cut for the sitting's audience."""
    from summitry.report.building import policy
    from summitry.report.page import report as write_report
    from summitry.report.short import short_report

    if sitting.hides:
        raise HTTPException(403, "Coded blind: the forecast is hidden until the coding is frozen.")
    job = study(sitting, "comparison")
    if not job.wait(50):
        raise HTTPException(503, "The forecast is still being worked out; try again in a moment.")
    team = sitting.audience == TEAM
    if team and not short:
        study(sitting, "books").wait(BOOKS_SECONDS)
    done = [
        name
        for name in STUDIES
        if name != "comparison"
        and (one := sitting.bench.jobs.known((name, sitting.key))) is not None
        and one.state == "done"
    ]
    try:
        made: Case = case(sitting, *done)[0]
    except AudienceError as error:
        raise HTTPException(403, str(error)) from None
    if team and not short:
        folders = [*sitting.bench.folders, sitting.bench.folder]
        made = replace(made, texts=tuple(marked(made.dossier, folders)))
    elif not short:
        made = replace(made, answers=tuple(answered(sitting)))
    if not short:
        made = replace(made, record=_record(sitting))
    before = unchanged(sitting) if team else None
    if before is not None:
        change = change_table(before, made.comparison, dict(sitting.state.changes))
        made = replace(made, change=change)
    text = short_report(made) if short else write_report(made)
    saved = f'inline; filename="{"short" if short else "report"}.html"'
    return Response(
        text,
        media_type="text/html; charset=utf-8",
        headers={
            "content-disposition": saved,
            "content-security-policy": f"{policy()}; frame-ancestors 'none'",
        },
    )


def _record(sitting: Sitting) -> Record | None:
    """What the ledger has of this dossier; None where there is no ledger, or none to be read."""
    from summitry.ledger.address import locate
    from summitry.ledger.ledger import SCORED
    from summitry.ledger.record import case_of, read_record
    from summitry.ledger.store import Store
    from summitry.report.record import record_of

    bench = sitting.bench
    try:
        address = locate(bench.ledger)
        if address.file is not None and not address.file.exists():
            return None
        cases = read_record(Store(bench.ledger).entries(SCORED))
        return record_of(cases, bench.dossier, sitting.audience, case_of(bench.copy.file))
    except Exception:  # noqa: BLE001 - whatever a database says; its own page tells what
        return None


def _answer(
    request: Request, sitting: Sitting, message: str, status: int = 200, conflict: object = None
) -> Response:
    return render(
        request,
        "state.html",
        status,
        here="state",
        sitting=sitting,
        title="Save and share",
        **_context(sitting, message, conflict),
    )
