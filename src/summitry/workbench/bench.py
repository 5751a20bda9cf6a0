"""The bench: one dossier's file, opened, with everybody who sits at it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from summitry.dossier.audience import TEAM
from summitry.dossier.loading import examine_text
from summitry.dossier.model import Dossier
from summitry.dossier.problem import DossierError, Problem
from summitry.dossier.writeback import Copy, opened
from summitry.forecasts.glance import Sight
from summitry.ledger.address import DEFAULT, VARIABLE
from summitry.workbench.darkroom import Darkroom
from summitry.workbench.jobs import Jobs
from summitry.workbench.sights import Kept, Pace
from summitry.workbench.sitting import Sitting

MOST_SITTINGS = 500
MOST_NAMES = 50_000
"""Stand-ins that are remembered."""


@dataclass(frozen=True)
class Read:
    """The file as it was read once: its text, the dossier in it, and what is to be said of it."""

    copy: Copy
    dossier: Dossier
    problems: Sequence[Problem]


class Bench:
    """One dossier opened for work.

    Parameters
    ----------
    path
        A dossier's file, or the folder that holds it.
    sources
        Folders of the cited texts; the dossier's own is always looked in.

    Raises
    ------
    DossierError
        With every fault of the dossier.
    """

    def __init__(self, path: str | Path, sources: Sequence[str | Path] = ()) -> None:
        self.folders = [Path(one) for one in sources]
        self.jobs = Jobs()
        self.sights: Kept[Sight] = Kept()
        self.darkroom = Darkroom()
        self.pace = Pace()
        self.paces: dict[str, Pace] = {}
        """How many draws each lane follows on."""
        self.ledger = os.environ.get(VARIABLE) or DEFAULT
        """Where the record lies, as its address is written."""
        self.lock = threading.RLock()
        self._secret = secrets.token_bytes(16)
        self._opaque: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._sittings: OrderedDict[str, Sitting] = OrderedDict()
        self.read = self._examined(opened(path))
        """The file as it was read last: one thing, so that nobody sees half of another version."""

    @property
    def folder(self) -> Path:
        """The folder that the dossier lies in; nothing outside it is read or written."""
        return self.copy.file.parent

    @property
    def copy(self) -> Copy:
        """The file's text as it was read last."""
        return self.read.copy

    @property
    def dossier(self) -> Dossier:
        """The dossier in it."""
        return self.read.dossier

    @property
    def problems(self) -> Sequence[Problem]:
        """What is to be said of it."""
        return self.read.problems

    def _examined(self, copy: Copy) -> Read:
        dossier, problems = examine_text(
            copy.text, str(copy.file), [*self.folders, copy.file.parent]
        )
        errors = [one for one in problems if one.severity == "error"]
        if errors or dossier is None:
            raise DossierError(errors)
        return Read(copy, dossier, problems)

    def reload(self) -> None:
        """Read the file again; raises DossierError, and then the old text stays."""
        with self.lock:
            self.read = self._examined(opened(self.copy.file))

    def sit(self, audience: str = TEAM) -> Sitting:
        """A new sitting, of the team or of somebody who is shown what is for them."""
        with self.lock:
            made = Sitting(self, secrets.token_hex(6), audience=audience)
            self._sittings[made.id] = made
            while len(self._sittings) > MOST_SITTINGS:
                self._sittings.popitem(last=False)
        return made

    def sitting(self, name: str) -> Sitting:
        """The sitting of an id; raises KeyError."""
        with self.lock:
            self._sittings.move_to_end(name)
            return self._sittings[name]

    def opaque(self, name: str) -> str:
        """A stand-in for a name of the dossier, for addresses: it tells nothing to others."""
        found = self._opaque.get(name)
        if found is None:
            found = hmac.new(self._secret, name.encode(), hashlib.sha256).hexdigest()[:12]
            if len(self._opaque) < MOST_NAMES:
                self._opaque[name] = found
                self._names[found] = name
        return found

    def named(self, key: str) -> str | None:
        """The name that a stand-in stands for, if it has been given out and is remembered."""
        return self._names.get(key)
