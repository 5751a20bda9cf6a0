"""The ledger's speed: appending to a small and a large record, verifying it, and ranking it.

python benchmarks/ledger.py [entries]
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from summitry.ledger.board import leaderboard
from summitry.ledger.chain import START, Entry, digest
from summitry.ledger.ledger import SCORED
from summitry.ledger.record import read_record
from summitry.ledger.score import ranked_marks, score
from summitry.ledger.store import New, Store

ENTRIES, CASES, SCHOOLS = 100_000, 2_000, 20


def entries(count):
    """A record of forecasts of yes or no by twenty schools, all made before the outcome."""
    generator = np.random.default_rng(1)
    chances = generator.random(count)
    made, head = [], START
    for number in range(1, count + 1):
        case, last = number % CASES, number > count - CASES
        body = (
            {"outcomes": {"agreed": bool(generator.random() < 0.4)}, "date": "2026-06-01",
             "source": "benchmark", "by": "benchmark"}
            if last
            else {
                "by": "person", "school": f"school {number // CASES % SCHOOLS}",
                "author": "benchmark", "as_of": "2026-01-01",
                "claims": [{"type": "number", "on": "agreed", "chance": chances[number - 1].item(),
                            "no_deal": 0.0}],
            }
        )  # fmt: skip
        day = "2026-07-01" if last else "2026-01-02"
        entry = Entry(number, head, f"{day}T00:00:00.000000Z", "resolution" if last else "forecast",
                      f"case {case}", body)  # fmt: skip
        made.append(entry)
        head = digest(entry.line)
    return made


def took(what, function, limit=None):
    start = time.perf_counter()
    found = function()
    seconds = time.perf_counter() - start
    told = f"  (wanted: under {limit:g} s)" if limit else ""
    print(f"{what:58s} {seconds:8.3f} s{told}")
    return found


def append(store, times=50):
    start = time.perf_counter()
    for number in range(times):
        store.append([New("forecast", "added", {"school": "late", "number": number, "claims": []})])
    return (time.perf_counter() - start) / times


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    gc.set_threshold(100_000)  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        small = Store(str(Path(folder) / "small.sqlite"))
        print(f"append one entry, to an empty ledger                       {append(small):8.4f} s")
        large = Store(str(Path(folder) / "large.sqlite"))
        made = entries(count)
        took(f"import {count:,} entries", lambda: large.adopt(made))
        size = Path(folder, "large.sqlite").stat().st_size / 1e6
        print(f"append one entry, after {count:,} ({size:.0f} MB)               "
              f"     {append(large):8.4f} s")  # fmt: skip
        receipt = large.receipt()
        verdict = took(f"verify {receipt.count:,} entries with a receipt",
                       lambda: large.verify([receipt]), 10)  # fmt: skip
        assert verdict.whole, verdict.faults[:3]  # noqa: S101 - a benchmark of wrong answers is none

        def board():
            marks, _ = ranked_marks(read_record(large.entries(SCORED)).values())
            return leaderboard([one for one in marks if one.judged.counts], {})

        rows = took(f"leaderboard of {SCHOOLS} schools on {CASES:,} cases", board, 1)
        assert len(rows) == SCHOOLS, len(rows)  # noqa: S101
        took("everything: pools, pairs, calibration with bands",
             lambda: score(read_record(large.entries(SCORED))))  # fmt: skip


if __name__ == "__main__":
    main()
