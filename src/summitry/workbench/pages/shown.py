"""What an audience other than the team is served: its report and its figures, nothing else."""

from __future__ import annotations

import threading
from collections import OrderedDict

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from summitry.charts.album import Case, shown_case
from summitry.dossier.audience import AudienceError
from summitry.dossier.digest import fingerprint
from summitry.dossier.model import Dossier
from summitry.workbench.page import bench_of

router = APIRouter()
DRAWS, SEED = 10_000, 1
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'"
)
"""The report brings its own styles along, and no script."""
_made: OrderedDict[tuple[str, str], Case] = OrderedDict()
_lock = threading.Lock()


def shown(dossier: Dossier, name: str) -> Case:
    """A case as an audience may see it; worked out once for each dossier and audience.

    Raises
    ------
    AudienceError
        Nothing is for that audience.
    """
    from summitry.forecasts.compare import compare

    key = (fingerprint(dossier._tree) + str(sorted(dossier.audiences.items())), name)
    with _lock:
        if key not in _made:
            _made[key] = shown_case(dossier, compare(dossier, draws=DRAWS, seed=SEED), name)
            while len(_made) > 8:
                _made.popitem(last=False)
        return _made[key]


def shown_report(dossier: Dossier, name: str) -> str:
    """The report for an audience."""
    from summitry.report.page import report

    return report(shown(dossier, name))


def _case(request: Request) -> Case:
    bench = bench_of(request)
    if bench.dossier.coding.hides:
        raise HTTPException(404, "Nothing to see here yet.")
    try:
        return shown(bench.dossier, request.app.state.audience)
    except AudienceError:
        raise HTTPException(404, "Nothing to see here yet.") from None


@router.get("/")
def front(request: Request) -> Response:
    """The audience's report."""
    from summitry.report.page import report

    return HTMLResponse(report(_case(request)), headers={"content-security-policy": POLICY})


@router.get("/shown.json")
def figures(request: Request) -> Response:
    """The figures in it."""
    return Response(_case(request).comparison.to_json(), media_type="application/json")
