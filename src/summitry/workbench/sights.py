"""Draws that are kept ready for a hand that moves."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from summitry.forecasts.glance import Sight

KEPT = 12
STEPS = (250, 500, 1_000, 2_000)
"""Draws while a hand moves."""
SLOW, QUICK = 0.025, 0.01
"""Seconds for a look: above the first, fewer draws; below the second, more."""


class Pace:
    """How many draws follow a hand: as many as fit the time, and seldom others."""

    def __init__(self) -> None:
        self.draws = STEPS[1]
        self._taken: list[float] = []

    def took(self, seconds: float) -> None:
        """Learn from one look; after some slow or many quick ones, draw fewer or more."""
        self._taken = [*self._taken[-7:], seconds]
        middle = sorted(self._taken)[len(self._taken) // 2]
        at = STEPS.index(self.draws)
        if len(self._taken) >= 3 and middle > SLOW and at > 0:
            self.draws, self._taken = STEPS[at - 1], []
        elif len(self._taken) == 8 and middle < QUICK and at < len(STEPS) - 1:
            self.draws, self._taken = STEPS[at + 1], []


class Sights:
    """The last few dossiers drawn, each made once though several ask for it at one time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Sight] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], Sight]) -> Sight:
        """The sight of a key; made if it is not there."""
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
