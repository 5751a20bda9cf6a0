"""A school's changes in words, each with the thing that it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summitry.dossier.otherwise import REASONS
from summitry.workbench.choosing import number_label
from summitry.workbench.fields import Field, said
from summitry.workbench.forms import Form, form
from summitry.workbench.items import Item, items
from summitry.workbench.places import ABSENT, Plain, standing_at
from summitry.workbench.schools import KINDS, NUMBERS, Thing, View, dotted

UNSAID = frozenset((*REASONS, "confidence"))
"""What a list of changes leaves to the forms: how something is known."""
_ROOTS = frozenset(str(one.path[0]) for group in NUMBERS.groups for one in group.asks)


@dataclass(frozen=True)
class Entry:
    """One of a school's changes, in words; ``thing`` is what it is of, where the school has it."""

    path: str
    what: str
    instead: str
    thing: Thing | None


def entries(seen: View, every: Sequence[Thing]) -> list[Entry]:
    """A school's changes in words, in the file's order."""
    dossiers = items(seen.plain, seen.base, KINDS)
    gone = {dotted(one.path, seen.base): one for one in dossiers}
    return [_entry(seen, path, value, every, gone) for path, value in seen.own.items()]


def _entry(
    seen: View, path: str, value: Plain, every: Sequence[Thing], gone: Mapping[str, Item]
) -> Entry:
    if value is None:
        what = _named(gone[path]) if path in gone else number_label(seen.plain, path)
        return Entry(path, what, "there is none", None)
    around = [one for one in every if path == one.path or path.startswith(f"{one.path}.")]
    thing = max(around, key=lambda one: len(one.path), default=None)
    if thing is None:
        case = next(one for one in every if one.item.kind is NUMBERS)
        thing = case if path.split(".")[0] in _ROOTS else None
    if thing is None:
        return Entry(path, number_label(seen.dossier, path), in_words(value), None)
    own = form(seen.dossier, seen.data, thing.item.kind, thing.item.path)
    label = "" if thing.item.kind.single else f"{_named(thing.item)}, "
    if path == thing.path and not thing.item.kind.single:
        told = [one for field in own.fields if (one := _field_said(own, field))]
        return Entry(path, _named(thing.item), "; ".join(told) or in_words(value), thing)
    for field in own.fields:
        if field.shape != "number" and path == dotted((*thing.item.path, *field.path), seen.data):
            return Entry(path, f"{label}{field.label}", _value_said(field, value), thing)
    return Entry(path, number_label(seen.dossier, path), in_words(value), thing)


def _named(item: Item) -> str:
    return f"{item.kind.one}: {item.label}"


def _field_said(own: Form, field: Field) -> str:
    node = standing_at(own.node, field.path)
    if node is ABSENT or (field.path and field.path[-1] in UNSAID):
        return ""
    return f"{field.label}: {_value_said(field, node)}"


def _value_said(field: Field, value: Plain) -> str:
    """What a field holds, by the words that it is chosen by."""
    known = {one.value: one.text for one in field.choices}
    every = value if isinstance(value, list) and field.shape == "several" else [value]
    return ", ".join(known.get(said(one), in_words(one)) for one in every)


def in_words(value: Plain) -> str:
    """A change without its reason."""
    if isinstance(value, Mapping) and "value" in value:
        value = value["value"]
    if isinstance(value, Mapping):
        parts = [(key, one) for key, one in value.items() if key not in UNSAID]
        return "; ".join(f"{key.replace('_', ' ')} {in_words(one)}" for key, one in parts)
    if isinstance(value, list):
        return ", ".join(in_words(one) for one in value)
    return said(value)
