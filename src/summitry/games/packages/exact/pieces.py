"""What a package game is made of: issues, and what links them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from summitry.games.packages.exact.numbers import Number

Options = Mapping[str, Sequence[str]]
"""Issue: the options it may be at."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A matter with a list of options, one of which a package takes."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Divisible:
    """A matter settled at any amount from ``low`` to ``high``; scores are piecewise linear."""

    name: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Clause:
    """Where every issue of ``when`` is at one of its options, every one of ``then`` must be too.

    Without ``then``, ``when`` is ruled out: options that do not go together, or, of one issue, a
    veto.
    """

    when: Options
    then: Options | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A limit on a sum over issues: a budget, or at most so many concessions.

    ``amounts`` gives issue: option: amount, 0 where left out.
    """

    amounts: Mapping[str, Mapping[str, Number]]
    at_most: Number


@dataclass(frozen=True, slots=True)
class Bonus:
    """What parties score besides, where every issue of ``when`` is at one of its options."""

    when: Options
    scores: Mapping[str, Number]
    everywhere: bool = field(default=False, kw_only=True)
    """Scored in every package; ``when`` is empty."""


Link = Clause | Total
"""What rules packages out."""
