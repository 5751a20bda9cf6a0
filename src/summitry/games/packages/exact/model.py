"""A package game as a mixed-integer program: what clauses, bonuses and divisible issues need.

Each option is a choice of 0 or 1; clauses and bonuses are linear in them. A divisible issue is a
mixture of its corners, of which only two neighbours may be mixed (the lambda form).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.games.packages.exact.evaluate import grid, written
from summitry.games.packages.exact.numbers import fraction
from summitry.games.packages.exact.pieces import Clause, Divisible, Link, Options

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

Floats = NDArray[np.float64]


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the solver's own debugging prints out of what the program prints."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class TimedOut(RuntimeError):
    """The solver ran out of time before it found any package."""


@dataclass
class Model:
    """Columns and rows of a program to be maximised.

    ``gain`` (parties, columns) and ``base`` (parties,) give each party's gain over its reservation,
    in points: ``gain @ x + base``.
    """

    game: PackageGame
    whole: list[bool] = field(default_factory=list)
    top: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    at: dict[tuple[str, str], int] = field(default_factory=dict)
    amounts: dict[str, list[tuple[int, Fraction]]] = field(default_factory=dict)
    scores: list[dict[int, float]] = field(default_factory=list)
    base: list[float] = field(default_factory=list)

    def column(self, *, whole: bool, low: float = 0.0, top: float = 1.0) -> int:
        """A new column's number."""
        self.whole.append(whole)
        self.low.append(low)
        self.top.append(top)
        return len(self.whole) - 1

    def row(self, terms: Mapping[int, float], low: float, top: float) -> None:
        """The sum of some terms lies between two bounds."""
        self.rows.append((dict(terms), low, top))

    def maximise(self, goal: Mapping[int, float], seconds: float) -> tuple[Floats, float, float]:
        """Columns of the best found, its value, and a bound on every other.

        Raises
        ------
        TimedOut
            Nothing was found in time.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        cost = np.zeros(len(self.whole))
        for column, factor in goal.items():
            cost[column] = -factor
        where = [
            (number, column) for number, (terms, _, _) in enumerate(self.rows) for column in terms
        ]
        data = [value for terms, _, _ in self.rows for value in terms.values()]
        matrix = csr_array(
            (data, tuple(np.array(where).T)), shape=(len(self.rows), len(self.whole))
        )
        with _silence():
            found = milp(
                cost,
                integrality=np.array(self.whole, dtype=int),
                bounds=Bounds(np.array(self.low), np.array(self.top)),
                constraints=LinearConstraint(
                    matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]
                ),
                options={"mip_rel_gap": 0.0, "time_limit": max(seconds, 0.1)},
            )
        if found.status == 2:  # infeasible
            return np.empty(0), -np.inf, -np.inf
        if found.x is None:
            raise TimedOut(f"no package found in {seconds:g} s")
        bound = found.mip_dual_bound
        return found.x, -found.fun, -found.fun if bound is None else -bound

    def package(self, solved: Floats) -> dict[str, Any]:
        """The package that some columns mean."""
        found: dict[str, Any] = {}
        for issue in self.game.issues:
            if isinstance(issue, Divisible):
                total = sum(
                    float(amount) * solved[column] for column, amount in self.amounts[issue.name]
                )
                near = _simple(total, float(issue.high - issue.low))
                found[issue.name] = written(min(max(near, issue.low), issue.high))
            else:
                shares = [solved[self.at[issue.name, one]] for one in issue.options]
                found[issue.name] = issue.options[int(np.argmax(shares))]
        return found

    def exclude(self, package: Mapping[str, Any]) -> None:
        """Rule out one package."""
        own = [self.at[key] for key in package.items() if key in self.at]
        self.row(dict.fromkeys(own, 1.0), -np.inf, len(own) - 1.0)


def _simple(amount: float, span: float) -> Fraction:
    """The simplest fraction within the solver's tolerance of an amount."""
    for limit in (1, 10, 100, 1_000, 10_000):
        near = Fraction(amount).limit_denominator(limit)
        if abs(float(near) - amount) <= 1e-6 * span:
            return near
    return Fraction(amount).limit_denominator(10**6)


