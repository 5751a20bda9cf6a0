"""Pools: several assessments' chances as one number, asked for and never silently.

A pool hides a quarrel, so the assessments stay beside it. The linear pool keeps their disagreement
(Stone 1961); the pool of log odds with an exponent above 1 makes up for what none of them knows of
the others' evidence (Satopää et al. 2014). Assessments of one dossier share their evidence, so the
exponent is 1 unless another is given.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from summitry.forecasts.compare import Comparison
from summitry.forecasts.shown import Shown
from summitry.forecasts.tables import Table, figure

FORM_VERSION = "summitry-pool/1"
Method = Literal["linear", "log-odds"]
METHODS: tuple[Method, ...] = ("linear", "log-odds")
FLOOR = 1e-4
"""Chances are kept this far from certainty before their odds, or a log score, are taken."""
TEMPER = 1.0
"""Power of the likelihood by which scores become weights; below 1 they are trusted less."""


@dataclass(frozen=True)
class PooledEvent:
    """An event's pooled chance beside those it was made of."""

    name: str
    pooled: float
    least: float
    greatest: float
    parts: Mapping[str, float]


@dataclass(frozen=True)
class Pool(Shown):
    """Assessments pooled.

    Attributes
    ----------
    method, exponent
        How; the exponent is that of log odds.
    weights
        Of each assessment; they add up to 1.
    basis
        Where the weights come from: ``equal``, ``given``, or ``learnt from N scores``.
    events
        Each event's pooled chance, with the spread of the assessments.
    """

    method: Method
    exponent: float
    weights: Mapping[str, float]
    basis: str
    events: tuple[PooledEvent, ...]

    def figures(self) -> dict[str, float | None]:
        """Pooled chance of each event."""
        return {one.name: one.pooled for one in self.events}

    def to_dict(self) -> dict[str, Any]:
        """The pool as plain data, with the version of its form."""
        return {"form": FORM_VERSION, **asdict(self)}

    def tables(self) -> Sequence[Table]:
        """Each event pooled, with the spread and every part."""
        names = list(self.weights)
        rows = tuple(
            (
                one.name,
                figure(one.pooled),
                f"{figure(one.least)} to {figure(one.greatest)}",
                *(figure(one.parts[name]) for name in names),
            )
            for one in self.events
        )
        weights = ", ".join(f"{name} {weight:.2f}" for name, weight in self.weights.items())
        sharpened = f", exponent {self.exponent:g}" if self.method == "log-odds" else ""
        note = (
            f"Pool: {self.method}{sharpened}; weights {self.basis}: {weights}. It hides a quarrel: "
            "the spread beside it is what the assessments disagree about."
        )
        columns = ("event", "pooled", "spread", *names)
        return (Table("Assessments pooled", columns, rows, note),)


def pooled(
    chances: Sequence[float],
    weights: Sequence[float] | None = None,
    *,
    method: Method = "linear",
    exponent: float = 1.0,
) -> float:
    """One chance of several.

    Parameters
    ----------
    chances
        Probabilities of one event, 0 to 1.
    weights
        Not all nothing, none below 0; scaled to add up to 1. Equal if left out.
    method
        ``linear``: sum of weight x chance. ``log-odds``: logit(p) = exponent x sum of weight x
        logit(chance).
    exponent
        Of log odds; above 1 makes the pool more extreme.

    Raises
    ------
    ValueError
        No chances, weights that do not fit or are none, or an exponent that is not above 0.
    """
    share = normal(weights if weights is not None else [1.0] * len(chances), len(chances))
    if not exponent > 0 or not math.isfinite(exponent):
        msg = f"the exponent of a pool is above 0 (got {exponent})"
        raise ValueError(msg)
    if method == "linear":
        return sum(weight * chance for weight, chance in zip(share, chances, strict=True))
    if method != "log-odds":
        msg = f"no pool {method!r}; there are: {', '.join(METHODS)}"
        raise ValueError(msg)
    odds = [_logit(chance) for chance in chances]
    total = exponent * sum(weight * one for weight, one in zip(share, odds, strict=True))
    return 1 / (1 + math.exp(-total))


