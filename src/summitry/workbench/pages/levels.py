"""Levels of an issue added and moved; items taken out, once it was shown what goes with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from summitry.dossier.problem import Problem
from summitry.dossier.renaming import HeldError
from summitry.workbench import writing
from summitry.workbench.adding import AddError
from summitry.workbench.given import Given, one_each
from summitry.workbench.items import Item
from summitry.workbench.levels import (
    LEVEL,
    MOST_TOLD,
    consequences,
    in_the_way,
    levels,
    moved_level,
    with_level,
    without_item,
)
from summitry.workbench.page import Page, Sat, render
from summitry.workbench.pages.contents import item_of, read_by
from summitry.workbench.pages.forms import page_of_item
from summitry.workbench.pages.making import Onward, saved
from summitry.workbench.sitting import Sitting

router = APIRouter()


@router.post("/s/{sid}/contents/{mark}/level")
def add(request: Request, mark: str, sitting: Sat, fields: Given) -> Response:
    """Add a level to an issue."""
    given = one_each(fields)
    dossier, data = read_by(sitting, given)
    item = item_of(sitting, mark, dossier, data)
    after = given.get("after", "")
    number = int(after) if after.isdecimal() and len(after) < 4 else 0
    return _level(
        request, sitting, given, item,
        lambda found: with_level(found, item.name, given.get("level", ""), number),
    )  # fmt: skip


@router.post("/s/{sid}/contents/{mark}/move")
def move(request: Request, mark: str, sitting: Sat, fields: Given) -> Response:
    """Move a level up or down."""
    given = one_each(fields)
    dossier, data = read_by(sitting, given)
    item = item_of(sitting, mark, dossier, data)
    issue = item_of(sitting, sitting.bench.opaque("/".join(map(str, item.path[:2]))), dossier, data)
    by = -1 if given.get("by") == "up" else 1
    return _level(
        request, sitting, given, issue,
        lambda found: moved_level(found, issue.name, item.name, by),
    )  # fmt: skip


def _level(
    request: Request, sitting: Sitting, given: Mapping[str, str], issue: Item,
    change: Callable[[writing.Data], writing.Data],
) -> Response:  # fmt: skip
    def again(fault: str, problems: Sequence[Problem]) -> Page:
        return page_of_item(sitting, issue, given, fault, problems)

    def then() -> str:
        return f"/s/{sitting.id}/contents/{sitting.bench.opaque(issue.mark)}"

    try:
        return saved(request, sitting, given, change, again, Onward(then))
    except AddError as error:
        page = page_of_item(sitting, issue, given, "Nothing was added.", (),
                            {error.field: str(error)})  # fmt: skip
        return _shown(request, sitting, page, 422)


@router.get("/s/{sid}/contents/{mark}/remove")
def ask(request: Request, mark: str, sitting: Sat) -> Response:
    """What would go with an item, and whether it shall."""
    item = _removable(sitting, mark, {})
    return _shown(request, sitting, _asked(sitting, item))


def _removable(sitting: Sitting, mark: str, given: Mapping[str, str]) -> Item:
    item = item_of(sitting, mark, *read_by(sitting, given))
    if item.kind.single:
        raise HTTPException(404, "A dossier has this once: empty its fields instead.")
    return item


@router.post("/s/{sid}/contents/{mark}/remove")
def remove(request: Request, mark: str, sitting: Sat, fields: Given) -> Response:
    """Take an item out."""
    given = one_each(fields)
    item = _removable(sitting, mark, given)
    data = read_by(sitting, given)[1]
    instead = given.get("instead", "")
    if item.kind is LEVEL and instead not in _others(data, item):
        instead = ""
    if item.kind is LEVEL and given.get("look"):
        return _shown(request, sitting, _asked(sitting, item, instead))
    home = Item(LEVEL, item.path[:2], "").mark if item.kind is LEVEL else ""

    def then() -> str:
        return f"/s/{sitting.id}/contents" + (f"/{sitting.bench.opaque(home)}" if home else "")

    return saved(
        request, sitting, given, lambda found: without_item(found, item, instead),
        lambda fault, problems: _asked(sitting, item, instead, fault, problems),
        Onward(then, "Removed."),
    )  # fmt: skip


def _others(data: Mapping[str, Any], item: Item) -> list[str]:
    return [one.name for one in levels(data) if one.path[:2] == item.path[:2]
            and one.path != item.path]  # fmt: skip


def _asked(
    sitting: Sitting, item: Item, instead: str | None = None, fault: str = "",
    problems: Sequence[Problem] = (),
) -> Page:  # fmt: skip
    bench = sitting.bench
    data = bench.copy.data
    others = _others(data, item) if item.kind is LEVEL else []
    held: list[str] = []
    also: list[str] = []
    try:
        wanted = without_item(data, item, instead or "")
        also = consequences(bench.dossier, data, wanted, item)
    except HeldError as error:
        held = in_the_way(bench.dossier, data, error)
    back = Item(item.kind, item.path[:2], "").mark if item.kind is LEVEL else item.mark
    context: dict[str, Any] = {
        "version": writing.version(bench), "item": item, "mark": bench.opaque(item.mark),
        "back": bench.opaque(back), "also": also[:MOST_TOLD], "more": len(also[MOST_TOLD:]),
        "held": held, "others": others, "instead": instead or "", "fault": fault,
        "problems": list(problems), "saved": writing.said(sitting.id),
    }  # fmt: skip
    return Page("remove.html", f"Remove: {item.label}", context, None, shows_forecast=False)


def _shown(request: Request, sitting: Sitting, page: Page, status: int = 200) -> Response:
    return render(
        request, page.template, status, here="contents", sitting=sitting, title=page.title,
        **page.context,
    )  # fmt: skip
