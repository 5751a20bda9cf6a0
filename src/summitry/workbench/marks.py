"""Who sees what, as a form: every item of a dossier with its mark, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from summitry.dossier.audience import ANYONE, BUILT_IN, TEAM, Audience, parts_at
from summitry.dossier.model import Dossier

Data = dict[str, Any]
AS_WRITTEN, UNNAMED = "=", ""
WHOLE = {
    "title": "Title", "question": "Question", "as_of": "Information cut-off", "author": "Author",
    "coded": "When it was coded", "note": "Note", "law": "Law of the ranges",
    "confidence": "Confidence of single numbers", "curve": "Curve",
    "loss_aversion": "Loss aversion", "influence": "How the models of influence are run",
}  # fmt: skip
"""Items that are marked as a whole."""
PARTS = {
    "stakes": "Stakes", "cover": "Cover", "clauses": "Clauses", "process": "The process",
    "time": "Time", "relations": "Relations", "levers": "Levers",
    "reveals": "What would be revealed", "unknowns": "What is not known",
}  # fmt: skip
"""Parts of a dossier whose items are marked one by one, under the name of the group."""
DEEPER = ("stakes", "process", "time")
"""Of these, the items of an item too: the trust of each party, each day of the calendar."""
SINGLE = ("value", "coders")
"""Keys of what is one number with its reason, and no item with items of its own."""


@dataclass(frozen=True)
class Item:
    """An item of a dossier: its path, what people call it, its mark, and who sees it by that."""

    name: str
    path: str
    group: str
    label: str
    given: str
    seen_by: tuple[str, ...]
    inner: bool = False


def audiences(dossier: Dossier) -> list[tuple[str, str]]:
    """Everybody a mark may name: number and label."""
    others = [dossier.label(one) for one in dossier.parties]
    return [(str(number), label) for number, label in enumerate(["the team", "anyone", *others])]


def names(dossier: Dossier) -> list[str]:
    """The same as a dossier names them."""
    return [TEAM, ANYONE, *dossier.parties]


def items(dossier: Dossier) -> list[Item]:
    """Every item that the form can mark, in the order of the file's parts."""
    known = names(dossier)
    found = []
    for number, (path, group, label, inner) in enumerate(_paths(dossier)):
        given = dossier.audiences.get(path)
        mark = UNNAMED
        if given is not None:
            mark = str(known.index(given[0])) if len(given) == 1 else AS_WRITTEN
        seen = [
            label_of(dossier, one)
            for one in known[1:]
            if Audience(one, dossier.audiences).sees(path.split("."))
        ]
        found.append(Item(f"m{number}", path, group, label, mark, tuple(seen), inner))
    return found


def label_of(dossier: Dossier, name: str) -> str:
    """What people call an audience."""
    return {TEAM: "the team", ANYONE: "anyone"}.get(name) or dossier.label(name)


def _paths(dossier: Dossier) -> Iterator[tuple[str, str, str, bool]]:
    data = dossier._tree
    for path, label in WHOLE.items():
        if path in data:
            yield path, "The whole", label, False
    yield from _each(dossier, "parties", "Parties", {k: dossier.label(k) for k in dossier.parties})
    named = {key: issue.name or key for key, issue in dossier.issues.items()}
    yield from _each(dossier, "issues", "Issues", named)
    for party, stances in dossier.stances.items():
        yield f"stances.{party}", "Stances", dossier.label(party), False
        for issue, stance in stances.items():
            yield f"stances.{party}.{issue}", "Stances", named[issue], True
            lines = data["stances"][party][issue].get("red_line")
            for line in stance.red_line:
                path = f"stances.{party}.{issue}.red_line"
                path += f".{line.key}" if isinstance(lines, list) else ""
                yield path, "Stances", f"{named[issue]}: red line {line.key}", True
    events = {one: one for one in (*BUILT_IN, *dossier.events)}
    yield from _each(dossier, "events", "Events and their forecasts", events)
    for root, group in PARTS.items():
        if data.get(root):
            yield root, group, "all of it", False
            yield from _parts(dossier, data[root], (root,), group)
    schools = {key: one.name or key for key, one in dossier.assessments.items()}
    yield from _each(dossier, "assessments", "Assessments", schools)
    titles = {key: one.title for key, one in dossier.sources.items()}
    yield from _each(dossier, "sources", "Sources", titles)
    tracks = {key: one.name or key for key, one in dossier.tracks.items()}
    yield from _each(dossier, "tracks", "Tracks", tracks)
    roads = {key: one.name or key for key, one in dossier.road_maps.items()}
    yield from _each(dossier, "road_maps", "Road maps", {**roads, "proposed": "the proposed one"})
    for key, group in (("note", "Notes"), ("cite", "Citations")):
        yield from _words(dossier, data, (), key, group)


