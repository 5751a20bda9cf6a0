"""What a school says otherwise, said by the forms that the dossier's own things have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from summitry.dossier.problem import Problem
from summitry.workbench import writing
from summitry.workbench.adding import AddError
from summitry.workbench.asking import Kind
from summitry.workbench.forms import Form, at_fields, form
from summitry.workbench.given import Given, one_each
from summitry.workbench.page import Page, Sat
from summitry.workbench.pages.contents import item_of, read_by
from summitry.workbench.pages.forms import built_on, form_page, shown
from summitry.workbench.pages.making import Onward, saved
from summitry.workbench.places import Path
from summitry.workbench.schools import (
    BY_KEY,
    SHARED,
    Saying,
    as_in_dossier,
    at_school,
    things,
    view,
    with_form,
    without,
)
from summitry.workbench.sitting import Sitting

router = APIRouter()


def _saying(
    sitting: Sitting, mark: str, thing: str = "", given: Mapping[str, str] | None = None
) -> Saying:
    """What a page is of: the school of an opaque mark, and one of the things that it has."""
    dossier, data = read_by(sitting, given or {})
    school = item_of(sitting, mark, dossier, data)
    if school.kind.key != "school":
        raise HTTPException(404, "That is no assessment.")
    seen = view(dossier, data, school.name)
    if not thing:
        return Saying(seen, mark)
    for one in things(seen):
        if sitting.bench.opaque(one.mark) == thing:
            return Saying(seen, mark, one)
    raise HTTPException(404, "This school has no such thing any more; go back to the assessment.")


def _kind(key: str) -> Kind:
    found = BY_KEY.get(key)
    if found is None or found.single or found in SHARED:
        raise HTTPException(404, "A school brings in nothing of that kind.")
    return found


def _form(of: Saying, kind: Kind | None = None) -> Form:
    seen = of.seen
    if of.thing is not None:
        return form(seen.dossier, seen.data, of.thing.item.kind, of.thing.item.path)
    assert kind is not None  # noqa: S101 - a thing, or the kind of a new one
    return form(seen.dossier, seen.data, kind, None)


@router.get("/s/{sid}/contents/{mark}/says/new/{key}")
def add(request: Request, mark: str, key: str, sitting: Sat) -> Response:
    """The form of a thing that a school brings in."""
    of = _saying(sitting, mark)
    return shown(request, sitting, form_page(sitting, _form(of, _kind(key)), of))


@router.post("/s/{sid}/contents/{mark}/says/new/{key}")
def added(request: Request, mark: str, key: str, sitting: Sat, fields: Given) -> Response:
    """Bring a thing in for a school."""
    given = one_each(fields)
    of = _saying(sitting, mark, given=given)
    return _saved(request, sitting, given, of, _form(of, _kind(key)))


@router.get("/s/{sid}/contents/{mark}/says/open")
def opened(request: Request, mark: str, sitting: Sat) -> Response:
    """On to the form of the thing that was chosen."""
    thing = request.query_params.get("thing", "")
    part = "#part-3" if request.query_params.get("part") == "line" else ""
    if not thing.isalnum():
        return RedirectResponse(f"/s/{sitting.id}/contents/{mark}", 303)
    return RedirectResponse(f"/s/{sitting.id}/contents/{mark}/says/{thing}{part}", 303)


@router.get("/s/{sid}/contents/{mark}/says/{thing}")
def one(request: Request, mark: str, thing: str, sitting: Sat) -> Response:
    """The form of a thing as a school has it."""
    of = _saying(sitting, mark, thing)
    return shown(request, sitting, form_page(sitting, _form(of), of))


@router.post("/s/{sid}/contents/{mark}/says/{thing}")
def change(request: Request, mark: str, thing: str, sitting: Sat, fields: Given) -> Response:
    """Write what a school says otherwise of a thing."""
    given = one_each(fields)
    of = _saying(sitting, mark, thing, given)
    return _saved(request, sitting, given, of, _form(of))


@router.post("/s/{sid}/contents/{mark}/says/{thing}/none")
def none(request: Request, mark: str, thing: str, sitting: Sat, fields: Given) -> Response:
    """Write that a school says there is no such thing; of its own, that it says so no more."""
    given = one_each(fields)
    of = _saying(sitting, mark, thing, given)
    if of.thing is None or not of.thing.takes_out:
        raise HTTPException(404, "Assessments of one dossier share that.")
    made = without(of.seen, of.thing)
    return _written(request, sitting, given, of, lambda data: made)


@router.post("/s/{sid}/contents/{mark}/says/{thing}/back")
def back(request: Request, mark: str, thing: str, sitting: Sat, fields: Given) -> Response:
    """Write that a school has a thing as the dossier has it."""
    given = one_each(fields)
    of = _saying(sitting, mark, thing, given)
    if of.thing is None or not of.thing.otherwise:
        raise HTTPException(404, "The school has it as the dossier has it.")
    made = as_in_dossier(of.seen, of.thing)
    return _written(request, sitting, given, of, lambda data: made)


def _written(
    request: Request, sitting: Sitting, given: Mapping[str, str], of: Saying,
    change: Callable[[writing.Data], writing.Data],
) -> Response:  # fmt: skip
    def again(fault: str, problems: Sequence[Problem]) -> Page:
        return form_page(sitting, _form(of), of, None, fault, problems)

    def then() -> str:
        return f"/s/{sitting.id}/contents/{of.mark}"

    return saved(request, sitting, given, change, again, Onward(then))


def _saved(
    request: Request, sitting: Sitting, given: Mapping[str, str], of: Saying, own: Form
) -> Response:
    if given.get("build"):
        return built_on(request, sitting, given, own, of)
    made: list[tuple[writing.Data, Path]] = []

    def changed(data: writing.Data) -> writing.Data:
        found, wanted, path = with_form(of.seen, own, given)
        made.append((wanted, path))
        return found

    def again(fault: str, problems: Sequence[Problem]) -> Page:
        told: dict[str, str] = {}
        rest = list(problems)
        if made:
            wanted, path = made[-1]
            told, rest = at_fields(own, path, at_school(of.seen, wanted, problems))
        text = fault or ("Nothing was saved: see the fields marked below." if told else "")
        return form_page(sitting, own, of, given, text, rest, told)

    def then() -> str:
        return f"/s/{sitting.id}/contents/{of.mark}"

    try:
        return saved(request, sitting, given, changed, again, Onward(then))
    except AddError as error:
        told = {error.field: str(error)}
        text = "Nothing was saved: see the fields marked below."
        return shown(request, sitting, form_page(sitting, own, of, given, text, (), told), 422)
