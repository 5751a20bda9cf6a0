"""Everything in a dossier, a form an item: to add, change, rename and remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse, Response

from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.dossier.problem import Problem
from summitry.dossier.renaming import renamed
from summitry.dossier.writeback import differences
from summitry.sensitivity.naming import path_of
from summitry.workbench import writing
from summitry.workbench.adding import AddError
from summitry.workbench.asking import Kind
from summitry.workbench.forms import Form, at_fields, form, from_form, kind_of
from summitry.workbench.given import Given, one_each
from summitry.workbench.items import Item, items
from summitry.workbench.levels import LEVEL, levels, thing_of
from summitry.workbench.page import Page, Sat, serve_page
from summitry.workbench.pages.forms import built_on, form_page, page_of_item, shown
from summitry.workbench.pages.grid import read_with
from summitry.workbench.pages.making import Onward, saved
from summitry.workbench.places import Path, standing_at
from summitry.workbench.requests import json_body
from summitry.workbench.sheets import KINDS
from summitry.workbench.sitting import Sitting
from summitry.workbench.stating import verdict
from summitry.workbench.talks import CHANGE

if TYPE_CHECKING:
    from summitry.workbench.bench import Bench

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
    chosen = {one.name: request.query_params.get(one.name, "") for one in own.keys}
    return shown(request, sitting, form_page(sitting, own, None, chosen))


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
    if item.kind is CHANGE and not _is_number(bench, item):
        school = bench.opaque(Item(item.kind, item.path[:2], "").mark)
        return RedirectResponse(f"/s/{sitting.id}/contents/{school}#says", 303)
    own = form(bench.dossier, bench.copy.data, item.kind, item.path)
    return shown(request, sitting, form_page(sitting, own, item))


def _is_number(bench: Bench, change: Item) -> bool:
    """Whether a school's change is of a number, which has a form of its own."""
    node = standing_at(bench.copy.data, change.path)
    if node is None or (isinstance(node, Mapping) and not {"value", "coders"} & set(node)):
        return False
    return change.name in {path_of(name) for name in inputs(bench.dossier)}


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
        return built_on(request, sitting, given, own, item)
    made: list[Path] = []

    def changed(data: writing.Data) -> writing.Data:
        found, path = from_form(dossier, data, own, given)
        made.append(path)
        return found

    def again(fault: str, problems: Sequence[Problem]) -> Page:
        path = made[-1] if made else own.path or ()
        told, rest = at_fields(own, path, problems)
        text = fault or ("Nothing was saved: see the fields marked below." if told else "")
        return form_page(sitting, own, item, given, text, rest, told)

    def then() -> str:
        mark = sitting.bench.opaque(Item(own.kind, made[-1], "").mark)
        return f"/s/{sitting.id}/contents/{mark}"

    try:
        return saved(request, sitting, given, changed, again, Onward(then))
    except AddError as error:
        told = {error.field: str(error)}
        text = "Nothing was saved: see the fields marked below."
        return shown(request, sitting, form_page(sitting, own, item, given, text, (), told), 422)


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
