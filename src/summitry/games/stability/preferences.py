"""What a party prefers: complete orders, and preferences that leave something open.

Complete orders (:class:`Payoffs`, :class:`Ranking`, :class:`Statements`) become ordinal payoffs,
and are solved by thresholds at any size. The others (:class:`Unknown`, :class:`Strength`,
:class:`Fuzzy`) become relations between pairs of states, up to some thousands of states.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.games.stability.logic import Condition, holds, parse

if TYPE_CHECKING:
    from summitry.games.stability.model import Conflict

Ordinals = NDArray[np.int32]
State = int | str
"""A state, by its number from 0, or by its name or pattern."""


@dataclass(frozen=True, eq=False)
class Payoffs:
    """Payoffs: the greater, the better; only their order counts.

    ``values`` has one number a state, in the conflict's order of states.
    """

    values: ArrayLike


@dataclass(frozen=True, eq=False)
class Ranking:
    """States from best to worst; states that are equally good stand in a list of their own.

    >>> Ranking(["YN", ["NN", "YY"], "NY"])  # doctest: +SKIP

    States may be given by number from 0, by name or by pattern. Every state must be there, once.
    """

    order: Sequence[State | Sequence[State]]


@dataclass(frozen=True, eq=False)
class Statements:
    """Option prioritising: statements in full logic, most important first (Peng, 1999).

    Of two states the one is better that satisfies the first statement on which they differ. There
    may be any number of them: they are folded one by one, and no power of two is computed. Without
    statements all states are equally good. See :mod:`summitry.games.stability.logic` for the
    language.
    """

    statements: Sequence[Condition]


@dataclass(frozen=True, eq=False)
class Unknown:
    """A preference with pairs of states between which it is unknown (Li et al., 2004).

    Attributes
    ----------
    base
        The preference where it is known.
    pairs
        Pairs of states whose comparison is unknown, in both directions.
    """

    base: Payoffs | Ranking | Statements
    pairs: Iterable[tuple[State, State]]


@dataclass(frozen=True, eq=False)
class Strength:
    """A preference with degrees: how strongly one state is preferred to another (Xu et al., 2009).

    Attributes
    ----------
    degrees : (states, states)
        ``degrees[s, t]`` > 0: t is preferred to s, the more strongly the greater (1 mildly, 2
        strongly, …); it must be ``-degrees[t, s]``. Unknown is not given here (see ``unknown``).
    unknown
        Pairs whose comparison is unknown: the hybrid preference of Xu et al. (2009).
    """

    degrees: ArrayLike
    unknown: Iterable[tuple[State, State]] = ()

    @classmethod
    def of_values(cls, values: ArrayLike, gaps: Sequence[float]) -> Strength:
        """Degrees from values: t over s has degree d if it is better by at least ``gaps[d - 1]``.

        Any gain is at least of degree 1, so ``gaps`` starts with the least gain of degree 2.
        """
        own = np.asarray(values, dtype=np.float64)
        by = own[None, :] - own[:, None]
        size = np.abs(by)
        degree = (size > 0).astype(np.int16)
        for gap in gaps:
            degree += size >= gap
        return cls(np.sign(by).astype(np.int16) * degree)


@dataclass(frozen=True, eq=False)
class Fuzzy:
    """A fuzzy preference, with the certainty that its party asks for (Bashar, 2012).

    Attributes
    ----------
    degrees : (states, states)
        ``degrees[s, t]`` from 0 to 1: how certainly t is preferred to s; ``degrees[s, t] +
        degrees[t, s] = 1``, and one half of a state against itself. The relative certainty of
        preference is ``degrees[s, t] - degrees[t, s]``, from -1 to 1.
    threshold
        The fuzzy satisficing threshold, above 0 and at most 1: t is an improvement on s if its
        relative certainty of preference over s is at least that.
    """

    degrees: ArrayLike
    threshold: float = 1.0


Complete = Payoffs | Ranking | Statements
Preference = Complete | Unknown | Strength | Fuzzy


def ordinals_of(conflict: Conflict, party: str) -> Ordinals:
    """A party's ordinal payoffs (states,), 1 for the worst, equal for states equally good.

    Raises
    ------
    ValueError
        The preference is no complete order, or does not fit the conflict.
    """
    preference = conflict.preferences[party]
    if isinstance(preference, Payoffs):
        return _ranked(_of_payoffs(preference, conflict, party))
    if isinstance(preference, Ranking):
        return _ranked(_of_ranking(preference, conflict, party))
    if isinstance(preference, Statements):
        return _of_statements(preference, conflict)
    raise ValueError(
        f"{party}'s preference leaves something open: analyse it with "
        "analyse_relations, or give a complete order"
    )


def _ranked(values: NDArray[np.generic]) -> Ordinals:
    ranks = np.unique(values, return_inverse=True)[1].reshape(-1)
    return np.asarray(ranks + 1, dtype=np.int32)


def _of_payoffs(preference: Payoffs, conflict: Conflict, party: str) -> NDArray[np.generic]:
    values = np.asarray(preference.values)
    if values.shape != (conflict.size,):
        raise ValueError(
            f"{party}: there are {conflict.size} states, but payoffs for {values.size}"
        )
    if values.dtype.kind not in "iuf" or not np.isfinite(values).all():
        raise ValueError(f"{party}: payoffs must be finite numbers")
    return values


def _of_ranking(preference: Ranking, conflict: Conflict, party: str) -> NDArray[np.generic]:
    values = np.zeros(conflict.size, dtype=np.int64)
    for place, group in enumerate(preference.order):
        for one in [group] if isinstance(group, int | str | np.integer) else group:
            at = conflict.state(one)
            if values[at]:
                raise ValueError(f"{party}: state {conflict.label(at)} is ranked twice")
            values[at] = len(preference.order) - place
    if not values.all():
        missing = conflict.label(int(np.flatnonzero(values == 0)[0]))
        raise ValueError(f"{party}: state {missing} is not ranked")
    return values


def _of_statements(preference: Statements, conflict: Conflict) -> Ordinals:
    if conflict.names is not None:
        raise ValueError("statements need options; in graph form give payoffs or a ranking")
    names = [option.name for option in conflict.options]
    key = np.zeros(conflict.size, dtype=np.int64)
    for number, one in enumerate(preference.statements):
        key <<= 1
        key |= holds(parse(one, names), conflict.codes)
        if number % 40 == 39:
            key = _ranked(key).astype(np.int64)
    return _ranked(key)
