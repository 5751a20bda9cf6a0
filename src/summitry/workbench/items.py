"""Everything that a dossier holds, item by item: where it stands, and what people call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summitry.dossier.editing import same
from summitry.dossier.model import Dossier
from summitry.workbench.asking import Kind
from summitry.workbench.choosing import issue_label, number_label, short
from summitry.workbench.places import ABSENT, Path, Plain, standing_at
from summitry.workbench.sheets import KINDS


@dataclass(frozen=True)
class Item:
    """Something that a dossier holds: its kind, where it stands, and what people call it."""

    kind: Kind
    path: Path
    label: str

    @property
    def mark(self) -> str:
        """What its opaque address is made of."""
        return "/".join(str(one) for one in self.path) or "the case"

    @property
    def name(self) -> str:
        """What the dossier itself calls it."""
        return str(self.path[-1]) if self.path else ""


def items(dossier: Dossier, data: Mapping[str, Any], kinds: Sequence[Kind] = KINDS) -> list[Item]:
    """Everything that has a form of its own, kind by kind."""
    return [one for kind in kinds for one in _of_kind(dossier, data, kind)]


def _of_kind(dossier: Dossier, data: Mapping[str, Any], kind: Kind) -> Iterator[Item]:
    if kind.single:
        yield Item(kind, kind.home, kind.title)
        return
    for home in _homes(data, kind.home):
        inside = standing_at(data, home)
        keys = list(inside) if isinstance(inside, Mapping) else range(len(inside or ()))
        for key in keys:
            path = (*home, key)
            yield Item(kind, path, short(_label(dossier, data, kind, path)))


def _homes(data: Mapping[str, Any], home: tuple[str, ...], at: Path = ()) -> Iterator[Path]:
    if not home:
        if standing_at(data, at) is not ABSENT and standing_at(data, at):
            yield at
        return
    if home[0] != "*":
        yield from _homes(data, home[1:], (*at, home[0]))
        return
    inside = standing_at(data, at)
    for key in inside if isinstance(inside, Mapping) else ():
        yield from _homes(data, home[1:], (*at, key))


def _label(dossier: Dossier, data: Mapping[str, Any], kind: Kind, path: Path) -> str:
    if kind.key in _LABELS:
        return _LABELS[kind.key](dossier, path)
    node = standing_at(data, path)
    if kind.key == "clause":
        return " ".join(str(node).split())
    named = node.get("name") if isinstance(node, Mapping) else None
    return str(named or path[-1])


def _of_party(dossier: Dossier, path: Path) -> str:
    return dossier.label(str(path[-1]))


def _stance(dossier: Dossier, path: Path) -> str:
    return f"{dossier.label(str(path[1]))}: {issue_label(dossier, str(path[2]))}"


def _cover(dossier: Dossier, path: Path) -> str:
    one = dossier.cover[int(path[-1])]
    return f"by {dossier.label(one.giver)}, against {dossier.label(one.to)}"


def _change(dossier: Dossier, path: Path) -> str:
    school = dossier.assessments[str(path[1])]
    return f"{school.name or path[1]}: {number_label(dossier, str(path[-1]))}"


def _relation(dossier: Dossier, path: Path) -> str:
    return " and ".join(map(dossier.label, dossier.relations[int(path[-1])].between))


_LABELS: dict[str, Callable[[Dossier, Path], str]] = {
    "party": _of_party,
    "ask": _of_party,
    "issue": lambda dossier, path: issue_label(dossier, str(path[-1])),
    "stance": _stance,
    "stake": lambda dossier, path: f"{dossier.label(str(path[1]))}: {path[2]}",
    "cover": _cover,
    "source": lambda dossier, path: dossier.sources[str(path[-1])].title,
    "reading": lambda dossier, path: f"{issue_label(dossier, str(path[1]))}: {path[-1]}",
    "relation": _relation,
    "lever": lambda dossier, path: number_label(dossier, str(path[-1])),
    "reveal": lambda dossier, path: number_label(dossier, str(path[-1])),
    "change": _change,
}


def long(kind: Kind, node: Plain) -> Plain:
    """An item as its form takes it, where a dossier may write it shorter."""
    if node is ABSENT:
        return {}
    return _LONG.get(kind.key, lambda same_: same_)(node)


def _under(key: str) -> Callable[[Plain], Plain]:
    return lambda node: node if isinstance(node, Mapping) else {key: node}


def _long_stake(node: Plain) -> Plain:
    own = isinstance(node, Mapping) and {"chance", "cost", "from"} & set(node)
    whole = isinstance(node, Mapping) and isinstance(node.get("value"), Mapping)
    return node if own or whole else {"value": node}


def _long_readings(node: Plain) -> Plain:
    return {party: _under("means")(one) for party, one in node.items()}


def _long_stance(node: Plain) -> Plain:
    line = node.get("red_line")
    return {**node, "red_line": [line]} if isinstance(line, Mapping) else node


def _long_track(node: Plain) -> Plain:
    return {**node, "baskets": [_under("on")(one) for one in node.get("baskets", [])]}


def _long_case(node: Plain) -> Plain:
    sure = node.get("confidence")
    both = {"ideal": sure, "salience": sure}
    return {**node, "confidence": both} if isinstance(sure, str) else node


_LONG: dict[str, Callable[[Plain], Plain]] = {
    "event": _under("when"), "reveal": _under("what"), "reading": _long_readings,
    "stake": _long_stake, "stance": _long_stance, "track": _long_track, "case": _long_case,
}  # fmt: skip


def short_form(kind: Kind, old: Plain, made: Plain) -> Plain:
    """A part of a form as short as the dossier can write it; the old one if they say the same."""
    if old is not ABSENT and same(long(kind, old), made):
        return old
    if kind.key == "stance" and isinstance(standing_at(old, ("red_line",)), list):
        return made
    return _SHORT.get(kind.key, lambda same_: same_)(made)


def _alone(key: str) -> Callable[[Plain], Plain]:
    return lambda made: made[key] if set(made) == {key} else made


def _short_readings(made: Plain) -> Plain:
    return {party: _alone("means")(one) for party, one in made.items()}


def _short_stance(made: Plain) -> Plain:
    lines = made.get("red_line", ())
    return {**made, "red_line": lines[0]} if len(lines) == 1 else made


def _short_track(made: Plain) -> Plain:
    baskets = [_alone("on")(one) for one in made.get("baskets", ())]
    return {**made, "baskets": baskets} if baskets else made


def _short_case(made: Plain) -> Plain:
    sure = made.get("confidence", {})
    alike = sure.get("ideal") is not None and sure.get("ideal") == sure.get("salience")
    return {**made, "confidence": sure["ideal"]} if alike else made


def _lever(made: Plain) -> Plain:
    return made if "by" in made else {"by": [], **made}  # nobody can pull it


_SHORT: dict[str, Callable[[Plain], Plain]] = {
    "event": _alone("when"), "reveal": _alone("what"), "reading": _short_readings,
    "stake": _alone("value"), "stance": _short_stance, "track": _short_track, "case": _short_case,
    "lever": _lever,
}  # fmt: skip
