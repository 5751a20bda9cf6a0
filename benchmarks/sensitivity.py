"""What it costs to explain and to flip Hanoi, and how a sweep grows with its workers.

Run with ``make bench``. What ``explain`` adds is measured against the draws that it reads.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import summitry as sm
from summitry.forecasts.events import find_event
from summitry.sensitivity.drivers import drivers
from summitry.sensitivity.sample import sample
from summitry.sensitivity.scenarios import scenarios

CASE = Path(__file__).parents[1] / "cases" / "hanoi-2019"


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Wall clock, the best of several."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def of_sweep(workers: int) -> float:
    """Seconds of a sweep of 1,200 cells."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        sm.sweep(
            {"hanoi": sm.load(CASE)},
            Path(folder) / "s.parquet",
            seeds=range(400),
            draws=8_000,
            workers=workers,
        )
        return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    dossier = sm.load(CASE)
    own = sm.assess(dossier, "burton")
    made = sample(own, 20_000, 1)
    hits = made.hits(find_event(own, "exchange"))
    whole = seconds(lambda: sample(own, 20_000, 1))
    added = seconds(lambda: scenarios(made, "exchange", hits, drivers(made, hits)))
    print(f"20,000 draws of Hanoi: {whole:.2f} s; what explain adds to them: {added:.2f} s")
    for name in ("burton", "eve"):
        took = seconds(lambda name=name: sm.flip(dossier, [name]), 1)
        count = sum(len(part) for part in _lists(dossier, name))
        print(f"flip of {name}, 20,000 draws, {count} inputs, bridges and all: {took:.1f} s")
    took = seconds(lambda: sm.why(dossier, "burton", "establishment"), 1)
    print(f"why burton and establishment differ, 20,000 draws, 128 mixtures: {took:.1f} s")
    one, two = of_sweep(1), of_sweep(2)
    print(f"sweep of 1,200 cells: one worker {one:.1f} s, two {two:.1f} s, {one / two:.2f} times")


def _lists(dossier: sm.Dossier, name: str) -> tuple[tuple[object, ...], ...]:
    study = sm.flip(dossier, [name], draws=200)[name]
    return study.levers, study.facts, study.form


if __name__ == "__main__":
    main()