def normal(weights: Sequence[float], count: int) -> list[float]:
    """Weights that add up to 1; raises ValueError where they cannot."""
    if len(weights) != count or not count:
        msg = f"a pool needs one weight for each of its parts (got {len(weights)} for {count})"
        raise ValueError(msg)
    if not all(math.isfinite(one) and one >= 0 for one in weights) or not sum(weights):
        msg = "weights of a pool are numbers of at least 0, and not all 0"
        raise ValueError(msg)
    return [one / sum(weights) for one in weights]


def _logit(chance: float) -> float:
    inside = min(1 - FLOOR, max(FLOOR, chance))
    return math.log(inside / (1 - inside))


def weights_from_scores(
    scores: Mapping[str, Sequence[tuple[float, bool]]], *, temper: float = TEMPER
) -> dict[str, float]:
    """Weights learnt from forecasts that have been resolved.

    Parameters
    ----------
    scores
        Name: its forecasts as (chance given to an event, whether it came true).
    temper
        From 0 (equal weights) to 1 (Bayes' rule, if one of them told the truth).

    Returns
    -------
    w ~ exp(temper x sum of log scores); each name is scored on its own forecasts, so all should
    have answered the same questions.

    Raises
    ------
    ValueError
        Names with unequal numbers of forecasts, or a temper outside 0 to 1.
    """
    if len({len(one) for one in scores.values()}) > 1:
        msg = "weights are learnt from forecasts of the same questions by all"
        raise ValueError(msg)
    logs = {
        name: sum(_log_score(chance, came_true) for chance, came_true in one)
        for name, one in scores.items()
    }
    return weights_from_logs(logs, temper=temper)


def weights_from_logs(logs: Mapping[str, float], *, temper: float = TEMPER) -> dict[str, float]:
    """Weights w ~ exp(temper x log score), each name's log score summed over the same questions.

    Raises
    ------
    ValueError
        A temper outside 0 to 1.
    """
    if not 0 <= temper <= 1:
        msg = f"temper lies from 0 to 1 (got {temper})"
        raise ValueError(msg)
    best = max(logs.values(), default=0.0)
    raw = {name: math.exp(temper * (one - best)) for name, one in logs.items()}
    return {name: one / sum(raw.values()) for name, one in raw.items()}


def _log_score(chance: float, came_true: bool) -> float:
    inside = min(1 - FLOOR, max(FLOOR, chance))
    return math.log(inside if came_true else 1 - inside)


def pool(
    comparison: Comparison,
    *,
    method: Method = "linear",
    exponent: float = 1.0,
    weights: Mapping[str, float] | None = None,
    basis: str | None = None,
) -> Pool:
    """Pool the assessments of a comparison, event by event.

    Parameters
    ----------
    comparison
        From :func:`summitry.compare`.
    method, exponent
        As in :func:`pooled`.
    weights
        Of assessments by name; those left out weigh nothing. Equal if left out.
    basis
        Where the weights come from, in words.

    Raises
    ------
    KeyError
        A weight of no assessment.
    ValueError
        As in :func:`pooled`.
    """
    names = [one.assessment or "dossier" for one in comparison.forecasts]
    unknown = sorted(set(weights or ()) - set(names))
    if unknown:
        msg = f"no assessment {unknown[0]!r} to weigh; there are: {', '.join(names)}"
        raise KeyError(msg)
    given = [1.0 if weights is None else weights.get(name, 0.0) for name in names]
    share = normal(given, len(names))
    events = []
    for event in comparison.forecasts[0].events:
        parts = {
            name: one.probability(event.name)
            for name, one in zip(names, comparison.forecasts, strict=True)
        }
        chances = list(parts.values())
        chance = pooled(chances, share, method=method, exponent=exponent)
        events.append(PooledEvent(event.name, chance, min(chances), max(chances), parts))
    basis = basis or ("equal" if weights is None else "given")
    return Pool(method, exponent, dict(zip(names, share, strict=True)), basis, tuple(events))
