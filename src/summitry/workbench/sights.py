"""Draws that are kept ready for a hand that moves."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

Made = TypeVar("Made")
KEPT = 12
STEPS = (250, 500, 1_000, 2_000)
"""Draws while a hand moves."""
SLOW, QUICK = 0.025, 0.01
"""Seconds for a look: above the first, fewer draws; below the second, more."""


class Pace:
    """How many draws follow a hand: as many as fit the time, and seldom others."""

    def __init__(
        self, steps: Sequence[int] = STEPS, start: int = 1, slow: float = SLOW, quick: float = QUICK
    ) -> None:
        self._steps, self._slow, self._quick = steps, slow, quick
        self.draws = steps[start]
        self._taken: list[float] = []

    def took(self, seconds: float) -> None:
        """Learn from one look; after some slow or many quick ones, draw fewer or more."""
        self._taken = [*self._taken[-7:], seconds]
        middle = sorted(self._taken)[len(self._taken) // 2]
        at = self._steps.index(self.draws)
        if len(self._taken) >= 3 and middle > self._slow and at > 0:
            self.draws, self._taken = self._steps[at - 1], []
        elif len(self._taken) == 8 and middle < self._quick and at < len(self._steps) - 1:
            self.draws, self._taken = self._steps[at + 1], []


class Kept(Generic[Made]):
    """The last few of something that takes a while to make, each made once though several ask."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept under a key; made if it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            made = make()
            with self._lock:
                self._kept[key] = made
                self._making.pop(key, None)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return made