def make_model(game: PackageGame, *, reserved: Sequence[str] | None = None) -> Model:
    """The program of a game.

    ``reserved`` names the parties whose reservations hold, everybody's if left out.
    """
    model = Model(game)
    for issue in game.issues:
        if isinstance(issue, Divisible):
            _divisible(model, issue)
        else:
            for option in issue.options:
                model.at[issue.name, option] = model.column(whole=True)
            model.row(
                dict.fromkeys((model.at[issue.name, one] for one in issue.options), 1.0), 1, 1
            )
    for link in game.clauses:
        _link(model, link)
    holding = [_holds(model, bonus.when) if bonus.when else None for bonus in game.bonuses]
    for party in game.parties:
        terms: dict[int, float] = {}
        base = -game.reservations[party]
        for issue in game.issues:
            terms.update(_scores(model, game, party, issue))
        for bonus, column in zip(game.bonuses, holding, strict=True):
            score = fraction(bonus.scores.get(party, 0))
            if column is None:
                base += score
            else:
                terms[column] = terms.get(column, 0.0) + float(score)
        ceiling = game.ceilings[party]
        if ceiling is not None:
            room = float(ceiling - game.reservations[party])
            capped = model.column(whole=False, low=-np.inf, top=room)
            model.row({**{c: -s for c, s in terms.items()}, capped: 1.0}, -np.inf, float(base))
            terms, base = {capped: 1.0}, Fraction(0)
        if reserved is None or party in reserved:
            size = max((abs(value) for value in terms.values()), default=1.0) or 1.0
            model.row({c: s / size for c, s in terms.items()}, -float(base) / size, np.inf)
        model.scores.append(terms)
        model.base.append(float(base))
    return model


def _divisible(model: Model, issue: Divisible) -> None:
    corners = grid(model.game, issue, 1)
    shares = [model.column(whole=False) for _ in corners]
    model.amounts[issue.name] = list(zip(shares, corners, strict=True))
    model.row(dict.fromkeys(shares, 1.0), 1, 1)
    if len(corners) > 2:
        pieces = [model.column(whole=True) for _ in corners[1:]]
        model.row(dict.fromkeys(pieces, 1.0), 1, 1)
        for number, share in enumerate(shares):
            beside = [pieces[one] for one in (number - 1, number) if 0 <= one < len(pieces)]
            model.row({share: 1.0, **dict.fromkeys(beside, -1.0)}, -np.inf, 0)


def _scores(model: Model, game: PackageGame, party: str, issue: Any) -> dict[int, float]:
    column = game.scores[party][issue.name]
    if not isinstance(issue, Divisible):
        return {
            model.at[issue.name, option]: float(score)  # type: ignore[arg-type]
            for option, score in zip(issue.options, column, strict=True)
        }
    from summitry.games.packages.exact.evaluate import between

    return {at: float(between(column, amount)) for at, amount in model.amounts[issue.name]}


def _sum(model: Model, issue: str, options: Sequence[str]) -> dict[int, float]:
    return {model.at[issue, one]: 1.0 for one in dict.fromkeys(options)}


def _link(model: Model, link: Link) -> None:
    if isinstance(link, Clause):
        _clause(model, link)
        return
    amounts = {
        model.at[issue, option]: float(fraction(amount))
        for issue, own in link.amounts.items()
        for option, amount in own.items()
    }
    model.row(amounts, -np.inf, float(fraction(link.at_most)))


def _clause(model: Model, clause: Clause) -> None:
    """Each part of ``then`` is at least 1 less what ``when`` lacks; without it ``when`` lacks 1."""
    lack: dict[int, float] = {}
    for issue, options in clause.when.items():
        lack.update(_sum(model, issue, options))
    many = len(clause.when)
    if clause.then is None:
        model.row(lack, -np.inf, many - 1)
        return
    for issue, options in clause.then.items():
        terms = _sum(model, issue, options)
        for column, one in lack.items():
            terms[column] = terms.get(column, 0.0) - one
        model.row(terms, 1 - many, np.inf)


def _holds(model: Model, parts: Options) -> int:
    """A column that is 1 where all parts hold and 0 elsewhere."""
    column = model.column(whole=False)
    everything: dict[int, float] = {column: 1.0}
    for issue, options in parts.items():
        own = {at: -one for at, one in _sum(model, issue, options).items()}
        model.row({column: 1.0, **own}, -np.inf, 0)
        everything.update(own)
    model.row(everything, 1 - len(parts), np.inf)
    return column
