"""The study at rest of each assessment, with its games."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summitry.forecasts.shown import Study
from summitry.procedures.games import Games


def pairs(games: Sequence[Games], studies: Sequence[Study]) -> Iterator[tuple[Games, Study]]:
    """Each study with the games of its assessment; one whose games are not there is left out."""
    whose = {one.layout.dossier.assessment: one for one in games}
    for one in studies:
        if one.assessment in whose:
            yield whose[one.assessment], one
