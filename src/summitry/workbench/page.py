"""A page: what it shows, as HTML and as its JSON twin, from one call."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from summitry.dossier.audience import TEAM, AudienceError
from summitry.dossier.model import Dossier
from summitry.forecasts.audience import shown_dossier
from summitry.forecasts.evidence import finite
from summitry.forecasts.tables import Table, figure, signed
from summitry.forecasts.views import harmless
from summitry.sensitivity.naming import path_in_words
from summitry.workbench.jobs import Job
from summitry.workbench.numbers import grouped
from summitry.workbench.sitting import Sitting

if TYPE_CHECKING:
    from summitry.workbench.bench import Bench

PAGES: list[tuple[str, str, str]] = [
    ("overview", "Overview", "read"),
    ("bridges", "Bridges", "read"),
    ("parties", "Parties and issues", "read"),
    ("package", "Package", "read"),
    ("tracks", "Tracks", "read"),
    ("roadmap", "Road map", "read"),
    ("stability", "Stability", "read"),
    ("influence", "Influence", "read"),
    ("why", "Why", "read"),
    ("evidence", "Evidence", "read"),
    ("ledger", "Ledger", "read"),
    ("numbers", "Every number", "own"),
    ("state", "Save and share", "own"),
    ("making", "Questions", "own"),
    ("grid", "Grid", "own"),
    ("contents", "Contents", "own"),
    ("coding", "Blind and frozen", "own"),
    ("sharing", "Who sees what", "own"),
]
"""Name, label and group of each page of a sitting, in the order of the navigation."""
READ = frozenset(name for name, _, group in PAGES if group == "read")
"""Pages that others than the team may read, each cut for them."""


@dataclass(frozen=True)
class Page:
    """What a page shows.

    Attributes
    ----------
    template, title, context
        How it is laid out, what it is called, and what the layout needs.
    data
        Its JSON twin.
    tables
        Its tables, in their order: each can be had as CSV.
    jobs
        The work that it still waits for.
    shows_forecast
        Whether it tells what the numbers come to; hidden while a dossier is coded blind.
    """

    template: str
    title: str
    context: Mapping[str, Any]
    data: Any
    tables: Sequence[Table] = ()
    jobs: Sequence[Job] = field(default=())
    shows_forecast: bool = True


def bench_of(request: Request) -> Bench:
    """The bench of the application."""
    found: Bench | None = request.app.state.bench
    if found is None:
        raise HTTPException(404, "No dossier is open here yet.")
    return found


async def sitting_of(sid: str, request: Request) -> Sitting:
    """The sitting that an address names, at whichever of the open files it is."""
    for bench in (bench_of(request), *request.app.state.others):
        try:
            found: Sitting = bench.sitting(sid)
        except KeyError:
            continue
        if found.audience != getattr(request.app.state, "audience", found.audience):
            raise HTTPException(404, "No such sitting here.")
        if found.audience != TEAM and not _may(request, sid):
            raise HTTPException(403, "This page is for the team.")
        return found.still() if request.method in ("GET", "HEAD") else found
    raise HTTPException(404, "No such sitting; it may be of an earlier run.")


def _may(request: Request, sid: str) -> bool:
    """Whether others than the team may ask for it: pages to read, their pictures, the reports."""
    first, _, _ = request.url.path.removeprefix(f"/s/{sid}/").partition("/")
    known = first.removesuffix(".json") in READ
    also = first in ("picture", "report.html", "short.html", "jobs.json")
    return request.method in ("GET", "HEAD") and (known or also)


Sat = Annotated[Sitting, Depends(sitting_of)]


def environment() -> Environment:
    """The layouts, with what all of them use."""
    made = Environment(
        loader=PackageLoader("summitry.workbench", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["harmless"] = harmless
    made.filters["figure"] = figure
    made.filters["in_words"] = lambda path, dossier: path_in_words(dossier, path)
    made.filters["word_in"] = lambda name, said: said.get(name, name)
    made.filters["signed"] = signed
    made.filters["plain"] = lambda value: f"{value:.4g}"
    made.globals["number_groups"] = grouped
    made.globals["static"] = lambda name: f"/static/{name}"
    return made


def render(request: Request, name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A layout filled in; ``sitting`` among the context, where there is one."""
    sitting: Sitting | None = context.pop("sitting", None)
    bench = sitting.bench if sitting else request.app.state.bench
    team = sitting is None or sitting.audience == TEAM
    at, front = (f"/s/{sitting.id}", _front_of(sitting)) if sitting else ("", None)
    common = {
        "bench": bench,
        "sitting": sitting,
        "pages": PAGES if team else [one for one in PAGES if one[2] == "read"],
        "front": front,
        "whom": front.label(sitting.audience) if front and sitting and not team else "",
        "here": context.pop("here", ""),
        "at": at,
        "own_at": at if team else "",
        "jobs": context.pop("jobs", ()),
        "message": context.pop("message", ""),
    }
    template = request.app.state.environment.get_template(name)
    return HTMLResponse(template.render(**common, **context), status_code=status)


