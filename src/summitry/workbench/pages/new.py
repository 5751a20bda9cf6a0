"""A new dossier from a template, in a folder of its own beside the one that is open."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from summitry.dossier.outlines import outline, outlines
from summitry.dossier.problem import DossierError
from summitry.dossier.writeback import write_new
from summitry.workbench.given import Given, one_each
from summitry.workbench.page import render

router = APIRouter()
MOST_NAME, MOST_TITLE = 60, 300
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


class FolderError(ValueError):
    """A folder's name that cannot be one."""


def folder_for(home: Path, name: str) -> Path:
    """The folder of a new dossier, inside of a folder and nowhere else.

    Raises
    ------
    FolderError
        Not a plain name, or one that is taken.
    """
    if not _NAME.fullmatch(name) or len(name) > MOST_NAME or _RESERVED.fullmatch(name):
        msg = f"small letters a to z, figures and hyphens, at most {MOST_NAME}"
        raise FolderError(msg)
    home = home.resolve()
    found = home / name
    if found.resolve().parent != home:
        msg = "a name that leads elsewhere; give another"
        raise FolderError(msg)
    if found.exists() or found.is_symlink():
        msg = "there is something of that name already; give another"
        raise FolderError(msg)
    return found


def home_of(request: Request) -> Path:
    """Where new dossiers go: beside the folder that is open."""
    bench = request.app.state.bench
    given: Path | None = getattr(request.app.state, "home", None)
    if given is not None:
        return given
    return bench.folder.parent if bench is not None else Path.cwd()


@router.get("/new")
def choose(request: Request) -> Response:
    """The form."""
    return _form(request, {}, {})


def _form(
    request: Request, given: Mapping[str, str], told: Mapping[str, str], status: int = 200
) -> Response:
    today = datetime.now(UTC).date().isoformat()
    return render(
        request, "new.html", status, here="new", sitting=None, title="A new dossier",
        outlines=outlines(), given=defaultdict(str, {"as_of": today, **given}), told=told,
        home=home_of(request).name,
    )  # fmt: skip


@router.post("/new")
def make(request: Request, form: Given) -> Response:
    """Write the dossier and open it."""
    given = one_each(form)
    told: dict[str, str] = {}
    title = " ".join(given.get("title", "").split())
    if not 1 <= len(title) <= MOST_TITLE:
        told["title"] = f"a title of at most {MOST_TITLE} characters"
    try:
        day = datetime.strptime(given.get("as_of", ""), "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        told["as_of"], day = "a day: 2026-11-27", None
    known = [one.name for one in outlines()]
    if given.get("template") not in known:
        told["template"] = "choose one"
    try:
        folder = folder_for(home_of(request), given.get("folder", ""))
    except FolderError as error:
        told["folder"] = str(error)
    if told:
        return _form(request, given, told, 422)
    text = outline(given["template"], title, on=day)
    if given.get("blind") == "yes":
        text += "\n# Forecast and outcome stay hidden until the coding is frozen.\n"
        text += "coding: {blind: true}\n"
    try:
        copy, _ = write_new(folder / "dossier.yaml", text)
    except DossierError as error:
        return _form(request, given, {"title": str(error.problems[0])}, 422)
    except OSError as error:
        return _form(request, given, {"folder": error.strerror or "cannot be written"}, 422)
    from summitry.workbench.app import open_file

    sitting = open_file(request.app, copy.file)
    return RedirectResponse(f"/s/{sitting.id}/making", 303)
