"""The evidence page: each number with its quote, the source texts marked, and the silences."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from summitry.dossier.audience import TEAM
from summitry.dossier.marking import marked
from summitry.forecasts.audience import sees_everything, shown_evidence
from summitry.forecasts.tables import Table
from summitry.report.evidence import passages_in_words, silences
from summitry.sensitivity.naming import path_in_words, with_path
from summitry.workbench.page import Page, serve_page
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import seen

router = APIRouter()


def evidence(sitting: Sitting) -> Page:
    """Each number and what it rests on; each source and what rests on it; and what is missing."""
    dossier = seen(sitting)
    found = shown_evidence(sitting.dossier, sitting.audience)
    rows = tuple(
        (
            with_path(dossier, one.name),
            one.written,
            f"{one.low:.3g} … {one.mode:.3g} … {one.high:.3g}",
            one.basis,
            passages_in_words(dossier, one.citations) or one.note or "",
        )
        for one in found.numbers
    )
    columns = ("number", "as written", "range", "basis", "passage or reason")
    note = (
        f"{len(found.numbers)} numbers: {found.cited} cite a passage, {found.judged} are judgement "
        f"alone, {found.defaults} are the program's defaults. A citation shows that the words are "
        "there, not that they bear the number out."
    )
    table = Table("Every number and what it rests on", columns, rows, note, (0, 1, 3, 4))
    folders = [*sitting.bench.folders, sitting.bench.folder] if sitting.audience == TEAM else []
    texts = marked(dossier, folders)
    whole = sees_everything(sitting.dossier, sitting.audience)
    silent = silences(dossier) if whole else []
    said = {
        name: path_in_words(dossier, name)
        for one in texts
        for names in one.quotes.values()
        for name in names
    }
    context = {"dossier": dossier, "found": found, "table": table, "texts": texts,
               "silent": silent, "tables": [table], "said": said}  # fmt: skip
    data = {
        "numbers": [asdict(one) for one in found.numbers],
        "sources": [
            {"key": one.key, "quotes": dict(one.quotes), "missing": list(one.missing),
             "text_at_hand": bool(one.pieces), "share_cited": round(one.share, 3)}
            for one in texts
        ],
        "silent": silent,
        "unknowns": list(dossier.unknowns),
    }  # fmt: skip
    return Page("evidence.html", "Evidence", context, data, [table], shows_forecast=False)


serve_page(router, "evidence", evidence)
