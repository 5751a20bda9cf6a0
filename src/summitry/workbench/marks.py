"""Who sees what, as a form: every item of a dossier with its mark, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from summitry.dossier.audience import ANYONE, TEAM, Audience
from summitry.dossier.model import Dossier

Data = dict[str, Any]
AS_WRITTEN, UNNAMED = "=", ""
WHOLE = {
    "title": "Title", "question": "Question", "as_of": "Information cut-off", "author": "Author",
    "note": "Note", "unknowns": "What is not known", "confidence": "Confidence of single numbers",
    "clauses": "Clauses", "cover": "Cover", "process.rapport": "Rapport",
    "process.trust": "Trust", "process.hidden": "Hidden widths", "process.big_ask": "Big asks",
    "process.slip": "Slip", "process.holding_back": "Holding back", "time": "Time",
    "relations": "Relations", "curve": "Curve", "loss_aversion": "Loss aversion",
    "levers": "Levers", "reveals": "What would be revealed",
}  # fmt: skip
"""Items that are marked as a whole here; the file can mark what is in them."""


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
        root, _, inner = path.partition(".")
        if root in data and (not inner or inner in data[root]):
            yield path, "The whole", label, False
    yield from _each(dossier, "parties", "Parties", {k: dossier.label(k) for k in dossier.parties})
    named = {key: issue.name or key for key, issue in dossier.issues.items()}
    yield from _each(dossier, "issues", "Issues", named)
    for party, stances in dossier.stances.items():
        yield f"stances.{party}", "Stances", dossier.label(party), False
        for issue in stances:
            yield f"stances.{party}.{issue}", "Stances", named[issue], True
    for party in dossier.stakes:
        yield f"stakes.{party}", "Stakes", dossier.label(party), False
    events = {one: one for one in ("agreed", "exchange", *dossier.events)}
    yield from _each(dossier, "events", "Events and their forecasts", events)
    schools = {key: one.name or key for key, one in dossier.assessments.items()}
    yield from _each(dossier, "assessments", "Assessments", schools)
    titles = {key: one.title for key, one in dossier.sources.items()}
    yield from _each(dossier, "sources", "Sources", titles)
    for root, kind in (("tracks", dossier.tracks), ("road_maps", dossier.road_maps)):
        labels = {key: one.name or key for key, one in kind.items()}
        yield from _each(dossier, root, root.replace("_", " ").capitalize(), labels)


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
