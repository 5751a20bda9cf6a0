"""Bargaining solutions by mixed-integer programming (HiGHS), for games whose issues are linked.

The product of gains becomes the sum of logs, each log bounded from above by its tangents; tangents
are added where the answer lies until bound and value meet. Leximin maximises the least share, then
the sum of the two least, and so on (Ogryczak 1997).
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry.games.packages.exact.model import Floats, Model, TimedOut, make_model

if TYPE_CHECKING:
    from summitry.games.packages.exact.game import PackageGame

TOLERANCE = 2e-6
"""The solver's own: a bound this near to the value proves it."""
_STARTS = 12
_ROUNDS = 30


@dataclass(frozen=True)
class Programmed:
    """A package found by the solver; None where no package is legal and signed by all.

    ``value`` is the criterion there (Nash: sum of weighted logs of gains in spans), ``bound`` what
    no package exceeds.
    """

    package: dict[str, Any] | None
    value: float
    bound: float
    complete: bool = True
    """Whether what comes after the least share was settled too (leximin)."""


def best_sum(game: PackageGame, factors: Floats, seconds: float) -> Programmed:
    """The greatest weighted sum of gains in points, among what every party would sign."""
    model = make_model(game)
    goal: dict[int, float] = {}
    base = 0.0
    for factor, terms, own in zip(factors, model.scores, model.base, strict=True):
        base += factor * own
        for column, score in terms.items():
            goal[column] = goal.get(column, 0.0) + factor * score
    solved, value, bound = model.maximise(goal, seconds)
    if not len(solved):
        return Programmed(None, -np.inf, -np.inf)
    return Programmed(model.package(solved), value + base, bound + base)


def best_product(
    game: PackageGame, active: list[int], spans: Floats, powers: Floats, seconds: float
) -> Programmed:
    """The greatest product of gains; every active party can gain in one package.

    Parameters
    ----------
    game
        The game.
    active
        Numbers of the parties in the product.
    spans
        What counts as one, in points: about the most that the party can gain.
    powers
        Weights.
    seconds
        Time allowed in all.
    """
    until = monotonic() + seconds
    model = make_model(game)
    logs = {one: model.column(whole=False, low=-60.0, top=0.0 + np.log(1e3)) for one in active}
    goal = {logs[one]: float(powers[one]) for one in active}
    for one in active:
        for share in np.geomspace(1e-4, 1.0, _STARTS):
            _tangent(model, one, logs[one], share, spans[one])
    best: Programmed | None = None
    for _ in range(_ROUNDS):
        try:
            solved, _, bound = model.maximise(goal, until - monotonic())
        except TimedOut:
            if best is None:
                raise
            break
        if not len(solved):
            return best or Programmed(None, -np.inf, -np.inf)
        shares = [max(_gain(model, one, solved) / spans[one], 1e-9) for one in active]
        value = float(
            sum(powers[one] * np.log(share) for one, share in zip(active, shares, strict=True))
        )
        upper = min(bound, best.bound) if best else bound
        if best is None or value > best.value:
            best = Programmed(model.package(solved), value, upper)
        best = Programmed(best.package, best.value, upper)
        if upper - best.value <= TOLERANCE or monotonic() > until:
            break
        for one, share in zip(active, shares, strict=True):
            _tangent(model, one, logs[one], share, spans[one])
    assert best is not None  # noqa: S101 - the first round sets it, returns or raises
    return best


def best_least(
    game: PackageGame, active: list[int], spans: Floats, seconds: float, *, leximin: bool = True
) -> Programmed:
    """The greatest least share of the spans, and among those the greatest sum of two, and so on."""
    until = monotonic() + seconds
    model = make_model(game)
    sums: list[dict[int, float]] = []
    solved: Floats = np.empty(0)
    first, bound_first, complete = -np.inf, -np.inf, True
    for count in range(1, (len(active) if leximin else 1) + 1):
        goal = _least_sum(model, active, spans, count)
        try:
            found, value, bound = model.maximise(goal, until - monotonic())
        except TimedOut:
            if not len(solved):
                raise
            complete = False
            break
        if not len(found):
            if count == 1:
                return Programmed(None, -np.inf, -np.inf)
            complete = False
            break
        solved = found
        complete = complete and bound - value <= TOLERANCE * (1 + abs(value))
        if count == 1:
            first, bound_first = value, bound
        sums.append(goal)
        model.row(goal, value - 1e-7 * (1 + abs(value)), np.inf)
    return Programmed(model.package(solved), first, bound_first, complete)


def _least_sum(model: Model, active: list[int], spans: Floats, count: int) -> dict[int, float]:
    """Terms of the sum of the ``count`` least shares: count r - sum of max(0, r - share)."""
    level = model.column(whole=False, low=-np.inf, top=np.inf)
    goal = {level: float(count)}
    for one in active:
        short = model.column(whole=False, top=np.inf)
        terms = {column: score / spans[one] for column, score in model.scores[one].items()}
        model.row({**terms, short: 1.0, level: -1.0}, -model.base[one] / spans[one], np.inf)
        goal[short] = -1.0
    return goal


def _tangent(model: Model, party: int, log: int, share: float, span: float) -> None:
    """Log <= log(share) + (gain / span - share) / share, scaled so that rows stay near 1."""
    scale = min(share, 1.0)
    terms = {c: -score / span / share * scale for c, score in model.scores[party].items()}
    limit = (np.log(share) - 1.0 + model.base[party] / span / share) * scale
    model.row({**terms, log: scale}, -np.inf, limit)


def _gain(model: Model, party: int, solved: Floats) -> float:
    terms = model.scores[party]
    return float(sum(score * solved[column] for column, score in terms.items())) + model.base[party]
