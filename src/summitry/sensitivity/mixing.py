"""Every mixture of two sets of numbers, and what an event's probability is in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.loading import examine, locate
from summitry.dossier.model import Dossier
from summitry.dossier.problem import CODES, DossierError
from summitry.draws import Draws
from summitry.forecasts.events import find_event, holds
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.mixtures import mixtures_where
from summitry.procedures.package import Form, negotiate
from summitry.sensitivity.edits import Edit, edits, mixed
from summitry.sensitivity.ends import ends_of
from summitry.sensitivity.grouping import Cause, causes
from summitry.sensitivity.shapley import every_set

BOTH = "all of it (its parts make no sense apart)"


@dataclass(frozen=True)
class Mixing:
    """How mixtures are run: draws, seed, and the form, the dossiers' own if left out."""

    draws: int
    seed: int
    form: Form | None

    def hits(self, dossier: Dossier, event: str) -> NDArray[np.bool_]:
        """In which draws an event holds by a dossier's numbers."""
        outcomes = negotiate(self.games(dossier), self.form or Form.of(dossier), reasons=False)
        return holds(find_event(dossier, event), outcomes)

    def games(self, dossier: Dossier) -> Games:
        """The games of a dossier's numbers."""
        return Games(Layout(dossier), Draws(dossier, self.draws, self.seed))

    def mixed(
        self,
        games: tuple[Games, Games],
        groups: Sequence[Sequence[str]],
        every: Sequence[int],
        event: str,
        progress: Callable[[float], None] | None = None,
    ) -> NDArray[np.bool_] | None:
        """In which draws an event holds in some mixtures, (mixtures, draws).

        None where the two differ in more than ranges, so that each needs a dossier of its own.

        Parameters
        ----------
        games
            The two that are mixed.
        groups
            Paths of the changes of each group.
        every
            Of each mixture the groups that are as in the second, as the bits of a number.
        event
            The event, by name or as a statement.
        progress
            Called with the share done, from 0 to 1.
        """
        old, new = (one.layout.dossier for one in games)
        statement = find_event(new, event)
        ends = ends_of(*games, groups) if find_event(old, event) == statement else None
        if ends is None:
            return None
        form = self.form or Form.of(old)
        return mixtures_where(ends, every, form, lambda made: holds(statement, made), progress)

    def between(
        self,
        games: tuple[Games, Games],
        named: Mapping[str, Sequence[str]],
        event: str,
        tell: Callable[[float], None],
    ) -> tuple[list[Cause], dict[int, float]]:
        """The causes of a difference, and an event's probability in every mixture of them.

        A mixture has the bits of its causes; ``named`` are the groups that the dossiers name.
        """
        old, new = (one.layout.dossier for one in games)
        found = causes(new, edits(old._tree, new._tree), named)
        paths = [[edit.name for edit in one.edits] for one in found]
        hits = self.mixed(games, paths, range(1 << len(found)), event, tell)
        if hits is not None:
            return found, dict(enumerate(hits.mean(axis=1).tolist()))
        while True:
            mixture = partial(self._mixture, (old, new), found, event)
            try:
                every = every_set(len(found), mixture, tell)
            except DossierError:
                if len(found) == 1:
                    raise
                found = _joined(found)
            else:
                return found, every

    def _mixture(
        self, ends: tuple[Dossier, Dossier], found: Sequence[Cause], event: str, members: int
    ) -> float:
        """Probability of the event by the first's numbers with some causes' changes made."""
        own = ends[1] if members else ends[0]
        if members not in (0, (1 << len(found)) - 1):
            chosen = [
                edit for at, one in enumerate(found) if members >> at & 1 for edit in one.edits
            ]
            own = _dossier(*ends, chosen)
        return float(self.hits(own, event).mean())


def _dossier(old: Dossier, new: Dossier, chosen: Sequence[Edit]) -> Dossier:
    """The old dossier with some edits made, and the events of the new."""
    data = mixed(old._tree, chosen)
    data["events"] = new._tree.get("events", {})
    data.pop("assessments", None)
    found, faults = examine(data, None, citations=False, variant=True)
    errors = [one for one in faults if CODES[one.code][0] == "error"]
    if errors or found is None:
        raise DossierError(locate(one, old.title, None) for one in errors)
    return found


def _joined(found: list[Cause]) -> list[Cause]:
    """Fewer causes, where some mixture makes no sense: what holds the rest together, with it."""
    structural = [one for one in found if any(edit.structural for edit in one.edits)]
    if len(found) <= 1 or len(structural) in (0, len(found)) or len(structural) > 1:
        return [Cause(BOTH, tuple(edit for one in found for edit in one.edits))]
    names = {step for edit in structural[0].edits for step in edit.path[1:2]}
    near = [
        one for one in found
        if one is structural[0] or any(names & set(edit.path) for edit in one.edits)
    ]  # fmt: skip
    if len(near) in (1, len(found)):
        return [Cause(BOTH, tuple(edit for one in found for edit in one.edits))]
    together = Cause(near[0].name, tuple(edit for one in near for edit in one.edits))
    return [together, *(one for one in found if one not in near)]
