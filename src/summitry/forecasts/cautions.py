"""Warnings that protect a forecast from its coder, found in the draws (codes W7xx)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.logic import Statement
from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.forecasts.bargains import Package, top_packages
from summitry.forecasts.events import holds, statements
from summitry.forecasts.mechanisms import Effect, effects
from summitry.procedures.games import Games
from summitry.procedures.layout import Layout
from summitry.procedures.outcomes import Outcomes
from summitry.procedures.package import Form, negotiate

IDLE = 0.01
"""A mechanism that changes a smaller share of the draws than this changes nothing."""
PURE = 0.99
"""An event answers to no stance if the coins alone tell this share of its draws."""


@dataclass(frozen=True)
class Caution:
    """A warning: its stable code and its text."""

    code: str
    text: str


def caution(dossier: Dossier, *, draws: int = 2_000, seed: int = 1) -> tuple[Caution, ...]:
    """The warnings about one dossier's numbers, from a short run of their own."""
    layout, form = Layout(dossier), Form.of(dossier)
    events = statements(dossier)
    made = Draws(dossier, draws, seed)
    games = Games(layout, made)
    outcomes = negotiate(games, form, reasons=False)
    changed = effects(games, form, events)
    return cautions(outcomes, made, events, changed, top_packages(outcomes, games))


@dataclass(frozen=True, eq=False)
class _Coin:
    text: str
    fell: NDArray[np.bool_]
    chance: float


def cautions(
    outcomes: Outcomes,
    draws: Draws,
    events: Mapping[str, Statement],
    effects: Sequence[Effect],
    packages: Sequence[Package],
) -> tuple[Caution, ...]:
    """Every warning that the draws give rise to."""
    return (
        *_idle_mechanisms(effects),
        *_events_of_coins(outcomes, draws, _outcomes_of(outcomes.layout.dossier, events)),
        *_one_sided(outcomes.layout, packages),
    )


def _outcomes_of(dossier: Dossier, events: Mapping[str, Statement]) -> Mapping[str, Statement]:
    """Events but for those that are signs of others: these may well be typed chances."""
    signs = {name for name, one in dossier.events.items() if one.observable_by is not None}
    return {name: one for name, one in events.items() if name not in signs}


def _idle_mechanisms(effects: Sequence[Effect]) -> Iterator[Caution]:
    for one in effects:
        if one.touched < IDLE:
            share = f"{one.touched:.1%}" if one.touched else "none"
            yield Caution("W701", f"{one.text}: changes nothing ({share} of the draws)")


def _events_of_coins(
    outcomes: Outcomes, draws: Draws, events: Mapping[str, Statement]
) -> Iterator[Caution]:
    """Events that the world's chances alone decide: products of numbers that somebody typed."""
    coins = list(_coins(outcomes.layout, draws))
    for name, event in events.items():
        which = holds(event, outcomes)
        if _purity(which, []) >= PURE or _purity(which, coins) < PURE:
            continue
        needed = list(coins)
        for coin in coins:
            fewer = [one for one in needed if one is not coin]
            if _purity(which, fewer) >= PURE:
                needed = fewer
        named = ", ".join(f"{coin.text} {coin.chance:.2f}" for coin in needed)
        text = f"{name!r} answers to no stance: it is all but decided by typed chances ({named})"
        yield Caution("W702", text)


def _coins(layout: Layout, draws: Draws) -> Iterator[_Coin]:
    for line in {one.coin: one for one in layout.lines}.values():
        fell = draws.coin(line.coin, line.chance)
        owner = layout.dossier.label(line.owner)
        text = f"{line.kind} of {owner} on {line.issue}"
        yield _Coin(text, fell, float(fell.mean()))
    slip = draws.coin("process/slip", "process/slip")
    yield _Coin("slip", slip, float(slip.mean()))
    for key in layout.issues:
        for level in layout.dossier.issues[key].no_deal:
            chance = f"issues/{key}/no_deal/{level}"
            fell = draws.coin(f"issues/{key}/no_deal", chance)
            yield _Coin(f"{key} = {level} without a deal", fell, float(fell.mean()))


def _purity(which: NDArray[np.bool_], coins: Sequence[_Coin]) -> float:
    """Share of draws told rightly by the best rule that sees only how the coins fell."""
    if not coins:
        return float(max(which.mean(), 1 - which.mean()))
    pattern = np.zeros(len(which), dtype=np.int64)
    for number, coin in enumerate(coins):
        pattern = 2 * pattern + coin.fell
        if number % 16 == 15:  # keep the patterns few enough to count
            pattern = np.unique(pattern, return_inverse=True)[1]
    total = np.bincount(pattern)
    true = np.bincount(pattern, weights=which)
    return float(np.maximum(true, total - true).sum() / len(which))


def _one_sided(layout: Layout, packages: Sequence[Package]) -> Iterator[Caution]:
    """Deals in which one principal moves and nothing is moved or held for it in return."""
    for one in packages:
        idle = [
            layout.dossier.label(who) for who in layout.principals if not _does(layout, who, one)
        ]
        if idle and len(idle) < len(layout.principals) and one.share >= IDLE:
            deal = ", ".join(f"{key} = {one.levels[key]}" for key in one.moved)
            text = (
                f"a deal struck in {one.share:.0%} of the draws is one-sided ({deal}): "
                f"{' and '.join(idle)} moves and holds nothing in it"
            )
            yield Caution("W703", text)


def _does(layout: Layout, principal: str, package: Package) -> bool:
    """Whether a principal moves something in a package, or holds what might have lapsed."""
    issues = layout.dossier.issues
    own = [key for key, issue in issues.items() if issue.performed_by == principal]
    return any(key in package.moved or issues[key].no_deal for key in own)
