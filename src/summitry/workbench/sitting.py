"""A sitting: what one person has changed, switched off and asked for, under an opaque id."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from summitry.dossier.audience import TEAM
from summitry.dossier.model import Dossier
from summitry.dossier.writeback import Copy
from summitry.forecasts.forecast import DRAWS, SEED
from summitry.forecasts.whatif import what_if

if TYPE_CHECKING:
    from summitry.charts.album import Picture
    from summitry.workbench.bench import Bench, Read

FORM_VERSION = "summitry-state/1"
MOST_UNDO = 200
MOST_DRAWS = 100_000
"""A page's first figures are of all draws, and nobody waits longer for them than a few seconds."""


class StateError(ValueError):
    """A state that cannot be taken up; the message says what is wrong and what would be right."""


@dataclass(frozen=True)
class State:
    """Everything that sets one sitting's results apart from another's."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    """Assessments that are switched off."""
    draws: int = DRAWS
    seed: int = SEED

    @property
    def key(self) -> str:
        """The same for states that give the same results."""
        return json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False)

    def to_dict(self) -> dict[str, Any]:
        """The state as plain data: what a file to share holds."""
        return {
            "form": FORM_VERSION,
            "changes": dict(self.changes),
            "off": sorted(self.off),
            "draws": self.draws,
            "seed": self.seed,
        }

    @classmethod
    def of(cls, data: object, dossier: Dossier) -> State:
        """Take up a state from a file.

        Raises
        ------
        StateError
            It is no state, or not one of this dossier.
        """
        if not isinstance(data, Mapping) or data.get("form") != FORM_VERSION:
            msg = f"this is no saved state; a file with form: {FORM_VERSION} is"
            raise StateError(msg)
        changes, off = data.get("changes", {}), data.get("off", [])
        draws, seed = data.get("draws", DRAWS), data.get("seed", SEED)
        whole = isinstance(draws, int) and isinstance(seed, int)
        if not (isinstance(changes, Mapping) and isinstance(off, list) and whole):
            msg = "changes must be a mapping, off a list, draws and seed whole numbers"
            raise StateError(msg)
        if not 100 <= draws <= MOST_DRAWS or seed < 0:
            msg = (
                f"draws must be from 100 to {MOST_DRAWS:,} (on the command line more), and the "
                "seed not negative"
            )
            raise StateError(msg)
        unknown = [one for one in map(str, off) if one not in dossier.assessments]
        if unknown:
            msg = f"no assessment {unknown[0]!r} in this dossier; the state is of another one"
            raise StateError(msg)
        return cls(dict(changes), frozenset(map(str, off)), draws, seed)


@dataclass
class Sitting:
    """One person's state with what came before it, at one bench."""

    bench: Bench
    id: str
    state: State = field(default_factory=State)
    past: list[State] = field(default_factory=list)
    audience: str = TEAM
    package: dict[str, str] = field(default_factory=dict)
    """The package of one's own that it asks everybody about."""
    more: dict[str, Picture] = field(default_factory=dict)
    """Pictures that are of no case: of the record."""
    copy: Copy = field(init=False)
    """The file as this sitting read it: what it writes is checked against that."""
    _read: Read | None = None
    _made: dict[tuple[str, str], Dossier] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.copy = self.bench.copy

    def still(self) -> Sitting:
        """The sitting as it is now, while others move it and write the file.

        A page is made of one state and one version of the file, whatever comes meanwhile.
        """
        made = copy.copy(self)
        made._read = self.read
        return made

    @property
    def read(self) -> Read:
        """The file that it is about, as it was read."""
        return self._read or self.bench.read

    @property
    def dossier(self) -> Dossier:
        """The dossier with what was changed; raises DossierError if the file no longer bears it."""
        read, state = self.read, self.state
        key = (read.copy.version, state.key)
        found = self._made.get(key)
        if found is None:
            found = what_if(read.dossier, state.changes) if state.changes else read.dossier
            self._made.clear()  # those still about it hold it themselves
            self._made[key] = found
        return found

    @property
    def schools(self) -> list[str]:
        """Assessments that are switched on, in the file's order."""
        return [one for one in self.dossier.assessments if one not in self.state.off]

    @property
    def names(self) -> Sequence[str]:
        """Whose numbers results are of: those switched on; without any, the dossier's own."""
        return self.schools

    @property
    def key(self) -> tuple[str, str]:
        """The same for sittings that give the same results."""
        return (self.read.copy.version, self.state.key)

    @property
    def hides(self) -> bool:
        """Whether the forecast stays hidden until the coding is frozen."""
        return self.read.dossier.coding.hides

    def change(self, path: str, value: object) -> None:
        """Put a value at a path; raises DossierError, and then nothing is changed."""
        self.move(replace(self.state, changes={**self.state.changes, path: value}))

    def drop(self, path: str) -> None:
        """Take one change back."""
        left = {key: one for key, one in self.state.changes.items() if key != path}
        self.move(replace(self.state, changes=left))

    def switch(self, assessment: str) -> None:
        """Switch an assessment off, or on again."""
        self.move(replace(self.state, off=self.state.off ^ {assessment}))

    def move(self, state: State) -> None:
        """Take up another state; raises DossierError, and then this one stays."""
        if state.changes:
            what_if(self.read.dossier, state.changes)
        self.past = [*self.past[-MOST_UNDO:], self.state]
        self.state = state

    def undo(self) -> bool:
        """Go back one step; False where there is none."""
        try:
            self.state = self.past.pop()
        except IndexError:
            return False
        return True

    def forgo(self) -> None:
        """Take every change back, those too that the file no longer bears."""
        self.move(replace(self.state, changes={}))
