"""The application: the bench, the door around it, and a router for every part of it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from summitry.dossier.problem import DossierError
from summitry.workbench import changing, following, pictures
from summitry.workbench.bench import Bench
from summitry.workbench.guard import Door, Guard
from summitry.workbench.mishaps import mishap, outgrown, refused, untold
from summitry.workbench.page import environment
from summitry.workbench.pages import (
    coding,
    contents,
    evidence,
    grid,
    holding,
    ledger,
    levels,
    making,
    new,
    numbers,
    package,
    reading,
    schools,
    sharing,
    shown,
    sourcing,
    state,
)
from summitry.workbench.sitting import Sitting

ROUTERS = (
    changing.router,
    following.router,
    pictures.router,
    reading.router,
    package.router,
    holding.router,
    ledger.router,
    evidence.router,
    numbers.router,
    state.router,
    making.router,
    grid.router,
    contents.router,
    schools.router,
    levels.router,
    sourcing.router,
    coding.router,
    sharing.router,
    new.router,
)
"""Every part of the page; what is asked for is looked for in this order."""
READERS = (
    pictures.router, reading.router, package.router, holding.router, ledger.router,
    evidence.router, state.router, changing.router,
)  # fmt: skip
"""The parts that an audience's pages are in; a sitting of an audience lets only those through."""
MOST_OPEN = 20
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def create(
    bench: Bench | None,
    door: Door | None = None,
    *,
    home: Path | None = None,
    first: str = "overview",
) -> FastAPI:
    """The application for one bench.

    Parameters
    ----------
    bench
        The dossier that is open; None where none is yet.
    door
        Its secrets and where it may be asked for; made anew if left out.
    home
        Where new dossiers are made; left out, beside the folder of the one that is open.
    first
        The page that everybody sees first.
    """
    door = door or Door()
    app = FastAPI(title="Summitry", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.bench, app.state.door, app.state.environment = bench, door, environment()
    app.state.others, app.state.home, app.state.first = [], home, first
    app.add_api_route("/", _front, methods=["GET"])
    app.add_api_route("/s", _sit, methods=["POST"])
    app.add_api_route("/static/{name}", _static, methods=["GET"])
    for one in ROUTERS:
        app.include_router(one)
    app.add_exception_handler(StarletteHTTPException, refused)
    app.add_exception_handler(DossierError, outgrown)
    app.add_middleware(Guard, door=door, mishap=mishap)
    return app


def create_for(bench: Bench, audience: str, door: Door | None = None) -> FastAPI:
    """The application for an audience: the pages to read, cut for it; nothing else is there at all.

    Every sitting in it is the audience's. What goes wrong is not told: a fault could speak of what
    is hidden.
    """
    door = door or Door()
    app = FastAPI(title="Summitry", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.bench, app.state.door, app.state.audience = bench, door, audience
    app.state.others, app.state.environment = [], environment()
    app.include_router(shown.router)
    app.add_api_route("/static/{name}", _static, methods=["GET"])
    for one in READERS:
        app.include_router(one)

    app.add_exception_handler(StarletteHTTPException, untold)
    app.add_exception_handler(RequestValidationError, untold)
    app.add_middleware(Guard, door=door, mishap=untold)
    return app


def open_file(app: FastAPI, file: Path) -> Sitting:
    """Open another dossier beside what is open, and sit down at it."""
    bench: Bench | None = app.state.bench
    made = Bench(file, bench.folders if bench else ())
    if bench is not None:
        app.state.others = [bench, *app.state.others][:MOST_OPEN]
    app.state.bench = made
    return made.sit()


def _front(request: Request) -> Response:
    """Where everybody comes in: a sitting of one's own."""
    bench: Bench | None = request.app.state.bench
    if bench is None:
        return RedirectResponse("/new", 303)
    return RedirectResponse(f"/s/{bench.sit().id}/{request.app.state.first}", 303)


def _sit(request: Request) -> Response:
    """A sitting more, without changes."""
    return _front(request)


def _static(name: str) -> Response:
    """A file of the page's own, or the drawing library out of its installed package."""
    if name == "vega.js":
        import vl_convert

        bundle = vl_convert.javascript_bundle(None)  # type: ignore[arg-type]
        return Response(bundle, media_type=KINDS[".js"], headers=_KEPT)
    folder = files("summitry.workbench") / "static"
    known = {one.name: one for one in folder.iterdir()}
    if name not in known:
        raise HTTPException(404, "No such file.")
    kind = KINDS.get(Path(name).suffix, "text/plain")
    return Response(known[name].read_bytes(), media_type=kind, headers=_KEPT)


_KEPT = {"cache-control": "private, max-age=600"}
"""Our own scripts tell nothing of a dossier: a browser may keep them."""
