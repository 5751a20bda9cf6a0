"""How many legal packages there are, without listing them."""

from __future__ import annotations

import math

from summitry.games.packages.space import PackageSpace, Rule

STATES = 100_000
"""More ways than this to stand towards the rules are not followed."""
OFF, FINE, BROKEN = 0, 1, 2


def count_packages(space: PackageSpace) -> tuple[int, bool]:
    """How many packages are legal, and whether that is exact or only at most so many.

    Issue by issue, packages that stand alike towards every rule (its condition done away with, its
    demand still met, or broken) are counted together.
    """
    if space.listed:
        return len(space.packages), True
    rules = space.rules
    last = [max(issue for issue, _ in rule.when + (rule.then or ())) for rule in rules]
    ways = {tuple(BROKEN if rule.then is None else FINE for rule in rules): 1}
    widths = [
        range(size) if space.held is None or space.held[issue] < 0 else [int(space.held[issue])]
        for issue, size in enumerate(space.sizes.tolist())
    ]
    for issue, levels in enumerate(widths):
        after: dict[tuple[int, ...], int] = {}
        for state, count in ways.items():
            for level in levels:
                stands = tuple(
                    _after(one, rule, issue, level) for one, rule in zip(state, rules, strict=True)
                )
                settled = [one for one, end in zip(stands, last, strict=True) if end <= issue]
                if BROKEN in settled:
                    continue
                key = tuple(
                    OFF if end <= issue else one for one, end in zip(stands, last, strict=True)
                )
                after[key] = after.get(key, 0) + count
        if len(after) > STATES:
            return math.prod(len(one) for one in widths), False
        ways = after
    return sum(ways.values()) - _still(space), True


def _after(state: int, rule: Rule, issue: int, level: int) -> int:
    """How a package stands towards a rule once an issue is at a level."""
    if state == OFF or any(at == issue and level not in held for at, held in rule.when):
        return OFF
    if any(at == issue and level not in held for at, held in rule.then or ()):
        return BROKEN
    return state


def _still(space: PackageSpace) -> int:
    """1 if the package that moves nothing it might obeys the rules, and must be left out."""
    levels = space.status_quo.copy()
    if space.held is not None:
        levels[space.held >= 0] = space.held[space.held >= 0]
    state = [BROKEN if rule.then is None else FINE for rule in space.rules]
    for issue, level in enumerate(levels.tolist()):
        state = [_after(*one, issue, level) for one in zip(state, space.rules, strict=True)]
    return int(BROKEN not in state)
