"""Stability of conflicts in option form, by size: time and peak memory.

Run with ``make bench``. Each size runs in a process of its own, after a small conflict has loaded
the compiled code. Payoffs are drawn without ties; of the one-way conflicts every third option can
only be taken, of the infeasible ones three states in ten do not exist. Times are of one call that
gives every concept for every party; beyond 14 options that is without simultaneous and non-myopic
stability, which are on request there.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np

from summitry.stability import (
    BASIC,
    Conflict,
    Option,
    Payoffs,
    Ranking,
    robustness,
    simultaneous,
)

SIZES = (10, 12, 14, 16, 18, 20)
TARGETS = {12: 0.1, 16: 1.0, 20: 20.0}


def conflict_of(options: int, parties: int, kind: str = "plain") -> Conflict:
    """A made-up conflict of so many options, dealt to the parties in turn."""
    names = [f"P{number}" for number in range(parties)]
    listed = [
        Option(
            f"o{at}",
            (names[at % parties],),
            "forward" if kind == "one-way" and at % 3 == 0 else "both",
        )
        for at in range(options)
    ]
    random = np.random.default_rng(options)
    feasible = None
    size = 1 << options
    if kind == "infeasible":
        feasible = np.flatnonzero(random.random(size) < 0.7)
        size = len(feasible)
    preferences = {name: Payoffs(random.permutation(size)) for name in names}
    return Conflict(listed, preferences, feasible=feasible)


def measured(options: int, parties: int, kind: str) -> dict[str, float]:
    """Seconds and the process's peak memory, in MB."""
    conflict_of(4, parties, kind).analyse()
    conflict = conflict_of(options, parties, kind)
    start = time.perf_counter()
    conflict.analyse(BASIC)
    basic = time.perf_counter() - start
    fresh = conflict_of(options, parties, kind)
    start = time.perf_counter()
    found = fresh.analyse()
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"basic": basic, "all": took, "concepts": len(found.concepts), "peak": peak}


def apart(options: int, parties: int, kind: str) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, str(options), str(parties), kind]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def by_size() -> None:
    """Every size with two and with four parties."""
    print("options parties kind        basic (s)  all (s)  concepts  peak (MB)")
    for options in SIZES:
        for parties in (2, 4):
            for kind in ("plain", "one-way", "infeasible"):
                found = apart(options, parties, kind)
                aim = f"  aim {TARGETS[options]:g} s" if options in TARGETS else ""
                print(
                    f"{options:7d} {parties:7d} {kind:10s} {found['basic']:10.4f} "
                    f"{found['all']:8.4f} {found['concepts']:9.0f} {found['peak']:10.0f}{aim}"
                )


def classic() -> None:
    """The Cuban missile crisis, every concept, from preferences to results."""
    options = [
        Option("air strike", ("US",), "forward"),
        Option("blockade", ("US",)),
        Option("withdraw", ("USSR",)),
        Option("escalate", ("USSR",)),
    ]
    preferences = {
        "US": Ranking([4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8]),
        "USSR": Ranking([0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8]),
    }
    times = []
    for _ in range(50):
        start = time.perf_counter()
        Conflict(options, preferences, infeasible=["withdraw and escalate"]).analyse()
        times.append(time.perf_counter() - start)
    print(f"Cuban missile crisis, all concepts: {min(times[1:]) * 1e3:.2f} ms (aim 5 ms)")


def over_draws() -> None:
    """Shares over draws of payoffs."""
    for options, parties, draws in ((6, 3, 20_000), (10, 3, 1_000)):
        conflict = conflict_of(options, parties)
        payoffs = np.random.default_rng(1).random((draws, parties, conflict.size))
        robustness(conflict, payoffs[:2], states=[0])
        start = time.perf_counter()
        robustness(conflict, payoffs, states=[0])
        took = time.perf_counter() - start
        print(f"{draws:,} draws of {options} options, {parties} parties: {took:.2f} s")


def at_once() -> None:
    """Simultaneous stability of chosen states of a large conflict."""
    conflict = conflict_of(18, 4)
    chosen = np.arange(0, conflict.size, conflict.size // 200)
    simultaneous(conflict, chosen[:1])
    start = time.perf_counter()
    simultaneous(conflict, chosen)
    took = time.perf_counter() - start
    print(f"simultaneous stability of {len(chosen)} of 2^18 states, 4 parties: {took:.2f} s")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
    else:
        classic()
        by_size()
        over_draws()
        at_once()
