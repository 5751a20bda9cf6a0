"""An option form as single codes, merged states taken apart: moves made at once are put together.

What several parties change at the same time adds up option by option, so it is codes that are put
together. In graph form there are no options, and two moves from one state cannot be put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.games.stability.arcs.credible import Better, credible
from summitry.games.stability.sequences import Step
from summitry.games.stability.simultaneous.kernel import judge_at_once
from summitry.games.stability.terrain import arcs_of_options

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Rows = Callable[[int], tuple[Bools, Bools]]
"""Of a state: which states would be an improvement (states,), and which deter."""
Improvements = tuple[Any, ...]
"""What :class:`Apart` has, and (arcs,) which moves are credible, for the compiled search."""
NO_OPTIONS = (
    "simultaneous stability is defined in option form only: without options there is no telling "
    "where moves made at once lead"
)
MOST_JOINT = 1 << 20
"""Ways in which the others can improve at once, of one state, that are looked at."""


class Apart(NamedTuple):
    """Codes one by one, and the moves between them.

    Attributes
    ----------
    codes : (codes,)
        Ascending.
    state : (codes,)
        The state that each code is.
    order, first : (codes,), (states + 1,)
        State s has the codes number ``order[first[s]:first[s + 1]]``.
    starts : (parties, codes + 1)
        Where each code's moves begin, by party.
    ends : (arcs,)
        Number of the code that each move leads to. Moves within a merged state are no moves.
    """

    codes: Ints
    state: Ints
    order: Ints
    first: Ints
    starts: Ints
    ends: NDArray[np.int32]


def apart(conflict: Conflict) -> Apart:
    """A conflict's codes and the moves between them, made once.

    Raises
    ------
    ValueError
        The conflict is in graph form.
    """
    made = conflict.__dict__.get("apart")
    if made is None:
        made = conflict.__dict__["apart"] = _made(conflict)
    found: Apart = made
    return found


def _made(conflict: Conflict) -> Apart:
    if conflict.names is not None:
        raise ValueError(NO_OPTIONS)
    members = conflict.members()
    codes = np.concatenate(members)
    sizes = [len(one) for one in members]
    state = np.repeat(np.arange(len(members)), sizes)
    place = np.argsort(codes)
    codes, state = codes[place], state[place]
    seen = conflict.seen()
    arcs = arcs_of_options(
        conflict.options,
        conflict.parties,
        codes[:, None],
        None if seen is None else seen[:, state],
    )
    if conflict.groups:
        arcs = arcs.without(lambda here, there: state[here] == state[there])
    first = np.concatenate(([0], np.cumsum(sizes)))
    return Apart(codes, state, np.argsort(state, kind="stable"), first, *arcs)


def improvements(conflict: Conflict, better: Better) -> Improvements:
    """The moves between a conflict's codes, and last which of them are credible.

    Raises
    ------
    ValueError
        The conflict is in graph form.
    """
    form = apart(conflict)

    def between(who: int, here: Ints, there: Ints) -> Bools:
        return better(who, form.state[here], form.state[there])

    return (*form, credible(form.starts, form.ends, between))


def judge_states(
    conflict: Conflict,
    members: Bools,
    states: Ints,
    rows: Rows,
    improvements: Improvements,
    out: Bools,
) -> None:
    """Simultaneous stability of some states for a group of parties, into ``out``.

    Parameters
    ----------
    members : (parties,)
        The group; the others improve one by one.
    rows
        What the group makes of other states.
    improvements
        The moves between codes, from :func:`improvements`.

    Raises
    ------
    ValueError
        The others can improve in too many ways at once.
    """
    for at, state in enumerate(states.tolist()):
        verdict = judge_at_once(state, members, *rows(state), improvements, MOST_JOINT)
        if verdict < 0:
            raise ValueError(
                f"from state {conflict.label(state)} the others can improve in more than "
                f"{MOST_JOINT:,} ways at once: that is too many for simultaneous stability; ask "
                "for other states"
            )
        out[at] = verdict


def joined(conflict: Conflict, who: int, state: int, end: int) -> Iterator[tuple[int, list[Step]]]:
    """Where a party's move ends if others improve at once with it, and by which of their moves.

    Each feasible result, one by one.
    """
    form, payoffs = apart(conflict), conflict.payoffs
    others = [one for one in range(len(conflict.parties)) if one != who]
    for here in form.order[form.first[state] : form.first[state + 1]].tolist():
        own = [one for one in _ends(form, who, here) if form.state[one] == end]
        ways = [
            [None, *(
                one for one in _ends(form, other, here)
                if payoffs[other, form.state[one]] > payoffs[other, state]
            )]
            for other in others
        ]  # fmt: skip
        for mine, *joint in product(own, *ways):
            flips = int(form.codes[here] ^ form.codes[mine])
            steps = []
            for other, one in zip(others, joint, strict=True):
                if one is not None:
                    flips |= int(form.codes[here] ^ form.codes[one])
                    steps.append(Step(conflict.parties[other], state, int(form.state[one])))
            code = int(form.codes[here]) ^ flips
            at = int(np.searchsorted(form.codes, code))
            if steps and at < len(form.codes) and form.codes[at] == code:
                yield int(form.state[at]), steps


def _ends(form: Apart, who: int, code: int) -> list[int]:
    own: list[int] = form.ends[form.starts[who, code] : form.starts[who, code + 1]].tolist()
    return own
