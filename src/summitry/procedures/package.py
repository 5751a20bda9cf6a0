"""The package procedure: leaders bargain over everything at once, or fail (FORMAL B, C).

Proposal: the solution's package among those that every principal claims to accept. Acceptance:
there is one. Then ratifiers whom the principals misjudged may refuse, and the deal may slip.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from summitry.dossier.model import Dossier
from summitry.games.packages.bargain import Code, Solution, bargain
from summitry.procedures.causes import find_causes
from summitry.procedures.conclude import Signing, blocks, conclude
from summitry.procedures.games import Games
from summitry.procedures.outcomes import Cause, Ending, Outcomes
from summitry.procedures.parallel import in_order
from summitry.procedures.ratification import refused
from summitry.procedures.talks import talks_ended

SOLUTIONS = {
    "nash": Solution.NASH,
    "kalai-smorodinsky": Solution.KALAI_SMORODINSKY,
    "egalitarian": Solution.EGALITARIAN,
    "utilitarian": Solution.UTILITARIAN,
}


@dataclass(frozen=True)
class Form:
    """The structural choices of the procedure."""

    solution: str = "nash"
    holding_back: float = 0.125

    @classmethod
    def of(cls, dossier: Dossier) -> Form:
        """The choices that the dossier makes."""
        return cls(dossier.process.solution, dossier.process.holding_back)


def negotiate(
    games: Games,
    form: Form | None = None,
    *,
    reasons: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Outcomes:
    """Run the procedure in every draw.

    Parameters
    ----------
    games
        The games of a dossier's draws.
    form
        Structural choices; the dossier's own if left out.
    reasons
        Find what made each no overlap so. Without, ``cause`` is -1 throughout.
    progress
        Called with the share done, from 0 to 1.
    """
    form = form or Form.of(games.layout.dossier)
    every = list(blocks(games.draws))
    games.prepare()

    def one(block: tuple[int, int]) -> Signing:
        return _negotiate_block(games, block, form, reasons=reasons)

    parts = []
    for number, part in enumerate(in_order(one, every)):
        parts.append(part)
        if progress is not None:
            progress((number + 1) / len(every))
    ended = talks_ended(games.draws, games.leaders.meetings)
    return conclude(games.layout, games.draws, joined(parts), ended=ended)


def _negotiate_block(games: Games, block: tuple[int, int], form: Form, *, reasons: bool) -> Signing:
    layout = games.layout
    table = games.block(*block, form.holding_back)
    struck = bargain(layout.space, table, SOLUTIONS[form.solution])
    cause = np.full(len(struck.code), -1, dtype=np.int16)
    causes: tuple[Cause, ...] = ()
    if reasons:
        none = np.flatnonzero(struck.code == Code.NO_OVERLAP)
        found, causes = find_causes(layout, table, none)
        cause[none] = found
    rejected = refused(layout, games.draws, block, table, struck.levels)
    ending = ENDINGS[struck.code]
    return Signing(ending, struck.levels, struck.gains, rejected, cause, causes)


ENDINGS = np.array([Ending.NO_OVERLAP, Ending.BREAKDOWN, Ending.DEAL], dtype=np.int8)
"""Ending of each code of the bargaining."""


def joined(parts: Sequence[Signing]) -> Signing:
    """The blocks' results as one."""
    return Signing(
        np.concatenate([part.ending for part in parts]),
        np.concatenate([part.levels for part in parts]),
        np.concatenate([part.gains for part in parts]),
        np.concatenate([part.refused for part in parts]),
        np.concatenate([part.cause for part in parts]),
        next((part.causes for part in parts if part.causes), ()),
    )
