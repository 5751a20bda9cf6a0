"""The arena: who stands where on which issue, how much they care, and what they can move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, init=False)
class Arena:
    """Actors on issues, in one draw or in many: what every model of influence starts from.

    Any array may have a leading axis of draws; those that have one agree on its length, and the
    others hold in every draw. Inside, every array has that axis, of length 1 where it was left out.

    Parameters
    ----------
    actors, issues
        Names, in the order in which models break ties.
    positions : (actors, issues) or (draws, actors, issues)
        In the issue's own units; NaN where an actor has no stance.
    salience : same shapes
        How much they care, 0 to 1. What stands beside a missing stance counts for nothing.
    capability : (actors,), (draws, actors) or (draws, actors, issues)
        What they can move, at least 0, in any unit. Two axes are draws and actors; capability by
        actor *and* issue has three.
    status_quo : (issues,) or (draws, issues), optional
        Position as things stand, or if nothing is agreed; NaN where it is not known.
    bounds : (issues, 2), optional
        Ends of each issue's scale. Left out, they are the outermost positions held in any draw
        (and the status quo, where there is one).

    Attributes
    ----------
    positions, salience : (1 or draws, actors, issues)
        As above; salience is 0 where there is no stance.
    capability : (1 or draws, actors, 1 or issues)
        As above.
    status_quo : (1 or draws, issues)
        NaN where none is known.
    bounds : (issues, 2)
        As above.

    Raises
    ------
    ValueError
        Names or shapes that do not fit, salience outside 0 to 1, capability below 0 or not finite,
        positions that are not finite numbers, an issue on which nobody has a stance.

    Examples
    --------
    >>> arena = Arena(["NL", "FR"], ["years"], [[4], [10]], [[0.8], [0.6]], [0.08, 0.16])
    >>> arena.draws
    1
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    positions: Floats
    salience: Floats
    capability: Floats
    status_quo: Floats
    bounds: Floats

    def __init__(
        self,
        actors: Sequence[str],
        issues: Sequence[str],
        positions: ArrayLike,
        salience: ArrayLike,
        capability: ArrayLike,
        status_quo: ArrayLike | None = None,
        bounds: ArrayLike | None = None,
    ) -> None:
        who, what = _names(actors, "actor"), _names(issues, "issue")
        shape = (len(who), len(what))
        x = _filled(positions, "positions", shape)
        if np.isinf(x).any():
            msg = "positions must be finite numbers, or NaN where an actor has no stance"
            raise ValueError(msg)
        s = _filled(salience, "salience", shape)
        c = _capability(capability, shape)
        quo = np.full((1, shape[1]), np.nan)
        if status_quo is not None:
            quo = _filled(status_quo, "status_quo", shape[1:])
            if np.isinf(quo).any():
                msg = "status_quo must be finite numbers, or NaN where none is known"
                raise ValueError(msg)
        draws = _draws({"positions": x, "salience": s, "capability": c, "status_quo": quo})
        absent = np.isnan(x)
        if absent.all(axis=1).any():
            where = what[int(np.flatnonzero(absent.all(axis=1).any(axis=0))[0])]
            msg = f"nobody has a stance on issue {where!r}; leave the issue out, or give a position"
            raise ValueError(msg)
        if absent.any():
            s = np.where(absent, 0.0, s)
        _salience(s, who, what)
        self._set(who, what, x, s, c)
        object.__setattr__(self, "status_quo", quo)
        object.__setattr__(self, "bounds", _bounds(bounds, x, quo, what))
        object.__setattr__(self, "_draws", draws)

    def _set(self, who: tuple[str, ...], what: tuple[str, ...], *arrays: Floats) -> None:
        names = ("actors", "issues", "positions", "salience", "capability")
        for name, value in zip(names, (who, what, *arrays), strict=True):
            object.__setattr__(self, name, value)

    @property
    def draws(self) -> int:
        """How many draws there are; 1 where no array has an axis of them."""
        return int(getattr(self, "_draws"))  # noqa: B009

    @property
    def stances(self) -> NDArray[np.bool_]:
        """Who has a stance on what, (1 or draws, actors, issues)."""
        return ~np.isnan(self.positions)

    @property
    def weights(self) -> Floats:
        """Capability times salience, (1 or draws, actors, issues); 0 without a stance."""
        return self.capability * self.salience

    def power(self) -> Floats:
        """Capability of each actor, (1 or draws, actors), for models in which it has only one.

        Raises
        ------
        ValueError
            An actor's capability differs between the issues on which it has a stance.
        """
        if self.capability.shape[2] == 1:
            return np.ascontiguousarray(self.capability[:, :, 0])
        here = np.where(self.stances, self.capability, np.nan)
        low = np.fmin.reduce(here, axis=2)
        high = np.fmax.reduce(here, axis=2)
        if (high > low * (1 + 1e-12)).any():
            who = self.actors[int(np.flatnonzero((high > low * (1 + 1e-12)).any(axis=0))[0])]
            msg = f"actor {who!r} has another capability on each issue; this model needs one"
            raise ValueError(msg)
        return np.where(np.isnan(low), self.capability[:, :, 0], low)

    def only(
        self, actors: Sequence[str] | None = None, issues: Sequence[str] | None = None
    ) -> Arena:
        """The arena with these actors and issues alone, in the order given; the bounds stay."""
        who = [self._place(one, self.actors, "actor") for one in actors or self.actors]
        what = [self._place(one, self.issues, "issue") for one in issues or self.issues]
        wide = self.capability.shape[2] > 1
        return Arena(
            [self.actors[one] for one in who],
            [self.issues[one] for one in what],
            self.positions[:, who][:, :, what],
            self.salience[:, who][:, :, what],
            self.capability[:, who][:, :, what] if wide else self.capability[:, who, 0],
            self.status_quo[:, what],
            self.bounds[what],
        )

    def without(self, actor: str) -> Arena:
        """The arena without one actor; scale and status quo stay as they are."""
        self._place(actor, self.actors, "actor")
        return self.only([one for one in self.actors if one != actor])

    def draw(self, number: int) -> Arena:
        """One draw of the arena alone."""
        if not 0 <= number < self.draws:
            msg = f"there is no draw {number}; draws run from 0 to {self.draws - 1}"
            raise ValueError(msg)
        return Arena(
            self.actors,
            self.issues,
            _row(self.positions, number),
            _row(self.salience, number),
            _row(self.capability, number)[None]
            if self.capability.shape[2] > 1
            else _row(self.capability, number)[:, 0],
            _row(self.status_quo, number),
            self.bounds,
        )

    @staticmethod
    def _place(name: str, names: tuple[str, ...], noun: str) -> int:
        if name not in names:
            msg = f"there is no {noun} {name!r}; the {noun}s are {', '.join(names)}"
            raise ValueError(msg)
        return names.index(name)


