"""Who runs the cells: processes on this machine, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from typing import Any

from summitry.sweeps.cells import Cell, Row, run_cell

Done = Iterator[tuple[Cell, list[Row]]]
ATTEMPTS = 3
"""How often processes are started anew after one of them has died."""


PATIENCE = 10
"""Seconds in which a cluster must answer."""


class CrewLost(RuntimeError):
    """Those who ran the cells were lost; what is finished is kept."""


def in_processes(cells: Sequence[Cell], texts: Mapping[str, str], workers: int) -> Done:
    """Run cells on this machine, each in one thread of one of ``workers`` processes.

    Raises
    ------
    CrewLost
        A process died, and so did those started in its place.
    """
    if workers == 1:
        for cell in cells:
            yield cell, run_cell(texts[cell.dossier], cell)
        return
    left = list(cells)
    for _ in range(ATTEMPTS):
        try:
            with _pool(workers) as pool:
                try:
                    asked = {
                        pool.submit(run_cell, texts[cell.dossier], cell): cell for cell in left
                    }
                    for future in as_completed(asked):
                        rows = future.result()
                        left.remove(asked[future])
                        yield asked[future], rows
                except BaseException:  # an interrupt, say: what is not begun is not begun
                    pool.shutdown(wait=True, cancel_futures=True)
                    raise
        except BrokenProcessPool:
            continue
        return
    msg = f"processes of the sweep died {ATTEMPTS} times; the cells finished so far are kept"
    raise CrewLost(msg)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that leave an interrupt to the one that started them, and stop when it says so."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def on_cluster(cells: Sequence[Cell], texts: Mapping[str, str], address: str) -> Done:
    """Run cells on a Dask cluster, to which the dossiers are sent; lost workers' cells run again.

    Raises
    ------
    ModuleNotFoundError
        The ``cluster`` extra is not installed; the message has the line that installs it.
    CrewLost
        There is no such cluster, or it gave a cell up.
    """
    try:
        dask: Any = import_module("distributed")
    except ModuleNotFoundError as error:
        msg = "a cluster needs dask.distributed: pip install 'summitry[cluster]'"
        raise ModuleNotFoundError(msg) from error
    try:
        client = dask.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        msg = f"no Dask cluster at {address}: {error}"
        raise CrewLost(msg) from None
    with client:
        sent = {name: client.scatter(text, hash=True) for name, text in texts.items()}
        asked = {
            client.submit(run_cell, sent[cell.dossier], cell, pure=False, retries=ATTEMPTS): cell
            for cell in cells
        }
        try:
            for future in dask.as_completed(asked, loop=client.loop):
                yield asked[future], future.result()
        except dask.KilledWorker as error:
            msg = f"the cluster gave a cell up ({error}); the cells finished so far are kept"
            raise CrewLost(msg) from None
        finally:
            client.cancel([one for one in asked if not one.done()])


def cores() -> int:
    """Cores of this machine."""
    return os.cpu_count() or 1
