"""The pictures of a sitting, each under a name that tells nothing, as specification, SVG or PNG."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from summitry.charts.album import Case, Picture, album
from summitry.charts.dark import at_night
from summitry.workbench.lanes import lane_of
from summitry.workbench.page import Sat
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import STUDIES, case

router = APIRouter()


def pictures(sitting: Sitting, one: Case) -> Mapping[str, Picture]:
    """Every picture of what is worked out, by name."""
    found = {**album(one), **sitting.more}
    forecasts = one.comparison.forecasts
    # At a glance there are no grids and mechanisms yet.
    if not any(forecast.grid.cells for forecast in forecasts):
        found = {name: each for name, each in found.items() if not name.startswith("grid-")}
    if not any(forecast.effects or forecast.grid.cells for forecast in forecasts):
        found.pop("effects", None)
    return found


@dataclass(frozen=True)
class Hung:
    """A picture as a page hangs it.

    Its opaque key, its address without ending, what it shows, its size, so that nothing moves
    when it comes (0 where it was not measured), and the lane in which it follows a hand (none: with
    the plain look).
    """

    key: str
    at: str
    text: str
    width: int = 0
    height: int = 0
    lane: str = ""


class Wall(Mapping[str, Hung]):
    """The pictures of a page by name; each is measured when it is hung, and not before.

    Those that a page draws itself and already has, ``had`` by their keys, are not.
    """

    had: Collection[str] = ()

    def __init__(self, sitting: Sitting, one: Case) -> None:
        self._sitting, self._every = sitting, pictures(sitting, one)

    def __getitem__(self, name: str) -> Hung:
        each = self._every[name]
        key = self._sitting.bench.opaque(name)
        at = f"/s/{self._sitting.id}/picture/{key}"
        size = self._sitting.bench.darkroom.size(each) if key not in self.had else (0, 0)
        return Hung(key, at, each.text, *size, lane_of(name))

    def __contains__(self, name: object) -> bool:
        return name in self._every

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)


def shown(sitting: Sitting, one: Case) -> Wall:
    """The pictures of what is worked out, to be hung on a page."""
    return Wall(sitting, one)


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
def picture(key: str, kind: str, sitting: Sat, page: bool = False) -> Response:
    """A picture as SVG or PNG; ``page``: to stand on the page, dark where that is."""
    if kind not in ("svg", "png"):
        raise HTTPException(404, "Pictures come as svg and png.")
    if sitting.hides:
        raise HTTPException(403, "Coded blind: the forecast is hidden until the coding is frozen.")
    name, each = found(sitting, key)
    stem = re.sub(r"[^a-z]+", "", name.split("-")[0])
    media = "image/svg+xml" if kind == "svg" else "image/png"
    made = sitting.bench.darkroom.develop(each, kind)
    if page and kind == "svg":
        made = at_night(made.decode()).encode()
    saved = f'inline; filename="{stem}.{kind}"'
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    headers = {"content-disposition": saved, "content-security-policy": policy}
    return Response(made, media_type=media, headers=headers)
