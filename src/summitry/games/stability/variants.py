"""Every concept for preferences that leave something open, and for attitudes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.analysis import Analysis
from summitry.games.stability.arcs.credible import Better, both_ways
from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.horizon.movers import CELLS, look_related
from summitry.games.stability.relations.kernel import judge_related
from summitry.games.stability.relations.preferred import (
    Attitude,
    Reading,
    Relations,
    attitude_relations,
    relations_of,
)
from summitry.games.stability.simultaneous.taken_apart import improvements, judge_states
from summitry.games.stability.workers import Progress, Task, run

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Bools = NDArray[np.bool_]
_CHUNK = 64


def analyse_relations(
    conflict: Conflict,
    concepts: Iterable[Concept | str] = BASIC,
    *,
    reading: Reading = "b",
    degree: int = 0,
    horizon: int = 2,
    progress: Progress | None = None,
) -> Analysis:
    """Stability where preferences may be unknown, of several strengths, or fuzzy.

    Each party's preference is taken as it is, so that kinds may be mixed. Complete orders give what
    :func:`analyse` gives.

    Parameters
    ----------
    conflict
        The conflict.
    concepts
        The concepts asked for; the basic ones if left out. Any other costs more, and is worked out
        if it is named.
    reading
        What is made of pairs whose comparison is unknown (Li, Hipel, Kilgour and Fang, 2004):

        a. the party leaves for states it may not prefer, and is not deterred by such;
        b. it neither leaves for them nor is deterred by them;
        c. it leaves for them and is deterred by them;
        d. it does not leave for them, but is deterred by them.

        In each the others sanction by moves to states which they prefer or may prefer.
    degree
        0 for general stability: a sanction deters if it leads nowhere better. From 1, *strong*
        stability of that degree (Hamouda, Kilgour and Hipel, 2004, 2006; Xu, Hipel and Kilgour,
        2009): only states less preferred by at least so many degrees deter. A state that is stable
        but not strongly so is weakly stable. Nash stability is neither.
    horizon
        Horizon of limited-move stability, at least 1.
    progress
        Told how far the work has come.

    Raises
    ------
    ValueError
        A preference does not fit the conflict; there are more than 2^13 states, or more than 2^10
        to look ahead; or simultaneous stability is asked for in graph form.

    Notes
    -----
    Simultaneous stability is as sequential stability, with improvements of the others made at once
    instead of their sanctions. Limited-move and non-myopic stability are our own definition, in
    :mod:`summitry.games.stability.horizon.reckoned`.

    Fuzzy preferences (Bashar, 2012): an improvement is a state whose relative certainty of
    preference over s reaches the party's threshold, and every other state deters. The others'
    improvements are by their own thresholds.
    """
    if degree < 0:
        raise ValueError("a degree is at least 0")
    found = [relations_of(conflict, party, reading, degree) for party in conflict.parties]
    return _analyse(conflict, found, concepts, horizon, progress)


def analyse_attitudes(
    conflict: Conflict,
    attitudes: Mapping[str, Mapping[str, Attitude]],
    concepts: Iterable[Concept | str] = BASIC,
    *,
    horizon: int = 2,
    progress: Progress | None = None,
) -> Analysis:
    """Relational stability: parties that wish each other well or ill (Inohara and Hipel, 2009).

    Parameters
    ----------
    conflict
        The conflict; every preference is a complete order.
    attitudes
        Party: party: ``+`` it wants what the other wants, ``-`` it wants what the other does not,
        ``0`` it does not care. What is left out is ``+`` towards itself and ``0`` towards others,
        the *discrete* attitude.

    Notes
    -----
    By its *total relational preference* a party accepts t at s if, for every party towards which it
    is positive, t is at least as good as s, and for every one towards which it is negative, at most
    as good. A *reply* is a move to another state that it accepts. RNash: it has no reply. RGMR:
    after each, the others can lead to a state at which s would be accepted. RSMR: to such a state,
    from which, and at which, there is nothing but s that it accepts at s. RSEQ, RSSEQ: by replies
    of their own. So worded, with discrete attitudes and orders without ties these are the plain
    concepts, and with wholly neutral ones RNash = RSMR and RGMR = RSEQ, as the source proves.
    """
    return _analyse(conflict, attitude_relations(conflict, attitudes), concepts, horizon, progress)


def better_by_relations(relations: Sequence[Relations]) -> Better:
    """Which moves the others are credited with, by relations."""

    def better(who: int, here: NDArray[np.int64], there: NDArray[np.int64]) -> Bools:
        return np.asarray(relations[who].credible[here, there])

    return better


def _analyse(
    conflict: Conflict,
    relations: Sequence[Relations],
    concepts: Iterable[Concept | str],
    horizon: int,
    progress: Progress | None,
) -> Analysis:
    if horizon < 1:
        raise ValueError("a horizon is at least 1")
    chosen = tuple(dict.fromkeys(Concept.named(one) for one in concepts))
    shape = (len(conflict.parties), len(chosen), conflict.size)
    stable = np.zeros(shape, dtype=np.bool_)
    tasks = _basic(conflict, relations, chosen, stable)
    if Concept.SIM in chosen:
        tasks += _at_once(conflict, relations, stable[:, chosen.index(Concept.SIM)])
    if not {Concept.LIMITED, Concept.NONMYOPIC}.isdisjoint(chosen):

        def ahead() -> None:
            cells = CELLS if Concept.NONMYOPIC in chosen else 0
            found = look_related(conflict, relations, horizon, cells)
            for concept, own in zip((Concept.LIMITED, Concept.NONMYOPIC), found, strict=True):
                if concept in chosen:
                    stable[:, chosen.index(concept)] = own

        tasks.append(("looking ahead", ahead))
    run(tasks, progress, threads=conflict.size > 200)
    return Analysis(conflict, chosen, stable, horizon)


def _basic(
    conflict: Conflict,
    relations: Sequence[Relations],
    chosen: Sequence[Concept],
    stable: Bools,
) -> list[Task]:
    wanted = np.array([one in chosen for one in BASIC])
    columns = [at for at, one in enumerate(chosen) if one in BASIC]
    rows = [BASIC.index(chosen[at]) for at in columns]
    if not columns:
        return []
    listed = conflict.terrain.listed()
    arcs = both_ways(listed.starts, listed.ends, better_by_relations(relations))

    def part(who: int, numbers: NDArray[np.int64]) -> None:
        own = relations[who]
        triple = (own.improve, own.deter, own.escape)
        out = np.zeros((5, len(numbers)), dtype=np.bool_)
        judge_related(who, numbers, triple, arcs, wanted, out)
        stable[who, columns, numbers[0] : numbers[-1] + 1] = out[rows]

    return _parts(conflict, "the stability of", part)


def _at_once(conflict: Conflict, relations: Sequence[Relations], stable: Bools) -> list[Task]:
    moves = improvements(conflict, better_by_relations(relations))

    def part(who: int, numbers: NDArray[np.int64]) -> None:
        own, inside = relations[who], np.arange(len(relations)) == who
        out = np.zeros(len(numbers), dtype=np.bool_)
        judge_states(
            conflict, inside, numbers, lambda at: (own.improve[at], own.deter[at]), moves, out
        )
        stable[who, numbers] = out

    return _parts(conflict, "what is done at once,", part)


def _parts(
    conflict: Conflict, what: str, part: Callable[[int, NDArray[np.int64]], None]
) -> list[Task]:
    every = np.arange(conflict.size)
    return [
        (f"{what} {party}", partial(part, who, every[start : start + _CHUNK]))
        for who, party in enumerate(conflict.parties)
        for start in range(0, conflict.size, _CHUNK)
    ]
