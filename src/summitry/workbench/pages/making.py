"""Questions in words, asked in the order of what they would tell, until the dossier is made."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from summitry.charts.signature import PAGE, signature, signature_png
from summitry.dossier.estimate import KINDS
from summitry.dossier.problem import DossierError, Problem
from summitry.dossier.questions import AnswerError, Question, answered, answers, questions
from summitry.dossier.saving import SaveError
from summitry.dossier.writeback import ConflictError
from summitry.sensitivity.asking import Asked, Interview, interview
from summitry.workbench import writing
from summitry.workbench.adding import AddError
from summitry.workbench.cells import CellError
from summitry.workbench.given import Given, one_each
from summitry.workbench.page import Page, Sat, render, serve_page
from summitry.workbench.sitting import Sitting

router = APIRouter()
OWN = ("making", "grid", "contents", "coding", "sharing")
"""Pages that write into the file, and can take it back."""
DOZEN = 12
"""Answers after which the signature picture appears."""
KNOWN = {
    "assumed": "my own judgement", "inferred": "it follows from other facts",
    "reported": "somebody reports it", "stated": "the party said so",
}  # fmt: skip
_interviews: OrderedDict[str, Interview] = OrderedDict()
_later: OrderedDict[str, list[str]] = OrderedDict()


def _interview(sitting: Sitting) -> Interview:
    """The open questions of the file as it is; what is changed on trial plays no part."""
    read = sitting.bench.read
    found = _interviews.get(read.copy.version)
    if found is None:
        found = _interviews[read.copy.version] = interview(read.dossier)
        while len(_interviews) > 20:
            _interviews.popitem(last=False)
    return found


def _in_turn(sitting: Sitting) -> list[Asked]:
    """Open questions, those put off at the end."""
    later = _later.get(sitting.id, [])
    found = list(_interview(sitting).asked)
    return sorted(found, key=lambda one: one.question.key in later)


def build(sitting: Sitting) -> Page:
    """The next question, how far one has come, and the picture once there is enough of it."""
    return _page(sitting)


def _page(
    sitting: Sitting, given: Mapping[str, str] | None = None, fault: str = "",
    problems: Sequence[Problem] = (),
) -> Page:  # fmt: skip
    dossier = sitting.bench.dossier
    asked = _in_turn(sitting)
    count = answers(dossier)
    current = asked[0] if asked else None
    blind = sitting.hides
    context: dict[str, Any] = {
        "version": writing.version(sitting.bench),
        "saved": writing.said(sitting.id),
        "current": current,
        "mark": sitting.bench.opaque(current.question.key) if current else "",
        "upcoming": [one.question.text for one in asked[1:6]],
        "left": len(asked),
        "count": count,
        "dozen": DOZEN,
        "picture": Markup(signature(dossier, PAGE)) if count >= DOZEN else None,  # noqa: S704
        "kinds": [(kind, KNOWN[kind]) for kind in reversed(KINDS)],
        "sources": [(str(n), one.title) for n, one in enumerate(dossier.sources.values())],
        "points": None if blind or not current or not current.worth else 100 * current.worth,
        "ranked": bool(current and current.worth is not None),
        "blind": blind,
        "given": defaultdict(str, given or {}),
        "fault": fault,
        "problems": list(problems),
    }
    data = {
        "answered": count,
        "open": [
            {"question": one.question.text, "worth": None if blind else one.worth} for one in asked
        ],
    }
    return Page("making.html", "Questions", context, data, shows_forecast=False)


serve_page(router, "making", build)


def _question(sitting: Sitting, mark: str) -> Question:
    opaque = sitting.bench.opaque
    for one in questions(sitting.bench.dossier):
        if opaque(one.key) == mark:
            return one
    raise HTTPException(409, "This question has been answered in the meantime; go back and reload.")


@router.post("/s/{sid}/making/answer")
def answer(request: Request, sitting: Sat, form: Given) -> Response:
    """Put an answer into the file."""
    given = one_each(form)
    question = _question(sitting, given.get("mark", ""))
    words = {}
    for number, part in enumerate(question.parts):
        at = given.get(f"part-{number}", "")
        words[part.name] = part.words[int(at)] if _below(at, len(part.words)) else ""
    sources = list(sitting.bench.dossier.sources)
    at = given.get("source", "")
    words |= {
        "kind": given.get("kind", ""),
        "note": given.get("note", "")[:5_000],
        "quote": given.get("quote", "")[:500],
        "source": sources[int(at)] if _below(at, len(sources)) else "",
    }
    return saved(
        request,
        sitting,
        given,
        lambda data: answered(data, question, words),
        lambda fault, problems: _page(sitting, given, fault, problems),
    )


def _below(text: str, count: int) -> bool:
    return text.isdecimal() and len(text) < 6 and int(text) < count


@router.post("/s/{sid}/making/later")
def later(sitting: Sat, form: Given) -> Response:
    """Put a question off until the others are answered."""
    question = _question(sitting, one_each(form).get("mark", ""))
    off = _later.setdefault(sitting.id, [])
    off.append(question.key)
    while len(_later) > 500:
        _later.popitem(last=False)
    return RedirectResponse(f"/s/{sitting.id}/making", 303)


@router.post("/s/{sid}/making/undo")
def undo(request: Request, sitting: Sat, form: Given) -> Response:
    """Take the sitting's last change to the file back, if nobody has changed the file since."""
    given = one_each(form) | {"version": writing.version(sitting.bench)}
    old = writing.before(sitting.id, sitting.bench)
    if old is None:
        fault = "The file has changed since: nothing was taken back."
        page = _page(sitting, given, fault)
        return render(
            request, page.template, 409, here="making", sitting=sitting, title=page.title,
            **page.context,
        )  # fmt: skip
    return saved(
        request, sitting, given, lambda data: old.data, lambda f, p: _page(sitting, given, f, p),
        text=old.text,
    )  # fmt: skip


