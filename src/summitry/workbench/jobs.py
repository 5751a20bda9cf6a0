"""Long work behind the pages: begun once, shared by whoever asks for the same, told on, ended."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from summitry.forecasts.forecast import Progress
from summitry.procedures.parallel import threads

KEPT = 48
"""Results that are kept; the one longest unused goes first."""
STILL = 0.4
"""Seconds without a hand that moves, after which long work goes on."""


class StoppedError(BaseException):
    """Somebody ended the work; no library on the way is to catch it."""


@dataclass
class Job:
    """One piece of work.

    ``state`` is waiting, working, done, failed or stopped; ``share`` how much is done, 0 to 1.
    """

    title: str
    state: str = "waiting"
    part: str = ""
    share: float = 0.0
    result: Any = None
    fault: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def open(self) -> bool:
        """Whether its result is still to come."""
        return self.state in ("waiting", "working")

    def stop(self) -> None:
        """End it as soon as it next tells how far it is."""
        self._stop.set()
        if self.state == "waiting":
            self.state = "stopped"
            self._over.set()

    def wait(self, seconds: float) -> bool:
        """Whether it is over within some seconds."""
        return self._over.wait(seconds)


class Jobs:
    """Everything that is being worked out, and what was.

    Short work (the comparison) and long work (flips, drivers) have a thread each, which waits for a
    process that does it (:mod:`summitry.workbench.workers`), so that a page's own figures never
    wait behind a study. All of it stands aside while a hand moves a number.
    """

    def __init__(self) -> None:
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._threads = {
            kind: ThreadPoolExecutor(1, thread_name_prefix=f"summitry-{kind}")
            for kind in ("short", "long")
        }
        self._moved = 0.0

    def moving(self) -> None:
        """Say that a hand moves a number just now."""
        self._moved = time.monotonic()

    def find(
        self, key: Hashable, title: str, work: Callable[[Progress], Any], *, short: bool = False
    ) -> Job:
        """The job of a key, whatever became of it; begun if it is not there."""
        with self._lock:
            job = self._jobs.get(key)
            if job is not None:
                self._jobs.move_to_end(key)
                return job
            job = self._jobs[key] = Job(title)
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)[1].stop()
        try:
            self._threads["short" if short else "long"].submit(self._run, job, work)
        except RuntimeError as error:  # no thread is to be had, or everything is being closed
            job.fault = f"it could not be begun: {error}"
            job.state = "failed"
            job._over.set()
        return job

    def known(self, key: Hashable) -> Job | None:
        """The job of a key, if there is one."""
        with self._lock:
            return self._jobs.get(key)

    def forget(self, key: Hashable) -> None:
        """Let a job that was stopped or failed be begun again."""
        with self._lock:
            job = self._jobs.get(key)
            if job is not None and job.state in ("stopped", "failed"):
                del self._jobs[key]

    def forgive(self, which: Callable[[Any], bool]) -> None:
        """Let those jobs that failed, and whose key is one of these, be begun again."""
        with self._lock:
            for key in [one for one, job in self._jobs.items() if job.state == "failed"]:
                if which(key):
                    del self._jobs[key]

    def close(self) -> None:
        """Stop everything."""
        with self._lock:
            for job in self._jobs.values():
                job.stop()
        for pool in self._threads.values():
            pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, job: Job, work: Callable[[Progress], Any]) -> None:
        if job.state != "waiting":
            return
        job.state = "working"

        def tell(part: str, share: float) -> None:
            while time.monotonic() - self._moved < STILL and not job._stop.is_set():
                time.sleep(0.05)
            if job._stop.is_set():
                raise StoppedError
            job.part, job.share = part, share

        try:
            with threads(1):
                job.result = work(tell)
            job.state = "done"
        except StoppedError:
            job.state = "stopped"
        except Exception as error:  # noqa: BLE001 - told on the page, whatever it is
            job.fault = str(error.args[0]) if error.args else type(error).__name__
            job.state = "failed"
        finally:
            job._over.set()
