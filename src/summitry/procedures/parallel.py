"""Work on every core, in order, with results that do not depend on how many there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_THREADS: ContextVar[int | None] = ContextVar("threads", default=None)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Within it, work runs on so many threads: for programs that fill the cores in another way."""
    before = _THREADS.set(count)
    try:
        yield
    finally:
        _THREADS.reset(before)


def in_order(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Results of some work on each item, in the items' order; what is not begun is dropped on exit.

    The compiled loops and NumPy let go of the interpreter's lock, so threads are enough.
    """
    count = _THREADS.get() or os.cpu_count() or 1
    if count == 1 or (isinstance(items, Sized) and len(items) == 1):
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(max_workers=count)
    try:
        yield from pool.map(work, items)
    finally:
        pool.shutdown(cancel_futures=True)
