"""The package procedure: leaders bargain over everything at once, or fail (FORMAL B, C).

Proposal: the solution's package among those that every principal claims to accept. Acceptance:
there is one. Then ratifiers whom the principals misjudged may refuse, and the deal may slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.games.packages.bargain import Code, Solution, Struck, bargain
from summitry.games.packages.game import Game
from summitry.procedures.causes import find_causes
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Cause, Ending, Outcomes
from summitry.procedures.parallel import in_order

BLOCK = 1024
"""Draws a block: small enough for the tables to stay in cache, the same whatever the cores."""

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
    blocks = list(_blocks(games.draws))
    games.prepare()

    def one(block: tuple[int, int]) -> _Part:
        return _negotiate_block(games, block, form, reasons=reasons)

    parts = []
    for number, part in enumerate(in_order(one, blocks)):
        parts.append(part)
        if progress is not None:
            progress((number + 1) / len(blocks))
    return _assemble(games, parts)


@dataclass(frozen=True)
class _Part:
    struck: Struck
    cause: NDArray[np.int16]
    causes: tuple[Cause, ...]
    refused: NDArray[np.bool_]


def _blocks(draws: Draws) -> Iterator[tuple[int, int]]:
    step = max(1, BLOCK // draws.inner)
    for start in range(0, draws.rows, step):
        yield start, min(start + step, draws.rows)


def _negotiate_block(games: Games, block: tuple[int, int], form: Form, *, reasons: bool) -> _Part:
    layout = games.layout
    table = games.block(*block, form.holding_back)
    struck = bargain(layout.space, table, SOLUTIONS[form.solution])
    cause = np.full(len(struck.code), -1, dtype=np.int16)
    causes: tuple[Cause, ...] = ()
    if reasons:
        none = np.flatnonzero(struck.code == Code.NO_OVERLAP)
        found, causes = find_causes(layout, table, none)
        cause[none] = found
    return _Part(struck, cause, causes, _refused(games, block, table, struck))


def _refused(
    games: Games, block: tuple[int, int], table: Game, struck: Struck
) -> NDArray[np.bool_]:
    """Where a ratifier whom the principals misjudged refuses the package signed."""
    layout, draws = games.layout, games.draws
    refused = np.zeros(len(struck.code), dtype=bool)
    signed = np.flatnonzero(struck.code == Code.DEAL)
    row = signed // draws.inner
    slots = layout.space.packages[struck.package[signed]] + layout.offsets
    inner = slice(block[0] * draws.inner, block[1] * draws.inner)
    for number, ratifier in enumerate(layout.ratifiers):
        if layout.dossier.parties[ratifier].opacity is None:
            continue
        name = f"parties/{ratifier}/opacity"
        spread = draws.value(name)[block[0] : block[1]][row]
        at = len(layout.principals) + number
        margin = table.scores[row[:, None], at, slots].sum(axis=1) + table.slack[row, number]
        misjudged = spread * draws.normal(name)[inner][signed]
        refused[signed] |= (spread > 0) & (margin + misjudged < 0)
    return refused


def _assemble(games: Games, parts: Sequence[_Part]) -> Outcomes:
    layout, draws = games.layout, games.draws
    code = np.concatenate([part.struck.code for part in parts])
    struck = np.concatenate([part.struck.package for part in parts])
    refused = np.concatenate([part.refused for part in parts])
    slipped = draws.coin("process/slip", "process/slip")
    ending = np.full(len(code), Ending.NO_OVERLAP, dtype=np.int8)
    ending[code == Code.BREAKDOWN] = Ending.BREAKDOWN
    ending[code == Code.DEAL] = Ending.DEAL
    ending[(code == Code.DEAL) & slipped] = Ending.SLIP
    ending[(code == Code.DEAL) & refused] = Ending.NOT_RATIFIED
    without = _levels_without_deal(layout, draws)
    levels = without.copy()
    deal = ending == Ending.DEAL
    levels[deal] = layout.space.packages[struck[deal]]
    return Outcomes(
        layout,
        ending,
        struck,
        np.concatenate([part.struck.gains for part in parts]),
        without,
        levels,
        np.concatenate([part.cause for part in parts]),
        next((part.causes for part in parts if part.causes), ()),
        draws.inner,
    )


def _levels_without_deal(layout: Layout, draws: Draws) -> NDArray[np.int16]:
    """The level each issue falls to if there is no deal, (draws, issues)."""
    levels = np.tile(np.asarray(layout.status_quo, dtype=np.int16), (draws.size, 1))
    for number, key in enumerate(layout.issues):
        chances = layout.dossier.issues[key].no_deal
        if not chances:
            continue
        named = sorted(chances, key=layout.levels[key].index)
        share = np.column_stack([draws.value(f"issues/{key}/no_deal/{one}") for one in named])
        share /= np.maximum(share.sum(axis=1, keepdims=True), 1.0)
        upto = np.repeat(np.cumsum(share, axis=1), draws.inner, axis=0)
        where = (draws.uniform(f"issues/{key}/no_deal#coin")[:, None] >= upto).sum(axis=1)
        for place, level in enumerate(named):
            levels[where == place, number] = layout.levels[key].index(level)
    return levels
