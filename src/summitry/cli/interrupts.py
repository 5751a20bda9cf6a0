"""Interrupts that are not lost: libraries swallow some that arrive while they load or compile."""

from __future__ import annotations

import signal
import threading
from types import FrameType

_came = threading.Event()


def listen() -> None:
    """Remember an interrupt besides raising it."""
    signal.signal(signal.SIGINT, _remember)


def _remember(number: int, frame: FrameType | None) -> None:
    _came.set()
    raise KeyboardInterrupt


def heed() -> None:
    """Raise the interrupt that came and that something swallowed; before anything is written."""
    if _came.is_set():
        raise KeyboardInterrupt
