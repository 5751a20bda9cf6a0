"""A source's text: kept beside the dossier, and its passages cited for numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from summitry.dossier.marking import marked
from summitry.dossier.problem import Problem
from summitry.workbench import writing
from summitry.workbench.adding import AddError
from summitry.workbench.asking import KNOWN
from summitry.workbench.choosing import grouped
from summitry.workbench.fields import Choice
from summitry.workbench.given import Given, one_each
from summitry.workbench.items import Item
from summitry.workbench.page import Page, Sat, render
from summitry.workbench.pages.contents import item_of, read_by
from summitry.workbench.pages.making import Onward, saved
from summitry.workbench.sitting import Sitting
from summitry.workbench.sourcing import MOST_TEXT, cited, keep_text, targets

router = APIRouter()


def _source(sitting: Sitting, mark: str, given: Mapping[str, str]) -> Item:
    dossier, data = read_by(sitting, given)
    item = item_of(sitting, mark, dossier, data)
    if item.kind.key != "source":
        raise HTTPException(404, "That is no source.")
    return item


@router.get("/s/{sid}/contents/{mark}/text")
def show(request: Request, mark: str, sitting: Sat) -> Response:
    """The text with what is cited of it marked."""
    return _shown(request, sitting, _page(sitting, _source(sitting, mark, {})))


@router.post("/s/{sid}/contents/{mark}/text")
def keep(request: Request, mark: str, sitting: Sat, fields: Given) -> Response:
    """Keep a text beside the dossier, and name it in the source."""
    given = one_each(fields)
    item = _source(sitting, mark, given)
    name = given.get("file", "").strip()
    folder = sitting.bench.folder
    try:
        print_, made = keep_text(folder, name, given.get("text", ""))
    except AddError as error:
        return _again(request, sitting, item, given, {error.field: str(error)})
    except OSError as error:
        return _again(request, sitting, item, given, {"file": error.strerror or "not writable"})

    def change(data: writing.Data) -> writing.Data:
        own = {**data["sources"][item.name], "file": name, "sha256": print_}
        return {**data, "sources": {**data["sources"], item.name: own}}

    kept = False
    try:
        answer = _saved(request, sitting, item, given, change, "The text is kept.")
        kept = answer.status_code == 303
    finally:
        if made and not kept:  # nothing names it: it would only lie about
            (folder / name).unlink(missing_ok=True)
    return answer


@router.post("/s/{sid}/contents/{mark}/cite")
def cite(request: Request, mark: str, sitting: Sat, fields: Given) -> Response:
    """Cite a passage of the text for a number."""
    given = one_each(fields)
    item = _source(sitting, mark, given)
    dossier, _ = read_by(sitting, given)
    every = targets(dossier)
    at = given.get("target", "")
    if not at.isdecimal() or len(at) > 6 or int(at) >= len(every):
        return _again(request, sitting, item, given, {"target": "choose what it bears out"})
    kind = given.get("kind", "")
    kind = kind if kind in dict(KNOWN) else ""
    passage = {
        "source": item.name,
        "quote": " ".join(given.get("quote", "").split())[:500],
        "at": " ".join(given.get("at", "").split())[:200],
    }
    try:
        return _saved(
            request, sitting, item, given,
            lambda data: cited(data, every[int(at)], passage, kind),
            f"Cited for: {every[int(at)].label}.",
        )  # fmt: skip
    except AddError as error:
        return _again(request, sitting, item, given, {error.field: str(error)})


def _saved(
    request: Request, sitting: Sitting, item: Item, given: Mapping[str, str],
    change: Callable[[writing.Data], writing.Data], said: str,
) -> Response:  # fmt: skip
    address = f"/s/{sitting.id}/contents/{sitting.bench.opaque(item.mark)}/text"

    def again(fault: str, problems: Sequence[Problem]) -> Page:
        of_quotes = [one for one in problems if one.code in ("S501", "S502", "S503", "S504")]
        told = {"quote" if "quote" in given else "text": "; ".join(
            f"{one.code}: {one.fault}; {one.right}" for one in of_quotes[:5])}  # fmt: skip
        rest = [one for one in problems if one not in of_quotes]
        text = fault or ("Nothing was saved." if of_quotes else "")
        return _page(sitting, item, given, text, rest, told if of_quotes else {})

    return saved(request, sitting, given, change, again, Onward(lambda: address, said))


def _again(
    request: Request, sitting: Sitting, item: Item, given: Mapping[str, str],
    told: Mapping[str, str],
) -> Response:  # fmt: skip
    page = _page(sitting, item, given, "Nothing was saved: see the fields marked below.", (), told)
    return _shown(request, sitting, page, 422)


def _page(
    sitting: Sitting, item: Item, given: Mapping[str, str] | None = None, fault: str = "",
    problems: Sequence[Problem] = (), told: Mapping[str, str] | None = None,
) -> Page:  # fmt: skip
    bench, dossier = sitting.bench, sitting.bench.dossier
    source = dossier.sources.get(item.name)
    if source is None:
        raise HTTPException(404, "That source is not in the dossier any more.")
    texts = marked(dossier, [*bench.folders, bench.folder])
    own = next(one for one in texts if one.key == item.name)
    stem = re.sub(r"[^\w-]+", "-", item.name).strip("-_") or "source"
    context: dict[str, Any] = {
        "version": (given or {}).get("version") or writing.version(bench),
        "mark": bench.opaque(item.mark), "source": source, "own": own,
        "targets": grouped([Choice(str(number), one.label, one.group)
                            for number, one in enumerate(targets(dossier))]),
        "known": KNOWN, "given": defaultdict(str, given or {}), "told": told or {},
        "most": MOST_TEXT, "stem": f"{stem[:60]}.txt", "fault": fault, "problems": list(problems),
        "saved": writing.said(sitting.id),
    }  # fmt: skip
    return Page("text.html", source.title, context, None, shows_forecast=False)


def _shown(request: Request, sitting: Sitting, page: Page, status: int = 200) -> Response:
    page = replace(page, title=page.title if len(page.title) < 200 else page.title[:199] + "…")
    return render(
        request, page.template, status, here="contents", sitting=sitting, title=page.title,
        **page.context,
    )  # fmt: skip
