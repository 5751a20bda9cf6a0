"""Draws: a dossier's uncertain numbers, many times over, each from a stream of its own.

The stream of an input depends on the seed and the input's name alone. Adding an input therefore
changes no other input's draws; two assessments drawn with one seed differ only where they
disagree; and the first thousand of ten thousand draws are a thousand draws.

Two kinds of doubt are kept apart. *Numbers* are what the analyst is unsure of: their ranges. The
*world's chances* are what would stay open if every number were known: whether a red line is real,
whether an ask is made, where a walk-away point hides, whether the deal slips. ``inner`` worlds can
be drawn for each row of numbers, by Latin hypercube (McKay, Beckman and Conover 1979) within the
row, so that the chance of an event given the numbers can be told from doubt about the numbers.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.estimate import Range
from summitry.dossier.inputs import Input, inputs
from summitry.dossier.model import Dossier

Floats = NDArray[np.float64]


class Draws:
    """Draws of one dossier's inputs, made when asked for and kept.

    Parameters
    ----------
    dossier
        The dossier, an assessment's numbers already in it.
    rows
        How many times the numbers are drawn.
    seed
        Any whole number; the same seed gives the same draws.
    inner
        How many worlds are drawn for each row of numbers.
    fixed
        Inputs, by name, whose whole law is replaced by one value.
    """

    def __init__(
        self,
        dossier: Dossier,
        rows: int,
        seed: int,
        *,
        inner: int = 1,
        fixed: Mapping[str, float] | None = None,
    ) -> None:
        self.dossier, self.rows, self.seed, self.inner = dossier, rows, seed, inner
        self.inputs: Mapping[str, Input] = inputs(dossier)
        self.fixed = dict(fixed or {})
        self._refuse_unknown(self.fixed)
        self._values: dict[str, Floats] = {}
        self._worlds: dict[str, Floats] = {}

    def _refuse_unknown(self, names: Iterable[str]) -> None:
        unknown = sorted(set(names) - set(self.inputs))
        if unknown:
            msg = f"no such input: {', '.join(unknown)}"
            raise KeyError(msg)

    def _like(self, rows: int, fixed: Mapping[str, float]) -> Draws:
        """Draws of the same dossier and seed, none of them made yet."""
        other = copy.copy(self)
        other.rows, other.fixed = rows, dict(fixed)
        other._values, other._worlds = {}, {}
        return other

    def fix(self, fixed: Mapping[str, float]) -> Draws:
        """The same draws, but for inputs whose whole law is replaced by one value."""
        self._refuse_unknown(fixed)
        other = self._like(self.rows, {**self.fixed, **fixed})
        kept = {name: one for name, one in self._values.items() if name not in fixed}
        other._values.update(kept)
        other._worlds.update(self._worlds)
        return other

    def of(self, dossier: Dossier) -> Draws:
        """The same draws of a dossier with other ranges: what has the same range is taken over."""
        other = self._like(self.rows, self.fixed)
        other.dossier, other.inputs = dossier, inputs(dossier)
        if dossier.law == self.dossier.law:
            moved = self.moved_to(other)
            kept = {name: one for name, one in self._values.items() if name not in moved}
            other._values.update(kept)
        other._worlds.update(self._worlds)
        return other

    def moved_to(self, other: Draws) -> frozenset[str]:
        """Names of the inputs whose range is another in other draws, or that those do not have."""
        theirs = other.inputs
        return frozenset(
            name
            for name, one in self.inputs.items()
            if (now := theirs.get(name)) is not one and (now is None or now.range != one.range)
        )

    @property
    def size(self) -> int:
        """Number of draws: rows times inner."""
        return self.rows * self.inner

    @property
    def read(self) -> frozenset[str]:
        """Names of the inputs that somebody has asked for."""
        return frozenset(self._values)

    @property
    def chances(self) -> frozenset[str]:
        """Names of the world's chances that somebody has asked for."""
        return frozenset(self._worlds)

    def first(self, rows: int) -> Draws:
        """The first rows of these draws."""
        other = self._like(rows, self.fixed)
        other._values.update({name: one[:rows] for name, one in self._values.items()})
        if self.inner == 1:
            other._worlds.update({name: one[:rows] for name, one in self._worlds.items()})
        return other

    def given(self, values: Mapping[str, Floats], chances: Mapping[str, Floats]) -> Draws:
        """Draws of the same dossier in which some inputs, and chances, are given outright.

        Parameters
        ----------
        values
            Input: its values, one a row, all of one length, which is the number of rows.
        chances
            A chance of the world, by name: uniform numbers, one a draw.

        Raises
        ------
        KeyError
            No such input.
        """
        self._refuse_unknown(values)
        rows = next((len(one) for one in values.values()), self.rows)
        fixed = {name: value for name, value in self.fixed.items() if name not in values}
        other = self._like(rows, fixed)
        if rows == self.rows:
            other._values.update(self._values)
            other._worlds.update(self._worlds)
        other._values.update(values)
        other._worlds.update(chances)
        return other

    def value(self, name: str) -> Floats:
        """An input's values, one a row, shape (rows,)."""
        if name not in self._values:
            self._values[name] = self._draw(name)
        return self._values[name]

    def uniform(self, name: str) -> Floats:
        """A chance of the world as a uniform number, one a draw, shape (size,)."""
        if name not in self._worlds:
            self._worlds[name] = self._draw_worlds(name)
        return self._worlds[name]

    def coin(self, name: str, chance: str) -> NDArray[np.bool_]:
        """Whether a chance of the world comes true, shape (size,); ``chance`` is an input."""
        return self.uniform(f"{name}#coin") < np.repeat(self.value(chance), self.inner)

    def normal(self, name: str) -> Floats:
        """A standard normal chance of the world, shape (size,)."""
        from scipy.special import ndtri

        return np.asarray(ndtri(np.clip(self.uniform(f"{name}#noise"), 1e-12, 1 - 1e-12)))

    def _draw(self, name: str) -> Floats:
        if name in self.fixed:
            return np.full(self.rows, self.fixed[name])
        span = self.inputs[name].range
        if span.exact:
            return np.full(self.rows, span.mode)
        uniform = self._stream(name).random(self.rows)
        return quantile(span, uniform, self.dossier.law)

    def _draw_worlds(self, name: str) -> Floats:
        if self.inner == 1:
            return self._stream(name).random(self.rows)
        stream = self._stream(f"{name}#inner")
        order = np.argsort(stream.random((self.rows, self.inner)), axis=1)
        inside = stream.random((self.rows, self.inner))
        return ((order + inside) / self.inner).ravel()

    def _stream(self, name: str) -> np.random.Generator:
        key = blake2b(f"{self.seed}/{name}".encode(), digest_size=16).digest()
        return np.random.Generator(np.random.Philox(key=int.from_bytes(key)))


