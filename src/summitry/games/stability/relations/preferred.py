"""Preferences that leave something open, as relations between pairs of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.games.stability.preferences import (
    Fuzzy,
    State,
    Strength,
    Unknown,
    ordinals_of,
)

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Bools = NDArray[np.bool_]
Reading = Literal["a", "b", "c", "d"]
Attitude = Literal["+", "0", "-"]
MOST_STATES = 1 << 13
"""Relations between more states than this are not stored."""


class Relations(NamedTuple):
    """What a party thinks of state t at state s; each (states, states), ``[s, t]``.

    Attributes
    ----------
    improve
        It would move from s to t.
    deter
        A sanction that ends at t deters it from leaving s.
    escape
        A counter-move to t frees it from a sanction, in the symmetric concepts.
    credible
        As a sanctioner it would move from s to t.
    equal
        It is known to find t as good as s.
    """

    improve: Bools
    deter: Bools
    escape: Bools
    credible: Bools
    equal: Bools


def relations_of(conflict: Conflict, party: str, reading: Reading, degree: int) -> Relations:
    """The relations of one party's preference; see :func:`analyse_relations` for the readings."""
    if reading not in ("a", "b", "c", "d"):
        raise ValueError(f"a reading is a, b, c or d, not '{reading}'")
    if conflict.size > MOST_STATES:
        raise ValueError(
            f"preferences that leave something open go up to {MOST_STATES:,} states; "
            f"there are {conflict.size:,}"
        )
    better, worse, equal, unknown = compared(conflict, party, degree)
    improve = better | unknown if reading in "ac" else better
    deter = worse | unknown if reading in "cd" else worse
    return Relations(improve, deter, ~deter, better | unknown, equal)


def compared(conflict: Conflict, party: str, degree: int) -> tuple[Bools, Bools, Bools, Bools]:
    """Which states are better than which, bad enough to deter, equally good, and unknown."""
    preference = conflict.preferences[party]
    if isinstance(preference, Strength):
        degrees = _square(preference.degrees, conflict, party)
        if (degrees != -degrees.T).any():
            raise ValueError(f"{party}: degrees[s, t] must be -degrees[t, s]")
        unknown = _pairs(preference.unknown, conflict)
        worse = degrees <= (-degree if degree else 0)
        return (degrees > 0) & ~unknown, worse & ~unknown, (degrees == 0) & ~unknown, unknown
    if isinstance(preference, Fuzzy):
        degrees = _square(preference.degrees, conflict, party)
        if (abs(degrees + degrees.T - 1) > 1e-9).any() or degrees.min() < 0:
            raise ValueError(f"{party}: fuzzy degrees [s, t] and [t, s] must add up to 1")
        if not 0 < preference.threshold <= 1:
            raise ValueError(f"{party}: a fuzzy threshold is above 0 and at most 1")
        better = degrees - degrees.T >= preference.threshold - 1e-12
        if degree:
            raise ValueError(f"{party}'s preference is fuzzy and has no degrees")
        return better, ~better, abs(degrees - degrees.T) <= 1e-12, np.zeros_like(better)
    base = preference.base if isinstance(preference, Unknown) else preference
    pairs = preference.pairs if isinstance(preference, Unknown) else ()
    own = ordinals_of(conflict.given({party: base}), party)
    unknown = _pairs(pairs, conflict)
    better = own[None, :] > own[:, None]
    worse = ~better if degree == 0 else better.T & (degree == 1)
    return better & ~unknown, worse & ~unknown, ~better & ~better.T & ~unknown, unknown


def attitude_relations(
    conflict: Conflict, attitudes: Mapping[str, Mapping[str, Attitude]]
) -> list[Relations]:
    """Relations of parties that care for one another's preferences; see ``analyse_attitudes``."""
    if conflict.size > MOST_STATES:
        raise ValueError(f"attitudes go up to {MOST_STATES:,} states; there are {conflict.size:,}")
    for party, own in attitudes.items():
        conflict.party(party)
        for other, sign in own.items():
            conflict.party(other)
            if sign not in ("+", "0", "-"):
                raise ValueError(f"an attitude is +, 0 or -, not '{sign}'")
    payoffs = conflict.payoffs
    least = payoffs[:, None, :] >= payoffs[:, :, None]
    same = np.eye(conflict.size, dtype=np.bool_)
    found = []
    for party in conflict.parties:
        total = np.ones((conflict.size, conflict.size), dtype=np.bool_)
        own = {party: "+", **attitudes.get(party, {})}
        for at, other in enumerate(conflict.parties):
            if own.get(other, "0") == "+":
                total &= least[at]
            elif own.get(other, "0") == "-":
                total &= least[at].T
        reply = total & ~same
        found.append(Relations(reply, total.T.copy(), reply, reply, total & total.T))
    return found


def _square(values: ArrayLike, conflict: Conflict, party: str) -> NDArray[np.float64]:
    found = np.asarray(values, dtype=np.float64)
    if found.shape != (conflict.size, conflict.size):
        raise ValueError(
            f"{party}: degrees must be {conflict.size} by {conflict.size} states, not {found.shape}"
        )
    if not np.isfinite(found).all():
        raise ValueError(f"{party}: degrees must be finite numbers")
    return found


def _pairs(pairs: Iterable[tuple[State, State]], conflict: Conflict) -> Bools:
    found = np.zeros((conflict.size, conflict.size), dtype=np.bool_)
    for one, other in pairs:
        first, second = conflict.state(one), conflict.state(other)
        if first == second:
            raise ValueError(f"state {conflict.label(first)} is not unknown against itself")
        found[first, second] = found[second, first] = True
    return found
