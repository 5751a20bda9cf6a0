"""The journal of a sweep: every finished cell, one line each, so that a killed sweep goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from pathlib import Path

from summitry.sweeps.cells import Row


class Journal:
    """Finished cells in a file beside the sweep's; made when the first is finished.

    Parameters
    ----------
    path
        The file. A last line that was cut off by a kill is dropped.
    wanted
        Keys of the cells that the sweep is of; others in the file are kept there and not used.
    """

    def __init__(self, path: Path, wanted: Collection[str]) -> None:
        self.path = path
        self.done: dict[str, list[Row]] = {}
        if not path.exists():
            return
        whole = 0
        with path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                try:
                    entry = json.loads(line)
                    key, rows = entry["cell"], entry["rows"]
                except (ValueError, KeyError, TypeError):
                    break
                whole += len(line)
                if key in wanted:
                    self.done[key] = rows
        if whole < path.stat().st_size:
            with path.open("r+b") as file:
                file.truncate(whole)

    def add(self, key: str, rows: list[Row]) -> None:
        """Put down a finished cell; it is on the disk when this returns."""
        line = json.dumps({"cell": key, "rows": rows}, ensure_ascii=False)
        with self.path.open("ab") as file:
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.done[key] = rows

    def close(self) -> None:
        """Take the journal away: the sweep's file holds all of it."""
        self.path.unlink(missing_ok=True)