def _front_of(sitting: Sitting) -> Dossier:
    """The dossier whose title and question head a page, as the sitting's audience sees it."""
    if sitting.audience == TEAM:
        return sitting.bench.dossier
    return shown_dossier(sitting.bench.dossier, sitting.audience)


def serve_page(
    router: APIRouter, name: str, build: Callable[[Sitting], Page], address: str = ""
) -> None:
    """Register a page, its JSON twin and its tables as CSV under ``/s/{sid}/NAME``."""
    at = f"/s/{{sid}}/{address or name}"

    def told(sitting: Sitting) -> Page:
        try:
            return build(sitting)
        except AudienceError as error:
            raise HTTPException(403, str(error)) from None

    def open_(sitting: Sitting) -> Page | None:
        page = told(sitting)
        return None if page.shows_forecast and sitting.hides else page

    def as_html(request: Request, sitting: Sat) -> Response:
        page = open_(sitting)
        if page is None:
            return RedirectResponse(f"/s/{sitting.id}/coding", 303)
        if "pictures" in page.context:
            page.context["pictures"].had = request.headers.get("x-pictures", "").split()
        return render(
            request,
            page.template,
            here=name,
            sitting=sitting,
            title=page.title,
            jobs=page.jobs,
            **page.context,
        )

    def as_json(sitting: Sat) -> Response:
        page = _seen(open_(sitting))
        waits = [one.title for one in page.jobs if one.open]
        text = json.dumps(
            finite({"page": name, "still_working_on": waits, **page.data}),
            indent=1,
            ensure_ascii=False,
            allow_nan=False,
        )
        return Response(text, media_type="application/json")

    def as_csv(number: int, sitting: Sat) -> Response:
        tables = _seen(open_(sitting)).tables
        if not 0 <= number < len(tables):
            raise HTTPException(404, "No such table here.")
        saved = f'attachment; filename="{name}-{number + 1}.csv"'
        return Response(
            csv_of(tables[number]),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": saved},
        )

    router.add_api_route(at, as_html, methods=["GET"], name=name)
    router.add_api_route(f"{at}.json", as_json, methods=["GET"], name=f"{name}-json")
    router.add_api_route(f"{at}/table/{{number}}.csv", as_csv, methods=["GET"], name=f"{name}-csv")


def _seen(page: Page | None) -> Page:
    if page is None:
        raise HTTPException(403, "Coded blind: the forecast is hidden until the coding is frozen.")
    return page


def csv_of(table: Table) -> str:
    """A table as CSV; what a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([_cell(one) for one in table.columns])
    for row in table.rows:
        rows.writerow([_cell(one) for one in row])
    if table.note:
        rows.writerow([])
        rows.writerow([_cell(table.note)])
    return "\ufeff" + out.getvalue()


_FIGURE = re.compile(r"[-+]?[\d.,%]+")


def _cell(text: str) -> str:
    clean = harmless(text)
    formula = clean.lstrip()[:1] in ("=", "+", "-", "@") and not _FIGURE.fullmatch(clean)
    return f"'{clean}" if formula else clean
