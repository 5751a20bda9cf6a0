"""Fields of a form: how a part of a dossier's data stands in them, and what they make of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from summitry.dossier.citation import parse_cite
from summitry.dossier.estimate import Quantity
from summitry.workbench.places import ABSENT, Path, Plain

AS_WRITTEN = "="
"""Stands in a field for what only the file can say: several coders, a mapping where a number is."""
REASONS = ("kind", "confidence", "coder", "date", "note")
MOST_TEXT = 20_000


@dataclass(frozen=True)
class Choice:
    """Something to choose: what the file says, what people read, and under which heading."""

    value: str
    text: str
    group: str = ""


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes
    ----------
    path
        Where it stands inside the item that the form is of.
    label, help
        What people read at it.
    shape
        ``line``, ``long``, ``lines`` (a list, one a line), ``tick``, ``choice``, ``several``,
        ``number`` (an estimate with its reason), ``plain`` (a bare number), ``places`` (bare
        numbers), ``said`` (a statement), ``clause``, ``cites``, ``pulls`` or ``groups``.
    choices
        What may be chosen.
    quantity
        The kind of number.
    needed
        Whether it must be there.
    name
        Its name in the form: never a word of the dossier's.
    """

    path: Path
    label: str
    shape: str = "line"
    help: str = ""
    choices: tuple[Choice, ...] = ()
    quantity: Quantity | None = None
    needed: bool = False
    name: str = ""
    levels: tuple[Choice, ...] = ()
    """Levels whose names may stand for the number."""

    def shown(self, node: Plain) -> dict[str, str]:
        """What each input of the field holds, by the input's name."""
        return {self.name + key: text for key, text in _SHOWN[self.shape](node)}

    def read(self, old: Plain, given: Mapping[str, str]) -> Plain:
        """What the form makes of what stood there; the old thing itself if nothing changed."""
        before = self.shown(old)
        own = {
            key: text.replace("\r\n", "\n")
            for key, text in given.items()
            if key == self.name or key.startswith((f"{self.name}.", f"{self.name}:"))
        }
        if {key: text for key, text in own.items() if text} == {
            key: text.strip() for key, text in before.items() if text.strip()
        }:
            return old
        inner = {key[len(self.name) :]: text[:MOST_TEXT].strip() for key, text in own.items()}
        return _READ[self.shape](old, inner)


def number_of(text: str) -> float | int | str:
    """A number as people write it; anything else stays as it is, for the checker to tell."""
    try:
        found = float(text)
    except ValueError:
        return text
    if not math.isfinite(found) or "_" in text:
        return text
    return int(found) if found.is_integer() and "." not in text and "e" not in text else found


def estimate_of(text: str) -> Plain:
    """A number, three of them, or a word."""
    parts = [one.strip() for one in text.strip("[] ").replace(";", ",").split(",")]
    found = [number_of(one) for one in parts if one]
    return found[0] if len(found) == 1 else found


