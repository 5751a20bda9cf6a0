"""What a page says when it cannot be had: what was refused, what no longer fits, what went wrong.

Each says what to do about it. Whatever was not foreseen is told in the terminal in full.
"""

from __future__ import annotations

import errno
import logging

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from summitry.dossier.problem import DossierError
from summitry.workbench.page import render

LOG = logging.getLogger(__name__)
SCARCE = (errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.ENOSPC)
"""What the system says when it has no more processes, memory, open files or room."""
MOST = 300
"""Characters of an error that are shown."""


async def refused(request: Request, error: Exception) -> Response:
    """A refusal in words, as a page or as plain text, whichever was asked for."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    asked = request.url.path
    if error.status_code == 405 and request.method == "GET" and asked.startswith("/s/"):
        # The address of a form's answer, asked for again (a bookmark, a script that writes the
        # page anew): the page that the form stands on.
        above = asked.rsplit("/", 1)[0]
        return RedirectResponse(above if above.count("/") > 2 else f"{above}/overview", 303)
    return _said(request, error.status_code, "Not here", str(error.detail))


async def outgrown(request: Request, error: Exception) -> Response:
    """The file has changed so that what this sitting changed cannot be made in it any more."""
    assert isinstance(error, DossierError)  # noqa: S101 - registered for it alone
    faults = "; ".join(f"{one.fault}; {one.right}" for one in error.problems[:3])
    text = (
        f"The file has changed, and what you changed on trial no longer fits it: {faults}. "
        "Take your changes back, or put the file right and load this page again."
    )
    sid = request.path_params.get("sid")
    return _said(request, 409, "It no longer fits", text, f"/s/{sid}" if sid else "")


def untold(request: Request, error: Exception) -> Response:
    """What others than the team hear of anything amiss: a fault could speak of what is hidden."""
    if not isinstance(error, HTTPException | RequestValidationError):
        _log(request, error)
    return Response("Nothing to see here.", 404, media_type="text/plain; charset=utf-8")


def mishap(request: Request, error: Exception) -> Response:
    """What nobody foresaw, told to whoever asked and, in full, in the terminal."""
    _log(request, error)
    what = f"{type(error).__name__}: {error}"[:MOST]
    if _scarce(error):
        text = (
            f"This machine has no room for it just now ({what}). Close other programs or wait a "
            "moment, then load the page again. Nothing of yours is lost."
        )
        return _said(request, 503, "No room just now", text)
    text = (
        f"This page could not be made ({what}). Nothing of yours is lost. Load it again; if that "
        "fails too, take back your last change, or begin anew at the front. The terminal in which "
        "'summitry serve' runs says in full what happened: send that to whoever keeps Summitry."
    )
    return _said(request, 500, "This went wrong", text)


def _log(request: Request, error: Exception) -> None:
    LOG.error("a page failed: %s %s", request.method, request.url.path, exc_info=error)


def _scarce(error: Exception) -> bool:
    """Whether the machine had too little of something, and nothing else is wrong."""
    short = isinstance(error, OSError) and error.errno in SCARCE
    return short or isinstance(error, MemoryError) or "can't start new thread" in str(error)


def _said(request: Request, status: int, title: str, fault: str, outgrown_at: str = "") -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return render(
            request, "fault.html", status, title=title, fault=fault, outgrown_at=outgrown_at
        )
    return Response(fault, status, media_type="text/plain; charset=utf-8")
