"""What changes a sitting: a hand that moves a number, and one that lets it go."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from math import isfinite
from typing import Any

import yaml
from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse, Response

from summitry.charts.album import Case
from summitry.charts.render import cleaned
from summitry.charts.signature import PAGE, signature
from summitry.dossier.assessment import moved_in
from summitry.dossier.audience import TEAM
from summitry.dossier.problem import DossierError
from summitry.forecasts.compare import Comparison
from summitry.forecasts.evidence import finite
from summitry.forecasts.steadied import steadied
from summitry.workbench.numbers import Number, number, shifted
from summitry.workbench.page import Sat, bench_of
from summitry.workbench.pages.package import struck_tables
from summitry.workbench.pages.reading import cards
from summitry.workbench.pictures import pictures
from summitry.workbench.requests import first, form, json_body
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import STUDIES, case, known, sight, unchanged

router = APIRouter()
SIGNATURE, PACKAGES = "signature", "packages"
"""Pieces of a page that are no pictures of the album, and follow a hand as they do."""
MOST_WRITTEN = 500
"""Characters of a field."""


def asked(sitting: Sitting, key: object) -> Number:
    """The number that a page asks for; raises 404."""
    try:
        return number(sitting, str(key))
    except KeyError:
        raise HTTPException(404, "No such number here; load the page again.") from None


@router.post("/s/{sid}/glance")
async def glance(request: Request, sitting: Sat) -> Response:
    """What a number's new place makes of the forecast, on few draws; nothing is kept."""
    sent = await json_body(request)
    middle = placed(sent.get("to"))
    pieces = request.app.state.environment.get_template
    return JSONResponse(await run_in_threadpool(_glanced, sitting, sent, middle, pieces))


def placed(sent: object) -> float:
    """Where a slider was put."""
    if isinstance(sent, bool) or not isinstance(sent, int | float) or not isfinite(sent):
        raise HTTPException(400, "A number is wanted.")
    return float(sent)


def refuse_blind(sitting: Sitting) -> None:
    """Raise 403 while the forecast is hidden."""
    if sitting.hides:
        raise HTTPException(403, "Coded blind: the forecast is hidden until the coding is frozen.")


def _glanced(
    sitting: Sitting, sent: dict[str, Any], middle: float, template: Callable[[str], Any]
) -> dict[str, Any]:
    refuse_blind(sitting)
    begun = time.perf_counter()
    bench = sitting.bench
    bench.jobs.moving()
    one = asked(sitting, sent.get("number"))
    value = shifted(one, middle)
    want = sent.get("want")
    wanted = {str(key) for key in want} if isinstance(want, list) else set()
    if sitting.audience != TEAM:
        wanted.clear()
    packages = bench.opaque(PACKAGES) in wanted
    also = ("packages",) if packages else ()
    made = sight(sitting, bench.pace.draws).look({one.path: value}, also=also)
    took = time.perf_counter() - begun
    bench.pace.took(took)
    rest = known(sitting)
    steady = steadied(made, sight(sitting, made.forecasts[0].provenance.draws).look(), rest)
    now = Case(moved_in(sitting.dossier, {one.path: value}), steady)
    pieces = {}
    if bench.opaque(SIGNATURE) in wanted:
        pieces[SIGNATURE] = signature(now.dossier, PAGE)
    if packages:
        pieces[PACKAGES] = template("packages.html").render(
            at=f"/s/{sitting.id}", struck=struck_tables(made)
        )
    return {
        **shown_live(sitting, now, unchanged(sitting) or rest, sorted(wanted)),
        "pieces": pieces,
        "range": _said(value),
        "draws": bench.pace.draws,
        "ms": round(1000 * took, 1),
    }


def shown_live(
    sitting: Sitting, one: Case, before: Comparison | None, want: object
) -> dict[str, Any]:
    """Leading figures and the specifications of the pictures that a page has on it."""
    wanted = {str(key) for key in want} if isinstance(want, list) else set()
    live = {name: each for name, each in pictures(sitting, one).items()
            if sitting.bench.opaque(name) in wanted}  # fmt: skip
    return {
        "cards": [
            {
                "events": [
                    {
                        "probability": each["event"].probability,
                        "change": each["change"],
                    }
                    for each in card["events"]
                ],
                "summary": card["summary"],
            }
            for card in cards(one.comparison, before)
        ],
        "pictures": {
            sitting.bench.opaque(name): finite(cleaned(each.spec)) for name, each in live.items()
        },
    }


def _said(value: object) -> str:
    if isinstance(value, list):
        return f"{value[0]:.3g} … {value[1]:.3g} … {value[2]:.3g}"
    return f"{value:.3g}"


