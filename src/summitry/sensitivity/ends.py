"""Whether two dossiers differ in ranges alone; their mixtures then need no dossier of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from summitry.dossier.estimate import Estimate
from summitry.dossier.levers import named_by
from summitry.dossier.model import Dossier
from summitry.dossier.patching import OPEN
from summitry.procedures.games import Games
from summitry.procedures.mixtures import MOST, Ends
from summitry.sensitivity.edits import WORDS

NUMBER = "a number"


def ends_of(first: Games, second: Games, groups: Sequence[Iterable[str]]) -> Ends | None:
    """Two sets of numbers made ready to be mixed; None where more than ranges is mixed.

    Parameters
    ----------
    first, second
        Games of equally many draws with one seed.
    groups
        Paths of the changes of each group.

    Notes
    -----
    A mixture of two dossiers is that of their draws where they have the same structure and the same
    inputs, and where each input whose range differs is named by changes of one group. A change that
    names no input (a default confidence, a relation, a solution) may move several at once, so there
    a mixture has to be built.
    """
    names = list(first.draws.inputs)
    same = set(names) == set(second.draws.inputs)
    if not same or structure(first.layout.dossier) != structure(second.layout.dossier):
        return None
    moved = first.draws.moved_to(second.draws)
    owner: dict[str, int] = {}
    for number, paths in enumerate(groups):
        for path in paths:
            named = named_by(path, names)
            if not named or any(owner.setdefault(one, number) != number for one in named):
                return None
    if not moved <= owner.keys() or len(groups) > MOST:
        return None
    own = [[one for one in moved if owner[one] == number] for number in range(len(groups))]
    return Ends(first, second, [sorted(one) for one in own])


def structure(dossier: Dossier) -> dict[str, Any]:
    """All that a negotiation rests on but its numbers' ranges, which inputs there are aside."""
    return {root: _bare(getattr(dossier, root)) for root in OPEN}


def _bare(node: Any) -> Any:  # noqa: ANN401 - any part of a dossier
    if isinstance(node, Estimate):
        return NUMBER
    if isinstance(node, BaseModel):
        return {key: _bare(value) for key, value in node if key not in WORDS}
    if isinstance(node, Mapping):
        if all(isinstance(one, Estimate) for one in node.values()):
            return NUMBER  # which of them are written shows in the inputs that there are
        return {key: _bare(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_bare(one) for one in node]
    return node
