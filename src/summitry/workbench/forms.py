"""An item of a dossier as a form, and the dossier's data with what a form sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from summitry.dossier.inputs import inputs
from summitry.dossier.model import Dossier
from summitry.dossier.problem import Problem
from summitry.sensitivity.naming import path_of
from summitry.workbench.adding import AddError, id_of
from summitry.workbench.asking import Ask, Group, Kind, Rows
from summitry.workbench.choosing import choices, issue_label
from summitry.workbench.fields import Choice, Field
from summitry.workbench.items import long, short_form
from summitry.workbench.places import ABSENT, Path, Plain, placed, standing_at
from summitry.workbench.sheets import BY_KEY

Data = dict[str, Any]
MOST_KEY = 80


@dataclass(frozen=True)
class Block:
    """Fields under a heading; of rows, a heading and its help for each."""

    title: str
    fields: tuple[Field, ...]
    help: str = ""
    row: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a form."""

    title: str
    blocks: tuple[Block, ...]
    folded: bool


@dataclass(frozen=True)
class Form:
    """A form: of an item, or of a new one whose place its keys will say."""

    kind: Kind
    path: Path | None
    keys: tuple[Field, ...]
    sections: tuple[Section, ...]
    node: Plain
    """What stands there, as the form takes it."""

    @property
    def fields(self) -> list[Field]:
        """Every field but the keys."""
        return [one for part in self.sections for block in part.blocks for one in block.fields]


def form(dossier: Dossier, data: Mapping[str, Any], kind: Kind, path: Path | None) -> Form:
    """The form of an item, or of a new one."""
    node = long(kind, standing_at(data, path)) if path is not None else ABSENT
    made = _Maker(dossier, node, kind, path)
    keys = () if path is not None else tuple(made.keys())
    return Form(kind, path, keys, tuple(made.section(one) for one in kind.groups), node)


class _Maker:
    """Makes the fields of one form, each with a name of its own."""

    def __init__(self, dossier: Dossier, node: Plain, kind: Kind, path: Path | None) -> None:
        self.dossier, self.node, self.kind, self.path = dossier, node, kind, path
        self.count = 0
        steps = [str(one) for one in path or ()]
        self.school = steps[1] if kind.key in ("school", "change") and steps else ""
        self.issue = {"issue": steps[1:2], "stance": steps[2:3], "reading": steps[1:2]}.get(
            kind.key, [])  # fmt: skip
        own = node.get("issue") if isinstance(node, Mapping) else None
        if kind.key == "ask" and isinstance(own, str):
            self.issue = [own]

    def keys(self) -> Iterator[Field]:
        for number, ask in enumerate(self.kind.keys):
            among = choices(self.dossier, ask.among)
            yield Field((), ask.label, ask.shape, ask.help, among, None, ask.needed, f"k{number}")

    def section(self, group: Group) -> Section:
        blocks: list[Block] = []
        for ask in group.asks:
            if isinstance(ask, Rows):
                blocks += self.rows(ask)
            elif ask.when in ("", "old" if self.path is not None else "new"):
                more = tuple(self.each(ask, ask.path))
                last = blocks[-1] if blocks and not blocks[-1].row else None
                if last:
                    blocks[-1] = replace(last, fields=last.fields + more)
                else:
                    blocks.append(Block("", more))
        return Section(group.title, tuple(blocks), group.folded and not self.filled(blocks))

    def filled(self, blocks: Sequence[Block]) -> bool:
        return any(standing_at(self.node, field.path) is not ABSENT
                   for block in blocks for field in block.fields)  # fmt: skip

    def rows(self, rows: Rows) -> Iterator[Block]:
        if rows.each:
            starts: list[tuple[Path, str]] = [
                ((*rows.path, one), self.dossier.label(one)) for one in self.names(rows.each)
            ]
        else:
            inside = standing_at(self.node, rows.path)
            count = len(inside) if isinstance(inside, list) else 0
            starts = [((*rows.path, number), f"{rows.label} {number + 1}")
                      for number in range(count + rows.more)]  # fmt: skip
        for start, title in starts:
            fields = tuple(one for ask in rows.asks for one in self.each(ask, (*start, *ask.path)))
            folded = bool(rows.each) and standing_at(self.node, start) is ABSENT
            yield Block(title, fields, rows.help, row=True, folded=folded)

    def each(self, ask: Ask, path: Path) -> Iterator[Field]:
        if not ask.each:
            yield self.field(ask, path, ask.label, self.issue[0] if self.issue else "")
            return
        for name in self.names(ask.each):
            named = {"issues": issue_label(self.dossier, name)}.get(ask.each) or (
                self.dossier.label(name) if ask.each in ("principals", "parties") else f"“{name}”"
            )
            issue = name if ask.each == "issues" else (self.issue[0] if self.issue else "")
            yield self.field(ask, (*path, name), f"{ask.label} {named}".strip(), issue)

    def names(self, each: str) -> list[str]:
        if each == "issues":
            return list(self.dossier.issues)
        if each == "parties":
            return list(self.dossier.parties)
        if each == "principals":
            return [one for one, own in self.dossier.parties.items() if own.role == "principal"]
        issue = self.dossier.issues.get(self.issue[0]) if self.issue else None
        if issue is None:
            return []
        return [one for one in issue.levels if each == "levels" or one != issue.status_quo]

    def field(self, ask: Ask, path: Path, label: str, issue: str) -> Field:
        self.count += 1
        quantity = ask.quantity
        if self.kind.key == "change" and self.path is not None:
            found = [one.estimate.quantity for name, one in inputs(self.dossier).items()
                     if path_of(name) == self.path[-1]]  # fmt: skip
            quantity = found[0] if found else quantity
        among: tuple[Choice, ...] = ()
        if ask.shape == "number":
            among = choices(self.dossier, "sources")
        elif ask.among:
            among = choices(self.dossier, ask.among, issue, self.school)
        named = quantity is not None and quantity.named
        levels = choices(self.dossier, "levels", issue) if named else ()
        return Field(path, label, ask.shape, ask.help, among, quantity, ask.needed,
                     f"f{self.count}", levels)  # fmt: skip


