"""Work on every core, told as it goes, and stopped when the one who is told raises."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

Progress = Callable[[float, str], None]
"""Called with the share of the work done, 0 to 1, and what is being done. To interrupt the work,
raise from it."""
Task = tuple[str, Callable[[], None]]


def run(tasks: Sequence[Task], progress: Progress | None = None, *, threads: bool = True) -> None:
    """Do all the tasks; compiled loops let go of the interpreter's lock, so threads are enough."""
    count = min(os.cpu_count() or 1, len(tasks)) if threads else 1
    if count < 2:
        for at, (name, work) in enumerate(tasks):
            if progress is not None:
                progress(at / len(tasks), name)
            work()
        return
    pool = ThreadPoolExecutor(max_workers=count)
    try:
        left = {pool.submit(work): name for name, work in tasks}
        while left:
            done, _ = wait(left, timeout=0.5, return_when=FIRST_COMPLETED)
            for one in done:
                one.result()
                name = left.pop(one)
                if progress is not None:
                    progress(1 - len(left) / len(tasks), name)
            if progress is not None and not done:
                progress(1 - len(left) / len(tasks), next(iter(left.values())))
    finally:
        pool.shutdown(cancel_futures=True)
