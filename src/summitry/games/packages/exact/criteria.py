"""The bargaining solutions as criteria over exact points.

Everything is in *gains*, what a point brings over the reservations. The criteria: Nash (1950),
product of gains, weights as powers; Kalai and Smorodinsky (1975), leximin of the shares of the
ideal gain (Imai 1983), ideal over what every party would sign; egalitarian (Kalai 1977), leximin
of gains; welfare (utilitarian), sum; relative (Dhillon and Mertens 1999), sum of shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.exact.board import Board

NAMES = {
    "nash": "greatest product of gains over the reservations (Nash 1950)",
    "kalai-smorodinsky": (
        "greatest least share of the ideal gain, then the next least, and so on; ideal over what "
        "every party would sign (Kalai and Smorodinsky 1975; Imai 1983)"
    ),
    "egalitarian": "greatest least gain, then the next least, and so on (Kalai 1977)",
    "welfare": "greatest sum of scores",
    "relative": "greatest sum of shares of the ideal gain (Dhillon and Mertens 1999)",
}
SHARES = ("kalai-smorodinsky", "relative")
"""Solutions that need the ideal point."""
ADDED = ("egalitarian", "welfare")
"""Solutions that compare points between parties."""
LEAST = ("kalai-smorodinsky", "egalitarian")
"""Solutions that look at whoever is worst off first."""
_NEAR = 1e-9


@dataclass(frozen=True)
class Criterion:
    """A solution over the parties that can gain at all.

    Attributes
    ----------
    active
        Numbers of the parties that count; the others cannot gain.
    spans
        What counts as one, in units, party by party: the ideal gain, or a point.
    weights
        Powers, shares or factors, by party.
    """

    name: str
    board: Board
    active: tuple[int, ...]
    spans: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]

    def rough(self, units: NDArray[Any]) -> NDArray[np.float64]:
        """The criterion's value of points (points, parties) in floats; -inf where Nash has none."""
        shares = self.shares(units)
        if self.name == "nash":
            with np.errstate(divide="ignore"):
                logs = np.where(shares > 0, np.log(np.maximum(shares, 1e-300)), -np.inf)
            return np.asarray((logs * self._floats(self.weights)).sum(axis=1))
        if self.name in LEAST:
            return np.asarray((shares / self._floats(self.weights)).min(axis=1))
        return np.asarray((shares * self._floats(self.weights)).sum(axis=1))

    def shares(self, units: NDArray[Any]) -> NDArray[np.float64]:
        """Gains of the active parties in spans, (points, active parties)."""
        gains = (units - self.board.reserve)[:, list(self.active)]
        return np.asarray(gains.astype(float) / self._floats(self.spans))

    def _floats(self, values: Sequence[Fraction]) -> NDArray[np.float64]:
        return np.array([float(values[party]) for party in self.active])

    def best(self, units: NDArray[Any]) -> list[int]:
        """Numbers of the points that attain the criterion, compared exactly.

        The first is what the tie rule prefers: the greatest least gain in points, then the next
        least; then the greater score of the first party, of the second, and so on.
        """
        rough = self.rough(units)
        if not len(rough) or rough.max() == -np.inf:
            return []
        top = rough.max()
        near = np.flatnonzero(rough >= top - _NEAR * (1 + abs(top)))
        keys = {int(one): self._key([int(u) for u in units[one]]) for one in near}
        greatest = max(keys.values())
        found = [one for one, key in keys.items() if key == greatest]
        return sorted(found, key=lambda one: self._preference(units[one]), reverse=True)

    def _key(self, units: Sequence[int]) -> Any:
        gains = [unit - int(least) for unit, least in zip(units, self.board.reserve, strict=True)]
        if self.name == "nash":
            scale = lcm(*(self.weights[one].denominator for one in self.active))
            product = 1
            for one in self.active:
                product *= gains[one] ** int(self.weights[one] * scale)
            return product
        shares = [Fraction(gains[one]) / self.spans[one] for one in self.active]
        weights = [self.weights[one] for one in self.active]
        if self.name in LEAST:
            return tuple(
                sorted(share / weight for share, weight in zip(shares, weights, strict=True))
            )
        return sum(share * weight for share, weight in zip(shares, weights, strict=True))

    def _preference(self, units: NDArray[Any]) -> Any:
        points = self.board.points(units)
        own = self.board.points(self.board.reserve)
        return sorted(p - d for p, d in zip(points, own, strict=True)), points


def powers(board: Board, weights: Mapping[str, Fraction] | None) -> tuple[Fraction, ...]:
    """A weight for each party, 1 where left out."""
    return tuple((weights or {}).get(one, Fraction(1)) for one in board.game.parties)
