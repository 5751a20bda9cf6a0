"""Draws become score tables: what each level of each issue brings each party over no deal.

The order of operations is FORMAL's ("Exactly", Tables): value from ideal and curve; trust; the
no-deal outlook; salience; loss aversion; cover. Red lines and asks come last, in the bargaining.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import Dossier
from summitry.draws import Draws
from summitry.games.packages.game import Game
from summitry.procedures.layout import Layout

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """Some rows of the draws, so that large runs need little memory and use every core."""

    start: int
    stop: int


def values(layout: Layout, draws: Draws, party: str, block: Block) -> Floats:
    """A party's value of each level, (rows, slots): 1 at its ideal or best, 0 or more elsewhere."""
    rows = slice(block.start, block.stop)
    stances = layout.dossier.stances.get(party, {})
    curve = draws.value("curve")[rows, None]
    found = np.zeros((block.stop - block.start, len(layout.positions)))
    ideal = np.zeros((block.stop - block.start, len(layout.issues)))
    curved = np.zeros(len(layout.issues), dtype=bool)
    for number, key in enumerate(layout.issues):
        stance = stances.get(key)
        if stance is None:
            continue
        name = f"stances/{party}/{key}"
        if stance.values is None:
            ideal[:, number] = draws.value(f"{name}/ideal")[rows]
            curved[number] = True
            continue
        for level in stance.values:
            found[:, layout.slot(key, level)] = draws.value(f"{name}/values/{level}")[rows]
    here = curved[layout.issue_of_slot]
    away = np.abs(layout.positions[here] - ideal[:, layout.issue_of_slot[here]])
    found[:, here] = 1 - away**curve
    return found


def weights(layout: Layout, draws: Draws, party: str, block: Block) -> Floats:
    """A party's salience of each issue, normalised to sum to 1, (rows, issues)."""
    rows = slice(block.start, block.stop)
    stances = layout.dossier.stances.get(party, {})
    raw = np.zeros((block.stop - block.start, len(layout.issues)))
    for number, key in enumerate(layout.issues):
        if key in stances:
            raw[:, number] = draws.value(f"stances/{party}/{key}/salience")[rows]
    total = raw.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(raw, total, out=np.zeros_like(raw), where=total > 0))


def outlook(layout: Layout, draws: Draws, block: Block) -> Floats:
    """Chance of each level if there is no deal, (rows, slots)."""
    rows = slice(block.start, block.stop)
    chance = np.zeros((block.stop - block.start, len(layout.positions)))
    for number, key in enumerate(layout.issues):
        first = layout.offsets[number]
        own = slice(first, first + layout.sizes[number])
        stay = first + layout.status_quo[number]
        for level in layout.dossier.issues[key].no_deal:
            name = f"issues/{key}/no_deal/{level}"
            chance[:, layout.slot(key, level)] = draws.value(name)[rows]
        total = chance[:, own].sum(axis=1)
        chance[:, own] /= np.maximum(total, 1.0)[:, None]
        chance[:, stay] += np.maximum(1.0 - total, 0.0)
    return chance


def scores(layout: Layout, draws: Draws, party: str, block: Block) -> Floats:
    """What each level brings a party over no deal, before cover, (rows, slots)."""
    rows = slice(block.start, block.stop)
    value = values(layout, draws, party, block)
    trust = trust_input(layout.dossier, party)
    if trust is not None:
        kappa = draws.value(trust)[rows, None]
        promised = _promised_by_others(layout, party)
        stays = value[:, layout.status_quo_slot[promised]]
        value[:, promised] = kappa * value[:, promised] + (1 - kappa) * stays
    expected = np.add.reduceat(outlook(layout, draws, block) * value, layout.offsets, axis=1)
    weight = weights(layout, draws, party, block)
    over = (value - expected[:, layout.issue_of_slot]) * weight[:, layout.issue_of_slot]
    if party in layout.principals:
        aversion = draws.value(f"loss_aversion/{party}")[rows, None]
        over = np.where(over < 0, over * aversion, over)
    return over


def trust_input(dossier: Dossier, party: str) -> str | None:
    """The input that holds a party's belief that the other side performs what it signs."""
    role = dossier.parties[party].role
    if role == "principal":
        return f"process/trust/{party}"
    if role == "ratifier":
        if dossier.parties[party].trust is not None:
            return f"parties/{party}/trust"
        return f"process/trust/{dossier.parties[party].of}"
    return None


def _promised_by_others(layout: Layout, party: str) -> NDArray[np.bool_]:
    """Slots of issues that a principal other than the party's own performs."""
    own = layout.dossier.parties[party].of or party
    others = set(layout.principals) - {own}
    performed = [layout.dossier.issues[key].performed_by in others for key in layout.issues]
    return np.asarray(performed)[layout.issue_of_slot]


