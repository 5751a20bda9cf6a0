"""The ledger page: what was forecast before, what came of it, and who was right."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from summitry.charts.album import Picture
from summitry.dossier.audience import TEAM
from summitry.forecasts.tables import Table
from summitry.workbench.page import Page, serve_page
from summitry.workbench.pictures import shown
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import case

router = APIRouter()
MOST_HISTORIES = 6
NOTHING = "Nothing of the record is for this audience."
SHOWN = "What was forecast of this case before its outcome, by the schools and events shown."


def ledger(sitting: Sitting) -> Page:
    """The record, scored; for others than the team what it says of this dossier, as they see it."""
    told, tables, drawn, data = "", list[Table](), dict[str, Picture](), dict[str, Any]()
    try:
        told, tables, drawn, data = _read(sitting)
    except ModuleNotFoundError as error:
        told = str(error)
    except Exception as error:  # noqa: BLE001 - whatever a database says is told, not raised
        told = f"The ledger cannot be read: {error}" if sitting.audience == TEAM else NOTHING
    sitting.more = drawn
    one, _ = case(sitting)
    context = {"pictures": shown(sitting, one), "drawn": list(drawn), "tables": tables,
               "told": told, "case": one}  # fmt: skip
    return Page("ledger.html", "Ledger", context, {"ledger": data}, tables)


def _read(sitting: Sitting) -> tuple[str, list[Table], dict[str, Picture], dict[str, Any]]:
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
        if not team:
            return NOTHING, [], {}, {}
        text = f"Nothing is on record yet in {address.shown}: 'summitry record PATH' begins it."
        return text, [], {}, {}
    store = Store(sitting.bench.ledger)
    cases = record_for(
        read_record(store.entries(SCORED)), sitting.bench.dossier, sitting.audience
    )  # fmt: skip
    if not team and not cases:
        return NOTHING, [], {}, {}
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
    return told, tables, drawn, made.to_dict()


serve_page(router, "ledger", ledger)
