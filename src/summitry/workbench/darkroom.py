"""Pictures drawn on this machine and kept, so that the same one is drawn once."""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict

from summitry.charts.album import Picture
from summitry.charts.render import png, svg

KEPT = 200
_SIZE = re.compile(rb'<svg[^>]*? width="([0-9.]+)"[^>]*? height="([0-9.]+)"')


class Darkroom:
    """Pictures drawn, kept by their specification."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def size(self, picture: Picture) -> tuple[int, int]:
        """Width and height of a picture."""
        found = _SIZE.search(self.develop(picture, "svg")[:600])
        return (round(float(found[1])), round(float(found[2]))) if found else (0, 0)

    def develop(self, picture: Picture, kind: str) -> bytes:
        """A picture as SVG or PNG."""
        key = (json.dumps(picture.spec, sort_keys=True), kind)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = svg(picture.spec).encode() if kind == "svg" else png(picture.spec)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made