def from_form(
    dossier: Dossier, data: Data, own: Form, given: Mapping[str, str]
) -> tuple[Data, Path]:
    """A dossier's data with what a form asks for, and where the item then stands.

    What the form leaves as it was changes nothing.

    Raises
    ------
    AddError
        A new item without a place; the field is the key's name.
    """
    path = own.path if own.path is not None else _place(dossier, data, own, given)
    old = standing_at(data, path) if own.path is not None else ABSENT
    node = own.node
    for field in own.fields:
        before = standing_at(node, field.path)
        now = field.read(before, given)
        if now is not before:
            node = placed(node, field.path, now)
    node = _pruned(node)
    made = {} if node is ABSENT else node
    # A dossier does without what it has once; of the rest, the checker says what is missing.
    gone = own.kind.single and not made
    found: Data = _put(data, path, ABSENT if gone else short_form(own.kind, old, made))
    return found, path


def _pruned(node: Plain) -> Plain:
    """Data without the rows that were left empty."""
    if isinstance(node, Mapping):
        inside = {key: _pruned(one) for key, one in node.items()}
        return {key: one for key, one in inside.items() if one is not ABSENT}
    if isinstance(node, list):
        left = [_pruned(one) for one in node]
        kept = [one for one in left if one is not ABSENT]
        return kept if kept or not node else ABSENT
    return node


def _put(node: Plain, path: Path, value: Plain) -> Plain:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        every = list(node) if isinstance(node, list) else []
        inner = _put(every[step] if step < len(every) else {}, rest, value)
        return [*every[:step], inner, *every[step + 1 :]]
    inside = dict(node) if isinstance(node, Mapping) else {}
    inner = value if not rest else _put(inside.get(step, [] if _counts(rest) else {}), rest, value)
    if inner is ABSENT:
        inside.pop(step, None)
    else:
        inside[step] = inner
    return inside


def _counts(path: Path) -> bool:
    return isinstance(path[0], int)


def _place(dossier: Dossier, data: Data, own: Form, given: Mapping[str, str]) -> Path:
    """Where a new item comes to stand."""
    kind = own.kind
    keys = [" ".join(given.get(field.name, "").split()) for field in own.keys]
    if not kind.keys:
        every = standing_at(data, kind.home)
        return (*kind.home, len(every) if isinstance(every, list) else 0)
    if kind.key in ("party", "issue", "source") and not keys[0]:
        titles = [field for field in own.fields if field.path in (("name",), ("title",))]
        named = given.get(titles[0].name, "")
        if not named.strip():
            raise AddError(titles[0].name, "give it a name")
        known = standing_at(data, kind.home)
        keys[0] = id_of(named, known if isinstance(known, Mapping) else {}, kind.key)
    for field, text in zip(own.keys, keys, strict=True):
        if not text or len(text) > (MOST_KEY if field.shape == "line" else 2_000):
            right = "choose one" if field.choices else f"a name of at most {MOST_KEY} characters"
            raise AddError(field.name, right)
        if field.shape == "choice" and text not in {one.value for one in field.choices}:
            raise AddError(field.name, "choose one of those offered")
    if kind.key == "reading":
        keys = keys[0].split(" = ", 1)
    path = _filled(kind.home, keys)
    if standing_at(data, path) is not ABSENT:
        raise AddError(own.keys[-1].name, "there is one already: change that, or give another")
    return path


def _filled(home: tuple[str, ...], keys: list[str]) -> Path:
    left = iter(keys)
    return (*(next(left) if one == "*" else one for one in home), *left)


def at_fields(
    own: Form, path: Path, problems: Sequence[Problem]
) -> tuple[dict[str, str], list[Problem]]:
    """The checker's messages by field of a form, and those that belong to none."""
    told: dict[str, str] = {}
    rest = []
    for one in problems:
        steps = one.path.split("/")
        start = [str(step) for step in path]
        inside = steps[: len(start)] == start and own.fields
        field = _nearest(own.fields, steps[len(start) :]) if inside else None
        if field is None:
            rest.append(one)
            continue
        plain = one.got and not one.got.startswith("{")  # a number with its reason: it is in sight
        got = f" (got {one.got})" if plain else ""
        told[field.name] = f"{one.code}: {one.fault}{got}; {one.right}"
    return told, rest


def _nearest(fields: Sequence[Field], steps: Sequence[str]) -> Field | None:
    """The field that shares most of a path."""
    best, shared = None, 0
    for field in fields:
        own = [str(one) for one in field.path]
        many = 0
        while many < min(len(own), len(steps)) and own[many] == steps[many]:
            many += 1
        if many > shared or (not own and best is None):
            best, shared = field, many
    return best


def kind_of(key: str) -> Kind | None:
    """A kind by its name in addresses."""
    return BY_KEY.get(key)
