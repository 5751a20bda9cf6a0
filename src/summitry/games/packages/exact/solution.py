"""What a bargaining solution answers: the package, and how it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame
    from summitry.games.packages.exact.zone import Zone


def _floats(own: Mapping[str, Fraction] | None) -> dict[str, float] | None:
    return None if own is None else {key: float(value) for key, value in own.items()}


@dataclass(frozen=True, eq=False)
class Solution:
    """A bargaining solution of a package game.

    Attributes
    ----------
    name, definition
        Which solution, and by which rule.
    package
        Issue: option (amount, for a divisible issue); None: no deal. Where several packages attain
        the solution, the one by the tie rule: greatest least gain in points, then the next least;
        then the first party's greater score, and so on; then the earlier options, block by block.
    scores
        What the package brings each party, exactly.
    ties
        Scores of every point that attains the solution, this one first; None where the method does
        not tell.
    packages
        How many packages attain it; None where not told.
    value
        The criterion: product of gains, least share or gain, sum.
    bound
        No package has more.
    proof
        ``optimal``; ``optimal within tolerance`` (of the solver, see ``bound``); or ``gap``.
    disagreement
        What each party has without a deal.
    ideal
        The most that each can have in a package that all would sign; None where not needed.
    shares
        Adjusted winner only: the share of each issue that goes the first party's way.
    left_out
        Parties who cannot gain in any package that all would sign, and do not count.
    notes
        What a reader must know.
    """

    game: PackageGame
    name: str
    definition: str
    package: dict[str, Any] | None
    scores: dict[str, Fraction] | None
    value: float | None
    bound: float | None
    proof: str
    method: str
    weights: dict[str, Fraction]
    ideal: dict[str, Fraction] | None = None
    ties: tuple[tuple[Fraction, ...], ...] | None = None
    packages: int | None = None
    left_out: tuple[str, ...] = ()
    shares: dict[str, Fraction] | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def deal(self) -> bool:
        """Whether there is a package that every party would sign."""
        return self.package is not None

    @property
    def nearest(self) -> Zone | None:
        """Without a deal, the nearest miss: what would have to move for there to be one."""
        return None if self.deal else self.game.zone()

    @property
    def disagreement(self) -> dict[str, Fraction]:
        """What each party has without a deal."""
        return self.game.reservations

    @property
    def gains(self) -> dict[str, Fraction]:
        """What the package brings each party over no deal; 0 without one."""
        if self.scores is None:
            return dict.fromkeys(self.game.parties, Fraction(0))
        return {one: self.scores[one] - self.disagreement[one] for one in self.game.parties}

    @property
    def gap(self) -> float | None:
        """How far the bound lies above the value, as a share of the value; 0 if proven."""
        if self.value is None or self.bound is None:
            return None
        if self.proof == "optimal":
            return 0.0
        return (self.bound - self.value) / max(abs(self.value), 1e-12)

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "solution": self.name,
            "definition": self.definition,
            "deal": self.deal,
            "package": self.package,
            "scores": _floats(self.scores),
            "gains": _floats(self.gains),
            "value": self.value,
            "bound": self.bound,
            "gap": self.gap,
            "proof": self.proof,
            "method": self.method,
            "disagreement": _floats(self.disagreement),
            "ideal": _floats(self.ideal),
            "weights": _floats(self.weights),
            "tied_points": None
            if self.ties is None
            else [[float(v) for v in one] for one in self.ties],
            "packages": self.packages,
            "shares": _floats(self.shares),
            "left_out": list(self.left_out),
            "notes": list(self.notes),
        }