def _parts(
    dossier: Dossier, node: Any, where: tuple[str, ...], group: str
) -> Iterator[tuple[str, str, str, bool]]:
    """The items of a part, and theirs where they are marked one by one."""
    for name, inner in (parts_at(node, where) or {}).items():
        path = (*where, name)
        yield ".".join(path), group, _label(dossier, path[1:]), True
        deeper = where[0] in DEEPER and len(path) == 2 and isinstance(inner, Mapping)
        if deeper and not set(inner) & set(SINGLE):
            yield from _parts(dossier, inner, path, group)


def _words(
    dossier: Dossier, node: Any, where: tuple[str, ...], key: str, group: str
) -> Iterator[tuple[str, str, str, bool]]:
    """Every note, or every citation, wherever it stands; each source of a citation by itself."""
    for name, inner in (parts_at(node, where) or {}).items():
        path = (*where, name)
        if name in ("audiences", "assessments", "levers", "reveals") and not where:
            continue
        if name != key:
            yield from _words(dossier, inner, path, key, group)
        elif where and key == "note":
            yield ".".join(path), group, _label(dossier, where), False
        elif where:
            for source in parts_at(inner, path) or {}:
                if source in dossier.sources:
                    label = f"{_label(dossier, where)}: {dossier.sources[source].title}"
                    yield ".".join((*path, source)), group, label, False


def _label(dossier: Dossier, steps: tuple[str, ...]) -> str:
    """Steps of a path in words."""
    words = []
    for step in steps:
        giver, covers, critic = step.partition(">")
        if covers and giver in dossier.parties:
            words.append(f"{dossier.label(giver)} against {dossier.label(critic)}")
        elif step in dossier.issues:
            words.append(dossier.issues[step].name or step)
        else:
            words.append(dossier.label(step) if step in dossier.parties else step.replace("_", " "))
    return ": ".join(words)


def _each(
    dossier: Dossier, root: str, group: str, labels: Mapping[str, str]
) -> Iterator[tuple[str, str, str, bool]]:
    if labels:
        yield root, group, "all of them", False
    for key, label in labels.items():
        yield f"{root}.{key}", group, label, True


def from_form(dossier: Dossier, data: Data, given: Mapping[str, str]) -> Data:
    """A dossier's data with the marks that a form asks for; others stay as they are.

    Raises
    ------
    ValueError
        A mark that names nobody.
    """
    known = names(dossier)
    marks: Data = dict(data.get("audiences") or {})
    for item in items(dossier):
        wanted = given.get(item.name, item.given)
        if wanted in (item.given, AS_WRITTEN):
            continue
        if wanted == UNNAMED:
            marks.pop(item.path, None)
        elif wanted.isdecimal() and int(wanted) < len(known):
            marks[item.path] = known[int(wanted)]
        else:
            msg = f"{item.label}: choose one of those offered"
            raise ValueError(msg)
    rest = {key: one for key, one in data.items() if key != "audiences"}
    return {**rest, "audiences": marks} if marks else rest