def said(value: Plain) -> str:
    """A value as a field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list):
        return ", ".join(said(one) for one in value)
    return "" if value is None else str(value)


Shown = Iterator[tuple[str, str]]
Inner = Mapping[str, str]


def _line(node: Plain) -> Shown:
    yield "", "" if node is ABSENT else said(node)


def _lines(node: Plain) -> Shown:
    yield "", "\n".join(said(one) for one in node) if isinstance(node, list) else ""


def _several(node: Plain) -> Shown:
    every = node if isinstance(node, list) else [] if node is ABSENT else [node]
    for one in every:
        yield f":{one}", said(one)


def _number(node: Plain) -> Shown:
    if node is ABSENT or node is None:
        return
    if not isinstance(node, Mapping):
        yield "", said(node)
        return
    value = node.get("value", ABSENT)
    plain = value is not ABSENT and not isinstance(value, Mapping)
    yield "", said(value) if plain else AS_WRITTEN
    for key in REASONS:
        yield f".{key}", said(node.get(key))
    yield from ((f".cite{key}", text) for key, text in _cites(node.get("cite", ABSENT)))


def _cites(node: Plain) -> Shown:
    for number, one in enumerate(cites_of(node)):
        for key in ("source", "quote", "at", "date"):
            yield f".{number}.{key}", said(one.get(key))


def cites_of(node: Plain) -> list[dict[str, str]]:
    """Citations in any of their forms, one by one."""
    try:
        found = parse_cite(None if node is ABSENT else node)
    except ValueError:
        return []
    keys = ("source", "quote", "at", "date")
    every = [{key: getattr(one, key) for key in keys} for one in found]
    return [{key: text for key, text in one.items() if text is not None} for one in every]


def _pulls(node: Plain) -> Shown:
    rows = [(a, b, share) for a, own in (node if isinstance(node, Mapping) else {}).items()
            for b, share in own.items()]  # fmt: skip
    for number, row in enumerate(rows):
        yield from ((f".{number}.{at}", said(one)) for at, one in enumerate(row))


def _groups(node: Plain) -> Shown:
    for name, paths in (node if isinstance(node, Mapping) else {}).items():
        yield from ((f":{path}", name) for path in paths)


def _read_line(old: Plain, given: Inner) -> Plain:
    return given.get("", "") or ABSENT


def _read_one_line(old: Plain, given: Inner) -> Plain:
    return " ".join(given.get("", "").split()) or ABSENT


def _read_lines(old: Plain, given: Inner) -> Plain:
    every = [" ".join(one.split()) for one in given.get("", "").splitlines()]
    return [one for one in every if one] or ABSENT


def _read_tick(old: Plain, given: Inner) -> Plain:
    return {"yes": True, "no": False}.get(given.get("", ""), ABSENT)


def _read_several(old: Plain, given: Inner) -> Plain:
    wanted = [text for text in given.values() if text]
    kept = [one for one in (old if isinstance(old, list) else []) if said(one) in wanted]
    more = [one for one in wanted if one not in {said(other) for other in kept}]
    return [*kept, *dict.fromkeys(more)] or ABSENT


def _read_plain(old: Plain, given: Inner) -> Plain:
    return number_of(given[""]) if given.get("") else ABSENT


def _read_places(old: Plain, given: Inner) -> Plain:
    if not given.get(""):
        return ABSENT
    found = estimate_of(given[""])
    return found if isinstance(found, list) else [found]


def _read_number(old: Plain, given: Inner) -> Plain:
    text = given.get("", "")
    if not text:
        return ABSENT
    kept = dict(old) if isinstance(old, Mapping) else {} if old is ABSENT else {"value": old}
    if text != AS_WRITTEN and text != said(kept.get("value", ABSENT)):
        kept = {"value": estimate_of(text), **{k: v for k, v in kept.items()
                                               if k not in ("value", "coders")}}  # fmt: skip
    for key in REASONS:
        if key in kept and not given.get(f".{key}"):
            del kept[key]
        elif given.get(f".{key}") and given[f".{key}"] != said(kept.get(key)):
            kept[key] = " ".join(given[f".{key}"].split())
    inner = {key[5:]: text for key, text in given.items() if key.startswith(".cite.")}
    cite = _read_cites(kept.get("cite", ABSENT), inner)
    kept = {key: one for key, one in kept.items() if key != "cite"}
    if cite is not ABSENT:
        kept["cite"] = cite
    return kept["value"] if kept.keys() == {"value"} else kept


def _read_cites(old: Plain, given: Inner) -> Plain:
    rows = [{key: " ".join(text.split()) for key, text in row.items() if text}
            for row in _rows(given)]  # fmt: skip
    found = [{"source": "", **row} for row in rows if row]
    return old if found == cites_of(old) else short_cites(found)


def short_cites(found: Sequence[Mapping[str, str]]) -> Plain:
    """Citations as short as they can be written."""
    if not found:
        return ABSENT
    short = all(set(one) == {"source", "quote"} for one in found)
    if not short:
        return dict(found[0]) if len(found) == 1 else [dict(one) for one in found]
    by_source: dict[str, list[str]] = {}
    for one in found:
        by_source.setdefault(one["source"], []).append(one["quote"])
    return {key: own[0] if len(own) == 1 else own for key, own in by_source.items()}


def _rows(given: Inner) -> list[dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for key, text in given.items():
        _, number, name = (*key.split("."), "", "")[:3]
        if number.isdecimal() and len(number) < 4:
            rows.setdefault(int(number), {})[name] = text
    return [rows[number] for number in sorted(rows)]


def _read_pulls(old: Plain, given: Inner) -> Plain:
    found: dict[str, dict[str, Plain]] = {}
    for row in _rows(given):
        if row.get("0") and row.get("1") and row.get("2"):
            found.setdefault(row["0"], {})[row["1"]] = number_of(row["2"])
    return found or ABSENT


def _read_groups(old: Plain, given: Inner) -> Plain:
    found: dict[str, list[str]] = {}
    for key, name in given.items():
        if name:
            found.setdefault(" ".join(name.split()), []).append(key[1:])
    return found or ABSENT


_SHOWN = {
    "line": _line, "long": _line, "lines": _lines, "tick": _line, "choice": _line,
    "several": _several, "number": _number, "plain": _line, "places": _line, "said": _line,
    "clause": _line, "cites": _cites, "pulls": _pulls, "groups": _groups,
}  # fmt: skip
_READ = {
    "line": _read_one_line, "long": _read_line, "lines": _read_lines, "tick": _read_tick,
    "choice": _read_one_line, "several": _read_several, "number": _read_number,
    "plain": _read_plain, "places": _read_places, "said": _read_one_line,
    "clause": _read_one_line, "cites": _read_cites, "pulls": _read_pulls, "groups": _read_groups,
}  # fmt: skip