def _read(text: str) -> object:
    """What somebody wrote into a field, as YAML would have it; a bare word stays a word."""
    try:
        found = yaml.safe_load(text[:MOST_WRITTEN])
    except (yaml.YAMLError, RecursionError):
        found = None
    parts = found if isinstance(found, list) else [found]
    if len(parts) > 3 or not all(isinstance(one, int | float | str) for one in parts):
        raise HTTPException(400, "A number, a range [low, mode, high], or a word.")
    return found


@router.post("/s/{sid}/change")
async def change(request: Request, sitting: Sat) -> Response:
    """Let go of a number: it stays where it is, and everything is worked out on all draws."""
    scripted = "json" in request.headers.get("content-type", "")
    fields = await json_body(request) if scripted else None
    plain = {} if scripted else await form(request)
    key = fields.get("number") if fields is not None else first(plain, "number")
    one = asked(sitting, key)
    if fields is not None and "to" in fields:
        value: object = shifted(one, placed(fields["to"]))
    else:
        text = str(fields.get("value")) if fields is not None else first(plain, "value")
        value = _read(text)
    try:
        await run_in_threadpool(sitting.change, one.path, value)
    except DossierError as error:
        fault = "; ".join(f"{each.fault}; {each.right}" for each in error.problems[:3])
        raise HTTPException(422, fault) from None
    return _back(request, sitting, scripted=scripted)


@router.post("/s/{sid}/drop")
async def drop(request: Request, sitting: Sat) -> Response:
    """Take one change back."""
    fields = await form(request)
    for path in sitting.state.changes:
        if sitting.bench.opaque(path) == first(fields, "number"):
            sitting.drop(path)
            break
    return _back(request, sitting)


@router.post("/s/{sid}/undo")
def undo(request: Request, sitting: Sat) -> Response:
    """Go back one step."""
    sitting.undo()
    return _back(request, sitting)


@router.post("/s/{sid}/forgo")
def forgo(request: Request, sitting: Sat) -> Response:
    """Take every change back, those too that the file no longer bears."""
    sitting.forgo()
    return _back(request, sitting)


@router.post("/s/{sid}/switch")
async def switch(request: Request, sitting: Sat) -> Response:
    """Switch an assessment off, or on again."""
    fields = await form(request)
    for name in sitting.bench.dossier.assessments:
        if sitting.bench.opaque(name) == first(fields, "school"):
            sitting.switch(name)
            break
    return _back(request, sitting)


@router.post("/s/{sid}/stop")
async def stop(request: Request, sitting: Sat) -> Response:
    """End long work that this sitting waits for."""
    name = first(await form(request), "study")
    job = sitting.bench.jobs.known((name, sitting.key)) if name in STUDIES else None
    if job is not None:
        job.stop()
    return _back(request, sitting)


@router.post("/s/{sid}/begin")
async def begin(request: Request, sitting: Sat) -> Response:
    """Begin long work again that was stopped, or failed; the page that is gone back to does so."""
    sitting.bench.jobs.forget((first(await form(request), "study"), sitting.key))
    return _back(request, sitting)


@router.get("/s/{sid}/jobs.json")
def jobs(sitting: Sat) -> Response:
    """How far the work on this sitting's numbers is."""
    found = {}
    for name in STUDIES:
        job = sitting.bench.jobs.known((name, sitting.key))
        if job is not None:
            part = job.part if sitting.audience == TEAM else ""
            found[name] = {"state": job.state, "share": round(job.share, 3), "part": part}
    return JSONResponse(found)


@router.post("/s/{sid}/live")
async def live(request: Request, sitting: Sat) -> Response:
    """The pictures of a page as they now stand, for a page that draws them itself."""
    sent = await json_body(request)

    def work() -> dict[str, Any]:
        done = [
            name
            for name in STUDIES
            if name != "comparison"
            and (job := sitting.bench.jobs.known((name, sitting.key))) is not None
            and job.state == "done"
        ]
        return shown_live(sitting, case(sitting, *done)[0], unchanged(sitting), sent.get("want"))

    refuse_blind(sitting)
    return JSONResponse(await run_in_threadpool(work))


def _back(request: Request, sitting: Sitting, *, scripted: bool = False) -> Response:
    """To the page that a form was sent from; a script is told that all is well."""
    bench_of(request)
    if scripted or request.headers.get("x-summitry") == "script":
        return JSONResponse({"changes": len(sitting.state.changes)})
    came = request.headers.get("referer", "")
    # The first part alone names a page: what follows may be of a form that was answered on it.
    here = re.split("[/?#]", came.partition(f"/s/{sitting.id}/")[2])[0]
    page = here if here.replace("-", "").isalnum() else "overview"
    return RedirectResponse(f"/s/{sitting.id}/{page}", 303)
