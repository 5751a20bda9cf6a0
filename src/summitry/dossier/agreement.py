"""How far several coders of one number agree.

Krippendorff's alpha compares the disagreement seen with that expected if codings were dealt out at
random: 1 is perfect agreement, 0 is chance (K. Krippendorff, Computing Krippendorff's
Alpha-Reliability, 2011).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from summitry.dossier.estimate import Estimate
from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier

Unit = Sequence[float | None]
Metric = Callable[[float, float], float]


def interval(first: float, second: float) -> float:
    """Squared difference: the metric for numbers on a scale."""
    return (first - second) ** 2


def nominal(first: float, second: float) -> float:
    """1 if they differ: the metric for names."""
    return float(first != second)


@dataclass(frozen=True)
class Agreement:
    """Agreement on one kind of number.

    ``alpha`` is None where it says nothing (one unit, or no variation). ``shares`` has each
    number's share of all the disagreement seen; they sum to 1 if there is any.
    """

    alpha: float | None
    shares: Mapping[str, float]


def alpha(units: Sequence[Unit], metric: Metric = interval) -> float | None:
    """Krippendorff's alpha.

    Parameters
    ----------
    units
        For each thing coded, one value a coder; None where a coder has none. Things with fewer
        than two values say nothing about agreement, and are left out.
    metric
        Difference of two values: :func:`interval` or :func:`nominal`.

    Returns
    -------
    float or None
        At most 1; None if fewer than two values differ anywhere.
    """
    pairable = [values for unit in units if len(values := _given(unit)) > 1]
    every = [value for values in pairable for value in values]
    if len(pairable) < 2:
        return None
    observed = sum(_disagreement(values, metric) for values in pairable) / len(every)
    expected = sum(metric(a, b) for a, b in permutations(every, 2)) / (
        len(every) * (len(every) - 1)
    )
    return None if expected == 0 else 1 - observed / expected


def _given(unit: Unit) -> list[float]:
    return [value for value in unit if value is not None]


def _disagreement(values: Sequence[float], metric: Metric) -> float:
    return sum(metric(a, b) for a, b in permutations(values, 2)) / (len(values) - 1)


def agreement(dossier: Dossier) -> dict[str, Agreement]:
    """Agreement on each kind of number (ideal, salience ...) that several coders coded."""
    kinds: dict[str, dict[str, list[float]]] = {}
    for name, one in inputs(dossier).items():
        if one.estimate.coded:
            places = None
            if name.endswith("/ideal"):
                places = dossier.issues[name.split("/")[2]].positions()
            values = [_mode(coding, places) for coding in one.estimate.coded]
            kinds.setdefault(_kind(name), {})[name] = values
    found = {}
    for kind, coded in kinds.items():
        seen = {name: _disagreement(values, interval) for name, values in coded.items()}
        total = sum(seen.values())
        shares = {name: share / total if total else 0.0 for name, share in seen.items()}
        found[kind] = Agreement(alpha(list(coded.values())), shares)
    return found


def _mode(coding: Estimate, places: Mapping[str, float] | None) -> float:
    return coding.range(places).mode


def _kind(name: str) -> str:
    last = name.split("/")
    return "values" if "values" in last else last[-1] if last[0] != "stakes" else "stakes"
