"""How the parties of a dossier get on at its information cut-off, by its relations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summitry.dossier.calendar import earliest
from summitry.dossier.model import Dossier
from summitry.dossier.relation import Relation, index


@dataclass(frozen=True)
class Dyad:
    """The relations index of a dyad at the information cut-off."""

    first: str
    second: str
    x: float


def dyads(dossier: Dossier) -> tuple[Dyad, ...]:
    """Every relation of a dossier with its index, in the file's order."""
    return tuple(
        Dyad(one.between[0], one.between[1], _index(dossier, one)) for one in dossier.relations
    )


def between_principals(dossier: Dossier) -> float | None:
    """The index that shifts rapport: a table is as warm as its coldest pair of principals."""
    principals = set(dossier.principals)
    pairs = [one.x for one in dyads(dossier) if {one.first, one.second} <= principals]
    return min(pairs, default=None)


def coldest(dossier: Dossier, party: str) -> float | None:
    """The index that shifts a party's chances of crisis: its worst relation of all."""
    own = [one.x for one in dyads(dossier) if party in (one.first, one.second)]
    return min(own, default=None)


def _index(dossier: Dossier, relation: Relation) -> float:
    on = earliest(dossier.as_of)
    found = [(earliest(one.on), one.gamma) for one in relation.events]
    if on is None:
        return relation.start
    dated = [(day, weight) for day, weight in found if day is not None]
    return index(dated, on, start=relation.start, half_life=relation.half_life)


def in_words(dossier: Dossier) -> Iterator[str]:
    """What the relations shift, one sentence each."""
    for one in dyads(dossier):
        names = f"{dossier.label(one.first)} and {dossier.label(one.second)}"
        yield (
            f"Relations index of {names} on {dossier.as_of}: {one.x:+.2f}; it shifts rapport and "
            "the chance of a crisis inside their ranges, and nothing else."
        )
