"""Long work in processes of its own, so that the page's process is free for a hand that moves.

A worker is a process of this machine, spoken to through a pipe that nobody else holds: what goes
through it is of this program alone. It leaves an interrupt to the process that started it, and ends
with that.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from summitry.forecasts.forecast import Progress
from summitry.procedures.parallel import threads

NICE = 10
"""How far those who work out studies stand back, where the system can say so."""
PATIENCE = 5.0
"""Seconds in which a worker that was stopped must have stopped; after them it is ended."""
READY = 3
"""Workers that are kept though nothing is to be done."""


class WorkerLostError(RuntimeError):
    """The process that did the work is gone."""

    def __init__(self) -> None:
        super().__init__(
            "the process that worked on it ended before it was done (killed, or out of memory)"
        )


class WorkFailedError(RuntimeError):
    """The work itself failed; the message is its own."""


class _StoppedError(BaseException):
    """In a worker: nobody waits for this work any more."""


class Worker:
    """A process that does one piece of work after another."""

    def __init__(self, nice: int = 0) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, nice), name="summitry-worker", daemon=True
        )
        self._process.start()
        self._over = False
        theirs.close()

    @property
    def pid(self) -> int | None:
        """Its process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be given work."""
        return not self._over and self._process.is_alive()

    def run(self, work: Callable[..., Any], args: tuple[Any, ...], tell: Progress) -> Any:
        """What the work returns; ``tell`` is asked, between its parts, whether to go on.

        Parameters
        ----------
        work
            A function of a module, called with ``args`` and a way to tell how far it is.
        args
            Plain data and the dossier.
        tell
            Called here; whatever it raises ends the work, and is raised.

        Raises
        ------
        WorkFailedError, WorkerLostError
            The work failed; the process is gone.
        """
        try:
            self._pipe.send((work, args))
            while True:
                kind, found = self._pipe.recv()
                if kind == "part":
                    self._part(found, tell)
                elif kind == "done":
                    return found
                else:
                    raise WorkFailedError(found)
        except (EOFError, OSError):
            self.end()
            raise WorkerLostError from None

    def _part(self, found: tuple[str, float], tell: Progress) -> None:
        try:
            tell(*found)
        except BaseException:
            self._pipe.send(False)
            if not self._pipe.poll(PATIENCE) or self._pipe.recv()[0] == "part":
                self.end()
            raise
        self._pipe.send(True)

    def end(self) -> None:
        """End the process."""
        self._over = True
        self._process.terminate()
        self._pipe.close()


class Crew:
    """Workers, hired as work comes; those that are done are kept for the next.

    ``nice`` is how far they stand back for everything else that wants the machine.
    """

    def __init__(self, nice: int = 0) -> None:
        self.nice = nice
        self._idle: list[Worker] = []
        self._every: set[Worker] = set()
        self._lock = threading.Lock()

    def run(self, work: Callable[..., Any], *args: Any, tell: Progress) -> Any:
        """What a function of a module returns, worked out in a process; see :meth:`Worker.run`."""
        worker = self._hired()
        try:
            return worker.run(work, args, tell)
        finally:
            self._dismissed(worker)

    def _hired(self) -> Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._every.discard(worker)
            worker = Worker(self.nice)
            self._every.add(worker)
        return worker

    def _dismissed(self, worker: Worker) -> None:
        with self._lock:
            if worker.alive and len(self._idle) < READY:
                self._idle.append(worker)
                return
            self._every.discard(worker)
        worker.end()

    def close(self) -> None:
        """End them all, whatever they are at."""
        with self._lock:
            every, self._every, self._idle = self._every, set(), []
        for worker in every:
            worker.end()


CREW = Crew(NICE)
"""Those who work out studies; every open file shares them."""
FOLLOWERS = Crew()
"""Those who follow a hand that moves."""


def settle() -> None:
    """Take what is loaded out of the rounds of the garbage collector.

    A round over all that the libraries hold takes a tenth of a second, and may come while a hand
    moves.
    """
    gc.collect()
    gc.freeze()


def dismiss() -> None:
    """End every worker of this process."""
    CREW.close()
    FOLLOWERS.close()


def _serve(pipe: Connection, nice: int) -> None:
    """In the worker: do what is asked until nobody is there to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(nice)
    telling = threading.Lock()

    def tell(part: str, share: float) -> None:
        with telling:
            pipe.send(("part", (part, share)))
            if not pipe.recv():
                raise _StoppedError

    settled = False
    with suppress(EOFError, OSError), threads(max(1, (os.cpu_count() or 1) // 2)):
        while True:
            work, args = pipe.recv()
            try:
                answer = ("done", work(*args, tell))
            except _StoppedError:
                answer = ("stopped", "stopped")
            except Exception as error:  # noqa: BLE001 - told on the page, whatever it is
                answer = ("failed", str(error.args[0]) if error.args else type(error).__name__)
            pipe.send(answer)
            if not settled:
                settle()
                settled = True
