"""Pictures that take longer than a plain look: they follow a hand in lanes of their own.

Each lane works in another process, with the latest place of the hand and as many draws as fit the
time.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from summitry.dossier.audience import TEAM
from summitry.sensitivity.answering import likeliest
from summitry.workbench.bench import Bench
from summitry.workbench.changing import asked, placed, refuse_blind
from summitry.workbench.lanes import ANSWERS, LANES, Place, awake, followed, lane_of
from summitry.workbench.numbers import shifted
from summitry.workbench.page import Sat
from summitry.workbench.requests import json_body
from summitry.workbench.sights import STEPS
from summitry.workbench.sitting import Sitting
from summitry.workbench.studies import sight, study
from summitry.workbench.workers import FOLLOWERS, WorkerLostError, WorkFailedError, settle

router = APIRouter()
AT_ONCE = max(2, (os.cpu_count() or 1) // 2)
"""How many lanes are worked out at a time; others wait their turn."""
_AT_ONCE = threading.Semaphore(AT_ONCE)


def ready(bench: Bench) -> None:
    """Begin the forecast, then get a worker ready to follow: who comes first need not wait.

    Returns at once.
    """
    sitting = Sitting(bench, "")
    job = study(sitting, "comparison")

    def work() -> None:
        job.wait(60)
        settle()
        with suppress(WorkerLostError, WorkFailedError):
            FOLLOWERS.run(awake, sitting.dossier, sitting.schools, tell=lambda part, share: None)

    threading.Thread(target=work, daemon=True).start()


@router.post("/s/{sid}/follow")
async def follow(request: Request, sitting: Sat) -> Response:
    """The pictures of a lane, for the place where a hand now is; nothing is kept."""
    sent = await json_body(request)
    middle = placed(sent.get("to"))
    pieces = request.app.state.environment.get_template
    made = await run_in_threadpool(_follow, sitting, sent, middle, pieces)
    return Response(made, media_type="application/json")


def _follow(
    sitting: Sitting, sent: dict[str, Any], middle: float, template: Callable[[str], Any]
) -> str:
    """What is asked for, as JSON; pictures come as JSON from whoever worked them out."""
    refuse_blind(sitting)
    one = asked(sitting, sent.get("number"))
    bench, lane, want = sitting.bench, sent.get("lane"), sent.get("want")
    names = [bench.named(str(key)) for key in want] if isinstance(want, list) else []
    wanted = [name for name in names if name is not None and lane_of(name) == lane]
    if not wanted or sitting.audience != TEAM:
        return _told({}, {}, {})
    rest = _at_rest(sitting, str(lane))
    if LANES[str(lane)].study and rest is None:
        return _told({}, {}, {})  # what is not there yet cannot follow
    bench.jobs.moving()
    pace = bench.paces.setdefault(str(lane), LANES[str(lane)].pace())
    place = _place(sitting, str(lane), wanted, rest, {one.path: shifted(one, middle)})
    try:
        with _AT_ONCE:
            begun = time.perf_counter()
            drawn, answers = FOLLOWERS.run(
                followed, place, str(lane), tell=lambda part, share: bench.jobs.moving()
            )
            took = time.perf_counter() - begun
            pace.took(took)
    except (WorkFailedError, WorkerLostError) as error:
        raise HTTPException(422, str(error)) from None
    pieces = {}
    if answers:
        pieces[ANSWERS] = template("answers.html").render(
            sitting=sitting, at=f"/s/{sitting.id}", own=answers, first=None
        )
    shown = {bench.opaque(name): spec for name, spec in drawn.items()}
    return _told(shown, pieces, {"draws": place.draws, "ms": round(1000 * took, 1)})


def _at_rest(sitting: Sitting, lane: str) -> object:
    """The lane's study as the numbers rest; None where it is not worked out."""
    job = sitting.bench.jobs.known((LANES[lane].study, sitting.key))
    return job.result if job is not None and job.state == "done" else None


def _place(
    sitting: Sitting, lane: str, wanted: list[str], rest: object, moved: dict[str, Any]
) -> Place:
    bench = sitting.bench
    package = sitting.package
    if not package and lane == ANSWERS:
        package = likeliest(sight(sitting, STEPS[0]).look().forecasts)
    return Place(
        sitting.dossier, sitting.key, sitting.schools, sitting.state.seed,
        bench.paces[lane].draws, moved, package, wanted, rest,
    )  # fmt: skip


def _told(pictures: dict[str, str], pieces: dict[str, str], pace: dict[str, float]) -> str:
    drawn = ", ".join(f"{json.dumps(key)}: {spec}" for key, spec in pictures.items())
    rest = json.dumps({"pieces": pieces, **pace})
    return f'{{"pictures": {{{drawn}}}, {rest[1:]}'
