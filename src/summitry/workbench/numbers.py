"""The numbers of a dossier as the page offers them for moving: in words, with bounds and ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from summitry.dossier.estimate import Range
from summitry.dossier.inputs import Input, inputs
from summitry.dossier.model import Dossier
from summitry.sensitivity.naming import SHARED, label, path_of
from summitry.workbench.sitting import Sitting


@dataclass(frozen=True)
class Number:
    """One number to be moved.

    Attributes
    ----------
    key
        Its opaque stand-in in addresses.
    path
        Where it stands in the dossier, as an assessment would write it.
    low, mode, high
        Its range as it stands.
    least, greatest, step
        The ends of its slider, and how far one key press moves it.
    moved
        Whether this sitting has changed it.
    default
        Whether nobody wrote it.
    disputed
        Whether assessments put others in its place.
    """

    key: str
    path: str
    text: str
    group: str
    unit: str
    low: float
    mode: float
    high: float
    least: float
    greatest: float
    step: float
    moved: bool
    default: bool
    disputed: bool


def numbers(sitting: Sitting) -> list[Number]:
    """Every number, in the file's order; what is written once is offered once."""
    dossier, found = sitting.dossier, {}
    disputed = _disputed(dossier)
    for name, one in inputs(dossier).items():
        path = path_of(name)
        if path not in found:
            found[path] = _number(sitting, dossier, path, one, disputed)
    return list(found.values())


def grouped(sitting: Sitting) -> Mapping[str, list[Number]]:
    """The numbers by group: each party's own, then the rest."""
    found: dict[str, list[Number]] = {}
    for one in numbers(sitting):
        found.setdefault(one.group, []).append(one)
    return found


def number(sitting: Sitting, key: str) -> Number:
    """The number of an opaque key; raises KeyError."""
    dossier = sitting.dossier
    for name, one in inputs(dossier).items():
        path = path_of(name)
        if sitting.bench.opaque(path) == key:
            return _number(sitting, dossier, path, one, _disputed(dossier))
    raise KeyError(key)


def shifted(one: Number, middle: float) -> list[float] | float:
    """A number's range with its middle elsewhere: as wide as before, cut off at its bounds."""
    middle = min(max(middle, one.least), one.greatest)
    if one.low == one.high:
        return middle
    by = middle - one.mode
    low = min(max(one.low + by, one.least), middle)
    high = max(min(one.high + by, one.greatest), middle)
    return [round(low, 6), round(middle, 6), round(high, 6)]


def _disputed(dossier: Dossier) -> set[str]:
    return {path for one in dossier.assessments.values() for path in one.set}


def _number(
    sitting: Sitting, dossier: Dossier, path: str, one: Input, disputed: set[str]
) -> Number:
    quantity, span = one.estimate.quantity, one.range
    named = label(dossier, one.name)
    text = "loss aversion of every principal" if path in SHARED else named.text
    least, greatest = _ends(quantity.low, quantity.high, span)
    step = _step(greatest - least)
    if quantity.exclusive:
        least, greatest = least + step, greatest - (step if isfinite(quantity.high) else 0)
    return Number(
        key=sitting.bench.opaque(path),
        path=path,
        text=text,
        group=_group(dossier, one.name),
        unit=quantity.unit,
        low=_tidy(span.low, greatest),
        mode=_tidy(span.mode, greatest),
        high=_tidy(span.high, greatest),
        least=least,
        greatest=greatest,
        step=step,
        moved=path in sitting.state.changes,
        default=one.estimate.default,
        disputed=any(path == other or path.startswith(f"{other}.") for other in disputed),
    )


def _ends(low: float, high: float, span: Range) -> tuple[float, float]:
    """Ends of a slider: the bounds, or for what has none twice what stands there."""
    top = span.high if isfinite(span.high) else 1.0
    return low, high if isfinite(high) else max(2.0, 2 * top)


def _tidy(value: float, greatest: float) -> float:
    return round(value, 6) if isfinite(value) else greatest


def _step(width: float) -> float:
    return 1.0 if width >= 50 else 0.05 if width > 2 else 0.01


def _group(dossier: Dossier, name: str) -> str:
    root, *rest = name.split("/")
    if root in ("stances", "stakes", "parties") and rest[0] in dossier.parties:
        return dossier.label(rest[0])
    if root == "process":
        return "How they negotiate"
    if root == "cover":
        return "Cover"
    if root in ("time", "tracks"):
        return "Time and tracks"
    return "Issues" if root == "issues" else "The model"
