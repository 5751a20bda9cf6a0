"""Pictures that take longer than a frame: they follow a hand as soon as they are worked out.

They have a lane of their own, in another process, with the latest place of the hand and few draws;
what takes seconds even so waits until the hand lets go.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from summitry.charts.album import Case, road_maps
from summitry.charts.render import cleaned
from summitry.dossier.assessment import moved_in, schools
from summitry.dossier.audience import TEAM
from summitry.dossier.model import Dossier
from summitry.forecasts.evidence import finite
from summitry.forecasts.forecast import Progress
from summitry.forecasts.glance import Sight
from summitry.forecasts.whatif import what_if
from summitry.sensitivity.answering import likeliest
from summitry.workbench.bench import Bench
from summitry.workbench.changing import asked, placed, refuse_blind
from summitry.workbench.numbers import shifted
from summitry.workbench.page import Sat
from summitry.workbench.pictures import pictures
from summitry.workbench.requests import json_body
from summitry.workbench.sights import STEPS, Sights
from summitry.workbench.sitting import Sitting, State
from summitry.workbench.studies import STUDIES, sight, study
from summitry.workbench.workers import FOLLOWERS, WorkerLostError, WorkFailedError

router = APIRouter()
DRAWS = STEPS[0]
"""Draws of what follows."""
FEWEST = 100
"""Draws of whole studies that follow: what they tell is coarse until the hand lets go."""
LANES = max(2, (os.cpu_count() or 1) // 2)
"""How many hands are followed at a time; others wait their turn."""
_LANES = threading.Semaphore(LANES)
_SIGHTS = Sights()  # in the process that follows
AT_A_GLANCE = ("mechanisms", "grid")
WHOLE = ("holding", "roads", "tracks")
"""Studies that follow as they are, on few draws."""
ANSWERS = "answers"


def parts(sitting: Sitting) -> Mapping[str, str]:
    """The pictures, and pieces of a page, that follow: what has to be worked out for each."""
    found = {"effects": "mechanisms", "frontier": "frontier", "stability": "holding",
             "tracks": "tracks", ANSWERS: ANSWERS}  # fmt: skip
    for name in sitting.schools or ["dossier"]:
        found[f"grid-{name}"] = "grid"
    roads = sitting.bench.jobs.known(("roads", sitting.key))
    if roads is not None and roads.state == "done":
        found |= {f"roadmap-{name}": "roads" for name in road_maps(roads.result)}
    return found


@dataclass(frozen=True)
class Rest:
    """The numbers as they rest: whose, with which seed, under a key that no others have."""

    dossier: Dossier
    key: object
    names: list[str]
    seed: int


def followed(
    rest: Rest,
    moved: Mapping[str, Any],
    wanted: Sequence[str],
    package: Mapping[str, str],
    tell: Progress,
) -> dict[str, Any]:
    """What some pictures show with numbers moved, by the name that a case gives it (in a worker).

    Parameters
    ----------
    rest
        The sitting's numbers.
    moved
        Path: what stands there instead.
    wanted
        Parts, as :func:`parts` names them.
    package
        The package that everybody is asked about.
    """
    from summitry.forecasts.efficient import efficient_of_dossier
    from summitry.sensitivity.answers import answers

    found: dict[str, Any] = {}
    at_a_glance = [one for one in wanted if one in AT_A_GLANCE]
    if at_a_glance:
        made = _SIGHTS.get(
            rest.key, lambda: Sight(rest.dossier, rest.names, draws=DRAWS, seed=rest.seed)
        )
        found["comparison"] = made.look(moved, also=at_a_glance)
    own = [moved_in(each, moved) for each in schools(rest.dossier, rest.names)]
    if "frontier" in wanted:
        found["frontier"] = efficient_of_dossier(own[0])
    if ANSWERS in wanted:
        found[ANSWERS] = [answers(each, package, seed=rest.seed, draws=DRAWS) for each in own]
    state = State(draws=FEWEST, seed=rest.seed)
    for one in WHOLE:
        if one in wanted:
            changed = what_if(rest.dossier, moved)
            found[one] = STUDIES[one].work(changed, rest.names, state, tell)
    return found


def ready(bench: Bench) -> None:
    """Begin the forecast, then get a worker ready to follow: who comes first need not wait.

    Returns at once.
    """
    job = study(Sitting(bench, ""), "comparison")

    def work() -> None:
        job.wait(60)
        with suppress(WorkerLostError):
            FOLLOWERS.run(awake, tell=lambda part, share: None)

    threading.Thread(target=work, daemon=True).start()


def awake(tell: Progress) -> None:
    """Nothing, in a worker that has then loaded everything."""
    tell("awake", 1.0)


@router.post("/s/{sid}/follow")
async def follow(request: Request, sitting: Sat) -> Response:
    """The pictures that take longer, for the place where a hand now is; nothing is kept."""
    sent = await json_body(request)
    middle = placed(sent.get("to"))
    pieces = request.app.state.environment.get_template
    return JSONResponse(await run_in_threadpool(_follow, sitting, sent, middle, pieces))


def _follow(
    sitting: Sitting, sent: dict[str, Any], middle: float, template: Callable[[str], Any]
) -> dict[str, Any]:
    refuse_blind(sitting)
    one = asked(sitting, sent.get("number"))
    moved = {one.path: shifted(one, middle)}
    opaque, want = sitting.bench.opaque, sent.get("want")
    wanted = {str(key) for key in want} if isinstance(want, list) else set()
    names = {name: part for name, part in parts(sitting).items() if opaque(name) in wanted}
    if not names or sitting.audience != TEAM:
        return {"pictures": {}, "pieces": {}}
    still = sight(sitting, DRAWS).look()
    package = sitting.package or likeliest(still.forecasts)
    rest = Rest(sitting.dossier, sitting.key, sitting.schools, sitting.state.seed)
    needs = sorted(set(names.values()))
    try:
        with _LANES:
            found = FOLLOWERS.run(
                followed, rest, moved, needs, package,
                tell=lambda part, share: sitting.bench.jobs.moving(),
            )  # fmt: skip
    except (WorkFailedError, WorkerLostError) as error:
        raise HTTPException(422, str(error)) from None
    pieces = {}
    if ANSWERS in found:
        at = f"/s/{sitting.id}"
        pieces[ANSWERS] = template("answers.html").render(
            sitting=sitting, at=at, own=found.pop(ANSWERS), first=None
        )
    made = Case(moved_in(sitting.dossier, moved), **{"comparison": still, **found})
    drawn = {opaque(name): finite(cleaned(each.spec))
             for name, each in pictures(sitting, made).items() if name in names}  # fmt: skip
    return {"pictures": drawn, "pieces": pieces}
