"""Many variants of one negotiation on the same draws, run in one pass.

What a forecast is asked most is "and if this number were another": a mechanism switched off, a
lever pulled, a school's other numbers. Each variant alone costs more in setting out than in
bargaining where draws are few; side by side they are one long array, and a draw that a variant does
not touch is not bargained again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.draws import Stacked
from summitry.games.packages.beside import bargain_beside
from summitry.games.packages.game import Game
from summitry.procedures.conclude import Signing, blocks, conclude
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Outcomes
from summitry.procedures.package import ENDINGS, SOLUTIONS, Form
from summitry.procedures.parallel import in_order
from summitry.procedures.ratification import refused
from summitry.procedures.talks import talks_ended

AT_ONCE = 32_768
"""Draws of all variants together that are concluded at one time: memory stays bounded."""


@dataclass(frozen=True)
class Variant:
    """A negotiation: the games of some draws, and the form of the procedure."""

    games: Games
    form: Form


def variants(games: Games, form: Form, every: Sequence[Mapping[str, float]]) -> tuple[Variant, ...]:
    """The games as they are, then with some inputs' whole laws replaced by values, one by one."""
    games.prepare()  # so that each takes over what it does not change
    return (Variant(games, form), *(Variant(games.fix(one), form) for one in every))


def negotiate_beside(
    every: Sequence[Variant], progress: Callable[[float], None] | None = None
) -> Iterator[Outcomes]:
    """Run the package procedure in every draw of every variant.

    Parameters
    ----------
    every
        Variants of one dossier that differ in ranges and form alone: the same structure, equally
        many draws. Those that differ little from the first cost little.
    progress
        Called with the share done, from 0 to 1.

    Yields
    ------
    Outcomes of a few variants at a time: all draws of one, then of the next. ``cause`` is -1
    throughout. Each is what :func:`~summitry.procedures.package.negotiate` finds, draw by draw.
    """
    size = every[0].games.draws.size
    step = max(1, AT_ONCE // size)
    for start in range(0, len(every), step):
        # The first goes along: what is as in it is not bargained again.
        yield _together(every[:1], every[start : start + step])
        if progress is not None:
            progress(min(1.0, (start + step) / len(every)))


def _together(first: Sequence[Variant], every: Sequence[Variant]) -> Outcomes:
    own = every if every[0] is first[0] else [*first, *every]
    for one in own:
        one.games.prepare()
    games = own[0].games
    layout = games.layout
    solutions = [SOLUTIONS[one.form.solution] for one in own]
    kin = [id(one.games) for one in own]

    def bargained(block: tuple[int, int]) -> Beside:
        made: dict[tuple[int, float], Game] = {}
        for one in own:
            key = id(one.games), one.form.holding_back
            if key not in made:
                made[key] = one.games.block(*block, one.form.holding_back)
        tables = [made[id(one.games), one.form.holding_back] for one in own]
        struck = bargain_beside(layout.space, tables, solutions, kin)
        levels = _apart(struck.levels, len(own))
        rejected = [
            refused(layout, one.games.draws, block, table, signed)
            for one, table, signed in zip(own, tables, levels, strict=True)
        ]
        ending = _apart(ENDINGS[struck.code], len(own))
        return Beside(ending, levels, _apart(struck.gains, len(own)), np.stack(rejected))

    parts = list(in_order(bargained, list(blocks(games.draws))))
    draws = Stacked([one.games.draws for one in every])
    ended = talks_ended(draws, games.leaders.meetings)
    return concluded(draws, layout, parts, ended=ended)


def concluded(
    draws: Stacked,
    layout: Layout,
    parts: Sequence[Beside],
    *,
    ended: NDArray[np.bool_],
    lost: NDArray[np.bool_] | None = None,
) -> Outcomes:
    """How each draw of variants ends, all draws of one, then of the next.

    ``parts`` are the blocks; the last of their variants are those of the draws. The others are as
    in :func:`~summitry.procedures.conclude.conclude`.
    """
    ending, levels, gains, rejected = (
        np.concatenate(column, axis=1)[-draws.sets :].reshape(-1, *column[0].shape[2:])
        for column in zip(*parts, strict=True)
    )
    cause = np.full(len(ending), -1, dtype=np.int16)
    signing = Signing(ending, levels, gains, rejected, cause, ())
    return conclude(layout, draws, signing, ended=ended, lost=lost)


class Beside(NamedTuple):
    """What came of a block in every variant, (variants, draws, ...); see :class:`Signing`."""

    ending: NDArray[np.int8]
    levels: NDArray[np.int16]
    gains: NDArray[np.float64]
    refused: NDArray[np.bool_]


def _apart(column: NDArray[Any], count: int) -> NDArray[Any]:
    """(variants times draws, ...) as (variants, draws, ...)."""
    return column.reshape(count, -1, *column.shape[1:])