def covered(layout: Layout, draws: Draws, tables: dict[str, Floats], block: Block) -> None:
    """Apply cover to the ratifiers' tables, in place.

    Where a ratifier loses and the giver of cover itself gains, the loss counts less.
    """
    rows = slice(block.start, block.stop)
    plain = {
        cover.giver: tables.get(cover.giver, np.empty(0)).copy()
        if cover.giver in tables
        else scores(layout, draws, cover.giver, block)
        for cover in layout.dossier.cover
    }
    for cover in sorted(layout.dossier.cover, key=lambda one: one.key):
        on = np.isin(layout.issue_of_slot, [layout.issues.index(key) for key in cover.on])
        strength = draws.value(f"cover/{cover.key}/strength")[rows, None]
        table = tables[cover.to]
        shielded = on & (table < 0) & (plain[cover.giver] > 0)
        tables[cover.to] = np.where(shielded, table * (1 - strength), table)


def game(layout: Layout, draws: Draws, block: Block, holding_back: float) -> Game:
    """The bargaining of the draws that belong to a block of rows."""
    acceptors = [*layout.principals, *layout.ratifiers, *layout.consenters]
    tables = {party: scores(layout, draws, party, block) for party in acceptors}
    covered(layout, draws, tables, block)
    constant, claim = _reservations(layout, draws, block, holding_back)
    lines = layout.lines
    line_slots = np.zeros((len(lines), len(layout.positions)), dtype=bool)
    for number, line in enumerate(lines):
        for level in line.levels:
            line_slots[number, layout.slot(line.issue, level)] = True
    inner = slice(block.start * draws.inner, block.stop * draws.inner)
    active = np.empty((len(constant), len(lines)), dtype=bool)
    for number, line in enumerate(lines):
        active[:, number] = draws.coin(line.coin, line.chance)[inner]
    return Game(
        scores=np.stack([tables[party] for party in acceptors], axis=1),
        leverage=_columns(draws, [f"parties/{one}/leverage" for one in layout.ratifiers], block),
        slack=_columns(draws, [f"parties/{one}/slack" for one in layout.ratifiers], block),
        weights=_weights_of_power(layout, draws, block),
        constant=constant,
        claim=claim,
        active=active,
        line_owner=np.array([acceptors.index(line.owner) for line in lines], dtype=np.int64),
        line_slots=line_slots,
        answers_to=np.array(
            [
                layout.principals.index(layout.dossier.parties[one].of or "")
                for one in layout.ratifiers
            ],
            dtype=np.int64,
        ),
        consent_on=np.array(
            [
                [one in layout.dossier.issues[key].consent for key in layout.issues]
                for one in layout.consenters
            ],
            dtype=bool,
        ).reshape(len(layout.consenters), len(layout.issues)),
    )


def _reservations(
    layout: Layout, draws: Draws, block: Block, holding_back: float
) -> tuple[Floats, Floats]:
    """Each principal's constant and claim, (draws, principals)."""
    rows = slice(block.start, block.stop)
    inner = slice(block.start * draws.inner, block.stop * draws.inner)
    rapport = draws.value("process/rapport")[rows]
    constants, claims = [], []
    for party in layout.principals:
        stakes = sorted(layout.dossier.stakes.get(party, {}))
        worth = np.zeros(block.stop - block.start)
        for key in stakes:
            worth = worth + draws.value(f"stakes/{party}/{key}")[rows]
        width = (1 - rapport) * draws.value(f"process/hidden/{party}")[rows]
        type_ = draws.uniform(f"parties/{party}#type")[inner]
        hidden = np.repeat(width, draws.inner) * (0.5 - type_)
        constants.append(-np.repeat(worth, draws.inner) - hidden)
        claims.append(np.repeat(holding_back * width, draws.inner))
    return np.column_stack(constants), np.column_stack(claims)


def _weights_of_power(layout: Layout, draws: Draws, block: Block) -> Floats:
    """Influence of each principal, scaled to a mean of 1, (rows, principals)."""
    raw = _columns(draws, [f"parties/{one}/influence" for one in layout.principals], block)
    mean = raw.mean(axis=1, keepdims=True)
    return np.asarray(np.divide(raw, mean, out=np.ones_like(raw), where=mean > 0))


def _columns(draws: Draws, names: Sequence[str], block: Block) -> Floats:
    found = np.empty((block.stop - block.start, len(names)))
    for number, name in enumerate(names):
        found[:, number] = draws.value(name)[block.start : block.stop]
    return found
