"""The basic concepts for preferences that leave something open, and for attitudes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.analysis import Analysis
from summitry.games.stability.arcs.kernel import turn_round
from summitry.games.stability.concepts import BASIC, Concept
from summitry.games.stability.relations.kernel import judge_related
from summitry.games.stability.relations.preferred import (
    Attitude,
    Reading,
    Relations,
    attitude_relations,
    relations_of,
)
from summitry.games.stability.terrain import Arcs
from summitry.games.stability.workers import Progress, Task, run

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

_CHUNK = 64


def analyse_relations(
    conflict: Conflict,
    concepts: Iterable[Concept | str] = BASIC,
    *,
    reading: Reading = "b",
    degree: int = 0,
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
        Some of the basic concepts.
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
    progress
        Told how far the work has come.

    Raises
    ------
    ValueError
        A preference does not fit the conflict, or there are more than 2^13 states.

    Notes
    -----
    Fuzzy preferences (Bashar, 2012): an improvement is a state whose relative certainty of
    preference over s reaches the party's threshold, and every other state deters. The others'
    improvements are by their own thresholds.
    """
    if degree < 0:
        raise ValueError("a degree is at least 0")
    found = [relations_of(conflict, party, reading, degree) for party in conflict.parties]
    return _analyse(conflict, found, concepts, progress)


def analyse_attitudes(
    conflict: Conflict,
    attitudes: Mapping[str, Mapping[str, Attitude]],
    concepts: Iterable[Concept | str] = BASIC,
    *,
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
    return _analyse(conflict, attitude_relations(conflict, attitudes), concepts, progress)


def related_arcs(arcs: Arcs, relations: Sequence[Relations]) -> tuple[Any, ...]:
    """Arcs forwards and backwards, each with which moves are credible, for the compiled search."""
    backs, sources = turn_round(arcs.starts, arcs.ends)
    found = []
    for starts, ends, turned in ((arcs.starts, arcs.ends, False), (backs, sources, True)):
        allowed = np.empty(len(ends), dtype=np.bool_)
        for who, own in enumerate(relations):
            part = slice(starts[who, 0], starts[who, -1])
            here = np.repeat(np.arange(starts.shape[1] - 1), np.diff(starts[who]))
            there = ends[part]
            allowed[part] = own.credible[there, here] if turned else own.credible[here, there]
        found += [starts, ends, allowed]
    return tuple(found)


def _analyse(
    conflict: Conflict,
    relations: Sequence[Relations],
    concepts: Iterable[Concept | str],
    progress: Progress | None,
) -> Analysis:
    chosen = tuple(dict.fromkeys(Concept.named(one) for one in concepts))
    if not set(chosen) <= set(BASIC):
        raise ValueError(f"for such preferences there are {', '.join(BASIC)}")
    wanted = np.array([one in chosen for one in BASIC])
    arcs = related_arcs(conflict.terrain.listed(), relations)
    stable = np.zeros((len(conflict.parties), 5, conflict.size), dtype=np.bool_)

    def part(who: int, start: int) -> None:
        numbers: NDArray[np.int64] = np.arange(start, min(start + _CHUNK, conflict.size))
        own = relations[who]
        triple = (own.improve, own.deter, own.escape)
        out = np.zeros((5, len(numbers)), dtype=np.bool_)
        judge_related(who, numbers, triple, arcs, wanted, out)
        stable[who, :, numbers] = out.T

    tasks: list[Task] = [
        (f"the stability of {party}", partial(part, who, start))
        for who, party in enumerate(conflict.parties)
        for start in range(0, conflict.size, _CHUNK)
    ]
    run(tasks, progress, threads=conflict.size > 200)
    columns = [BASIC.index(one) for one in chosen]
    return Analysis(conflict, chosen, stable[:, columns])
