"""A dossier at its likeliest numbers as a position table, for other tools' files."""

from __future__ import annotations

import numpy as np

from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.formats.ktab_xml import settings_of
from summitry.formats.positions import PositionTable
from summitry.procedures.interests import interests
from summitry.procedures.layout import Layout
from summitry.procedures.terrain import at_modes


def positions_of(dossier: Dossier) -> tuple[PositionTable, tuple[str, ...]]:
    """A dossier's parties as actors on scales of 0 to 100, and what such a table cannot hold."""
    layout = Layout(dossier)
    found = interests(layout, at_modes(dossier))
    names = [dossier.label(one) for one in found.actors]
    labels = [dossier.issues[one].name or one for one in found.issues]
    table = PositionTable(
        dossier.title, "expected utility", _distinct(names, found.actors),
        _distinct(labels, found.issues), 100 * found.positions[0], found.salience[0],
        found.influence[0], np.tile([0.0, 100.0], (len(labels), 1)), 100 * found.status_quo,
        levels={
            label: {100 * at: level for level, at in dossier.issues[key].positions().items()}
            for key, label in zip(found.issues, _distinct(labels, found.issues), strict=True)
        },
        model=dossier.influence.model or "mean",
        settings=settings_of(dossier.influence.spatial),
    )  # fmt: skip
    return table, tuple(_losses(dossier))


def _distinct(names: list[str], ids: list[str]) -> tuple[str, ...]:
    """Names for people where they tell the parties apart, else the ids."""
    return tuple(names if len(set(names)) == len(names) else ids)


def _losses(dossier: Dossier) -> list[str]:
    found = []
    if any(not one.range.exact for one in inputs(dossier).values()):
        found.append("ranges: every number is at its likeliest value")
    if any(one.values is not None for own in dossier.stances.values() for one in own.values()):
        found.append("tables of values: the level worth most stands for the position")
    roles = {party.role for party in dossier.parties.values()}
    if len(roles) > 1:
        found.append("roles: who signs, who ratifies and who looks on")
    if dossier.clauses:
        found.append(f"{len(dossier.clauses)} clauses")
    mute = [key for key in dossier.parties if not dossier.stances.get(key)]
    if mute:
        found.append("parties without a stance: " + ", ".join(sorted(mute)))
    if dossier.influence.ideals:
        found.append("pulls on ideals")
    found.append("stakes, red lines, trust and all else that is about signing")
    return found