@router.get("/s/{sid}/making/signature.{kind}")
def picture(sitting: Sat, kind: str) -> Response:
    """The signature picture as a file."""
    dossier = sitting.dossier
    if kind == "svg":
        made, media = signature(dossier).encode(), "image/svg+xml"
    elif kind == "png":
        made, media = signature_png(dossier), "image/png"
    else:
        raise HTTPException(404, "As svg or png.")
    saved_as = f'attachment; filename="who-stands-where.{kind}"'
    return Response(made, media_type=media, headers={"content-disposition": saved_as})


@dataclass(frozen=True)
class Onward:
    """Where it goes on to once a change is written, and what is told there; else the same page."""

    to: Callable[[], str] | None = None
    said: str = "Saved in the file."


HERE = Onward()


def saved(
    request: Request,
    sitting: Sitting,
    given: Mapping[str, str],
    change: Callable[[writing.Data], Mapping[str, Any]],
    again: Callable[[str, Sequence[Problem]], Page],
    onward: Onward = HERE,
    text: str | None = None,
) -> Response:
    """Write a change; go back to the page, or tell on it what is wrong, or what has come between.

    ``change`` makes the wanted data of those that the page had read; ``again`` makes the page anew
    with a fault and the checker's problems. ``text`` is one that says just what is wanted.
    """
    name = str(request.url.path).split("/")[3]
    merge, before = given.get("merge") == "yes", sitting.copy.version
    try:
        straight = writing.write(
            sitting.bench, given.get("version", ""), change, merge=merge, text=text
        )
    except ConflictError as error:
        return render(
            request, "conflict.html", 409, here=name, sitting=sitting, title="Changed by others",
            error=error, given=given, action=request.url.path, back=f"/s/{sitting.id}/{name}",
        )  # fmt: skip
    except (CellError, AddError):
        raise  # told at their fields
    except DossierError as error:
        page = again("", error.problems)
    except (SaveError, AnswerError, LookupError, ValueError) as error:
        page = again(" ".join(str(one) for one in error.args), [])
    else:
        if straight:
            old = writing.base(sitting.bench, given.get("version", ""))
            writing.keep_before(sitting.id, old, sitting.bench.copy.version)
        if straight and before == given.get("version"):
            sitting.copy = sitting.bench.copy  # its own change is nobody else's
        undone = request.url.path.endswith("/undo")
        writing.say(sitting.id, "Taken back." if undone else onward.said)
        if onward.to is not None:
            return RedirectResponse(onward.to(), 303)
        page_ = given.get("page", "") if undone else name
        return RedirectResponse(f"/s/{sitting.id}/{page_ if page_ in OWN else name}", 303)
    return render(
        request, page.template, 422, here=name, sitting=sitting, title=page.title, **page.context
    )
