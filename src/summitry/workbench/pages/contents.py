"""Everything in a dossier, a form an item: to add, change, rename and remove."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from summitry.dossier.model import Dossier
from summitry.dossier.problem import Problem
from summitry.dossier.renaming import renamed
from summitry.dossier.vocabulary import LEVERAGE, LIKELIHOOD
from summitry.dossier.writeback import differences
from summitry.workbench import writing
from summitry.workbench.adding import AddError
from summitry.workbench.asking import KNOWN, SURE, Kind
from summitry.workbench.choosing import JOINS, LINKS, SIGNS, built, grouped, terms
from summitry.workbench.forms import Form, at_fields, form, from_form, kind_of
from summitry.workbench.given import Given, one_each
from summitry.workbench.items import Item, items
from summitry.workbench.levels import LEVEL, levels, thing_of
from summitry.workbench.page import Page, Sat, render, serve_page
from summitry.workbench.pages.grid import read_with
from summitry.workbench.pages.making import Onward, saved
from summitry.workbench.places import Path, standing_at
from summitry.workbench.requests import json_body
from summitry.workbench.sheets import KINDS
from summitry.workbench.sitting import Sitting
from summitry.workbench.stating import verdict

router = APIRouter()


def build(sitting: Sitting) -> Page:
    """Every item of the file, kind by kind."""
    bench = sitting.bench
    every = items(bench.dossier, bench.copy.data)
    found = [(kind, [one for one in every if one.kind is kind]) for kind in KINDS]
    context: dict[str, Any] = {
        "version": writing.version(bench),
        "kinds": found,
        "mark": lambda item: bench.opaque(item.mark),
        "saved": writing.said(sitting.id),
        "warnings": [one for one in bench.problems if one.severity == "warning"],
    }
    data = {kind.key: [one.label for one in own] for kind, own in found}
    return Page("contents.html", "Contents", context, data, shows_forecast=False)


serve_page(router, "contents", build)


def item_of(sitting: Sitting, mark: str, dossier: Dossier, data: Mapping[str, Any]) -> Item:
    """The item, or the level, of an opaque mark."""
    for one in (*items(dossier, data), *levels(data)):
        if sitting.bench.opaque(one.mark) == mark:
            return one
    raise HTTPException(404, "That is not in the dossier any more; go back to its contents.")


def read_by(sitting: Sitting, given: Mapping[str, str]) -> tuple[Dossier, writing.Data]:
    """The dossier and the data that a page was made of."""
    if given.get("version", "") in ("", sitting.bench.copy.version):
        return sitting.bench.dossier, sitting.bench.copy.data
    dossier = read_with(sitting, given)
    return dossier, dict(dossier._tree)


@router.post("/s/{sid}/contents/check")
async def check(request: Request, sitting: Sat) -> Response:
    """A statement or a clause, in words or with what is wrong with it."""
    sent = await json_body(request)
    shape = "clause" if sent.get("shape") == "clause" else "said"
    text = str(sent.get("text", ""))[:20_000]
    said, good = await run_in_threadpool(verdict, sitting.bench.dossier, text, shape)
    return JSONResponse({"said": said[:2_000], "good": good})


def _kind(key: str) -> Kind:
    found = kind_of(key)
    if found is None or found.single:
        raise HTTPException(404, "There is nothing of that kind to add.")
    return found


@router.get("/s/{sid}/contents/new/{key}")
def add(request: Request, key: str, sitting: Sat) -> Response:
    """The form of a new item."""
    bench = sitting.bench
    own = form(bench.dossier, bench.copy.data, _kind(key), None)
    return _shown(request, sitting, _page(sitting, own, None))


@router.post("/s/{sid}/contents/new/{key}")
def added(request: Request, key: str, sitting: Sat, fields: Given) -> Response:
    """Add an item."""
    given = one_each(fields)
    dossier, data = read_by(sitting, given)
    return _saved(request, sitting, given, form(dossier, data, _kind(key), None), None)


@router.get("/s/{sid}/contents/{mark}")
def one(request: Request, mark: str, sitting: Sat) -> Response:
    """The form of an item."""
    bench = sitting.bench
    item = item_of(sitting, mark, bench.dossier, bench.copy.data)
    if item.kind is LEVEL:
        raise HTTPException(404, "A level is changed on the page of its issue.")
    own = form(bench.dossier, bench.copy.data, item.kind, item.path)
    return _shown(request, sitting, _page(sitting, own, item))


@router.post("/s/{sid}/contents/{mark}")
def change(request: Request, mark: str, sitting: Sat, fields: Given) -> Response:
    """Write what was changed of an item."""
    given = one_each(fields)
    dossier, data = read_by(sitting, given)
    item = item_of(sitting, mark, dossier, data)
    own = form(dossier, data, item.kind, item.path)
    return _saved(request, sitting, given, own, item)


def _saved(
    request: Request, sitting: Sitting, given: Mapping[str, str], own: Form, item: Item | None
) -> Response:
    dossier, _ = read_by(sitting, given)
    if given.get("build"):
        return _built(request, sitting, given, own, item)
    made: list[Path] = []

    def changed(data: writing.Data) -> writing.Data:
        found, path = from_form(dossier, data, own, given)
        made.append(path)
        return found

    def again(fault: str, problems: Sequence[Problem]) -> Page:
        path = made[-1] if made else own.path or ()
        told, rest = at_fields(own, path, problems)
        text = fault or ("Nothing was saved: see the fields marked below." if told else "")
        return _page(sitting, own, item, given, text, rest, told)

    def then() -> str:
        mark = sitting.bench.opaque(Item(own.kind, made[-1], "").mark)
        return f"/s/{sitting.id}/contents/{mark}"

    try:
        return saved(request, sitting, given, changed, again, Onward(then))
    except AddError as error:
        told = {error.field: str(error)}
        text = "Nothing was saved: see the fields marked below."
        return _shown(request, sitting, _page(sitting, own, item, given, text, (), told), 422)


def _built(
    request: Request, sitting: Sitting, given: Mapping[str, str], own: Form, item: Item | None
) -> Response:
    """The form again, with one more term in a statement; nothing is saved yet."""
    name = given["build"]
    shape = next((field.shape for field in own.fields if field.name == name), "said")
    parts = [given.get(f"b-{name}-{part}", "") for part in ("join", "term", "sign")]
    text = given.get(name, "")
    more = {**given, name: built(text, shape, *parts) if parts[1] else text}
    return _shown(request, sitting, _page(sitting, own, item, more))


def _page(
    sitting: Sitting, own: Form, item: Item | None, given: Mapping[str, str] | None = None,
    fault: str = "", problems: Sequence[Problem] = (), told: Mapping[str, str] | None = None,
) -> Page:  # fmt: skip
    bench, dossier = sitting.bench, sitting.bench.dossier
    values = {
        key: text
        for field in own.fields
        for key, text in field.shown(standing_at(own.node, field.path)).items()
    }
    values = dict(given) if given is not None else values
    statements = [field for field in own.fields if field.shape in ("said", "clause")]
    thing = thing_of(item) if item else None
    context: dict[str, Any] = {
        "version": values.get("version") or writing.version(bench),
        "form": own, "item": item, "values": defaultdict(str, values),
        "mark": bench.opaque(item.mark) if item else "",
        "action": f"contents/{bench.opaque(item.mark)}" if item else f"contents/new/{own.kind.key}",
        "rows_of": lambda key: rows_of(values, key),
        "grouped": grouped, "known": KNOWN, "sure": SURE,
        "words": list(LIKELIHOOD), "leverages": list(LEVERAGE),
        "reasons": ("kind", "note", "coder", "date", "cite"),
        "verdicts": {field.name: verdict(dossier, values.get(field.name, ""), field.shape)
                     for field in statements},
        "terms": {shape: terms(dossier, shape) for shape in {one.shape for one in statements}},
        "signs": SIGNS, "joins": JOINS, "links": LINKS,
        "renames": bool(thing and thing.kind != "ask"),
        "removes": bool(item and not item.kind.single),
        "levels": [(one, bench.opaque(one.mark)) for one in levels(bench.copy.data)
                   if item and item.kind.key == "issue" and one.path[1] == item.name],
        "now": dossier.issues[item.name].status_quo
               if item and item.kind.key == "issue" and item.name in dossier.issues else "",
        "told": told or {}, "beside": defaultdict(str), "fault": fault, "problems": list(problems),
        "saved": writing.said(sitting.id),
    }  # fmt: skip
    title = item.label if item and not item.kind.single else own.kind.title
    title = title if item else f"Add: {own.kind.one}"
    return Page("form.html", title, context, None, shows_forecast=False)


def rows_of(values: Mapping[str, str], key: str) -> range:
    """Rows of citations in a form: those that are filled, and one more."""
    start = f"{key}."
    known = [name[len(start) :].partition(".")[0] for name in values if name.startswith(start)]
    filled = [int(one) for one in known if one.isdecimal() and len(one) < 4]
    return range(max(filled, default=-1) + 2)


def _shown(request: Request, sitting: Sitting, page: Page, status: int = 200) -> Response:
    return render(
        request, page.template, status, here="contents", sitting=sitting, title=page.title,
        **page.context,
    )  # fmt: skip


@router.post("/s/{sid}/contents/{mark}/rename")
def rename(request: Request, mark: str, sitting: Sat, fields: Given) -> Response:
    """Give an item, or a level, another name, wherever the dossier speaks of it."""
    given = one_each(fields)
    dossier, data = read_by(sitting, given)
    item = item_of(sitting, mark, dossier, data)
    thing = thing_of(item)
    if thing is None or thing.kind == "ask":
        raise HTTPException(404, "That has no name of its own.")
    new = " ".join(given.get("to", "").split())
    own = item
    if item.kind is LEVEL:
        own = next(one for one in items(dossier, data) if one.path == item.path[:2])
    try:
        places = len(differences(data, renamed(data, thing, new)))
    except ValueError:
        places = 0  # told below

    def again(fault: str, problems: Sequence[Problem]) -> Page:
        every = [fault] * bool(fault) + [
            f"{one.code}: {one.fault}; {one.right}" for one in problems
        ]
        field = f"level-{mark}" if item.kind is LEVEL else "rename"
        told = {field: "; ".join(every)}
        return page_of_item(sitting, own, given, "Nothing was renamed.", (), told)

    def then() -> str:
        to = own if item.kind is LEVEL else Item(item.kind, (*item.path[:-1], new), "")
        return f"/s/{sitting.id}/contents/{sitting.bench.opaque(to.mark)}"

    said = f"Renamed in {places} place{'' if places == 1 else 's'}."
    return saved(
        request, sitting, given, lambda found: renamed(found, thing, new), again, Onward(then, said)
    )


def page_of_item(
    sitting: Sitting, item: Item, given: Mapping[str, str], fault: str = "",
    problems: Sequence[Problem] = (), told: Mapping[str, str] | None = None,
) -> Page:  # fmt: skip
    """The form of an item as the file has it, with what was said beside it and what is wrong."""
    bench = sitting.bench
    own = form(bench.dossier, bench.copy.data, item.kind, item.path)
    page = _page(sitting, own, item, None, fault, problems, told)
    return replace(page, context={**page.context, "beside": defaultdict(str, given)})
