"""Draws in slices, on the threads at hand.

The compiled loops release Python's lock, so that threads share the cores. (Numba's own parallel
loops would do the same, but they may not be entered from two threads at once, as procedures do,
and take far longer to compile.)
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

SLICES = 8
"""Slices for each thread: they even out the load, and an interruption waits for one at most."""


def in_slices(draws: int, play: Callable[[int, int], object]) -> None:
    """Call ``play(first, last)`` for slices that together are all the draws."""
    threads = min(os.cpu_count() or 1, draws)
    if threads == 1:
        play(0, draws)
        return
    step = max(1, -(-draws // (threads * SLICES)))
    starts = range(0, draws, step)
    pool = ThreadPoolExecutor(threads)
    try:
        jobs = [pool.submit(play, one, min(one + step, draws)) for one in starts]
        for job in jobs:
            job.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