def replaced(arena: Arena, positions: Floats) -> Arena:
    """The arena with other positions, everything else as it is."""
    capability = arena.capability
    return Arena(
        arena.actors,
        arena.issues,
        positions,
        arena.salience,
        capability if capability.shape[2] > 1 else capability[:, :, 0],
        arena.status_quo,
        arena.bounds,
    )


def _row(array: Floats, number: int) -> Floats:
    return np.asarray(array[number if len(array) > 1 else 0])


def _names(names: Sequence[str], noun: str) -> tuple[str, ...]:
    if isinstance(names, str):
        msg = f"{noun}s must be a list of names, not the text {names!r}"
        raise ValueError(msg)  # noqa: TRY004
    found = tuple(str(one) for one in names)
    if not found:
        msg = f"there must be at least one {noun}"
        raise ValueError(msg)
    twice = [one for one in found if found.count(one) > 1]
    if twice:
        msg = f"{noun} {twice[0]!r} is named twice; give each {noun} a name of its own"
        raise ValueError(msg)
    return found


def _filled(value: ArrayLike, name: str, shape: tuple[int, ...]) -> Floats:
    """An array of floats with a leading axis of draws, checked for its other axes."""
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        msg = f"{name} must be numbers in equal rows, shape {shape} or (draws, {str(shape)[1:]}"
        raise ValueError(msg) from None
    if array.ndim == len(shape):
        array = array[None]
    if array.ndim != len(shape) + 1 or array.shape[1:] != shape or not len(array):
        seen = np.shape(np.asarray(value))
        expected = ", ".join(str(one) for one in shape)
        msg = f"{name} has shape {seen}; it must be ({expected}) or (draws, {expected})"
        raise ValueError(msg)
    return np.ascontiguousarray(array)


def _capability(value: ArrayLike, shape: tuple[int, int]) -> Floats:
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        msg = "capability must be numbers, one for each actor"
        raise ValueError(msg) from None
    if array.ndim == 1:
        array = array[None]
    if array.ndim == 2:
        array = array[:, :, None]
    fits = array.ndim == 3 and array.shape[1] == shape[0] and array.shape[2] in (1, shape[1])
    if not fits or not len(array):
        msg = (
            f"capability has shape {np.shape(np.asarray(value))}; it must be ({shape[0]},), "
            f"(draws, {shape[0]}) or (draws, {shape[0]}, {shape[1]})"
        )
        raise ValueError(msg)
    if not (np.isfinite(array) & (array >= 0)).all():
        msg = "capability must be finite and at least 0"
        raise ValueError(msg)
    return np.ascontiguousarray(array)


def _draws(arrays: dict[str, Floats]) -> int:
    lengths = {name: len(one) for name, one in arrays.items() if len(one) > 1}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {count}" for name, count in lengths.items())
        msg = f"the arrays disagree on the number of draws: {told}"
        raise ValueError(msg)
    return next(iter(lengths.values()), 1)


def _salience(s: Floats, who: tuple[str, ...], what: tuple[str, ...]) -> None:
    wrong = np.argwhere(~((s >= 0) & (s <= 1)))
    if len(wrong):
        draw, actor, issue = wrong[0]
        seen = s[draw, actor, issue]
        msg = f"salience of {who[actor]!r} on {what[issue]!r} is {seen:g}; it must be from 0 to 1"
        raise ValueError(msg)


def _bounds(value: ArrayLike | None, x: Floats, quo: Floats, what: tuple[str, ...]) -> Floats:
    low = np.fmin(np.fmin.reduce(x, axis=(0, 1)), np.fmin.reduce(quo, axis=0))
    high = np.fmax(np.fmax.reduce(x, axis=(0, 1)), np.fmax.reduce(quo, axis=0))
    if value is None:
        return np.column_stack((low, high))
    bounds: Floats = _filled(value, "bounds", (len(what), 2))[0]
    if not np.isfinite(bounds).all() or (bounds[:, 0] > bounds[:, 1]).any():
        msg = "bounds must be finite, the lower end of each issue's scale first"
        raise ValueError(msg)
    slack = 1e-9 * (bounds[:, 1] - bounds[:, 0])
    out = (low < bounds[:, 0] - slack) | (high > bounds[:, 1] + slack)
    if out.any():
        one = int(np.flatnonzero(out)[0])
        msg = (
            f"positions on {what[one]!r} run from {low[one]:g} to {high[one]:g}, outside bounds "
            f"{bounds[one, 0]:g} to {bounds[one, 1]:g}"
        )
        raise ValueError(msg)
    return bounds
