"""Draws become score tables: what each level of each issue brings each party over no deal.

The order of operations is FORMAL's ("Exactly", Tables): value from ideal and curve; trust; the
no-deal outlook; salience; loss aversion; cover. Red lines and asks come last, in the bargaining.
Axes are always (rows, parties, slots or issues); slots are the levels of all issues, stacked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import Cover, Dossier
from summitry.draws import Draws
from summitry.procedures.layout import Layout

Floats = NDArray[np.float64]

KEPT_BYTES = 100_000_000
"""Tables that take no more memory than this are kept, for variants that share them."""


@dataclass(frozen=True, eq=False)
class Tables:
    """Score tables of some parties, made for any rows of the draws.

    Parameters
    ----------
    layout, draws
        The dossier's structure and its numbers.
    parties
        Whose tables, in this order. Parties who give cover are added behind.
    """

    layout: Layout
    draws: Draws
    parties: Sequence[str]
    _made: dict[tuple[int, int], Floats] = field(default_factory=dict, init=False)
    _wished: dict[tuple[int, int], Floats] = field(default_factory=dict, init=False)
    _base: list[tuple[Tables, Tables]] = field(default_factory=list, init=False)
    """At most one: the tables these are taken from, and those of the parties that differ."""

    @staticmethod
    def rest_on(name: str) -> bool:
        """Whether the tables depend on an input; else other values of it may share them."""
        kind = name.split("/")[0]
        if kind == "stances":
            return "/red_line/" not in name and not name.endswith("/influence")
        if kind == "parties":
            return name.endswith("/trust")
        if kind == "process":
            return name.startswith("process/trust/")
        return kind not in ("stakes", "time", "tracks")

    def redrawn(self, draws: Draws, names: Iterable[str]) -> Tables:
        """The tables of draws that differ from these in some inputs only.

        Where those are of a few parties, the tables of the others are taken over as they are.
        """
        names = list(names)
        roots = {name.split("/")[0] for name in names}
        if self._kept and not self._base and roots <= _ON_WISHES:
            found = Tables(self.layout, draws, self.parties)
            vars(found)["_wished"] = self._wished  # whoever makes them, makes them for both
            found._take_over(self, roots)
            return found
        changed = self.parties_on(names) if self._kept else None
        if changed is None:
            found = Tables(self.layout, draws, self.parties)
            found._take_over(self, roots)
            return found
        covers = self.layout.dossier.cover
        while more := {one.giver for one in covers if one.to in changed} - changed:
            changed |= more
        parties = [one for one in self.parties if one in changed]
        found = Tables(self.layout, draws, self.parties)
        if len(parties) < len(self.parties):
            found._base.append((self, Tables(self.layout, draws, parties)))
        return found

    def parties_on(self, names: Iterable[str]) -> set[str] | None:
        """Whose tables rest on some inputs, what covers them included; None for everybody's."""
        changed: set[str] = set()
        for name in names:
            own = self._parties_of(name)
            if own is None:
                return None
            changed |= own
        return changed | {one.to for one in self.layout.dossier.cover if one.giver in changed}

    def _take_over(self, other: Tables, roots: set[str]) -> None:
        """The other's parts that rest on no input with these roots."""
        made = vars(other)
        vars(self).update(
            (part, made[part])
            for part, rests_on in _PARTS.items()
            if part in made and not rests_on & roots
        )

    def _parties_of(self, name: str) -> set[str] | None:
        """Whose own tables an input is part of; None for everybody's."""
        match name.split("/"):
            case ["stances" | "parties" | "loss_aversion", party, *_]:
                return {party}
            case ["process", "trust", party]:
                parties = self.layout.dossier.parties
                return {party, *(one for one in parties if parties[one].of == party)}
            case ["cover", key, _]:
                return {one.to for one in self.layout.dossier.cover if one.key == key}
            case ["stakes" | "time" | "tracks" | "process", *_]:
                return set()
            case _:
                return None

    @property
    def _kept(self) -> bool:
        size = self.draws.rows * len(self.parties) * len(self.layout.positions) * 8
        return size <= KEPT_BYTES

    @cached_property
    def every(self) -> list[str]:
        """The parties asked for, then those who only give cover to one of them."""
        givers = {one.giver for one in self.layout.dossier.cover if one.to in self.parties}
        return [*self.parties, *sorted(givers - set(self.parties))]

    def prepare(self) -> None:
        """Make every draw that the tables need, once."""
        for base, own in self._base:
            base.prepare()
            own.prepare()
            return
        _ = self._ideal, self._values, self._salience, self._trust, self._aversion
        _ = self._outlook, self._strength, self._curve

    def scores(self, start: int, stop: int) -> Floats:
        """What each level brings each party over no deal, (rows, parties, slots)."""
        if not self._kept:
            return self._scores(start, stop)
        if (start, stop) not in self._made:
            self._made[start, stop] = self._scores(start, stop)
        return self._made[start, stop]

    def weight(self, issues: Sequence[str]) -> Floats:
        """Each party's own drawn weight of some issues, 0 to 1, (rows, parties)."""
        on = [key in issues for key in self.layout.issues]
        return np.asarray(self._salience[:, : len(self.parties), on].sum(axis=2))

    def _scores(self, start: int, stop: int) -> Floats:
        for base, own in self._base:
            found = base.scores(start, stop).copy()
            if own.parties:
                # Who ratifies and must consent as well sits here twice, covered once.
                places = [n for n, one in enumerate(self.parties) if one in own.parties]
                found[:, places] = own.scores(start, stop)
            return found
        over = self._wishes(start, stop).copy()
        rows = slice(start, stop)
        over += np.minimum(over, 0) * (self._aversion[rows, :, None] - 1)
        self._cover(over, rows)
        return np.ascontiguousarray(over[:, : len(self.parties)])

    def _wishes(self, start: int, stop: int) -> Floats:
        """The tables before loss aversion and cover, of everybody that they are made from."""
        if (start, stop) in self._wished:
            return self._wished[start, stop]
        layout, rows = self.layout, slice(start, stop)
        issue = layout.issue_of_slot
        value = np.take(self._ideal[rows], issue, axis=2)
        np.abs(np.subtract(layout.positions, value, out=value), out=value)
        np.subtract(1, np.power(value, self._curve[rows, None, None], out=value), out=value)
        for party, slots, table in self._values:
            value[:, party, slots] = table[rows]
        stays = np.take(value, layout.status_quo_slot, axis=2)
        believed = stays + self._trust[rows, :, None] * (value - stays)
        np.copyto(value, believed, where=self._promised)
        expected = np.add.reduceat(self._outlook[rows, None, :] * value, layout.offsets, axis=2)
        over = value - np.take(expected, issue, axis=2)
        over = np.asarray(over * np.take(self._salience[rows], issue, axis=2))
        if self._kept:
            self._wished[start, stop] = over
        return over

    def _cover(self, over: Floats, rows: slice) -> None:
        """Where a ratifier loses and the giver of cover itself gains, the loss counts less."""
        for cover, strength in self._strength:
            on = np.isin(
                self.layout.issue_of_slot, [self.layout.issues.index(key) for key in cover.on]
            )
            table, giver = self.every.index(cover.to), self.every.index(cover.giver)
            loss = over[:, table]
            shielded = on & (loss < 0) & (over[:, giver] > 0)
            over[:, table] = np.where(shielded, loss * (1 - strength[rows, None]), loss)

    @cached_property
    def _curve(self) -> Floats:
        return self.draws.value("curve")

    @cached_property
    def _ideal(self) -> Floats:
        return self._of_stances("ideal")

    @cached_property
    def _salience(self) -> Floats:
        """Saliences, normalised within each party to sum to 1."""
        raw = self._of_stances("salience")
        total = raw.sum(axis=2, keepdims=True)
        return np.asarray(np.divide(raw, total, out=np.zeros_like(raw), where=total > 0))

    def _of_stances(self, what: str) -> Floats:
        found = np.zeros((self.draws.rows, len(self.every), len(self.layout.issues)))
        for place, party in enumerate(self.every):
            own = self.layout.dossier.stances.get(party, {})
            for number, key in enumerate(self.layout.issues):
                if key in own and (what == "salience" or own[key].values is None):
                    found[:, place, number] = self.draws.value(f"stances/{party}/{key}/{what}")
        return found

    @cached_property
    def _values(self) -> list[tuple[int, NDArray[np.int64], Floats]]:
        """Value tables that stand instead of an ideal: party number, slots, (rows, levels)."""
        found = []
        for place, party in enumerate(self.every):
            for key, stance in sorted(self.layout.dossier.stances.get(party, {}).items()):
                if stance.values is None:
                    continue
                slots = np.array([self.layout.slot(key, one) for one in self.layout.levels[key]])
                names = [f"stances/{party}/{key}/values/{one}" for one in self.layout.levels[key]]
                found.append((place, slots, columns(self.draws, names)))
        return found

    @cached_property
    def _trust(self) -> Floats:
        found = np.ones((self.draws.rows, len(self.every)))
        for place, party in enumerate(self.every):
            name = trust_input(self.layout.dossier, party)
            if name is not None:
                found[:, place] = self.draws.value(name)
        return found

    @cached_property
    def _promised(self) -> NDArray[np.bool_]:
        """Slots that a principal other than the party's own performs, (parties, slots)."""
        dossier, layout = self.layout.dossier, self.layout
        performers = [dossier.issues[key].performed_by for key in layout.issues]
        found = np.zeros((len(self.every), len(performers)), dtype=bool)
        for place, party in enumerate(self.every):
            if trust_input(dossier, party) is not None:
                others = set(layout.principals) - {dossier.parties[party].of or party}
                found[place] = [one in others for one in performers]
        return found[:, layout.issue_of_slot]

    @cached_property
    def _aversion(self) -> Floats:
        found = np.ones((self.draws.rows, len(self.every)))
        for place, party in enumerate(self.every):
            if party in self.layout.principals:
                found[:, place] = self.draws.value(f"loss_aversion/{party}")
        return found

    @cached_property
    def _outlook(self) -> Floats:
        """Chance of each level if there is no deal, (rows, slots)."""
        layout = self.layout
        chance = np.zeros((self.draws.rows, len(layout.positions)))
        for number, key in enumerate(layout.issues):
            first = layout.offsets[number]
            own = slice(first, first + layout.sizes[number])
            for level in layout.dossier.issues[key].no_deal:
                name = f"issues/{key}/no_deal/{level}"
                chance[:, layout.slot(key, level)] = self.draws.value(name)
            total = chance[:, own].sum(axis=1)
            chance[:, own] /= np.maximum(total, 1.0)[:, None]
            chance[:, first + layout.status_quo[number]] += np.maximum(1.0 - total, 0.0)
        return chance

    @cached_property
    def _strength(self) -> list[tuple[Cover, Floats]]:
        """Covers of the parties asked for, in a fixed order, with their strengths."""
        found = sorted(self.layout.dossier.cover, key=lambda one: one.key)
        return [
            (one, self.draws.value(f"cover/{one.key}/strength"))
            for one in found
            if one.to in self.parties
        ]


_PARTS: Mapping[str, Set[str]] = {
    "every": set(),
    "_promised": set(),
    "_curve": {"curve"},
    "_ideal": {"stances"},
    "_values": {"stances"},
    "_salience": {"stances"},
    "_trust": {"process", "parties"},
    "_aversion": {"loss_aversion"},
    "_outlook": {"issues"},
    "_strength": {"cover"},
}
"""What tables are made of, and the roots of the inputs that each rests on."""
_ON_WISHES = {"loss_aversion", "cover"}
"""Roots of what comes on top of the wishes."""


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


def columns(draws: Draws, names: Sequence[str]) -> Floats:
    """Inputs side by side, (rows, names)."""
    found = np.empty((draws.rows, len(names)))
    for number, name in enumerate(names):
        found[:, number] = draws.value(name)
    return found
