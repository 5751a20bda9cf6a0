"""The report's part on the record: what was forecast of a case before its outcome, and how well."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from summitry.charts.album import Picture, Record
from summitry.charts.history import history
from summitry.charts.scores import score_pictures
from summitry.dossier.audience import TEAM
from summitry.dossier.digest import digest
from summitry.dossier.model import Dossier
from summitry.ledger.audience import record_for
from summitry.ledger.history import History
from summitry.ledger.record import Case
from summitry.ledger.score import score


def record_of(
    cases: Mapping[str, Case], dossier: Dossier, audience: str = TEAM, name: str = ""
) -> Record | None:
    """What a ledger's cases say of one dossier, scored; None where they say nothing of it.

    Parameters
    ----------
    cases
        From :func:`summitry.ledger.record.read_record`. Other cases than this dossier's are left
        out: who gets its report need not know them.
    dossier
        As loaded, before any assessment.
    audience
        For whom; others than the team see their part.
    name
        What the dossier's case is called; a case with a forecast of the dossier as it stands is its
        own too.
    """
    own = {
        key: one
        for key, one in cases.items()
        if key == name or any(each.body.get("dossier") == digest(dossier) for each in one.forecasts)
    }
    own = record_for(own, dossier, audience)
    if not own:
        return None
    made = score(own)
    pictures = dict(score_pictures(made))
    tables = list(made.tables())
    for number, one in enumerate(own.values()):
        past = History(one)
        tables += past.tables()
        if past.points():
            text = "What each school said of it, and when."
            pictures[f"history-{number}"] = Picture(partial(history, past), text)
    return Record(pictures, tuple(tables))
