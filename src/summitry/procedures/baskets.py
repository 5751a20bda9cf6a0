"""The basket procedure: tables settle their issues one basket at a time, leaders sign the union.

What tables strike is worked out in :mod:`~summitry.procedures.settling`. Then leaders accept the
union by the test of the whole package, or do not (FORMAL D and "Exactly", Baskets).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from summitry.draws import Stacked
from summitry.games.packages.beside import joined
from summitry.games.packages.weigh import weigh
from summitry.procedures.agenda import Agenda
from summitry.procedures.conclude import blocks
from summitry.procedures.games import Games
from summitry.procedures.outcomes import Ending, Outcomes
from summitry.procedures.package import Form
from summitry.procedures.parallel import in_order
from summitry.procedures.ratification import refused
from summitry.procedures.settling import Endings, Levels, Settling, Way
from summitry.procedures.variants import Beside, concluded

AT_ONCE = 262_144
"""Draws of all ways together that are run at one time: memory stays bounded."""
WEIGHED = 8_192
"""Draws of all ways together, of a block, whose unions are weighed at one time."""


def negotiate_track(games: Games, agenda: Agenda, form: Form | None = None) -> Outcomes:
    """Run a track in every draw.

    A track of one table is the package procedure at that table. ``cause`` is -1 throughout.
    """
    way = Way(games, form or Form.of(games.layout.dossier), agenda)
    (found,) = negotiate_tracks([way])
    return found


def negotiate_tracks(
    every: Sequence[Way], progress: Callable[[float], None] | None = None
) -> Iterator[Outcomes]:
    """Run tracks in every draw, several at a time.

    Parameters
    ----------
    every
        Negotiations of one dossier that differ in ranges, form and agenda alone: the same
        structure, equally many draws. A table that stands on several tracks is bargained once.
    progress
        Called with the share done, from 0 to 1.

    Yields
    ------
    Outcomes of a few at a time: all draws of one, then of the next. Each is what
    :func:`negotiate_track` finds, draw by draw.
    """
    step = max(1, AT_ONCE // every[0].games.draws.size)
    for start in range(0, len(every), step):
        yield _together(every[start : start + step])
        if progress is not None:
            progress(min(1.0, (start + step) / len(every)))


def _together(every: Sequence[Way]) -> Outcomes:
    games = every[0].games
    for way in every:
        way.prepare()
    parts = list(in_order(lambda block: _signed(every, block), list(blocks(games.draws))))
    none = np.zeros(games.draws.size, dtype=bool)
    ended = [
        way.ended[way.agenda.tables[0].key] if way.agenda.whole else none for way in every
    ]  # fmt: skip
    lost = [way.games.draws.coin("process/slip", way.agenda.slip) for way in every]
    return concluded(
        Stacked([way.games.draws for way in every]),
        games.layout,
        parts,
        ended=np.concatenate(ended),
        lost=np.concatenate(lost),
    )


def _signed(every: Sequence[Way], block: tuple[int, int]) -> Beside:
    """Settle each basket, then sign the union, in a block of rows."""
    settling = Settling(every, block)
    unions, endings = settling.settle()
    step = max(1, WEIGHED // unions.shape[1])
    parts = [
        _signed_off(settling, slice(start, start + step), unions, endings)
        for start in range(0, len(every), step)
    ]
    return Beside(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _signed_off(
    settling: Settling, which: slice, unions: Levels, endings: Sequence[Sequence[Endings]]
) -> Beside:
    """Put the unions of some of the ways to the leaders."""
    every, unions = settling.every[which], unions[which]
    layout = every[0].games.layout
    games = [settling.game(way, way.agenda.sign_off) for way in every]
    game, union = joined(games), unions.reshape(-1, unions.shape[2])
    weighed = weigh(layout.space, game, union)
    settled = (union != layout.space.status_quo).any(axis=1)
    whole = np.repeat([way.agenda.whole for way in every], unions.shape[1])
    signed = settled & layout.space.legal(union) & (whole | weighed.claimed(game.claim))
    nearest = np.concatenate([_nearest(some) for some in endings[which]])
    ending = np.where(settled, np.int8(Ending.NOT_SIGNED), nearest).astype(np.int8)
    ending[signed] = Ending.DEAL
    gains = np.where(signed[:, None], weighed.gains, 0.0)
    rejected = [
        refused(layout, way.games.draws, settling.block, own, levels)
        for way, own, levels in zip(every, games, unions, strict=True)
    ]
    shape = unions.shape[:2]
    return Beside(
        ending.reshape(shape), unions, gains.reshape(*shape, -1), np.stack(rejected)
    )  # fmt: skip


def _nearest(endings: Sequence[NDArray[np.int8]]) -> NDArray[np.int8]:
    """Why nothing was settled at all: of all tables, the ending that came nearest to a deal."""
    return np.asarray(_NEARNESS[_RANK[np.stack(endings)].max(axis=0)])


_NEARNESS = np.array(
    [Ending.NO_OVERLAP, Ending.BREAKDOWN, Ending.TALKS_ENDED, Ending.SLIP], dtype=np.int8
)
_RANK = np.zeros(len(Ending), dtype=np.int8)
_RANK[_NEARNESS] = np.arange(len(_NEARNESS))
