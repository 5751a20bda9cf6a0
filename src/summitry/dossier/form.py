"""Data becomes the model, or faults in our own words: the form of a dossier, not yet its sense."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from summitry.dossier.model import Dossier
from summitry.dossier.problem import Fault, nearest, shown

Path = tuple[str | int, ...]

_OWN_CODES = {
    "unknown_key": "S201",
    "text": "S203",
    "bounds": "S204",
    "range_order": "S205",
    "number": "S206",
    "not_finite": "S206",
    "unknown_word": "S207",
    "mixed_words": "S208",
    "range_length": "S209",
    "quote_length": "S502",
    "cite": "S503",
}
_SHAPES = {
    "string_type": ("not a text", "a text; quote it if it looks like a number"),
    "list_type": ("not a list", "a list: [one, another]"),
    "tuple_type": ("not a list", "a list: [one, another]"),
    "dict_type": ("not a mapping", "a mapping: names, each with what belongs to it"),
    "model_type": ("not a mapping", "a mapping of keys to values"),
    "model_attributes_type": ("not a mapping", "a mapping of keys to values"),
    "bool_type": ("neither true nor false", "true or false"),
    "bool_parsing": ("neither true nor false", "true or false"),
    "float_type": ("not a number", "a number"),
    "float_parsing": ("not a number", "a number"),
    "finite_number": ("not a finite number", "a finite number"),
}


def to_model(data: Mapping[str, Any]) -> tuple[Dossier | None, list[Fault]]:
    """The model of some data, and every fault of its form.

    Where single numbers are at fault, a model with stand-ins for them comes back beside the faults,
    so that the rest can be checked too; otherwise None.
    """
    try:
        return Dossier.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        faults = [_fault(one, data) for one in details]
    mended = copy.deepcopy(dict(data))
    for one, fault in zip(details, faults, strict=True):
        _stand_in(mended, _real(one["loc"], data), fault)
    try:
        return Dossier.model_validate(mended), faults
    except ValidationError:
        return None, faults


def _stand_in(data: dict[str, Any], path: Path, fault: Fault) -> None:
    """Put something valid where a number is wrong; take out an unknown key."""
    parent: Any = data
    for step in path[:-1]:
        parent = parent[step] if _has(parent, step) else None
    if not path or not _has(parent, path[-1]):
        return
    if (fault.code == "S201" and fault.path == path) or path[-1] == "cite":
        del parent[path[-1]]
    elif fault.code in ("S201", "S204", "S205", "S206", "S207", "S208", "S209", "S502", "S503"):
        parent[path[-1]] = 1 if path[0] in ("curve", "loss_aversion") else 0.5


def _has(node: object, step: str | int) -> bool:
    if isinstance(node, Mapping):
        return step in node
    return isinstance(node, list) and isinstance(step, int) and step < len(node)


def _real(where: Path, data: object) -> Path:
    """The path in the file: without the steps that only the model has."""
    found: list[str | int] = []
    node = data
    for step in where:
        if step == "[key]":
            continue
        if _has(node, step):
            found.append(step)
            node = node[step]  # type: ignore[index]
    return tuple(found)


def _fault(error: ErrorDetails, data: object) -> Fault:
    kind, where, given = error["type"], error["loc"], error.get("input")
    context = error.get("ctx", {})
    path = _real(where, data)
    if kind == "extra_forbidden":
        right = nearest(str(where[-1]), keys_at(where[:-1]))
        return Fault("S201", (*path,), f"unknown key {shown(where[-1])}", right, key=True)
    if kind == "unknown_key":
        name = str(context["key"])
        right = nearest(name, context["known"])
        return Fault("S201", (*path, name), f"unknown key {shown(name)}", right, key=True)
    if kind == "missing":
        right = _meaning(where)
        return Fault("S202", path, f"the key {shown(where[-1])} is missing", right, key=True)
    if kind in _OWN_CODES:
        known, right = context.get("known"), str(context.get("right", ""))
        if known and isinstance(given, str):
            right = nearest(given, known, right)
        fault = f"{_name(where)}: {error['msg']}"
        return Fault(_OWN_CODES[kind], path, fault, right, shown(given))
    if kind == "literal_error":
        return _not_one_of(error, path)
    fault, right = _SHAPES.get(kind, ("not of the right form", _meaning(where)))
    if kind == "too_short":
        fault, right = "too few", f"at least {context.get('min_length')}"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        side = "at least" if "ge" in context else "at most"
        return Fault(
            "S204", path, f"{_name(where)}: out of bounds", f"{side} {bound:g}", shown(given)
        )
    return Fault("S203", path, f"{_name(where)}: {fault}", right, shown(given))


def _not_one_of(error: ErrorDetails, path: Path) -> Fault:
    expected = str(error.get("ctx", {}).get("expected", ""))
    words = [word.strip("' ") for word in expected.replace(" or ", ", ").split(", ")]
    given = error.get("input")
    if path and path[-1] == "summitry":
        fault, right = "this program reads form 1 of a dossier", "summitry: 1"
        return Fault("S203", path, fault, right, shown(given))
    right = nearest(str(given), words, f"one of: {', '.join(words)}")
    fault = f"{_name(error['loc'])}: not one of the words for it"
    return Fault("S203", path, fault, right, shown(given))


def _name(where: Path) -> str:
    names = [str(one) for one in where if not isinstance(one, int) and one != "[key]"]
    return names[-1] if names else "the dossier"


def keys_at(where: Path) -> list[str]:
    """Keys that the model knows at a place."""
    model = _model_at(where)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _meaning(where: Path) -> str:
    model = _model_at(where[:-1])
    if model:
        for name, field in model.model_fields.items():
            if where[-1] in (name, field.alias):
                return f"{where[-1]}: {field.description or 'a value'}"
    return f"give {where[-1]}"


def _model_at(where: Path) -> type[BaseModel] | None:
    """The model that stands at a place, found by walking the annotations."""
    kind: Any = Dossier
    for step in where:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = kind.model_fields.items()
            inner = [field.annotation for name, field in fields if step in (name, field.alias)]
            kind = inner[0] if inner else None
        else:
            kind = next(iter(_inside(kind)), None)
    while kind is not None and not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        kind = next(iter(_inside(kind)), None)
    return kind


def _inside(kind: Any) -> Iterator[Any]:  # noqa: ANN401
    """What a container's annotation holds: a mapping's values, not its keys."""
    inside = getattr(kind, "__args__", ())
    for one in inside[1:] if getattr(kind, "__origin__", None) is dict else inside:
        if one not in (str, type(None), ...) and not isinstance(one, str):
            yield one
