"""The ledger page: what was forecast before, what came of it, and who was right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from summitry.charts.album import Picture
from summitry.dossier.audience import TEAM
from summitry.forecasts.tables import Table
from summitry.workbench.page import Page, Sat, render, serve_page
from summitry.workbench.pictures import shown
from summitry.workbench.recording import (
    offered,
    record_forecasts,
    record_judgement,
    record_outcome,
)
from summitry.workbench.requests import first, form
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import case, study
from summitry.workbench.writing import said, say

if TYPE_CHECKING:
    from summitry.ledger.record import Case

router = APIRouter()
MOST_HISTORIES = 6
NOTHING = "Nothing of the record is for this audience."
SHOWN = "What was forecast of this case before its outcome, by the schools and events shown."


def ledger(sitting: Sitting) -> Page:
    """The record, scored; for others than the team what it says of this dossier, as they see it."""
    told, tables, drawn, data = "", list[Table](), dict[str, Picture](), dict[str, Any]()
    offer = None
    try:
        told, cases, tables, drawn, data = _read(sitting)
        offer = offered(sitting, cases) if sitting.audience == TEAM else None
    except ModuleNotFoundError as error:
        told = str(error)
    except Exception as error:  # noqa: BLE001 - whatever a database says is told, not raised
        told = f"The ledger cannot be read: {error}" if sitting.audience == TEAM else NOTHING
    sitting.more.update(drawn)
    one, _ = case(sitting)
    context = {"pictures": shown(sitting, one), "drawn": list(drawn), "tables": tables,
               "told": told, "case": one, "offer": offer,
               "message": said(sitting.id)}  # fmt: skip
    return Page("ledger.html", "Ledger", context, {"ledger": data}, tables)


def _read(
    sitting: Sitting,
) -> tuple[str, dict[str, Case], list[Table], dict[str, Picture], dict[str, Any]]:
    from functools import partial

    from summitry.charts.history import history
    from summitry.charts.scores import score_pictures
    from summitry.ledger.address import locate
    from summitry.ledger.audience import record_for
    from summitry.ledger.history import History
    from summitry.ledger.ledger import SCORED
    from summitry.ledger.record import read_record
    from summitry.ledger.score import score
    from summitry.ledger.store import Store

    team = sitting.audience == TEAM
    address = locate(sitting.bench.ledger)
    if address.file is not None and not address.file.exists():
        told = f"Nothing is on record yet in {address.shown}." if team else NOTHING
        return told, {}, [], {}, {}
    store = Store(sitting.bench.ledger)
    cases = record_for(
        read_record(store.entries(SCORED)), sitting.bench.dossier, sitting.audience
    )  # fmt: skip
    if not team and not cases:
        return NOTHING, {}, [], {}, {}
    made = score(cases, receipt=str(store.receipt()) if team else None)
    drawn = {f"score-{name}": each for name, each in score_pictures(made).items()}
    tables = list(made.tables())
    for number, one in enumerate(list(cases.values())[-MOST_HISTORIES:]):
        past = History(one)
        tables += past.tables()
        if past.points():
            text = "What each school said of it, and when."
            drawn[f"history-{number}"] = Picture(partial(history, past), text)
    told = f"{store.shown}, receipt {made.receipt}" if team else SHOWN
    return told, cases, tables, drawn, made.to_dict()


serve_page(router, "ledger", ledger)


@router.post("/s/{sid}/ledger/forecast")
async def forecast(request: Request, sitting: Sat) -> Response:
    """Put the forecast of every school that is switched on, on record."""
    fields = await form(request)

    def work() -> str:
        job = study(sitting, "comparison")
        if not job.wait(50) or job.state != "done":
            raise HTTPException(503, "The forecast is still being worked out; try again soon.")
        return record_forecasts(sitting, job.result, first(fields, "author"))

    return await _put(request, sitting, work)


@router.post("/s/{sid}/ledger/judgement")
async def judgement(request: Request, sitting: Sat) -> Response:
    """Put a person's own forecast on record."""
    fields = await form(request)
    said = [first(fields, name) for name in ("event", "chance", "author", "note")]
    return await _put(request, sitting, lambda: record_judgement(sitting, *said))


@router.post("/s/{sid}/ledger/outcome")
async def outcome(request: Request, sitting: Sat) -> Response:
    """Put what came of the case on record."""
    fields = await form(request)
    answers = list(zip(fields.get("on", []), fields.get("answer", []), strict=False))
    said = [first(fields, name) for name in ("day", "source", "author")]
    return await _put(request, sitting, lambda: record_outcome(sitting, answers, *said))


async def _put(request: Request, sitting: Sitting, work: Callable[[], str]) -> Response:
    """The page again, with what was put on record, or why nothing was."""
    from summitry.ledger.faults import LedgerError

    if sitting.hides:
        raise HTTPException(403, "Coded blind: the forecast is hidden until the coding is frozen.")
    try:
        message = await run_in_threadpool(work)
    except (LedgerError, ModuleNotFoundError) as error:
        message = f"Nothing was put on record: {error}"
    else:  # to an address of its own, so that who loads the page again puts nothing down twice
        say(sitting.id, message)
        return RedirectResponse(f"/s/{sitting.id}/ledger", 303)
    page = await run_in_threadpool(ledger, sitting)
    return render(
        request, page.template, 422, here="ledger", sitting=sitting, title=page.title,
        **{**page.context, "message": message},
    )  # fmt: skip