class Stacked(Draws):
    """Draws of several sets of numbers as one: all rows of the first, then of the next.

    For reading only: numbers are changed in each of the sets.

    Parameters
    ----------
    every
        Draws of dossiers that differ in ranges alone, of equally many rows and worlds.
    """

    def __init__(self, every: Sequence[Draws]) -> None:
        first = every[0]
        vars(self).update(vars(first))
        self._every = every
        self.rows = first.rows * len(every)
        self._values, self._worlds = {}, {}

    @property
    def sets(self) -> int:
        """How many sets of numbers."""
        return len(self._every)

    def _like(self, rows: int, fixed: Mapping[str, float]) -> Draws:
        msg = f"{len(self._every)} sets of numbers are changed one by one ({rows} rows, {fixed})"
        raise TypeError(msg)

    def _draw(self, name: str) -> Floats:
        return _under_one_another([one.value(name) for one in self._every])

    def _draw_worlds(self, name: str) -> Floats:
        return _under_one_another([one.uniform(name) for one in self._every])


def _under_one_another(every: Sequence[Floats]) -> Floats:
    if all(one is every[0] for one in every):
        return np.tile(every[0], len(every))
    return np.concatenate(every)


def quantile(span: Range, uniform: Floats, law: str = "triangular") -> Floats:
    """Values of a range at given probabilities.

    ``triangular`` has its greatest density at the mode and none at the ends; ``pert`` is the beta
    law with the same ends and mode and shape 4 (Malcolm et al. 1959), which weighs the mode more.
    A range that is a point gives that point, to the bit.
    """
    low, mode, high = span.low, span.mode, span.high
    if span.exact:
        return np.full(len(uniform), mode)
    width = high - low
    if law == "pert":
        from scipy.special import betaincinv

        left = 1 + 4 * (mode - low) / width
        right = 1 + 4 * (high - mode) / width
        return np.asarray(low + width * betaincinv(left, right, uniform))
    turn = (mode - low) / width
    rising = low + np.sqrt(uniform * (width * (mode - low)))
    falling = high - np.sqrt((1 - uniform) * (width * (high - mode)))
    return np.where(uniform < turn, rising, falling)
