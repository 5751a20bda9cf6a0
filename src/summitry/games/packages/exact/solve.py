"""The bargaining solutions of a package game, each with its definition and its proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from summitry.games.packages.exact.criteria import ADDED, NAMES, SHARES
from summitry.games.packages.exact.numbers import Number, fraction
from summitry.games.packages.exact.pieces import Divisible
from summitry.games.packages.exact.routes import NOTHING, Found, Route, route_of
from summitry.games.packages.exact.solution import Solution

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame


def solve(
    game: PackageGame,
    solution: str = "nash",
    *,
    weights: Mapping[str, Number] | None = None,
    method: str = "auto",
    seconds: float = 60.0,
) -> Solution:
    """A bargaining solution.

    Parameters
    ----------
    game
        The game.
    solution
        ``nash``, ``kalai-smorodinsky``, ``egalitarian``, ``welfare``, ``relative`` or
        ``adjusted-winner``.
    weights
        Party: weight above 0, 1 where left out: powers of the gains (Nash), what a share or gain is
        divided by (Kalai-Smorodinsky, egalitarian), factors (welfare, relative).
    method
        ``auto``, ``frontier``, ``merge`` or ``milp``; all give the same answer, not as fast.
    seconds
        Time that one call of the solver may take.

    Raises
    ------
    ValueError
        An unknown solution or method, a weight that is not above 0, or a game that the method
        cannot take.

    Notes
    -----
    Disagreement point: the reservations, always. Parties who cannot gain in any package that all
    would sign are left out, and the answer says so. Where nobody can gain there is no gain to share
    and the answer is no deal. Where some can gain, but not all in one package, Nash's product is 0
    everywhere: then as many as can gain together count (Caragiannis and others 2016), of several
    such groups the one of the earlier parties.
    """
    if solution == "adjusted-winner":
        from summitry.games.packages.exact.winner import adjusted_winner

        return adjusted_winner(game)
    if solution not in NAMES:
        raise ValueError(f"solution {solution!r}; one of {', '.join(NAMES)}, adjusted-winner")
    power = _weights(game, weights)
    route = route_of(game, method, seconds)
    return _Solving(game, solution, power, route).answer()


def _weights(game: PackageGame, weights: Mapping[str, Number] | None) -> list[Fraction]:
    given = dict(weights or {})
    faults = [f"weight of {one!r}, who is no party" for one in given if one not in game.parties]
    found = [fraction(given.get(party, 1)) for party in game.parties]
    faults += [
        f"weight of {party} is {float(one):g}; it must be above 0"
        for party, one in zip(game.parties, found, strict=True)
        if one <= 0
    ]
    if faults:
        raise ValueError("\n".join(faults))
    return found


class _Solving:
    """One solution of one game on one route."""

    def __init__(self, game: PackageGame, name: str, power: list[Fraction], route: Route) -> None:
        self.game, self.name, self.power, self.route = game, name, power, route
        self.everyone = list(range(len(game.parties)))
        self.notes: list[str] = []
        self.ones = [Fraction(1)] * len(self.everyone)
        self.loose = False
        """Whether some step was proven only within a gap."""

    def answer(self) -> Solution:
        if self.name in ADDED and not self.game.comparable:
            self.notes.append(
                "compares points between parties, which nobody has declared comparable"
            )
        if any(isinstance(issue, Divisible) for issue in self.game.issues):
            self.notes.append(
                "amounts of divisible issues are exact only up to the solver's tolerance"
            )
        if self.name in SHARES:
            return self._by_shares()
        found = self._attain(self.everyone, self.ones)
        if self.name == "nash" and not self._all_gain(found):
            return self._by_group()
        if not found.ties:
            return self._nothing(found)
        if self.name != "nash" and not any(self._gains(found)):
            return self._no_gain() if self._nobody_gains() else self._told(found, None, [])
        return self._told(found, None, [])

    def _attain(self, active: Sequence[int], spans: Sequence[Fraction]) -> Found:
        found = self.route.attain(self.name, active, list(spans), self.power)
        self.loose = self.loose or found.proof == "gap"
        return found

    def _ideal(self) -> list[Fraction] | None:
        """The most that each party can have; None where nothing can be signed."""
        found = []
        for party in self.everyone:
            best = self.route.best_for(party)
            if not best.ties:
                if best.proof == "gap":
                    self.loose = True
                return None
            if best.proof == "gap":
                self.loose = True
                self.notes.append(
                    f"the ideal of {self.game.parties[party]} is known only as at least "
                    f"{float(best.ties[0][party]):g}"
                )
            found.append(best.ties[0][party])
        return found

    def _by_shares(self) -> Solution:
        ideal = self._ideal()
        if ideal is None:
            return self._nothing(Found((), None, None, np.nan, "gap") if self.loose else NOTHING)
        own = list(self.game.reservations.values())
        active = [one for one in self.everyone if ideal[one] > own[one]]
        if not active:
            return self._no_gain()
        spans = [ideal[o] - own[o] if o in active else Fraction(1) for o in self.everyone]
        found = self._attain(active, spans)
        return self._told(found, ideal, [o for o in self.everyone if o not in active])

    def _by_group(self) -> Solution:
        """Nash where no package lets everybody gain."""
        self.loose = False  # of a product that is 0 nothing was to be proven
        ideal = self._ideal()
        if ideal is None:
            return self._nothing(Found((), None, None, np.nan, "gap") if self.loose else NOTHING)
        own = list(self.game.reservations.values())
        able = [one for one in self.everyone if ideal[one] > own[one]]
        for size in range(len(able), 0, -1):
            for group in combinations(able, size):
                if size > 1 and not self._can_gain(group):
                    continue
                found = self._attain(group, self.ones)
                if size < len(able):
                    names = ", ".join(self.game.parties[one] for one in group)
                    self.notes.append(
                        f"not all who could gain can gain together: the product is that of {names}"
                    )
                return self._told(found, ideal, [o for o in self.everyone if o not in able])
        return self._no_gain()

    def _can_gain(self, group: Sequence[int]) -> bool:
        found = self.route.attain("egalitarian", group, self.ones, self.ones)
        own = list(self.game.reservations.values())
        return bool(found.ties) and all(found.ties[0][one] > own[one] for one in group)

    def _all_gain(self, found: Found) -> bool:
        return bool(found.ties) and all(gain > 0 for gain in self._gains(found))

    def _gains(self, found: Found) -> list[Fraction]:
        own = list(self.game.reservations.values())
        return [score - least for score, least in zip(found.ties[0], own, strict=True)]

    def _nobody_gains(self) -> bool:
        own = list(self.game.reservations.values())
        return self._ideal() == own

    def _blank(self) -> Solution:
        parties = self.game.parties
        return Solution(
            self.game, self.name, NAMES[self.name], None, None, None, None, "optimal",
            self.route.name, dict(zip(parties, self.power, strict=True)), notes=tuple(self.notes),
        )  # fmt: skip

    def _nothing(self, found: Found) -> Solution:
        if found.proof == "gap":
            self.notes.append("no package was found that all would sign, and none was ruled out")
            return replace(self._blank(), proof="gap", notes=tuple(self.notes))
        self.notes.append("no deal: no legal package gives every party its reservation")
        return replace(self._blank(), notes=tuple(self.notes), ties=(), packages=0)

    def _no_gain(self) -> Solution:
        self.notes.append(
            "no gain: what all would sign brings each just what it has without a deal"
        )
        parties = self.game.parties
        return replace(
            self._blank(), notes=tuple(self.notes), left_out=tuple(parties), ties=(), packages=0
        )

    def _told(self, found: Found, ideal: list[Fraction] | None, out: list[int]) -> Solution:
        if not found.ties:
            return self._nothing(found)
        parties = self.game.parties
        if out:
            names = ", ".join(parties[one] for one in out)
            self.notes.append(
                f"left out, since nothing that all would sign lets them gain: {names}"
            )
        proof = found.proof if not self.loose else "gap"
        value = self._value(found.ties[0], ideal, out)
        merged = getattr(self.route, "after", None)
        bound = float(np.exp(found.bound)) if self.name == "nash" else found.bound
        if self.name == "welfare":  # criteria count gains; people mean scores
            bound += float(sum(w * d for w, d in zip(self.power, self._own(), strict=True)))
        return replace(
            self._blank(),
            package=found.package,
            scores=dict(zip(parties, found.ties[0], strict=True)),
            value=value,
            bound=value if proof == "optimal" else max(bound, value),
            proof=proof,
            ideal=None if ideal is None else dict(zip(parties, ideal, strict=True)),
            ties=found.ties if found.all_ties else None,
            packages=found.packages,
            left_out=tuple(parties[one] for one in out),
            notes=tuple([*self.notes, found.note] if found.note else self.notes),
            method=self.route.name
            if found.all_ties or not merged
            else f"{merged.name} (merge stopped)",
        )

    def _own(self) -> list[Fraction]:
        return list(self.game.reservations.values())

    def _value(
        self, scores: Sequence[Fraction], ideal: list[Fraction] | None, out: list[int]
    ) -> float:
        """The criterion at some scores: a product, a share, a gain, or a sum of scores."""
        own, weights = self._own(), self.power
        if self.name == "welfare":
            return float(sum(w * score for w, score in zip(weights, scores, strict=True)))
        gains = [score - least for score, least in zip(scores, own, strict=True)]
        active = [one for one in self.everyone if one not in out]
        if self.name == "nash":
            return float(prod(float(gains[o]) ** float(weights[o]) for o in active))
        if self.name == "egalitarian":
            return float(min(gains[one] / weights[one] for one in active))
        assert ideal is not None  # noqa: S101 - shares have an ideal
        shares = [gains[one] / (ideal[one] - own[one]) for one in active]
        if self.name == "relative":
            return float(sum(weights[o] * s for o, s in zip(active, shares, strict=True)))
        return float(min(share / weights[o] for o, share in zip(active, shares, strict=True)))
