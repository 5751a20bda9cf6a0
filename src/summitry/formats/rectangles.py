"""GENIUS's non-additive profiles: what a package scores by lying in hyper-rectangles.

A rectangle of INCLUDES pays when every bound holds; one of EXCLUDES when any bound fails. The sum
is divided by ``maxutility``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from summitry.formats.xml import Element
from summitry.games.packages.exact.pieces import Bonus

if TYPE_CHECKING:
    from summitry.formats.genius import Matter, Reading


def rectangles(
    file: str, root: Element, party: str, matters: list[Matter], reading: Reading
) -> list[Bonus]:
    """The bonuses of a party's rectangles."""
    utility = next(root.every("utility"), None)
    if utility is None:
        reading.fault(
            file, root, "a non-additive profile without utility", "<utility maxutility=...>"
        )
        return []
    most = reading.number(file, utility, "maxutility")
    if most <= 0:
        reading.fault(file, utility, f"maxutility is {float(most):g}", "a number above 0")
        return []
    place = {matter.number: matter for matter in matters}
    found: list[Bonus] = []
    for ufun in utility.every("ufun"):
        if (ufun.get("aggregation") or "sum").lower() != "sum":
            reading.fault(file, ufun, f"aggregation {ufun.get('aggregation')!r}", "sum")
        weight = reading.number(file, ufun, "weight", "1")
        if weight != 1:
            reading.warn(file, ufun, f"the function weighs {float(weight):g}", "multiplied")
        for rectangle in ufun.every("hyperRectangle"):
            own = weight * reading.number(file, rectangle, "utility") / most
            found += _rectangle(file, rectangle, party, own, place, reading)
    return found


def _rectangle(
    file: str,
    rectangle: Element,
    party: str,
    score: Fraction,
    place: dict[str, Matter],
    reading: Reading,
) -> list[Bonus]:
    includes = _bounds(file, rectangle, "INCLUDES", place, reading)
    excludes = _bounds(file, rectangle, "EXCLUDES", place, reading)
    always = Bonus({}, {party: score}, everywhere=True)
    if not includes and not excludes:
        return [always]
    if includes and excludes:
        reading.warn(
            file, rectangle, "a rectangle both includes and excludes",
            "pays where all it includes hold and one it excludes fails",
        )  # fmt: skip
        both = {
            issue: tuple(one for one in includes.get(issue, own) if one in own)
            for issue, own in {**includes, **excludes}.items()
        }
        return [Bonus(includes, {party: score}), Bonus(both, {party: -score})]
    if includes:
        return [Bonus(includes, {party: score})]
    return [always, Bonus(excludes, {party: -score})]


def _bounds(
    file: str, rectangle: Element, tag: str, place: dict[str, Matter], reading: Reading
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for bound in rectangle.all(tag):
        matter = place.get(bound.get("index") or "")
        if matter is None:
            reading.fault(
                file, bound, f"{tag} names issue {bound.get('index')!r}, which is not in the domain"
            )
            continue
        if matter.kind != "integer":
            reading.fault(file, bound, f"{tag} bounds {matter.name}", "an integer issue")
            continue
        low, high = reading.number(file, bound, "min"), reading.number(file, bound, "max")
        inside = tuple(one for one in matter.options if low <= int(one) <= high)
        found[matter.name] = tuple(one for one in found.get(matter.name, inside) if one in inside)
    return found
