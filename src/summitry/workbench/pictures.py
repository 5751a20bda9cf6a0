"""The pictures of a sitting, each under a name that tells nothing, as specification, SVG or PNG."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from summitry.charts.album import Case, Picture, album
from summitry.workbench.page import Sat
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import STUDIES, case

router = APIRouter()


def pictures(sitting: Sitting, one: Case) -> Mapping[str, Picture]:
    """Every picture of what is worked out, by name."""
    found = dict(album(one))
    if not any(forecast.grid.cells for forecast in one.comparison.forecasts):
        # At a glance there are no grids and mechanisms yet.
        later = ("grid-", "effects")
        return {name: each for name, each in found.items() if not name.startswith(later)}
    return found


def shown(sitting: Sitting, one: Case) -> dict[str, tuple[str, str]]:
    """Name: address without its ending, and what it shows in words."""
    every = pictures(sitting, one)
    at = f"/s/{sitting.id}/picture"
    return {name: (f"{at}/{sitting.bench.opaque(name)}", each.text) for name, each in every.items()}


def found(sitting: Sitting, key: str) -> tuple[str, Picture]:
    """The picture of an opaque key; raises 404."""
    done = [
        name
        for name in STUDIES
        if name != "comparison"
        and (job := sitting.bench.jobs.known((name, sitting.key))) is not None
        and job.state == "done"
    ]
    for name, each in pictures(sitting, case(sitting, *done)[0]).items():
        if sitting.bench.opaque(name) == key:
            return name, each
    raise HTTPException(404, "No such picture yet; it may still be worked out.")


@router.get("/s/{sid}/picture/{key}.{kind}")
def picture(key: str, kind: str, sitting: Sat) -> Response:
    """A picture as SVG or PNG."""
    if kind not in ("svg", "png"):
        raise HTTPException(404, "Pictures come as svg and png.")
    if sitting.hides:
        raise HTTPException(403, "Coded blind: the forecast is hidden until the coding is frozen.")
    name, each = found(sitting, key)
    stem = re.sub(r"[^a-z]+", "", name.split("-")[0])
    media = "image/svg+xml" if kind == "svg" else "image/png"
    made = sitting.bench.darkroom.develop(each, kind)
    saved = f'inline; filename="{stem}.{kind}"'
    return Response(made, media_type=media, headers={"content-disposition": saved})
